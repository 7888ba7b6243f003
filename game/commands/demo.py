"""``evenhand demo``: the whole loop with a virtual pianist, with or without a window."""

from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pygame
    from rich.console import Console

    from game.commands.look import Look

SEED = 1
LOOK = "1280x720,100,dark"


def demo(
    headless: Annotated[
        bool, typer.Option("--headless", help="Without a window: numbers only.")
    ] = False,
    weeks: Annotated[
        int, typer.Option(min=1, max=520, help="Weeks of practice, four sessions each.")
    ] = 8,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same weeks.")] = SEED,
    screens: Annotated[
        Path | None, typer.Option(help="Save a picture of every screen in this folder.")
    ] = None,
    keep: Annotated[
        Path | None, typer.Option(help="Keep the record in this folder; else a temporary one.")
    ] = None,
    look: Annotated[
        str, typer.Option(help="How the pictures look: size, type in per cent, theme.")
    ] = LOOK,
) -> None:
    """Show everything with a virtual pianist: sessions, adaptation, weekly scores."""
    from rich.console import Console

    from game.commands.look import LookError, look_of

    if screens is None and look != LOOK:
        raise LookError("--look is how pictures look: name their folder with --screens")
    pictured = (screens, look_of(look)) if screens else None
    # without a display there is nothing to wait for: said before the weeks are played
    surface = None if headless else _window()
    folder = keep or Path(mkdtemp(prefix="evenhand-demo-"))
    play_weeks(folder, weeks=weeks, seed=seed, console=Console(), screens=pictured)
    if surface is not None:
        from game.commands.window import show_demo

        show_demo(folder, surface, weeks=weeks, seed=seed)


def _window() -> "pygame.Surface":
    from engine import EvenhandError
    from game.window import NoDisplayError, opened

    try:
        return opened()
    except NoDisplayError as error:
        raise EvenhandError(
            f"There is no display here ({error}); 'evenhand demo --headless' needs none."
        ) from error


def play_weeks(
    folder: Path,
    *,
    weeks: int,
    seed: int,
    console: "Console",
    screens: "tuple[Path, Look] | None" = None,
    sessions: int | None = None,
) -> None:
    """Play ``weeks`` into a record in ``folder`` and print what it says.

    ``screens`` is where the pictures of the last session go and how they look; ``sessions``
    plays only the first few.
    EvenhandError when the folder already holds a record or either cannot be written.
    """
    import numpy as np
    from rich.progress import track

    from engine.clock import ManualClock
    from game.commands import demo_tables
    from game.commands.household import virtual_household
    from game.commands.outputs import OutputError, check_folder
    from game.season import Season, starts

    for place in (folder, screens[0]) if screens else (folder,):
        check_folder(place)
    _check_empty(folder)
    rng = np.random.default_rng(seed)
    evenings = list(starts(weeks, rng))[:sessions]
    clock = ManualClock(ns=10**12, started_utc=evenings[0])
    with virtual_household(folder, clock, rng, local=lambda utc: utc) as house:
        season = Season(house.runner, house.inbox.put, clock, rng)
        season.welcome()
        pictured = evenings.pop() if screens else None
        shown = track(evenings, "Practising", console=console, transient=True)
        for evening in shown if console.is_terminal else evenings:
            if told := season.play(evening).told:
                raise OutputError(f"{folder}: {told}")
        if screens and pictured:
            from game.commands.pictures import take_pictures

            count = take_pictures(house, season, pictured, *screens)
            console.print(f"{count} pictures in {screens[0]}", soft_wrap=True, highlight=False)
        demo_tables.show(house.store, house.runner.world, console)
    console.print(f"The record is in {folder}", soft_wrap=True, highlight=False)


def _check_empty(folder: Path) -> None:
    from engine import EvenhandError

    if (folder / "evenhand.db").exists():
        raise EvenhandError(
            f"{folder} already holds a record; give an empty folder with --keep, or none at all"
        )
