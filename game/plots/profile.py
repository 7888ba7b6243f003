"""The profile of an exercise: how late and how hard each note came, a panel a hand and way.

Drawn is what the cell says of its places: the mean over the valid runs with its 95 % interval, the
single runs faint behind it. The scale is the same for all panels of a picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.exercise import Pattern
from engine.measures.cell import CellEvenness
from engine.measures.crossing import crossings
from engine.measures.flag_words import about_flags
from engine.measures.hearing import audible_ms
from engine.measures.lines import Matrix
from engine.measures.positions import AtPlaces, Positions
from game.analysis.heard import Measured
from game.analysis.words import CROSSING_WORDS
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
    chip,
    font,
    late_and_early,
    told_beyond,
    value_labels,
    wrapped,
)

PLACE_IN, NARROWEST_IN, WIDEST_IN = 0.27, 7.6, 17.0
FOOT_IN = 0.35
TOLD_IN, TIMES_IN, CHIPS_IN, FORCE_IN, GAP_IN = 0.62, 2.5, 0.5, 0.95, 0.3
CELL_IN = TOLD_IN + TIMES_IN + CHIPS_IN + FORCE_IN + GAP_IN
STRETCH, MOST_ENDS, LOUDEST = 1.3, 0.9, 127
PITCH_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """One cell as it is drawn; ``runs_ms`` has shape (valid runs, targets)."""

    cell: CellEvenness
    pattern: Pattern
    places: Positions
    runs_ms: Matrix


def draw(heard: Measured) -> Figure:
    """Return the picture of one take."""
    panels = [_panel(heard, cell) for cell in heard.evenness.cells]
    most = max((len(panel.pattern.targets) for panel in panels if panel), default=0)
    width_in = min(max(LEFT_IN + RIGHT_IN + PLACE_IN * most, NARROWEST_IN), WIDEST_IN)
    heights = [CELL_IN if panel else TOLD_IN + GAP_IN for panel in panels]
    limit_ms = _limit_ms([panel for panel in panels if panel])
    told = _foot_lines(heard, [panel for panel in panels if panel], limit_ms, width_in)
    sheet = Sheet(width_in, HEAD_IN + sum(heights) + FOOT_IN + LINE_IN * len(told))
    sheet.head(heard.exercise.title, heard.file)
    top_in = HEAD_IN
    for cell, panel, height_in in zip(heard.evenness.cells, panels, heights, strict=True):
        _told(sheet, cell, top_in)
        if panel:
            _times(sheet, panel, top_in + TOLD_IN, limit_ms)
            _force(sheet, panel, top_in + TOLD_IN + TIMES_IN + CHIPS_IN)
        top_in += height_in
    sheet.foot(top_in, told)
    return sheet.figure


def _panel(heard: Measured, cell: CellEvenness) -> Panel | None:
    if cell.positions is None:
        return None
    runs = [
        run.deviation_ms
        for run in heard.evenness.runs
        if run.valid and run.direction is cell.direction
    ]
    return Panel(
        cell=cell,
        pattern=heard.exercise.pattern(cell.direction),
        places=cell.positions,
        runs_ms=np.array(runs).reshape(len(runs), -1),
    )


def _told(sheet: Sheet, cell: CellEvenness, top_in: float) -> None:
    """Write a cell's name and its figure, or why it has none."""
    at_in = top_in + 0.2
    name = f"{cell.hand.capitalize()} hand, {cell.direction}"
    look = {"fontproperties": font(HEADING, 600), "color": PAPER.text}
    sheet.words(LEFT_IN, at_in, name, **look)
    right_in = sheet.width_in - RIGHT_IN
    figure = _figure(cell)
    if figure:
        sheet.words(right_in, at_in, figure, ha="right", **look)
    runs = f"{cell.n_runs} of {cell.attempts} run{'s' if cell.attempts != 1 else ''}"
    rate = f" · {1000 / cell.mean_ioi_ms:.2f} notes a second" if cell.mean_ioi_ms else ""
    under = f"No score: {cell.refused}" if cell.refused else f"{runs}{rate}"
    colour = PAPER.care if cell.refused else PAPER.text2
    sheet.words(LEFT_IN, at_in + 0.2, under, color=colour, room_in=right_in - LEFT_IN)


def _figure(cell: CellEvenness) -> str | None:
    if cell.refused or cell.sd_ioi_ms is None:
        return None
    if cell.low_ms is None:
        return f"evenness {cell.sd_ioi_ms:.1f} ms"
    return f"evenness {cell.sd_ioi_ms:.1f} ms (95 % {cell.low_ms:.1f} to {cell.high_ms:.1f})"


def _times(sheet: Sheet, panel: Panel, top_in: float, limit_ms: float) -> None:
    axes = _axes(sheet, panel, top_in, TIMES_IN)
    late_and_early(axes, limit_ms)
    if panel.cell.mean_ioi_ms:
        heard_ms = audible_ms(panel.cell.mean_ioi_ms)
        axes.axhspan(-heard_ms, heard_ms, facecolor=PAPER.line, alpha=0.55, linewidth=0, zorder=0.5)
    _crossings(axes, panel)
    x = np.arange(1, len(panel.pattern.targets) + 1)
    for run_ms in panel.runs_ms if len(panel.runs_ms) > 1 else ():
        # a little to the left, where the interval does not hide them
        near = np.where(np.abs(run_ms) <= limit_ms, run_ms, np.nan)
        axes.scatter(
            x - 0.17,
            near,
            s=7,
            color=PAPER.text3,
            alpha=0.35,
            linewidths=0,
            zorder=2,
            clip_on=False,
        )
        beyond(axes, x - 0.17, run_ms)
    _points(axes, panel, panel.places.deviation_ms)
    _names(axes, panel)


def _force(sheet: Sheet, panel: Panel, top_in: float) -> None:
    axes = _axes(sheet, panel, top_in, FORCE_IN)
    velocity = panel.places.velocity
    low, high = float(np.nanmin(velocity.mean)), float(np.nanmax(velocity.mean))
    if not np.isnan(velocity.low).all():
        low = max(min(low, float(np.nanquantile(velocity.low, 1 - MOST_ENDS))), 0.0)
        high = min(max(high, float(np.nanquantile(velocity.high, MOST_ENDS))), LOUDEST)
    middle, half = (low + high) / 2, max((high - low) / 2, 8.0) * 1.12
    axes.set_ylim(middle - half, middle + half)
    low, high = middle - 0.75 * half, middle + 0.75 * half
    value_labels(axes, [low, middle, high], [f"{low:.0f}", "velocity", f"{high:.0f}"])
    _points(axes, panel, velocity)


def _axes(sheet: Sheet, panel: Panel, top_in: float, height_in: float) -> Axes:
    axes = sheet.axes(LEFT_IN, top_in, sheet.width_in - LEFT_IN - RIGHT_IN, height_in)
    axes.set_xlim(0.4, len(panel.pattern.targets) + 0.6)
    return axes


def _points(axes: Axes, panel: Panel, places: AtPlaces) -> None:
    """Draw mean and interval of each place; hollow where the cell has no score."""
    x = np.arange(1, len(places.mean) + 1)
    axes.plot(x, places.mean, color=PAPER.line2, linewidth=0.9, zorder=2.5)
    for at, finger in enumerate(panel.pattern.fingers):
        colour = PAPER.finger(finger) if finger else PAPER.text2
        axes.vlines(x[at], places.low[at], places.high[at], color=colour, linewidth=1.8, zorder=3)
        axes.plot(
            x[at],
            places.mean[at],
            marker="o",
            markersize=6.5,
            markerfacecolor=PAPER.card if panel.cell.refused else colour,
            markeredgecolor=colour if panel.cell.refused else PAPER.card,
            markeredgewidth=1.2,
            zorder=4,
        )


def _crossings(axes: Axes, panel: Panel) -> None:
    found = crossings(panel.cell.hand, panel.pattern.fingers, panel.pattern.pitches)
    for arriving, crossing in enumerate(found, start=2):
        if crossing is None:
            continue
        axes.axvline(arriving - 0.5, color=PAPER.line2, linewidth=0.9, linestyle=(0, (2, 2)))
        axes.annotate(
            CROSSING_WORDS[crossing],
            (arriving - 0.5, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            color=PAPER.text3,
            fontproperties=font(SMALL),
        )


def _names(axes: Axes, panel: Panel) -> None:
    """Write each note's finger and name below the times."""
    low, high = axes.get_ylim()
    below = low - (high - low) * 0.16 / TIMES_IN
    for x, target in enumerate(panel.pattern.targets, start=1):
        if target.finger:
            chip(axes, x, below, target.finger, 5.6)
        axes.annotate(
            PITCH_NAMES[target.pitch % 12],
            (x, below),
            xytext=(0, -16),
            textcoords="offset points",
            ha="center",
            color=PAPER.text3,
            fontproperties=font(SMALL),
            annotation_clip=False,
        )


def _limit_ms(panels: Sequence[Panel]) -> float:
    """Return how far the value axis reaches: all means, nearly all intervals and single notes.

    Of two or three runs a single interval may be ten times as wide as the others.
    """
    far, widest = [10.0], [10.0]
    for panel in panels:
        drawn = panel.places.deviation_ms
        far.append(float(np.abs(drawn.mean).max()))
        ends = _known(drawn.low, drawn.high)
        if ends.size:
            far.append(float(np.quantile(ends, MOST_ENDS)))
            widest.append(float(ends.max()))
        single = _known(panel.runs_ms)
        if single.size:
            far.append(float(np.quantile(single, 0.99)))
            widest.append(float(single.max()))
    # where a little more room holds them all, none is left out
    held = max(*far, *widest)
    return 1.08 * (held if held < STRETCH * max(far) else max(far))


def _known(*values_ms: Matrix) -> Matrix:
    together: Matrix = np.abs(np.concatenate([each.ravel() for each in values_ms]))
    known: Matrix = together[~np.isnan(together)]
    return known


def _foot_lines(
    heard: Measured, panels: Sequence[Panel], limit_ms: float, width_in: float
) -> list[tuple[str, str]]:
    """Return what stands below, each with its colour: what is drawn, stands out, is a warning."""
    said = []
    if panels:
        one = max(panel.cell.n_runs for panel in panels) == 1
        dots = (
            "the one valid run"
            if one
            else "mean of the valid runs; stroke: the 95 % interval of each"
        )
        single = "" if one else "; small dots: single runs"
        said.append((f"Dot: {dots}{single}.", PAPER.text3))
        far = sum(int(np.count_nonzero(np.abs(panel.runs_ms) > limit_ms)) for panel in panels)
        arrow = f" {told_beyond(far)}" if far else ""
        said.append((f"Circle: the finger prescribed.{arrow}", PAPER.text3))
        ends = [
            _known(each.places.deviation_ms.low, each.places.deviation_ms.high) for each in panels
        ]
        if any((each > limit_ms).any() for each in ends):
            said.append(("A stroke that touches the edge goes on beyond it.", PAPER.text3))
        heard_ms = [audible_ms(p.cell.mean_ioi_ms) for p in panels if p.cell.mean_ioi_ms]
        for far_ms in heard_ms[:1]:
            band = f"Shaded: a single note moved by less than {far_ms:.0f} ms is hardly heard."
            said.append((band, PAPER.text3))
    said += [(flag, PAPER.text) for flag in about_flags(heard.evenness.flags)]
    said += [(f"Note: {warning}", PAPER.care) for warning in heard.evenness.warnings]
    return wrapped(said, width_in)
