"""Finger independence as rows for the record: one row a number, or the reason why there is none.

``finger`` is the one that strikes, was instructed, or comes first; ``to_finger`` is the one that it
does something to: the held, the unintended, the next. Rates are per 100 strokes of ``finger``.

Measures
--------
long_overlap, crowded : % of the transitions finger -> to_finger; n their number
velocity_coupling, velocity_coupling_apart : correlation of the velocities of neighbours, and of
    notes five apart, no unit; n the pairs of neighbours
swap_cost : ms, shrunk, by transition; n its IOIs
unintended_press : % of the strokes of ``finger`` at which ``to_finger`` came down unasked
unintended_elsewhere : notes on no finger's home key, a count; n the instructed strokes
hold_break : breaks of the key of ``to_finger`` per 100 strokes of ``finger``; n the strokes
hold_lost : % of the time asked for in which the key of ``to_finger`` was up
hold_repress_velocity : mean velocity of the re-strikes; n their number
strike_rate, strike_cv, strike_fatigue : of ``finger``: strokes a second, 1, ms per s; n the IKIs
strike_velocity, strike_velocity_sd : of ``finger``, MIDI units
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from engine.exercise import FINGERS, Hand
from engine.measures.figure import Figure
from engine.measures.independence.frequency import Chance, Frequency
from engine.measures.independence.holding import HeldFinger, Holding
from engine.measures.independence.ordinary import Independence
from engine.measures.independence.rate import SETTLING, FingerRate
from engine.measures.independence.unintended import Unintended
from engine.record import Result

MEASURE_VERSION = 1
PER_HUNDRED = 100.0
NEVER = "not estimable: no note of this transition was played and released"


def ordinary_results(cells: Sequence[Independence]) -> tuple[Result, ...]:
    """Return the rows of an ordinary take, cell by cell."""
    return tuple(
        replace(row, hand=cell.hand, direction=cell.direction)
        for cell in cells
        for row in _cell_rows(cell)
    )


def holding_results(holding: Holding, *, hand: Hand) -> tuple[Result, ...]:
    """Return the rows of a held-key trial; one row with the reason where it says nothing."""
    if holding.refused or holding.rate is None or holding.unintended is None:
        rows = [_row("hold_break", None, 0, "per 100", reason=holding.refused)]
        return tuple(replace(row, hand=hand, finger=holding.striking) for row in rows)
    rows = [*_rate_rows(holding.rate)]
    for each in holding.held:
        rows += _held_rows(each, holding.rate.strokes)
    rows = [replace(row, finger=holding.striking) for row in rows]
    # what a held finger struck again is told by its breaks, the striking finger's by its rate
    busy = {holding.striking, *(each.finger for each in holding.held)}
    rows += _unintended_rows(holding.unintended, tuple(set(FINGERS) - busy))
    return tuple(replace(row, hand=hand) for row in rows)


def rate_results(rate: FingerRate, *, hand: Hand, finger: int) -> tuple[Result, ...]:
    """Return the rows of one finger's strokes without held keys."""
    return tuple(replace(row, hand=hand, finger=finger) for row in _rate_rows(rate))


def _row(measure: str, value: float | None, n: int, unit: str, **more: Any) -> Result:
    return Result(
        measure=measure, measure_version=MEASURE_VERSION, unit=unit, value=value, n=n, **more
    )


def _often(measure: str, often: Chance | Frequency | None, unit: str, **more: Any) -> Result:
    if often is None:
        return _row(measure, None, 0, unit, **more)
    low, high = often.interval
    value, ends = PER_HUNDRED * often.value, (PER_HUNDRED * low, PER_HUNDRED * high)
    return _row(measure, value, often.n, unit, low=ends[0], high=ends[1], **more)


def _cell_rows(cell: Independence) -> Iterator[Result]:
    for each in cell.carry_over:
        where = {"finger": each.finger, "to_finger": each.to_finger}
        for name, often in (("long_overlap", each.long_overlap), ("crowded", each.crowded)):
            yield _often(name, often, "%", reason=None if often else NEVER, **where)
    found = cell.coupling
    yield _row(
        "velocity_coupling",
        found.value,
        found.n,
        "1",
        low=found.low,
        high=found.high,
        reason=found.reason,
    )
    few = found.reason or "not estimable: too few notes five apart"
    none = few if found.apart is None else None
    yield _row("velocity_coupling_apart", found.apart, found.n, "1", reason=none)
    for cost in cell.swap:
        yield _row(
            "swap_cost",
            cost.cost_ms,
            cost.n,
            "ms",
            low=cost.low_ms,
            high=cost.high_ms,
            finger=cost.finger,
            to_finger=cost.to_finger,
            reason=cost.reason,
        )
    if cell.unintended is not None:
        yield from _unintended_rows(cell.unintended)


def _unintended_rows(found: Unintended, fingers: tuple[int, ...] = FINGERS) -> Iterator[Result]:
    for instructed in FINGERS:
        for finger in fingers:
            chance = found.chance(finger, instructed)
            if chance is None:
                continue
            yield _often("unintended_press", chance, "%", finger=instructed, to_finger=finger)
    yield _row("unintended_elsewhere", float(found.elsewhere), sum(found.strokes), "notes")


def _rate_rows(rate: FingerRate) -> Iterator[Result]:
    for name, unit, figure in (
        ("strike_rate", "1/s", rate.rate_hz),
        ("strike_cv", "1", rate.cv),
        ("strike_fatigue", "ms/s", rate.fatigue_ms_per_s),
    ):
        yield _figure_row(name, unit, figure, rate.n, rate.reason)
    few = "not estimable: too few strokes after the first five"
    strokes = max(rate.strokes - SETTLING, 0)
    none = few if rate.velocity.value is None else None
    yield _figure_row("strike_velocity", "velocity", rate.velocity, strokes, none)
    none = few if rate.velocity_sd is None else None
    yield _row("strike_velocity_sd", rate.velocity_sd, strokes, "velocity", reason=none)


def _figure_row(
    name: str, unit: str, figure: Figure, n: int, reason: str | None, **more: Any
) -> Result:
    # rate and CV carry the errors of their logarithms, which the record has no unit for
    error = None if name in ("strike_rate", "strike_cv") else figure.standard_error
    ends: dict[str, Any] = {"low": figure.low, "high": figure.high, "standard_error": error}
    return _row(name, figure.value, n, unit, reason=reason, **ends, **more)


def _held_rows(each: HeldFinger, strokes: int) -> Iterator[Result]:
    to = {"to_finger": each.finger}
    yield _often("hold_break", each.breaks, "per 100", reason=each.reason, **to)
    yield _row("hold_lost", PER_HUNDRED * each.lost_share, strokes, "%", **to)
    none = None if each.repress_n else "The key was never struck again."
    again, n = each.repress_velocity, each.repress_n
    yield _figure_row("hold_repress_velocity", "velocity", again, n, none, **to)
