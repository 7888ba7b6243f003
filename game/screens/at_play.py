"""What games share while they are played: the heading, how to pause, the ring, the keys that sound.

Nothing here is drawn anew from frame to frame but the ring's swell and the light of the keys.
"""

from collections.abc import Sequence

from engine.take import NoteOff, NoteOn
from engine.tasks.clicks import Clicks
from game.screens.heading import heading_baseline
from game.screens.screen import Moment
from game.theme import Role
from game.view.canvas import Canvas
from game.view.keyboard import Sounding
from game.view.metronome import Metronome
from game.view.text import Anchor, draw_text, text_width

BEATS = 2
FADE_NS = 160_000_000

# Keys that were let go, each with the stamp of its note-off.
Faded = tuple[tuple[int, int], ...]


def draw_play_heading(canvas: Canvas, title: str, subtitle: str, right: float) -> None:
    """Draw the title, and the subtitle where it ends before ``right``."""
    bar, y = canvas.layout.play_bar, heading_baseline(canvas.layout)
    x = bar.x + draw_text(canvas, title, (bar.x, y), Role.GAME, canvas.theme.text)
    x += canvas.tpx(18)
    if x + text_width(canvas, subtitle, Role.BODY) < right:
        draw_text(canvas, subtitle, (x, y), Role.BODY, canvas.theme.text2)


def draw_hints(canvas: Canvas, ways: Sequence[str], told: str = "") -> None:
    """Draw the first of ``ways`` that has room, else the last; ``told`` stands at the right."""
    bar, y = canvas.layout.play_bar, canvas.layout.play_hints_y
    colour, room = canvas.theme.text3, bar.w
    if told:
        draw_text(canvas, told, (bar.right, y), Role.CAPTION, colour, anchor=Anchor.RIGHT)
        room -= text_width(canvas, told, Role.CAPTION) + canvas.tpx(24)
    fitting = (words for words in ways if text_width(canvas, words, Role.CAPTION) <= room)
    draw_text(canvas, next(fitting, ways[-1]), (bar.x, y), Role.CAPTION, colour)


def pause_words(*, steers: bool) -> tuple[str, ...]:
    """Return how a take is paused, from the longest words to the shortest.

    ``steers`` is whether both ends of the instrument are known.
    """
    if not steers:
        return ("Pause: rest 4 seconds, or Esc", "Pause: Esc")
    ends = "the piano\N{RIGHT SINGLE QUOTATION MARK}s two outermost keys"
    return (
        f"Pause: rest 4 seconds, Esc, or {ends}",
        f"Pause: Esc, or {ends}",
        "Pause: rest 4 seconds",
    )


def ring_of(
    moment: Moment, clicks: Clicks | None, tempo_bpm: float, *, quiet: float = 0.0, scale: float = 1
) -> Metronome:
    """Return the beat's ring as it stands; it swells with each click unless motion is reduced."""
    beats = clicks.beat_at(moment.now_ns) if clicks else None
    still = moment.world.settings.reduced_motion
    return Metronome(
        bpm=round(tempo_bpm),
        beats=BEATS,
        beat=None if beats is None else int(beats) % BEATS,
        swell=0.0 if beats is None or still else (1 - beats % 1) ** 3,
        quiet=quiet,
        scale=scale,
    )


def faded_keys(faded: Faded, moment: Moment) -> Faded:
    """Return the keys that were let go less than a fade ago."""
    last = dict(faded)
    for event in moment.step.events:
        match event:
            case NoteOff():
                last[event.pitch] = event.at_ns
            case NoteOn():
                last.pop(event.pitch, None)
            case _:
                pass
    return tuple((p, at_ns) for p, at_ns in last.items() if moment.now_ns - at_ns < FADE_NS)


def sounding_keys(moment: Moment, faded: Faded = ()) -> tuple[Sounding, ...]:
    """Return the keys that sound, and the light that is left of those let go."""
    sounding = [Sounding(pitch=pitch) for pitch in sorted(moment.sounding)]
    if not moment.world.settings.reduced_motion:
        sounding += [
            Sounding(pitch=pitch, light=1 - (moment.now_ns - at_ns) / FADE_NS)
            for pitch, at_ns in faded
            if pitch not in moment.sounding and 0 <= moment.now_ns - at_ns < FADE_NS
        ]
    return tuple(sounding)
