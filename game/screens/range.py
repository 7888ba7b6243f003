"""The piano's lowest and highest key, which MIDI cannot tell: the player shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.session.world import Link, SetRange
from engine.take import NoteOn
from game.input import Given, Intent
from game.screens.choices import choose
from game.screens.foot import PIANO, draw_foot
from game.screens.heading_lines import draw_heading, heading_height
from game.screens.options import Option, Options, draw_options, foot_row, in_row
from game.screens.screen import NOTHING, Moment, Pop, Replace, Wish
from game.screens.top_bar import draw_top_bar
from game.view.canvas import Canvas
from game.view.keyboard import Keyboard, Sounding, draw_keyboard
from game.view.keys import key_name
from game.view.layout import Box, Layout

FEWEST = 25
# The usual instruments by their number of keys: lowest and highest pitch.
USUAL = {88: PIANO, 76: (28, 103), 61: (36, 96), 49: (36, 84), 25: (48, 72)}
SIZES = tuple(USUAL)
YES, AGAIN = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeScreen:
    """Two keys are asked for, then a yes; ``too_near`` after two that lie too close together."""

    lowest: int | None = None
    highest: int | None = None
    too_near: bool = False
    focus: int = 0

    @property
    def name(self) -> str:
        """The screen's name."""
        return "range"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Take the keys pressed, the highest once more for a yes; or take a usual size."""
        pressed = [event.pitch for event in moment.step.events if isinstance(event, NoteOn)]
        if pressed:
            # while its ends are being shown, no key steers
            return self._heard(pressed)
        if Intent.BACK in given:
            return Wish(go=Pop()) if self.lowest is None else Wish(go=Replace(RangeScreen()))
        choice = choose(_options(moment.layout, self).boxes, self.focus, given)
        if choice.chosen is None:
            moved = replace(self, focus=choice.focus)
            return NOTHING if moved == self else Wish(go=Replace(moved))
        if self.highest is not None:
            return self.kept() if choice.chosen == YES else Wish(go=Replace(RangeScreen()))
        if choice.chosen == len(SIZES):
            return Wish(go=Pop())
        lowest, highest = USUAL[SIZES[choice.chosen]]
        return Wish(go=Replace(RangeScreen(lowest=lowest, highest=highest)))

    def kept(self) -> Wish:
        """Return the wish that keeps both ends."""
        assert self.lowest is not None
        assert self.highest is not None
        return Wish(go=Pop(), requests=(SetRange(self.lowest, self.highest),))

    def _heard(self, pressed: Sequence[int]) -> Wish:
        screen = self
        for pitch in pressed:
            if pitch == screen.highest:
                return screen.kept()
            screen = screen.after_key(pitch)
        return NOTHING if screen == self else Wish(go=Replace(screen))

    def after_key(self, pitch: int) -> "RangeScreen":
        """Return the screen after one key: the first end, the second, or from the beginning."""
        if self.lowest is None:
            return RangeScreen(lowest=pitch, focus=SIZES.index(likely_size(pitch)))
        if self.highest is not None:
            return RangeScreen() if pitch == self.lowest else self
        lowest, highest = sorted((self.lowest, pitch))
        if highest - lowest + 1 < FEWEST:
            return RangeScreen(too_near=True)
        return RangeScreen(lowest=lowest, highest=highest)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw what is asked for, the piano, and the usual sizes."""
        canvas.clear()
        draw_top_bar(canvas, moment)
        draw_heading(canvas, *self._asked())
        found = {pitch for pitch in (self.lowest, self.highest) if pitch is not None}
        lit = sorted(pitch for pitch in found | moment.sounding if PIANO[0] <= pitch <= PIANO[1])
        keys = Keyboard(
            lowest=PIANO[0],
            highest=PIANO[1],
            home=(),
            sounding=tuple(Sounding(pitch=pitch) for pitch in lit),
        )
        draw_keyboard(canvas, _keys_box(canvas.layout), keys)
        draw_options(canvas, _options(canvas.layout, self), self.focus)
        # the keys do not steer yet, so none is lit for it
        draw_foot(canvas, replace(moment, steering=None), caption=" ")

    def _asked(self) -> tuple[str, str]:
        if self.lowest is None and self.too_near:
            words = "Those two lie less than two octaves apart: the outermost keys are meant."
            return "Once more: the lowest key of your piano.", words
        if self.lowest is None:
            words = (
                "Then the highest. From then on they steer: the highest goes on, the lowest back."
            )
            return "Press the lowest key of your piano.", words
        if self.highest is None:
            words = (
                f"{_capital(self.lowest)} is the lowest: probably {likely_size(self.lowest)} keys."
            )
            return "Now press the highest key.", words
        count = self.highest - self.lowest + 1
        words = "Press the highest key once more if that is right, the lowest to begin again."
        return f"{count} keys, {_capital(self.lowest)} to {key_name(self.highest)}.", words


def range_wanted(moment: Moment) -> RangeScreen | None:
    """Return the screen that asks for the piano's ends, where a piano speaks and has none yet."""
    spoke = any(isinstance(event, NoteOn) for event in moment.step.events)
    is_piano = moment.world.port.link is Link.CONNECTED
    return RangeScreen() if spoke and is_piano and moment.world.device is None else None


def likely_size(lowest: int) -> int:
    """Return how many keys a piano with this lowest key most likely has."""
    return min(SIZES, key=lambda size: (abs(USUAL[size][0] - lowest), -size))


def _capital(pitch: int) -> str:
    name = key_name(pitch)
    return name[0].upper() + name[1:]


def _keys_box(layout: Layout) -> Box:
    area = layout.content
    top = area.y + heading_height(layout) + layout.px(28)
    room = foot_row(layout).y - layout.px(40) - top
    return Box(area.x, top, area.w, max(layout.px(60), min(room, layout.px(210))))


def _options(layout: Layout, screen: RangeScreen) -> Options:
    options: tuple[Option, ...]
    if screen.highest is not None:
        options = (Option(label="That is right", primary=True), Option(label="Begin again"))
    else:
        options = (*(Option(label=str(size), hint="keys") for size in SIZES), Option(label="Later"))
    return in_row(layout, options, foot_row(layout))
