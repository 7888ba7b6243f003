"""A take's evenness as rows for the record: one row a number, or the reason why there is none.

Names: ``sd_ioi`` is the median of the runs, with ``sd_ioi_mean``, ``_rms`` and ``_trimmed`` beside
it; ``_msd`` is a mean over the places of the SD over runs, ``_sd`` its root mean square;
``crossing_under`` and ``crossing_over`` are arriving notes against the run's others. What follows
from these rows or needs a row a note (shrunk means, figures by place, where a run hesitated) is
reckoned again from the take, which is kept whole.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from engine.measures.cell import CellEvenness
from engine.measures.evenness import Evenness, RunEvenness
from engine.measures.fingers import Spread
from engine.measures.profile import Uncertainty
from engine.record import Result

MEASURE_VERSION = 1
FEW_RUNS = "fewer than two valid runs"
NO_RELEASE = "no release of a key was recorded"


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
    for name, value, ends in _scores(cell):
        if cell.refused:
            # what the time stamps drown is said for what it is and never kept as a score
            yield _row(name, None, n, reason=cell.refused, **where)
        else:
            yield _row(name, value, n, **ends, **where)
    for name, value, unit, sure in _figures(cell):
        reason = _missing(cell, name) if value is None else None
        yield _row(name, value, n, unit, reason=reason, **_ends(sure), **where)
    for finger in cell.fingers:
        yield _spread_row("finger_deviation", finger, finger=finger.key, **where)
    for kind in cell.crossings:
        yield _spread_row(f"crossing_{kind.key}", kind, **where)
    for name, spreads in (
        ("transition", cell.transitions),
        ("transition_deviation", cell.transition_deviations),
    ):
        for spread in spreads:
            start, end = spread.key
            yield _spread_row(name, spread, finger=start, to_finger=end, **where)


def _figures(
    cell: CellEvenness,
) -> tuple[tuple[str, float | None, str, Uncertainty | None], ...]:
    """Return what stands beside the scores: name, value, unit and how sure."""
    return (
        ("mean_ioi", cell.mean_ioi_ms, "ms", None),
        ("irregularity", cell.irregularity_ms, "ms", cell.irregularity_uncertainty),
        ("instability", cell.instability_ms, "ms", cell.instability_uncertainty),
        ("drift", cell.drift_ms, "ms", cell.drift_uncertainty),
        ("hesitations", float(cell.n_hesitations) if cell.n_runs else None, "notes", None),
        ("overlap", cell.overlap_mean_ms, "ms", None),
        ("overlap_sd", cell.overlap_sd_ms, "ms", None),
        ("overlap_msd", cell.overlap_msd_ms, "ms", None),
        ("overlap_share", cell.overlap_share_mean, "share", None),
        ("duration", cell.duration_mean_ms, "ms", None),
        ("duration_sd", cell.duration_sd_ms, "ms", None),
        ("duration_msd", cell.duration_msd_ms, "ms", None),
        ("velocity", cell.velocity_mean, "velocity", None),
        ("velocity_sd", cell.velocity_sd, "velocity", None),
    )


def _missing(cell: CellEvenness, name: str) -> str | None:
    """Return why the cell has no figure of this name, the noise floor apart."""
    if not cell.n_runs:
        return cell.refused
    whole = {"duration": cell.duration_mean_ms, "overlap": cell.overlap_mean_ms}
    for tone, mean in whole.items():
        if name.startswith(tone) and mean is None:
            return NO_RELEASE
    return FEW_RUNS


def _scores(cell: CellEvenness) -> Iterator[tuple[str, float | None, dict[str, Any]]]:
    """Yield what the noise floor can drown: name, value and how sure."""
    of_median = {"standard_error": cell.se_ms, "low": cell.low_ms, "high": cell.high_ms}
    yield "sd_ioi", cell.sd_ioi_ms, of_median
    yield "sd_ioi_detrended", cell.sd_ioi_detrended_ms, {}
    yield "sd_ioi_mean", cell.mean_sd_ioi_ms, {}
    yield "sd_ioi_rms", cell.rms_sd_ioi_ms, {}
    yield "sd_ioi_trimmed", cell.trimmed_sd_ioi_ms, _ends(cell.trimmed_uncertainty)
    yield "sd_ioi_without_hesitations", cell.sd_ioi_without_hesitations_ms, {}


def _ends(sure: Uncertainty | None) -> dict[str, Any]:
    if sure is None:
        return {}
    return {"standard_error": sure.se_ms, "low": sure.low_ms, "high": sure.high_ms}


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
