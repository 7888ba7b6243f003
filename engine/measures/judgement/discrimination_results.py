"""What the answers to a series of cues said as rows for the record: one row a number.

Measures
--------
reaction_time : median of the correct answers, ms, with an order-statistic interval
reaction_spread : SD of ln(reaction time) of the same answers, no unit
accuracy, unintended : shares of cues, %, Jeffreys intervals
confusion : how often ``to_finger`` was pressed when ``finger`` was cued, count of n answers
d_prime : how well ``finger`` and ``to_finger`` are told apart, no unit; no upper end where one was
    never taken for the other
information : transmitted information, bit
"""

from functools import partial

from engine.exercise import Hand
from engine.measures.judgement.discrimination import (
    Discrimination,
    FingerReaction,
    Information,
    Share,
)
from engine.measures.judgement.sensitivity import Sensitivity
from engine.record import Result

MEASURE_VERSION = 1


def results(measured: Discrimination | None, *, hand: Hand) -> tuple[Result, ...]:
    """Return one row per number that was ``measured``; none at all where nothing was."""
    if measured is None:
        return ()
    row = partial(Result, measure_version=MEASURE_VERSION, hand=hand)
    rows = [
        _time_row(row, measured),
        _share_row(partial(row, measure="accuracy"), measured.accuracy),
        _share_row(partial(row, measure="unintended"), measured.unintended),
        _information_row(row, measured.information),
    ]
    for each in measured.fingers:
        own = partial(row, finger=each.finger)
        rows += [
            _time_row(own, each),
            _spread_row(own, each),
            _share_row(partial(own, measure="accuracy"), each.accuracy),
            _share_row(partial(own, measure="unintended"), each.unintended),
        ]
        rows += [
            own(
                measure="confusion",
                to_finger=to_finger,
                unit="1",
                value=float(count),
                n=each.accuracy.n,
            )
            for to_finger, count in enumerate(measured.confusion[each.finger - 1], 1)
        ]
    rows += [_sensitivity_row(row, pair) for pair in measured.sensitivity]
    return tuple(rows)


def _time_row(row: partial[Result], timed: Discrimination | FingerReaction) -> Result:
    return row(
        measure="reaction_time",
        unit="ms",
        value=timed.median_ms,
        n=timed.accuracy.hits,
        low=timed.low_ms,
        high=timed.high_ms,
        reason=None if timed.median_ms is not None else "No answer was correct and in time.",
    )


def _spread_row(row: partial[Result], each: FingerReaction) -> Result:
    return row(
        measure="reaction_spread",
        unit="1",
        value=each.log_sd,
        n=each.accuracy.hits,
        reason=None if each.log_sd is not None else "Two correct answers are needed.",
    )


def _share_row(row: partial[Result], share: Share) -> Result:
    return row(
        unit="%",
        value=100 * share.value,
        n=share.n,
        low=100 * share.low,
        high=100 * share.high,
    )


def _information_row(row: partial[Result], given: Information) -> Result:
    return row(
        measure="information",
        unit="bit",
        value=given.bits,
        n=given.n,
        standard_error=given.standard_error,
        reason=given.reason,
    )


def _sensitivity_row(row: partial[Result], pair: Sensitivity) -> Result:
    return row(
        measure="d_prime",
        finger=pair.finger,
        to_finger=pair.to_finger,
        unit="1",
        value=pair.d_prime,
        n=pair.n,
        standard_error=pair.standard_error,
        low=pair.low,
        high=pair.high,
        reason=pair.reason,
    )
