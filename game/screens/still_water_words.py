"""What Still Water says of itself: before it, while it is played, and after it."""

from collections.abc import Sequence

from engine.adaptation.water_level import NUMBERS
from engine.exercise import FINGER_NAMES
from engine.progress.verdict import counted
from engine.session.state import BlockPlan
from engine.tasks.still_water import OWN_PACE_S, PACED_S
from engine.tasks.still_water_found import RoundFound, Surface
from game.screens.strip import start_words
from game.screens.today_lines import held_count, pace_words
from game.screens.words import capital, listed, typeset

HOW = "One finger plays; a finger that holds keeps its key down softly."
SILENT = "The piano stays silent; if it still sounds, turn its volume down."
RIPPLE = "A ripple is a held key that came up early, with the time it was away."
TIMES = {1: "once", 2: "twice"}


def facts(step: BlockPlan) -> tuple[str, ...]:
    """Return what stands below the two sentences before it."""
    lies = start_words(step.exercise.patterns[0])
    seconds = OWN_PACE_S if step.tempo_bpm is None else PACED_S
    rounds = f"{counted(len(step.fingers), 'round').capitalize()} of {seconds} seconds"
    return (
        SILENT,
        f"{capital(step.hand)} hand, {lies}; {NUMBERS[held_count(step)]} held",
        f"{rounds} with rests between, {pace_words(step)}",
    )


def roles_words(playing: int, held: Sequence[int]) -> str:
    """Return who plays and who holds, as a sentence."""
    if len(held) == 4:
        return f"The {FINGER_NAMES[playing]} plays, the others hold."
    verb = "holds" if len(held) == 1 else "hold"
    return f"Finger {playing} plays; {listed([str(each) for each in held])} {verb}."


def played_words(found: RoundFound, step: BlockPlan) -> str:
    """Return the line beside the title after a round."""
    held = "the others hold" if len(found.played.held) == 4 else f"{NUMBERS[step_held(found)]} held"
    lasted = f"{'lifted after ' if found.played.lifted else ''}{found.lasted_s:.0f} seconds"
    return f"finger {found.played.playing} plays, {held}; {step.hand} hand, {lasted}"


def step_held(found: RoundFound) -> int:
    """Return how many fingers held in a round."""
    return len(found.played.held)


def opening(found: RoundFound) -> str:
    """Return the sentence that opens a round's result."""
    if all(each.still for each in found.surfaces):
        return f"Still water while the {FINGER_NAMES[found.played.playing]} played."
    if not found.ripples:
        return "No ripples; a key came down late."
    if found.ripples <= 4:
        return f"Calm water, {counted(found.ripples, 'ripple')}."
    return f"{capital(counted(found.ripples, 'ripple'))} on the water."


def where(found: RoundFound) -> str:
    """Return which fingers came up and which stayed still; empty where all of them stayed."""
    lifted = sorted(
        (each for each in found.surfaces if each.ripples), key=lambda each: -len(each.ripples)
    )
    if not lifted:
        return ""
    said = [f"the {FINGER_NAMES[each.finger]} {_lifted(each)}" for each in lifted[:2]]
    words = f"{capital(listed(said))} while the {FINGER_NAMES[found.played.playing]} played"
    still = [FINGER_NAMES[each.finger] for each in found.surfaces if each.still]
    if not still:
        return f"{words}."
    return f"{words}; {listed(still)} stayed still."


def _lifted(surface: Surface) -> str:
    count = len(surface.ripples)
    return f"lifted {TIMES.get(count) or counted(count, 'time')}"


def pooled_words(found: RoundFound) -> str:
    """Return the finger that comes up most over all trials so far, once there are earlier ones."""
    pooled = [
        (each.pooled, each.finger)
        for each in found.surfaces
        if each.pooled and each.breaks and each.pooled.n > each.breaks.n and each.pooled.events
    ]
    if not pooled:
        return ""
    most, finger = max(pooled, key=lambda each: (each[0].value, -each[1]))
    low, high = (100 * end for end in most.interval)
    return (
        f"Over {most.n} strokes so far, the {FINGER_NAMES[finger]} came up "
        f"{100 * most.value:.0f} times in 100 ({low:.0f} to {high:.0f})."
    )


def speed_words(found: RoundFound) -> str:
    """Return how fast and how evenly a finger played at its own pace; empty with drops."""
    rate = found.holding.rate
    if found.played.tempo_bpm is not None or rate is None or rate.reason:
        return ""
    speed = rate.rate_hz
    cv, low, high = (100 * (each or 0.0) for each in (rate.cv.value, rate.cv.low, rate.cv.high))
    return (
        f"{speed.value:.1f} strokes a second ({speed.low:.1f} to {speed.high:.1f}), "
        f"CV {cv:.0f} % ({low:.0f} to {high:.0f})."
    )


def refused_words(refused: str) -> str:
    """Return why a round says nothing, without the record's own words for it."""
    return typeset(capital(refused.removeprefix("not estimable: ").rstrip("."))) + "."


def share_words(share: float) -> str:
    """Return a share of time in %: "97.5 %"; one that is not whole never reads as 100."""
    if share >= 1 - 1e-9:
        return "100 %"
    return f"{min(100 * share, 99.9):.1f} %"
