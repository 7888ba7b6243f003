"""Evenhand starts here: what holds for the whole process, then the command line."""

import os
import sys
from io import TextIOWrapper

from game.cli import run

# A thread that computes gives way to the MIDI callback after 0.5 ms instead of 5 (PEERS D2).
SWITCH_INTERVAL_S = 0.0005


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    # RtMidi must find a JACK server, never start one.
    os.environ.setdefault("JACK_NO_START_SERVER", "1")
    # A name or a note sign that the terminal cannot write becomes a question mark.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    sys.exit(run())


if __name__ == "__main__":
    main()
