"""After Which Finger?: how fast and how surely each finger answered, and what was confused."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.exercise import FINGER_NAMES
from engine.measures.judgement.discrimination import Discrimination
from engine.session.state import Outcome, Reviewing
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
from game.view.confusion import Confusion, draw_confusion
from game.view.figure_card import FigureCard, draw_figure_card
from game.view.finger_time import FingerTime
from game.view.interval_glyph import Figure
from game.view.layout import Box
from game.view.reaction_chart import ReactionChart, draw_reaction_chart

# With large words: the share with the sentences, the times, the confusions.
_PAGES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichFingerAfterScreen:
    """``seen`` is the way on in focus, 0 for Next, and the page."""

    name: str = "which_finger_after"
    seen: Seen = field(default_factory=Seen)

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Next, again, or back to today."""
        return wish_after(moment, self.seen, given, lambda seen: replace(self, seen=seen))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw what was measured, or why nothing was."""
        state = moment.state
        if not isinstance(state, Reviewing):
            canvas.clear()
            return
        outcome = state.outcome
        pages = _PAGES if outcome.discrimination and canvas.layout.large_type else 1
        page = self.seen.page % pages
        # The figures stand still: they are painted once.
        body = canvas.layer(
            ("which finger after", outcome, page), lambda still: _paint_body(still, outcome, page)
        )
        canvas.blit(body, 0, 0)
        subtitle = f"{state.step.hand} hand, {state.step.cues} cues"
        draw_heading(canvas, moment, title_of(state.step), subtitle)
        draw_ways(canvas, moment, state, self.seen, pages=pages)


def _paint_body(canvas: Canvas, outcome: Outcome, page: int) -> None:
    found = outcome.discrimination
    if found is None:
        draw_refused(canvas, refusal(outcome), outcome.because)
    elif canvas.layout.large_type:
        _draw_page(canvas, outcome, found, page)
    else:
        _draw_columns(canvas, outcome, found)


def sentences(outcome: Outcome, found: Discrimination) -> tuple[str, ...]:
    """Return what happened, where, what next."""
    share = found.accuracy
    happened = f"{share.hits} of {share.n} cues were answered in time by their finger."
    return tuple(words for words in (happened, _confused(found), outcome.because) if words)


def _confused(found: Discrimination) -> str:
    """Return the pair that was taken for one another most, if it was more than once."""
    pairs = {
        (meant, played): count
        for meant, row in enumerate(found.confusion, start=1)
        for played, count in enumerate(row, start=1)
        if meant != played
    }
    meant, played = max(pairs, key=lambda pair: pairs[pair])
    count = pairs[meant, played]
    if count < 2:
        return ""
    return f"The {FINGER_NAMES[played]} answered {count} times for the {FINGER_NAMES[meant]}."


def _draw_columns(canvas: Canvas, outcome: Outcome, found: Discrimination) -> None:
    layout = canvas.layout
    left, right = columns(body_box(layout), layout)
    times, matrix = left.columns((0.5, 0.5), layout.space)
    _draw_times(canvas, times, found)
    _draw_confusions(canvas, matrix, found)
    card = draw_figure_card(canvas, right, _share(found))
    rest = right.below(card.bottom + layout.space)
    draw_sentences(canvas, rest, sentences(outcome, found))


def _draw_page(canvas: Canvas, outcome: Outcome, found: Discrimination, page: int) -> None:
    body = body_box(canvas.layout)
    match page:
        case 0:
            left, right = body.columns((0.5, 0.5), 2 * canvas.layout.space)
            draw_figure_card(canvas, left, _share(found))
            draw_page_words(canvas, right, sentences(outcome, found))
        case 1:
            _draw_times(canvas, body, found)
        case _:
            _draw_confusions(canvas, body, found)


def _beside(found: Discrimination) -> str:
    """Return what stands below the share: the time of all fingers, and other keys pressed."""
    also = found.unintended
    words = f"Another key went down with it at {also.hits} of {also.n} cues."
    if found.median_ms is None or found.low_ms is None or found.high_ms is None:
        return words
    times = f"{found.median_ms:.0f} ms, {found.low_ms:.0f} to {found.high_ms:.0f}"
    return f"All fingers together: {times}. {words}"


def _share(found: Discrimination) -> FigureCard:
    share = found.accuracy
    figure = Figure(
        value=f"{100 * share.value:.0f}",
        unit="%",
        interval=f"{100 * share.low:.0f} to {100 * share.high:.0f}",
    )
    return FigureCard(title="In time, by the finger meant", figure=figure, words=_beside(found))


def _draw_times(canvas: Canvas, box: Box, found: Discrimination) -> None:
    some = any(each.low_ms is not None for each in found.fingers)
    scope = "median, ms, 95 % interval" if some else "median, ms; an interval needs six"
    card = Card(title="Reaction time", scope=scope)
    rows = tuple(
        FingerTime(
            finger=each.finger,
            median_ms=each.median_ms,
            low_ms=each.low_ms,
            high_ms=each.high_ms,
        )
        for each in found.fingers
    )
    draw_reaction_chart(canvas, draw_card(canvas, box, card), ReactionChart(rows=rows))


def _draw_confusions(canvas: Canvas, box: Box, found: Discrimination) -> None:
    card = Card(title="Meant and played", scope="cues")
    fingers = tuple(each.finger for each in found.fingers)
    counts = tuple(
        tuple(found.confusion[meant - 1][played - 1] for played in fingers) for meant in fingers
    )
    inside = draw_card(canvas, box, card)
    # As large as the width allows, in the middle of what is left below the title.
    head = canvas.tpx(22) + max(canvas.px(34), canvas.tpx(30))
    tall = min(inside.h, head + len(fingers) * round((inside.w - canvas.tpx(92)) / len(fingers)))
    wide = min(inside.w, canvas.tpx(92) + tall - head)
    top, left = inside.y + (inside.h - tall) // 2, inside.x + (inside.w - wide) // 2
    middle = Box(left, top, wide, tall)
    draw_confusion(canvas, middle, Confusion(fingers=fingers, counts=counts))
