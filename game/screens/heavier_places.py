"""Where things stand in Heavier or Lighter? at play, for drawing and for the mouse alike."""

from dataclasses import dataclass

from engine.session.state import BlockPlan
from engine.tasks.heavier import FIRST, SECOND, HeavierState
from game.screens.screen import Moment
from game.screens.strip import keys_in_view, octave
from game.view.keys import key_boxes
from game.view.layout import Box, Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The hand, the wells, the words beside them, the finger's key and the two sides of it.

    ``hand`` is None where large words leave no room for it.
    """

    hand: Box | None
    wells: Box
    words: Box
    key: Box
    sides: tuple[Box, Box]


def places(layout: Layout, moment: Moment, step: BlockPlan, key: int) -> Places:
    """Return where things stand while ``key`` is the finger's key."""
    own = key_box(layout, moment, step, key)
    sides = side_boxes(layout, own)
    stage = layout.stage
    top = stage.y + layout.px(10)
    high = sides[FIRST].y - layout.px(14) - top
    whole = Box(stage.x, top, stage.w, high)
    if layout.large_type:
        wells, words = whole.columns((0.34, 0.66), 2 * layout.space)
        return Places(hand=None, wells=wells, words=words, key=own, sides=sides)
    hand, wells, words = whole.columns((0.36, 0.28, 0.36), layout.space)
    return Places(hand=hand, wells=wells, words=words, key=own, sides=sides)


def key_box(layout: Layout, moment: Moment, step: BlockPlan, key: int) -> Box:
    """Return where the finger's key lies on the keyboard at play."""
    lowest, highest = keys_in_view(moment, step.exercise.patterns[0], shift(step, key))
    return key_boxes(lowest, highest, layout.keyboard)[key]


def side_boxes(layout: Layout, own: Box) -> tuple[Box, Box]:
    """Return the two places to answer at: above the keys left and right of the finger's own."""
    height = max(48, layout.tpx(48))
    y = layout.stage.bottom - height - layout.px(2)
    between, middle = layout.px(8), own.centre[0]
    left, right = layout.stage.x, layout.stage.right
    first = Box(left, y, middle - between - left, height)
    return first, Box(middle + between, y, right - middle - between, height)


def answer_at(sides: tuple[Box, Box], x: int, y: int) -> int | None:
    """Return the answer that a click gives: 0 for the first, 1 for the second."""
    found = (said for said, box in zip((FIRST, SECOND), sides, strict=True) if box.contains(x, y))
    return next(found, None)


def shown_key(moment: Moment, task: HeavierState, step: BlockPlan) -> int:
    """Return the finger's key where it was last pressed; before that, where it is asked to lie."""
    if task.begun or task.pairs:
        return task.key
    return key_ahead(moment, step)


def key_ahead(moment: Moment, step: BlockPlan) -> int:
    """Return the finger's key in the octave in which the hand is asked to lie."""
    pattern, finger = step.exercise.patterns[0], step.fingers[0]
    written = next(target.pitch for target in pattern.targets if target.finger == finger)
    return written + octave(moment, pattern)


def shift(step: BlockPlan, key: int) -> int:
    """Return how far the finger's key lies from its written home, in semitones."""
    finger = step.fingers[0]
    targets = step.exercise.patterns[0].targets
    return key - next(target.pitch for target in targets if target.finger == finger)
