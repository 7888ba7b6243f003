"""A rest for a tired hand: why, how long still, and the way on when it is over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.session.advance import REST_NS
from engine.session.state import Begin, Leave, Resting
from game.input import Given, Intent
from game.screens.choices import choose
from game.screens.heading import draw_heading, title_of
from game.screens.paused import boxes, draw_dots, draw_ways_on, draw_words
from game.screens.screen import NOTHING, Moment, Wish, go_to
from game.view.canvas import Canvas
from game.view.progress_dots import ProgressDots

# One dot each ten seconds: slow enough to be no clock to look at.
DOTS = 18
OPENING = "Rest your hand."
WORDS = "Your strings grew less even. After three minutes you can go on, or stop here now."
OVER = "Three minutes have passed. Go on if your hand is willing."


@dataclass(frozen=True, slots=True, kw_only=True)
class RestingScreen:
    """``focus`` is 0 for Go on, 1 for Stop here; ``past`` counts the dots that have passed.

    The focus begins on what cannot be chosen yet: whoever confirms once too often stays.
    """

    name: str = "resting"
    focus: int = 0
    past: int = 0

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Go on once the rest is over, or stop here."""
        state = moment.state
        if not isinstance(state, Resting):
            return NOTHING
        past = _past(state, moment.now_ns)
        if Intent.BACK in given:
            return Wish(inputs=(Leave(moment.now_ns),))
        choice = choose(boxes(moment.layout), self.focus, given)
        if choice.chosen == 0 and past == DOTS:
            return Wish(inputs=(Begin(moment.now_ns),))
        if choice.chosen == 1:
            return Wish(inputs=(Leave(moment.now_ns),))
        return go_to(self, replace(self, focus=choice.focus, past=past))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the rest."""
        state = moment.state
        canvas.clear()
        if not isinstance(state, Resting):
            return
        over = self.past == DOTS
        draw_heading(canvas, moment, "A rest for the hand", f"{title_of(state.step)} comes next")
        draw_words(canvas, OPENING, OVER if over else WORDS)
        draw_dots(canvas, ProgressDots(done=self.past, total=DOTS))
        draw_ways_on(canvas, moment, self.focus, ready=over)


def _past(state: Resting, now_ns: int) -> int:
    if state.until_ns is None:
        return 0
    passed_ns = REST_NS - (state.until_ns - now_ns)
    return min(DOTS, max(0, passed_ns * DOTS // REST_NS))
