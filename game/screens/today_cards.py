"""The cards beside today's steps: the dose, the week so far, and the last measured week."""

from datetime import timedelta

from engine.progress.baseline import Baseline
from engine.progress.verdict import counted
from engine.progress.week import Week
from engine.session.world import World
from game.screens.readiness import minutes_today
from game.screens.screen import Moment
from game.screens.today_steps import days_this_week, steps_of
from game.screens.usual import usual_of
from game.screens.words import hand_words, headline_of, interval, ms
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.dial import Dial, draw_dial
from game.view.interval_glyph import Interval, draw_interval
from game.view.layout import Box
from game.view.text import Anchor, draw_fitted, draw_paragraph, draw_text, leading_px, text_width
from game.view.week_dots import DayState, WeekDots, draw_week_dots, week_dots_height


def draw_dose(canvas: Canvas, moment: Moment, box: Box) -> None:
    """Draw the day's minutes as a dial."""
    inside = draw_card(canvas, box, Card(title="Today\N{RIGHT SINGLE QUOTATION MARK}s dose"))
    plan = moment.world.plan
    if plan is None:
        return
    # The dial may reach up beside the short title.
    lift = canvas.tpx(12)
    place = Box(inside.x, inside.y - lift, inside.w, inside.h + lift)
    dial = Dial(
        limit=round(plan.dose_minutes),
        planned=sum(step.minutes or 0 for step in steps_of(plan)),
        done=minutes_today(moment.world),
    )
    draw_dial(canvas, place, dial)


def week_dots(moment: Moment) -> WeekDots:
    """Return the days of this week as they were played."""
    world = moment.world
    today = world.today.weekday()
    monday = world.today - timedelta(days=today)
    played = {each.local_date for each in world.practice}
    days = [
        DayState.PLAYED if monday + timedelta(days=day) in played else DayState.REST
        for day in range(7)
    ]
    if days[today] is DayState.REST:
        days[today] = DayState.TODAY
    return WeekDots(days=tuple(days), today=today)


def draw_this_week(canvas: Canvas, moment: Moment, box: Box) -> None:
    """Draw the days of this week; rest is a quiet dot, never a gap."""
    played = days_this_week(moment.world)
    scope = f"{counted(played, 'day')} so far" if played else "three days make a score"
    inside = draw_card(canvas, box, Card(title="This week", scope=scope))
    top = inside.y + max(0, (inside.h - week_dots_height(canvas)) // 2)
    draw_week_dots(canvas, Box(inside.x, top, inside.w, inside.h), week_dots(moment))


def draw_last_week(canvas: Canvas, moment: Moment, box: Box) -> None:
    """Draw the last measured week's value with its interval, or what it takes to have one."""
    world = moment.world
    week = world.weekly.last_measured if world.weekly else None
    if week is None or week.estimate is None:
        _draw_no_week(canvas, box)
        return
    monday = world.today - timedelta(days=world.today.weekday())
    names = {
        monday: "This week\N{RIGHT SINGLE QUOTATION MARK}s figure",
        monday - timedelta(days=7): "Last week",
    }
    title = names.get(week.monday, f"Week {week.number}")
    inside = draw_card(canvas, box, Card(title=title, scope=_measured_on(world)))
    baseline = world.weekly.baseline if world.weekly else None
    _draw_value(canvas, inside, (week, headline_of(week, world.today)), baseline)


def _measured_on(world: World) -> str:
    """Return the hand and what the score is measured on, where today's plan holds it."""
    hand = hand_words(world.person.hand) if world.person else ""
    known = {block.exercise.id: block for block in world.plan.blocks} if world.plan else {}
    for cell in world.weekly.cells if world.weekly else ():
        if cell.exercise_id in known:
            return f"{hand}, {known[cell.exercise_id].exercise.title.split(',')[0]}"
    return hand


def _draw_no_week(canvas: Canvas, box: Box) -> None:
    inside = draw_card(canvas, box, Card(title="Weekly score", scope="not yet"))
    words = "Not enough yet: a week counts with three measured days. Nothing is lost by fewer."
    role = Role.SECOND
    room = Box(inside.x, inside.y, inside.w, inside.h + canvas.px(10))
    if canvas.layout.large_type:
        draw_paragraph(canvas, words, (inside.x, inside.y), inside.w, role, canvas.theme.text2)
    else:
        draw_fitted(canvas, words, room, role, canvas.theme.text2)


def _draw_value(
    canvas: Canvas, inside: Box, told: tuple[Week, str], baseline: Baseline | None
) -> None:
    week, words = told
    theme, estimate = canvas.theme, week.estimate
    if estimate is None:
        return
    y = inside.y + leading_px(canvas, Role.UNIT) - canvas.px(4)
    if canvas.layout.large_type:
        # the sentence below keeps clear of the card's edge
        y = min(y, inside.bottom - canvas.tpx(30 + 4))
    x = inside.x + draw_text(
        canvas, f"{ms(estimate.value_ms)} ms", (inside.x, y), Role.UNIT, theme.text
    )
    ends = interval(estimate.low_ms, estimate.high_ms)
    x += canvas.tpx(13)
    x += draw_text(canvas, ends, (x, y), Role.SECOND, theme.text2)
    usual = usual_of(baseline)
    below = y + canvas.tpx(30)
    draw_text(canvas, words, (inside.x, below), Role.SECOND_STRONG, theme.text)
    shaded = "shaded: baseline"
    free = inside.w - text_width(canvas, words, Role.SECOND_STRONG) - canvas.tpx(16)
    glyph = min(canvas.px(128), inside.right - x - canvas.px(12))
    # a band without its name would say nothing
    if usual is None or glyph < canvas.px(70) or text_width(canvas, shaded, Role.AXIS) > free:
        return
    height = canvas.px(20)
    place = Box(inside.right - glyph, y - height + canvas.tpx(2), glyph, height)
    value = Interval(
        value=estimate.value_ms, low=estimate.low_ms, high=estimate.high_ms, usual=usual
    )
    draw_interval(canvas, place, value)
    at = (inside.right, below)
    draw_text(canvas, shaded, at, Role.AXIS, theme.text3, anchor=Anchor.RIGHT)
