"""The staff of a step, its keys and fingers: shared by the screen before it and the one at play."""

from dataclasses import replace

from content.engraving import Strip, engraved
from engine.exercise import FINGER_NAMES, Pattern
from engine.session.reach import octave_on
from engine.session.state import BlockPlan
from game.screens.foot import ends
from game.screens.screen import Moment
from game.view.canvas import Canvas
from game.view.keyboard import HomeKey
from game.view.keys import key_name, play_range
from game.view.staff import Staff, draw_staff, prepare_staff, staff_height, staff_width


def pattern_of(step: BlockPlan) -> Pattern:
    """Return the pattern that a step of runs asks for; ValueError for a step without runs."""
    if step.direction is None:
        raise ValueError(f"a step of {step.task} has no pattern")
    return step.exercise.pattern(step.direction)


def strips_of(canvas: Canvas, pattern: Pattern) -> tuple[Strip, ...]:
    """Return a pattern engraved for this window, with its pictures; made once and kept."""

    def make() -> tuple[Strip, ...]:
        bars = 1 if canvas.layout.large_type else 2
        strips = engraved(pattern, width=staff_width(canvas), bars_per_strip=bars)
        for strip in strips:
            prepare_staff(canvas, strip)
        return strips

    return canvas.pictures.value(("engraved", pattern), make)


def staff_top(canvas: Canvas) -> int:
    """Return where a staff's numerals begin, before and at play."""
    stage = canvas.layout.stage
    return stage.y + canvas.px(8 if canvas.layout.compact else 24)


def staff_bottom(canvas: Canvas, pattern: Pattern) -> int:
    """Return the y below the tallest strip of a pattern."""
    tallest = max(staff_height(canvas, strip) for strip in strips_of(canvas, pattern))
    return staff_top(canvas) + tallest


def draw_strip(canvas: Canvas, pattern: Pattern, played: int, *, waiting: bool = False) -> None:
    """Draw the strip that holds the next note, ``played`` notes of the pattern being done."""
    first = 0
    strips = strips_of(canvas, pattern)
    for strip in strips:
        if played < first + len(strip.notes) or strip is strips[-1]:
            break
        first += len(strip.notes)
    fingers = pattern.fingers[first : first + len(strip.notes)]
    staff = Staff(strip=strip, fingers=fingers, played=played - first, waiting=waiting)
    draw_staff(canvas, (canvas.layout.content.x, staff_top(canvas)), staff)


def home_keys(pattern: Pattern, transposition: int = 0) -> tuple[HomeKey, ...]:
    """Return each key of a pattern with the finger that plays it first."""
    fingers: dict[int, int] = {}
    for target in pattern.targets:
        if target.finger is not None:
            fingers.setdefault(target.pitch + transposition, target.finger)
    return tuple(HomeKey(pitch=pitch, finger=fingers[pitch]) for pitch in sorted(fingers))


def octave(moment: Moment, pattern: Pattern) -> int:
    """Return where the hand is asked to lie on this piano, in semitones off what is written."""
    return octave_on(pattern.pitches, ends(moment.world))


def keys_in_view(
    moment: Moment, pattern: Pattern, transposition: int | None = None
) -> tuple[int, int]:
    """Return the lowest and the highest key of the keyboard at play.

    ``transposition`` is where the hand lies; null where it is asked to lie.
    """
    if transposition is None:
        transposition = octave(moment, pattern)
    return play_range(
        tuple(pitch + transposition for pitch in pattern.pitches), *ends(moment.world)
    )


def on_its_keys(moment: Moment, step: BlockPlan) -> BlockPlan:
    """Return a step with its patterns where the hand is asked to lie, to name their keys."""
    patterns = tuple(_moved(each, octave(moment, each)) for each in step.exercise.patterns)
    return replace(step, exercise=replace(step.exercise, patterns=patterns))


def _moved(pattern: Pattern, by: int) -> Pattern:
    targets = tuple(replace(each, pitch=each.pitch + by) for each in pattern.targets)
    return replace(pattern, targets=targets)


def start_words(pattern: Pattern) -> str:
    """Return where the hand begins: "thumb on middle C"."""
    first = pattern.targets[0]
    name = key_name(first.pitch)
    return f"{FINGER_NAMES[first.finger]} on {name}" if first.finger else f"beginning on {name}"


def notes_a_beat(pattern: Pattern) -> str:
    """Return how many notes come on a beat, in words."""
    step = pattern.targets[1].onset_beat - pattern.targets[0].onset_beat
    a_beat = round(1 / step) if step > 0 else 1
    return f"{a_beat} notes a beat" if a_beat > 1 else "one note a beat"
