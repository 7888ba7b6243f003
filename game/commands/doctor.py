"""``evenhand doctor``: what works on this computer, and what to do about what does not."""

import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

SCHEMA = 1
LOOK_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One part of the computer: whether it works, what was seen, what to do if it does not."""

    part: str
    works: bool
    seen: str
    to_do: str = ""


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Check display, sound, MIDI, timing and the record; say what to do about what is missing."""
    from rich.console import Console
    from rich.text import Text

    console = Console()
    missing: set[str] = set()
    for finding in _findings():
        missing |= set() if finding.works else {finding.part}
        if as_json:
            typer.echo(json.dumps({"schema": SCHEMA, **asdict(finding)}))
            continue
        mark = Text(
            "works  " if finding.works else "look   ", style="" if finding.works else "bold"
        )
        console.print(mark, Text(f"{finding.part:<8}"), Text(finding.seen), soft_wrap=True, sep="")
        if finding.to_do:
            console.print(Text(f"       {'':<8}{finding.to_do}"), soft_wrap=True)
    if missing and "record" not in missing and not as_json:
        console.print(
            "Evenhand starts all the same: 'evenhand demo --headless' needs none of these.",
            soft_wrap=True,
        )


def _findings() -> Iterator[Finding]:
    checks: tuple[Callable[[], Finding], ...] = (_display, _sound, _midi, _timing, _record)
    for check in checks:
        yield check()


def _display() -> Finding:
    import pygame

    from game.window import NoDisplayError, opened

    try:
        opened()
        driver, (width, height) = pygame.display.get_driver(), pygame.display.get_desktop_sizes()[0]
        pygame.display.quit()
    except NoDisplayError as error:
        return Finding(
            part="display",
            works=False,
            seen=str(error),
            to_do="Start Evenhand from a desktop session to see its window.",
        )
    return Finding(part="display", works=True, seen=f"{driver}, {width} x {height}")


def _sound() -> Finding:
    import pygame

    from game.sound import quiet

    try:
        with quiet():
            pygame.mixer.init()
        rate, _bits, channels = pygame.mixer.get_init() or (0, 0, 0)
        pygame.mixer.quit()
    except pygame.error as error:
        return Finding(
            part="sound",
            works=False,
            seen=str(error),
            to_do="Clicks are shown instead; connect or switch on a sound device to hear them.",
        )
    seen = f"{rate} Hz, {channels} channels"
    if os.environ.get("SDL_AUDIODRIVER") in ("dummy", "disk"):
        seen += f" ({os.environ['SDL_AUDIODRIVER']} driver: nothing is heard)"
    return Finding(part="sound", works=True, seen=seen)


def _midi() -> Finding:
    from engine.midi.port import NO_INPUT, list_ports

    listing = list_ports()
    if listing.inputs:
        names = ", ".join(f"{port.name} ({port.api})" for port in listing.inputs)
        return Finding(part="MIDI", works=True, seen=names)
    return Finding(
        part="MIDI", works=False, seen=" ".join(listing.absent) or "no input", to_do=NO_INPUT
    )


def _timing() -> Finding:
    """Run the timing check while another thread computes, as while drawing."""
    from engine.runner.timing import this_computers
    from game.clocks import SystemClock

    stop = threading.Event()
    busy = threading.Thread(target=_compute, args=(stop,), daemon=True)
    busy.start()
    check = this_computers(SystemClock())
    check.start()
    wait = threading.Event().wait
    while (found := check.progress()).passed is None:
        wait(LOOK_S)
    stop.set()
    busy.join()
    works = bool(found.passed)
    return Finding(
        part="timing",
        works=works,
        seen=f"{found.events} notes through {found.way}: {found.said}",
        to_do="" if works else "Then run 'evenhand doctor' again.",
    )


def _compute(stop: threading.Event) -> None:
    while not stop.is_set():
        sum(range(1000))


def _record() -> Finding:
    from uuid import uuid4

    from engine import EvenhandError
    from engine.storage.places import Places
    from engine.storage.store import Store
    from game.clocks import SystemClock

    try:
        places = Places.found(os.environ)
        with Store.open(places.database_url, clock=SystemClock(), new_id=uuid4) as store:
            players = len(store.people())
    except EvenhandError as error:
        return Finding(
            part="record",
            works=False,
            seen=str(error),
            to_do="Evenhand needs its record; mend this, or set EVENHAND_DATA to another folder.",
        )
    named = "one player" if players == 1 else f"{players} players"
    return Finding(part="record", works=True, seen=f"{places.folder}, {named}")
