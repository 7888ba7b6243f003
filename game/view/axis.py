"""Value axes: round figures, and where a value stands."""

import math
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Values from ``low`` to ``high`` with labelled ``ticks`` in order; logarithmic or linear."""

    low: float
    high: float
    ticks: tuple[float, ...]
    log: bool = False

    def share(self, value: float) -> float:
        """Return where a value stands, 0 at ``low`` and 1 at ``high``."""
        if self.log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def axis_around(
    values: tuple[float, ...], *, most: int = 3, log: bool = False, whole: bool = False
) -> Axis:
    """Return an axis that holds every value, with at most ``most`` round ticks.

    ``whole`` starts and ends the axis at a tick (a ruler) and needs ``most`` of at least 3, since
    a step either side of 0 takes three; else the axis has a little air.
    """
    low, high = min(values), max(values)
    if high - low < 1e-6 * max(1.0, abs(high)):
        half = 0.5 * max(abs(high), 1.0)
        low, high = (low / 1.5, high * 1.5) if log else (low - half, high + half)
    step = _step((high - low) / (most - 1 if whole else most))
    if whole:
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        while last - first + 1 > most:
            step = _step(step * 1.01)
            first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        ticks = tuple(_clean(i * step) for i in range(first, last + 1))
        return Axis(low=ticks[0], high=ticks[-1], ticks=ticks, log=log)
    air = 1.05 if log else 0.05 * (high - low)
    low, high = (low / air, high * air) if log else (low - air, high + air)
    ticks = _between(low, high, step)
    while len(ticks) > most:
        step = _step(step * 1.01)
        ticks = _between(low, high, step)
    return Axis(low=low, high=high, ticks=ticks, log=log)


def _between(low: float, high: float, step: float) -> tuple[float, ...]:
    first, last = math.ceil(low / step), math.floor(high / step)
    return tuple(_clean(i * step) for i in range(first, last + 1))


def _step(least: float) -> float:
    """Return the smallest round step of at least ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next((s * power for s in STEPS if s * power >= least * (1 - 1e-9)), 10.0 * power)


def _clean(value: float) -> float:
    return round(value, 9) + 0.0


def label(value: float) -> str:
    """Return a tick's words with a true minus sign."""
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")
