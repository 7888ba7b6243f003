"""The hand: which finger is meant, lit over the keys it rests on."""

import math
import re
from dataclasses import dataclass
from itertools import pairwise

import pygame

from engine.exercise import Hand
from game.theme import INK, mixed
from game.view.canvas import Canvas, rendered, svg_document
from game.view.hand_shape import FINGERS, Circle, Tube, outline_path
from game.view.layout import Box
from game.view.shape import draw_disc, draw_glow
from game.view.text import draw_middle

# What of the hand's own units is shown: nine keys across, forearm fading out at the foot.
LEFT, TOP, WIDE, HIGH = -72.0, -34.0, 540.0, 486.0
KEY, KEYS_END = 60.0, 279.0
MIRROR = 396.0
FADE = (330.0, 445.0)
NUMBER_SIZE, DISC = 20.0, 17.5


@dataclass(frozen=True, slots=True, kw_only=True)
class LitHand:
    """A hand from above; ``lit`` is the finger that is meant, None for a hand at rest.

    ``numbers`` False leaves the digits out, for cues that name the finger otherwise.
    """

    hand: Hand
    lit: int | None = None
    numbers: bool = True


def draw_hand(canvas: Canvas, box: Box, value: LitHand) -> None:
    """Draw a hand as large as fits into ``box``, centred, over faint keys."""
    frame = _Frame(box, value.hand)
    size = (round(WIDE * frame.scale), round(HIGH * frame.scale))
    at = (frame.left, frame.top)
    keys = canvas.pictures.get(("hand keys", size), lambda: _keys(canvas, frame.scale, size))
    canvas.blit(keys, *at)
    if value.lit is not None:
        tip = frame.point(FINGERS[value.lit - 1][-1])
        # On a light ground a dark glow is a smudge: it is paler there.
        light = canvas.theme.is_light
        tint = mixed(canvas.theme.finger(value.lit), "#FFFFFF", 0.35 if light else 0)
        draw_glow(canvas, tip, round(150 * frame.scale), tint, 0.3)
    still = canvas.pictures.get(
        ("hand", value.hand, size), lambda: _still(canvas, frame.scale, size, value.hand)
    )
    canvas.blit(still, *at)
    if value.lit is not None:
        _draw_lit(canvas, frame, value.hand, value.lit)
    if value.numbers:
        _draw_numbers(canvas, frame, value.lit)


def prepare_hand(canvas: Canvas, box: Box, hand: Hand) -> None:
    """Render the hand at rest and lit at each finger, so that no cue has to wait for it."""
    aside = canvas.onto(pygame.Surface((1, 1)))
    for finger in (None, 1, 2, 3, 4, 5):
        draw_hand(aside, box, LitHand(hand=hand, lit=finger))


class _Frame:
    """From the hand's units to the window."""

    def __init__(self, box: Box, hand: Hand) -> None:
        self.scale = min(box.w / WIDE, box.h / HIGH)
        self.left = round(box.x + (box.w - WIDE * self.scale) / 2)
        self.top = round(box.y + (box.h - HIGH * self.scale) / 2)
        self.mirrored = hand is Hand.LEFT

    def point(self, circle: tuple[float, ...]) -> tuple[float, float]:
        x = MIRROR - circle[0] if self.mirrored else circle[0]
        return self.left + (x - LEFT) * self.scale, self.top + (circle[1] - TOP) * self.scale


def _draw_lit(canvas: Canvas, frame: _Frame, hand: Hand, finger: int) -> None:
    """Lay the lit finger on the hand, rendered no larger than it is."""
    tube = FINGERS[finger - 1]
    xs = [MIRROR - x if hand is Hand.LEFT else x for x, _, _ in tube]
    left, right = min(xs) - 40, max(xs) + 40
    top, bottom = tube[-1][1] - 24, min(max(y for _, y, _ in tube), 400) + 24
    size = (math.ceil((right - left) * frame.scale), math.ceil((bottom - top) * frame.scale))
    # Whole pixels, so that the outline falls on the hand's own.
    x, y = round((left - LEFT) * frame.scale), round((top - TOP) * frame.scale)
    view = (x / frame.scale + LEFT, y / frame.scale + TOP)
    picture = canvas.vector(
        ("hand lit", hand, finger),
        size,
        lambda: _mirror(hand, _lit_svg(canvas, finger)),
        view=(*view, size[0] / frame.scale, size[1] / frame.scale),
    )
    canvas.blit(picture, frame.left + x, frame.top + y)


def _mirror(hand: Hand, body: str) -> str:
    return f'<g transform="translate({MIRROR:g}, 0) scale(-1, 1)">{body}</g>' if (
        hand is Hand.LEFT
    ) else body  # fmt: skip


def _keys(canvas: Canvas, scale: float, size: tuple[int, int]) -> pygame.Surface:
    """Return nine faint keys that fade out to both sides."""
    field = pygame.Surface(size, pygame.SRCALPHA, 32)
    wide, high = round(KEY * scale), round((KEYS_END - TOP) * scale)
    key = canvas.vector(
        ("hand key", wide, high), (wide, high), lambda: _key_svg(canvas, wide, high)
    )
    for index, light in enumerate((0.3, 0.65, 1, 1, 1, 1, 1, 0.65, 0.3)):
        faded = key.copy()
        shade = 255 if canvas.theme.plain else round(255 * light)
        faded.fill((255, 255, 255, shade), special_flags=pygame.BLEND_RGBA_MULT)
        field.blit(faded, (round(index * KEY * scale), 0))
    return field


def _key_svg(canvas: Canvas, wide: int, high: int) -> str:
    theme, line = canvas.theme, max(1, canvas.layout.u)
    low = mixed(theme.bg, theme.line, 0.5) if theme.is_light else theme.card
    fill = theme.bg if theme.plain else "url(#key)"
    return (
        '<linearGradient id="key" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{theme.bg}"/><stop offset="1" stop-color="{low}"/>'
        f'</linearGradient><rect x="{line}" y="{-8 * line}" width="{wide - 2 * line}" '
        f'height="{high + 7 * line}" rx="{6 * line}" fill="{fill}" stroke="{theme.line}" '
        f'stroke-width="{line}"/>'
    )


def _still(canvas: Canvas, scale: float, size: tuple[int, int], hand: Hand) -> pygame.Surface:
    """Return the hand at rest, its forearm fading out."""
    view = (LEFT, TOP, WIDE, HIGH)
    picture = rendered(svg_document(size, _mirror(hand, _hand_svg(canvas)), view))
    first, last = (round((y - TOP) * scale) for y in FADE)
    # The same fade as an SVG mask doubles the rendering time.
    for row in range(first, size[1]):
        alpha = max(0, round(255 * (last - row) / (last - first)))
        picture.fill((255, 255, 255, alpha), (0, row, size[0], 1), pygame.BLEND_RGBA_MULT)
    return picture


def _hand_svg(canvas: Canvas) -> str:
    theme = canvas.theme
    path = outline_path()
    near, far = ("#FFFDF8", "#EFE6D6") if theme.is_light else ("#2E2922", "#1C1915")
    if theme.plain:
        near = far = theme.bg
    marks = "".join(_nail(finger) + _crease(finger) for finger in range(1, 6))
    return (
        f'<radialGradient id="skin" gradientUnits="userSpaceOnUse" cx="215" cy="330" r="250">'
        f'<stop offset="0" stop-color="{near}"/><stop offset="1" stop-color="{far}"/>'
        f'</radialGradient><path d="{path}" fill="url(#skin)" stroke="{theme.text2}" '
        f'stroke-width="1.9" stroke-linejoin="round"/><g fill="none" stroke="{theme.text2}" '
        f'stroke-width="1" stroke-linecap="round" stroke-opacity="0.38">{marks}</g>'
    )


def _lit_svg(canvas: Canvas, finger: int) -> str:
    theme = canvas.theme
    tube = FINGERS[finger - 1]
    base = tube[2] if finger == 1 else tube[max(0, len(tube) - 4)]
    tip = tube[-1]
    # The light starts at the nail's end and is gone a little past the knuckle.
    dx, dy = base[0] - tip[0], base[1] - tip[1]
    long = math.hypot(dx, dy)
    start = (tip[0] - dx / long * tip[2], tip[1] - dy / long * tip[2])
    end = (base[0] + dx * 0.1, base[1] + dy * 0.1)
    colour = theme.finger(finger)
    stops = ((0, 1), (0.5, 0.88), (0.75, 0.6), (1, 0))
    ramp = "".join(
        f'<stop offset="{at}" stop-color="{colour}" stop-opacity="{o}"/>' for at, o in stops
    )
    shapes = "".join(_hull(a, b) for a, b in pairwise(tube))
    marks = _nail(finger) + _crease(finger)
    mark = INK if not theme.is_light else theme.text
    edge = " ".join(f"{x:.1f},{y:.1f}" for x, y in _edge(tube))
    # The tubes lie inside the outline, so the light needs no clipping by it, which is slow.
    return (
        f'<linearGradient id="l" gradientUnits="userSpaceOnUse" x1="{start[0]:.1f}" '
        f'y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}">{ramp}</linearGradient>'
        f'<path d="{shapes}" fill="url(#l)"/>'
        f'<polyline points="{edge}" fill="none" stroke="{theme.text2}" stroke-width="1.9" '
        f'stroke-linejoin="round"/><g fill="none" stroke="{mark}" stroke-width="1" '
        f'stroke-linecap="round" stroke-opacity="0.45">{marks}</g>'
    )


def _edge(tube: Tube) -> list[tuple[float, float]]:
    """Return the outline's points along a finger's upper half, in order."""
    numbers = [float(n) for n in re.findall(r"[\d.]+", outline_path())]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    near = [any(_off(p, a, b) < 3 for a, b in _upper(tube)) for p in points]
    # The path may begin inside this stretch: start behind a point that is not in it.
    start = near.index(False)
    turned, kept = points[start:] + points[:start], near[start:] + near[:start]
    return [point for point, keep in zip(turned, kept, strict=True) if keep]


def _off(point: tuple[float, float], one: Circle, other: Circle) -> float:
    """Return how far a point lies outside the tapered tube between two circles."""
    (x0, y0, r0), (x1, y1, r1) = one, other
    dx, dy = x1 - x0, y1 - y0
    at = ((point[0] - x0) * dx + (point[1] - y0) * dy) / (dx * dx + dy * dy)
    at = min(1.0, max(0.0, at))
    away = math.hypot(point[0] - x0 - at * dx, point[1] - y0 - at * dy)
    return away - (r0 + (r1 - r0) * at)


def _upper(tube: Tube) -> list[tuple[Circle, Circle]]:
    """Return the two segments next to the tip."""
    return list(zip(tube[-3:], tube[-2:], strict=False))


def _hull(one: Circle, other: Circle) -> str:
    """Return a path of two circles and the sides that touch both."""
    (x0, y0, r0), (x1, y1, r1) = one, other
    angle = math.atan2(y1 - y0, x1 - x0)
    lean = math.acos((r0 - r1) / math.hypot(x1 - x0, y1 - y0))
    a, b = angle + lean, angle - lean
    corners = (
        (x0 + r0 * math.cos(a), y0 + r0 * math.sin(a)),
        (x1 + r1 * math.cos(a), y1 + r1 * math.sin(a)),
        (x1 + r1 * math.cos(b), y1 + r1 * math.sin(b)),
        (x0 + r0 * math.cos(b), y0 + r0 * math.sin(b)),
    )
    turned = sum(
        ax * by - bx * ay
        for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True)
    )
    # All parts wind the same way, so that the path fills their union.
    ordered = corners if turned > 0 else corners[::-1]
    sides = "L".join(f"{x:.1f} {y:.1f}" for x, y in ordered)
    discs = "".join(
        f"M{x - r} {y}a{r} {r} 0 1 1 {2 * r} 0a{r} {r} 0 1 1 {-2 * r} 0Z"
        for x, y, r in (one, other)
    )
    return f"M{sides}Z{discs}"


def _turn(finger: int) -> tuple[float, float, float, float]:
    """Return tip x, y, radius, and the angle by which the finger leans from upright, in degrees."""
    x, y, r = FINGERS[finger - 1][-1]
    x0, y0, _ = FINGERS[finger - 1][-2]
    return x, y, r, math.degrees(math.atan2(x - x0, y0 - y))


def _nail(finger: int) -> str:
    x, y, r, lean = _turn(finger)
    w, top, foot = r * 0.66, -r * 0.72, r * 0.95
    return (
        f'<path transform="translate({x} {y}) rotate({lean:.1f})" d="M{-w:.1f} {foot - w:.1f}'
        f"V{top + w:.1f}Q{-w:.1f} {top:.1f} 0 {top:.1f}Q{w:.1f} {top:.1f} {w:.1f} {top + w:.1f}"
        f"V{foot - w:.1f}Q{w:.1f} {foot:.1f} 0 {foot:.1f}Q{-w:.1f} {foot:.1f} {-w:.1f} "
        f'{foot - w:.1f}Z"/>'
    )


def _crease(finger: int) -> str:
    if finger == 1:
        return ""
    x, y, _ = FINGERS[finger - 1][-3]
    _, _, _, lean = _turn(finger)
    return f'<path transform="translate({x} {y}) rotate({lean:.1f})" d="M-10 -1q10 6 20 0"/>'


def _draw_numbers(canvas: Canvas, frame: _Frame, lit: int | None) -> None:
    theme = canvas.theme
    size = max(NUMBER_SIZE * frame.scale, 14)
    for finger in range(1, 6):
        x, y, _ = FINGERS[finger - 1][-2]
        at = frame.point((x - (6 if finger == 1 else 0), y - 9))
        if finger == lit:
            radius = max(DISC * frame.scale, 15)
            draw_disc(canvas, at, radius, INK)
            light = theme.finger(finger) if not theme.is_light else "#FFFDF8"
            draw_middle(canvas, str(finger), at, (700, radius * 1.35), light)
        else:
            draw_middle(canvas, str(finger), at, (600, size), theme.text2)
