"""A take's evenness as rows for the record: one row a number, or the reason why there is none."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from engine.measures.cell import CellEvenness
from engine.measures.evenness import Evenness, RunEvenness
from engine.measures.fingers import Spread
from engine.record import Result

MEASURE_VERSION = 1


def results(evenness: Evenness) -> tuple[Result, ...]:
    """Return every number of a take.

    ``sd_ioi``, ``sd_ioi_detrended`` and ``mean_ioi`` come for each run (``run`` counts from 1) and
    for the cell (``run`` null). ``finger`` and ``to_finger`` are those the exercise prescribes.
    """
    rows = [*_take_rows(evenness)]
    for cell in evenness.cells:
        rows += _cell_rows(cell)
    for run in evenness.runs:
        rows += _run_rows(run)
    return tuple(replace(row, hand=evenness.hand) for row in rows)


def _row(measure: str, value: float | None, n: int, unit: str = "ms", **more: Any) -> Result:
    return Result(
        measure=measure, measure_version=MEASURE_VERSION, unit=unit, value=value, n=n, **more
    )


def _take_rows(evenness: Evenness) -> Iterator[Result]:
    match = evenness.match
    notes = match.hit + match.substituted + match.extra
    yield _row("noise_floor", evenness.noise_floor_ms, notes)
    for outcome in ("hit", "missed", "extra", "substituted"):
        name = "hits" if outcome == "hit" else outcome
        count = None if match.refused else float(getattr(match, outcome))
        yield _row(name, count, match.expected, "notes", reason=match.refused)
    yield _row("bounces", float(len(match.bounces)), notes, "notes")
    rate = evenness.invalid_rate
    reason = None if rate is not None else match.refused
    yield _row("invalid_rate", rate, len(evenness.runs), "share", reason=reason)


def _cell_rows(cell: CellEvenness) -> Iterator[Result]:
    n = cell.n_runs
    where: dict[str, Any] = {"direction": cell.direction}
    if cell.refused:
        # what the time stamps drown is said for what it is and never kept as a score
        yield _row("sd_ioi", None, n, reason=cell.refused, **where)
        yield _row("sd_ioi_detrended", None, n, reason=cell.refused, **where)
    else:
        ends: dict[str, Any] = {
            "standard_error": cell.se_ms,
            "low": cell.low_ms,
            "high": cell.high_ms,
        }
        yield _row("sd_ioi", cell.sd_ioi_ms, n, **ends, **where)
        yield _row("sd_ioi_detrended", cell.sd_ioi_detrended_ms, n, **where)
    few = cell.refused or "fewer than two valid runs"
    for name, value in (
        ("mean_ioi", cell.mean_ioi_ms),
        ("irregularity", cell.irregularity_ms),
        ("instability", cell.instability_ms),
        ("overlap", cell.overlap_mean_ms),
        ("overlap_sd", cell.overlap_sd_ms),
    ):
        yield _row(name, value, n, reason=few if value is None else None, **where)
    for name, value in (("velocity", cell.velocity_mean), ("velocity_sd", cell.velocity_sd)):
        yield _row(name, value, n, "velocity", reason=few if value is None else None, **where)
    for finger in cell.fingers:
        yield _spread_row("finger_deviation", finger, finger=finger.key, **where)
    for name, spreads in (
        ("transition", cell.transitions),
        ("transition_deviation", cell.transition_deviations),
    ):
        for spread in spreads:
            start, end = spread.key
            yield _spread_row(name, spread, finger=start, to_finger=end, **where)


def _spread_row(measure: str, spread: Spread[Any], **where: Any) -> Result:
    return _row(
        measure,
        spread.mean_ms,
        spread.n,
        standard_error=spread.se_ms,
        low=spread.low_ms,
        high=spread.high_ms,
        **where,
    )


def _run_rows(run: RunEvenness) -> Iterator[Result]:
    n = run.notes
    where: dict[str, Any] = {"direction": run.direction, "run": run.run}
    reason = run.invalid_because
    yield _row("sd_ioi", run.sd_ioi_ms, n, reason=reason, **where)
    yield _row("sd_ioi_detrended", run.sd_ioi_detrended_ms, n, reason=reason, **where)
    no_ioi = None if run.mean_ioi_ms is not None else reason
    yield _row("mean_ioi", run.mean_ioi_ms, n, reason=no_ioi, **where)
