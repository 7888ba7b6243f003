"""Pearls' tempo ladder, as far as takes move it: a pull always, evenness only in Pearls."""

from collections.abc import Sequence
from datetime import date

from engine.adaptation.ladder import BlockOutcome, Ladder
from engine.exercise.spot import cut_of
from engine.record import Result, Task
from engine.runner.judging.finished import Finished
from engine.session.state import BlockPlan

LADDER_VERSION = 1
FIRST_TEMPO_BPM = 60.0
FIRST_CEILING_BPM = 66.0
FIRST_LIMIT_BPM = 88.0


def first_ladder(today: date) -> Ladder:
    """Return where Pearls' tempo starts: a person may choose otherwise before the baseline."""
    return Ladder.start(
        tempo_bpm=FIRST_TEMPO_BPM,
        ceiling_bpm=FIRST_CEILING_BPM,
        limit_bpm=FIRST_LIMIT_BPM,
        on=today,
    )


def moves_the_tempo(finished: Finished) -> bool:
    """Say whether Pearls' ladder hears of this take.

    A pull always; evenness only where it was measured, and of a whole pattern: a spot is practised
    slowly and says nothing about the tempo.
    """
    if finished.report is None:
        return False
    step = finished.facts.step
    whole = step.task is Task.PEARLS and cut_of(step.exercise.id) is None
    return (whole and finished.facts.measured) or any(finished.report)


def ladder_rows(ladder: Ladder, step: BlockPlan) -> Sequence[Result]:
    """Return where the ladder stands as rows of the record."""
    return [
        Result(
            measure=name, measure_version=LADDER_VERSION, unit="bpm", value=bpm, n=1, hand=step.hand
        )
        for name, bpm in (("next_tempo", ladder.tempo_bpm), ("tempo_ceiling", ladder.ceiling_bpm))
    ]


def after_pain(finished: Finished, ladder: Ladder) -> Ladder:
    """Return the ladder after a take that hurt: pain slows the hand down wherever it came from."""
    hurt = BlockOutcome(
        local_date=finished.facts.session.local_date,
        tempo_bpm=ladder.tempo_bpm,
        runs=0,
        clean_runs=0,
        pulled=True,
        pain=True,
    )
    return ladder.after(hurt).ladder
