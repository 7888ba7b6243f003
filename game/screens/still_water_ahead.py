"""Still Water before it is played: the first round as it will look, with its drops."""

from dataclasses import replace

from engine.session.beginning import task_of
from engine.session.state import BlockPlan
from engine.tasks.still_water import Flowing, StillWaterState
from game.screens.screen import Moment
from game.screens.still_water import prepare_still_water
from game.screens.still_water_rows import draw_drop, draw_rows, places_in
from game.screens.still_water_words import roles_words
from game.theme import Role
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.text import draw_paragraph, paragraph_height

# So much of the picture's round has gone by.
FLOWN = 0.515


def draw_ahead(canvas: Canvas, moment: Moment, box: Box, step: BlockPlan) -> None:
    """Draw who plays and who holds first, and prepare what play would else draw anew."""
    prepare_still_water(canvas, moment, step)
    task = task_of(step, seed=0, at_ns=0)
    if not isinstance(task, StillWaterState):
        return
    words = f"First: {_inside(roles_words(task.playing, task.held))}"
    tall = paragraph_height(canvas, words, Role.SECOND, box.w)
    places = places_in(canvas, Box(box.x, box.y, box.w, box.h - tall), words=False)
    now_ns = round(task.task.lasts_ns * FLOWN)
    strokes = tuple(range(0, now_ns, 250_000_000))
    flows = _flowing(task, strokes)
    draw_rows(canvas, places, flows, now_ns)
    draw_drop(canvas, places, flows, now_ns, still=moment.world.settings.reduced_motion)
    at = (places.rows[0].x, places.line_y)
    draw_paragraph(canvas, words, at, places.rows[0].w, Role.SECOND, canvas.theme.text2)


def _flowing(task: StillWaterState, strokes_ns: tuple[int, ...]) -> StillWaterState:
    return replace(task, phase=Flowing(0, 0, 0, strokes_ns=strokes_ns))


def _inside(sentence: str) -> str:
    """Return a sentence as it stands after a colon."""
    return sentence[:1].lower() + sentence[1:]
