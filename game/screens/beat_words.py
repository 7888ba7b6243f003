"""Where a stretch of On the Beat stands, for the eye: its words, its lane, its ring."""

from typing import NamedTuple

from engine.exercise import FINGER_NAMES
from engine.tasks.on_the_beat import COUNT_IN, OnTheBeatState, Placed

FADE_NS = 400_000_000
LANDING_NS = 180_000_000


class Words(NamedTuple):
    """What to do now, and one line below it."""

    opening: str
    more: str = ""


def words_of(task: OnTheBeatState, now_ns: int) -> Words:
    """Return what the player is told; never how it went."""
    if task.enough:
        return Words("That was the last round.", "Let the hand rest.")
    current = task.current
    if now_ns < current.from_ns and task.done:
        return Words("That round is over. Let the hand rest.", _next_words(task, current))
    if now_ns < current.opens_ns:
        return Words("Four clicks to listen, then play.", _asked(current))
    if now_ns < current.alone_ns:
        return Words("With the clicks.", _asked(current))
    return Words("The beat is yours now.", "Go on as before, to the end of the line.")


def beat_position(task: OnTheBeatState, now_ns: int, *, still: bool) -> float:
    """Return which note is at the mark; by the beat with the clicks, by the notes when alone.

    ``still`` moves it in whole notes.
    """
    current = task.current
    last = current.stretch.paced - 1
    if task.enough:
        return float(last + current.stretch.alone)
    if task.counted:
        since_ns = LANDING_NS if still else now_ns - (task.last_onset_ns or now_ns)
        share = min(1.0, max(0.0, since_ns / LANDING_NS))
        return last + task.counted - (1 - share) ** 2
    due = (now_ns - current.due_ns(0)) / current.note_ns
    position = max(-float(COUNT_IN * current.stretch.subdivision), min(due, float(last)))
    return float(position // 1) if still else position


def quiet_of(task: OnTheBeatState, now_ns: int, *, still: bool) -> float:
    """Return how far the ring has faded to an outline, 0 to 1."""
    current = task.current
    if task.enough:
        return 1.0
    before, after = current.from_ns - now_ns, now_ns - current.alone_ns
    if still:
        return float(before > 0 or after >= 0)
    return min(1.0, max(0.0, before / FADE_NS, after / FADE_NS))


def _asked(current: Placed) -> str:
    """Return what one stretch asks for, in a few words."""
    stretch = current.stretch
    finger = stretch.finger(0)
    if stretch.one_finger and finger is not None:
        return f"The {FINGER_NAMES[finger]} alone, on its key."
    if not stretch.pitches:
        return "Any one key."
    return "Finger after finger, as the line shows."


def _next_words(task: OnTheBeatState, current: Placed) -> str:
    stretch, before = current.stretch, task.done[-1].stretch
    finger = stretch.finger(0)
    if stretch.one_finger and finger is not None and not before.one_finger:
        return f"The next is for the {FINGER_NAMES[finger]} alone."
    return "The next begins by itself, with four clicks."
