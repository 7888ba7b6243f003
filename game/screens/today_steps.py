"""Today's greeting and its steps on one thread."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby

from engine.exercise.dwelt import dwells_on
from engine.progress.verdict import counted, in_words
from engine.record import Task
from engine.session.state import BlockPlan, SessionPlan
from engine.session.world import World
from game.screens.heading_lines import WIDEST, draw_heading, heading_height
from game.screens.options import above_foot
from game.screens.readiness import is_full
from game.screens.screen import Moment
from game.screens.today_lines import LINES
from game.screens.words import (
    ORDINALS,
    TITLES,
    bpm,
    capital,
    greeting,
    hand_words,
    pattern_words,
    typeset,
)
from game.theme import Role
from game.view.canvas import Canvas
from game.view.chip import Part, Transition
from game.view.layout import Box, Layout
from game.view.step_list import Step, StepList, StepState, draw_step_list
from game.view.text import text_width

MOST_DWELLING = 2
LETTER = 0.5  # the width of a sentence by its letters, in sizes, a little more than it is


def days_this_week(world: World) -> int:
    """Return on how many days of this ISO week something was played, today included if so."""
    monday = world.today - timedelta(days=world.today.weekday())
    return len({each.local_date for each in world.practice if each.local_date >= monday})


def draw_greeting(canvas: Canvas, moment: Moment, area: Box) -> int:
    """Draw greeting and the day in a sentence; return the y below."""
    world, layout = moment.world, canvas.layout
    name = world.person.name if world.person else ""
    words = f"{greeting(world.local_hour)}, {name}." if name else f"{greeting(world.local_hour)}."
    told = day_words(world)
    if not layout.large_type and text_width(canvas, told, Role.BODY) > area.w:
        # the steps below need the second line: the first sentence is enough
        told = told.partition(". ")[0] + "."
    end = draw_heading(canvas, words, told, area=area)
    return end + layout.px(12 if layout.compact else 18)


def day_words(world: World) -> str:
    """Return how much there is to do today, and which day of the week it is for the player."""
    if world.plan is None:
        return "There is no plan for today."
    if is_full(world):
        dose = f"today\N{RIGHT SINGLE QUOTATION MARK}s {world.plan.dose_minutes:g} minutes"
        return f"That is {dose}. The fingers learn while they rest."
    steps = steps_of(world.plan)
    minutes = sum(step.minutes or 0 for step in steps)
    words = f"{capital(in_words(len(steps)))} gentle steps, about {minutes} minutes."
    played = days_this_week(world)
    if world.plan.no_check:
        return f"{words} {typeset(world.plan.no_check)}"
    if any(each.local_date == world.today for each in world.practice):
        return f"{words} You have played today already."
    if not world.practice:
        return f"{words} Nothing is scored in the first two sittings."
    return f"{words} Your {ORDINALS[min(played + 1, 7)]} day this week."


def steps_a_page(layout: Layout) -> int:
    """Return how many steps fit on a page of their own in large type."""
    return max(1, above_foot(layout).h // _pitch(layout))


def steps_below_greeting(layout: Layout, told: str) -> int:
    """Return how many steps fit in large type below the greeting with the day ``told``.

    Lines are reckoned from the number of letters, so that pages are known without a canvas.
    """
    wide = min(layout.content.w, layout.tpx(WIDEST))
    lines = math.ceil(layout.tpx(len(told) * Role.BODY.value.size * LETTER) / wide)
    greeted = heading_height(layout) + layout.tpx(27) * (lines - 2) + layout.px(18)
    return max(0, (above_foot(layout).h - greeted) // _pitch(layout))


def _pitch(layout: Layout) -> int:
    return max(layout.px(74), layout.tpx(60))


def draw_steps(
    canvas: Canvas, moment: Moment, area: Box, *, first: int = 0, most: int | None = None
) -> None:
    """Draw today's steps from the one numbered ``first``: ``most`` of them, or as many as fit."""
    plan = moment.world.plan
    if plan is None:
        return
    steps = steps_of(plan)
    if is_full(moment.world):
        steps = tuple(replace(step, minutes=None, state=StepState.RESTING) for step in steps)
    fitting = steps_a_page(canvas.layout) if canvas.layout.large_type else len(steps)
    fitting = fitting if most is None else most
    draw_step_list(canvas, area, StepList(steps=steps[first : first + fitting]))


def steps_of(plan: SessionPlan) -> tuple[Step, ...]:
    """Return the plan as steps; blocks of one task in a row are one step."""
    grouped = [tuple(blocks) for _, blocks in groupby(plan.blocks, key=lambda block: block.task)]
    return tuple(
        Step(
            title=TITLES[blocks[0].task],
            second=_second(blocks),
            minutes=max(1, round(sum(block.minutes for block in blocks))),
            state=StepState.TO_COME if index else StepState.NOW,
        )
        for index, blocks in enumerate(grouped)
    )


def _second(blocks: Sequence[BlockPlan]) -> tuple[Part, ...]:
    step = blocks[0]
    tempo = f", {bpm(step.tempo_bpm)}" if step.tempo_bpm else ""
    match step.task:
        case Task.WARM_UP:
            return (f"{pattern_words(step)}, slow{tempo}",)
        case Task.EVENNESS_CHECK:
            what = pattern_words(step if len(blocks) == 1 else replace(step, direction=None))
            way = " each way" if len(blocks) > 1 else ""
            return (f"{what}, {counted(step.runs, 'string')}{way} at {tempo[2:]}",)
        case Task.PEARLS if step.dwelling:
            return _ear_on(step)
        case Task.WHICH_FINGER:
            fingers = capital(counted(len(step.fingers), "finger"))
            return (f"{fingers}, {step.cues} cues, {hand_words(step.hand)}",)
        case _ if line := LINES.get(step.task):
            return (line(step),)
        case _:
            return (f"{pattern_words(step)}, {hand_words(step.hand)}{tempo}",)


def _ear_on(step: BlockPlan) -> tuple[Part, ...]:
    made = dwells_on(step.exercise.id)
    if made is not None:
        return ("Dwelling on", Transition(finger=made.pair[0], to_finger=made.pair[1]))
    parts: list[Part] = ["Listen for"]
    for index, (finger, to_finger) in enumerate(step.dwelling[:MOST_DWELLING]):
        parts += ["and"] if index else []
        parts.append(Transition(finger=finger, to_finger=to_finger))
    return (*parts, "(the latest so far)")
