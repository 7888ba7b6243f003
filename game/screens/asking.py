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

# The fingers may still be playing: keys count after this.
SETTLES_NS = 1_000_000_000
ANSWERS = (
    ("No", Report(pulled=False, pain=False)),
    ("Yes, a little", Report(pulled=True, pain=False)),
    ("It hurts", Report(pulled=True, pain=True)),
)
QUESTION = "Did anything pull or curl?"
CARE = "If it hurts, stop here; the session is kept as it is."


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingScreen:
    """``focus`` is the answer in focus; ``since_ns`` when the question was first seen."""

    name: str = "asking"
    focus: int = 0
    since_ns: int | None = None

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Take one answer; the lowest key goes round the answers, the highest gives it."""
        if not isinstance(moment.state, Asking):
            return NOTHING
        since_ns = moment.now_ns if self.since_ns is None else self.since_ns
        if moment.now_ns - since_ns < SETTLES_NS:
            given = [each for each in given if isinstance(each, Pointed | Clicked)]
        round_ = [Intent.NEXT if each is Intent.BACK else each for each in given]
        choice = choose(boxes(moment.layout), self.focus, round_)
        if choice.chosen is not None:
            return Wish(inputs=(ANSWERS[choice.chosen][1],))
        seen = replace(self, focus=choice.focus, since_ns=since_ns)
        return Wish(go=Replace(seen)) if seen != self else NOTHING

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
        draw_buttons(canvas, boxes(layout), buttons, self.focus)
        answer = f"Answer: {ANSWERS[self.focus][0]}"
        draw_foot(canvas, moment, low="Another answer", high=answer)


def boxes(layout: Layout) -> list[Box]:
    """Return where the three answers stand, one below the other."""
    column, height = _column(layout), button_h(layout)
    space = layout.px(12)
    most = 3 * height + 2 * space
    y = min(column.y + round(150 * layout.t), layout.content.bottom - most)
    width = min(column.w, round(300 * layout.pitch))
    return list(Box(column.x, y, width, most).rows((1, 1, 1), space))


def _column(layout: Layout) -> Box:
    content = layout.content
    y = content.y + round(content.h * (0 if layout.large_type else 0.14))
    width = content.w if layout.large_type else round(content.w * 0.5)
    return Box(content.x, y, width, content.bottom - y)
