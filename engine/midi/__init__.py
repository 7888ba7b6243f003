"""The edge to MIDI ports and files."""
