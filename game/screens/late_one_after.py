"""After The Late One: how near the marks came to the late notes, and whose notes they were."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from engine.exercise import FINGER_NAMES
from engine.progress.verdict import counted, in_words
from engine.session.state import Outcome, Reviewing
from engine.tasks.late_one_kept import LateOneFound
from game.input import Given
from game.screens.after import (
    Seen,
    body_box,
    columns,
    draw_page_words,
    draw_refused,
    draw_sentences,
    draw_ways,
    refusal,
    wish_after,
)
from game.screens.heading import draw_heading, title_of
from game.screens.screen import Moment, Wish
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.figure_card import FigureCard, draw_figure_card, figure_card_height
from game.view.interval_glyph import Figure
from game.view.late_tally import LateTally, TallyRow, draw_late_tally
from game.view.layout import Box


class Page(StrEnum):
    """What large words are shown a page of."""

    NEARNESS = "nearness"
    MEANING = "meaning"
    FINGERS = "fingers"


@dataclass(frozen=True, slots=True, kw_only=True)
class LateOneAfterScreen:
    """``seen`` is the way on in focus, 0 for Next, and the page."""

    name: str = "late_one_after"
    seen: Seen = field(default_factory=Seen)

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Next, again, slower, or back to today."""
        return wish_after(moment, self.seen, given, lambda seen: replace(self, seen=seen))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw what was found, or why nothing was."""
        state = moment.state
        if not isinstance(state, Reviewing):
            canvas.clear()
            return
        outcome = state.outcome
        found = outcome.found if isinstance(outcome.found, LateOneFound) else None
        pages = _pages(canvas, found)
        page = pages[self.seen.page % len(pages)]
        body = canvas.layer(
            ("late one after", outcome, page), lambda still: _paint(still, outcome, found, page)
        )
        canvas.blit(body, 0, 0)
        notes = counted(len(state.step.fingers), "note")
        subtitle = f"{state.step.hand} hand, {notes} in silence, {state.step.cues} runs"
        draw_heading(canvas, moment, title_of(state.step), subtitle)
        draw_ways(canvas, moment, state, self.seen, pages=len(pages))


def _paint(canvas: Canvas, outcome: Outcome, found: LateOneFound | None, page: Page) -> None:
    if found is None:
        draw_refused(canvas, refusal(outcome), outcome.because)
        return
    words = sentences(outcome, found)
    body = body_box(canvas.layout)
    if not canvas.layout.large_type:
        left, right = columns(body, canvas.layout)
        _draw_tally(canvas, left, found)
        card = draw_figure_card(canvas, right, _figure_card(found))
        rest = right.below(card.bottom + canvas.layout.space)
        draw_sentences(canvas, rest, words)
        return
    match page:
        case Page.NEARNESS:
            left, right = _halves(canvas)
            short = Page.MEANING in _pages(canvas, found)
            draw_figure_card(canvas, left, _figure_card(found, short=short))
            draw_page_words(canvas, right, words)
        case Page.MEANING:
            draw_page_words(canvas, body, _beside(found)[1:])
        case Page.FINGERS:
            _draw_tally(canvas, body, found)


def _halves(canvas: Canvas) -> tuple[Box, ...]:
    return body_box(canvas.layout).columns((0.52, 0.48), 2 * canvas.layout.space)


def _pages(canvas: Canvas, found: LateOneFound | None) -> tuple[Page, ...]:
    """Return the pages that large words need; what the figure means has its own where it must."""
    if found is None or not canvas.layout.large_type:
        return (Page.NEARNESS,)
    box = _halves(canvas)[0]
    fits = figure_card_height(canvas, box.w, _figure_card(found)) <= box.h
    return (Page.NEARNESS, *(() if fits else (Page.MEANING,)), Page.FINGERS)


def sentences(outcome: Outcome, found: LateOneFound) -> tuple[str, ...]:
    """Return at most three sentences: what happened, where, what next."""
    runs = len(found.marks)
    happened = f"In {found.agreed} of {runs} runs you marked the note that came latest."
    return tuple(words for words in (happened, _where(found), outcome.because) if words)


def _where(found: LateOneFound) -> str:
    """Return whose lateness goes unfelt most, or else who comes late most."""
    missed = {
        finger: found.latest[finger - 1] - found.marked[finger - 1] for finger in found.fingers
    }
    finger = max(missed, key=lambda each: missed[each])
    if missed[finger] >= 2:
        came, marked = found.latest[finger - 1], found.marked[finger - 1]
        times = "never" if not marked else "once" if marked == 1 else f"{in_words(marked)} times"
        return (
            f"The {FINGER_NAMES[finger]} came latest {in_words(came)} times and was marked {times}."
        )
    finger = max(found.fingers, key=lambda each: found.latest[each - 1])
    came = found.latest[finger - 1]
    often = "once" if came == 1 else f"{in_words(came)} times"
    return f"The {FINGER_NAMES[finger]} came latest most often, {often}."


def _beside(found: LateOneFound) -> tuple[str, ...]:
    """Return what stands below the figure: what it means first."""
    area = found.awareness
    if area.area is None:
        return (area.reason or "",)
    said = ["The share of the other notes that came less late; guessing gives 50."]
    if found.margin_ms is not None:
        said.append(f"The latest note came {found.margin_ms:.0f} ms later than the next.")
    if found.earlier:
        said.append(f"With {found.earlier} runs from before.")
    return tuple(said)


def _figure_card(found: LateOneFound, *, short: bool = False) -> FigureCard:
    area, figure = found.awareness, None
    if area.area is not None and area.low is not None and area.high is not None:
        interval = f"{100 * area.low:.0f} to {100 * area.high:.0f}"
        figure = Figure(value=f"{100 * area.area:.0f}", unit="%", interval=interval)
    words = " ".join(_beside(found)[: 1 if short else None])
    return FigureCard(title="How near your marks came", figure=figure, words=words)


def _draw_tally(canvas: Canvas, box: Box, found: LateOneFound) -> None:
    rows = tuple(
        TallyRow(
            finger=finger,
            latest=found.latest[finger - 1],
            marked=found.marked[finger - 1],
            both=sum(
                mark.marked == index and max(mark.deviations_ms) == mark.deviations_ms[index]
                for mark in found.marks
            ),
        )
        for index, finger in enumerate(found.fingers)
    )
    card = Card(title="Whose note came latest, and whose was marked", scope="runs")
    draw_late_tally(canvas, draw_card(canvas, box, card), LateTally(rows=rows))
