"""Which instrument is played: the input that speaks first, or the one remembered from last time."""

from dataclasses import replace
from typing import Protocol

from engine.midi.inputs import Change, Plugged, Refused, Unplugged
from engine.midi.port import Port
from engine.runner.piano_out import ClickSent, PianoOut
from engine.session.world import Link, PortStatus
from engine.take import RawMessage
from engine.tasks.clicks import Clicks

NOTE_ON = 0x90


class PortSource(Protocol):
    """What follows plugging and unplugging: ``engine.midi.inputs.Inputs``, or a test."""

    def drain_changes(self) -> list[Change]:
        """Return what has changed since the last call."""
        ...

    def listen_to(self, wanted: frozenset[Port] | None) -> None:
        """Open these ports only, or all for None."""
        ...


class Instrument:
    """The port of the piano, how it stands, whose messages count, and what goes back to it.

    Parameters
    ----------
    source : where plugging is told; None for a virtual pianist and in tests
    status : how things stand at the start, with the reason where there is no MIDI service
    remembered : the port that was played last time; it is taken as soon as it is plugged in
    out : what goes to the piano; None where nothing can
    """

    def __init__(
        self,
        source: PortSource | None,
        status: PortStatus,
        remembered: Port | None = None,
        *,
        out: PianoOut | None = None,
    ) -> None:
        self._source = source
        self._out = out
        self._remembered = remembered
        self._open: dict[int, Port] = {}
        self._index: int | None = None
        self._at_start = status
        self._refused = ""
        self.status = status
        is_virtual = status.link is Link.VIRTUAL
        self.port: Port | None = Port(Link.VIRTUAL.value, status.name) if is_virtual else None

    @property
    def measured(self) -> bool:
        """Whether the notes of this instrument may enter evenness."""
        return self.status.link is not Link.COMPUTER_KEYBOARD

    @property
    def api(self) -> str:
        """The MIDI system a take is kept with; how it was played where that was none."""
        return self.port.api if self.port else self.status.link.value

    @property
    def names(self) -> tuple[str, ...]:
        """The port names a take is kept with, by the port number of its messages."""
        if self._index is None:
            return (self.status.name,)
        return tuple(
            self._open[index].name if index in self._open else self.status.name
            for index in range(self._index + 1)
        )

    def follow(self) -> bool:
        """Take in what was plugged and unplugged; True when the piano being played has gone."""
        lost = False
        for change in self._source.drain_changes() if self._source else ():
            match change:
                case Plugged():
                    self._open[change.index], self._refused = change.port, ""
                    if change.port in (self.port, self._remembered) and not self._elsewhere:
                        self._connect(change.index)
                case Unplugged():
                    self._open.pop(change.index, None)
                    lost = lost or change.index == self._index
                    if change.index == self._index:
                        self.status = replace(self.status, link=Link.LOST, reason="")
                        self._send_to(None, gone=True)
                case Refused():
                    self._refused = change.reason
            self._tell_what_is_heard()
        self._follow_out()
        return lost

    def hears(self, message: RawMessage) -> bool:
        """Say whether ``message`` is the piano's; the first key pressed anywhere chooses it."""
        if self.status.link in (Link.VIRTUAL, Link.COMPUTER_KEYBOARD):
            return True
        if self._index is None:
            is_key = len(message.data) == 3 and message.data[0] & 0xF0 == NOTE_ON
            if not (is_key and message.data[2] and message.port in self._open):
                return False
            self._connect(message.port)
        return message.port == self._index

    def without_echo(self, message: RawMessage) -> RawMessage:
        """Return a message heard, or one that says nothing where it is our own click come back.

        Its delta stays in its place. To be asked once of each message, in order.
        """
        return self._out.without_echo(message) if self._out else message

    @property
    def echoes(self) -> int:
        """How many of our own messages came back."""
        return self._out.echoes if self._out else 0

    def quieten(self, silent: bool) -> None:
        """Have the piano's keys sound nothing, or sound again; the same again does nothing."""
        if self._out:
            self._out.quieten(silent)

    def click(self, clicks: Clicks | None, volume: float) -> None:
        """Click through the piano; None stops, the same again does nothing.

        ``volume`` is 0 to 1. Where the piano cannot be sent to (``status.no_output``) it is silent.
        """
        if self._out:
            self._out.click(clicks, volume)

    def drain_clicks(self) -> list[ClickSent]:
        """Return the clicks that have gone out since the last call, and when they did."""
        if self._out is None:
            return []
        clicks = list(self._out.clicks)
        self._out.clicks.clear()
        return clicks

    def drain_said(self) -> list[str]:
        """Return what the player should be told, once."""
        if self._out is None:
            return []
        said, self._out.said = self._out.said, []
        return said

    def close(self) -> None:
        """End what sounds, and let the piano's own keys sound again."""
        if self._out:
            self._out.close()

    def use_computer_keyboard(self) -> None:
        """Play on the computer keyboard: nothing of it is measured."""
        self._send_to(None)
        self._index, self.port, self._open = None, None, {}
        self.status = PortStatus(link=Link.COMPUTER_KEYBOARD, name="Computer keyboard")
        if self._source is not None:
            # a piano that is plugged in must not speak into an unmeasured take
            self._source.listen_to(frozenset())

    def listen_again(self) -> None:
        """Forget the port and listen to all inputs."""
        self._send_to(None)
        self._index, self._remembered, self.status = None, None, self._at_start
        if self.status.link is not Link.VIRTUAL:
            self.port = None
        if self._source is not None:
            self._source.listen_to(None)
        self._tell_what_is_heard()

    @property
    def _elsewhere(self) -> bool:
        return self.status.link in (Link.COMPUTER_KEYBOARD, Link.VIRTUAL) or (
            self.status.link is Link.CONNECTED and self._index in self._open
        )

    def _connect(self, index: int) -> None:
        port = self._open[index]
        if self._source is not None and port != self.port:
            self._source.listen_to(frozenset({port}))
        # the others are closed silently, and told again when they are wanted again
        self._open = {index: port}
        self._index, self.port = index, port
        self.status = PortStatus(link=Link.CONNECTED, name=port.name)
        self._send_to(port)

    def _send_to(self, port: Port | None, *, gone: bool = False) -> None:
        if self._out is None:
            return
        if port is None:
            self._out.disconnect(gone=gone)
        else:
            self._out.connect(port)
        self._follow_out()

    def _follow_out(self) -> None:
        if self._out:
            self._out.follow()
            self.status = replace(self.status, output=self._out.name, no_output=self._out.reason)

    def _tell_what_is_heard(self) -> None:
        if self.status.link not in (Link.LISTENING, Link.NO_SERVICE):
            return
        heard = tuple(port.name for _, port in sorted(self._open.items()))
        if heard:
            self.status = PortStatus(link=Link.LISTENING, heard=heard, reason=self._refused)
        else:
            reason = self._refused or self._at_start.reason
            self.status = replace(self._at_start, reason=reason)
