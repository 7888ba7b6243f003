"""How a main place is left without choosing anything on it: back, to the piano, to its ends."""

from collections.abc import Sequence

from game.input import Given, Intent
from game.screens.places import Place, screen_at
from game.screens.range import range_wanted
from game.screens.screen import Moment, Push, Replace, Transition
from game.screens.top_bar import device_wanted


def left(moment: Moment, given: Sequence[Given]) -> Transition | None:
    """Return where to go: a new piano is asked for its ends, its chip opens it, back is Today."""
    if (ask := range_wanted(moment)) is not None:
        return Push(ask)
    if (device := device_wanted(moment.layout, given)) is not None:
        return device
    return Replace(screen_at(Place.TODAY)) if Intent.BACK in given else None
