"""The pictures that a string at play needs, made while the player still reads what comes."""

from engine.exercise import Pattern
from engine.session.state import BlockPlan
from game.screens.pearls import strand_box
from game.screens.screen import Moment
from game.screens.strip import home_keys, keys_in_view, octave, pattern_of, staff_bottom
from game.view.canvas import Canvas
from game.view.hanging_strand import prepare_hanging_strand
from game.view.keyboard import Keyboard, prepare_keyboard
from game.view.metronome import Metronome, prepare_metronome


def prepare_pearls(canvas: Canvas, moment: Moment, step: BlockPlan) -> None:
    """Make all that moves at play, once a step and window."""
    keyboard = keyboard_ahead(moment, pattern_of(step))
    key = ("pearls ahead", step.exercise, step.direction, step.tempo_bpm, keyboard)
    canvas.pictures.value(key, lambda: _prepared(canvas, step, keyboard))


def keyboard_ahead(moment: Moment, pattern: Pattern) -> Keyboard:
    """Return the keys as they are shown before the first note."""
    lowest, highest = keys_in_view(moment, pattern)
    home = home_keys(pattern, octave(moment, pattern))
    return Keyboard(lowest=lowest, highest=highest, home=home)


def _prepared(canvas: Canvas, step: BlockPlan, keyboard: Keyboard) -> bool:
    pattern = pattern_of(step)
    box = strand_box(canvas, staff_bottom(canvas, pattern))
    prepare_hanging_strand(canvas, box, len(pattern.targets))
    prepare_metronome(canvas, Metronome(bpm=round(step.tempo_bpm or 60)))
    prepare_keyboard(canvas, canvas.layout.keyboard, keyboard)
    return True
