"""After every take: "Did anything pull or curl?" The answer comes before any figure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.session.state import Asking, Measuring, Report
from game.input import Clicked, Given, Intent, Pointed
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.heading import button_h, draw_buttons, draw_heading, exercise_words, title_of
from game.screens.screen import NOTHING, Moment, Replace, Wish
from game.screens.which_finger import hand_box
from game.theme import Role
from game.view.button import Button
from game.view.canvas import Canvas
from game.view.hand import LitHand, draw_hand
from game.view.layout import Box, Layout
from game.view.text import draw_paragraph

# The fingers may still be playing: keys count after this long without one down.
SETTLES_NS = 1_000_000_000
# A release that got lost on its way would keep a key down for ever: then so long without a change.
STUCK_NS = 4_000_000_000
ANSWERS = (
    ("No", Report(pulled=False, pain=False)),
    ("Yes, a little", Report(pulled=True, pain=False)),
    ("It hurts, tingles, is numb or cramps", Report(pulled=True, pain=True)),
)
QUESTION = "Did anything pull or curl?"
CARE = "Choose the last answer and the session ends here; what you played is kept."


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingScreen:
    """``focus`` is the answer in focus, None at first: no answer is given in advance.

    ``rest_ns`` is since when the same keys are ``down``, as a rule none; ``settled`` says that keys
    count.
    """

    name: str = "asking"
    focus: int | None = None
    rest_ns: int | None = None
    down: frozenset[int] = frozenset()
    settled: bool = False

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Take one answer; the lowest key goes round the answers, the highest gives it.

        The first key of all only moves into the answers.
        """
        if not isinstance(moment.state, Asking):
            return NOTHING
        at_rest = self._resting(moment)
        if not at_rest.settled:
            given = [each for each in given if isinstance(each, Pointed | Clicked)]
        focus, places = self.focus, boxes(moment.layout)
        for each in given:
            if focus is None and isinstance(each, Intent):
                focus = len(places) - 1 if each is Intent.PREVIOUS else 0
                continue
            if focus is None and not _hit(places, each):
                continue
            onwards = Intent.NEXT if each is Intent.BACK else each
            choice = choose(places, focus or 0, [onwards])
            if choice.chosen is not None:
                return Wish(inputs=(ANSWERS[choice.chosen][1],))
            focus = choice.focus
        seen = replace(at_rest, focus=focus)
        return Wish(go=Replace(seen)) if seen != self else NOTHING

    def _resting(self, moment: Moment) -> "AskingScreen":
        if self.settled:
            return self
        if moment.sounding != self.down or self.rest_ns is None:
            return replace(self, rest_ns=moment.now_ns, down=moment.sounding)
        wait_ns = STUCK_NS if self.down else SETTLES_NS
        return replace(self, settled=moment.now_ns - self.rest_ns >= wait_ns)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the question."""
        state = moment.state
        canvas.clear()
        if not isinstance(state, Asking | Measuring):
            return
        theme, layout = canvas.theme, canvas.layout
        draw_heading(canvas, moment, title_of(state.step), exercise_words(state.step))
        column = _column(layout)
        if not layout.large_type:
            hand = hand_box(layout)
            right = hand.moved(layout.content.right - hand.right, 0)
            draw_hand(canvas, right, LitHand(hand=state.step.hand, numbers=False))
        at = (column.x, column.y)
        y = draw_paragraph(canvas, QUESTION, at, column.w, Role.VERDICT, theme.text)
        y += layout.tpx(8)
        draw_paragraph(canvas, CARE, (column.x, y), column.w, Role.BODY, theme.text2)
        buttons = [Button(label=words) for words, _ in ANSWERS]
        draw_buttons(canvas, boxes(layout), buttons, -1 if self.focus is None else self.focus)
        if self.focus is None:
            draw_foot(canvas, moment, low="To the answers", high="To the answers")
        else:
            draw_foot(canvas, moment, low="Another answer", high="Give this answer")


def boxes(layout: Layout) -> list[Box]:
    """Return where the three answers stand, one below the other."""
    column, height = _column(layout), button_h(layout)
    space = layout.px(12)
    most = 3 * height + 2 * space
    y = min(column.y + round(150 * layout.t), layout.content.bottom - most)
    width = min(column.w, round(400 * max(layout.pitch, layout.t)))
    return list(Box(column.x, y, width, most).rows((1, 1, 1), space))


def _hit(places: Sequence[Box], each: Given) -> bool:
    """Say whether the mouse is on one of the answers."""
    return isinstance(each, Pointed | Clicked) and any(
        place.contains(each.x, each.y) for place in places
    )


def _column(layout: Layout) -> Box:
    content = layout.content
    y = content.y + round(content.h * (0 if layout.large_type else 0.14))
    width = content.w if layout.large_type else round(content.w * 0.5)
    return Box(content.x, y, width, content.bottom - y)
