"""The main places as a list, where large type leaves no room for tabs (LOOK 9)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from game.input import Given, Intent
from game.screens.choices import choose
from game.screens.device import DeviceScreen
from game.screens.foot import draw_foot
from game.screens.options import Option, Options, draw_options, option_height
from game.screens.places import Place, screen_at
from game.screens.screen import Moment, Push, Replace, Wish, go_to
from game.screens.top_bar import PLACES, draw_top_bar
from game.view.canvas import Canvas
from game.view.layout import Box, Layout

PIANO = "Your piano"


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuScreen:
    """The places and the instrument; ``active`` is the place it was opened from.

    At first the focus, -1, is on that place.
    """

    active: Place
    focus: int = -1

    @property
    def name(self) -> str:
        """The screen's name."""
        return "menu"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Go to a place, or back to the one it was opened from."""
        if Intent.BACK in given:
            return Wish(go=Replace(screen_at(self.active)))
        choice = choose(_boxes(moment.layout), self._now, given)
        if choice.chosen is None:
            moved = choice.focus != self._now
            return go_to(self, replace(self, focus=choice.focus) if moved else self)
        if choice.chosen == len(PLACES):
            return Wish(go=Push(DeviceScreen(), below=replace(self, focus=choice.chosen)))
        return Wish(go=Replace(screen_at(PLACES[choice.chosen])))

    @property
    def _now(self) -> int:
        return self.focus if self.focus >= 0 else PLACES.index(self.active)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the list."""
        canvas.clear()
        draw_top_bar(canvas, moment)
        labels = (*(place.value for place in PLACES), PIANO)
        options = tuple(Option(label=label) for label in labels)
        placed = Options(options=options, boxes=_boxes(canvas.layout))
        draw_options(canvas, placed, self._now)
        draw_foot(canvas, moment, low="Back", high="Open")


def _boxes(layout: Layout) -> tuple[Box, ...]:
    """Return where the entries stand, in two columns where one is too short."""
    area, height, space = layout.content, option_height(layout), layout.px(14)
    count = len(PLACES) + 1
    top = area.y + layout.px(12)
    lines = min(count, (area.bottom - top + space) // (height + space))
    wide = (area.w - layout.space) // 2
    return tuple(
        Box(
            area.x + (index // lines) * (wide + layout.space),
            top + index % lines * (height + space),
            wide,
            height,
        )
        for index in range(count)
    )
