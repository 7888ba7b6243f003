"""The app in its window: with the player's own piano, or with the virtual pianist playing."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from game.loading import loading

if TYPE_CHECKING:
    import pygame

    from engine.storage.places import Places
    from game.app import App


@contextmanager
def opened_app(surface: "pygame.Surface", places: "Places") -> Iterator["App"]:
    """Open the app on the player's record; its first picture is shown already."""
    with ExitStack() as household:
        with loading():
            import pygame

            from game.app import App
            from game.clocks import SystemClock
            from game.commands.household import real_household
            from game.sound import Sound

            house = household.enter_context(real_household(places, SystemClock()))
            sound = Sound.opened()
            app = App(house.runner, house.clock, surface, put=house.inbox.put, sound=sound)
            app.frame()
            pygame.display.flip()
        yield app


def show_demo(folder: Path, surface: "pygame.Surface", *, weeks: int, seed: int) -> None:
    """Show the evening after ``weeks`` of the record in ``folder``, played before your eyes."""
    import numpy as np

    from engine.session.world import ChoosePlayer
    from game.app import App
    from game.clocks import LaterClock
    from game.commands.household import virtual_household
    from game.rehearsal import Rehearsed
    from game.season import CLARA, FIRST_DAY, starts
    from game.sound import Sound

    rng = np.random.default_rng(seed)
    evening = list(starts(weeks + 1, rng))[weeks * 4]
    clock = LaterClock(evening)
    with virtual_household(folder, clock, rng, local=lambda utc: utc) as house:
        (clara,) = house.runner.world.people
        house.runner.step(requests=(ChoosePlayer(clara.id),))
        pianist = CLARA.on_day((evening.date() - FIRST_DAY).days / 7, rng)
        rehearsed = Rehearsed(house.runner, pianist, house.inbox.put, rng, clock)
        App(rehearsed, clock, surface, put=house.inbox.put, sound=Sound.opened()).run()
