"""A take of On the Beat: asynchronies by finger, clock and hand over trials, what comes next."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from engine.adaptation.beat_level import SLOWEST_BPM, BeatLevel, BeatMove, BeatOutcome
from engine.measures.timing.asynchrony import Asynchrony, FingerAsynchrony
from engine.record import Calibration, ClickChoice, Result, Task
from engine.runner.judging.finished import Finished, Judged, Levels
from engine.runner.judging.late import late
from engine.session.state import BlockPlan, Outcome
from engine.take import Take
from engine.tasks import on_the_beat_kept
from engine.tasks.on_the_beat import OnTheBeatState, Placed
from engine.tasks.on_the_beat_found import (
    BeatFound,
    OneFinger,
    Part,
    Zero,
    alone_tempo,
    one_finger,
    with_clicks,
)
from engine.tasks.on_the_beat_kept import Kept

MEASURE_VERSION = 1
NO_ROUND = "No round was played to its end."
TOO_FEW = "Fewer than two of the clicks were answered."
NO_ZERO = "the delay of keyboard and sound is not known"
TOO_FEW_NOTES = "too few notes"
NEEDED = 4
# No ceiling: two notes on the quickest beat stay far below it.
MOST_CEILING_BPM = 88.0


def judge_on_the_beat(finished: Finished, levels: Levels) -> Judged:
    """Return what a take of On the Beat said."""
    task = finished.task
    if not isinstance(task, OnTheBeatState):
        raise TypeError(f"On the Beat cannot judge {type(task).__name__}")
    facts, step = finished.facts, finished.facts.step
    kept, found = measured(
        finished.take,
        finished.origin_ns,
        task.done,
        (facts.clicks, facts.calibration),
        levels.earlier,
    )
    move = _next_level(finished, found, whole=task.enough)
    level_json = move.level.to_json()
    outcome = Outcome(
        plan=step,
        found=found,
        refused=_refused(task, found),
        next_tempo_bpm=move.level.tempo_bpm,
        next_level_json=level_json,
        because=move.sentence,
        warnings=finished.take.warnings,
    )
    return Judged(
        results=() if found is None else rows(found, step),
        outcome=outcome,
        levels=((Task.ON_THE_BEAT, level_json),),
        levels_if_hurt=((Task.ON_THE_BEAT, level_json),),
        level=task.task.tempo_bpm,
        task_json=on_the_beat_kept.to_json(replace(kept, hurt=finished.pain)),
    )


def measured(
    take: Take,
    origin_ns: int,
    stretches: Sequence[Placed],
    heard_by: tuple[ClickChoice, Calibration | None],
    earlier: Sequence[str],
) -> tuple[Kept, BeatFound | None]:
    """Return what a take is kept with, and what it said; None where nothing can be said.

    ``stretches`` are those played to their end, ``heard_by`` the clicks and their delay,
    ``earlier`` the kept trials before this one, newest first.
    """
    onset_s = origin_ns / 1e9 + take.notes["onset_s"]
    pitches = take.notes["pitch"].astype(np.int64)
    single = [each for each in stretches if each.stretch.one_finger][-1:]
    last = one_finger(single[0], onset_s, pitches) if single else None
    kept = Kept(
        stretches=tuple(stretches),
        clicks=heard_by[0],
        calibration=heard_by[1],
        one_finger=last,
    )
    # the stretches of one kind, as the trial began
    first = [each for each in stretches if each.stretch.fingers == stretches[0].stretch.fingers]
    found = with_clicks(first, onset_s, pitches, *heard_by)
    if found is None:
        return kept, None
    if last is None:
        reason = "the round of one finger was not played to its end"
        none = Part(value=None, reason=reason)
        return kept, replace(found, alone=none, clock=none, motor=none, correction=none)
    trials = (*on_the_beat_kept.pooled(earlier, last.finger, single[0].tempo_bpm), last)
    clock, motor, correction = _two_levels(trials, take.timing.grid_ms / 1e3)
    return kept, replace(
        found,
        finger=last.finger,
        trials=len(trials),
        alone=alone_tempo(single[0], last.alone_s),
        clock=clock,
        motor=motor,
        correction=correction,
    )


def _two_levels(trials: Sequence[OneFinger], stamp_step_s: float) -> tuple[Part, Part, Part]:
    """Return clock and motor SD and phase correction; scipy is loaded for them only here."""
    if len(trials) < NEEDED:
        none = Part(value=None, n=len(trials), reason=f"not estimable: needs {NEEDED} rounds")
        return none, none, none
    two_level = late("engine.measures.timing.two_level").measure(
        [each.alone_s for each in trials], stamp_step_s=stamp_step_s
    )
    phase = late("engine.measures.timing.phase_correction").measure(
        [each.asynchrony_s for each in trials]
    )
    parts = [
        Part(
            value=each.sd_ms,
            n=two_level.iois,
            low=each.low_ms,
            high=each.high_ms,
            reason=each.reason,
        )
        for each in (two_level.clock, two_level.motor)
    ]
    # Where the two fits disagree the trials differ in how early they are: the likelihood bears it.
    alpha = phase.alpha if phase.caveat is None else phase.likelihood_alpha
    correction = Part(
        value=alpha,
        n=phase.beats,
        low=phase.low,
        high=phase.high,
        standard_error=phase.standard_error,
        reason=phase.reason,
    )
    return parts[0], parts[1], correction


def rows(found: BeatFound, step: BlockPlan) -> tuple[Result, ...]:
    """Return one row a number, with its interval.

    asynchrony_median, asynchrony_sd : ms, of all notes with the clicks and by ``finger``
    asynchrony_r : circular R, no unit
    steady_notes : share of notes within a tenth of the time between two of their middle, %
    alone_tempo : how much slower the hand went without the clicks, %
    clock_sd, motor_sd : ms, by restricted maximum likelihood over trials
    phase_correction : share of an asynchrony made good at the next beat, no unit
    """
    return tuple(_rows(found, step))


def _rows(found: BeatFound, step: BlockPlan) -> Iterator[Result]:
    whole = found.asynchrony
    spread = Part(value=whole.sd_ms, n=whole.n, low=whole.sd_low_ms, high=whole.sd_high_ms)
    yield _median_row(found, step, whole)
    yield _row(step, "asynchrony_sd", "ms", spread)
    for each in whole.fingers:
        own = _row(step, "asynchrony_sd", "ms", Part(value=each.sd_ms, n=each.n))
        yield replace(_median_row(found, step, each), finger=each.finger)
        yield replace(own, finger=each.finger)
    yield _row(step, "asynchrony_r", "1", Part(value=whole.resultant, n=whole.n))
    yield _row(step, "steady_notes", "%", Part(value=100 * found.steady, n=len(found.taps)))
    for name, unit, part in (
        ("alone_tempo", "%", found.alone),
        ("clock_sd", "ms", found.clock),
        ("motor_sd", "ms", found.motor),
        ("phase_correction", "1", found.correction),
    ):
        yield replace(_row(step, name, unit, part), finger=found.finger)


def _median_row(found: BeatFound, step: BlockPlan, of: Asynchrony | FingerAsynchrony) -> Result:
    if found.zero is Zero.UNKNOWN:
        return _row(step, "asynchrony_median", "ms", Part(value=None, n=of.n, reason=NO_ZERO))
    part = Part(value=of.median_ms, n=of.n, low=of.low_ms, high=of.high_ms)
    return _row(step, "asynchrony_median", "ms", part)


def _row(step: BlockPlan, measure: str, unit: str, part: Part) -> Result:
    reason = part.reason or (TOO_FEW_NOTES if part.value is None else None)
    return Result(
        measure=measure,
        measure_version=MEASURE_VERSION,
        unit=unit,
        value=part.value,
        n=part.n,
        standard_error=part.standard_error,
        low=part.low,
        high=part.high,
        hand=step.hand,
        reason=reason,
    )


def _next_level(finished: Finished, found: BeatFound | None, *, whole: bool) -> BeatMove:
    """Return where the level goes; a take without times moves it only down."""
    step = finished.facts.step
    ceiling_bpm = step.ceiling_bpm or MOST_CEILING_BPM
    steady = found.steady if found and whole and finished.facts.measured else None
    played = BeatOutcome(
        tempo_bpm=step.tempo_bpm or SLOWEST_BPM,
        share=steady,
        pulled=finished.pulled or finished.pain,
    )
    return BeatLevel.resumed(step.level_json).after(played, ceiling_bpm=ceiling_bpm)


def _refused(task: OnTheBeatState, found: BeatFound | None) -> str | None:
    if found is not None:
        return None
    return TOO_FEW if task.done else NO_ROUND
