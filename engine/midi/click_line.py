"""Clicks as notes for the piano: which message is due when; pure.

Most digital pianos have no drums: on channel 10 they say nothing, or play the woodblock's number as
a tone in the middle of the keyboard. So a click is the highest key, C8, cut short, on channel 1,
which a piano receives on from the factory. It has no damper and almost no pitch, and sounds like a
tap; exercises do not come near it.
"""

from dataclasses import dataclass

from engine.tasks.clicks import Clicks

# A click that comes later than this is left out: it would mislead more than it helps.
LATEST_NS = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClickNote:
    """The note that a click is: ``channel`` 0 to 15, ``pitch``, and how long it is held."""

    channel: int = 0
    pitch: int = 108
    lasts_ns: int = 30_000_000

    def on(self, volume: float) -> bytes:
        """Return the note-on at a volume of over 0 to 1."""
        velocity = min(127, max(1, round(127 * volume)))
        return bytes((0x90 | self.channel, self.pitch, velocity))

    def off(self) -> bytes:
        """Return the note-off."""
        return bytes((0x80 | self.channel, self.pitch, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One message and when it is to go out; ``click`` is its number, None for what ends it."""

    at_ns: int
    data: bytes
    click: int | None


class ClickLine:
    """The messages of one stretch of clicks, one after the other.

    Parameters
    ----------
    now_ns : clicks that were due more than 20 ms before it are left out
    """

    def __init__(self, clicks: Clicks, volume: float, note: ClickNote, now_ns: int) -> None:
        self.volume = volume
        self._clicks = clicks
        self._note = note
        self._ends_ns: int | None = None
        self._next = 0
        self.skip_until(now_ns)

    @property
    def due(self) -> Due | None:
        """The next message; None at the end."""
        if self._ends_ns is not None:
            return Due(at_ns=self._ends_ns, data=self._note.off(), click=None)
        beats = self._clicks.beats
        if beats is not None and self._next >= beats:
            return None
        at_ns = self._clicks.due_ns(self._next)
        return Due(at_ns=at_ns, data=self._note.on(self.volume), click=self._next)

    def sent(self, at_ns: int) -> None:
        """Go on to the next message, this one having gone out at ``at_ns``."""
        if self._ends_ns is not None:
            self._ends_ns = None
            return
        beat_ns = self._clicks.due_ns(1) - self._clicks.due_ns(0)
        self._ends_ns = at_ns + min(self._note.lasts_ns, beat_ns // 2)
        self._next += 1

    def skip_until(self, now_ns: int) -> None:
        """Leave out the clicks that come too late."""
        while (due := self.due) and due.click is not None and due.at_ns < now_ns - LATEST_NS:
            self._next += 1

    def ending(self) -> bytes | None:
        """Return what ends the note that sounds; None where none does.

        Only this note: "all notes off" would cut what the player holds.
        """
        return self._note.off() if self._ends_ns is not None else None
