"""A row of things to choose from, by keys, mouse or piano: which one is chosen, if any."""

from collections.abc import Sequence
from dataclasses import dataclass

from game.input import Clicked, Given, Intent, Pointed
from game.view.layout import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Where the focus is after what was given, and which place was chosen."""

    focus: int
    chosen: int | None = None


def choose(boxes: Sequence[Box], focus: int, given: Sequence[Given]) -> Choice:
    """Return the focus and the choice among ``boxes``, which stand where they are drawn.

    NEXT and PREVIOUS move the focus round, CONFIRM takes the one in focus, a click the one it hits.
    """
    if not boxes:
        return Choice(focus=0)
    choice = Choice(focus=focus % len(boxes))
    for each in given:
        if choice.chosen is None:
            choice = _after(boxes, choice.focus, each)
    return choice


def _after(boxes: Sequence[Box], focus: int, given: Given) -> Choice:
    match given:
        case Intent.NEXT:
            return Choice(focus=(focus + 1) % len(boxes))
        case Intent.PREVIOUS:
            return Choice(focus=(focus - 1) % len(boxes))
        case Intent.CONFIRM:
            return Choice(focus=focus, chosen=focus)
        case Pointed():
            return Choice(focus=_under(boxes, given, focus))
        case Clicked() if (under := _under(boxes, given, -1)) >= 0:
            return Choice(focus=under, chosen=under)
        case _:
            return Choice(focus=focus)


def _under(boxes: Sequence[Box], at: Pointed | Clicked, otherwise: int) -> int:
    found = (index for index, box in enumerate(boxes) if box.contains(at.x, at.y))
    return next(found, otherwise)
