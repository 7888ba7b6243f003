"""Today's greeting and its steps on one thread."""

from datetime import timedelta

from engine.progress.verdict import counted, in_words
from engine.record import Task
from engine.session.state import BlockPlan
from engine.session.world import World
from game.screens.screen import Moment
from game.screens.words import (
    ORDINALS,
    TITLES,
    bpm,
    capital,
    greeting,
    hand_words,
    pattern_words,
)
from game.theme import Role
from game.view.canvas import Canvas
from game.view.chip import Part, Transition
from game.view.layout import Box, Layout
from game.view.step_list import Step, StepList, StepState, draw_step_list
from game.view.text import draw_fitted, draw_paragraph, leading_px

MOST_DWELLING = 2


def days_this_week(world: World) -> int:
    """Return on how many days of this ISO week something was played, today included if so."""
    monday = world.today - timedelta(days=world.today.weekday())
    return len({each.local_date for each in world.practice if each.local_date >= monday})


def draw_greeting(canvas: Canvas, moment: Moment, area: Box) -> int:
    """Draw greeting and the day in a sentence; return the y below."""
    world, layout = moment.world, canvas.layout
    name = world.person.name if world.person else ""
    words = f"{greeting(world.local_hour)}, {name}." if name else f"{greeting(world.local_hour)}."
    line = leading_px(canvas, Role.GREETING)
    lines = 2 if layout.large_type else 1
    box = Box(area.x, area.y + layout.px(8), area.w, lines * line + layout.px(4))
    fitted = draw_fitted(canvas, words, box, Role.GREETING, canvas.theme.text)
    below = box.y + len(fitted.lines) * line + layout.px(4)
    role = Role.TAB if not layout.large_type else Role.BODY
    end = draw_paragraph(
        canvas, _day_words(world), (area.x, below), area.w, role, canvas.theme.text2
    )
    return end + layout.px(14 if layout.compact else 20)


def _day_words(world: World) -> str:
    if world.plan is None:
        return "There is no plan for today."
    steps = len(world.plan.blocks)
    minutes = round(sum(step.minutes for step in world.plan.blocks))
    words = f"{capital(in_words(steps))} gentle steps, about {minutes} minutes."
    played = days_this_week(world)
    if any(each.local_date == world.today for each in world.practice):
        return f"{words} You have played today already."
    if not world.practice:
        return f"{words} This is where it begins."
    return f"{words} Your {ORDINALS[min(played + 1, 7)]} day this week."


def steps_a_page(layout: Layout) -> int:
    """Return how many steps fit into the content in large type."""
    pitch = max(layout.px(74), layout.tpx(60))
    return max(1, (layout.content.h - layout.px(90)) // pitch)


def draw_steps(canvas: Canvas, moment: Moment, area: Box, *, first: int = 0) -> None:
    """Draw the steps of today's plan from the one numbered ``first``, as many as fit."""
    plan = moment.world.plan
    if plan is None:
        return
    steps = tuple(
        Step(
            title=TITLES[step.task],
            second=_second(step),
            minutes=max(1, round(step.minutes)),
            state=StepState.NOW if index == 0 else StepState.TO_COME,
        )
        for index, step in enumerate(plan.blocks)
    )
    fitting = steps_a_page(canvas.layout) if canvas.layout.large_type else len(steps)
    draw_step_list(canvas, area, StepList(steps=steps[first : first + fitting]))


def _second(step: BlockPlan) -> tuple[Part, ...]:
    tempo = f", {bpm(step.tempo_bpm)}" if step.tempo_bpm else ""
    match step.task:
        case Task.WARM_UP:
            return (f"{pattern_words(step)}, slow{tempo}",)
        case Task.EVENNESS_CHECK:
            return (f"{pattern_words(step)}, {counted(step.runs, 'string')} at {tempo[2:]}",)
        case Task.PEARLS if step.dwelling:
            return _dwelling(step)
        case Task.PEARLS:
            return (f"{pattern_words(step)}, {hand_words(step.hand)}{tempo}",)
        case Task.WHICH_FINGER:
            fingers = capital(counted(len(step.fingers), "finger"))
            return (f"{fingers}, {step.cues} cues, {hand_words(step.hand)}",)


def _dwelling(step: BlockPlan) -> tuple[Part, ...]:
    parts: list[Part] = ["Dwelling on"]
    for index, (finger, to_finger) in enumerate(step.dwelling[:MOST_DWELLING]):
        parts += ["and"] if index else []
        parts.append(Transition(finger=finger, to_finger=to_finger))
    return tuple(parts)
