"""What goes out to the piano: clicks and silence; and no piano stays silent, whatever happens."""

from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.midi.click_line import ClickNote
from engine.midi.echo import EchoGuard
from engine.midi.local_control import marks_from_json, marks_to_json
from engine.midi.port import Port
from engine.midi.sending import (
    Connect,
    Disconnect,
    LocalSet,
    NoOutput,
    Opened,
    Play,
    Report,
    SendNow,
    Sent,
    SetLocal,
    Wish,
)
from engine.storage.errors import StorageError
from engine.storage.places import write_whole
from engine.take import RawMessage
from engine.tasks.clicks import Clicks

SET_BACK = "Evenhand ended in a silent game last time; the piano's own sound is on again."
STAYS_AUDIBLE = "The piano is left sounding, turn its volume down: {error}."
# Clicks that nobody asks about are forgotten: these are half an hour's.
MOST_CLICKS = 4096


class Sender(Protocol):
    """What sends: ``engine.midi.click_sender.ClickSender``, or a test."""

    note: ClickNote

    def ask(self, wish: Wish) -> None:
        """Have something done, soon and in order."""
        ...

    def drain_reports(self) -> list[Report]:
        """Return what has happened since the last call."""
        ...

    def close(self) -> None:
        """Do what was asked for and end."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ClickSent:
    """One click that went out, and when it was due."""

    due_ns: int
    at_ns: int


class SilentMarks:
    """The file that names the pianos silenced and not yet set back, written before they are."""

    def __init__(self, path: Path) -> None:
        self._path = path
        content = b""
        with suppress(OSError):
            content = path.read_bytes()
        self.ports = marks_from_json(content)

    def add(self, port: Port) -> None:
        """Mark ``port``; StorageError when that cannot be kept."""
        if port not in self.ports:
            write_whole(self._path, marks_to_json(self.ports | {port}))
            self.ports |= {port}

    def remove(self, port: Port) -> None:
        """Take the mark of ``port`` away; one that stays does no harm but a message too many."""
        if port in self.ports:
            self.ports -= {port}
            with suppress(StorageError, OSError):
                if self.ports:
                    write_whole(self._path, marks_to_json(self.ports))
                else:
                    self._path.unlink(missing_ok=True)


class PianoOut:
    """Clicks and silence for the piano being played; what a killed Evenhand left is set back.

    Parameters
    ----------
    sender : the thread that owns the output
    marks : the file of silenced pianos
    """

    def __init__(self, sender: Sender, marks: SilentMarks) -> None:
        self._sender = sender
        self._marks = marks
        self._guard = EchoGuard(sender.note)
        self._played: Port | None = None
        self._is_open = False
        self._silent = False
        self._asked: tuple[Clicks | None, float] = (None, 0.0)
        self._left_silent = marks.ports
        self.reason = ""
        self.said: list[str] = []
        self.clicks: deque[ClickSent] = deque(maxlen=MOST_CLICKS)
        for port in sorted(self._left_silent):
            sender.ask(SetLocal(port, on=True))

    @property
    def echoes(self) -> int:
        """How many of our own messages came back."""
        return self._guard.count

    @property
    def name(self) -> str:
        """The piano that can be sent to; empty while there is none."""
        return self._played.name if self._played and self._is_open else ""

    def connect(self, played: Port) -> None:
        """Send to the instrument whose input is ``played`` from now on."""
        self.disconnect()
        self._played = played
        self._sender.ask(Connect(played))

    def disconnect(self, *, gone: bool = False) -> None:
        """Send no more; ``gone`` when the instrument was unplugged, so that nothing reaches it."""
        if self._played is None:
            return
        if self._silent and not gone:
            self._sender.ask(SetLocal(self._played, on=True))
        self._sender.ask(Disconnect(gone))
        self._played, self._is_open, self.reason = None, False, ""
        self._asked = (None, 0.0)

    def quieten(self, silent: bool) -> None:
        """Have the piano's keys sound nothing, or sound again; the same again does nothing."""
        if silent != self._silent:
            self._silent = silent
            self._set_local()

    def click(self, clicks: Clicks | None, volume: float) -> None:
        """Click through the piano from now on; None stops, the same again does nothing."""
        if (clicks, volume) == self._asked or not self._is_open:
            return
        if clicks is not None and clicks != self._asked[0]:
            self._sender.ask(SendNow(self._guard.probe))
        self._asked = (clicks, volume)
        self._sender.ask(Play(clicks, volume))

    def follow(self) -> None:
        """Take in what has gone out since the last call."""
        for report in self._sender.drain_reports():
            match report:
                case Opened() if report.played == self._played:
                    self._is_open, self.reason = True, ""
                    self._asked = (None, 0.0)
                    self._set_local()
                case NoOutput() if report.played == self._played:
                    self._is_open, self.reason = False, report.reason
                case LocalSet(on=True):
                    self._sounds_again(report.played)
                case Sent():
                    self._guard.sent(report.at_ns, report.data)
                    if report.due_ns is not None:
                        self.clicks.append(ClickSent(due_ns=report.due_ns, at_ns=report.at_ns))
                case _:
                    pass

    def without_echo(self, message: RawMessage) -> RawMessage:
        """Return ``message``, or one that says nothing in its place where it is our own click."""
        self.follow()
        return self._guard.without(message)

    def close(self) -> None:
        """Let the piano sound again, end, and put the mark away."""
        self.disconnect()
        self._sender.close()
        self.follow()

    def _set_local(self) -> None:
        played = self._played
        if played is None or not self._is_open:
            return
        if not self._silent:
            if played in self._marks.ports:
                self._sender.ask(SetLocal(played, on=True))
            return
        try:
            # a crash from here on finds the mark
            self._marks.add(played)
        except StorageError as error:
            self.said.append(STAYS_AUDIBLE.format(error=error))
        else:
            self._sender.ask(SetLocal(played, on=False))

    def _sounds_again(self, played: Port) -> None:
        if self._silent and played == self._played:
            return
        self._marks.remove(played)
        if played in self._left_silent:
            self._left_silent -= {played}
            self.said.append(SET_BACK)
