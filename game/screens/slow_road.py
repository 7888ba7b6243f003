"""Slow Road before it is played: the road so far, the keys, and its words."""

from datetime import date

from engine.adaptation.roads import Roads
from engine.adaptation.slow_road import Road
from engine.session.state import BlockPlan
from game.screens.pearls_ahead import keyboard_ahead, prepare_pearls
from game.screens.screen import Moment
from game.screens.strip import pattern_of
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.keyboard import draw_keyboard
from game.view.layout import Box
from game.view.road import RoadLine, Stone, day_words, draw_road
from game.view.text import Anchor, draw_text

HOW = "Play each string to its end and rest between two; if it pulls, stop there."
LEGEND = "A pearl is a quiet, even day."
LOWEST_KEYS = 90


def road_of(step: BlockPlan) -> Road | None:
    """Return the road that a step goes on; None where it brings none."""
    return Roads.resumed(step.level_json).of(step.exercise.id)


def road_line(road: Road, on: date, limit_bpm: float | None = None) -> RoadLine:
    """Return a road as it is drawn on a day, below a ceiling if there is one."""
    ahead = road.next_bpm(limit_bpm=limit_bpm if limit_bpm is not None else float("inf"))
    return RoadLine(
        stones=tuple(
            Stone(bpm=each.bpm, name=f"{each.on.day} {each.on:%b}") for each in road.milestones
        ),
        day=road.day(on),
        clean=tuple(road.day(day) for day in road.clean_days),
        next_bpm=ahead if ahead > road.tempo_bpm else None,
    )


def draw_road_card(canvas: Canvas, box: Box, road: RoadLine) -> None:
    """Draw a road in a card that says which day it is and, with room, what a pearl is."""
    inside = draw_card(canvas, box, Card(title="Your road", scope=day_words(road)))
    draw_road(canvas, inside, road)
    if not canvas.layout.large_type:
        at = (inside.right, inside.bottom)
        colour = canvas.theme.text3
        draw_text(canvas, LEGEND, at, Role.AXIS, colour, anchor=Anchor.RIGHT)


def draw_ahead(canvas: Canvas, moment: Moment, box: Box, step: BlockPlan) -> None:
    """Draw the road so far over the keys, and prepare what play needs."""
    prepare_pearls(canvas, moment, step)
    road = road_of(step)
    upper, lower = box.rows((0.58, 0.42), canvas.layout.space)
    if road is not None:
        drawn = road_line(road, moment.world.today, step.ceiling_bpm)
        area = box if canvas.layout.large_type else upper
        draw_road_card(canvas, area, drawn)
    if canvas.layout.large_type:
        return
    keys = Box(lower.x, lower.y, lower.w, min(canvas.px(190), lower.h))
    if keys.h >= canvas.px(LOWEST_KEYS):
        draw_keyboard(canvas, keys, keyboard_ahead(moment, pattern_of(step)))
