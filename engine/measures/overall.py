"""One headline number for both hands and both directions: overall unevenness.

Conventions: ms; inside a cell the mean over valid runs (mSD-IOI), across the four cells the median,
so that one bad cell does not carry the figure.

References
----------
Jabusch et al. 2009, Hum Mov Sci 28:74; SCIENCE 1.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from engine.exercise import Direction, Hand

CELLS = tuple((hand, way) for hand in Hand for way in (Direction.UP, Direction.DOWN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """The figure, or None and why."""

    sd_ioi_ms: float | None
    refused: str | None


def overall_unevenness(mean_sd_ms: Mapping[tuple[Hand, Direction], float | None]) -> Overall:
    """Return the median over the four cells of their mean sdIOI (``mean_sd_ioi_ms`` of a cell).

    Refused unless both hands have a figure up and down; other directions take no part. The four
    must be of one exercise at one tempo on one instrument, which only the caller can know.
    """
    found = {cell: mean_sd_ms.get(cell) for cell in CELLS}
    known = [value for value in found.values() if value is not None]
    if len(known) == len(CELLS):
        return Overall(sd_ioi_ms=median(known), refused=None)
    lacking = ", ".join(
        f"{hand} hand {way}" for (hand, way), value in found.items() if value is None
    )
    return Overall(
        sd_ioi_ms=None,
        refused=f"not estimable: both hands are needed, up and down; there is no {lacking}",
    )
