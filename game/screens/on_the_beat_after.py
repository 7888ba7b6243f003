"""After On the Beat: each finger about the beat, every note, and how the hand went on alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from engine.exercise import FINGER_NAMES
from engine.session.state import Again, Outcome, Reviewing
from engine.tasks.on_the_beat_found import BeatFound
from game.input import Given
from game.screens.after import (
    Seen,
    Way,
    body_box,
    columns,
    draw_page_words,
    draw_refused,
    draw_sentences,
    draw_ways,
    fitting,
    refusal,
    wish_after,
)
from game.screens.beat_said import (
    MEANING,
    alone_title,
    finger_chart,
    not_yet,
    on_the_whole,
    part_words,
    sentences,
    standing_out,
    steadiness,
    taps_chart,
    tempo_words,
    zero_words,
)
from game.screens.heading import draw_heading, title_of
from game.screens.screen import Moment, Wish
from game.theme import Role
from game.view.asynchrony_chart import draw_asynchrony_chart, draw_taps_chart
from game.view.button import Button
from game.view.canvas import Canvas
from game.view.card import Card, card_head, draw_card
from game.view.chip import Chip
from game.view.figure_card import FigureCard, draw_figure_card, figure_card_height
from game.view.interval_glyph import Figure
from game.view.layout import Box
from game.view.text import draw_fitted, draw_paragraph, draw_text, text_width


class Page(StrEnum):
    """What large words are shown a page of."""

    STEADY = "steady"
    WORDS = "words"
    FINGERS = "fingers"
    NOTES = "notes"
    ALONE = "alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheBeatAfterScreen:
    """``seen`` is the way on in focus, 0 for Next, and the page."""

    name: str = "on_the_beat_after"
    seen: Seen = field(default_factory=Seen)

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Next, again, slower, one finger only, or back to today."""
        more = _ways(moment.state) if isinstance(moment.state, Reviewing) else ()
        return wish_after(moment, self.seen, given, lambda seen: replace(self, seen=seen), more)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw what was measured, or why nothing was."""
        state = moment.state
        if not isinstance(state, Reviewing):
            canvas.clear()
            return
        outcome = state.outcome
        found = outcome.found if isinstance(outcome.found, BeatFound) else None
        pages = _pages(canvas, outcome, found)
        page = pages[self.seen.page % len(pages)]
        body = canvas.layer(
            ("on the beat after", outcome, page),
            lambda still: _paint_body(still, outcome, found, page),
        )
        canvas.blit(body, 0, 0)
        subtitle = f"{state.step.hand} hand, {state.step.tempo_bpm:.0f} bpm"
        draw_heading(canvas, moment, title_of(state.step), subtitle)
        draw_ways(canvas, moment, state, self.seen, pages=len(pages), more=_ways(state))


def _ways(state: Reviewing) -> tuple[Way, ...]:
    """Return the way to play with the finger that stands out alone, where one does."""
    found = state.outcome.found
    apart = standing_out(found) if isinstance(found, BeatFound) else None
    if apart is None:
        return ()
    button = Button(
        label=f"Only the {FINGER_NAMES[apart.finger]}", parts=(Chip(finger=apart.finger),)
    )
    step = replace(state.step, fingers=(apart.finger,))
    return (Way(button=button, gives=Again(step), short=f"Only {apart.finger}"),)


def _paint_body(canvas: Canvas, outcome: Outcome, found: BeatFound | None, page: Page) -> None:
    if found is None:
        draw_refused(canvas, refusal(outcome), outcome.because)
    elif canvas.layout.large_type:
        _draw_page(canvas, outcome, found, page)
    else:
        _draw_columns(canvas, outcome, found)


def _draw_columns(canvas: Canvas, outcome: Outcome, found: BeatFound) -> None:
    layout = canvas.layout
    left, right = columns(body_box(layout), layout)
    alone_h = card_head(canvas) + canvas.tpx(66) + layout.padding
    upper = Box(left.x, left.y, left.w, left.h - alone_h - layout.space)
    fingers, notes = upper.columns((0.54, 0.46), layout.space)
    _draw_fingers(canvas, fingers, found)
    _draw_notes(canvas, notes, found)
    _draw_alone(canvas, Box(left.x, upper.bottom + layout.space, left.w, alone_h), found)
    card = draw_figure_card(canvas, right, _steady(found, steadiness(found)))
    rest = right.below(card.bottom + layout.space)
    draw_sentences(canvas, rest, sentences(outcome, found))


def _pages(canvas: Canvas, outcome: Outcome, found: BeatFound | None) -> tuple[Page, ...]:
    """Return the pages that large words need; one of words alone where the first is too small."""
    if found is None or not canvas.layout.large_type:
        return (Page.STEADY,)
    words = () if _has_room(canvas, outcome, found) else (Page.WORDS,)
    return (Page.STEADY, *words, Page.FINGERS, Page.NOTES, Page.ALONE)


def _halves(canvas: Canvas) -> tuple[Box, ...]:
    return body_box(canvas.layout).columns((0.52, 0.48), 2 * canvas.layout.space)


def _has_room(canvas: Canvas, outcome: Outcome, found: BeatFound) -> bool:
    left, right = _halves(canvas)
    said = sentences(outcome, found)
    tall = figure_card_height(canvas, left.w, _steady(found, steadiness(found)))
    return tall <= left.h and fitting(canvas, right, said) == len(said)


def _draw_page(canvas: Canvas, outcome: Outcome, found: BeatFound, page: Page) -> None:
    body, said = body_box(canvas.layout), sentences(outcome, found)
    left, right = _halves(canvas)
    match page:
        case Page.STEADY:
            words = steadiness(found) if _has_room(canvas, outcome, found) else MEANING
            draw_figure_card(canvas, left, _steady(found, words))
            draw_page_words(canvas, right, said)
        case Page.WORDS:
            rest = said[fitting(canvas, right, said) :]
            draw_page_words(canvas, body, (on_the_whole(found), *rest))
        case Page.FINGERS:
            _draw_fingers(canvas, body, found)
        case Page.NOTES:
            _draw_notes(canvas, body, found)
        case Page.ALONE:
            _draw_alone(canvas, body, found)


def _draw_fingers(canvas: Canvas, box: Box, found: BeatFound) -> None:
    card = Card(title="Each finger", scope=zero_words(found))
    draw_asynchrony_chart(canvas, draw_card(canvas, box, card), finger_chart(found))


def _draw_notes(canvas: Canvas, box: Box, found: BeatFound) -> None:
    card = Card(title="Note by note", scope="ms, from the top down")
    draw_taps_chart(canvas, draw_card(canvas, box, card), taps_chart(found))


def _steady(found: BeatFound, words: str) -> FigureCard:
    whole = found.asynchrony
    span = ""
    if whole.sd_low_ms is not None and whole.sd_high_ms is not None:
        span = f"{whole.sd_low_ms:.0f} to {whole.sd_high_ms:.0f}"
    figure = Figure(value=f"{whole.sd_ms or 0.0:.0f}", unit="ms", interval=span)
    return FigureCard(title="With the clicks", figure=figure, words=words)


def _draw_alone(canvas: Canvas, box: Box, found: BeatFound) -> None:
    rounds = f"clock and hand over {found.trials} rounds" if found.trials >= 4 else ""
    inside = draw_card(canvas, box, Card(title=alone_title(found), scope=rounds))
    tempo = tempo_words(found.alone)
    why = not_yet(found)
    if why:
        first, rest = inside.columns((0.28, 0.72), canvas.layout.space)
        _draw_part(canvas, first, tempo)
        at = (rest.x, rest.y + canvas.tpx(2))
        draw_paragraph(canvas, why, at, rest.w, Role.SECOND, canvas.theme.text2)
        return
    parts = (
        tempo,
        ("Clock", *part_words(found.clock, "ms")),
        ("Hand", *part_words(found.motor, "ms")),
        ("Correction", *part_words(found.correction, "% a beat", 100.0)),
    )
    if canvas.layout.large_type:
        rows = inside.rows((1.0, 1.0), canvas.layout.space)
        places = [each for row in rows for each in row.columns((1.0, 1.0), canvas.layout.space)]
    else:
        places = list(inside.columns((1.0, 1.0, 1.0, 1.15), canvas.layout.space))
    for place, part in zip(places, parts, strict=True):
        _draw_part(canvas, place, part, in_line=canvas.layout.large_type)


def _draw_part(
    canvas: Canvas, box: Box, part: tuple[str, str, str], *, in_line: bool = False
) -> None:
    """Draw a name, a figure and its interval below each other, or the last two in one line."""
    theme = canvas.theme
    name, figure, span = part
    y = box.y + canvas.tpx(12)
    draw_text(canvas, name, (box.x, y), Role.CAPTION, theme.text3)
    room = Box(box.x, round(y + canvas.tpx(6)), box.w, canvas.tpx(30))
    if in_line:
        wide = min(box.w, text_width(canvas, figure, Role.LIST)) + canvas.tpx(12)
        beside = room.x + wide, room.y + canvas.tpx(20)
        draw_text(canvas, span, beside, Role.SECOND, theme.text2)
    else:
        below = box.x, room.bottom + canvas.tpx(20)
        draw_text(canvas, span, below, Role.SECOND, theme.text2)
    draw_fitted(canvas, figure, room, Role.LIST, theme.text)
