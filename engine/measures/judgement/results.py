"""What a player's judgements of her own playing said as rows for the record: one row a number.

Measures
--------
force_jnd, force_bias : threshold and order bias of "which was harder?", velocity
force_lapse : share of answers that had nothing to do with the difference, %
constant_error, variable_error : of matching ``finger`` by ``to_finger``, velocity
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from engine.exercise import Hand
from engine.measures.figure import Figure
from engine.measures.judgement.force_matching import ForceMatching
from engine.measures.judgement.threshold import Parameter, Psychometric
from engine.record import Result

MEASURE_VERSION = 1


def force_rows(found: Psychometric, *, hand: Hand, finger: int | None = None) -> tuple[Result, ...]:
    """Return the rows of a block of "which was harder?", of one finger or of any."""
    row = partial(_row, n=found.n - found.discarded, reason=found.reason, hand=hand, finger=finger)
    return (
        row("force_jnd", found.threshold),
        row("force_bias", found.order_bias),
        row("force_lapse", found.lapse.times(100) if found.lapse else None, unit="%"),
    )


def matching_rows(found: Sequence[ForceMatching], *, hand: Hand) -> tuple[Result, ...]:
    """Return two rows for every directed pair of fingers that was matched."""
    rows: list[Result] = []
    for pair in found:
        row = partial(
            _row,
            n=pair.n,
            reason=pair.reason,
            hand=hand,
            finger=pair.finger,
            to_finger=pair.to_finger,
        )
        rows += [row("constant_error", pair.constant), row("variable_error", pair.variable)]
    return tuple(rows)


def _row(
    measure: str, number: Parameter | Figure | None, *, unit: str = "velocity", **more: Any
) -> Result:
    return Result(
        measure=measure,
        measure_version=MEASURE_VERSION,
        unit=unit,
        value=number.value if number else None,
        low=number.low if number else None,
        high=number.high if number else None,
        **more,
    )
