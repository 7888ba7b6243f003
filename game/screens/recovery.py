"""A take that a sudden end left behind is offered: keep it, or put it away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from engine.progress.verdict import counted
from engine.session.world import DropFound, Found, KeepFound, Request, World
from game.input import Given, Intent
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.heading_lines import WIDEST, draw_heading
from game.screens.options import Option, Options, above_foot, draw_options, foot_row, in_row
from game.screens.screen import NOTHING, Moment, Pop, Replace, Wish
from game.screens.top_bar import draw_top_bar
from game.screens.words import TITLES
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.layout import Box
from game.view.text import draw_paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryScreen:
    """The first of the takes found, with the choice what becomes of it."""

    focus: int = 0

    @property
    def name(self) -> str:
        """The screen's name."""
        return "recovery"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Keep the take or put it away; BACK leaves it for the next start."""
        if not moment.world.found or Intent.BACK in given:
            return Wish(go=Pop())
        choice = choose(_options(moment).boxes, self.focus, given)
        if choice.chosen is None:
            moved = replace(self, focus=choice.focus)
            return NOTHING if moved == self else Wish(go=Replace(moved))
        key = moment.world.found[0].key
        wanted: Request = KeepFound(key) if choice.chosen == 0 else DropFound(key)
        return Wish(go=Replace(RecoveryScreen()), requests=(wanted,))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw what was found and the two ways on."""
        canvas.clear()
        layout = canvas.layout
        draw_top_bar(canvas, moment)
        area = above_foot(layout)
        wide = min(area.w, layout.tpx(WIDEST))
        words = "A take was not finished."
        why = "Evenhand ended while you were playing. What was played until then is still here."
        if layout.large_type:
            why = "Keep it and it is measured now; put away, it is deleted."
        y = draw_heading(canvas, words, moment.world.message or why)
        if moment.world.found:
            box = Box(area.x, y + layout.px(24), wide, area.bottom - y - layout.px(24))
            _draw_found(canvas, moment.world, box)
        draw_options(canvas, _options(moment), self.focus)
        chosen = _options(moment).options[self.focus].label
        draw_foot(canvas, moment, low="Later", high=chosen)


def _draw_found(canvas: Canvas, world: World, room: Box) -> None:
    layout, theme = canvas.layout, canvas.theme
    found = world.found[0]
    words = [found.title, _when(found, world), f"{_length(found)}{_by(found)}"]
    if layout.large_type:
        # the game, the day and the length tell takes apart; there is no room for more
        del words[0]
    height = min(room.h, layout.padding * 2 + layout.tpx(36 + 26 * len(words)))
    box = Box(room.x, room.y, room.w, height)
    more = len(world.found) - 1
    inside = draw_card(
        canvas, box, Card(title=TITLES[found.task], scope=f"and {more} more" if more else "")
    )
    y, role = inside.y, Role.SECOND if layout.large_type else Role.BODY
    for line in words:
        y = draw_paragraph(canvas, line, (inside.x, y), inside.w, role, theme.text2)


def _when(found: Found, world: World) -> str:
    local = found.started_utc + timedelta(minutes=world.utc_offset_min)
    days = (world.today - local.date()).days
    day = {0: "Today", 1: "Yesterday"}.get(days, f"{local:%A}, {local.day} {local:%B}")
    return f"{day} at {local:%H:%M}"


def _length(found: Found) -> str:
    return f"{counted(found.notes, 'note')} in {counted(round(found.seconds), 'second')}"


def _options(moment: Moment) -> Options:
    options = (
        Option(label="Keep it", hint="it is measured now", primary=True),
        Option(label="Put it away", hint="it is deleted"),
    )
    return in_row(moment.layout, options, foot_row(moment.layout))


def _by(found: Found) -> str:
    return f", played by {found.player}" if found.player else ""
