"""After Which Finger?: how fast and how surely each finger answered, and what was confused."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.exercise import FINGER_NAMES
from engine.measures.discrimination import Discrimination
from engine.session.state import Outcome, Reviewing
from game.input import Given
from game.screens.after import body_box, draw_calm, draw_sentences, draw_ways, refusal, went
from game.screens.heading import draw_heading, title_of
from game.screens.screen import NOTHING, Moment, Replace, Wish
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import Card, card_head, draw_card
from game.view.confusion import Confusion, draw_confusion
from game.view.interval_glyph import Figure, draw_result
from game.view.layout import Box
from game.view.reaction_chart import Reaction, ReactionChart, draw_reaction_chart
from game.view.text import draw_paragraph, paragraph_height, size_px


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichFingerAfterScreen:
    """``focus`` is the way on in focus, 0 for Next."""

    name: str = "which_finger_after"
    focus: int = 0

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Next, again, or back to today."""
        if not isinstance(moment.state, Reviewing):
            return NOTHING
        choice = went(moment, moment.state, self.focus, given)
        if choice.gives is not None:
            return Wish(inputs=(choice.gives,))
        if choice.focus != self.focus:
            return Wish(go=Replace(replace(self, focus=choice.focus)))
        return NOTHING

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw what was measured, or why nothing was."""
        state = moment.state
        canvas.clear()
        if not isinstance(state, Reviewing):
            return
        outcome = state.outcome
        subtitle = f"{state.step.hand} hand, {state.step.cues} cues"
        draw_heading(canvas, moment, title_of(state.step), subtitle)
        if outcome.discrimination is None:
            said = (refusal(outcome), outcome.because)
            draw_calm(canvas, "No figure this time; the take is kept.", [s for s in said if s])
        else:
            _draw_measured(canvas, outcome, outcome.discrimination)
        draw_ways(canvas, moment, state, self.focus)


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


def _draw_measured(canvas: Canvas, outcome: Outcome, found: Discrimination) -> None:
    layout = canvas.layout
    body = body_box(layout)
    if layout.large_type:
        right = body
    else:
        left, right = body.columns((0.69, 0.31), layout.space + layout.px(8))
        times, matrix = left.columns((0.55, 0.45), layout.space)
        _draw_times(canvas, times, found)
        _draw_confusions(canvas, matrix, found)
    height = card_head(canvas) + round(size_px(canvas, Role.RESULT)) + canvas.tpx(86)
    card = Box(right.x, right.y, right.w, min(height, right.h))
    _draw_share(canvas, card, found)
    below = Box(right.x, card.bottom + layout.space, right.w, right.bottom - card.bottom)
    opening, *more = sentences(outcome, found)
    y = draw_sentences(canvas, below, opening, more)
    words = information_words(found)
    tall = paragraph_height(canvas, words, Role.AXIS, below.w)
    if y + tall + layout.tpx(6) <= body.bottom:
        at = (below.x, body.bottom - tall)
        draw_paragraph(canvas, words, at, below.w, Role.AXIS, canvas.theme.text3)


def information_words(found: Discrimination) -> str:
    """Return the information transmitted with its error, or why there is none yet."""
    given = found.information
    if given.bits is None:
        return f"Information from finger to key: {given.reason}"
    low, high = (given.bits + side * 1.96 * (given.standard_error or 0) for side in (-1, 1))
    return (
        f"Information from finger to key: {given.bits:.2f} bit, {max(0, low):.2f} to "
        f"{min(given.most_bits, high):.2f}, of {given.most_bits:.2f}."
    )


def _draw_share(canvas: Canvas, box: Box, found: Discrimination) -> None:
    inside = draw_card(canvas, box, Card(title="In time, right finger", scope="95 % interval"))
    share = found.accuracy
    figure = Figure(
        value=f"{100 * share.value:.0f}",
        unit="%",
        interval=f"{100 * share.low:.0f} to {100 * share.high:.0f}",
    )
    baseline = inside.y + size_px(canvas, Role.RESULT) * 0.84
    y = draw_result(canvas, (inside.x, baseline), figure, inside.w) + canvas.tpx(10)
    also = found.unintended
    words = f"Another key went down with it at {also.hits} of {also.n} cues."
    draw_paragraph(canvas, words, (inside.x, y), inside.w, Role.CAPTION, canvas.theme.text2)


def _draw_times(canvas: Canvas, box: Box, found: Discrimination) -> None:
    card = Card(title="Reaction time", scope="median ms; the 95 % interval needs six answers")
    rows: list[Reaction] = []
    for each in found.fingers:
        median_ms, low_ms, high_ms = each.median_ms, each.low_ms, each.high_ms
        if median_ms is None:
            rows.append(Reaction(finger=each.finger))
            continue
        # Under six answers there is no interval: a dot without a line.
        low_ms, high_ms = (median_ms, median_ms) if low_ms is None else (low_ms, high_ms)
        rows.append(
            Reaction(
                finger=each.finger,
                median_ms=median_ms,
                low_ms=low_ms,
                high_ms=median_ms if high_ms is None else high_ms,
            )
        )
    draw_reaction_chart(canvas, draw_card(canvas, box, card), ReactionChart(rows=tuple(rows)))


def _draw_confusions(canvas: Canvas, box: Box, found: Discrimination) -> None:
    card = Card(title="Meant and played", scope="cues")
    fingers = tuple(each.finger for each in found.fingers)
    counts = tuple(
        tuple(found.confusion[meant - 1][played - 1] for played in fingers) for meant in fingers
    )
    inside = draw_card(canvas, box, card)
    draw_confusion(canvas, inside, Confusion(fingers=fingers, counts=counts))
