"""After Heavier or Lighter?: the smallest difference felt, and how answers follow the forces."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from engine.exercise import FINGER_NAMES
from engine.session.state import Again, Outcome, Reviewing
from engine.session.steps.heavier import other_finger
from engine.tasks.heavier_found import HeavierFound
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
from game.screens.heading import draw_heading, title_of
from game.screens.heavier_words import points_of, sentences
from game.screens.screen import Moment, Wish
from game.screens.words import interval
from game.view.button import Button
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.chip import Chip
from game.view.figure_card import FigureCard, draw_figure_card, figure_card_height
from game.view.force_curve import Fitted, ForceCurve, draw_force_curve
from game.view.interval_glyph import Figure
from game.view.layout import Box

_NO_THRESHOLD = "From these it cannot be told which difference you feel."
_TITLE = "The difference you can tell"
# As much of it as its card has room for.
_FELT = (
    "Two presses that differ by this much are told apart in three of four pairs. From {n} pairs, "
    "in this piano\N{RIGHT SINGLE QUOTATION MARK}s own units of 0 to 127.",
    "Told apart in three of four pairs; from {n} pairs on this piano.",
    "Told apart in three of four pairs.",
)
_NOT_YET = ("That many pairs with one finger on one piano are needed for a threshold.",)


class Page(Enum):
    """What is seen at once: all, or in large words one thing after the other."""

    WHOLE = "whole"
    THRESHOLD = "threshold"
    MORE_WORDS = "more words"
    CURVE = "curve"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeavierAfterScreen:
    """``seen`` is the way on in focus, 0 for Next, and the page."""

    name: str = "heavier_after"
    seen: Seen = field(default_factory=Seen)

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Next, again, another finger, or back to today."""
        more = _ways(moment.state) if isinstance(moment.state, Reviewing) else ()
        return wish_after(moment, self.seen, given, lambda seen: replace(self, seen=seen), more)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw what was measured, or why nothing was."""
        state = moment.state
        if not isinstance(state, Reviewing):
            canvas.clear()
            return
        outcome = state.outcome
        found = found_in(outcome)
        pages = pages_of(canvas, outcome, found)
        page = pages[self.seen.page % len(pages)]
        body = canvas.layer(
            ("heavier after", outcome, page), lambda still: _paint_body(still, outcome, page)
        )
        canvas.blit(body, 0, 0)
        subtitle = f"{state.step.hand} hand, {FINGER_NAMES[state.step.fingers[0]]}"
        draw_heading(canvas, moment, title_of(state.step), subtitle)
        draw_ways(canvas, moment, state, self.seen, pages=len(pages), more=_ways(state))


def found_in(outcome: Outcome) -> HeavierFound | None:
    """Return what was found, where that is a threshold's judgements."""
    return outcome.found if isinstance(outcome.found, HeavierFound) else None


def _ways(state: Reviewing) -> tuple[Way, ...]:
    finger = other_finger(state.outcome.next_level_json, state.step.fingers[0])
    button = Button(label="Another finger", parts=(Chip(finger=finger),))
    step = replace(state.step, fingers=(finger,))
    return (Way(button=button, gives=Again(step), short="Other"),)


def _paint_body(canvas: Canvas, outcome: Outcome, page: Page) -> None:
    found = found_in(outcome)
    if found is None:
        draw_refused(canvas, refusal(outcome), outcome.because)
    elif page is Page.WHOLE:
        _draw_columns(canvas, outcome, found)
    else:
        _draw_page(canvas, outcome, found, page)


def _draw_columns(canvas: Canvas, outcome: Outcome, found: HeavierFound) -> None:
    layout = canvas.layout
    left, right = columns(body_box(layout), layout)
    _draw_curve(canvas, left, found)
    room = Box(right.x, right.y, right.w, right.h // 2)
    card = draw_figure_card(canvas, room, _figure_card(canvas, room, found))
    rest = right.below(card.bottom + layout.space)
    draw_sentences(canvas, rest, sentences(outcome, found))


def pages_of(canvas: Canvas, outcome: Outcome, found: HeavierFound | None) -> tuple[Page, ...]:
    """Return the pages; one of words only where not all have room beside the figure."""
    if found is None or not canvas.layout.large_type:
        return (Page.WHOLE,)
    said = sentences(outcome, found)
    more = fitting(canvas, _halves(canvas)[1], said) < len(said)
    return (Page.THRESHOLD, *((Page.MORE_WORDS,) if more else ()), Page.CURVE)


def _halves(canvas: Canvas) -> tuple[Box, ...]:
    return body_box(canvas.layout).columns((0.5, 0.5), 2 * canvas.layout.space)


def _draw_page(canvas: Canvas, outcome: Outcome, found: HeavierFound, page: Page) -> None:
    body, (left, right) = body_box(canvas.layout), _halves(canvas)
    said = sentences(outcome, found)
    match page:
        case Page.THRESHOLD:
            draw_figure_card(canvas, left, _figure_card(canvas, left, found))
            draw_page_words(canvas, right, said)
        case Page.MORE_WORDS:
            draw_page_words(canvas, body, said[fitting(canvas, right, said) :])
        case _:
            _draw_curve(canvas, body, found)


def _figure_of(found: HeavierFound) -> tuple[str, Figure, tuple[str, ...]]:
    """Return the card's title, its figure, and what stands below from the longest words on."""
    felt, count = found.threshold, len(found.judgements)
    if felt is not None:
        ends = interval(felt.low or 0.0, felt.high or 0.0)
        figure = Figure(value=f"{felt.value or 0.0:.1f}", unit="units", interval=ends)
        return _TITLE, figure, tuple(words.format(n=count) for words in _FELT)
    if found.enough:
        return "No threshold yet", Figure(value=str(count), unit="pairs"), (_NO_THRESHOLD,)
    return "Too few pairs yet", Figure(value=str(count), unit=f"of {found.needed}"), _NOT_YET


def _figure_card(canvas: Canvas, box: Box, found: HeavierFound) -> FigureCard:
    """Return the card with as much below its figure as ``box`` has room for."""
    title, figure, told = _figure_of(found)
    cards = [FigureCard(title=title, figure=figure, words=words) for words in told]
    fitting_in = (card for card in cards if figure_card_height(canvas, box.w, card) <= box.h)
    return next(fitting_in, cards[-1])


def _draw_curve(canvas: Canvas, box: Box, found: HeavierFound) -> None:
    # in large words the ends of the axis say it
    scope = "" if canvas.layout.large_type else "by units between the two"
    card = Card(title="How often the second seemed harder", scope=scope)
    inside = draw_card(canvas, box, card)
    fitted = None
    if found.threshold and found.order_bias:
        fitted = Fitted(
            threshold=found.threshold.value or 1.0,
            order_bias=found.order_bias.value or 0.0,
            lapse=found.lapse,
        )
    draw_force_curve(canvas, inside, ForceCurve(points=points_of(found.judgements), fitted=fitted))
