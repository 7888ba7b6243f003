"""The five rows of Still Water at play: a chip, a surface or a row of drops, and a word."""

from dataclasses import dataclass

from engine.exercise import Exercise
from engine.tasks.still_water import Flowing, Resting, Settling, StillWaterState
from game.theme import Role
from game.view.canvas import Canvas
from game.view.chip import Chip, draw_chip
from game.view.drops import DropRow, FallingDrop, draw_drop_row, draw_falling, prepare_drops
from game.view.layout import Box
from game.view.still_surface import StillSurface, draw_still_surface, surface_y
from game.view.text import draw_text, text_width

FALLS_S = 0.6
FALLS_SHARE = 0.8
RING_S = 0.4
TALLEST = 84
# At the own pace few play more than this in a round; drops keep their size until then.
MOST_STROKES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the rows stand: the surfaces from top to bottom, and the time's line below them."""

    rows: tuple[Box, ...]
    chips_x: int
    words_x: int | None
    line_y: int


def fingers_from_top(exercise: Exercise) -> tuple[int, ...]:
    """Return the fingers as their keys lie, the highest first."""
    keys = {target.pitch: target.finger for target in exercise.patterns[0].targets}
    return tuple(finger for _, finger in sorted(keys.items(), reverse=True) if finger is not None)


def places_in(canvas: Canvas, box: Box, *, words: bool = True) -> Places:
    """Return where five rows stand in a box, no taller than they need, in its middle."""
    foot = canvas.px(12)
    tall = min((box.h - foot) // 5, canvas.px(TALLEST))
    radius = chip_radius(canvas, tall)
    left = box.x + 2 * radius + canvas.px(20)
    wide = text_width(canvas, "press and hold", Role.SECOND) + canvas.tpx(16) if words else 0
    top = box.y + (box.h - foot - 5 * tall) // 2
    rows = tuple(Box(left, top + row * tall, box.right - wide - left, tall) for row in range(5))
    return Places(
        rows=rows,
        chips_x=box.x + radius,
        words_x=box.right - wide + canvas.tpx(16) if words else None,
        line_y=top + 5 * tall + foot // 2,
    )


def chip_radius(canvas: Canvas, tall: int) -> int:
    """Return the radius of the chips beside rows of a height."""
    return round(min(15 * canvas.layout.pitch, tall * 0.3))


def draw_rows(canvas: Canvas, places: Places, state: StillWaterState, now_ns: int) -> None:
    """Draw the fingers: calm surfaces for those that hold, drops for the one that plays.

    While the round waits, a surface fills as its key goes down; while it runs, all of them stay
    calm whatever the keys do.
    """
    tall = places.rows[0].h
    radius = chip_radius(canvas, tall)
    theme = canvas.theme
    flows = isinstance(state.phase, Flowing)
    for finger, row in zip(fingers_from_top(state.task.exercise), places.rows, strict=True):
        y = surface_y(row)
        plays, holds = finger == state.playing, finger in state.held
        chip = Chip(finger=finger, filled=plays or holds)
        draw_chip(canvas, (places.chips_x, y), radius, chip)
        down = flows or finger in state.fingers_down
        if plays:
            draw_drop_row(canvas, row, drop_row(state, now_ns))
        else:
            draw_still_surface(canvas, row, StillSurface(finger=finger, filled=holds and down))
        wanted = holds and not down and not isinstance(state.phase, Resting)
        word, colour = _word(plays=plays, holds=holds, wanted=wanted), theme.text3
        if plays or wanted:
            colour = theme.text
        if places.words_x is not None:
            draw_text(canvas, word, (places.words_x, y + canvas.tpx(6)), Role.SECOND, colour)


def _word(*, plays: bool, holds: bool, wanted: bool) -> str:
    if plays:
        return "plays"
    if not holds:
        return "rests"
    return "press and hold" if wanted else "holds"


def beats_of(state: StillWaterState) -> tuple[float, ...]:
    """Return where the drops fall, as shares of the round; none at the player's own pace."""
    count = state.task.drops or 0
    return tuple((beat + 0.5) / count for beat in range(count))


def drop_row(state: StillWaterState, now_ns: int) -> DropRow:
    """Return the row of drops: rings where they fell, or a drop a stroke at the own pace."""
    beats = beats_of(state)
    phase = state.phase
    if not isinstance(phase, Flowing):
        return DropRow(finger=state.playing, beats=beats, landed=0)
    if not beats:
        lasts_ns = state.task.lasts_ns
        strokes = tuple((at_ns - phase.begins_ns) / lasts_ns for at_ns in phase.strokes_ns)
        return DropRow(finger=state.playing, drops=strokes, room_for=MOST_STROKES)
    return DropRow(finger=state.playing, beats=beats, landed=_landed(state, now_ns))


def _beat(state: StillWaterState, now_ns: int) -> float:
    """Return how many drops have fallen by now, parts of one too; negative before the first."""
    clicks = state.clicks
    if clicks is None or not isinstance(state.phase, Flowing | Settling):
        return -2.0
    return (now_ns - clicks.from_ns) * clicks.tempo_bpm / 60e9


def _landed(state: StillWaterState, now_ns: int) -> int:
    return min(max(int(_beat(state, now_ns) // 1) + 1, 0), state.task.drops or 0)


def draw_drop(
    canvas: Canvas, places: Places, state: StillWaterState, now_ns: int, *, still: bool
) -> None:
    """Draw the drop that falls now and the ring of the last; ``still`` with reduced motion.

    Then the drop does not fall: it is simply there on its beat.
    """
    beats, tempo_bpm = beats_of(state), state.task.tempo_bpm
    if not beats or tempo_bpm is None:
        return
    row = places.rows[fingers_from_top(state.task.exercise).index(state.playing)]
    room, apart_s = row.w / len(beats), 60 / tempo_bpm
    beat, landed = _beat(state, now_ns), _landed(state, now_ns)
    since_s = (beat - landed + 1) * apart_s
    if still:
        if landed and since_s < FALLS_SHARE * apart_s:
            drop = FallingDrop(finger=state.playing, at=beats[landed - 1])
            draw_falling(canvas, row, drop, room=room)
        return
    if landed and since_s < RING_S:
        ring = FallingDrop(finger=state.playing, at=beats[landed - 1], ring=since_s / RING_S)
        draw_falling(canvas, row, ring, room=room)
    falls_s = min(FALLS_S, FALLS_SHARE * apart_s)
    ahead_s = (landed - beat) * apart_s
    if landed < len(beats) and ahead_s < falls_s:
        drop = FallingDrop(finger=state.playing, at=beats[landed], fallen=1 - ahead_s / falls_s)
        draw_falling(canvas, row, drop, room=room)


def draw_time(canvas: Canvas, places: Places, state: StillWaterState, now_ns: int) -> None:
    """Draw how much of the round has passed as a quiet line."""
    row, theme = places.rows[0], canvas.theme
    thick = canvas.px(3)
    canvas.surface.fill(theme.line, (row.x, places.line_y + thick // 2, row.w, canvas.px(1)))
    if isinstance(state.phase, Flowing):
        share = (now_ns - state.phase.begins_ns) / state.task.lasts_ns
        passed = round(row.w * min(max(share, 0.0), 1.0))
        canvas.surface.fill(theme.text3, (row.x, places.line_y, passed, thick))


def prepare_rows(canvas: Canvas, places: Places, state: StillWaterState) -> None:
    """Render every finger's surface, calm and empty, and its drops, before the trial."""
    row = places.rows[0]
    beats = beats_of(state)
    for finger in state.task.fingers:
        room_for = len(beats) or MOST_STROKES
        prepare_drops(canvas, row, DropRow(finger=finger, beats=beats, room_for=room_for))
    for finger in fingers_from_top(state.task.exercise):
        for filled in (True, False):
            draw_still_surface(canvas, row, StillSurface(finger=finger, filled=filled))
