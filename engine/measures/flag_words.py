"""What stands out, in words for the player: what came when, how sure, from how many notes.

It says what the notes did and blames nobody: no advice, no cause in the body, no praise.
"""

from collections.abc import Sequence

from engine.exercise import FINGER_NAMES
from engine.measures.crossing import Crossing
from engine.measures.flags import Flag


def about_flags(flags: Sequence[Flag]) -> list[str]:
    """Return one sentence a flag, with its interval in ms, its notes and its runs."""
    return [_sentence(flag) for flag in flags]


def what_comes(flag: Flag) -> str:
    """Return the claim alone, in whole ms: "your thumb comes 24 ms late when it passes under"."""
    side = "late" if flag.late_ms > 0 else "early"
    comes = f"comes {abs(flag.late_ms):.0f} ms {side}"
    match flag.key:
        case Crossing.UNDER:
            return f"your thumb {comes} when it passes under"
        case Crossing.OVER:
            return f"the finger that passes over your thumb {comes}"
        case (start, end):
            return f"your {FINGER_NAMES[end]} {comes} after the {FINGER_NAMES[start]}"
        case finger:
            return f"your {FINGER_NAMES[finger]} {comes}"


def _sentence(flag: Flag) -> str:
    low, high = sorted((abs(flag.low_ms), abs(flag.high_ms)))
    runs = "one run" if flag.runs == 1 else f"{flag.runs} runs"
    return (
        f"{flag.hand.capitalize()} hand, {flag.direction}: {what_comes(flag)} "
        f"(95 % {low:.0f} to {high:.0f}) beside the run's other notes; {flag.n} notes in {runs}."
    )
