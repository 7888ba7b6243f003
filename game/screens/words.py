"""The player's words for hands, steps, figures and times of day (LOOK 7)."""

from collections.abc import Sequence
from datetime import date, timedelta

from engine.exercise import Direction, Hand
from engine.progress.week import Week
from engine.record import Task
from engine.session.state import BlockPlan

TITLES = {
    Task.WARM_UP: "Warm-up",
    Task.EVENNESS_CHECK: "Evenness check",
    Task.PEARLS: "Pearls",
    Task.ON_THE_BEAT: "On the Beat",
    Task.WHICH_FINGER: "Which Finger?",
    Task.STILL_WATER: "Still Water",
    Task.HEAVIER: "Heavier or Lighter?",
    Task.LATE_ONE: "The Late One",
    Task.SLOW_ROAD: "Slow Road",
    Task.CALM_END: "A calm end",
    Task.CALIBRATION: "Latency",
}
MINUS = "\N{MINUS SIGN}"
WAYS = {Direction.UP: "upwards", Direction.DOWN: "downwards", Direction.LOOP: ""}
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh")


def hand_words(hand: Hand) -> str:
    """Return "right hand"."""
    return f"{hand.value} hand"


def capital(words: str) -> str:
    """Return the words with a capital first letter and the rest as it is."""
    return words[:1].upper() + words[1:]


def typeset(words: str) -> str:
    """Return the words with the apostrophe of print, as everything on a screen is set."""
    return words.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def greeting(hour: int) -> str:
    """Return the greeting of the time of day, hour 0 to 23."""
    if 5 <= hour < 12:
        return "Good morning"
    return "Good afternoon" if 12 <= hour < 18 else "Good evening"


def about_minutes(step: BlockPlan) -> str:
    """Return how long a step takes: "about 3 minutes"."""
    minutes = max(1, round(step.minutes))
    return f"about {minutes} minute{'s' if minutes > 1 else ''}"


def bpm(tempo: float) -> str:
    """Return "60 bpm"."""
    return f"{tempo:.0f} bpm"


def listed(words: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def pattern_words(step: BlockPlan) -> str:
    """Return what is played, without the hand: "C major, two octaves, upwards"."""
    name = step.exercise.title
    for hand in Hand:
        name = name.replace(f", {hand_words(hand)}", "")
    way = WAYS[step.direction] if step.direction else ""
    return f"{name}, {way}" if way else name


def ms(value: float) -> str:
    """Return a figure in ms as it is shown, without the unit."""
    return f"{value:.1f}"


def signed(value: float, digits: int = 0) -> str:
    """Return a figure with the minus sign of print where it is below 0 as it is shown."""
    shown = f"{value:.{digits}f}".replace("-", MINUS)
    return shown.removeprefix(MINUS) if not shown.strip(f"{MINUS}0.") else shown


def interval(low: float, high: float, digits: int = 1) -> str:
    """Return "9.8 to 12.8"."""
    return f"{low:.{digits}f} to {high:.{digits}f}"


def headline_of(week: Week, today: date) -> str:
    """Return a week's verdict; "this week" is left out where it speaks of an earlier one."""
    headline = week.verdict.headline
    if today - week.monday < timedelta(weeks=1):
        return headline
    return headline.replace(" this week", "")
