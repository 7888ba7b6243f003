"""After the calibration: where the taps lay, and whether the delay is to be used.

The number shown is the number that is set, and nothing is set without being asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.record import Calibration, ClickChoice
from engine.session.state import Again, Input, Leave, Next, Outcome, Reviewing
from engine.session.world import ChangeSettings, Request
from engine.tasks.calibration import CalibrationFound
from game.input import Given, Intent
from game.screens.after import (
    Seen,
    body_box,
    boxes,
    columns,
    draw_calm,
    draw_page_words,
    draw_sentences,
    refusal,
)
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.heading import draw_buttons, draw_heading, title_of
from game.screens.screen import NOTHING, Moment, Wish, go_to
from game.screens.words import signed
from game.view.button import Button
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.figure_card import FigureCard, draw_figure_card
from game.view.interval_glyph import Figure
from game.view.layout import Box
from game.view.tap_histogram import TapHistogram, draw_tap_histogram

PAGES = 2
HEARD = {
    ClickChoice.SPEAKERS: "the loudspeakers",
    ClickChoice.PIANO: "the piano",
    ClickChoice.SHOWN: "the ring alone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One way on: its button, and what it gives the session and the runner."""

    button: Button
    inputs: tuple[Input, ...]
    requests: tuple[Request, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationAfterScreen:
    """``seen`` is the way on in focus: 0 uses the delay, where there is one."""

    name: str = "calibration_after"
    seen: Seen = field(default_factory=Seen)

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Use the delay, tap again, or leave it as it is."""
        state = moment.state
        if not isinstance(state, Reviewing):
            return NOTHING
        if Intent.BACK in given:
            return Wish(inputs=(Leave(moment.now_ns),))
        offers = _offers(moment, state)
        choice = choose(boxes(moment.layout, len(offers)), self.seen.focus, given)
        if choice.chosen is None:
            return go_to(self, replace(self, seen=replace(self.seen, focus=choice.focus)))
        if choice.chosen == len(offers):
            seen = Seen(focus=choice.focus, page=self.seen.page + 1)
            return go_to(self, replace(self, seen=seen))
        offer = offers[choice.chosen]
        return Wish(inputs=offer.inputs, requests=offer.requests)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the taps, and what is offered."""
        state = moment.state
        if not isinstance(state, Reviewing):
            canvas.clear()
            return
        outcome = state.outcome
        page = self.seen.page % PAGES
        body = canvas.layer(
            ("calibration after", outcome, page), lambda still: _paint(still, outcome, page)
        )
        canvas.blit(body, 0, 0)
        draw_heading(canvas, moment, title_of(state.step), "the delay between click and note")
        buttons = [offer.button for offer in _offers(moment, state)]
        places = boxes(canvas.layout, len(buttons))
        if len(places) > len(buttons):
            label = "More" if page == 0 else "First"
            buttons.append(Button(label=label, hint=f"{page + 1} of {PAGES}"))
        draw_buttons(canvas, places, buttons, self.seen.focus)
        high = buttons[self.seen.focus % len(buttons)].label
        draw_foot(canvas, moment, low="Not now", high=high)


def _offers(moment: Moment, state: Reviewing) -> tuple[Offer, ...]:
    found = state.outcome.found
    hint = "highest key" if moment.steering else "Enter"
    again = Offer(button=Button(label="Again"), inputs=(Again(),))
    given = found.calibration if isinstance(found, CalibrationFound) else None
    if given is None:
        on = Offer(button=Button(label="Go on", hint=hint, primary=True), inputs=(Next(),))
        return (on, again)
    changed = ChangeSettings(moment.world.settings.calibrated(given))
    use = Button(label=f"Use {signed(given.latency_ms)} ms", hint=hint, primary=True)
    return (
        Offer(button=use, inputs=(Next(),), requests=(changed,)),
        again,
        Offer(button=Button(label="Not now"), inputs=(Next(),)),
    )


def _paint(canvas: Canvas, outcome: Outcome, page: int) -> None:
    found = outcome.found if isinstance(outcome.found, CalibrationFound) else None
    if found is None or found.calibration is None:
        without = "Everything works without it; evenness never needs it."
        draw_calm(canvas, "No delay this time; the take is kept.", (refusal(outcome), without))
        return
    body, layout = body_box(canvas.layout), canvas.layout
    if not layout.large_type:
        left, right = columns(body, layout)
        _draw_taps(canvas, left, found, found.calibration)
        card = draw_figure_card(canvas, right, _delay(found.calibration))
        rest = right.below(card.bottom + layout.space)
        draw_sentences(canvas, rest, _sentences(found.calibration))
    elif page == 0:
        left, right = body.columns((0.52, 0.48), 2 * layout.space)
        draw_figure_card(canvas, left, _delay(found.calibration))
        draw_page_words(canvas, right, _sentences(found.calibration))
    else:
        _draw_taps(canvas, body, found, found.calibration)


def _draw_taps(canvas: Canvas, box: Box, found: CalibrationFound, given: Calibration) -> None:
    histogram = TapHistogram(
        taps_ms=found.taps_ms,
        middle_ms=given.latency_ms,
        low_ms=given.low_ms,
        high_ms=given.high_ms,
    )
    card = Card(title="Your taps", scope="ms from the click")
    draw_tap_histogram(canvas, draw_card(canvas, box, card), histogram)


def _delay(given: Calibration) -> FigureCard:
    words = (
        f"The middle of {given.taps} taps, clicks from {HEARD[given.clicks]}. "
        "Your own earliness is in it."
    )
    span = f"{signed(given.low_ms)} to {signed(given.high_ms)}"
    figure = Figure(value=signed(given.latency_ms), unit="ms", interval=span)
    return FigureCard(title="Delay", figure=figure, words=words)


def _sentences(given: Calibration) -> tuple[str, ...]:
    """Return at most three sentences: what it is, what it is for, what it leaves alone."""
    side = "after" if given.latency_ms >= 0 else "before"
    return (
        f"Your taps come {abs(given.latency_ms):.0f}\N{NO-BREAK SPACE}ms {side} the click.",
        "If used, On the Beat counts early and late from there.",
        "Evenness never needs it.",
    )
