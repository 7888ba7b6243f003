"""The virtual piano and its driver: notes into raw messages, stamped as a real port stamps them."""

from dataclasses import dataclass

import numpy as np

from engine.note import NoteArray
from engine.take import RAW_DTYPE, RawArray, RawMessage

NOTE_OFF = 0x80
NOTE_ON = 0x90
RELEASE_VELOCITY = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """How a piano and its driver report.

    ``note_on_zero`` ends notes by a note-on with velocity 0. ``grid_ns`` is the step of the
    driver's clock (1,000,000 for WinMM). The callback runs ``late_ms`` (median, lognormal with
    ``late_log_sd``) after the driver's stamp, and never overtakes the one before it.
    """

    note_on_zero: bool = False
    grid_ns: int = 1
    late_ms: float = 0.25
    late_log_sd: float = 0.5
    port: int = 0


def raw_of(notes: NoteArray, rng: np.random.Generator, instrument: Instrument) -> RawArray:
    """Return the messages of ``notes``, in order, shape (m,); read-only.

    The first message has driver delta 0, as RtMidi gives it, and arrives ``late_ms`` or so after
    0 on the arrival clock. A note whose offset is NaN is never released.
    """
    offs = notes[~np.isnan(notes["offset_s"])]
    messages = np.zeros(len(notes) + len(offs), RAW_DTYPE)
    on, off = messages[: len(notes)], messages[len(notes) :]
    on["status"], off["status"] = NOTE_ON, NOTE_ON if instrument.note_on_zero else NOTE_OFF
    on["data2"], off["data2"] = (
        notes["velocity"],
        0 if instrument.note_on_zero else RELEASE_VELOCITY,
    )
    for part, source in ((on, notes), (off, offs)):
        part["status"] |= source["channel"]
        part["data1"] = source["pitch"]
    messages["port"] = instrument.port
    at_ns = np.rint(np.concatenate([notes["onset_s"], offs["offset_s"]]) * 1e9).astype(np.int64)
    # On one instant a release goes before a strike, so that a repeated pitch is two notes.
    order = np.lexsort((np.arange(len(at_ns)) < len(notes), at_ns))
    messages, at_ns = messages[order], at_ns[order]
    stamped_ns = at_ns // instrument.grid_ns * instrument.grid_ns
    messages["delta_ns"] = np.diff(stamped_ns, prepend=stamped_ns[:1])
    late_ns = instrument.late_ms * 1e6 * rng.lognormal(0.0, instrument.late_log_sd, len(at_ns))
    arrival_ns = at_ns - at_ns[:1] + late_ns.astype(np.int64)
    messages["arrival_ns"] = np.maximum.accumulate(arrival_ns)
    messages.flags.writeable = False
    return messages


def messages_of(raw: RawArray, started_ns: int) -> tuple[RawMessage, ...]:
    """Return ``raw`` as the callback would put it on the inbox, arriving from ``started_ns`` on."""
    return tuple(
        RawMessage(
            arrival_ns=started_ns + int(row["arrival_ns"]),
            delta_ns=int(row["delta_ns"]),
            data=bytes((int(row["status"]), int(row["data1"]), int(row["data2"]))),
            port=int(row["port"]),
        )
        for row in raw
    )
