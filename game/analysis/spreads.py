"""A mean with its scatter and its interval, as JSON."""

from typing import Any

from engine.measures.fingers import Spread
from game.analysis.numbers import rounded

Object = dict[str, Any]


def spread_object(spread: Spread[Any]) -> Object:
    """Return one group's figures without its key; the pooled ones where there are any."""
    found = {
        "n": spread.n,
        "mean_ms": rounded(spread.mean_ms),
        "sd_ms": rounded(spread.sd_ms),
        "se_ms": rounded(spread.se_ms),
        "low_ms": rounded(spread.low_ms),
        "high_ms": rounded(spread.high_ms),
    }
    if spread.shrunk_ms is not None:
        found["shrunk_ms"] = rounded(spread.shrunk_ms)
        found["shrunk_low_ms"] = rounded(spread.shrunk_low_ms)
        found["shrunk_high_ms"] = rounded(spread.shrunk_high_ms)
    return found
