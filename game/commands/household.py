"""Everything Evenhand needs, put together: for the app, for a first session without a screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np

from content.loader import load_exercises
from engine.clock import Clock
from engine.midi.click_sender import ClickSender
from engine.midi.inbox import Inbox
from engine.midi.inputs import Inputs
from engine.midi.outlet import SystemOutputs
from engine.midi.port import NO_INPUT, Port, list_ports
from engine.record import Settings
from engine.runner.instrument import Instrument
from engine.runner.loop import Runner
from engine.runner.parts import Parts
from engine.runner.piano_out import PianoOut, SilentMarks
from engine.runner.timing import this_computers
from engine.session.world import Link, PortStatus
from engine.storage.places import Places
from engine.storage.settings import load_settings, save_settings
from engine.storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A runner with what belongs to it."""

    runner: Runner
    inbox: Inbox
    store: Store
    clock: Clock


def local_time(utc: datetime) -> datetime:
    """Return the same moment on this computer's wall clock."""
    return utc.astimezone()


@contextmanager
def real_household(places: Places, clock: Clock) -> Iterator[Household]:
    """Open the record and listen to every MIDI input, until the end of the ``with``.

    Errors of the record are raised; no MIDI service is a normal state. However it ends, a piano
    that was silenced sounds again.
    """
    loaded = load_settings(places.settings)
    settings = loaded.settings
    inbox = Inbox(clock)
    listing = list_ports()
    with (
        Store.open(places.database_url, clock=clock, new_id=uuid4) as store,
        Inputs(inbox, clock) as inputs,
        ClickSender(SystemOutputs(), clock) as sender,
    ):
        remembered = Port(settings.port_api, settings.port_name) if settings.port_name else None
        out = PianoOut(sender, SilentMarks(places.silent_marks))
        instrument = Instrument(inputs, _at_start(listing.absent), remembered, out=out)
        runner = Runner(
            Parts(
                inbox=inbox,
                clock=clock,
                store=store,
                journals=places.journals,
                instrument=instrument,
                exercises=load_exercises(),
                new_id=uuid4,
                new_seed=lambda: int(np.random.default_rng().integers(2**31)),
                local=local_time,
                keep_settings=partial(save_settings, places.settings),
                app_version=version("evenhand"),
                new_timing_run=partial(this_computers, clock),
            ),
            settings,
            loaded.warning,
        )
        try:
            yield Household(runner=runner, inbox=inbox, store=store, clock=clock)
        finally:
            # first of all: whatever else goes wrong, no piano stays silent
            instrument.close()
            runner.close()


def _at_start(absent: tuple[str, ...]) -> PortStatus:
    reason = " ".join(absent) or NO_INPUT
    return PortStatus(link=Link.NO_SERVICE if absent else Link.LISTENING, reason=reason)


@contextmanager
def virtual_household(
    folder: Path, clock: Clock, rng: np.random.Generator, local: Callable[[datetime], datetime]
) -> Iterator[Household]:
    """Open a record of its own in ``folder`` with a virtual piano; ids and seeds come from ``rng``.

    Nothing of the player's own record is touched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    inbox = Inbox(clock)

    def new_id() -> UUID:
        return UUID(bytes=rng.bytes(16), version=4)

    url = Places(folder=folder).database_url
    with Store.open(url, clock=clock, new_id=new_id) as store:
        status = PortStatus(link=Link.VIRTUAL, name="Virtual piano")
        runner = Runner(
            Parts(
                inbox=inbox,
                clock=clock,
                store=store,
                journals=folder / "journal",
                instrument=Instrument(None, status),
                exercises=load_exercises(),
                new_id=new_id,
                new_seed=lambda: int(rng.integers(2**31)),
                local=local,
                keep_settings=lambda _settings: None,
                app_version=version("evenhand"),
            ),
            Settings(),
        )
        try:
            yield Household(runner=runner, inbox=inbox, store=store, clock=clock)
        finally:
            runner.close()
