"""A road of tempos: a terrace for each, the days counted on the last, the next step dotted ahead.

A day is a small stone, a clean one a pearl; to come is an outline. Nothing on it can be lost: a
road that stepped back goes on from there.
"""

from dataclasses import dataclass

from game.theme import Role
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.pearl import Pearl, draw_pearl
from game.view.shape import Ring, draw_disc, draw_glow, draw_ring
from game.view.text import Anchor, draw_text, size_px, text_width

MOST_PAST = 4
SLOPE = 46
STEEPEST = 62  # from one tempo to the next, whatever the room


@dataclass(frozen=True, slots=True, kw_only=True)
class Stone:
    """A tempo and the day from which the road stood at it, as a short date."""

    bpm: float
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadLine:
    """A road; the last of ``stones`` is where it stands, ``day`` of ``days`` is today's there.

    ``clean`` are the numbers of the clean days, ``next_bpm`` is the step ahead, if there is one.
    """

    stones: tuple[Stone, ...]
    day: int
    days: int = 14
    clean: tuple[int, ...] = ()
    next_bpm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terrace:
    """A level stretch of the road from ``left`` to ``right`` at height ``y``."""

    left: float
    right: float
    y: float


def draw_road(canvas: Canvas, box: Box, road: RoadLine) -> None:
    """Draw the road across ``box``, older stones left out where their labels have no room."""
    shown = road.stones[-1 - _past(canvas, box, road) :]
    terraces = _terraces(canvas, box, shown, road)
    picture = canvas.vector(
        ("road", road, box),
        (box.w, box.h),
        lambda: _svg(canvas, terraces, road),
        view=(box.x, box.y, box.w, box.h),
    )
    canvas.blit(picture, box.x, box.y)
    for stone, terrace in zip(shown, terraces, strict=False):
        _draw_stone(canvas, stone, terrace, last=stone is shown[-1])
    stand = terraces[len(shown) - 1]
    _draw_days(canvas, stand, road)
    if road.next_bpm is not None:
        _draw_ahead(canvas, terraces[-1], road.next_bpm)


def day_words(road: RoadLine) -> str:
    """Return "day 5 of 14 at 48 bpm"."""
    day = min(road.day, road.days)
    return f"day {day} of {road.days} at {road.stones[-1].bpm:g} bpm"


def _label_width(canvas: Canvas) -> int:
    return canvas.tpx(14) + max(
        text_width(canvas, "28 Sept", Role.AXIS), text_width(canvas, "100", Role.LIST)
    )


def _past(canvas: Canvas, box: Box, road: RoadLine) -> int:
    """Return how many earlier stones have room in the first two fifths of the road."""
    room = int(box.w * 0.4 / (_label_width(canvas) + canvas.px(SLOPE)))
    return max(0, min(len(road.stones) - 1, room, MOST_PAST))


def _terraces(canvas: Canvas, box: Box, shown: tuple[Stone, ...], road: RoadLine) -> list[_Terrace]:
    """Return the stretches shown, that of the next step last where there is one."""
    slope, short = canvas.px(SLOPE), _label_width(canvas)
    tempos = [stone.bpm for stone in shown]
    ahead = short + slope if road.next_bpm is not None else canvas.px(12)
    if road.next_bpm is not None:
        tempos.append(road.next_bpm)
    low, high = min(tempos), max(tempos)
    top = box.y + round(size_px(canvas, Role.LIST)) + canvas.px(28)
    foot = box.bottom - canvas.px(24) - round(size_px(canvas, Role.AXIS))
    spare = max(0, foot - top - canvas.px(STEEPEST) * (len({*tempos}) - 1))
    top, foot = top + spare // 2, foot - spare // 2
    found, x = [], float(box.x)
    for index, bpm in enumerate(tempos):
        y = (top + foot) / 2 if high == low else foot - (bpm - low) / (high - low) * (foot - top)
        wide = float(short)
        if index == len(shown) - 1:
            wide = box.right - ahead - x
        found.append(_Terrace(left=x, right=x + wide, y=y))
        x += wide + slope
    return found


def _svg(canvas: Canvas, terraces: list[_Terrace], road: RoadLine) -> str:
    theme, u = canvas.theme, canvas.layout.u
    walked = terraces[: len(terraces) - (road.next_bpm is not None)]
    path = f"M{walked[0].left:.1f} {walked[0].y:.1f}"
    for before, after in zip([None, *walked], walked, strict=False):
        if before is not None:
            path += _rise(before, after)
        path += f"H{after.right:.1f}"
    stand = walked[-1]
    lines = (
        f'<path d="{path}" fill="none" stroke="{theme.line2}" stroke-width="{2 * u:g}" '
        f'stroke-linejoin="round"/>'
        f'<path d="M{stand.left:.1f} {stand.y:.1f}H{stand.right:.1f}" fill="none" '
        f'stroke="{theme.lamp}" stroke-width="{3 * u:g}" stroke-linecap="round"/>'
    )
    if road.next_bpm is None:
        return lines
    ahead = terraces[-1]
    return lines + (
        f'<path d="M{stand.right:.1f} {stand.y:.1f}{_rise(stand, ahead)}H{ahead.right:.1f}" '
        f'fill="none" stroke="{theme.line2}" stroke-width="{2 * u:g}" '
        f'stroke-dasharray="{2 * u:g} {7 * u:g}" stroke-linecap="round"/>'
    )


def _rise(before: _Terrace, after: _Terrace) -> str:
    middle = (before.right + after.left) / 2
    return f"C{middle:.1f} {before.y:.1f} {middle:.1f} {after.y:.1f} {after.left:.1f} {after.y:.1f}"


def _draw_stone(canvas: Canvas, stone: Stone, terrace: _Terrace, *, last: bool) -> None:
    theme = canvas.theme
    above = terrace.y - canvas.px(24)
    colour = theme.text if last else theme.text2
    x = terrace.left
    x += draw_text(canvas, f"{stone.bpm:g}", (x, above), Role.LIST, colour)
    if last:
        at = (x + canvas.tpx(6), above)
        draw_text(canvas, "bpm", at, Role.SECOND, theme.text2)
    else:
        draw_disc(canvas, (terrace.left + canvas.px(4), terrace.y), canvas.px(4), theme.line2)
    below = terrace.y + canvas.px(18) + size_px(canvas, Role.AXIS)
    draw_text(canvas, stone.name, (terrace.left, below), Role.AXIS, theme.text3)


def _draw_days(canvas: Canvas, stand: _Terrace, road: RoadLine) -> None:
    theme, u = canvas.theme, canvas.layout.u
    today = min(road.day, road.days)
    edge = canvas.px(12)
    pitch = (stand.right - stand.left - 2 * edge) / (road.days - 1)
    small = max(2.0, min(4 * u, pitch * 0.2))
    large = max(3, round(min(9 * u, pitch * 0.42)))
    for day in range(1, road.days + 1):
        at = (stand.left + edge + (day - 1) * pitch, stand.y)
        if day == today:
            draw_glow(canvas, at, round(large * 2.6), theme.lamp, 0.45)
        if day in road.clean or (day == today and road.day in road.clean):
            draw_pearl(canvas, at, large, Pearl())
            if day == today:
                ring = Ring(colour=theme.accent, width=2 * u)
                draw_ring(canvas, at, large + round(4 * u), ring)
        elif day == today:
            ring = Ring(colour=theme.accent, width=2 * u, fill=theme.card)
            draw_ring(canvas, at, large, ring)
        elif day < today:
            draw_disc(canvas, at, small + u, theme.line2)
        else:
            ring = Ring(colour=theme.line2, width=1.5 * u, fill=theme.card)
            draw_ring(canvas, at, small + u, ring)


def _draw_ahead(canvas: Canvas, terrace: _Terrace, bpm: float) -> None:
    theme = canvas.theme
    above = (terrace.right, terrace.y - canvas.px(24))
    draw_text(canvas, f"{bpm:g}", above, Role.LIST, theme.text3, anchor=Anchor.RIGHT)
    below = (terrace.right, terrace.y + canvas.px(18) + size_px(canvas, Role.AXIS))
    draw_text(canvas, "next", below, Role.AXIS, theme.text3, anchor=Anchor.RIGHT)
