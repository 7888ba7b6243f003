"""A piece, or a long line, over its score: how late each note came, and how even each window was.

Each note is drawn against the tempo of its own window of twelve IOIs, so that a slower passage is
not a late one. Below stands each window's sdIOI without that tempo.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.measures.hearing import audible_ms
from engine.measures.lines import Matrix
from engine.measures.matching.match import Outcome
from engine.measures.pieces.caveats import value_name
from engine.measures.pieces.hands import HandEvenness
from engine.measures.pieces.piece import HandWindows
from engine.measures.windows import IOIS, Windows
from game.analysis.heard import Measured, MeasuredPiece, RunWindows
from game.plots.paper import (
    HEAD_IN,
    HEADING,
    LEFT_IN,
    LINE_IN,
    PAPER,
    RIGHT_IN,
    SMALL,
    Sheet,
    beyond,
    font,
    late_and_early,
    told_beyond,
    value_labels,
    wrapped,
)

QUARTER_IN, NARROWEST_IN, WIDEST_IN = 0.12, 9.0, 17.0
TOLD_IN, TIMES_IN, AXIS_IN, EVEN_IN, GAP_IN, FOOT_IN = 0.7, 2.1, 0.5, 0.85, 0.3, 0.3
PANEL_IN = TOLD_IN + TIMES_IN + AXIS_IN + EVEN_IN + GAP_IN
QUARTERS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
MOST_LABELS = 12
EVEN_STEPS_MS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """One hand, or one run, as it is drawn; ``beat`` and ``late_ms`` have one value a note.

    ``refused`` says that no cell of it has a figure; ``missed_beat`` are notes that were not hit.
    """

    name: str
    figures: str
    refused: bool
    beat: Matrix
    late_ms: Matrix
    missed_beat: Matrix
    start_beat: Matrix
    windows: Windows


def draw_line(heard: Measured | MeasuredPiece) -> Figure:
    """Return the picture of one take of a piece, or of a long line."""
    panels = list(_runs(heard) if isinstance(heard, Measured) else _hands(heard))
    title = heard.exercise.title if isinstance(heard, Measured) else heard.evenness.piece.title
    last = max((float(panel.beat.max()) for panel in panels if panel.beat.size), default=0.0)
    width_in = min(max(LEFT_IN + RIGHT_IN + QUARTER_IN * last, NARROWEST_IN), WIDEST_IN)
    limit_ms = _limit_ms(panels)
    scale_ms = _scale_ms(panels)
    told = wrapped(_said(heard, panels, limit_ms), width_in)
    sheet = Sheet(width_in, HEAD_IN + PANEL_IN * len(panels) + FOOT_IN + LINE_IN * len(told))
    sheet.head(title, heard.file)
    top_in = HEAD_IN
    for panel in panels:
        _name(sheet, panel, top_in)
        _times(_axes(sheet, top_in + TOLD_IN, TIMES_IN, last), panel, limit_ms, last)
        _evenness(
            _axes(sheet, top_in + TOLD_IN + TIMES_IN + AXIS_IN, EVEN_IN, last), panel, scale_ms
        )
        top_in += PANEL_IN
    sheet.foot(top_in, told)
    return sheet.figure


def _hands(heard: MeasuredPiece) -> Iterator[Panel]:
    evenness = heard.evenness
    beat = np.array([target.onset_beat for target in evenness.piece.targets])
    outcomes = np.array([one.value for one in evenness.match.outcomes])
    by_hand = {each.hand: each for each in evenness.windows}
    # as in a score, the right hand stands above
    for hand in reversed(evenness.hands):
        mine = np.array([target.hand is hand.hand for target in evenness.piece.targets])
        mine &= ~evenness.match.doubled
        if hand.hand in by_hand:
            yield _hand(hand, by_hand[hand.hand], beat, evenness.deviation_ms, outcomes, mine)


def _hand(
    hand: HandEvenness,
    line: HandWindows,
    beat: Matrix,
    late_ms: Matrix,
    outcomes: np.ndarray[tuple[int, ...], np.dtype[np.str_]],
    mine: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> Panel:
    said = [
        f"{value_name(cell.step_beat)} {cell.sd_ioi_detrended_ms:.1f} ms without tempo"
        + (
            f" (95 % {cell.detrended_low_ms:.1f} to {cell.detrended_high_ms:.1f})"
            if cell.detrended_low_ms is not None
            else ""
        )
        + f" at {cell.notes_per_second:.1f} notes a second"
        for cell in hand.cells
        if not cell.refused and cell.sd_ioi_detrended_ms is not None and cell.notes_per_second
    ]
    return Panel(
        name=f"{hand.hand.capitalize()} hand",
        figures="; ".join(said[:3]),
        refused=not said,
        beat=beat[mine],
        late_ms=late_ms[mine],
        missed_beat=beat[mine & (outcomes != Outcome.HIT.value)],
        start_beat=line.start_beat,
        windows=line.windows,
    )


def _runs(heard: Measured) -> Iterator[Panel]:
    matched = {
        run.run: each
        for run, each in zip(heard.evenness.runs, heard.evenness.match.runs, strict=True)
    }
    for line in heard.windows:
        beat = np.array([target.onset_beat for target in line.targets])
        late_ms = np.full(len(beat), np.nan)
        # the last note of one window is the first of the next, and stands with the earlier
        for start, row in zip(
            line.windows.start[::-1], line.windows.deviation_ms[::-1], strict=True
        ):
            late_ms[start : start + IOIS + 1] = row
        yield Panel(
            name=f"{line.hand.capitalize()} hand, run {line.run}",
            figures=_median(line),
            refused=not line.windows.start.size,
            beat=beat,
            late_ms=late_ms,
            missed_beat=beat[~matched[line.run].hit],
            start_beat=beat[line.windows.start],
            windows=line.windows,
        )


def _median(line: RunWindows) -> str:
    found = line.windows
    if not found.start.size:
        return ""
    detrended_ms, mean_ms = np.median(found.sd_ioi_detrended_ms), np.median(found.mean_ioi_ms)
    return (
        f"evenness {detrended_ms:.1f} ms, the median of {len(found.start)} windows, at "
        f"{1000 / mean_ms:.1f} notes a second"
    )


def _name(sheet: Sheet, panel: Panel, top_in: float) -> None:
    room_in = sheet.width_in - LEFT_IN - RIGHT_IN
    look = {"fontproperties": font(HEADING, 600), "color": PAPER.text}
    sheet.words(LEFT_IN, top_in + 0.2, panel.name, **look)
    figures = "No score: see below" if panel.refused else panel.figures
    colour = PAPER.care if panel.refused else PAPER.text2
    sheet.words(LEFT_IN, top_in + 0.41, figures, color=colour, room_in=room_in)


def _axes(sheet: Sheet, top_in: float, height_in: float, last: float) -> Axes:
    axes = sheet.axes(LEFT_IN, top_in, sheet.width_in - LEFT_IN - RIGHT_IN, height_in)
    axes.set_xlim(-0.01 * last - 0.5, 1.01 * last + 0.5)
    return axes


def _times(axes: Axes, panel: Panel, limit_ms: float, last: float) -> None:
    late_and_early(axes, limit_ms)
    if panel.windows.start.size:
        heard_ms = audible_ms(float(np.median(panel.windows.mean_ioi_ms)))
        axes.axhspan(-heard_ms, heard_ms, facecolor=PAPER.line, alpha=0.55, linewidth=0, zorder=0.5)
    axes.scatter(
        panel.beat,
        np.where(np.abs(panel.late_ms) <= limit_ms, panel.late_ms, np.nan),
        s=14,
        facecolors="none" if panel.refused else PAPER.accent,
        edgecolors=PAPER.accent if panel.refused else PAPER.card,
        linewidths=0.6,
        zorder=3,
        clip_on=False,
    )
    beyond(axes, panel.beat, panel.late_ms)
    foot_ms = -0.97 * limit_ms
    axes.vlines(
        panel.missed_beat,
        foot_ms - 0.05 * limit_ms,
        foot_ms + 0.05 * limit_ms,
        color=PAPER.text3,
        linewidth=1.2,
        clip_on=False,
    )
    step = next(each for each in QUARTERS if last / each <= MOST_LABELS)
    ticks = np.arange(0, last + 0.01, step)
    labels = [f"{tick + 1:.0f}" for tick in ticks]
    if labels:
        labels[0] = "quarter 1"
    axes.set_xticks(ticks, labels, fontproperties=font(SMALL), color=PAPER.text3)


def _evenness(axes: Axes, panel: Panel, scale_ms: tuple[float, float]) -> None:
    """Draw each window's sdIOI on a logarithmic axis: one far window leaves the others room."""
    found, (low_ms, high_ms) = panel.windows, scale_ms
    axes.set_yscale("log")
    axes.minorticks_off()
    axes.set_ylim(low_ms / 1.1, 1.1 * high_ms)
    middle_ms = min(EVEN_STEPS_MS, key=lambda step: abs(log(step**2 / (low_ms * high_ms))))
    ticks = sorted({low_ms, middle_ms, high_ms})
    value_labels(axes, ticks, [f"{tick:g} ms" for tick in ticks])
    axes.annotate(
        "sdIOI of each window without its tempo, logarithmic: lower is more even",
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 2),
        textcoords="offset points",
        color=PAPER.text3,
        fontproperties=font(SMALL),
    )
    axes.hlines(
        np.maximum(found.sd_ioi_detrended_ms, low_ms),
        panel.start_beat,
        panel.start_beat + IOIS * found.step_beat,
        color=PAPER.accent,
        linewidth=2.2,
        linestyles=(0, (1, 1)) if panel.refused else "solid",
    )


def _scale_ms(panels: Sequence[Panel]) -> tuple[float, float]:
    """Return the round values that hold all windows' sdIOI; less than the least is drawn at it."""
    sds = [sd for panel in panels for sd in panel.windows.sd_ioi_detrended_ms.tolist()]
    below = [step for step in EVEN_STEPS_MS[:-1] if step <= min(sds, default=EVEN_STEPS_MS[0])]
    low_ms = max(below, default=EVEN_STEPS_MS[0])
    above = [step for step in EVEN_STEPS_MS if step >= max([*sds, 2 * low_ms])]
    return low_ms, min(above, default=EVEN_STEPS_MS[-1])


def _limit_ms(panels: Sequence[Panel]) -> float:
    """Return how far the value axis reaches: nearly all notes."""
    far = [10.0]
    for panel in panels:
        known = np.abs(panel.late_ms[~np.isnan(panel.late_ms)])
        if known.size:
            far.append(float(np.quantile(known, 0.985)))
    return 1.1 * max(far)


def _said(
    heard: Measured | MeasuredPiece, panels: Sequence[Panel], limit_ms: float
) -> list[tuple[str, str]]:
    said = []
    if panels:
        dots = "Dot: a note in a window of twelve equal steps, late or early against the window."
        said.append((dots, PAPER.text3))
        said.append(("Stroke at the foot: a note that was not hit.", PAPER.text3))
        said.append(("Shaded: a single note moved by less is hardly heard.", PAPER.text3))
    far = sum(int(np.count_nonzero(np.abs(panel.late_ms) > limit_ms)) for panel in panels)
    if far:
        said.append((told_beyond(far), PAPER.text3))
    return said + [(f"Note: {warning}", PAPER.care) for warning in heard.evenness.warnings]
