"""How numbers stand in JSON and CSV: to a picosecond, which hides only what floating point adds."""

from typing import Any

import numpy as np
import numpy.typing as npt


def rounded(value: float | None) -> float | None:
    """Return a number as it is written."""
    return None if value is None else round(value, 9)


def column(values: npt.NDArray[np.float64], *, digits: int = 9) -> list[Any]:
    """Return an array as it is written, of lists where it has rows; None where it has no number."""
    table = np.round(values, digits).astype(object)
    table[np.isnan(values)] = None
    return list(table.tolist())
