"""A string being played: staff, pearls on their thread, the beat, the keys; never a figure.

Nothing here tells early from late or strong from weak: a note that landed is in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.session.state import BlockPlan, Pause, Playing
from engine.tasks.pearls import PearlsState
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
from game.screens.heading import exercise_words, heading_baseline, title_of
from game.screens.screen import NOTHING, Moment, Replace, Wish
from game.screens.strip import (
    draw_strip,
    home_keys,
    keys_in_view,
    notes_a_beat,
    octave,
    pattern_of,
    staff_bottom,
)
from game.theme import Role
from game.view.canvas import Canvas
from game.view.hanging_strand import SAG, HangingStrand, draw_hanging_strand, pearl_radius
from game.view.keyboard import Keyboard, draw_keyboard
from game.view.layout import Box
from game.view.metronome import draw_metronome, ring_radius
from game.view.progress_dots import StringsDone, draw_strings_done, strings_done_width
from game.view.text import Anchor, draw_text, text_width

LANDING_NS = 180_000_000
RIPPLE_NS = 900_000_000
FULL_NS = 1_200_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PearlsScreen:
    """Warm-up, evenness check and Pearls.

    ``landed`` counts attempts and pearls as last seen, and ``landed_ns`` is when the last pearl
    landed; ``faded`` are keys let go, with their stamps.
    """

    name: str = "pearls"
    landed: tuple[int, int] = (0, 0)
    landed_ns: int | None = None
    faded: Faded = ()

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Follow the take; Escape pauses, no single key of the piano does anything."""
        state = moment.state
        if not isinstance(state, Playing) or not isinstance(state.task, PearlsState):
            return NOTHING
        inputs = (Pause(moment.now_ns),) if Intent.BACK in given else ()
        seen = self._seen(state.task, moment)
        return Wish(go=Replace(seen), inputs=inputs) if seen != self else Wish(inputs=inputs)

    def _seen(self, task: PearlsState, moment: Moment) -> "PearlsScreen":
        landed, landed_ns = (task.attempts, task.landed), self.landed_ns
        if landed != self.landed:
            landed_ns = task.last_onset_ns
        return replace(
            self,
            landed=landed,
            landed_ns=landed_ns,
            faded=faded_keys(self.faded, moment),
        )

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the moment."""
        state = moment.state
        if not isinstance(state, Playing) or not isinstance(state.task, PearlsState):
            canvas.clear()
            return
        task, step = state.task, state.step
        still = canvas.layer(
            ("pearls", step.task, step.exercise, step.tempo_bpm, moment.world.device is None),
            lambda layer: _paint_still(layer, moment, step),
        )
        canvas.blit(still, 0, 0)
        _draw_strings(canvas, task)
        pattern = pattern_of(step)
        landed = self.shown(task, moment.now_ns)
        draw_strip(canvas, pattern, landed if task.landed else 0)
        self._draw_strand(canvas, moment, (landed, len(pattern.targets)), task)
        self._draw_keys(canvas, moment, task)

    def shown(self, task: PearlsState, now_ns: int) -> int:
        """Return the pearls on the string; a full one hangs for a moment before the next."""
        full = task.landed == 0 and task.attempts > 0 and not (task.extras or task.slips)
        if full and self.landed_ns is not None and now_ns - self.landed_ns < FULL_NS:
            return len(task.task.pattern.targets)
        return task.landed

    def _draw_strand(
        self, canvas: Canvas, moment: Moment, pearls: tuple[int, int], task: PearlsState
    ) -> None:
        box = strand_box(canvas, staff_bottom(canvas, task.task.pattern))
        landing = ripple = 1.0
        if self.landed_ns is not None and not moment.world.settings.reduced_motion:
            since_ns = max(0, moment.now_ns - self.landed_ns)
            landing = min(1.0, since_ns / LANDING_NS)
            ripple = min(1.0, since_ns / RIPPLE_NS)
        ring = ring_of(moment, task.clicks, task.task.tempo_bpm)
        draw_metronome(canvas, ring_centre(canvas, box, pearls[1]), ring)
        strand = HangingStrand(length=pearls[1], landed=pearls[0], landing=landing, ripple=ripple)
        draw_hanging_strand(canvas, box, strand)

    def _draw_keys(self, canvas: Canvas, moment: Moment, task: PearlsState) -> None:
        pattern = task.task.pattern
        # until the first note the keys are shown where the hand is asked to lie
        begun = task.landed or task.attempts
        lies = task.transposition if begun else octave(moment, pattern)
        lowest, highest = keys_in_view(moment, pattern, lies)
        keyboard = Keyboard(
            lowest=lowest,
            highest=highest,
            home=home_keys(pattern, lies),
            sounding=sounding_keys(moment, self.faded),
        )
        draw_keyboard(canvas, canvas.layout.keyboard, keyboard)


def strand_box(canvas: Canvas, top: int) -> Box:
    """Return where the string hangs: below the staff, its ends at the upper corners."""
    layout = canvas.layout
    side = canvas.px(92)
    width = layout.content.w - 2 * side
    y = top + canvas.px(4 if layout.compact else 16)
    foot = layout.play_hints_y - layout.tpx(18) - canvas.px(22)
    # What the sag leaves free stands mostly above, where the beat's ring is.
    y += round(max(0, foot - y - SAG * width) * 0.7)
    return Box(layout.content.x + side, y, width, max(foot - y, 20))


def ring_centre(canvas: Canvas, box: Box, length: int) -> tuple[float, float]:
    """Return where the beat's ring stands: just above the middle of the string."""
    lowest = box.y + min(SAG * box.w, box.h * 0.86)
    below = ring_radius(canvas) + canvas.px(24 + 5 + 4) + pearl_radius(canvas, box, length)
    return box.x + box.w / 2, lowest - below


def _paint_still(canvas: Canvas, moment: Moment, step: BlockPlan) -> None:
    right = canvas.layout.play_bar.right - strings_done_width(
        canvas, StringsDone(done=0, total=step.runs)
    )
    right -= text_width(canvas, "String 10 of 10", Role.SECOND) + canvas.tpx(18)
    draw_play_heading(canvas, title_of(step), exercise_words(step), right - canvas.tpx(16))
    even = f"{notes_a_beat(pattern_of(step))}, as evenly as you can"
    draw_hints(canvas, pause_words(steers=moment.world.device is not None), even)


def _draw_strings(canvas: Canvas, task: PearlsState) -> None:
    layout, theme = canvas.layout, canvas.theme
    total = task.task.runs
    strings = StringsDone(done=task.runs_kept, total=total, running=not task.enough)
    left = layout.play_bar.right - strings_done_width(canvas, strings) + canvas.px(10)
    y = heading_baseline(layout)
    draw_strings_done(canvas, left, y - canvas.tpx(6), strings)
    words = f"String {min(task.runs_kept + 1, total)} of {total}"
    at = (left - canvas.tpx(16), y)
    draw_text(canvas, words, at, Role.SECOND, theme.text2, anchor=Anchor.RIGHT)
