"""What the marks of late notes said as a row for the record.

Measures
--------
awareness : area under the curve of "which note was late?", .5 is chance, no unit
"""

from engine.exercise import Hand
from engine.measures.judgement.awareness import Awareness
from engine.record import Result

MEASURE_VERSION = 1


def awareness_row(found: Awareness, *, hand: Hand) -> Result:
    """Return the row of a block of "which note was late?"."""
    return Result(
        measure="awareness",
        measure_version=MEASURE_VERSION,
        unit="1",
        value=found.area,
        n=found.n,
        standard_error=found.standard_error,
        low=found.low,
        high=found.high,
        hand=hand,
        reason=found.reason,
    )
