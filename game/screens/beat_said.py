"""What a trial of On the Beat said, in the player's words. Early is no fault, and says so."""

import numpy as np

from engine.exercise import FINGER_NAMES
from engine.measures.timing.asynchrony import FingerAsynchrony
from engine.progress.verdict import in_words
from engine.session.state import Outcome
from engine.tasks.on_the_beat_found import BeatFound, Part, Zero
from game.screens.words import MINUS, capital, signed
from game.view.asynchrony_chart import AsynchronyChart, TapsChart
from game.view.finger_time import FingerTime

FEWEST = 6
HARD = "\N{NO-BREAK SPACE}"


def sentences(outcome: Outcome, found: BeatFound) -> tuple[str, ...]:
    """Return what happened, where, what next."""
    return tuple(words for words in (_happened(found), _where(found), outcome.because) if words)


MEANING = "SD of how early or late the notes came; smaller is steadier."


def steadiness(found: BeatFound) -> str:
    """Return what stands below the SD: what it is, and how early or late on the whole."""
    return f"{MEANING} {on_the_whole(found)}"


def on_the_whole(found: BeatFound) -> str:
    """Return how early or late the hand was, where that can be told; else why it cannot."""
    whole = found.asynchrony
    if found.zero is Zero.UNKNOWN or whole.median_ms is None:
        return "How early or late on the whole is told once the latency is calibrated, in Settings."
    own = "By the piano\N{RIGHT SINGLE QUOTATION MARK}s own clicks"
    start = own if found.zero is Zero.PIANO else "On the whole"
    low_ms, high_ms = whole.low_ms, whole.high_ms
    if low_ms is None or high_ms is None:
        return f"{start} too few notes to say how early or late."
    if low_ms <= 0 <= high_ms:
        span = f"{signed(low_ms)} to {signed(high_ms)} ms"
        return f"{start} no earlier or later than the click ({span})."
    near, far = sorted((abs(low_ms), abs(high_ms)))
    told = f"{abs(whole.median_ms):.0f}{HARD}ms {'early' if high_ms < 0 else 'late'}"
    usual = ", which is usual and no fault" if high_ms < 0 else ""
    return f"{start} {told} ({near:.0f} to {far:.0f}){usual}."


def zero_words(found: BeatFound) -> str:
    """Return what 0 means in the charts."""
    return {
        Zero.UNKNOWN: "ms from your own middle",
        Zero.CALIBRATED: "ms from the click, delay taken off",
        Zero.PIANO: "ms from the piano\N{RIGHT SINGLE QUOTATION MARK}s click",
    }[found.zero]


def finger_chart(found: BeatFound) -> AsynchronyChart:
    """Return each finger's median from zero."""
    off_ms = _zero_ms(found)

    def moved(value: float | None) -> float | None:
        return None if value is None else value - off_ms

    return AsynchronyChart(
        rows=tuple(
            FingerTime(
                finger=each.finger,
                median_ms=moved(each.median_ms) if each.n >= FEWEST else None,
                low_ms=moved(each.low_ms),
                high_ms=moved(each.high_ms),
                sd_ms=each.sd_ms,
            )
            for each in found.asynchrony.fingers
        )
    )


def taps_chart(found: BeatFound) -> TapsChart:
    """Return every note from zero, round by round."""
    off_ms = _zero_ms(found)
    rounds: dict[int, list[float | None]] = {}
    for tap in found.taps:
        late_ms = None if tap.late_ms is None else tap.late_ms - off_ms
        rounds.setdefault(tap.stretch, []).append(late_ms)
    return TapsChart(rounds=tuple(tuple(rounds[each]) for each in sorted(rounds)))


def standing_out(found: BeatFound) -> FingerAsynchrony | None:
    """Return the finger whose interval lies farthest from the middle of all, if one's does."""
    middle_ms = found.asynchrony.median_ms or 0.0
    apart = [
        each
        for each in found.asynchrony.fingers
        if each.median_ms is not None
        and each.low_ms is not None
        and each.high_ms is not None
        and not each.low_ms <= middle_ms <= each.high_ms
    ]
    if len(found.asynchrony.fingers) < 2:
        return None
    return max(apart, key=lambda each: abs((each.median_ms or 0.0) - middle_ms), default=None)


def alone_title(found: BeatFound) -> str:
    """Return the title of what was played without clicks by one finger."""
    if found.finger is None:
        return "Without clicks"
    return f"Without clicks, the {FINGER_NAMES[found.finger]}"


def tempo_words(part: Part) -> tuple[str, str, str]:
    """Return how the tempo went on alone: its name, the figure and its interval."""
    name = "Tempo, + is slower"
    if part.value is None or part.low is None or part.high is None:
        return name, "not played", ""
    return name, f"{_plus(part.value)} %", f"{_plus(part.low)} to {_plus(part.high)}"


def part_words(part: Part, unit: str, scale: float = 1.0) -> tuple[str, str]:
    """Return a figure of clock, hand or correction, and its interval; or that there is none."""
    high = "" if part.high is None else f"{scale * part.high:.0f}"
    if part.value is None:
        return "not estimable", f"at most {high} {unit}" if high else ""
    span = "" if part.low is None or part.high is None else f"{scale * part.low:.0f} to {high}"
    return f"{scale * part.value:.0f} {unit}", span


def not_yet(found: BeatFound) -> str:
    """Return why clock, hand and correction have no figure yet; nothing where they have."""
    if found.finger is None:
        return "The round of one finger was not played to its end."
    if found.trials >= 4:
        return ""
    numbers = {1: "the first", 2: "the second", 3: "the third"}
    return (
        f"Clock and hand: not estimable, needs four rounds with one finger at this tempo. "
        f"This was {numbers[found.trials]}."
    )


def _happened(found: BeatFound) -> str:
    late = np.array([tap.late_ms for tap in found.taps if tap.late_ms is not None])
    middle = np.median(late)
    half_ms = float(np.median(np.abs(late - middle)))
    words = f"Half of your notes came within {half_ms:.0f}{HARD}ms of your own middle."
    missed = found.asynchrony.missed
    if missed:
        clicks = "click" if missed == 1 else "clicks"
        words = f"{words[:-1]}; {in_words(missed)} {clicks} passed without one."
    return words


def _where(found: BeatFound) -> str:
    apart = standing_out(found)
    if apart is None or apart.median_ms is None:
        one = len(found.asynchrony.fingers) < 2
        return "" if one else "No finger stands out from the others."
    off_ms = apart.median_ms - (found.asynchrony.median_ms or 0.0)
    side = "later" if off_ms > 0 else "earlier"
    finger = capital(f"the {FINGER_NAMES[apart.finger]}")
    return f"{finger} came about {abs(off_ms):.0f}{HARD}ms {side} than the middle of all."


def _zero_ms(found: BeatFound) -> float:
    known = found.zero is not Zero.UNKNOWN
    return 0.0 if known else found.asynchrony.median_ms or 0.0


def _plus(value: float) -> str:
    shown = signed(value, 1)
    return shown if shown.startswith(MINUS) or not shown.strip("0.") else f"+{shown}"
