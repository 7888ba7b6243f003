"""The virtual pianist: a seeded generative model whose truth is known exactly.

It plays an exercise (``play``), answers a cue (``respond``) and reports through an ``Instrument``
as a driver would (``raw_of``). Same parameters and same generator, same take, for ever.
"""

from engine.pianist.choice import Choice, respond
from engine.pianist.instrument import Instrument, messages_of, raw_of
from engine.pianist.model import Change, Pianist, Reaction, Rhythm, Slips, Touch
from engine.pianist.play import Played, play
from engine.pianist.scaling import expected_run_sd, expected_take_sd, white_noise_for
from engine.pianist.truth import Outcome, RunTruth, Truth

__all__ = [
    "Change",
    "Choice",
    "Instrument",
    "Outcome",
    "Pianist",
    "Played",
    "Reaction",
    "Rhythm",
    "RunTruth",
    "Slips",
    "Touch",
    "Truth",
    "expected_run_sd",
    "expected_take_sd",
    "messages_of",
    "play",
    "raw_of",
    "respond",
    "white_noise_for",
]
