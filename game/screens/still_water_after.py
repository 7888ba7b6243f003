"""After Still Water: a page a round, the one with the most lost time first."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.adaptation.water_level import NUMBERS, WaterLevel
from engine.session.state import Again, BlockPlan, Next, Outcome, Reviewing
from engine.tasks.still_water_found import RoundFound, Share, StillWaterFound
from game.input import Given
from game.screens.after import (
    Own,
    Seen,
    Way,
    body_box,
    columns,
    draw_page_words,
    draw_refused,
    draw_sentences,
    draw_ways,
    wish_after,
)
from game.screens.heading import draw_heading, title_of
from game.screens.screen import Moment, Wish
from game.screens.still_water_chart import draw_round
from game.screens.still_water_rows import fingers_from_top
from game.screens.still_water_words import (
    RIPPLE,
    opening,
    played_words,
    pooled_words,
    refused_words,
    speed_words,
    step_held,
    where,
)
from game.theme import Role
from game.view.button import Button
from game.view.canvas import Canvas
from game.view.card import Card, card_head, draw_card
from game.view.interval_glyph import (
    Figure,
    Interval,
    draw_result,
    draw_ruled_interval,
    interval_axis,
    result_baseline,
    result_height,
    ruled_height,
)
from game.view.layout import Box
from game.view.text import draw_paragraph, paragraph_height, text_width


@dataclass(frozen=True, slots=True, kw_only=True)
class StillWaterAfterScreen:
    """``seen`` is the way on in focus, 0 for Next, and the page."""

    name: str = "still_water_after"
    seen: Seen = field(default_factory=Seen)

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Next, again, slower drops, fewer fingers, another round, or back to today."""
        if not isinstance(moment.state, Reviewing):
            return Wish()
        return wish_after(
            moment,
            self.seen,
            given,
            lambda seen: replace(self, seen=seen),
            _own(moment.state, hint=""),
        )

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw what was measured, or why nothing was."""
        state = moment.state
        if not isinstance(state, Reviewing):
            canvas.clear()
            return
        rounds = pages_of(state.outcome)
        halves = 2 if rounds and canvas.layout.large_type else 1
        pages = max(1, len(rounds) * halves)
        page = self.seen.page % pages
        found = rounds[page // halves] if rounds else None
        # The figures stand still: they are painted once.
        body = canvas.layer(
            ("still water after", state.outcome, page),
            lambda still: _paint_body(still, state, found, page % halves),
        )
        canvas.blit(body, 0, 0)
        words = played_words(found, state.step) if found else f"{state.step.hand} hand"
        draw_heading(canvas, moment, title_of(state.step), words)
        draw_ways(
            canvas,
            moment,
            state,
            self.seen,
            pages=pages,
            more=_own(state, hint="highest key" if moment.steering else "Enter"),
        )


def pages_of(outcome: Outcome) -> tuple[RoundFound, ...]:
    """Return the rounds in the order of their pages: from the one that lost most time, onwards."""
    if not isinstance(outcome.found, StillWaterFound):
        return ()
    rounds = outcome.found.rounds
    lost = [sum(each.lost_s) for each in rounds]
    first = lost.index(max(lost))
    return (*rounds[first:], *rounds[:first])


def water_ways(state: Reviewing, *, hint: str) -> tuple[Way, ...]:
    """Return Next, Again, slower drops, and fewer fingers to hold where there is one to spare."""
    is_last = state.place.block + 1 == len(state.place.plan.blocks)
    first = Button(label="Finish" if is_last else "Next", hint=hint, primary=True)
    level = WaterLevel.resumed(state.outcome.next_level_json or state.step.level_json)
    again = _at_level(state.step, level)
    found = [
        Way(button=first, gives=Next()),
        Way(button=Button(label="Again"), gives=Again(again)),
    ]
    if again.tempo_bpm is None:
        paced = replace(again, tempo_bpm=level.tempo_bpm)
        drops = Button(label="With drops", hint=_rate(level.tempo_bpm))
        found.append(Way(button=drops, gives=Again(paced), short="Drops"))
    else:
        slower = replace(level, tempo_bpm=again.tempo_bpm).slower()
        if slower.tempo_bpm < again.tempo_bpm:
            drops = Button(label="Slower drops", hint=_rate(slower.tempo_bpm))
            step = replace(again, tempo_bpm=slower.tempo_bpm)
            found.append(Way(button=drops, gives=Again(step), short="Slower"))
    fewer = level.fewer()
    if fewer.held < level.held:
        button = Button(label="Hold fewer fingers")
        step = replace(again, level_json=fewer.to_json())
        found.append(Way(button=button, gives=Again(step), short="Fewer"))
    return tuple(found)


def _own(state: Reviewing, *, hint: str) -> Own:
    return Own(ways=water_ways(state, hint=hint), turning=len(pages_of(state.outcome)) > 1)


def _at_level(step: BlockPlan, level: WaterLevel) -> BlockPlan:
    """Return a step once more: no faster than it was, and slower where the level has fallen."""
    tempo_bpm = step.tempo_bpm
    if tempo_bpm is not None:
        tempo_bpm = min(tempo_bpm, level.tempo_bpm)
    elif not level.calmed:
        tempo_bpm = level.tempo_bpm
    return replace(step, tempo_bpm=tempo_bpm, level_json=level.to_json())


def _rate(tempo_bpm: float) -> str:
    return f"{tempo_bpm / 60:.1f} a second"


def sentences(outcome: Outcome, found: RoundFound) -> tuple[str, ...]:
    """Return at most three sentences: what happened, where, what next."""
    if found.refused is not None:
        said = (refused_words(found.refused), outcome.because)
        return tuple(words for words in said if words)
    return tuple(words for words in (opening(found), where(found), outcome.because) if words)


def _paint_body(canvas: Canvas, state: Reviewing, found: RoundFound | None, half: int) -> None:
    if found is None:
        refused = state.outcome.refused
        draw_refused(canvas, refused_words(refused) if refused else "", state.outcome.because)
        return
    fingers = fingers_from_top(state.step.exercise)
    body = body_box(canvas.layout)
    if not canvas.layout.large_type:
        left, right = columns(body, canvas.layout)
        draw_round(canvas, left, found, fingers)
        _draw_column(canvas, right, state.outcome, found)
    elif half:
        draw_round(canvas, body, found, fingers)
    else:
        left, right = body.columns((0.54, 0.46), 2 * canvas.layout.space)
        if found.together is None:
            draw_page_words(canvas, body, sentences(state.outcome, found))
            return
        _draw_held(canvas, left, found, found.together)
        draw_page_words(canvas, right, sentences(state.outcome, found))


def _draw_column(canvas: Canvas, box: Box, outcome: Outcome, found: RoundFound) -> None:
    top = box.y
    if found.together is not None:
        top = _draw_held(canvas, box, found, found.together) + canvas.layout.space
    y = draw_sentences(canvas, box.below(top), sentences(outcome, found))
    notes = [each for each in (speed_words(found), pooled_words(found), RIPPLE) if each]
    for first_note in range(len(notes)):
        words = " ".join(notes[first_note:])
        tall = paragraph_height(canvas, words, Role.AXIS, box.w)
        if y + tall + canvas.tpx(6) <= box.bottom:
            at = (box.x, box.bottom - tall)
            draw_paragraph(canvas, words, at, box.w, Role.AXIS, canvas.theme.text3)
            return


def _draw_held(canvas: Canvas, box: Box, found: RoundFound, share: Share) -> int:
    """Draw the share of time held at the top of a column; return the y below its card."""
    inner = box.w - 2 * canvas.layout.padding
    words = _beside(canvas, found, inner)
    below = paragraph_height(canvas, words, Role.CAPTION, inner)
    count = f"{NUMBERS[step_held(found)]}{' together' if step_held(found) > 1 else ''}"
    value, low, high = (100 * each for each in (share.value, share.low, share.high))
    figure = Figure(value=_figure(value), unit="%", interval=f"{low:.1f} to {_figure(high)}")
    tall = card_head(canvas) + result_height(canvas, figure, inner) + canvas.px(16)
    tall += ruled_height(canvas) + canvas.tpx(6) + below + canvas.layout.padding
    card = Box(box.x, box.y, box.w, min(tall, box.h))
    inside = draw_card(canvas, card, Card(title="Held", scope=count))
    baseline = inside.y + result_baseline(canvas)
    y = draw_result(canvas, (inside.x, baseline), figure, inside.w) + canvas.px(16)
    usual = None if found.usual is None else (100 * found.usual[0], 100 * found.usual[1])
    glyph = Interval(value=value, low=low, high=high, usual=usual)
    area = Box(inside.x, y, inside.w, ruled_height(canvas))
    draw_ruled_interval(canvas, area, glyph, interval_axis(glyph))
    at = (inside.x, area.bottom + canvas.tpx(6))
    if at[1] + below <= card.bottom:
        draw_paragraph(canvas, words, at, inside.w, Role.CAPTION, canvas.theme.text2)
    return card.bottom


def _figure(percent: float) -> str:
    """Return a share in figures; only what is whole reads as 100."""
    return "100" if percent == 100 else f"{min(percent, 99.9):.1f}"


def _beside(canvas: Canvas, found: RoundFound, width: int) -> str:
    """Return what the glyph shows, in the longest words that have room on one line."""
    if found.usual is None:
        return "The line is the 95 % interval."
    ends = " to ".join(_figure(100 * end) for end in found.usual)
    shown = [f"Shaded: {usual}, {ends} %" for usual in ("your usual range", "usual range", "usual")]
    return next(
        (words for words in shown if text_width(canvas, words, Role.CAPTION) <= width), shown[-1]
    )
