"""One of several: by keys round and round, by the mouse where it points."""

import pytest

from game.input import Clicked, Intent, Pointed
from game.screens.choices import Choice, choose
from game.view.layout import Box

# Three buttons in a row with a small space between.
ROW = (Box(0, 0, 100, 50), Box(110, 0, 100, 50), Box(220, 0, 100, 50))


@pytest.mark.parametrize(
    ("focus", "given", "after"),
    [
        (0, [], Choice(focus=0)),
        (0, [Intent.NEXT], Choice(focus=1)),
        (2, [Intent.NEXT], Choice(focus=0)),
        (0, [Intent.PREVIOUS], Choice(focus=2)),
        (1, [Intent.CONFIRM], Choice(focus=1, chosen=1)),
        (0, [Intent.NEXT, Intent.CONFIRM], Choice(focus=1, chosen=1)),
        (0, [Intent.CONFIRM, Intent.NEXT], Choice(focus=0, chosen=0)),
        (0, [Pointed(230, 10)], Choice(focus=2)),
        (0, [Pointed(105, 10)], Choice(focus=0)),
        (0, [Clicked(150, 10)], Choice(focus=1, chosen=1)),
        (0, [Clicked(105, 10)], Choice(focus=0)),
        (0, [Intent.BACK, Intent.ERASE], Choice(focus=0)),
        (7, [Intent.CONFIRM], Choice(focus=1, chosen=1)),
    ],
)
def test_choosing(focus: int, given: list, after: Choice):
    assert choose(ROW, focus, given) == after


def test_among_nothing_nothing_is_chosen():
    assert choose((), 3, [Intent.CONFIRM]) == Choice(focus=0)
