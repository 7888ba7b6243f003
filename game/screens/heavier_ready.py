"""The picture before Heavier or Lighter?: one finger, two presses, one a little harder."""

from engine.session.state import BlockPlan
from game.screens.heavier import prepare_heavier
from game.screens.heavier_places import key_ahead
from game.screens.screen import Moment
from game.view.canvas import Canvas
from game.view.force_scale import ForceScale, draw_force_scale
from game.view.hand import LitHand, draw_hand
from game.view.layout import Box

SHOWN = (54, 60)
HOW = (
    "Make the two nearly alike, but not the same; the piano is silent, and shows after each answer "
    "which it was."
)


def draw_heavier_ready(canvas: Canvas, moment: Moment, box: Box, step: BlockPlan) -> None:
    """Draw the lit finger beside two wells, and prepare what play needs."""
    finger = step.fingers[0]
    prepare_heavier(canvas, moment, step, key_ahead(moment, step))
    hand, wells = box.columns((0.58, 0.42), canvas.layout.space)
    draw_hand(canvas, hand, LitHand(hand=step.hand, lit=finger))
    high = min(wells.h, round(wells.w * 1.1))
    middle = Box(wells.x, wells.y + (wells.h - high) // 2, wells.w, high)
    draw_force_scale(canvas, middle, ForceScale(finger=finger, truth=SHOWN))
