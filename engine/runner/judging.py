"""From a finished take to its rows, what the player is shown, and the next level; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import numpy as np

from engine.adaptation.ladder import BlockOutcome, Ladder
from engine.adaptation.staircase import Staircase
from engine.measures import evenness
from engine.measures.evenness import Evenness
from engine.measures.judgement import discrimination
from engine.measures.judgement.discrimination import Counts
from engine.measures.judgement.discrimination_results import results as discrimination_results
from engine.measures.results import results as evenness_results
from engine.progress.curve import Curve
from engine.record import Result, Task
from engine.runner.facts import TakeFacts
from engine.session.state import BlockPlan, Outcome, TaskState
from engine.take import Take
from engine.tasks import cues
from engine.tasks.which_finger import WhichFingerState

LADDER_VERSION = 1
FIRST_TEMPO_BPM = 60.0
FIRST_CEILING_BPM = 66.0
FIRST_LIMIT_BPM = 88.0
HURT = "It hurt, so this take is kept without a score."


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Where the player's levels stood before the take; ``curve`` is null with nothing to go by.

    ``confusions`` are those of her latest answers in Which Finger?, null outside it.
    """

    ladder: Ladder
    curve: Curve | None = None
    confusions: Counts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a take said: rows for the record, the outcome for the screen, the levels after it.

    ``ladder`` and ``staircase`` are null where the take left that level alone.
    """

    results: tuple[Result, ...]
    outcome: Outcome
    ladder: Ladder | None = None
    staircase: Staircase | None = None
    task_json: str = "{}"


def first_ladder(today: date) -> Ladder:
    """Return where Pearls' tempo starts: a person may choose otherwise before the baseline."""
    return Ladder.start(
        tempo_bpm=FIRST_TEMPO_BPM,
        ceiling_bpm=FIRST_CEILING_BPM,
        limit_bpm=FIRST_LIMIT_BPM,
        on=today,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A take that is over, with what is needed to judge it.

    ``origin_ns`` is when its first message was played, on the clock of the cues; ``report`` is
    (pulled, pain) as answered, null where the player left without an answer, which moves no level.
    """

    facts: TakeFacts
    trial_id: UUID
    take: Take
    origin_ns: int
    task: TaskState
    report: tuple[bool, bool] | None

    @property
    def pain(self) -> bool:
        """Whether it hurt: the take is kept without a score."""
        return self.report is not None and self.report[1]


def judge(finished: Finished, levels: Levels) -> Judged:
    """Return what one take said."""
    if isinstance(finished.task, WhichFingerState):
        return _which_finger(finished, finished.task, levels)
    return _runs(finished, levels)


def _runs(finished: Finished, levels: Levels) -> Judged:
    step, take = finished.facts.step, finished.take
    found = evenness.measure(take, step.exercise, tempo_bpm=step.tempo_bpm)
    outcome = Outcome(
        plan=step,
        evenness=None if finished.pain else found,
        refused=HURT if finished.pain else found.invalid_because,
        warnings=take.warnings,
    )
    rows = () if finished.pain else evenness_results(found)
    if not moves_the_tempo(finished):
        return Judged(results=rows, outcome=outcome)
    move = levels.ladder.after(_block(found, finished, levels.curve))
    outcome = replace(outcome, next_tempo_bpm=move.ladder.tempo_bpm, because=move.sentence)
    return Judged(
        results=(*rows, *_ladder_rows(move.ladder, step)), outcome=outcome, ladder=move.ladder
    )


def moves_the_tempo(finished: Finished) -> bool:
    """Say whether Pearls' ladder hears of this take: a pull always, evenness only if measured."""
    if finished.report is None:
        return False
    is_pearls = finished.facts.step.task is Task.PEARLS and finished.facts.measured
    return is_pearls or any(finished.report)


def _block(found: Evenness, finished: Finished, curve: Curve | None) -> BlockOutcome:
    sds = [run.sd_ioi_ms for run in found.runs if run.valid and run.sd_ioi_ms is not None]
    perfect = [
        run.sd_ioi_ms
        for run in found.runs
        if run.valid and not (run.missed or run.extra or run.substituted)
    ]
    mean_ioi_ms = found.mean_ioi_ms
    clean = len(perfect)
    rho_low = None
    if curve is not None and mean_ioi_ms is not None and sds:
        limit_ms = curve.expected(mean_ioi_ms).run_limit_ms
        clean = sum(sd is not None and sd <= limit_ms for sd in perfect)
        rho = curve.rho(sds, ioi_ms=mean_ioi_ms)
        rho_low = rho.low if rho else None
    return BlockOutcome(
        local_date=finished.facts.session.local_date,
        tempo_bpm=finished.facts.step.tempo_bpm or FIRST_TEMPO_BPM,
        runs=len(found.runs),
        clean_runs=clean,
        pulled=finished.report is not None and finished.report[0],
        pain=finished.pain,
        rho_low=rho_low,
    )


def _ladder_rows(ladder: Ladder, step: BlockPlan) -> Sequence[Result]:
    return [
        Result(
            measure=name, measure_version=LADDER_VERSION, unit="bpm", value=bpm, n=1, hand=step.hand
        )
        for name, bpm in (("next_tempo", ladder.tempo_bpm), ("tempo_ceiling", ladder.ceiling_bpm))
    ]


def _which_finger(finished: Finished, task: WhichFingerState, levels: Levels) -> Judged:
    take, step, home = finished.take, finished.facts.step, task.task.home
    at_ns = finished.origin_ns + np.rint(take.notes["onset_s"] * 1e9).astype(np.int64)
    answers = cues.responses(task.cues, at_ns, take.notes["pitch"], home)
    found = None
    if not finished.pain:
        found = discrimination.measure(answers, earlier=levels.confusions)
    nothing = "No cue was answered." if found is None else None
    outcome = Outcome(
        plan=step,
        discrimination=found,
        refused=HURT if finished.pain else nothing,
        next_allowed_s=task.staircase.level,
        because=_why_this_time(task),
        warnings=take.warnings,
    )
    task_json = cues.to_json(task.cues, home)
    if finished.pain:
        # pain slows the hand down wherever it came from
        ladder = levels.ladder.after(_hurt(finished, levels.ladder)).ladder
        rows = tuple(_ladder_rows(ladder, step))
        return Judged(results=rows, outcome=outcome, ladder=ladder, task_json=task_json)
    return Judged(
        results=discrimination_results(found, hand=step.hand),
        outcome=outcome,
        staircase=task.staircase if finished.report else None,
        task_json=task_json,
    )


def _hurt(finished: Finished, ladder: Ladder) -> BlockOutcome:
    return BlockOutcome(
        local_date=finished.facts.session.local_date,
        tempo_bpm=ladder.tempo_bpm,
        runs=0,
        clean_runs=0,
        pulled=True,
        pain=True,
    )


def _why_this_time(task: WhichFingerState) -> str:
    before_s, after_s = Staircase.resumed(task.task.staircase_json).level, task.staircase.level
    if after_s < before_s:
        return f"A little less time next: {after_s:.1f} s for each."
    if after_s > before_s:
        return f"A little more time next: {after_s:.1f} s for each."
    return f"The time for each stays at {after_s:.1f} s."
