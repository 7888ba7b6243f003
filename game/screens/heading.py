"""What stands on every screen of a session: its words, the instrument, the row of buttons."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from engine.exercise import Direction
from engine.progress.verdict import counted
from engine.record import Task
from engine.session.state import BlockPlan, Place, SessionPlan
from game.screens.screen import Moment
from game.screens.top_bar import chip_of
from game.screens.words import TITLES
from game.theme import Role
from game.view.button import Button, draw_button
from game.view.canvas import Canvas
from game.view.layout import Box, Layout
from game.view.port_chip import draw_port_chip
from game.view.text import draw_text, text_width

WAYS = {Direction.UP: "upwards", Direction.DOWN: "downwards"}


def title_of(step: BlockPlan) -> str:
    """Return the name of a step's game."""
    return TITLES[step.task]


def exercise_words(step: BlockPlan) -> str:
    """Return what is played, which way and with which hand, as it stands inside a sentence."""
    hand = f"{step.hand} hand"
    if step.task is Task.CALIBRATION:
        # any key will do: its exercise only stands in the record
        return "any one key"
    if step.task is Task.LATE_ONE:
        return f"{counted(len(step.fingers), 'note')} in silence, {hand}"
    title = step.exercise.title.removesuffix(f", {hand}")
    lowered = title[:1].lower() + title[1:] if title[1:2].islower() else title
    way = WAYS.get(step.direction) if step.direction else None
    return ", ".join(words for words in (lowered, way, hand) if words)


def step_words(place: Place) -> str:
    """Return where a step stands among today's, counted as Today counts them.

    Empty for a step of one's own choice, which stands alone.
    """
    if by_choice(place.plan):
        return ""
    steps = steps_together(place.plan)
    number, blocks = next(
        (number, blocks) for number, blocks in enumerate(steps, start=1) if place.block in blocks
    )
    words = f"Step {number} of {len(steps)}"
    if len(blocks) == 1:
        return words
    way = WAYS.get(place.step.direction) if place.step.direction else None
    part = f"part {blocks.index(place.block) + 1} of {len(blocks)}"
    return f"{words}, {way or part}"


def by_choice(plan: SessionPlan) -> bool:
    """Say whether a plan is one step of the player's own choice, not the session of the day."""
    return len(plan.blocks) == 1


def back_words(plan: SessionPlan) -> str:
    """Return where leaving leads: a step of one's own choice ends where it was chosen."""
    return "Back" if by_choice(plan) else "Back to today"


def steps_together(plan: SessionPlan) -> tuple[tuple[int, ...], ...]:
    """Return the indices of the blocks of each step: blocks of one task in a row are one."""
    numbered = groupby(enumerate(plan.blocks), key=lambda each: each[1].task)
    return tuple(tuple(index for index, _ in blocks) for _, blocks in numbered)


def minutes_left(place: Place) -> str:
    """Return how much of today's dose is left, in words."""
    left = max(0, round(place.plan.dose_minutes - place.played_ns / 60e9))
    return f"{left} of {place.plan.dose_minutes:g} minutes left today."


def heading_baseline(layout: Layout) -> int:
    """Return the baseline of a session screen's title."""
    return layout.play_bar.y + round(layout.play_bar.h * 0.5) + layout.tpx(9)


def draw_heading(
    canvas: Canvas, moment: Moment, title: str, subtitle: str, *, chip: bool = True
) -> None:
    """Draw title, subtitle and the instrument's chip; the subtitle goes where it has no room."""
    layout, theme = canvas.layout, canvas.theme
    bar, y = layout.play_bar, heading_baseline(layout)
    right = bar.right
    if chip:
        right = _draw_port(canvas, moment, bar.x + text_width(canvas, title, Role.GAME)) or right
    x = bar.x + draw_text(canvas, title, (bar.x, y), Role.GAME, theme.text) + canvas.tpx(18)
    if x + text_width(canvas, subtitle, Role.BODY) <= right - canvas.tpx(16):
        draw_text(canvas, subtitle, (x, y), Role.BODY, theme.text2)


def _draw_port(canvas: Canvas, moment: Moment, left: int) -> int | None:
    """Draw the instrument's chip where it fits beside the title; return its left edge."""
    bar = canvas.layout.play_bar
    chip = chip_of(moment.world.port, live=bool(moment.sounding))
    for words in (chip, replace(chip, state="")):
        wide = canvas.px(74) + text_width(canvas, words.name, Role.CAPTION_STRONG)
        wide += text_width(canvas, words.state, Role.CAPTION) + canvas.tpx(9)
        if left + canvas.tpx(18) + wide <= bar.right:
            return draw_port_chip(canvas, bar.right, bar.centre[1], words).x
    return None


def button_h(layout: Layout) -> int:
    """Return a button's height without drawing, for the mouse."""
    return max(layout.px(56), round(max(19 * layout.t, 14) * 1.2) + layout.px(22), 48)


def button_row(layout: Layout, shares: tuple[float, ...], width: int | None = None) -> list[Box]:
    """Return a row of buttons at the foot of the content, from its left edge."""
    content, height = layout.content, button_h(layout)
    across = content.w if width is None else min(width, content.w)
    row = Box(content.x, content.bottom - height, across, height)
    return list(row.columns(shares, layout.space))


def draw_buttons(
    canvas: Canvas, boxes: Sequence[Box], buttons: Sequence[Button], focus: int
) -> None:
    """Draw buttons with the focus ring on one of them; hints go where there is no room."""
    for index, (box, button) in enumerate(zip(boxes, buttons, strict=True)):
        # The filled button is where the focus begins: a ring would only say it twice.
        shown = replace(button, focused=index == focus and not button.primary)
        wide = canvas.px(40) + text_width(canvas, shown.label, Role.BUTTON)
        if (
            shown.hint
            and wide + canvas.tpx(13) + (text_width(canvas, shown.hint, Role.CAPTION_STRONG))
            > box.w
        ):
            shown = replace(shown, hint="")
        draw_button(canvas, box, shown)
