"""On the Beat and the calibration: she taps with the clicks, then goes on alone."""

from collections.abc import Sequence

import numpy as np

from engine.pianist import Pianist
from engine.pianist.tapping import Tapper, tap
from engine.session.state import Playing
from engine.tasks.on_the_beat import OnTheBeatState
from game.rehearsal.hands import Message, note

ANY_KEY = 60
HELD_SHARE = 0.6
VELOCITY = 64
# A pianist among the musicians of SCIENCE 3.1: early, steady, the ring finger less so.
USUAL = Tapper(clock_sd_ms=14.0, motor_sd_ms=7.0, alpha=0.4, asynchrony_ms=(-14, -16, -15, -6, -12))


class OnTheBeatHands:
    """Plays one stretch at a time, from its first note to its last.

    Parameters
    ----------
    tapper : how she taps, with known truth
    """

    def __init__(self, tapper: Tapper = USUAL) -> None:
        self._tapper = tapper
        self._played: int | None = None

    def play(
        self, state: Playing, pianist: Pianist, rng: np.random.Generator, *, resting: bool
    ) -> Sequence[Message]:
        """Return the notes of the stretch that comes next."""
        task = state.task
        if not isinstance(task, OnTheBeatState) or task.enough or len(task.done) == self._played:
            return ()
        self._played = len(task.done)
        placed = task.current
        stretch = placed.stretch
        notes = stretch.paced + stretch.alone
        tapped = tap(
            self._tapper,
            ioi_s=placed.note_ns / 1e9,
            paced=stretch.paced,
            alone=stretch.alone,
            rng=rng,
            fingers=[stretch.finger(index) for index in range(notes)],
        )
        found: list[Message] = []
        for index, (at_s, missed) in enumerate(zip(tapped.performed_s, tapped.missed, strict=True)):
            if missed:
                continue
            on_ns = placed.due_ns(0) + round(float(at_s) * 1e9)
            off_ns = on_ns + round(HELD_SHARE * placed.note_ns)
            found += note(on_ns, off_ns, stretch.pitch(index) or ANY_KEY, VELOCITY)
        return found
