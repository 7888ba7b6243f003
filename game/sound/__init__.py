"""What Evenhand lets you hear: clicks, cues, and a soft piano where the keyboard has no sound.

Everything that must be in time is rendered into one buffer and started once, so that it is as exact
as the sound card's clock; no frame and no timer starts a click.
"""

from game.sound.card import quiet
from game.sound.passage import Note
from game.sound.player import Sound

__all__ = ["Note", "Sound", "quiet"]
