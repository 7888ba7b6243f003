"""After the strings: evenness with its interval, the string laid out, early and late by note."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.measures.cell import CellEvenness
from engine.measures.evenness import Evenness
from engine.measures.flags import Flag
from engine.progress.verdict import counted, in_words
from engine.record import Task
from engine.session.state import Outcome, Reviewing
from game.deviations import NoteDeviation, ends_ms, note_deviations, sentence, stands_out
from game.input import Given
from game.screens.after import (
    NO_FIGURE,
    Seen,
    body_box,
    columns,
    draw_calm,
    draw_page_words,
    draw_sentences,
    draw_ways,
    fitting,
    refusal,
    wish_after,
)
from game.screens.heading import draw_heading, exercise_words, title_of
from game.screens.loop_spot import loop_ways
from game.screens.notation import Notation, draw_line_in, draw_lines_in, notation_of
from game.screens.screen import Moment, Wish
from game.screens.strip import pattern_of
from game.screens.usual import usual_range
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import Card, card_head, draw_card
from game.view.chip import Transition
from game.view.deviation_chart import (
    Callout,
    Deviation,
    DeviationChart,
    draw_deviation_chart,
    note_area,
)
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
from game.view.laid_strand import LaidNote, LaidStrand, draw_laid_strand, fitting_factor
from game.view.layout import Box
from game.view.text import draw_paragraph, paragraph_height, size_px

LOOSE_WORDS = {
    Task.WARM_UP: (
        "That was the warm-up.",
        "Nothing here counts. Go on when your hand feels warm.",
    ),
    Task.CALM_END: (
        "That was the calm end.",
        "Let the hand rest now; the fingers learn meanwhile.",
    ),
}
EVEN = "No finger and no crossing stands out as early or late."

Figures = tuple[Evenness, CellEvenness]
# With large words: the figure with the sentences, the string, the notation, the chart.
_PAGES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PearlsAfterScreen:
    """``seen`` is the way on in focus, 0 for Next, and the page."""

    name: str = "pearls_after"
    seen: Seen = field(default_factory=Seen)

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Next, again, slower, the spot that stands out, or back to today."""
        state = moment.state
        more = loop_ways(state) if isinstance(state, Reviewing) else ()
        return wish_after(moment, self.seen, given, lambda seen: replace(self, seen=seen), more)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw what was measured, or why nothing was."""
        state = moment.state
        if not isinstance(state, Reviewing):
            canvas.clear()
            return
        step, usual = state.step, usual_range(moment.world, state.step)
        figures = _figures(state.outcome)
        pages = _PAGES if figures and canvas.layout.large_type else 1
        page = self.seen.page % pages
        # The figures stand still: they are painted once.
        body = canvas.layer(
            ("pearls after", state.outcome, usual, page),
            lambda still: _paint_body(still, state, figures, (usual, page)),
        )
        canvas.blit(body, 0, 0)
        played = f"{exercise_words(step)}, {step.tempo_bpm:.0f} bpm"
        draw_heading(canvas, moment, title_of(step), played)
        draw_ways(canvas, moment, state, self.seen, pages=pages, more=loop_ways(state))


def _figures(outcome: Outcome) -> Figures | None:
    """Return the figures of a take that has some; the warm-up has none by intention."""
    found = outcome.evenness
    if outcome.plan.task.loose or found is None:
        return None
    cell = found.cell
    return None if cell is None or cell.sd_ioi_ms is None else (found, cell)


def _paint_body(
    canvas: Canvas,
    state: Reviewing,
    figures: Figures | None,
    shown: tuple[tuple[float, float] | None, int],
) -> None:
    if figures is None:
        opening, *more = refused_words(state.outcome)
        draw_calm(canvas, opening, more)
        return
    usual, page = shown
    if canvas.layout.large_type:
        _draw_page(canvas, state, figures, usual, page)
    else:
        _draw_columns(canvas, state, figures, usual)


def refused_words(outcome: Outcome) -> tuple[str, ...]:
    """Return what is said of a take without a figure, kindly and in full."""
    if outcome.plan.task in LOOSE_WORDS:
        return LOOSE_WORDS[outcome.plan.task]
    found = outcome.evenness
    counts = ""
    if found is not None and found.runs and not any(run.valid for run in found.runs):
        reasons = dict.fromkeys(run.invalid_because or "" for run in found.runs)
        counts = f"Of {counted(len(found.runs), 'string')} none could be counted: " + (
            "; ".join(list(reasons)[:2]) + "."
        )
    said = (counts or refusal(outcome), outcome.because)
    return (NO_FIGURE, *(words for words in said if words))


def sentences(outcome: Outcome, found: Evenness, cell: CellEvenness) -> tuple[str, ...]:
    """Return at most three sentences: what happened, where, what next."""
    left = cell.attempts - cell.n_runs
    out = "none" if not left else in_words(left)
    happened = f"{counted(cell.n_runs, 'string').capitalize()} counted, {out} left out."
    what = stands_out(found, pattern_of(outcome.plan))
    where = sentence(what) if what else EVEN
    return tuple(words for words in (happened, where, _next(outcome)) if words)


def _next(outcome: Outcome) -> str:
    if outcome.because:
        return outcome.because
    if outcome.plan.task is Task.EVENNESS_CHECK and outcome.plan.scored:
        return "It counts towards this week."
    return ""


def _draw_columns(
    canvas: Canvas, state: Reviewing, figures: Figures, usual: tuple[float, float] | None
) -> None:
    layout = canvas.layout
    left, right = columns(body_box(layout), layout)
    upper, lower = left.rows((0.41, 0.59) if layout.compact else (0.53, 0.47), layout.space)
    if layout.compact:
        _draw_notation(canvas, upper, state, figures)
    else:
        _draw_laid(canvas, upper, state, figures)
    _draw_chart(canvas, lower, state, figures)
    card = Box(right.x, right.y, right.w, min(_figure_height(canvas, figures[1], right.w), right.h))
    _draw_figure(canvas, card, figures[1], usual)
    _draw_words(canvas, right.below(card.bottom + layout.space), state, figures)


def _draw_page(
    canvas: Canvas,
    state: Reviewing,
    figures: Figures,
    usual: tuple[float, float] | None,
    page: int,
) -> None:
    body = body_box(canvas.layout)
    left, right = body.columns((0.54, 0.46), 2 * canvas.layout.space)
    said = sentences(state.outcome, *figures)
    match page:
        case 0:
            high = min(_figure_height(canvas, figures[1], left.w), left.h)
            figure = Box(left.x, left.y, left.w, high)
            _draw_figure(canvas, figure, figures[1], usual)
            draw_page_words(canvas, right, said)
        case 1:
            # What had no room on the first page stands in place of what the figure means.
            left_over = " ".join(said[fitting(canvas, right, said) :])
            words, role = (
                (left_over, Role.BODY) if left_over else (_footnote(figures[0]), Role.AXIS)
            )
            tall = paragraph_height(canvas, words, role, body.w)
            high = body.h - tall - canvas.tpx(8)
            _draw_laid(canvas, Box(body.x, body.y, body.w, high), state, figures)
            at = (body.x, body.bottom - tall)
            draw_paragraph(canvas, words, at, body.w, role, canvas.theme.text2)
        case 2:
            _draw_notation(canvas, body, state, figures)
        case _:
            _draw_chart(canvas, body, state, figures)


def _draw_words(canvas: Canvas, box: Box, state: Reviewing, figures: Figures) -> None:
    y = draw_sentences(canvas, box, sentences(state.outcome, *figures))
    words = _footnote(figures[0])
    tall = paragraph_height(canvas, words, Role.AXIS, box.w)
    if y + tall + canvas.tpx(6) <= box.bottom:
        at = (box.x, box.bottom - tall)
        draw_paragraph(canvas, words, at, box.w, Role.AXIS, canvas.theme.text3)


def _footnote(found: Evenness) -> str:
    told = ("too few", "more even")
    said = [words for words in found.warnings if any(part in words for part in told)]
    floor_ms = found.noise_floor_ms
    noise = f"{floor_ms:.1f} ms" if floor_ms >= 0.05 else "below 0.1 ms"
    meaning = "Evenness is the SD of the times between notes; smaller is more even."
    return " ".join((*said[:1], meaning, f"Noise of this piano: {noise}."))


def _figure(cell: CellEvenness) -> Figure:
    known = cell.low_ms is not None and cell.high_ms is not None
    interval = f"{cell.low_ms:.1f} to {cell.high_ms:.1f}" if known else ""
    return Figure(value=f"{cell.sd_ioi_ms or 0.0:.1f}", unit="ms", interval=interval)


def _figure_height(canvas: Canvas, cell: CellEvenness, width: int) -> int:
    head = card_head(canvas) + round(size_px(canvas, Role.RESULT)) + canvas.px(8)
    # the interval takes a line of its own where it has no room beside the figure
    inside = width - 2 * canvas.layout.padding
    head += result_height(canvas, _figure(cell), inside) - round(result_baseline(canvas))
    return head + ruled_height(canvas) + canvas.tpx(28) + canvas.layout.padding


def _draw_figure(
    canvas: Canvas, box: Box, cell: CellEvenness, usual: tuple[float, float] | None
) -> None:
    theme = canvas.theme
    rate = f"{1000 / cell.mean_ioi_ms:.1f} notes a second" if cell.mean_ioi_ms else ""
    inside = draw_card(canvas, box, Card(title="Evenness", scope=rate.replace(".0 ", " ")))
    value = cell.sd_ioi_ms or 0.0
    baseline = inside.y + result_baseline(canvas)
    y = draw_result(canvas, (inside.x, baseline), _figure(cell), inside.w) + canvas.px(16)
    if cell.low_ms is None or cell.high_ms is None:
        words = "Too few strings for an interval: six are needed."
        draw_paragraph(canvas, words, (inside.x, y), inside.w, Role.CAPTION, theme.text2)
        return
    glyph = Interval(value=value, low=cell.low_ms, high=cell.high_ms, usual=usual)
    area = Box(inside.x, y, inside.w, ruled_height(canvas))
    draw_ruled_interval(canvas, area, glyph, interval_axis(glyph))
    words = "The line is the 95 % interval."
    if usual:
        words = f"Shaded: your weeks so far, {usual[0]:.1f} to {usual[1]:.1f} ms"
    at = (inside.x, area.bottom + canvas.px(2))
    draw_paragraph(canvas, words, at, inside.w, Role.CAPTION, theme.text2)


def _draw_laid(canvas: Canvas, box: Box, state: Reviewing, figures: Figures) -> None:
    """Draw the string on the even grid, under its notation where the window has room for both."""
    notation, scope = _notation(state, figures)
    inside = draw_card(canvas, box, Card(title="Your string, laid on the even grid", scope=scope))
    if not canvas.layout.large_type:
        written, inside = inside.rows((0.55, 0.45), 0)
        draw_line_in(canvas, written, notation)
    laid = tuple(
        LaidNote(finger=each.finger, deviation_ms=each.deviation_ms, clear=each.clear)
        for each in notation.notes
    )
    strand = LaidStrand(notes=laid, ioi_ms=notation.ioi_ms, factor=notation.factor)
    draw_laid_strand(canvas, note_area(canvas, inside), strand)


def _draw_notation(canvas: Canvas, box: Box, state: Reviewing, figures: Figures) -> None:
    """Draw the notation alone: in a small window in place of the string, which needs its room."""
    notation, scope = _notation(state, figures)
    inside = draw_card(canvas, box, Card(title="Early and late in the notes", scope=scope))
    if canvas.layout.large_type:
        draw_lines_in(canvas, inside, notation)
    else:
        draw_line_in(canvas, inside, notation, fingers=True)


def _notation(state: Reviewing, figures: Figures) -> tuple[Notation, str]:
    """Return the notes with their deviations, and what is said of their scale."""
    found, cell = figures
    ioi_ms, pattern = cell.mean_ioi_ms or 250.0, pattern_of(state.step)
    notes, what = note_deviations(found, pattern), stands_out(found, pattern)
    means = tuple(each.mean_ms for each in notes if each.mean_ms is not None)
    factor = fitting_factor(means, ioi_ms)
    times = f", distance drawn {factor} times larger" if factor > 1 else ""
    scope = f"ms, mean of {in_words(cell.n_runs)}{times}"
    named = what.places if what else ()
    return notation_of(pattern, notes, named, (ioi_ms, factor)), scope


def _draw_chart(canvas: Canvas, box: Box, state: Reviewing, figures: Figures) -> None:
    found, pattern = figures[0], pattern_of(state.step)
    notes, what = note_deviations(found, pattern), stands_out(found, pattern)
    card = Card(title="How early or late each note came", scope="ms from even, 95 % interval")
    chart = DeviationChart(
        notes=tuple(_charted(each) for each in notes),
        callout=_callout(what, notes) if what else None,
    )
    draw_deviation_chart(canvas, draw_card(canvas, box, card), chart)


def _charted(note: NoteDeviation) -> Deviation:
    if note.mean_ms is None or note.low_ms is None or note.high_ms is None:
        return Deviation(finger=note.finger, mean_ms=None)
    return Deviation(
        finger=note.finger, mean_ms=note.mean_ms, low_ms=note.low_ms, high_ms=note.high_ms
    )


def _callout(what: Flag, notes: Sequence[NoteDeviation]) -> Callout | None:
    """Return the sentence's figures, to stand beside the farthest of the notes it names."""
    drawn = [index for index in what.places if notes[index].mean_ms is not None]
    if not drawn:
        return None
    side = "late" if what.late_ms > 0 else "early"
    pair = None
    if isinstance(what.key, tuple):
        pair = Transition(finger=what.key[0], to_finger=what.key[1])
    return Callout(
        index=max(drawn, key=lambda index: abs(notes[index].mean_ms or 0)),
        words=f"{abs(what.late_ms):.0f} ms {side}",
        interval="{:.0f} to {:.0f}".format(*ends_ms(what)),
        transition=pair,
    )
