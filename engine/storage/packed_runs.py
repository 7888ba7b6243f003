"""The runs of one measurement as a few bytes, so that years of them are read in milliseconds.

They repeat what the results "sd_ioi" and "mean_ioi" say and are written with them: 25,000 rows take
SQLite and Python 100 ms to hand over, the same numbers packed take 10, of the 50 that a weekly
score may take.

A run carries its own direction: a player who goes up and down in one take plays two cells, and what
she played down is never counted in the cell that the trial asked for.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from engine.exercise import Direction
from engine.record import Result

# A run's direction is kept as its place here, so the order stands for good and only grows.
DIRECTIONS = (None, Direction.UP, Direction.DOWN, Direction.LOOP)
RUN_DTYPE = np.dtype(
    [("run", "<i4"), ("direction", "u1"), ("sd_ioi_ms", "<f8"), ("mean_ioi_ms", "<f8")]
)
PackedRuns = npt.NDArray[np.void]


def pack(results: Sequence[Result]) -> bytes:
    """Return every run that ``results`` speak of, in order; a number that is null becomes NaN.

    A run without a direction has that of its trial.
    """
    mean_ioi_ms = {each.run: each.value for each in results if each.measure == "mean_ioi"}
    runs = [
        (each.run, DIRECTIONS.index(each.direction), each.value, mean_ioi_ms.get(each.run))
        for each in results
        if each.measure == "sd_ioi" and each.run is not None
    ]
    packed = np.zeros(len(runs), RUN_DTYPE)
    for name, column in zip(RUN_DTYPE.names or (), zip(*runs, strict=True), strict=bool(runs)):
        packed[name] = np.array(column, float)
    return packed[np.argsort(packed["run"], kind="stable")].tobytes()


def unpack(blobs: Iterable[bytes]) -> PackedRuns:
    """Return the runs of several measurements one after the other, shape (runs,)."""
    return np.frombuffer(b"".join(blobs), RUN_DTYPE)


def noise_floor_ms(results: Sequence[Result]) -> float | None:
    """Return the noise floor of the trial that ``results`` belong to, where they say one."""
    said = (each.value for each in results if each.measure == "noise_floor" and each.run is None)
    return next(said, None)
