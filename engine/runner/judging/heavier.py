"""A take of Heavier or Lighter?: the pairs, the threshold of the finger, what comes next."""

import math
from collections.abc import Sequence
from dataclasses import replace

from engine.exercise import FINGER_NAMES, Hand
from engine.measures.figure import Figure
from engine.measures.judgement.results import force_rows
from engine.measures.judgement.threshold import Parameter
from engine.measures.proportion import jeffreys_interval
from engine.progress.verdict import counted
from engine.record import Result, Task
from engine.runner.judging.finished import Finished, Judged, Levels
from engine.runner.judging.late import late
from engine.session.reach import held_together, only_pausing
from engine.session.state import BlockPlan, Outcome
from engine.take import NoteOn
from engine.tasks import heavier_kept
from engine.tasks.heavier import HeavierState
from engine.tasks.heavier_found import HeavierFound

MEASURE_VERSION = 1
NO_PAIR = "No pair was judged."
NO_FORCE = (
    "Every press arrived with the same force, so there was nothing to compare: this keyboard does "
    "not tell how hard it is played, or its touch is set to fixed."
)


def judge_heavier(finished: Finished, levels: Levels) -> Judged:
    """Return what a take of Heavier or Lighter? said."""
    played = finished.task
    if not isinstance(played, HeavierState):
        raise TypeError(f"Heavier or Lighter? cannot judge {type(played).__name__}")
    step, session = finished.facts.step, finished.facts.session
    marks = heavier_kept.marks_of(played)
    state = heavier_kept.played_again(played.task, marks, strokes_of(finished))
    device = str(session.device_id) if session.device_id else None
    refused = _refused(state)
    outcome = Outcome(
        plan=step,
        refused=refused,
        next_level_json=played.task.level_json,
        warnings=finished.take.warnings,
    )
    kept = heavier_kept.to_json(
        state, marks, device=device, counts=refused is None and not finished.pain
    )
    if refused:
        return Judged(results=(), outcome=outcome, task_json=kept)
    found, rows = measured(state, levels.earlier, device)
    level_json = state.level.to_json()
    return Judged(
        results=rows,
        outcome=replace(
            outcome, found=found, next_level_json=level_json, because=because(found, step)
        ),
        levels=((Task.HEAVIER, level_json),),
        level=state.level.belief(found.finger).threshold,
        task_json=kept,
    )


def strokes_of(finished: Finished) -> tuple[NoteOn, ...]:
    """Return the take's note-ons as its game heard them, on the clock of the session."""
    outer, notes = finished.facts.outer, finished.take.notes
    unheard: frozenset[int] = frozenset()
    pausing: frozenset[int] = frozenset()
    if outer is not None:
        unheard = only_pausing(finished.facts.step, outer)
        pitches, onset_s, offset_s = (
            notes[each].tolist() for each in ("pitch", "onset_s", "offset_s")
        )
        pausing = held_together(outer, pitches, onset_s, offset_s)
    return tuple(
        NoteOn(
            at_ns=finished.origin_ns + round(float(note["onset_s"]) * 1e9),
            pitch=int(note["pitch"]),
            velocity=int(note["velocity"]),
        )
        for index, note in enumerate(notes)
        if int(note["pitch"]) not in unheard and index not in pausing
    )


def _refused(state: HeavierState) -> str | None:
    if not state.pairs:
        return NO_PAIR
    return NO_FORCE if state.flat else None


def measured(
    state: HeavierState, earlier: Sequence[str], device: str | None
) -> tuple[HeavierFound, tuple[Result, ...]]:
    """Return what a trial's pairs say, with those of earlier ones, and their rows.

    ``earlier`` are the ``task_json`` of earlier trials, newest first, ``device`` the instrument.
    """
    finger, hand = state.task.finger, state.task.hand
    today = heavier_kept.judgements(state)
    pooled = heavier_kept.pooled(today, earlier, finger=finger, device=device)
    psychometric = late("engine.measures.judgement.psychometric")
    fit = psychometric.fit([each for each, _ in pooled], [second for _, second in pooled])
    unequal = [pair.agreed for pair in state.pairs if pair.agreed is not None]
    found = HeavierFound(
        finger=finger,
        today=len(today),
        agreed=sum(unequal),
        unequal=len(unequal),
        judgements=pooled,
        needed=psychometric.MIN_ANSWERS,
        band=state.band,
        agreement=_share(sum(unequal), len(unequal)),
        threshold=_figure(fit.threshold),
        order_bias=_figure(fit.order_bias),
        lapse=fit.lapse.value if fit.lapse else 0.0,
        discarded=fit.discarded,
        reason=fit.reason,
    )
    return found, (*force_rows(fit, hand=hand, finger=finger), _agreement_row(found, hand))


def _figure(parameter: Parameter | None) -> Figure | None:
    if parameter is None:
        return None
    return Figure(value=parameter.value, low=parameter.low, high=parameter.high)


def _share(hits: int, n: int) -> Figure | None:
    if not n:
        return None
    low, high = jeffreys_interval(hits, n)
    return Figure(value=hits / n, low=low, high=high)


def _agreement_row(found: HeavierFound, hand: Hand) -> Result:
    """Return the share of this trial's answers with which the piano agreed."""
    share = found.agreement or Figure()
    value, low, high = (
        None if each is None else 100 * each for each in (share.value, share.low, share.high)
    )
    return Result(
        measure="force_agreement",
        measure_version=MEASURE_VERSION,
        unit="%",
        value=value,
        n=found.unequal,
        low=low,
        high=high,
        hand=hand,
        finger=found.finger,
        reason=None if found.unequal else "No two presses differed.",
    )


def because(found: HeavierFound, step: BlockPlan) -> str:
    """Return what comes next, as a sentence."""
    name = FINGER_NAMES[found.finger]
    low, high = found.band
    sizes = [abs(difference) for difference, _ in found.judgements[: found.today]]
    if sum(size > high for size in sizes) > found.today / 2:
        return "Next time, let the two presses come a little closer."
    if sum(size < low for size in sizes) > found.today / 2:
        return "Next time, let the two presses lie a little further apart."
    if not found.enough:
        trials = math.ceil((found.needed - len(found.judgements)) / max(1, step.cues))
        times = "Once more" if trials == 1 else f"{counted(trials, 'more trial').capitalize()}"
        return f"{times} with the {name}, and there are enough pairs for a threshold."
    return f"Differences of {low:.0f} to {high:.0f} units are those worth judging next."
