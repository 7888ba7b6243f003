"""What the runner is handed over, once, by the composition root."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from engine.clock import Clock
from engine.exercise import Exercise
from engine.midi.inbox import Inbox
from engine.record import Settings
from engine.runner.instrument import Instrument
from engine.runner.timing import NewRun
from engine.storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything the runner touches.

    ``local`` turns a UTC time into the same moment on the player's wall clock; ``new_seed`` is
    where the chance of a session comes from; ``keep_settings`` writes what the computer remembers;
    ``new_timing_run`` makes a timing check for a MIDI system, None where there is no real piano.
    """

    inbox: Inbox
    clock: Clock
    store: Store
    journals: Path
    instrument: Instrument
    exercises: Mapping[str, Exercise]
    new_id: Callable[[], UUID]
    new_seed: Callable[[], int]
    local: Callable[[datetime], datetime]
    keep_settings: Callable[[Settings], None]
    app_version: str
    new_timing_run: NewRun | None = None
