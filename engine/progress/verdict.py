"""What a week says in words: "no real change", "a real change", or why it cannot say.

The only verdict words are "real change" and "no real change"; nothing here is a medical claim.
Conventions: percentages are of sdIOI against the player's own baseline, positive = more even.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from engine.progress.baseline import BASELINE_WEEKS

MIN_DAYS = 3
INVALID_ROSE = 0.10
FLOOR_SHARE = 0.25
TEMPO_MOVED = 0.03

_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


class Outcome(StrEnum):
    """What can be said about a week."""

    NOTHING_PLAYED = "nothing_played"
    NOT_ENOUGH = "not_enough"
    BASELINE = "baseline"
    NO_REAL_CHANGE = "no_real_change"
    REAL_CHANGE = "real_change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One week's outcome; ``headline`` and ``detail`` are sentences for the player.

    ``change_percent`` and its 95 % interval are null unless the outcome is a (no) real change that
    may carry a number; ``hidden_because`` is the reason where it may not.
    """

    outcome: Outcome
    headline: str
    detail: str
    change_percent: float | None = None
    low_percent: float | None = None
    high_percent: float | None = None
    hidden_because: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Where the control chart stands after a measured week; all in ln(sdIOI).

    ``limit`` is that of the EWMA, ``half_width`` its 95 % interval's; ``weeks_outside`` counts the
    measured weeks in a row beyond the same limit, this one included.
    """

    ewma: float
    limit: float
    half_width: float
    sdc95_percent: float
    weeks_outside: int


def counted(number: int, noun: str) -> str:
    """Return "three days", "one day", "14 days"."""
    return f"{in_words(number)} {noun}{'' if number == 1 else 's'}"


def in_words(number: int) -> str:
    """Return a number as a word up to twelve, in figures beyond."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def nothing_played() -> Verdict:
    """Return the verdict of a week without any scored run."""
    return Verdict(
        outcome=Outcome.NOTHING_PLAYED,
        headline="Nothing was measured this week.",
        detail="Rest days are part of the plan.",
    )


def not_offered(*, ceiling_bpm: float, score_bpm: float) -> Verdict:
    """Return the verdict of a week whose ceiling lay below the score's tempo (SCIENCE 1.5)."""
    return Verdict(
        outcome=Outcome.NOTHING_PLAYED,
        headline="No check was offered this week.",
        detail=f"Your tempo ceiling, {ceiling_bpm:g} bpm, is below the score's {score_bpm:g} bpm. "
        "The slow road comes first.",
    )


def not_enough(*, days: int, short_days: int, min_runs: int) -> Verdict:
    """Return the verdict of a week with too few measured days.

    ``short_days`` are days that were played with fewer than ``min_runs`` valid runs.
    """
    measured = {0: "none was", 1: "one was"}.get(days, f"{in_words(days)} were")
    detail = "Nothing is lost by that."
    if short_days:
        detail = (
            f"A day counts with {in_words(min_runs)} strings that can be measured; "
            f"{counted(short_days, 'day')} had fewer."
        )
    return Verdict(
        outcome=Outcome.NOT_ENOUGH,
        headline="Not enough yet.",
        detail=f"Too few days to say: {in_words(MIN_DAYS)} are needed, {measured} measured. "
        f"{detail}",
    )


def not_played() -> Verdict:
    """Return the verdict of a week in which no cell of the baseline was played."""
    return Verdict(
        outcome=Outcome.NOT_ENOUGH,
        headline="Not enough yet.",
        detail="The exercises of your baseline were not played at their tempo this week, so there "
        "is nothing to compare.",
    )


def in_baseline(number: int) -> Verdict:
    """Return the verdict of the ``number``-th measured week of a baseline."""
    left = BASELINE_WEEKS - number
    rest = f"{counted(left, 'week')} to go" if left else "it is complete"
    return Verdict(
        outcome=Outcome.BASELINE,
        headline=f"Week {in_words(number)} of your baseline.",
        detail=f"Later weeks are compared with these {in_words(BASELINE_WEEKS)}; {rest}.",
    )


def judged(chart: Chart, *, hidden_because: str | None = None) -> Verdict:
    """Return the verdict of a measured week after the baseline (SCIENCE 6.3.3)."""
    real = abs(chart.ewma) > chart.limit
    outcome = Outcome.REAL_CHANGE if real else Outcome.NO_REAL_CHANGE
    if hidden_because is not None:
        return Verdict(
            outcome=outcome,
            headline="A real change." if real else "No real change this week.",
            detail=f"No percentage this week: {hidden_because}.",
            hidden_because=hidden_because,
        )
    ends = sorted(_percent(chart.ewma + side * chart.half_width) for side in (-1, 1))
    change = _percent(chart.ewma)
    headline, detail = (
        _real(change, ends, chart.weeks_outside) if real else _no_real(chart.sdc95_percent)
    )
    return Verdict(
        outcome=outcome,
        headline=headline,
        detail=detail,
        change_percent=change,
        low_percent=ends[0],
        high_percent=ends[1],
    )


def why_hidden(*, invalid_rise: float, floor_share: float, tempo_change: float) -> str | None:
    """Return why no percentage may be shown, or None (SCIENCE 6.3.5).

    Parameters
    ----------
    invalid_rise : rise of the share of invalid runs since the baseline, .1 = 10 points
    floor_share : noise floor / sdIOI
    tempo_change : mean IOI / that of the baseline - 1
    """
    if floor_share > FLOOR_SHARE:
        return (
            f"the instrument's time stamps alone make up {100 * floor_share:.0f} % of the value; "
            "connect the piano by another port"
        )
    if invalid_rise > INVALID_ROSE:
        return (
            f"{100 * invalid_rise:.0f} in a hundred more strings than in the baseline "
            "could not be counted"
        )
    if abs(tempo_change) > TEMPO_MOVED:
        way = "slower" if tempo_change > 0 else "faster"
        return (
            f"the playing was {100 * abs(tempo_change):.0f} % {way} than in the baseline, "
            "and evenness changes with tempo"
        )
    return None


def _percent(log_change: float) -> float:
    return -100 * math.expm1(log_change)


def _real(change: float, ends: list[float], weeks: int) -> tuple[str, str]:
    low, high = sorted(abs(end) for end in ends)
    interval = f"{low:.0f} to {high:.0f} %"
    if change > 0:
        return (
            f"A real change: {change:.0f} % more even.",
            f"Against your own baseline, interval {interval}.",
        )
    since = f" for {counted(weeks, 'week')}" if weeks > 1 else ""
    return (
        f"A real change: {-change:.0f} % less even.",
        f"Less even than your baseline{since}, interval {interval}. "
        "Show this to your teacher or therapist.",
    )


def _no_real(sdc95: float) -> tuple[str, str]:
    return (
        "No real change this week.",
        f"Your usual wobble from week to week is up to {sdc95:.0f} %.",
    )
