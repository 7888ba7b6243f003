"""``evenhand``: the app; where there is no display, the first session with a virtual pianist."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.storage.places import Places

NO_DISPLAY = (
    "There is no display here ({reason}), so the window cannot open. A virtual pianist plays the "
    "same first session instead, on an invented first day; start Evenhand on a computer with a "
    "screen to play it yourself."
)


def play() -> None:
    """Open the app until it is closed."""
    from game.window import NoDisplayError, opened

    try:
        surface = opened()
    except NoDisplayError as error:
        _without_display(str(error))
        return
    from engine.storage.places import Places
    from game.commands.window import opened_app

    with opened_app(surface, Places.found(os.environ)) as app:
        app.run()


def _without_display(reason: str) -> None:
    from rich.console import Console

    from engine.storage.places import Places
    from game.commands.demo import play_weeks

    console = Console(file=sys.stdout)
    console.print(NO_DISPLAY.format(reason=reason), highlight=False, soft_wrap=True)
    # a rehearsal of its own, made anew each time; the player's record is not in it
    rehearsal = Places(folder=Places.found(os.environ).folder / "rehearsal")
    _forget(rehearsal)
    play_weeks(rehearsal.folder, weeks=1, seed=1, console=console, sessions=1)


def _forget(rehearsal: "Places") -> None:
    """Remove the record of the last rehearsal; whatever else is in the folder stays."""
    from shutil import rmtree

    for ending in ("", "-wal", "-shm"):
        Path(f"{rehearsal.database_url.database}{ending}").unlink(missing_ok=True)
    rmtree(rehearsal.journals, ignore_errors=True)
