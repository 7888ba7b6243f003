"""The door: which piano, and who is playing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from engine.session.world import ChoosePlayer, Link, ListenAgain, UseComputerKeyboard, World
from game.input import Given, Intent
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.heading_lines import draw_heading
from game.screens.options import Option, Options, draw_options, foot_row, in_row, option_height
from game.screens.range import range_wanted
from game.screens.screen import NOTHING, Moment, Push, Quit, Replace, Transition, Wish
from game.screens.top_bar import device_wanted, draw_top_bar
from game.screens.welcome_piano import draw_piano
from game.screens.words import hand_words
from game.view.canvas import Canvas
from game.view.layout import Box, Layout

MOST = 3
LONGEST = 24  # of a name that the foot has room for
Kind = Literal["player", "new", "others", "keyboard", "listen", "piano", "close"]
WHO: tuple[Kind, ...] = ("player", "new", "others")
LISTENS = (Link.COMPUTER_KEYBOARD, Link.CONNECTED)


Rows = list[tuple[Kind, Option]]
CLOSE: tuple[Kind, Option] = ("close", Option(label="Close Evenhand"))


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
    were before the form for another was opened. In large type the piano has a page of its own.
    """

    focus: int = 0
    first: int = 0
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
            return Wish(go=_today(asked=self.asked) if added else Replace(here))
        if not self.asked and (ask := range_wanted(moment)) is not None:
            return Wish(go=Push(ask, below=replace(self, asked=True)))
        if (device := device_wanted(moment.layout, given)) is not None:
            return Wish(go=device)
        if Intent.BACK in given and world.person is not None:
            return Wish(go=_today(asked=self.asked))
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
                return Wish(go=_today(asked=self.asked), requests=(ChoosePlayer(person.id),))
            case "keyboard":
                return Wish(requests=(UseComputerKeyboard(),))
            case "listen":
                return Wish(requests=(ListenAgain(),))
            case _:
                return Wish(go=self._way(world, kind))

    def _way(self, world: World, kind: Kind) -> Transition:
        # the first picture does not wait for the screens behind it
        from game.screens.device import DeviceScreen
        from game.screens.new_player import NewPlayerScreen

        match kind:
            case "new":
                waiting = replace(self, expects=len(world.people))
                return Push(NewPlayerScreen(), below=waiting)
            case "others":
                first = self.first + MOST if self.first + MOST < len(world.people) else 0
                return Replace(replace(self, first=first, focus=0))
            case "piano":
                return Push(DeviceScreen())
            case _:
                return Quit()

    def _wanted(self, moment: Moment) -> tuple[Wanted, ...]:
        layout = moment.layout
        who, piano = _who(moment.world, self.first), _piano(moment.world)
        if layout.large_type:
            return _below(layout, [*who, ("piano", Option(label="Your piano")), CLOSE])
        foot: Rows = [("piano", Option(label="See what is heard")), CLOSE]
        return (*_below(layout, who), *_in_card(layout, piano), *_at_foot(layout, foot))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw players left and the piano right, in large type the players alone."""
        canvas.clear()
        layout = canvas.layout
        draw_top_bar(canvas, moment)
        left, right = _columns(layout)
        _draw_head(canvas, moment.world, left)
        if not layout.large_type:
            draw_piano(canvas, moment, right)
        wanted = self._wanted(moment)
        options = Options(
            options=tuple(each.option for each in wanted), boxes=tuple(each.box for each in wanted)
        )
        draw_options(canvas, options, self.focus)
        focus = min(self.focus, len(wanted) - 1)
        low = "Back" if moment.world.person else ""
        high = wanted[focus].option.label
        draw_foot(canvas, moment, low=low, high=high if len(high) <= LONGEST else "Choose")


def _today(*, asked: bool) -> Transition:
    from game.screens.today import TodayScreen

    return Replace(TodayScreen(asked=asked))


def _who(world: World, first: int) -> Rows:
    shown = world.people[first : first + MOST]
    rows: Rows = [
        ("player", Option(label=person.name, hint=hand_words(person.hand))) for person in shown
    ]
    rows.append(("new", Option(label="New player", primary=not world.people)))
    if len(world.people) > MOST:
        hint = f"{first + 1} to {first + len(shown)} of {len(world.people)}"
        rows.append(("others", Option(label="Others", hint=hint)))
    return rows


def _piano(world: World) -> Rows:
    if world.port.link is Link.VIRTUAL:
        return []
    if world.port.link in LISTENS:
        return [("listen", Option(label="Listen for another piano"))]
    keyboard = Option(label="Use the computer keyboard")
    return [("listen", Option(label="Look again")), ("keyboard", keyboard)]


def _columns(layout: Layout) -> tuple[Box, Box]:
    area = layout.content
    if layout.large_type:
        return area, Box(area.x, area.y, area.w, area.h - option_height(layout) - layout.space)
    left, right = area.columns((1, 0.92), layout.px(56))
    high = min(right.h - layout.px(12), layout.tpx(250) + layout.px(190))
    return left, Box(right.x, right.y + layout.px(8), right.w, high)


def _below(layout: Layout, rows: Rows) -> tuple[Wanted, ...]:
    """Place rows below the heading of the left column, in two columns where they must."""
    left, _ = _columns(layout)
    height, space = option_height(layout), layout.px(12)
    y = (
        left.y
        + layout.px(26)
        + layout.tpx(52 if layout.large_type else 94 if layout.compact else 106)
    )
    bottom = left.bottom if layout.large_type else foot_row(layout).y
    lines = max(1, (bottom - y + space) // (height + space))
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


def _in_card(layout: Layout, rows: Rows) -> tuple[Wanted, ...]:
    _, card = _columns(layout)
    high = option_height(layout) + layout.px(12)
    x, wide = card.x + layout.padding, card.w - 2 * layout.padding
    top = card.bottom - layout.padding + layout.px(12) - high * len(rows)
    return tuple(
        Wanted(kind=kind, option=option, box=Box(x, top + high * index, wide, high - layout.px(12)))
        for index, (kind, option) in enumerate(rows)
    )


def _at_foot(layout: Layout, rows: Rows) -> tuple[Wanted, ...]:
    placed = in_row(layout, [option for _, option in rows], foot_row(layout))
    return tuple(
        Wanted(kind=kind, option=option, box=box)
        for (kind, _), option, box in zip(rows, placed.options, placed.boxes, strict=True)
    )


def _draw_head(canvas: Canvas, world: World, left: Box) -> None:
    title = "Who is playing?" if world.people else "Welcome to Evenhand."
    line = world.message or (
        "Steer from the piano, the keyboard or the mouse."
        if world.people
        else "It hears how evenly your fingers play, and shows it week by week."
    )
    if canvas.layout.large_type:
        line = world.message
    draw_heading(canvas, title, line, area=left)
