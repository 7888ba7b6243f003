"""Settings: how Evenhand looks and sounds, the instrument, and what it does not claim."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from engine.record import Settings
from engine.session.world import ChangeSettings, Link, World
from game.input import Clicked, Given, Intent
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.paging import NOWHERE
from game.screens.places import Place, screen_at
from game.screens.range import RangeScreen, range_wanted
from game.screens.screen import NOTHING, Moment, Push, Replace, Transition, Wish, go_to
from game.screens.settings_rows import (
    ROWS,
    Row,
    changed,
    draw_action,
    draw_row_of,
    picked,
    value_boxes,
)
from game.screens.top_bar import draw_top_bar, tab_boxes
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.layout import Box, Layout
from game.view.text import draw_paragraph

ABOUT = (
    "Evenhand trains and measures; it is not a medical device and never diagnoses. "
    "If playing hurts, stop, and see a clinician who knows musicians."
)


class Action(Enum):
    """What can be done beside changing a value: title and second line."""

    PIANO = ("Piano", "Another one, or the computer keyboard")
    RANGE = ("Lowest and highest key", "Find them again")
    PLAYER = ("Players", "Change, or add one")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsScreen:
    """The rows; ``focus`` runs through values, actions and tabs."""

    focus: int = 0

    @property
    def name(self) -> str:
        """The screen's name."""
        return "settings"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Change a value, look after the instrument, or go to another place."""
        if (ask := range_wanted(moment)) is not None:
            return Wish(go=Push(ask))
        if Intent.BACK in given:
            return Wish(go=Replace(screen_at(Place.TODAY)))
        targets = _targets(moment.world)
        boxes = _boxes(moment.layout, targets, self.focus)
        settings = moment.world.settings
        for each in given:
            if isinstance(each, Clicked):
                new = _clicked(each, moment.layout, targets, boxes, settings)
                if new is not None:
                    return Wish(requests=(ChangeSettings(new),)) if new != settings else NOTHING
        choice = choose(boxes, self.focus, given)
        if choice.chosen is None:
            return go_to(self, replace(self, focus=choice.focus))
        here = replace(self, focus=choice.chosen)
        return _wish(here, targets[choice.chosen], moment.world)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the rows, the actions and the words about Evenhand."""
        canvas.clear()
        targets = _targets(moment.world)
        now = targets[self.focus % len(targets)]
        focused = now if isinstance(now, Place) else None
        draw_top_bar(canvas, moment, active=Place.SETTINGS, focused=focused)
        layout = canvas.layout
        cards = _cards(layout)
        shown = _shown(layout, now)
        titles = ("Look and sound", "Instrument and players", "About Evenhand")
        for index in shown:
            inside = draw_card(canvas, cards[index], Card(title=titles[index]))
            if index == 2:
                role = Role.BODY if layout.large_type else Role.SECOND
                at = (inside.x, inside.y - canvas.tpx(4))
                draw_paragraph(canvas, ABOUT, at, inside.w, role, canvas.theme.text2)
        for target, box in zip(targets, _boxes(layout, targets, self.focus), strict=True):
            if not box.w or isinstance(target, Place):
                continue
            if isinstance(target, Row):
                draw_row_of(canvas, box, target, moment.world.settings, focused=target is now)
            else:
                draw_action(canvas, box, target.value, focused=target is now)
        draw_foot(canvas, moment, low="Back to today", high=_high(now))


def _targets(world: World) -> tuple[Row | Action | Place, ...]:
    actions = [each for each in Action if each is not Action.RANGE or _has_range(world)]
    return (*ROWS, *actions, Place.TODAY, Place.PROGRESS)


def _has_range(world: World) -> bool:
    return world.port.link is Link.CONNECTED


def _high(now: Row | Action | Place) -> str:
    return "Change" if isinstance(now, Row) else "Open"


def _wish(here: SettingsScreen, target: Row | Action | Place, world: World) -> Wish:
    from game.screens.welcome import WelcomeScreen

    if isinstance(target, Row):
        return Wish(go=Replace(here), requests=(ChangeSettings(changed(target, world.settings)),))
    go: Transition
    match target:
        case Action.PIANO:
            go = Replace(WelcomeScreen(asked=True))
        case Action.RANGE:
            go = Push(RangeScreen())
        case Action.PLAYER:
            go = Replace(WelcomeScreen(asked=True))
        case Place():
            go = Replace(screen_at(target))
    return Wish(go=go)


def _clicked(
    click: Clicked,
    layout: Layout,
    targets: Sequence[Row | Action | Place],
    boxes: Sequence[Box],
    settings: Settings,
) -> Settings | None:
    """Return the settings with the value that was clicked, or None where none was."""
    for target, box in zip(targets, boxes, strict=True):
        if isinstance(target, Row) and box.contains(click.x, click.y):
            for index, value in enumerate(value_boxes(layout, box, target)):
                if value.contains(click.x, click.y):
                    return picked(target, index, settings)
    return None


def _cards(layout: Layout) -> tuple[Box, Box, Box]:
    content = layout.content
    if layout.large_type:
        return content, content, content
    left, right = content.columns((1.22, 1), layout.space)
    pitch = row_pitch(layout)
    rows = max(len(ROWS), len(Action)) * pitch + _head(layout) + layout.padding
    left = Box(left.x, left.y + layout.px(8), left.w, min(left.h, rows))
    top = Box(right.x, left.y, right.w, left.h)
    y = left.bottom + layout.space
    about = Box(content.x, y, content.w, min(content.bottom - y, layout.tpx(118)))
    return left, top, about


def row_pitch(layout: Layout) -> int:
    """Return the height of a row."""
    return max(60 if layout.compact else layout.px(70), layout.tpx(58))


def _head(layout: Layout) -> int:
    return round(max(layout.padding * 0.95 + layout.tpx(7), layout.tpx(26))) + layout.tpx(14)


def _shown(layout: Layout, now: Row | Action | Place) -> tuple[int, ...]:
    if not layout.large_type:
        return 0, 1, 2
    if isinstance(now, Row):
        return (0,)
    return (1,) if isinstance(now, Action) else (2,)


def _boxes(layout: Layout, targets: Sequence[Row | Action | Place], focus: int) -> tuple[Box, ...]:
    """Return where each target stands; those of a card that is not shown have no area."""
    cards = _cards(layout)
    now = targets[focus % len(targets)]
    shown = _shown(layout, now)
    tabs = dict(zip(Place, tab_boxes(layout), strict=True))
    rows = [each for each in targets if isinstance(each, Row)]
    actions = [each for each in targets if isinstance(each, Action)]
    boxes = []
    for target in targets:
        if isinstance(target, Place):
            boxes.append(tabs[target])
        elif isinstance(target, Row):
            place = (rows.index(target), len(rows)) if 0 in shown else None
            boxes.append(_in_card(layout, cards[0], place))
        else:
            place = (actions.index(target), len(actions)) if 1 in shown else None
            boxes.append(_in_card(layout, cards[1], place))
    return tuple(boxes)


def _in_card(layout: Layout, card: Box, place: tuple[int, int] | None) -> Box:
    if place is None:
        return NOWHERE
    side = layout.px(8)
    top = card.y + _head(layout)
    pitch = row_pitch(layout)
    if layout.large_type:
        pitch = min(pitch * 2, (card.bottom - top - layout.px(8)) // place[1])
    return Box(card.x + side, top + place[0] * pitch, card.w - 2 * side, pitch - layout.px(4))
