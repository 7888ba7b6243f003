"""A number with its 95 % interval, and the two that many measures need: a mean and a slope."""

import math
from dataclasses import dataclass

from engine.measures.lines import fit_lines
from engine.measures.statistics import student_t_quantile
from engine.note import Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number with its 95 % interval; all None where the data cannot bear it."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None


def mean_of(values: Seconds) -> Figure:
    """Return the mean with Student's interval; no interval under two values, None without any."""
    n = len(values)
    if not n:
        return Figure()
    mean = float(values.mean())
    if n < 2:
        return Figure(value=mean)
    error = float(values.std(ddof=1)) / math.sqrt(n)
    half = student_t_quantile(n - 1) * error
    return Figure(value=mean, low=mean - half, high=mean + half, standard_error=error)


def slope_of(at_s: Seconds, values: Seconds) -> Figure:
    """Return the least-squares slope of ``values`` over time, a second, with Student's interval.

    None under three values; shape (n,) both.
    """
    n = len(values)
    if n < 3:
        return Figure()
    line = fit_lines(at_s, values[None])
    found, residual = float(line.slope[0]), line.residual[0]
    error = math.sqrt(float(residual @ residual) / (n - 2) / n / float(at_s.var()))
    half = student_t_quantile(n - 2) * error
    return Figure(value=found, low=found - half, high=found + half, standard_error=error)
