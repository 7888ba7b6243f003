"""``evenhand record``: what is played on one port, kept as a MIDI file with its facts."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from threading import Event

    from rich.console import Console

    from engine.clock import Clock
    from engine.midi.inputs import Change, Inputs
    from engine.midi.port import Port
    from engine.take import RawMessage, Take

SCHEMA = 1
# How often the queue is emptied; being late here changes no number.
LOOK_EVERY_S = 0.1
OPENS_WITHIN_S = 5.0


def record(
    port: Annotated[str, typer.Option(help="The input's name, or a part only it has.")],
    out: Annotated[Path, typer.Option(help="The MIDI file to write, TAKE.mid.")],
    api: Annotated[str | None, typer.Option(help="The MIDI system: alsa, jack, ...")] = None,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, help="How long; without it until Ctrl-C.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, nothing else.")
    ] = False,
) -> None:
    """Record a take from a MIDI port; say how many messages, how much jitter, how many resets."""
    from rich.console import Console

    from engine.midi.capture import raw_array, take_of
    from engine.midi.errors import MidiError
    from engine.midi.port import find_port, list_ports
    from game.clocks import SystemClock

    _check_free(out, force)
    found = find_port(list_ports().inputs, port, api)
    clock = SystemClock()
    facts = {"evenhand": version("evenhand"), "started_utc": clock.now_utc().isoformat()}
    console = Console(stderr=True, quiet=as_json)
    with _until_signal() as stop:
        messages, interrupted = _messages(found, clock, seconds, console, stop)
        if not messages:
            raise MidiError(
                f"Nothing came from {found.name} ({found.api}); nothing was written. "
                "Check that the piano is on and sends MIDI on this port."
            )
        raw, sysex_count = raw_array(messages)
        take = take_of(
            raw,
            ports=(found.name,),
            api=found.api,
            sysex_count=sysex_count,
            interrupted=interrupted,
        )
        keep(out, take, facts, elsewhere=_elsewhere())
    if as_json:
        typer.echo(json.dumps(_as_object(out, take)))
    else:
        _show(out, take)


def keep(out: Path, take: Take, facts: Mapping[str, object], *, elsewhere: Iterable[Path]) -> None:
    """Write ``take`` to ``out``, or where that fails to a new folder in one of ``elsewhere``.

    Raises
    ------
    MidiFileError
        where ``out`` could not be written; the message says where the take is instead
    """
    from tempfile import mkdtemp

    from engine.midi.errors import MidiFileError
    from engine.midi.smf import write_smf

    try:
        write_smf(out, take, facts)
    except MidiFileError as error:
        for folder in elsewhere:
            try:
                kept = Path(mkdtemp(prefix="evenhand-", dir=folder)) / out.name
                write_smf(kept, take, facts)
            except (OSError, MidiFileError):
                continue
            raise MidiFileError(f"{error} What was played is kept in {kept}.") from error
        raise


def _elsewhere() -> Iterator[Path]:
    from tempfile import gettempdir

    for place in (gettempdir, Path.home, Path.cwd):
        # each may be missing on some computer; then the next
        with suppress(OSError, RuntimeError):
            yield Path(place())


def _check_free(out: Path, force: bool) -> None:
    from engine.midi.errors import MidiFileError
    from engine.midi.facts import facts_path
    from game.commands.outputs import check_file

    if out.suffix.casefold() not in (".mid", ".midi"):
        raise MidiFileError(f"{out}: must end in .mid; its facts go beside it as .json.")
    for path in (out, facts_path(out)):
        check_file(path, force=force)


@contextmanager
def _until_signal() -> Iterator[Event]:
    """Give an event that a signal sets; until the ``with`` ends no signal can end anything else."""
    import signal
    from threading import Event

    stop = Event()
    # a terminal that is closed hangs up; Windows knows no such signal
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = [signal.signal(number, lambda *_: stop.set()) for number in signals]
    try:
        yield stop
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


def _messages(
    port: Port, clock: Clock, seconds: float | None, console: Console, stop: Event
) -> tuple[list[RawMessage], bool]:
    """Return what came from ``port`` until the time is over or ``stop``, and if it was lost."""
    from engine.midi.inbox import Inbox
    from engine.midi.inputs import Inputs

    inbox = Inbox(clock)
    messages: list[RawMessage] = []
    interrupted = False
    with Inputs(inbox, clock, wanted=frozenset({port}), apis=(port.api,)) as inputs:
        _wait_until_open(inputs, stop)
        _say(console, f"Recording {port.name} ({port.api}). {_ends(seconds)}")
        ends_ns = None if seconds is None else clock.now_ns() + round(seconds * 1e9)
        while not stop.wait(_wait_s(clock.now_ns(), ends_ns)):
            messages += inbox.drain()
            interrupted |= _tell(inputs.drain_changes(), console)
            if ends_ns is not None and clock.now_ns() >= ends_ns:
                break
    return messages + inbox.drain(), interrupted


def _say(console: Console, sentence: str) -> None:
    # who read along may have gone, which rich answers by leaving: the recording goes on
    with suppress(OSError, SystemExit):
        console.print(sentence, markup=False)


def _wait_until_open(inputs: Inputs, stop: Event) -> None:
    from queue import Empty

    from engine.midi.errors import MidiPortError
    from engine.midi.inputs import Plugged, Refused

    try:
        change = inputs.changes.get(timeout=OPENS_WITHIN_S)
    except Empty:
        raise MidiPortError(f"The port did not open within {OPENS_WITHIN_S:.0f} s.") from None
    match change:
        case Refused(reason=reason):
            raise MidiPortError(reason)
        case Plugged():
            pass
        case _:
            stop.set()


def _wait_s(now_ns: int, ends_ns: int | None) -> float:
    if ends_ns is None:
        return LOOK_EVERY_S
    return min(LOOK_EVERY_S, max(0.0, (ends_ns - now_ns) * 1e-9))


def _ends(seconds: float | None) -> str:
    return "Ctrl-C ends it." if seconds is None else f"It ends after {seconds:g} s, or by Ctrl-C."


def _tell(changes: list[Change], console: Console) -> bool:
    """Say what was plugged or unplugged; return whether the port was lost."""
    from engine.midi.inputs import Plugged, Refused, Unplugged

    lost = False
    for change in changes:
        match change:
            case Unplugged(port=port):
                _say(console, f"{port.name} was unplugged; what came is kept.")
                lost = True
            case Plugged(port=port):
                _say(console, f"{port.name} is back.")
            case Refused(reason=reason):
                _say(console, reason)
    return lost


def _as_object(out: Path, take: Take) -> dict[str, object]:
    timing = take.timing
    return {
        "schema": SCHEMA,
        "file": str(out),
        "port": take.ports[0],
        "api": take.api,
        "messages": len(take.raw),
        "notes": len(take.notes),
        "sysex": take.sysex_count,
        "source": timing.source.value,
        "grid_ms": timing.grid_ms,
        "jitter_ms": timing.jitter_ms,
        "arrival_jitter_ms": timing.arrival_jitter_ms,
        "noise_floor_ms": timing.noise_floor_ms,
        "resets": timing.resets,
        "pedal_used": take.pedal_used,
        "interrupted": take.interrupted,
        "warnings": list(take.warnings),
    }


def _show(out: Path, take: Take) -> None:
    from rich.console import Console

    timing = take.timing
    grid = f"time stamps every {timing.grid_ms:.3f} ms" if timing.grid_ms else "no grid seen"
    lines = [
        f"{out}: {len(take.raw)} messages, {len(take.notes)} notes.",
        f"Times from {timing.source.value}: {grid}, jitter {timing.jitter_ms:.3f} ms, "
        f"arrival jitter {timing.arrival_jitter_ms or 0:.3f} ms, {timing.resets} resets; "
        f"noise floor of an interval {timing.noise_floor_ms:.2f} ms.",
        *take.warnings,
    ]
    if take.interrupted:
        lines.append("The port was unplugged during the take; it is marked as interrupted.")
    console = Console()
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
