"""The parts of Progress, each in its card."""

from engine.session.world import World
from game.screens.progress_words import (
    ceiling_of,
    chart_of,
    constellation_of,
    minutes_of_weeks,
    reliable_said,
    spoken_of,
    told,
)
from game.screens.usual import usual_of
from game.screens.words import capital, hand_words, interval, ms, typeset
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.ceiling_chart import draw_ceiling_chart
from game.view.constellation import draw_constellation
from game.view.interval_glyph import (
    Interval,
    draw_ruled_interval,
    interval_axis,
    ruled_height,
)
from game.view.layout import Box
from game.view.minutes_chart import draw_minutes_chart
from game.view.text import (
    Anchor,
    draw_fitted,
    draw_paragraph,
    draw_text,
    leading_px,
    text_width,
)
from game.view.verdict_chart import draw_verdict_chart

NO_WEEKS = "The first week with three measured days stands here, with its interval."
NO_STARS = (
    "Twenty transitions between five fingers. A star is lit once forty notes or more say that "
    "its note comes in time."
)
NO_CEILING = "How fast you may play is decided by how it feels. It starts low and rises slowly."
NO_MINUTES = "Minutes at the keys, week by week. Rest days are part of the plan."


def draw_verdict(canvas: Canvas, box: Box, world: World) -> None:
    """Draw the verdict in words: the largest on the screen."""
    theme = canvas.theme
    headline, words = told(world)
    high = leading_px(canvas, Role.VERDICT)
    draw_fitted(canvas, headline, Box(box.x, box.y, box.w, high), Role.VERDICT, theme.text)
    below = Box(box.x, box.y + high, box.w, box.bottom - box.y - high - canvas.px(8))
    draw_fitted(canvas, words, below, Role.SECOND, theme.text2)


def draw_verdict_page(canvas: Canvas, box: Box, world: World) -> None:
    """Draw the verdict in large type, and its figure with its interval where it has one."""
    theme, week = canvas.theme, spoken_of(world.weekly)
    headline, words = told(world)
    estimate = week.estimate if week else None
    if week is not None and estimate is not None:
        words = typeset(week.verdict.detail)
    y = draw_paragraph(canvas, headline, (box.x, box.y), box.w, Role.VERDICT, theme.text)
    y = draw_paragraph(canvas, words, (box.x, y + canvas.tpx(4)), box.w, Role.BODY, theme.text2)
    top = y + canvas.px(16)
    if (
        week is None
        or estimate is None
        or world.weekly is None
        or top > box.bottom - canvas.tpx(86)
    ):
        return
    card = Card(title=f"Week {week.number}", scope=f"as a score, {estimate.score:.0f} of 100")
    inside = draw_card(canvas, Box(box.x, top, box.w, box.bottom - top), card)
    value = Interval(
        value=estimate.value_ms,
        low=estimate.low_ms,
        high=estimate.high_ms,
        usual=usual_of(world.weekly.baseline),
    )
    _draw_figure(canvas, inside, value)


def _draw_figure(canvas: Canvas, inside: Box, value: Interval) -> None:
    """Draw a value with its interval in words, and as a picture where there is room."""
    theme = canvas.theme
    y = inside.y + canvas.tpx(28)
    figure = f"{ms(value.value)} ms"
    x = inside.x + draw_text(canvas, figure, (inside.x, y), Role.VERDICT, theme.text)
    x += canvas.tpx(16)
    ends = interval(value.low, value.high)
    x += draw_text(canvas, ends, (x, y), Role.BODY, theme.text2) + canvas.tpx(16)
    top = y + canvas.tpx(14)
    if top + ruled_height(canvas) > inside.bottom:
        return
    air = canvas.tpx(8)
    ruler = Box(inside.x + air, top, inside.w - 2 * air, inside.bottom - top)
    draw_ruled_interval(canvas, ruler, value, interval_axis(value))
    shaded = "shaded: baseline"
    if value.usual and x + text_width(canvas, shaded, Role.AXIS) <= inside.right:
        at = (inside.right, y)
        draw_text(canvas, shaded, at, Role.AXIS, theme.text3, anchor=Anchor.RIGHT)


def draw_evenness(canvas: Canvas, box: Box, world: World) -> None:
    """Draw the weeks with their baseline and limits."""
    card = Card(title="Evenness by week", scope="ms, lower is more even; 95 % intervals")
    inside = draw_card(canvas, box, card)
    chart = chart_of(world.weekly)
    if not any(week.value is not None for week in chart.weeks):
        _draw_nothing_yet(canvas, inside, NO_WEEKS)
        return
    draw_verdict_chart(canvas, inside, chart)


def draw_sky(canvas: Canvas, box: Box, world: World) -> None:
    """Draw the twenty transitions."""
    said = reliable_said(world.transitions)
    inside = draw_card(canvas, box, Card(title="Twenty transitions", scope=said))
    if world.person is None or not world.transitions:
        _draw_nothing_yet(canvas, inside, NO_STARS)
        return
    words = capital(f"{hand_words(world.person.hand)}; a star sits nearer the finger it leads to")
    top = inside.y
    if not canvas.layout.large_type:
        caption = Box(inside.x, inside.y - canvas.tpx(8), inside.w, canvas.tpx(22))
        draw_fitted(canvas, words, caption, Role.CAPTION, canvas.theme.text3)
        top = caption.bottom
    sky = Box(inside.x, top, inside.w, inside.bottom - top)
    draw_constellation(canvas, sky, constellation_of(world.person.hand, world.transitions))


def draw_ceiling(canvas: Canvas, box: Box, world: World) -> None:
    """Draw the way the tempo ceiling went."""
    chart = ceiling_of(world.practice)
    scope = f"{chart.bpm[-1]:.0f} bpm now" if chart.bpm else "bpm"
    inside = draw_card(canvas, box, Card(title="Tempo ceiling", scope=scope))
    if not chart.bpm:
        _draw_nothing_yet(canvas, inside, NO_CEILING)
        return
    draw_ceiling_chart(canvas, _down(canvas, inside), chart)


def draw_minutes(canvas: Canvas, box: Box, world: World) -> None:
    """Draw the minutes at the keys of each week."""
    chart = minutes_of_weeks(world.practice, world.today)
    scope = f"{chart.minutes[-1]:.0f} this week" if chart.minutes else "minutes"
    inside = draw_card(canvas, box, Card(title="Minutes a week", scope=scope))
    if not chart.minutes:
        _draw_nothing_yet(canvas, inside, NO_MINUTES)
        return
    draw_minutes_chart(canvas, _down(canvas, inside), chart)


def _down(canvas: Canvas, box: Box) -> Box:
    """Return a chart's box with its axis names nearer the card's edge."""
    return Box(box.x, box.y, box.w, box.h + canvas.layout.padding // 2)


def _draw_nothing_yet(canvas: Canvas, box: Box, words: str) -> None:
    draw_paragraph(canvas, words, (box.x, box.y), box.w, Role.SECOND, canvas.theme.text2)
