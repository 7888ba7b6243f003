"""The main places of the top bar, and the screen of each."""

from enum import Enum

from game.screens.screen import Screen


class Place(Enum):
    """A main place, by the word on its tab."""

    TODAY = "Today"
    PRACTISE = "Practise"
    PROGRESS = "Progress"
    SETTINGS = "Settings"


def screen_at(place: Place) -> Screen:
    """Return the screen that a tab opens."""
    # Each of these screens has the tabs of all: they know one another only here.
    from game.screens.practice import PractiseScreen
    from game.screens.progress import ProgressScreen
    from game.screens.settings import SettingsScreen
    from game.screens.today import TodayScreen

    match place:
        case Place.TODAY:
            return TodayScreen()
        case Place.PRACTISE:
            return PractiseScreen()
        case Place.PROGRESS:
            return ProgressScreen()
        case Place.SETTINGS:
            return SettingsScreen()
