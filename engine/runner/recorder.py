"""The take being played: its messages in memory, and in the journal on the disk."""

from collections.abc import Sequence
from pathlib import Path

from engine.midi.capture import raw_array, take_of
from engine.storage.journal import Journal, JournalHeader
from engine.take import RawMessage, Take


class Recorder:
    """Keeps every message of one take until the take is kept.

    Parameters
    ----------
    folder : where journals are; StorageError when it cannot be written
    header : what is known of the take as it starts
    measured : false for the computer keyboard
    """

    def __init__(self, folder: Path, header: JournalHeader, *, measured: bool) -> None:
        self._journal = Journal.begin(folder, header)
        self._header = header
        self._measured = measured
        self._messages: list[RawMessage] = []

    @property
    def header(self) -> JournalHeader:
        """What was known of the take as it started."""
        return self._header

    @property
    def failure(self) -> str | None:
        """Why the take is no longer safe from a power cut; None while all is well."""
        return self._journal.failure

    def add(self, messages: Sequence[RawMessage]) -> None:
        """Take in messages in order of arrival."""
        if messages:
            self._messages += messages
            self._journal.append(raw_array(messages)[0])

    def take(self, *, interrupted: bool) -> Take:
        """Return the take as far as it has come."""
        raw, sysex_count = raw_array(self._messages)
        return take_of(
            raw,
            ports=self._header.ports,
            api=self._header.api,
            sysex_count=sysex_count,
            interrupted=interrupted,
            measured=self._measured,
        )

    def close(self) -> None:
        """Leave the journal where it is, to be found at the next start."""
        self._journal.close()

    def discard(self) -> None:
        """Remove the journal: the take is kept."""
        self._journal.discard()
