"""The timing check: what this computer itself adds to a note's time, passed or not, in ms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.session.world import CheckTiming, TimingCheck
from game.input import Given, Intent
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.heading_lines import draw_heading, heading_height
from game.screens.options import Option, Options, draw_options, foot_row, in_row
from game.screens.screen import Moment, Pop, Replace, Wish, go_to
from game.screens.top_bar import draw_top_bar
from game.screens.words import typeset
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.layout import Box
from game.view.shape import Plate, draw_plate
from game.view.text import (
    draw_fitted,
    draw_paragraph,
    draw_text,
    leading_px,
    paragraph_height,
    text_width,
)

WHAT = "It sends notes through this computer and looks how far their times scatter."
WHY = typeset(
    "That scatter is the computer's, not your hand's. It takes a few seconds, and your piano "
    "is not played."
)
ADVICE = "Close other programs, plug the piano straight into the computer, and check again."
FINE = "Nothing to do. Your piano and its cable are not part of this check."


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingCheckScreen:
    """Two buttons, and what ``World.timing`` says."""

    focus: int = 0

    @property
    def name(self) -> str:
        """The screen's name."""
        return "timing-check"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Begin the check, begin it again, or go back."""
        if Intent.BACK in given:
            return Wish(go=Pop())
        options = _options(moment)
        choice = choose(options.boxes, self.focus, given)
        here = replace(self, focus=choice.focus)
        if choice.chosen is None:
            return go_to(self, here)
        if choice.chosen == 1:
            return Wish(go=Pop())
        if _runs(moment.world.timing):
            return go_to(self, here)
        return Wish(go=Replace(here), requests=(CheckTiming(),))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw what the check does, how far it is, or what it found."""
        canvas.clear()
        draw_top_bar(canvas, moment)
        layout, timing = canvas.layout, moment.world.timing
        title, words = heading_of(timing, moment.world.message)
        if not layout.large_type:
            draw_heading(canvas, title, words)
        top = layout.content.y + heading_height(layout) + layout.px(20)
        area = layout.content
        body = Box(area.x, top, area.w, foot_row(layout).y - layout.space - top)
        if layout.large_type:
            _draw_large(canvas, moment, title, words)
        elif timing is None:
            low = Box(body.x, body.y, body.w, min(body.h, layout.tpx(110) + layout.padding))
            _draw_words(canvas, draw_card(canvas, low, Card(title="What it measures")), WHY)
        elif timing.passed is None:
            _draw_progress(canvas, body, timing)
        else:
            _draw_found(canvas, body, timing)
        options = _options(moment)
        draw_options(canvas, options, self.focus)
        high = options.options[self.focus % 2].label
        draw_foot(canvas, moment, low="Back", high="" if _runs(timing) and not self.focus else high)


def heading_of(timing: TimingCheck | None, message: str) -> tuple[str, str]:
    """Return the headline and a sentence: what will be done, is done, or was found."""
    if message:
        return "Timing check", message
    if timing is None:
        return "How exact is this computer?", WHAT
    if timing.passed is None:
        return "Listening to itself", "Please let other programs rest for a moment."
    if timing.passed:
        return "This computer passes.", FINE
    return "This computer does not pass yet.", ADVICE


def _runs(timing: TimingCheck | None) -> bool:
    return timing is not None and timing.passed is None


def _options(moment: Moment) -> Options:
    timing = moment.world.timing
    label = "Begin" if timing is None else "Check again"
    again = Option(label=label, primary=True, disabled=_runs(timing))
    return in_row(moment.layout, (again, Option(label="Back")), foot_row(moment.layout))


def _draw_progress(canvas: Canvas, body: Box, timing: TimingCheck) -> None:
    layout, theme = canvas.layout, canvas.theme
    high = layout.px(10)
    track = Box(body.x, body.y + layout.px(20), min(body.w, layout.px(640)), high)
    draw_plate(canvas, track, Plate(radius=high // 2, fill=theme.card, edge=theme.line2, edge_px=1))
    share = timing.done / max(1, timing.events)
    if timing.done:
        filled = Box(track.x, track.y, max(high, round(track.w * share)), high)
        draw_plate(canvas, filled, Plate(radius=high // 2, fill=theme.lamp))
    words = f"{timing.done} of {timing.events} notes"
    at = (body.x, track.bottom + layout.tpx(28))
    draw_text(canvas, words, at, Role.BODY, theme.text2)


def figures_of(timing: TimingCheck) -> tuple[tuple[str, float], ...]:
    """Return the figures there are: what each is, and its value in ms."""
    found = (
        (typeset("Driver's time stamps, SD"), timing.driver_sd_ms),
        ("Our own arrival stamps, SD", timing.arrival_sd_ms),
        ("Largest single error", timing.worst_ms),
    )
    return tuple((name, value) for name, value in found if value is not None)


def _draw_found(canvas: Canvas, body: Box, timing: TimingCheck) -> None:
    layout, figures = canvas.layout, figures_of(timing)
    card = body
    if figures:
        high = layout.tpx(104) + layout.padding
        tops = Box(body.x, body.y, body.w, high).columns((1,) * 3, layout.space)
        for box, (name, value) in zip(tops, figures, strict=False):
            inside = draw_card(canvas, box, Card(title=name))
            _draw_figure(canvas, inside, value)
        top = body.y + high + layout.space
        card = Box(body.x, top, body.w, body.bottom - top)
    card = Box(card.x, card.y, card.w, min(card.h, layout.tpx(150) + layout.padding))
    inside = draw_card(canvas, card, Card(title="What this means", scope=timing.way))
    _draw_words(canvas, inside, typeset(timing.said))


def _draw_large(canvas: Canvas, moment: Moment, title: str, words: str) -> None:
    """Draw all of it in one card, for large type: the words, the progress, or what was found."""
    layout, timing = canvas.layout, moment.world.timing
    area = layout.content
    top = area.y + layout.px(4)
    card = Box(area.x, top, area.w, foot_row(layout).y - layout.space - top)
    inside = draw_card(canvas, card, Card(title=title))
    if timing is not None and timing.passed is not None and not moment.world.message:
        figures = [f"{name}: {value:.2f} ms." for name, value in figures_of(timing)[:1]]
        _draw_words(canvas, inside, " ".join((*figures, typeset(timing.said))))
        return
    _draw_words(canvas, inside, words if timing else f"{words} {WHY}")
    if timing is not None and timing.passed is None:
        below = leading_px(canvas, Role.BODY) * 2
        room = Box(inside.x, inside.y + below, inside.w, inside.h - below)
        _draw_progress(canvas, room, timing)


def _draw_figure(canvas: Canvas, inside: Box, value: float) -> None:
    theme = canvas.theme
    y = inside.y + round(leading_px(canvas, Role.VERDICT) * 0.85)
    figure = f"{value:.2f}"
    draw_text(canvas, figure, (inside.x, y), Role.VERDICT, theme.text)
    x = inside.x + text_width(canvas, figure, Role.VERDICT) + canvas.tpx(9)
    draw_text(canvas, "ms", (x, y), Role.UNIT, theme.text2)


def _draw_words(canvas: Canvas, inside: Box, words: str) -> None:
    """Draw words from the top; where they are too long for body size, as large as they fit."""
    colour = canvas.theme.text2
    if paragraph_height(canvas, words, Role.BODY, inside.w) <= inside.h:
        draw_paragraph(canvas, words, (inside.x, inside.y), inside.w, Role.BODY, colour)
    else:
        draw_fitted(canvas, words, inside, Role.SECOND, colour)
