"""The end of a session: calm, with its minutes; after pain plain advice and no figure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.progress.verdict import counted
from engine.session.state import End, Ended, SessionPlan
from engine.session.world import EndSession
from game.input import Given, Intent
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.heading import (
    back_words,
    button_h,
    by_choice,
    draw_buttons,
    draw_heading,
    exercise_words,
    step_words,
    steps_together,
    title_of,
)
from game.screens.screen import NOTHING, Moment, Wish
from game.theme import Role
from game.view.button import Button
from game.view.canvas import Canvas
from game.view.layout import Box, Layout
from game.view.step_list import Step, StepList, StepState, draw_step_list, step_pitch
from game.view.text import draw_paragraph

OPENINGS = {
    End.DONE: "That is today\N{RIGHT SINGLE QUOTATION MARK}s practice.",
    End.LEFT: "Stopped here.",
    End.DOSE: "That is today\N{RIGHT SINGLE QUOTATION MARK}s {dose:g} minutes.",
    End.PAIN: "Stop for today.",
    End.TIRED: "That is enough for today.",
}
OWN_CHOICE = "That is enough for now."
WORDS = {
    End.DONE: "You played for {minutes} today. The fingers learn while they rest.",
    End.LEFT: "You played for {minutes} today. What is complete is kept; the rest can wait.",
    End.DOSE: "The fingers learn while they rest.",
    End.TIRED: (
        "Your strings grew less even again, as they do when a hand is tired. What you played is "
        "kept; the fingers learn while they rest."
    ),
    End.PAIN: (
        "Pain, numbness or cramp is a reason to rest the hand and to show it to a clinician, best "
        "to one who knows musicians, before you play on. Evenhand cannot tell what is behind it.\n"
        "What you played is kept as it is, without a score."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedScreen:
    """The last screen of a session; everything leads back to where it began."""

    name: str = "ended"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Put the session away."""
        if not isinstance(moment.state, Ended):
            return NOTHING
        chosen = choose(boxes(moment.layout), 0, given).chosen is not None
        if chosen or Intent.BACK in given:
            return Wish(requests=(EndSession(),))
        return NOTHING

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the end."""
        state = moment.state
        canvas.clear()
        if not isinstance(state, Ended):
            return
        theme, layout = canvas.theme, canvas.layout
        plan = state.place.plan
        draw_heading(canvas, moment, _title(plan), "")
        column = _column(layout)
        pain = state.end is End.PAIN
        chosen = by_choice(plan) and state.end is End.DONE
        opening = OWN_CHOICE if chosen else OPENINGS[state.end].format(dose=plan.dose_minutes)
        flag = draw_flag(canvas, column.x, column.y) if pain else 0
        colour = theme.care if pain else theme.text
        at = (column.x + flag, column.y)
        y = draw_paragraph(canvas, opening, at, column.w - flag, Role.VERDICT, colour)
        words = WORDS[state.end].format(minutes=_minutes(state))
        at = (column.x, y + layout.tpx(8))
        draw_paragraph(canvas, words, at, column.w, Role.BODY, theme.text2)
        if not pain:
            _draw_steps(canvas, state)
        hint = "highest key" if moment.steering else "Enter"
        back = back_words(plan)
        buttons = (Button(label=back, hint=hint, primary=True),)
        draw_buttons(canvas, boxes(layout), buttons, 0)
        draw_foot(canvas, moment, high=back, caption=moment.world.message)


def _title(plan: SessionPlan) -> str:
    if by_choice(plan):
        return title_of(plan.blocks[0])
    return "Today\N{RIGHT SINGLE QUOTATION MARK}s session"


def boxes(layout: Layout) -> list[Box]:
    """Return where the one button stands."""
    height = button_h(layout)
    column = _column(layout)
    width = min(column.w, round(320 * layout.pitch))
    return [Box(column.x, layout.content.bottom - height, width, height)]


def _column(layout: Layout) -> Box:
    content = layout.content
    y = content.y + round(content.h * (0 if layout.large_type else 0.14))
    width = content.w if layout.large_type else round(content.w * 0.45)
    return Box(content.x, y, width, content.bottom - y)


def draw_flag(canvas: Canvas, x: int, top: int) -> int:
    """Draw the flag that goes with words of care; return the room it takes."""
    side, colour = canvas.tpx(30), canvas.theme.care
    picture = canvas.vector(
        ("care flag", side),
        (side, side),
        lambda: (
            f'<path d="M5 29V3H25L19 10L25 17H5" fill="none" stroke="{colour}" '
            'stroke-width="2.6" stroke-linejoin="round" stroke-linecap="round"/>'
        ),
        view=(0, 0, 32, 32),
    )
    canvas.blit(picture, x, top + canvas.tpx(6))
    return side + canvas.tpx(10)


def _minutes(state: Ended) -> str:
    minutes = round(state.place.played_ns / 60e9)
    return counted(minutes, "minute") if minutes else "less than a minute"


def ended_steps(state: Ended) -> tuple[Step, ...]:
    """Return today's steps as they were left, without minutes: the headline says those."""
    place = state.place
    done = place.block + (state.end in (End.DONE, End.DOSE, End.TIRED))
    found = []
    for blocks in steps_together(place.plan):
        first = place.plan.blocks[blocks[0]]
        words = exercise_words(first if len(blocks) == 1 else replace(first, direction=None))
        if blocks[0] == done and state.end is End.LEFT:
            words = "stopped here"
        elif blocks[0] >= done:
            words = "not today"
        elif blocks[-1] >= done:
            words = f"{step_words(replace(place, block=done - 1)).partition(', ')[2]} only"
        begun = StepState.DONE if blocks[0] < done else StepState.RESTING
        found.append(Step(title=title_of(first), second=(words,), minutes=None, state=begun))
    return tuple(found)


def _draw_steps(canvas: Canvas, state: Ended) -> None:
    layout, place = canvas.layout, state.place
    spent = place.plan.played_minutes >= place.plan.dose_minutes
    if layout.large_type or spent:
        return
    steps = ended_steps(state)
    content = layout.content
    width = round(content.w * 0.46)
    pitch = step_pitch(canvas)
    high = min(content.h, pitch * len(steps))
    y = content.y + (content.h - high) // 2
    draw_step_list(canvas, Box(content.right - width, y, width, high), StepList(steps=steps))
