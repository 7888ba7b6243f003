"""The look of a picture on paper: our font, our colours, axes without a frame (LOOK 2, 3 and 5).

Nothing here touches matplotlib's global state: every text names its font, every line its colour.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from numpy.typing import NDArray

from engine.measures.lines import Matrix
from game.theme import LIGHT

PAPER = LIGHT
FONT_FILES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
DPI = 150
TITLE, HEADING, BODY, SMALL = 15.0, 11.5, 9.5, 8.5
# Nothing of the day or the machine: the same figures make the same file.
METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": "Evenhand"},
    ".pdf": {"CreationDate": None, "Creator": "Evenhand", "Producer": None},
}


def figure(width_in: float, height_in: float) -> Figure:
    """Return an empty sheet of this size."""
    sheet = Figure(figsize=(width_in, height_in), dpi=DPI, facecolor=PAPER.card)
    FigureCanvasAgg(sheet)
    return sheet


def save(sheet: Figure, path: Path) -> None:
    """Write the sheet to ``path``, whose ending says how."""
    ending = path.suffix.casefold()
    sheet.savefig(path, format=ending[1:], facecolor=PAPER.card, metadata=METADATA[ending])


@cache
def font(size: float, weight: int = 400) -> FontProperties:
    """Return our font."""
    name = f"AtkinsonHyperlegibleNext-{FONT_FILES[weight]}.ttf"
    with as_file(files("assets") / "fonts" / name) as path:
        return FontProperties(fname=str(path), size=size)


LEFT_IN, RIGHT_IN, HEAD_IN, LINE_IN = 0.95, 0.35, 0.85, 0.19
LETTER_IN = 0.057
STEPS_MS = (5, 10, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1000, 2000, 5000, 10000)


class Sheet:
    """A figure laid out in inches from its upper left corner."""

    def __init__(self, width_in: float, height_in: float) -> None:
        self.figure = figure(width_in, height_in)
        self.width_in, self.height_in = width_in, height_in

    def axes(self, left_in: float, top_in: float, width_in: float, height_in: float) -> Axes:
        """Return axes without frame or ticks at this place."""
        bottom_in = self.height_in - top_in - height_in
        box = (
            left_in / self.width_in,
            bottom_in / self.height_in,
            width_in / self.width_in,
            height_in / self.height_in,
        )
        axes = self.figure.add_axes(box, facecolor="none")
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.tick_params(length=0, pad=6)
        axes.set_xticks([])
        return axes

    def head(self, title: str, file: str) -> None:
        """Write what was played and the recording's name."""
        room_in = self.width_in - LEFT_IN - RIGHT_IN
        large = {"fontproperties": font(TITLE, 600), "color": PAPER.text}
        self.words(LEFT_IN, 0.42, title, room_in=room_in, **large)
        self.words(LEFT_IN, 0.66, file, room_in=room_in, color=PAPER.text3)

    def foot(self, top_in: float, lines: Sequence[tuple[str, str]]) -> None:
        """Write small lines, each with its colour, below one another."""
        for place, (words, colour) in enumerate(lines, start=1):
            look = {"fontproperties": font(SMALL), "color": colour}
            self.words(LEFT_IN, top_in + LINE_IN * place, words, **look)

    def words(self, x_in: float, top_in: float, words: str, **look: Any) -> Text:
        """Write a line whose baseline is ``top_in`` from the top, cut short beyond ``room_in``."""
        room_in = look.pop("room_in", self.width_in)
        look.setdefault("fontproperties", font(BODY))
        look.setdefault("color", PAPER.text2)
        text = self.figure.text(
            x_in / self.width_in, 1 - top_in / self.height_in, words, va="baseline", **look
        )
        kept = len(words)
        while kept > 8 and text.get_window_extent().width > room_in * DPI:
            kept -= 2
            text.set_text(f"{words[: kept // 2]}…{words[-(kept // 2) :]}")
        return text


def value_labels(axes: Axes, ticks: list[float], labels: list[str]) -> None:
    """Give the value axis at most three labels and dotted hairlines."""
    axes.set_yticks(ticks, labels, fontproperties=font(SMALL), color=PAPER.text3)
    axes.grid(axis="y", color=PAPER.line2, linewidth=0.6, linestyle=(0, (1, 3)))
    axes.set_axisbelow(True)


def chip(axes: Axes, x: float, y: float, number: int, radius_pt: float) -> None:
    """Draw a finger: its number on a disc of its colour."""
    axes.plot(
        [x],
        [y],
        marker="o",
        markersize=2 * radius_pt,
        color=PAPER.finger(number),
        markeredgewidth=0,
        clip_on=False,
    )
    axes.annotate(
        str(number),
        (x, y),
        ha="center",
        va="center_baseline",
        color=PAPER.on_finger(number),
        fontproperties=font(1.42 * radius_pt, 700),
        annotation_clip=False,
    )


def late_and_early(axes: Axes, limit_ms: float) -> None:
    """Give the value axis its range and its words: late above, early below."""
    axes.set_ylim(-limit_ms, limit_ms)
    tick_ms = max(step for step in STEPS_MS if step <= max(0.85 * limit_ms, STEPS_MS[0]))
    labels = [f"{tick_ms} ms\nearly", "even", f"{tick_ms} ms\nlate"]
    value_labels(axes, [-tick_ms, 0, tick_ms], labels)


def beyond(axes: Axes, x: NDArray[np.floating[Any]], late_ms: Matrix) -> None:
    """Draw an arrow at the edge for each value that lies beyond the scale."""
    limit_ms = axes.get_ylim()[1]
    for sign, marker in ((1, "^"), (-1, "v")):
        there = x[sign * late_ms > limit_ms]
        edge = np.full(len(there), 0.97 * sign * limit_ms)
        look: dict[str, Any] = {"markersize": 4.5, "color": PAPER.text3, "markeredgewidth": 0}
        axes.plot(there, edge, linestyle="none", marker=marker, zorder=3.5, **look)


def told_beyond(count: int) -> str:
    """Return what the arrows are."""
    return f"Arrow: {'a note' if count == 1 else f'{count} notes'} beyond the scale."


def wrapped(said: Sequence[tuple[str, str]], width_in: float) -> list[tuple[str, str]]:
    """Return the sentences, each with its colour, in lines that fit a sheet."""
    letters = int((width_in - LEFT_IN - RIGHT_IN) / LETTER_IN)
    return [(line, colour) for words, colour in said for line in wrap(words, letters)]
