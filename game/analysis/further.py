"""What a cell says beside its evenness, a short line each: for people."""

from collections.abc import Iterator

from engine.measures.cell import CellEvenness
from engine.measures.independence.ordinary import Independence
from engine.measures.profile import Uncertainty
from game.analysis.words import CROSSING_WORDS, number, signed, within


def further(cell: CellEvenness, independence: Independence) -> Iterator[str]:
    """Return the averages, drift, touch, crossings and independence of one cell."""
    if not cell.refused:
        if cell.n_runs > 1:
            yield (
                f"Other averages of the runs' sdIOI: mean {number(cell.mean_sd_ioi_ms)} ms, root "
                f"mean square {number(cell.rms_sd_ioi_ms)} ms, trimmed "
                f"{number(cell.trimmed_sd_ioi_ms)} ms{_interval(cell.trimmed_uncertainty)}."
            )
        yield from _steadiness(cell)
    yield from _touch(cell)
    yield from _crossings(cell)
    yield from _carry_over(independence)


def _crossings(cell: CellEvenness) -> Iterator[str]:
    for spread in cell.crossings:
        yield (
            f"Crossings, {CROSSING_WORDS[spread.key]}: {signed(spread.mean_ms)} ms"
            f"{within(spread.low_ms, spread.high_ms)} beside the run's other notes, "
            f"{spread.n} notes."
        )


def _steadiness(cell: CellEvenness) -> Iterator[str]:
    if cell.drift_ms is not None:
        ends = cell.drift_uncertainty
        interval = f" ({ends.low_ms:+.2f} to {ends.high_ms:+.2f})" if ends else ""
        drift = "+0.00" if abs(cell.drift_ms) < 0.005 else f"{cell.drift_ms:+.2f}"
        yield f"Tempo: each IOI {drift} ms{interval} beside the one before, + slowing down."
    if cell.n_hesitations:
        yield (
            f"Hesitations: {cell.n_hesitations}; evenness without them "
            f"{number(cell.sd_ioi_without_hesitations_ms)} ms."
        )


def _touch(cell: CellEvenness) -> Iterator[str]:
    if cell.duration_mean_ms is not None and cell.overlap_mean_ms is not None:
        share = cell.overlap_share_mean
        of_ioi = "" if share is None else f" ({100 * share:.0f} % of the IOI)"
        yield (
            f"Tones last {cell.duration_mean_ms:.0f} ms{_from_run_to_run(cell.duration_sd_ms)}; "
            f"overlap {signed(cell.overlap_mean_ms)} ms{of_ioi}"
            f"{_from_run_to_run(cell.overlap_sd_ms)}."
        )
    if cell.velocity_mean is not None:
        yield f"Velocity {cell.velocity_mean:.0f}, SD in a run {number(cell.velocity_sd)}."


def _carry_over(independence: Independence) -> Iterator[str]:
    coupling = independence.coupling
    if coupling.value is not None:
        known = coupling.low is not None
        interval = f" (95 % {coupling.low:+.2f} to {coupling.high:+.2f})" if known else ""
        more = ", but so it does from notes far apart" if coupling.wandering else ""
        yield (
            f"Velocity carries over from note to note: {coupling.value:+.2f}{interval}{more}; "
            "0 is not at all, 1 wholly."
        )
    long = [each.long_overlap for each in independence.carry_over if each.long_overlap]
    if any(each.hits for each in long):
        hits, n = sum(each.hits for each in long), sum(each.n for each in long)
        yield f"Carry-over: {hits} of {n} notes held over half of the next."
    unintended = independence.unintended
    if unintended is not None:
        unasked = sum(map(sum, unintended.touched))
        yield (
            f"Keys struck unasked: {unasked} under the fingers, {unintended.elsewhere} elsewhere, "
            f"in {sum(unintended.strokes)} strokes."
        )


def _from_run_to_run(sd_ms: float | None) -> str:
    return "" if sd_ms is None else f", SD from run to run {sd_ms:.1f} ms"


def _interval(found: Uncertainty | None) -> str:
    return f" ({found.low_ms:.1f} to {found.high_ms:.1f})" if found else ""
