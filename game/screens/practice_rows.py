"""The rows of one game before it is practised: what each is called, its values and its place."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from engine.exercise import FINGERS, Exercise
from engine.session.reach import octaves
from engine.session.world import World
from game.input import Clicked
from game.screens.heading_lines import heading_height
from game.screens.options import foot_row
from game.screens.practice_steps import COUNTED, LENGTHS, Chosen, counted_of, exercises_for
from game.screens.value_row import LETTER, ValueRow, value_boxes
from game.screens.words import bpm
from game.view.layout import Box, Layout

WIDEST = 860
NUMBERS = tuple(str(finger) for finger in FINGERS)


class Part(Enum):
    """What can be changed; slower and faster are two ends of one row."""

    EXERCISE = "Play"
    SLOWER = "Tempo"
    FASTER = "faster"
    FINGER = "Finger"
    LENGTH = "Length"


def reached(world: World) -> tuple[Exercise, ...]:
    """Return the exercises that fit on the player's piano in some octave."""
    device = world.device
    if device is None:
        return world.exercises
    outer = (device.lowest, device.highest)
    return tuple(
        exercise
        for exercise in world.exercises
        if all(octaves(pattern.pitches, outer) for pattern in exercise.patterns)
    )


def parts_of(chosen: Chosen, world: World) -> tuple[Part, ...]:
    """Return what can be changed of a game."""
    found: list[Part] = []
    if len(exercises_for(chosen.offered, reached(world))) > 1:
        found.append(Part.EXERCISE)
    if chosen.tempo_bpm is not None:
        found += [Part.SLOWER, Part.FASTER]
    if chosen.finger is not None:
        found.append(Part.FINGER)
    if chosen.offered.task in COUNTED:
        found.append(Part.LENGTH)
    return tuple(found)


def row_of(part: Part, chosen: Chosen, world: World) -> ValueRow:
    """Return one row of the choice."""
    match part:
        case Part.EXERCISE:
            known = exercises_for(chosen.offered, reached(world))
            names = tuple(_short(each.title) for each in known)
            now = next((i for i, each in enumerate(known) if each.id == chosen.exercise.id), None)
            return ValueRow(title=part.value, words=names, chosen=now)
        case Part.SLOWER | Part.FASTER:
            limit = chosen.limit_bpm
            most = f"Tempo, at most {limit:.0f}" if limit is not None else "Tempo"
            ends = ("Slower", bpm(chosen.tempo_bpm or 0), "Faster")
            return ValueRow(title=most, words=ends, chosen=1)
        case Part.FINGER:
            now = FINGERS.index(chosen.finger) if chosen.finger in FINGERS else None
            return ValueRow(title="Finger, thumb is 1", words=NUMBERS, chosen=now)
        case Part.LENGTH:
            title = COUNTED[chosen.offered.task]
            words = tuple(str(counted_of(chosen.offered, length)) for length in LENGTHS)
            return ValueRow(title=title, words=words, chosen=LENGTHS.index(chosen.length))


def _short(title: str) -> str:
    """Return an exercise's title without its hand and its details: they do not change here."""
    name = title.split(",", maxsplit=1)[0]
    _, dwelling, spot = name.partition(" dwelling on ")
    return f"Dwelling on {spot}" if dwelling else name


def fits(layout: Layout, box: Box, row: ValueRow) -> bool:
    """Say whether a row has room for all its values beside its title."""
    title = layout.tpx(LETTER * len(row.title)) + layout.px(26)
    return value_boxes(layout, box, row.words)[0].x >= box.x + title


def row_box(layout: Layout, parts: Sequence[Part], part: Part) -> Box:
    """Return the row of a part; faster shares the row of slower."""
    rows = [each for each in parts if each is not Part.FASTER]
    index = rows.index(Part.SLOWER if part is Part.FASTER else part)
    area = layout.content
    top = area.y + heading_height(layout) + layout.px(26)
    if layout.large_type:
        top = area.y + layout.tpx(58)
    room = foot_row(layout).y - layout.space - top
    pitch = min(max(layout.px(66), layout.tpx(56)), room // max(1, len(rows)))
    wide = min(area.w, layout.tpx(WIDEST))
    side = layout.px(10)
    return Box(area.x + side, top + index * pitch, wide - 2 * side, pitch - layout.px(6))


def part_boxes(
    layout: Layout, parts: Sequence[Part], chosen: Chosen, world: World
) -> tuple[Box, ...]:
    """Return where each part can be pointed at: slower and faster by their own words."""
    boxes = []
    for part in parts:
        box = row_box(layout, parts, part)
        if part in (Part.SLOWER, Part.FASTER):
            values = value_boxes(layout, box, row_of(part, chosen, world).words)
            box = values[0 if part is Part.SLOWER else 2]
        boxes.append(box)
    return tuple(boxes)


def picked_value(
    click: Clicked,
    layout: Layout,
    placed: tuple[Sequence[Part], Sequence[Box]],
    here: tuple[Chosen, World],
) -> Chosen | None:
    """Return the choice with the value that was clicked itself, or None where none was."""
    chosen, world = here
    for part, box in zip(*placed, strict=True):
        if part in (Part.SLOWER, Part.FASTER) or not box.contains(click.x, click.y):
            continue
        row = row_of(part, chosen, world)
        if not fits(layout, box, row):
            continue
        for index, value in enumerate(value_boxes(layout, box, row.words)):
            if value.contains(click.x, click.y):
                return _with_value(part, index, here)
    return None


def _with_value(part: Part, index: int, here: tuple[Chosen, World]) -> Chosen:
    chosen, world = here
    if part is Part.FINGER:
        return replace(chosen, finger=FINGERS[index])
    if part is Part.LENGTH:
        return replace(chosen, length=LENGTHS[index])
    return replace(chosen, exercise=exercises_for(chosen.offered, reached(world))[index])
