"""After Slow Road: how far the road has come, the clean strings, and evenness beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.progress.verdict import counted, in_words
from engine.session.state import Outcome, Reviewing
from engine.tasks.slow_road_found import SlowRoadFound
from game.deviations import sentence, stands_out
from game.input import Given
from game.screens.after import (
    Seen,
    Way,
    body_box,
    columns,
    draw_calm,
    draw_page_words,
    draw_sentences,
    draw_ways,
    refusal,
    wish_after,
)
from game.screens.heading import draw_heading, exercise_words, title_of
from game.screens.loop_spot import loop_ways
from game.screens.screen import Moment, Wish
from game.screens.slow_road import draw_road_card, road_line
from game.screens.strip import pattern_of
from game.screens.words import capital
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import Card, draw_card
from game.view.layout import Box
from game.view.pearl import Pearl, draw_pearl
from game.view.shape import Ring, draw_line, draw_ring
from game.view.text import draw_paragraph, draw_text, paragraph_height, size_px, text_width

# With large words: the sentences, the road, the strings.
_PAGES = 3
EVEN = "Counted: every note as written, and as even as you usually are."


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowRoadAfterScreen:
    """``seen`` is the way on in focus, 0 for Next, and the page."""

    name: str = "slow_road_after"
    seen: Seen = field(default_factory=Seen)

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Next, again, slower, a spot of a longer passage, or back to today."""
        more = _more(moment)
        return wish_after(moment, self.seen, given, lambda seen: replace(self, seen=seen), more)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw where the road stands, or why it does not move."""
        state = moment.state
        if not isinstance(state, Reviewing):
            canvas.clear()
            return
        found = state.outcome.found
        walked = found if isinstance(found, SlowRoadFound) else None
        pages = _PAGES if walked and canvas.layout.large_type else 1
        page = self.seen.page % pages
        body = canvas.layer(
            ("slow road after", state.outcome, page),
            lambda still: _paint_body(still, state, walked, page),
        )
        canvas.blit(body, 0, 0)
        played = f"{exercise_words(state.step)}, {state.step.tempo_bpm:.0f} bpm"
        draw_heading(canvas, moment, title_of(state.step), played)
        draw_ways(canvas, moment, state, self.seen, pages=pages, more=_more(moment))


def _more(moment: Moment) -> tuple[Way, ...]:
    return loop_ways(moment.state) if isinstance(moment.state, Reviewing) else ()


def sentences(outcome: Outcome, found: SlowRoadFound) -> tuple[str, ...]:
    """Return at most three sentences: what happened, where, and what comes next."""
    happened, _, ahead = outcome.because.partition(". ")
    what = stands_out(found.evenness, pattern_of(outcome.plan))
    said = (
        happened if happened.endswith(".") else f"{happened}.",
        sentence(what) if what else "",
        ahead,
    )
    return tuple(words for words in said if words)


def _paint_body(canvas: Canvas, state: Reviewing, found: SlowRoadFound | None, page: int) -> None:
    if found is None:
        because = refusal(state.outcome)
        calm = "No step on the road this time; the take is kept."
        draw_calm(canvas, calm, [because] if because else [])
        return
    body = body_box(canvas.layout)
    said = sentences(state.outcome, found)
    if canvas.layout.large_type:
        match page:
            case 0:
                draw_page_words(canvas, body, said)
            case 1:
                _draw_road(canvas, body, found)
            case _:
                halves = body.columns((0.5, 0.5), canvas.layout.space)
                _draw_strings(canvas, halves[0], found)
                _draw_evenness(canvas, halves[1], found)
        return
    left, right = columns(body, canvas.layout)
    upper, lower = left.rows((0.58, 0.42), canvas.layout.space)
    strings, even = lower.columns((0.62, 0.38), canvas.layout.space)
    _draw_road(canvas, upper, found)
    _draw_strings(canvas, strings, found)
    _draw_evenness(canvas, even, found)
    draw_sentences(canvas, right, said)


def _draw_road(canvas: Canvas, box: Box, found: SlowRoadFound) -> None:
    draw_road_card(canvas, box, road_line(found.road, found.on, found.limit_bpm))


def _draw_strings(canvas: Canvas, box: Box, found: SlowRoadFound) -> None:
    theme, u = canvas.theme, canvas.layout.u
    runs = len(found.evenness.runs)
    inside = draw_card(canvas, box, Card(title="Even strings"))
    of = f"{capital(in_words(found.clean_runs))} of {counted(runs, 'string')}"
    y = inside.y + size_px(canvas, Role.OPENING)
    draw_text(canvas, of, (inside.x, y), Role.OPENING, theme.text)
    if runs:
        radius = round(min(10 * u, inside.w / (2.6 * runs)))
        pitch = min(2.6 * radius, (inside.w - 2 * radius) / max(1, runs - 1))
        at_y = y + canvas.px(24) + radius
        first, last = inside.x + radius, inside.x + radius + pitch * (runs - 1)
        draw_line(canvas, (first, at_y), (last, at_y), theme.line2, max(1, u))
        for run in range(runs):
            at = (first + pitch * run, at_y)
            if run < found.clean_runs:
                draw_pearl(canvas, at, radius, Pearl())
            else:
                ring = Ring(colour=theme.line2, width=1.5 * u, fill=theme.card)
                draw_ring(canvas, at, radius * 0.6, ring)
        y = at_y + radius
    _draw_foot(canvas, inside, y, EVEN)


def _draw_evenness(canvas: Canvas, box: Box, found: SlowRoadFound) -> None:
    cell = found.evenness.cell
    rate = cell.mean_ioi_ms if cell else None
    scope = f"{1000 / rate:.1f} notes a second" if rate else ""
    inside = draw_card(canvas, box, Card(title="Evenness", scope=scope))
    y = _draw_figure(canvas, inside, found)
    _draw_foot(canvas, inside, y, "SD of the times between notes; smaller is more even.")


def _draw_figure(canvas: Canvas, box: Box, found: SlowRoadFound) -> float:
    """Draw the figure with its interval from the box's top; return the y below."""
    theme, cell = canvas.theme, found.evenness.cell
    y = box.y + size_px(canvas, Role.VERDICT)
    if cell is None or cell.sd_ioi_ms is None:
        words = "No string could be counted."
        return draw_paragraph(canvas, words, (box.x, box.y), box.w, Role.BODY, theme.text2)
    x = box.x + draw_text(canvas, f"{cell.sd_ioi_ms:.1f}", (box.x, y), Role.VERDICT, theme.text)
    x += canvas.tpx(7)
    x += draw_text(canvas, "ms", (x, y), Role.BODY, theme.text2) + canvas.tpx(16)
    if cell.low_ms is None or cell.high_ms is None:
        return y
    interval = f"{cell.low_ms:.1f} to {cell.high_ms:.1f}"
    if x + text_width(canvas, interval, Role.BODY) > box.right:
        x, y = box.x, y + canvas.tpx(26)
    draw_text(canvas, interval, (x, y), Role.BODY, theme.text2)
    return y


def _draw_foot(canvas: Canvas, inside: Box, y: float, words: str) -> None:
    """Draw what a figure means at the foot of its card, where there is room below ``y``."""
    tall = paragraph_height(canvas, words, Role.AXIS, inside.w)
    if y + tall + canvas.tpx(6) <= inside.bottom:
        at = (inside.x, inside.bottom - tall)
        draw_paragraph(canvas, words, at, inside.w, Role.AXIS, canvas.theme.text3)
