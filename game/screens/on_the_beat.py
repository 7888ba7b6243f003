"""On the Beat at play: the ring, the notes to come, the keys; never a figure of what was played.

While the clicks sound the lane moves with them. When they stop the ring fades to an outline and the
lane waits: it moves on with each note that is played, so that nothing on the screen gives the beat.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.session.reach import octave_on
from engine.session.state import BlockPlan, Pause, Playing
from engine.tasks.on_the_beat import COUNT_IN, OnTheBeatState
from game.input import Given, Intent
from game.screens.at_play import (
    Faded,
    draw_hints,
    draw_play_heading,
    faded_keys,
    pause_words,
    ring_of,
    sounding_keys,
)
from game.screens.beat_words import Words, beat_position, quiet_of, words_of
from game.screens.foot import ends
from game.screens.heading import exercise_words, heading_baseline, title_of
from game.screens.screen import NOTHING, Moment, Replace, Wish
from game.theme import Role
from game.view.beat_lane import BeatLane, draw_beat_lane, lane_height, prepare_beat_lane
from game.view.canvas import Canvas
from game.view.hit_strip import HitStrip, Tick, draw_hit_strip, prepare_hit_strip, strip_height
from game.view.keyboard import HomeKey, Keyboard, draw_keyboard, prepare_keyboard
from game.view.keys import play_range
from game.view.layout import Box
from game.view.metronome import Metronome, draw_metronome, prepare_metronome, ring_radius
from game.view.progress_dots import ProgressDots, draw_progress_dots
from game.view.text import Anchor, draw_text, text_width

RING, LARGE_RING = 1.35, 1.5
TICK_NS = 10_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheBeatScreen:
    """``faded`` are keys let go, with their stamps."""

    name: str = "on_the_beat"
    faded: Faded = ()

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Follow the take; Escape pauses, no single key of the piano does anything."""
        state = moment.state
        if not isinstance(state, Playing) or not isinstance(state.task, OnTheBeatState):
            return NOTHING
        inputs = (Pause(moment.now_ns),) if Intent.BACK in given else ()
        seen = replace(self, faded=faded_keys(self.faded, moment))
        return Wish(go=Replace(seen), inputs=inputs) if seen != self else Wish(inputs=inputs)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the moment."""
        state = moment.state
        if not isinstance(state, Playing) or not isinstance(state.task, OnTheBeatState):
            canvas.clear()
            return
        task, step = state.task, state.step
        still = canvas.layer(
            ("on the beat", step, len(task.done), moment.world.device is None),
            lambda layer: _paint_still(layer, moment, step, task),
        )
        canvas.blit(still, 0, 0)
        strip = moment.world.settings.hit_strip
        _draw_words(canvas, words_of(task, moment.now_ns), strip=strip)
        _draw_ring(canvas, moment, task)
        draw_beat_lane(canvas, lane_box(canvas, strip=strip), lane_of(task, moment))
        if strip:
            draw_hit_strip(canvas, strip_box(canvas), _strip(moment, task))
        sounding = sounding_keys(moment, self.faded)
        keyboard = replace(keys_of(moment, task), sounding=sounding)
        draw_keyboard(canvas, canvas.layout.keyboard, keyboard)


def lane_of(task: OnTheBeatState, moment: Moment) -> BeatLane:
    """Return the lane as it stands."""
    stretch = task.current.stretch
    still = moment.world.settings.reduced_motion
    return BeatLane(
        fingers=tuple(finger or 1 for finger in stretch.fingers),
        paced=stretch.paced,
        alone=stretch.alone,
        position=beat_position(task, moment.now_ns, still=still),
        subdivision=stretch.subdivision,
        count_in=COUNT_IN,
    )


def keys_of(moment: Moment, task: OnTheBeatState) -> Keyboard:
    """Return the keyboard with the keys that the stretch asks for."""
    written = tuple(sorted({p for each in task.task.stretches for p in each.pitches}))
    outer = ends(moment.world)
    lies = octave_on(written, outer)
    lowest, highest = play_range(tuple(pitch + lies for pitch in written), *outer)
    stretch = task.current.stretch
    pitches = (pitch + lies for pitch in stretch.pitches)
    fingers = dict(zip(pitches, stretch.fingers, strict=True))
    home = tuple(HomeKey(pitch=p, finger=f) for p, f in sorted(fingers.items()) if f is not None)
    return Keyboard(lowest=lowest, highest=highest, home=home)


def ring_scale(canvas: Canvas) -> float:
    """Return how much larger the ring is than beside a staff."""
    return LARGE_RING if canvas.layout.large_type else RING


def ring_place(canvas: Canvas, *, strip: bool) -> tuple[float, float]:
    """Return where the beat's ring stands."""
    stage = canvas.layout.stage
    below = canvas.px(40) + canvas.tpx(64)
    room = lane_box(canvas, strip=strip).y - stage.y - below
    return stage.centre[0], stage.y + max(
        room * 0.56, ring_radius(canvas, ring_scale(canvas)) + canvas.px(10)
    )


def lane_box(canvas: Canvas, *, strip: bool) -> Box:
    """Return where the notes to come stand: above the keys, and above the ``strip`` if shown."""
    layout, below = canvas.layout, strip_box(canvas)
    foot = below.y - layout.px(4) if strip else below.bottom - layout.px(10)
    height = lane_height(canvas)
    return Box(layout.stage.x, foot - height, layout.stage.w, height)


def strip_box(canvas: Canvas) -> Box:
    """Return where the strip of early and late stands, if it is shown."""
    layout = canvas.layout
    height = strip_height(canvas)
    width = min(layout.stage.w, layout.px(420) + layout.tpx(120))
    foot = layout.play_hints_y - layout.tpx(18) - layout.px(6)
    return Box(layout.stage.centre[0] - width // 2, foot - height, width, height)


def prepare_beat(canvas: Canvas, moment: Moment, task: OnTheBeatState) -> None:
    """Make all that moves at play, while the player still reads what comes."""
    ring = Metronome(bpm=round(task.task.tempo_bpm), scale=ring_scale(canvas))
    prepare_metronome(canvas, ring)
    strip = moment.world.settings.hit_strip
    for stretch in dict.fromkeys(task.task.stretches):
        number = task.task.stretches.index(stretch)
        before = replace(task, done=(task.current,) * number)
        prepare_beat_lane(canvas, lane_box(canvas, strip=strip), lane_of(before, moment))
        prepare_keyboard(canvas, canvas.layout.keyboard, keys_of(moment, before))
    if strip:
        prepare_hit_strip(canvas, strip_box(canvas), (1, 2, 3, 4, 5))


def _draw_ring(canvas: Canvas, moment: Moment, task: OnTheBeatState) -> None:
    settings, scale = moment.world.settings, ring_scale(canvas)
    quiet = quiet_of(task, moment.now_ns, still=settings.reduced_motion)
    ring = ring_of(moment, task.clicks, task.task.tempo_bpm, quiet=quiet, scale=scale)
    draw_metronome(canvas, ring_place(canvas, strip=settings.hit_strip), ring)


def _strip(moment: Moment, task: OnTheBeatState) -> HitStrip:
    known = moment.world.settings.calibration(moment.world.port.name)
    off_ms = known.latency_ms if known else 0.0
    return HitStrip(
        ticks=tuple(
            Tick(
                late_ms=each.late_ns / 1e6 - off_ms,
                finger=each.finger,
                light=1 - (moment.now_ns - each.at_ns) / TICK_NS,
            )
            for each in task.struck
        )
    )


def _paint_still(canvas: Canvas, moment: Moment, step: BlockPlan, task: OnTheBeatState) -> None:
    right = _draw_rounds(canvas, task) - canvas.tpx(16)
    draw_play_heading(canvas, title_of(step), exercise_words(step), right)
    two = task.current.stretch.subdivision > 1
    notes = "two notes on a click" if two else "one note on a click"
    draw_hints(canvas, pause_words(steers=moment.world.device is not None), notes)


def _draw_rounds(canvas: Canvas, task: OnTheBeatState) -> int:
    """Draw how many rounds there are, at the right of the bar; return their left edge."""
    layout = canvas.layout
    total = len(task.task.stretches)
    number = min(len(task.done) + 1, total)
    y = heading_baseline(layout)
    wide = canvas.px(24) * total
    box = Box(layout.play_bar.right - wide, y - canvas.tpx(6) - canvas.px(10), wide, canvas.px(20))
    draw_progress_dots(canvas, box, ProgressDots(done=len(task.done), total=total))
    words = f"Round {number} of {total}"
    at = (box.x - canvas.tpx(12), y)
    draw_text(canvas, words, at, Role.SECOND, canvas.theme.text2, anchor=Anchor.RIGHT)
    return round(at[0]) - text_width(canvas, words, Role.SECOND)


def _draw_words(canvas: Canvas, words: Words, *, strip: bool) -> None:
    theme = canvas.theme
    x, y = ring_place(canvas, strip=strip)
    y += ring_radius(canvas, ring_scale(canvas)) + canvas.px(40) + canvas.tpx(20)
    draw_text(canvas, words.opening, (x, y), Role.OPENING, theme.text, anchor=Anchor.CENTRE)
    y += canvas.tpx(26)
    if words.more and y < lane_box(canvas, strip=strip).y + canvas.px(8):
        draw_text(canvas, words.more, (x, y), Role.SECOND, theme.text2, anchor=Anchor.CENTRE)
