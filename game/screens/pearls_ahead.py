"""The pictures that a string at play needs, made while the player still reads what comes."""

from engine.session.state import BlockPlan
from game.screens.pearls import BEATS, strand_box
from game.screens.screen import Moment
from game.screens.strip import home_keys, keys_in_view, pattern_of, staff_bottom
from game.view.canvas import Canvas
from game.view.hanging_strand import prepare_hanging_strand
from game.view.keyboard import Keyboard, prepare_keyboard
from game.view.metronome import Metronome, prepare_metronome


def prepare_pearls(canvas: Canvas, moment: Moment, step: BlockPlan) -> None:
    """Make all that moves at play, once a step and window."""
    keys = keys_in_view(moment, pattern_of(step))
    key = ("pearls ahead", step.exercise, step.direction, step.tempo_bpm, keys)
    canvas.pictures.value(key, lambda: _prepared(canvas, step, keys))


def _prepared(canvas: Canvas, step: BlockPlan, keys: tuple[int, int]) -> bool:
    pattern = pattern_of(step)
    box = strand_box(canvas, staff_bottom(canvas, pattern))
    prepare_hanging_strand(canvas, box, len(pattern.targets))
    prepare_metronome(canvas, Metronome(bpm=round(step.tempo_bpm or 60), beats=BEATS))
    keyboard = Keyboard(lowest=keys[0], highest=keys[1], home=home_keys(pattern))
    prepare_keyboard(canvas, canvas.layout.keyboard, keyboard)
    return True
