"""The instrument's page: a light for every key that arrives, and the reason when none does."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from engine.session.world import Link, ListenAgain, UseComputerKeyboard, World
from engine.take import NoteOn
from game.input import Given, Intent, steered
from game.screens.choices import choose
from game.screens.device_cards import draw_keys, draw_last, draw_messages, draw_way
from game.screens.device_heard import Heard
from game.screens.device_places import pages_of, placed, places_of
from game.screens.foot import draw_foot
from game.screens.options import Option, Options, draw_options
from game.screens.pages import turning_words
from game.screens.range import RangeScreen
from game.screens.screen import Moment, Pop, Push, Replace, Wish, go_to
from game.screens.timing_check import TimingCheckScreen
from game.screens.top_bar import draw_top_bar
from game.screens.welcome_piano import piano_words
from game.theme import Role
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.text import draw_fitted, leading_px

LIT = "Each key lights up as it is heard, and then keeps a glow."
TWICE = "On this page the outermost keys steer only when they are pressed twice."
NO_RANGE = "Its lowest and highest key are not known yet."
Kind = Literal["listen", "range", "keyboard", "timing", "more", "back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceScreen:
    """What was heard since the page was opened; ``focus`` counts the buttons.

    So that every key can be tried, an outermost key steers only when it is pressed twice in a row.
    At first the focus, -1, is on the first button that is on the open page.
    """

    heard: Heard = field(default_factory=Heard)
    focus: int = -1
    page: int = 0

    @property
    def name(self) -> str:
        """The screen's name."""
        return "device"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Light what arrives, and do what was chosen."""
        meant = self._meant(moment, given)
        here = replace(self, heard=self.heard.after(moment.step.events))
        if Intent.BACK in meant:
            return Wish(go=Pop())
        rows = _rows(moment, self.page)
        boxes = placed(moment.layout, tuple(option for _, option in rows), self.page).boxes
        choice = choose(boxes, _focus_of(rows, self.focus), meant)
        moved = choice.focus if choice.focus != _focus_of(rows, self.focus) else self.focus
        here = _on_page(moment, replace(here, focus=moved), boxes)
        if choice.chosen is None:
            return go_to(self, here)
        return here.chosen(moment, rows[choice.chosen][0])

    def _meant(self, moment: Moment, given: Sequence[Given]) -> list[Given]:
        """Return what was given, without the outermost keys that are tried for the first time."""
        events = moment.step.events
        own = steered(events, moment.steering)
        meant = list(given[: len(given) - len(own)]) if own else list(given)
        before = self.heard.last.pitch if self.heard.last else None
        for event in events:
            if isinstance(event, NoteOn):
                intents = steered([event], moment.steering)
                moves = intents and intents[0] in (Intent.NEXT, Intent.PREVIOUS)
                if moves or event.pitch == before:
                    meant += intents
                before = event.pitch
        return meant

    def chosen(self, moment: Moment, kind: Kind) -> Wish:
        """Return what one of the buttons does."""
        match kind:
            case "listen":
                return Wish(go=Replace(replace(self, heard=Heard())), requests=(ListenAgain(),))
            case "keyboard":
                return Wish(go=Replace(self), requests=(UseComputerKeyboard(),))
            case "range":
                return Wish(go=Push(RangeScreen(), below=self))
            case "timing":
                return Wish(go=Push(TimingCheckScreen(), below=self))
            case "more":
                page = (self.page + 1) % pages_of(moment.layout)
                return Wish(go=Replace(replace(self, page=page)))
            case "back":
                return Wish(go=Pop())

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the keys, what was heard, and how the instrument stands."""
        canvas.clear()
        draw_top_bar(canvas, moment)
        page = self.page % pages_of(canvas.layout)
        places = places_of(canvas.layout, page)
        if places.keys.w:
            draw_keys(canvas, moment, places.keys, self.heard)
        if places.last.w:
            draw_last(canvas, places.last, self.heard, moment.world)
        if places.messages.w:
            draw_messages(canvas, places.messages, self.heard)
        rows = _rows(moment, page)
        options = placed(canvas.layout, tuple(option for _, option in rows), page)
        at = _focus_of(rows, self.focus)
        if places.heading.w:
            own = [box.y for box in options.boxes[:-2] if box.w and canvas.layout.large_type]
            room = min(own, default=places.heading.bottom) - places.heading.y
            _draw_heading(canvas, moment.world, places.heading._replace(h=room))
        if places.way.w:
            draw_way(canvas, places.way, moment.world)
        draw_options(canvas, _seen(options), _seen_focus(options, at))
        high = f"{options.options[at].label}, twice"
        draw_foot(canvas, moment, low="Back, twice", high=high)


def _rows(moment: Moment, page: int) -> tuple[tuple[Kind, Option], ...]:
    """Return what can be done; More and Back are the last two, More only where it leads on."""
    world, layout = moment.world, moment.layout
    link, timing = world.port.link, Option(label="Timing check")
    known = link is Link.CONNECTED and world.device is not None
    # first what can do no harm when a key is tried twice
    rows: list[tuple[Kind, Option]] = [("timing", timing)] if known else []
    if link is Link.CONNECTED:
        rows.append(("range", Option(label="Find its keys", primary=not known)))
    if link is not Link.VIRTUAL:
        connected = link in (Link.CONNECTED, Link.COMPUTER_KEYBOARD)
        rows.append(("listen", Option(label="Another piano" if connected else "Look again")))
    if link not in (Link.COMPUTER_KEYBOARD, Link.VIRTUAL):
        rows.append(("keyboard", Option(label="Computer keys")))
    if not known:
        rows.append(("timing", timing))
    if layout.large_type:
        label, hint = turning_words(page, pages_of(layout))
        rows.append(("more", Option(label=label, hint=hint)))
    rows.append(("back", Option(label="Back")))
    return tuple(rows)


def _focus_of(rows: Sequence[tuple[Kind, Option]], focus: int) -> int:
    """Return which button has the focus; at first More where it is there, else the first."""
    if focus >= 0:
        return focus % len(rows)
    return next((index for index, (kind, _) in enumerate(rows) if kind == "more"), 0)


def _on_page(moment: Moment, screen: DeviceScreen, boxes: Sequence[Box]) -> DeviceScreen:
    """Return the screen with the page on which its focus can be seen."""
    focus = screen.focus % len(boxes)
    if screen.focus >= 0 and moment.layout.large_type and not boxes[focus].w:
        return replace(screen, page=pages_of(moment.layout) - 1)
    return screen


def _seen(options: Options) -> Options:
    pairs = [
        (option, box) for option, box in zip(options.options, options.boxes, strict=True) if box.w
    ]
    return Options(options=tuple(o for o, _ in pairs), boxes=tuple(b for _, b in pairs))


def _seen_focus(options: Options, focus: int) -> int:
    focus %= len(options.boxes)
    hidden = sum(not box.w for box in options.boxes[:focus])
    return focus - hidden if options.boxes[focus].w else -1


def _draw_heading(canvas: Canvas, world: World, box: Box) -> None:
    """Draw how the instrument stands, in a line, and below it what to do."""
    theme, layout = canvas.theme, canvas.layout
    head, sentences = piano_words(world)
    if world.port.link is Link.CONNECTED:
        sentences = (LIT, TWICE if world.device else NO_RANGE)
    line = Box(box.x, box.y + layout.px(4), box.w, leading_px(canvas, Role.VERDICT))
    draw_fitted(canvas, head, line, Role.VERDICT, theme.text)
    below = Box(box.x, line.bottom, box.w, box.bottom - layout.px(8) - line.bottom)
    draw_fitted(canvas, " ".join(sentences), below, Role.SECOND, theme.text2)
