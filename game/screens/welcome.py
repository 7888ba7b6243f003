"""The door: which piano, and who is playing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from engine.session.world import ChoosePlayer, Link, ListenAgain, UseComputerKeyboard, World
from game.input import Given, Intent
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.new_player import NewPlayerScreen
from game.screens.options import Option, Options, draw_options, option_height
from game.screens.range import range_wanted
from game.screens.screen import NOTHING, Moment, Push, Quit, Replace, Wish
from game.screens.today import TodayScreen
from game.screens.top_bar import draw_top_bar
from game.screens.welcome_piano import draw_piano
from game.screens.words import hand_words
from game.theme import Role
from game.view.canvas import Canvas
from game.view.layout import Box, Layout
from game.view.text import draw_paragraph, draw_text

MOST = 4
Kind = Literal["player", "new", "others", "keyboard", "listen", "more"]
WHO: tuple[Kind, ...] = ("player", "new", "others")
LISTENS = (Link.COMPUTER_KEYBOARD, Link.CONNECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What can be chosen here: its kind, its button and its place."""

    kind: Kind
    option: Option
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeScreen:
    """Players to choose from, and how the piano stands; ``first`` is the first player shown.

    ``asked`` is set once the piano's ends were asked for; ``expects`` is how many players there
    were before the form for another was opened. In large type the piano has ``page`` 1.
    """

    focus: int = 0
    first: int = 0
    page: int = 0
    asked: bool = False
    expects: int | None = None

    @property
    def name(self) -> str:
        """The screen's name."""
        return "welcome"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Choose a player or the instrument; a new piano is asked for its ends."""
        world = moment.world
        if self.expects is not None:
            added = len(world.people) > self.expects
            here = replace(self, expects=None)
            return Wish(go=Replace(TodayScreen(asked=self.asked) if added else here))
        if not self.asked and (ask := range_wanted(moment)) is not None:
            return Wish(go=Push(ask, below=replace(self, asked=True)))
        if Intent.BACK in given:
            return Wish(go=Quit())
        wanted = self._wanted(moment)
        choice = choose([each.box for each in wanted], self.focus, given)
        if choice.chosen is None:
            moved = replace(self, focus=choice.focus)
            return NOTHING if moved == self else Wish(go=Replace(moved))
        return self._chosen(world, wanted[choice.chosen].kind, choice.chosen)

    def _chosen(self, world: World, kind: Kind, index: int) -> Wish:
        match kind:
            case "player":
                person = world.people[(self.first + index) % len(world.people)]
                today = Replace(TodayScreen(asked=self.asked))
                return Wish(go=today, requests=(ChoosePlayer(person.id),))
            case "new":
                waiting = replace(self, expects=len(world.people))
                return Wish(go=Push(NewPlayerScreen(), below=waiting))
            case "others":
                first = self.first + MOST if self.first + MOST < len(world.people) else 0
                return Wish(go=Replace(replace(self, first=first, focus=0)))
            case "more":
                return Wish(go=Replace(replace(self, page=1 - self.page, focus=0)))
            case "keyboard":
                return Wish(requests=(UseComputerKeyboard(),))
            case "listen":
                return Wish(requests=(ListenAgain(),))

    def _wanted(self, moment: Moment) -> tuple[Wanted, ...]:
        layout = moment.layout
        who, piano = _who(moment.world, self.first), _piano(moment.world)
        if layout.large_type:
            more: list[tuple[Kind, Option]] = [("more", Option(label="Your piano"))]
            back: list[tuple[Kind, Option]] = [("more", Option(label="Players"))]
            return _below(layout, who + more) if self.page == 0 else _at_foot(layout, back + piano)
        return (*_below(layout, who), *_in_card(layout, piano))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw players left and the piano right, or one of the two in large type."""
        canvas.clear()
        layout = canvas.layout
        draw_top_bar(canvas, moment)
        left, right = _columns(layout)
        if not layout.large_type or self.page == 0:
            _draw_head(canvas, moment.world, left)
        if not layout.large_type or self.page == 1:
            draw_piano(canvas, moment, right)
        wanted = self._wanted(moment)
        options = Options(
            options=tuple(each.option for each in wanted), boxes=tuple(each.box for each in wanted)
        )
        draw_options(canvas, options, self.focus)
        focus = min(self.focus, len(wanted) - 1)
        draw_foot(canvas, moment, low="Close", high=wanted[focus].option.label)


def _who(world: World, first: int) -> list[tuple[Kind, Option]]:
    shown = world.people[first : first + MOST]
    rows: list[tuple[Kind, Option]] = [
        ("player", Option(label=person.name, hint=hand_words(person.hand))) for person in shown
    ]
    rows.append(("new", Option(label="New player", primary=not world.people)))
    if len(world.people) > MOST:
        hint = f"{first + 1} to {first + len(shown)} of {len(world.people)}"
        rows.append(("others", Option(label="Others", hint=hint)))
    return rows


def _piano(world: World) -> list[tuple[Kind, Option]]:
    if world.port.link is Link.VIRTUAL:
        return []
    if world.port.link in LISTENS:
        return [("listen", Option(label="Listen for another piano"))]
    return [("keyboard", Option(label="Use the computer keyboard"))]


def _columns(layout: Layout) -> tuple[Box, Box]:
    area = layout.content
    if layout.large_type:
        return area, Box(area.x, area.y, area.w, area.h - option_height(layout) - layout.space)
    left, right = area.columns((1, 0.92), layout.px(56))
    return left, Box(right.x, right.y + layout.px(8), right.w, right.h - layout.px(12))


def _below(layout: Layout, rows: list[tuple[Kind, Option]]) -> tuple[Wanted, ...]:
    """Place rows below the heading of the left column, in two columns where they must."""
    left, _ = _columns(layout)
    height, space = option_height(layout), layout.px(12)
    y = left.y + layout.px(26) + layout.tpx(52 if layout.large_type else 106)
    lines = max(1, (left.bottom - y + space) // (height + space))
    wide = left.w if len(rows) <= lines else (left.w - layout.space) // 2
    return tuple(
        Wanted(
            kind=kind,
            option=option,
            box=Box(
                left.x + (index // lines) * (wide + layout.space),
                y + index % lines * (height + space),
                wide,
                height,
            ),
        )
        for index, (kind, option) in enumerate(rows)
    )


def _in_card(layout: Layout, rows: list[tuple[Kind, Option]]) -> tuple[Wanted, ...]:
    _, card = _columns(layout)
    height = option_height(layout)
    y = card.bottom - layout.padding - height
    box = Box(card.x + layout.padding, y, card.w - 2 * layout.padding, height)
    return tuple(Wanted(kind=kind, option=option, box=box) for kind, option in rows)


def _at_foot(layout: Layout, rows: list[tuple[Kind, Option]]) -> tuple[Wanted, ...]:
    area, height = layout.content, option_height(layout)
    row = Box(area.x, area.bottom - height, area.w, height)
    boxes = row.columns((0.5, 1)[: len(rows)], layout.space)
    return tuple(
        Wanted(kind=kind, option=option, box=box)
        for (kind, option), box in zip(rows, boxes, strict=True)
    )


def _draw_head(canvas: Canvas, world: World, left: Box) -> None:
    layout, theme = canvas.layout, canvas.theme
    y = left.y + layout.px(8) + layout.tpx(36)
    words = "Who is playing?" if world.people else "Welcome to Evenhand."
    draw_text(canvas, words, (left.x, y), Role.GREETING, theme.text)
    if layout.large_type:
        return
    line = world.message or (
        "Everything here can be steered from the piano, the keyboard or the mouse."
        if world.people
        else "It hears how evenly your fingers play, and shows it week by week."
    )
    draw_paragraph(canvas, line, (left.x, y + layout.tpx(14)), left.w, Role.TAB, theme.text2)
