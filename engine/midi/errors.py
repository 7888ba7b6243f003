"""What can be wrong at the edge to MIDI.

EvenhandError
    MidiError
        MidiPortError   a port is unknown, ambiguous or cannot be opened
        MidiFileError   a Standard MIDI File cannot be read or written
"""

from engine import EvenhandError


class MidiError(EvenhandError):
    """Something about MIDI that a person can mend."""


class MidiPortError(MidiError):
    """A port is unknown, ambiguous or cannot be opened; the message lists what there is."""


class MidiFileError(MidiError):
    """A file cannot be read as a take or written; the message names it and what to do."""
