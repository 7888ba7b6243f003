"""The metronome as a ring that swells with the beat, and its beat dots (LOOK 6)."""

from dataclasses import dataclass, replace

import pygame

from game.theme import Role, mixed
from game.view.canvas import Canvas
from game.view.shape import Ring, draw_disc, draw_glow, draw_ring
from game.view.text import Anchor, draw_figure, draw_text, text_width

RADIUS, SWELL, SWELL_PHASES, QUIET_PHASES = 52, 8, 16, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Metronome:
    """Tempo, the beat that sounds (0 to ``beats`` - 1, None before the first), and the swell.

    ``swell`` is 1 on the beat and falls to 0 before the next; it follows the audio clock. With
    reduced motion it stays 0. ``quiet`` goes from 0 to 1 as the clicks stop: the ring is an outline
    then, without light. ``scale`` makes the ring larger where it stands alone.
    """

    bpm: float
    beats: int = 2
    beat: int | None = None
    swell: float = 0
    unit: str = "bpm"
    quiet: float = 0
    scale: float = 1


def ring_radius(canvas: Canvas, scale: float = 1) -> float:
    """Return the ring's radius: large words widen it, no more than the staff above leaves room."""
    return scale * canvas.px(RADIUS) * max(1, canvas.layout.t / max(canvas.layout.u, 1) * 0.62)


def prepare_metronome(canvas: Canvas, metronome: Metronome) -> None:
    """Render every phase of the swell and both kinds of dot before the trial."""
    aside = canvas.onto(pygame.Surface((1, 1)))
    for phase in range(SWELL_PHASES + 1):
        swelling = replace(metronome, beat=phase % 2, swell=phase / SWELL_PHASES)
        draw_metronome(aside, (0, 0), swelling)
    for phase in range(QUIET_PHASES + 1):
        draw_metronome(aside, (0, 0), replace(metronome, quiet=phase / QUIET_PHASES))


def _figure_role(canvas: Canvas, figure: str, radius: float) -> Role:
    """Return the largest size of type that keeps the tempo inside the ring."""
    # Large figures stand higher, where the ring is narrower.
    room = radius * (1.2 if canvas.layout.large_type else 1.65)
    sizes = (Role.GREETING, Role.VERDICT, Role.GAME)
    fitting = (role for role in sizes if text_width(canvas, figure, role) <= room)
    return next(fitting, Role.OPENING)


def draw_metronome(canvas: Canvas, centre: tuple[float, float], metronome: Metronome) -> None:
    """Draw the ring around a point, the tempo in it and the beat dots below."""
    theme, u = canvas.theme, canvas.layout.u
    x, y = centre
    radius = ring_radius(canvas, metronome.scale)
    quiet = round(metronome.quiet * QUIET_PHASES) / QUIET_PHASES
    if quiet < 1:
        glow = round(0.14 * (1 - quiet), 4)
        draw_glow(canvas, centre, round(radius * 1.7), theme.lamp, glow)
    colour = mixed(theme.accent, theme.line2, quiet)
    draw_ring(canvas, centre, radius, Ring(colour=colour, width=2 * u, fill=theme.bg))
    swell = round(metronome.swell * SWELL_PHASES) / SWELL_PHASES
    if swell > 0:
        ring = Ring(colour=theme.lamp, width=max(1, u), opacity=round(0.3 + 0.3 * swell, 2))
        draw_ring(canvas, centre, radius + swell * canvas.px(SWELL), ring)
    figure = f"{metronome.bpm:g}"
    # Large figures fill the ring: they stand higher, so that the unit keeps clear of them.
    tempo = (x, y + radius * (3 if canvas.layout.large_type else 8) / RADIUS)
    role = _figure_role(canvas, figure, radius)
    ink = theme.text2 if quiet == 1 else theme.text
    draw_figure(canvas, figure, tempo, role, ink, anchor=Anchor.CENTRE)
    below = (x, y + radius * (31 if canvas.layout.large_type else 29) / RADIUS)
    draw_text(canvas, metronome.unit, below, Role.AXIS, theme.text2, anchor=Anchor.CENTRE)
    step = canvas.px(16)
    for beat in range(metronome.beats):
        dot = (x + (beat - (metronome.beats - 1) / 2) * step, y + radius + canvas.px(24))
        if beat == metronome.beat:
            draw_disc(canvas, dot, 4.8 * u, theme.lamp)
        else:
            draw_ring(canvas, dot, 4 * u, Ring(colour=theme.line2, width=1.4 * u))
