"""Heavier or Lighter?: two presses, and an answer as her judgement has it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from engine.adaptation.force_level import Guidance
from engine.pianist import Pianist
from engine.pianist.judging import Judge, press_pair, second_harder
from engine.session.state import Playing
from engine.tasks.heavier import SHOWN_NS, HeavierState
from game.rehearsal.hands import Message, note

KEY_HELD_NS = 250_000_000
BREATH_NS = 1_100_000_000
APART_NS = 1_200_000_000
THINKS_NS = 1_400_000_000
VELOCITY = 58
# How many keys beside her finger's she answers: a fifth, well clear of the hand.
ASIDE = 7
SPREAD = {Guidance.AS_THEY_ARE: 1.0, Guidance.CLOSER: 0.8, Guidance.APART: 1.25}


@dataclass(slots=True)
class HeavierHands:
    """Plays pair after pair; ``judge`` is the truth about her, and the screen's words move her.

    Asked for closer presses or for a wider choice, she lets her strokes spread less or more.
    """

    judge: Judge = field(default_factory=Judge)
    _played: int = -1
    _spread: float = 1.0

    def play(
        self, state: Playing, pianist: Pianist, rng: np.random.Generator, *, resting: bool
    ) -> Sequence[Message]:
        """Return the next pair with its answer, once."""
        task = state.task
        if not isinstance(task, HeavierState) or task.over or task.enough:
            return ()
        index = len(task.pairs)
        # a pair that went astray is played again when nothing of it is still to come
        if task.strokes or (index <= self._played and not resting):
            return ()
        self._played = index
        self._spread *= SPREAD[task.guidance]
        judge = replace(self.judge, stroke_sd=self.judge.stroke_sd * self._spread)
        first, second = press_pair(judge, VELOCITY, rng)
        aside = ASIDE if second_harder(judge, first, second, rng) else -ASIDE
        begins_ns = max(state.started_ns, state.last_event_ns) + BREATH_NS
        if task.pairs:
            begins_ns = max(begins_ns, task.pairs[-1].at_ns + SHOWN_NS + BREATH_NS)
        found: list[Message] = []
        for later_ns, pitch, velocity in (
            (0, task.key, first),
            (APART_NS, task.key, second),
            (APART_NS + THINKS_NS, task.key + aside, VELOCITY),
        ):
            on_ns = begins_ns + later_ns
            found += note(on_ns, on_ns + KEY_HELD_NS, pitch, velocity)
        return found
