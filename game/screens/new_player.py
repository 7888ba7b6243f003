"""A new player: a name and the hand that is trained."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.exercise import Hand
from engine.session.world import AddPlayer
from game.input import Given, Intent, Typed
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.heading_lines import draw_heading
from game.screens.options import Option, Options, draw_options, foot_row, in_row, option_height
from game.screens.screen import NOTHING, Moment, Pop, Replace, Wish
from game.screens.top_bar import draw_top_bar
from game.screens.words import capital, hand_words
from game.theme import Role
from game.view.button import draw_focus
from game.view.canvas import Canvas
from game.view.card import draw_well
from game.view.hand import LitHand, draw_hand
from game.view.layout import Box, Layout
from game.view.text import draw_fitted, draw_text, text_width

LONGEST = 40
WELL, START = 0, 3
HANDS = (Hand.RIGHT, Hand.LEFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlayerScreen:
    """A form of four places: the name, two hands, and on; ``focus`` counts them."""

    text: str = ""
    hand: Hand = Hand.RIGHT
    focus: int = WELL

    @property
    def name(self) -> str:
        """The screen's name."""
        return "new-player"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Take what is typed, choose a hand, and keep the player; BACK keeps nothing."""
        if Intent.BACK in given:
            return Wish(go=Pop())
        after = self
        for each in given:
            after = after._typed(each)
        choice = choose(_places(moment.layout), after.focus, given)
        after = replace(after, focus=choice.focus)
        match choice.chosen:
            case 0:
                after = replace(after, focus=WELL + 1 if Intent.CONFIRM in given else WELL)
            case 1 | 2:
                after = replace(after, hand=HANDS[choice.chosen - 1], focus=START)
            case 3 if not after.reason(moment):
                return Wish(go=Pop(), requests=(AddPlayer(after.kept_name(moment), after.hand),))
            case _:
                pass
        return NOTHING if after == self else Wish(go=Replace(after))

    def _typed(self, given: Given) -> "NewPlayerScreen":
        match given:
            case Typed():
                text = "".join(c for c in self.text + given.text if c.isprintable())
                return replace(self, text=text.lstrip()[:LONGEST])
            case Intent.ERASE:
                return replace(self, text=self.text[:-1])
            case _:
                return self

    def kept_name(self, moment: Moment) -> str:
        """Return the name as it is kept: without spare spaces, or a number where there is none."""
        return " ".join(self.text.split()) or _suggested(moment)

    def reason(self, moment: Moment) -> str:
        """Return why the name cannot be kept, or nothing."""
        name = self.kept_name(moment)
        if name.casefold() in {person.name.casefold() for person in moment.world.people}:
            return f"There is a {name} already: add a letter or a number."
        return ""

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the form."""
        canvas.clear()
        layout, theme = canvas.layout, canvas.theme
        draw_top_bar(canvas, moment)
        if not layout.large_type:
            draw_heading(canvas, "A new player", "")
        well = _well(layout)
        above = well.y - layout.tpx(10)
        draw_text(canvas, "Name", (well.x, above), Role.CAPTION, theme.text3)
        self._draw_well(canvas, moment, well)
        hands = _hands(layout)
        label = (well.x, hands.boxes[0].y - layout.tpx(10))
        draw_text(canvas, "The hand you train", label, Role.CAPTION, theme.text3)
        marked = replace(
            hands,
            options=tuple(
                replace(option, primary=False, hint="chosen" if hand is self.hand else "")
                for hand, option in zip(HANDS, hands.options, strict=True)
            ),
        )
        draw_options(canvas, marked, self.focus - 1)
        self._draw_chosen(canvas, hands)
        reason = self.reason(moment)
        draw_options(canvas, _start(layout, disabled=bool(reason)), self.focus - START)
        if reason:
            on = _start(layout).boxes[0]
            x, line = on.right + layout.px(20), layout.tpx(48)
            room = Box(x, on.centre[1] - line // 2, layout.content.right - x, line)
            draw_fitted(canvas, reason, room, Role.SECOND, theme.text2)
        if not layout.large_type:
            draw_hand(canvas, _hand_box(layout), LitHand(hand=self.hand))
        draw_foot(canvas, moment, low="Back", high="Choose")

    def _draw_well(self, canvas: Canvas, moment: Moment, well: Box) -> None:
        layout, theme = canvas.layout, canvas.theme
        draw_well(canvas, well)
        if self.focus == WELL:
            draw_focus(canvas, well, radius=layout.px(12))
        x, y = well.x + layout.px(20), well.centre[1] + layout.tpx(7)
        words = self.text or _suggested(moment)
        while words and text_width(canvas, words, Role.LIST) > well.w - layout.px(48):
            words = words[1:]
        colour = theme.text if self.text else theme.text3
        width = draw_text(canvas, words, (x, y), Role.LIST, colour)
        if self.focus == WELL:
            caret = x + (width if self.text else 0) + layout.px(2)
            tall = layout.tpx(24)
            canvas.surface.fill(theme.accent, (caret, well.centre[1] - tall // 2, 2, tall))

    def _draw_chosen(self, canvas: Canvas, hands: Options) -> None:
        box = hands.boxes[HANDS.index(self.hand)]
        bar = Box(box.x + box.h // 2, box.bottom + canvas.px(5), box.w - box.h, canvas.px(3))
        canvas.surface.fill(canvas.theme.accent, bar)


def _suggested(moment: Moment) -> str:
    return f"Player {len(moment.world.people) + 1}"


def _well(layout: Layout) -> Box:
    area = layout.content
    head = layout.px(8) if layout.large_type else layout.tpx(66) + layout.px(8)
    top = area.y + head + layout.tpx(26)
    return Box(area.x, top, min(area.w, layout.px(560)), option_height(layout))


def _hands(layout: Layout) -> Options:
    well = _well(layout)
    top = well.bottom + layout.tpx(26) + layout.px(22)
    options = [Option(label=capital(hand_words(hand)), hint="chosen") for hand in HANDS]
    return in_row(layout, options, Box(well.x, top, layout.content.w, well.h))


def _start(layout: Layout, *, disabled: bool = False) -> Options:
    go_on = Option(label="Go on", primary=True, disabled=disabled)
    return in_row(layout, (go_on,), foot_row(layout))


def _hand_box(layout: Layout) -> Box:
    area = layout.content
    wide = layout.px(420)
    return Box(area.right - wide, area.y, wide, area.h)


def _places(layout: Layout) -> tuple[Box, ...]:
    return (_well(layout), *_hands(layout).boxes, *_start(layout).boxes)
