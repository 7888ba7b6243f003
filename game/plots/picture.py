"""Which picture a take gets."""

from matplotlib.figure import Figure

from game.analysis.heard import Measured, MeasuredPiece
from game.plots.line import draw_line
from game.plots.profile import draw


def picture(heard: Measured | MeasuredPiece) -> Figure:
    """Return a piece or a long line over its score, anything else as a profile."""
    if isinstance(heard, MeasuredPiece) or heard.windows:
        return draw_line(heard)
    return draw(heard)
