"""The five surfaces of one round: ripples where keys came up, drops where the finger struck."""

from engine.tasks.still_water_found import RoundFound, Surface
from game.screens.still_water_rows import chip_radius
from game.screens.still_water_words import share_words
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.chip import Chip, draw_chip
from game.view.drops import DropRow, draw_drop_row
from game.view.layout import Box
from game.view.still_surface import StillSurface, Wave, draw_still_surface, surface_y
from game.view.text import Anchor, draw_text, text_width

TICK_S = 5


def draw_round(canvas: Canvas, box: Box, found: RoundFound, fingers: tuple[int, ...]) -> None:
    """Draw a card with a row a finger, from top to bottom, and the time below them."""
    paced = found.played.tempo_bpm
    pace = f"{paced / 60:.1f} drops a second" if paced else "at your own pace"
    scope = f"{found.lasted_s:.0f} s, {pace.replace('1.0 drops', 'one drop')}"
    inside = draw_card(canvas, box, Card(title="Five surfaces", scope=scope))
    words = max(text_width(canvas, each, Role.SECOND) for each in ("came down", "1.0 a second"))
    words += canvas.tpx(18)
    foot = canvas.tpx(24)
    tall = (inside.h - foot) // 5
    radius = chip_radius(canvas, tall)
    left = inside.x + 2 * radius + canvas.px(22)
    rows = [
        Box(left, inside.y + canvas.px(4) + row * tall, inside.right - words - left, tall)
        for row in range(5)
    ]
    for finger, row in zip(fingers, rows, strict=True):
        busy = finger == found.played.playing or finger in found.played.held
        chip = Chip(finger=finger, filled=busy)
        draw_chip(canvas, (inside.x + radius, surface_y(row)), radius, chip)
        _draw_row(canvas, row, found, finger)
        beside = (row.right + canvas.tpx(18), surface_y(row))
        _draw_words(canvas, beside, row_words(found, finger), two=tall >= canvas.tpx(46))
    axis = Box(left, rows[-1].bottom, rows[-1].w, inside.bottom - rows[-1].bottom)
    _draw_axis(canvas, axis, found.lasted_s)


def _draw_row(canvas: Canvas, row: Box, found: RoundFound, finger: int) -> None:
    if finger == found.played.playing:
        draw_drop_row(canvas, row, drops_of(found))
        return
    surface = surface_of(found, finger)
    if surface is None:
        draw_still_surface(canvas, row, StillSurface(finger=finger, filled=False))
        return
    lasts_s = found.lasted_s
    waves = tuple(
        # a wave stands in the middle of the time that it is about
        Wave(at=min((each.at_s + each.lost_s / 2) / lasts_s, 1.0), lost_s=each.lost_s)
        for each in surface.ripples
    )
    still = StillSurface(finger=finger, waves=waves, late=min(surface.late_s / lasts_s, 1.0))
    draw_still_surface(canvas, row, still)


def drops_of(found: RoundFound) -> DropRow:
    """Return the drops of a round: where the strokes were, over the rings of the beats."""
    paced, lasts_s = found.played.tempo_bpm, found.lasted_s
    count = round(lasts_s * paced / 60) if paced else 0
    return DropRow(
        finger=found.played.playing,
        beats=tuple((beat + 0.5) / count for beat in range(count)),
        drops=tuple(min(each / lasts_s, 1.0) for each in found.strokes_s),
    )


def surface_of(found: RoundFound, finger: int) -> Surface | None:
    """Return what is known of a held finger; None for one that did not hold."""
    return next((each for each in found.surfaces if each.finger == finger), None)


def row_words(found: RoundFound, finger: int) -> tuple[str, str]:
    """Return the two lines beside a row: what its finger did, and a figure."""
    if finger == found.played.playing:
        rate = found.holding.rate
        if rate is None or rate.rate_hz.value is None:
            return "plays", f"{len(found.strokes_s)} strokes"
        return "plays", f"{rate.rate_hz.value:.1f} a second"
    if found.refused:
        return "", ""
    surface = surface_of(found, finger)
    if surface is not None:
        lost = f"{surface.lost_s:.1f} s lost" if surface.lost_s >= 0.05 else "under 0.1 s"
        return share_words(surface.share), "still" if surface.still else lost
    pressed = next((each.chance for each in found.presses if each.finger == finger), None)
    if pressed is None or not pressed.hits:
        return "rested", ""
    return "came down", f"{pressed.hits} in {pressed.n}"


def _draw_words(
    canvas: Canvas, at: tuple[float, float], words: tuple[str, str], *, two: bool
) -> None:
    theme, (x, y) = canvas.theme, at
    first, second = words
    draw_text(canvas, first, (x, y + canvas.tpx(6)), Role.SECOND_STRONG, theme.text)
    if two:
        draw_text(canvas, second, (x, y + canvas.tpx(27)), Role.AXIS, theme.text3)


def _draw_axis(canvas: Canvas, box: Box, lasts_s: float) -> None:
    theme, thick = canvas.theme, max(1, round(canvas.layout.u))
    colour = theme.line2
    y = box.y + canvas.px(2)
    canvas.surface.fill(colour, (box.x, y, box.w, thick))
    step = TICK_S if box.w / lasts_s * TICK_S > canvas.tpx(64) else 2 * TICK_S
    for tick in range(0, int(lasts_s + 1e-6) + 1, step):
        x = box.x + round(tick / lasts_s * box.w)
        canvas.surface.fill(colour, (x, y, thick, canvas.px(5)))
        at = (x, y + canvas.px(5) + canvas.tpx(14))
        draw_text(canvas, f"{tick} s", at, Role.AXIS, theme.text3, anchor=Anchor.CENTRE)
