"""The Late One: plays each run with her own unevenness, and marks the note she felt come late."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.exercise import Pattern
from engine.pianist import Pianist
from engine.pianist.judging import Judge, mark_late
from engine.pianist.onsets import intended_s
from engine.session.state import Playing
from engine.tasks.late_one import COUNTED, LateOneState, deviations_ms
from game.rehearsal.hands import Message, note

THINKS_NS = 900_000_000
HELD = 0.9
VELOCITY = 58


class LateOneHands:
    """One run after its clicks, one mark after the run, as often as she is asked."""

    def __init__(self, judge: Judge | None = None) -> None:
        self._judge = judge or Judge()
        self._played: tuple[int, int] | None = None
        self._marked = -1

    def play(
        self, state: Playing, pianist: Pianist, rng: np.random.Generator, *, resting: bool
    ) -> Sequence[Message]:
        """Return the run that is due, or the mark that it waits for."""
        task = state.task
        if not isinstance(task, LateOneState) or not resting or task.over:
            return ()
        turn = (len(task.rounds), task.broken)
        if task.to_mark and self._marked < turn[0]:
            self._marked = turn[0]
            return self._mark(task, rng)
        if task.clicks is not None and not task.onsets_ns and self._played != turn:
            self._played = turn
            pattern = state.step.exercise.patterns[0]
            pattern = replace(pattern, targets=pattern.targets[: len(task.task.pitches)])
            onset_s = _onset_s(pianist, pattern, task.task.tempo_bpm, rng)
            return _run(task.clicks.due_ns(COUNTED), pattern, onset_s)
        return ()

    def _mark(self, task: LateOneState, rng: np.random.Generator) -> Sequence[Message]:
        place = mark_late(self._judge, deviations_ms(task.onsets_ns), rng)
        at_ns = task.onsets_ns[-1] + THINKS_NS
        return note(at_ns, at_ns + THINKS_NS // 4, task.task.pitches[place] + task.shift, VELOCITY)


def _run(begins_ns: int, pattern: Pattern, onset_s: Sequence[float]) -> Sequence[Message]:
    found: list[Message] = []
    for pitch, at_s, next_s in zip(
        pattern.pitches, onset_s, (*onset_s[1:], onset_s[-1] + 0.3), strict=True
    ):
        on_ns = begins_ns + round(at_s * 1e9)
        found += note(on_ns, on_ns + round((next_s - at_s) * HELD * 1e9), pitch, VELOCITY)
    return found


def _onset_s(
    pianist: Pianist, pattern: Pattern, tempo_bpm: float, rng: np.random.Generator
) -> list[float]:
    late_s = rng.normal(0.0, pianist.rhythm.onset_sd_ms / 1e3, len(pattern.targets))
    onset_s = np.sort(intended_s(pianist, pattern, tempo_bpm) + late_s)
    return [float(each) for each in onset_s - min(0.0, float(onset_s[0]))]
