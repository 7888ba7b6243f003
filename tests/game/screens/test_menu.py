"""The menu of large type: every place by piano keys, the piano's page, and back."""

import pytest

from game.screens.menu import MenuScreen
from game.screens.places import Place
from game.screens.today import TodayScreen
from game.screens.top_bar import PLACES, menu_box
from tests.game.screens.steering import Steered
from tests.worlds import world

HIGHEST, LOWEST, NEXT, PREVIOUS = 108, 21, 107, 23


def menu(active=Place.TODAY):
    return Steered(MenuScreen(active=active), world(), percent=200)


@pytest.mark.parametrize("index", range(len(PLACES)))
def test_every_place_is_reached(index):
    name = PLACES[index].value.lower()
    assert menu().play(*[NEXT] * index, HIGHEST).screen.name == name


def test_it_opens_on_the_place_it_was_opened_from_and_goes_back_there():
    assert menu(Place.PROGRESS).play(HIGHEST).screen.name == "progress"
    assert menu(Place.PROGRESS).play(LOWEST).screen.name == "progress"


def test_the_piano_has_its_page():
    here = menu().play(PREVIOUS, HIGHEST)
    assert here.screen.name == "device"
    assert here.press("escape").screen.name == "menu"


def test_the_mouse_opens_it_from_the_top_bar():
    here = Steered(TodayScreen(), world(), percent=200)
    here.click(menu_box(here.now.layout, Place.TODAY))
    assert here.screen == MenuScreen(active=Place.TODAY)
