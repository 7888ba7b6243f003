"""What a fitted psychometric curve says of a judge, apart from the fit, which needs scipy."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number of the curve with its interval."""

    value: float
    low: float
    high: float

    def times(self, unit: float) -> "Parameter":
        """Return the same in another unit."""
        return Parameter(value=unit * self.value, low=unit * self.low, high=unit * self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Psychometric:
    """The fitted curve from ``n`` answers, ``discarded`` left out; null with the reason why.

    ``threshold`` and ``order_bias`` are in the unit of the differences, ``lapse`` is 0 to .06.
    """

    n: int
    discarded: int = 0
    threshold: Parameter | None = None
    order_bias: Parameter | None = None
    lapse: Parameter | None = None
    reason: str | None = None
