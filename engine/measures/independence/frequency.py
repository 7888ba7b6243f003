"""How often: counts with their Jeffreys intervals, worked out only when asked for.

An interval costs a millisecond and a take has dozens of counts, most of which are only added up;
so the counts are kept and the ends of the interval are properties.
"""

from dataclasses import dataclass

from engine.measures.poisson import jeffreys_rate_interval
from engine.measures.proportion import jeffreys_interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """``hits`` of ``n``, each of which can happen once: a proportion, 0 to 1.

    ValueError unless 0 <= hits <= n and n >= 1.
    """

    hits: int
    n: int

    def __post_init__(self) -> None:
        if not (0 <= self.hits <= self.n and self.n >= 1):
            raise ValueError(f"a chance needs 0 <= hits <= n, n >= 1, got {self.hits} of {self.n}")

    @property
    def value(self) -> float:
        """Hits / n."""
        return self.hits / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval by Beta(hits + .5, n - hits + .5); 0 of 100 still allows 2.5 %."""
        return jeffreys_interval(self.hits, self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """``events`` over ``n`` strokes, of which one stroke may bring several: a Poisson rate.

    ValueError unless events >= 0 and n >= 1.
    """

    events: int
    n: int

    def __post_init__(self) -> None:
        if not (self.events >= 0 and self.n >= 1):
            raise ValueError(
                f"a frequency needs events >= 0 and n >= 1, got {self.events} over {self.n}"
            )

    @property
    def value(self) -> float:
        """Events a stroke."""
        return self.events / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval by Gamma(events + .5) / n; it has no upper bound of 1."""
        return jeffreys_rate_interval(self.events, self.n)
