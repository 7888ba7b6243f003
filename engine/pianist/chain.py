"""Values that follow each other: each takes something of the one before."""

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]


def chained(standard: Values, coupling: float) -> Values:
    """Return the values with each one's share ``coupling`` of the one before; their SD stays 1.

    Shape (..., n): the chain runs along the last axis.
    """
    chain = np.array(standard, np.float64)
    own = np.sqrt(1 - coupling**2)
    for k in range(1, chain.shape[-1] if coupling else 0):
        chain[..., k] = coupling * chain[..., k - 1] + own * chain[..., k]
    return chain
