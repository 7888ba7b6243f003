"""From captured messages to a take: the same raw messages always give the same take."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.midi.message import RELEASE_ALL, SUSTAIN_PEDAL, SYSEX, rows
from engine.midi.timebase import Stamps, stamp
from engine.note import NoteArray, Seconds, note_array
from engine.take import RAW_DTYPE, RawArray, RawMessage, Take, TimeSource, Timing

PEDAL_WARNING = "The sustain pedal was used; note lengths and overlaps tell less than without it."
UNMEASURED_WARNING = "Played without a measuring instrument: these times enter no evenness."


def raw_array(messages: Sequence[RawMessage]) -> tuple[RawArray, int]:
    """Return the messages as one read-only array, and how many were system exclusive.

    A block of several messages gives a row each, the first with the driver's delta and the others
    with 0. What a system exclusive message said is not kept; its delta is, or the sum would break.
    """
    packed = [
        (message.delta_ns if first else 0, message.arrival_ns, message.port, *row)
        for message in messages
        for first, row in _marked(message.data)
    ]
    raw = np.array(packed, RAW_DTYPE)
    raw.flags.writeable = False
    return raw, int(np.count_nonzero(raw["status"] == SYSEX))


def _marked(data: bytes) -> list[tuple[bool, tuple[int, int, int]]]:
    return [(index == 0, row) for index, row in enumerate(rows(data))]


def take_of(
    raw: RawArray,
    *,
    ports: tuple[str, ...],
    api: str,
    sysex_count: int = 0,
    interrupted: bool = False,
    measured: bool = True,
) -> Take:
    """Return the take of ``raw``; ``measured`` is false for the computer keyboard.

    Onsets are seconds from the first message (``origin_ns`` says when that was).
    """
    stamps = stamp(raw) if measured else arrival_stamps(raw)
    notes, pedal_used = notes_of(raw, stamps.since_first_s)
    warnings = stamps.warnings
    if pedal_used:
        warnings += (PEDAL_WARNING,)
    kept = raw if not raw.flags.writeable else raw.copy()
    kept.flags.writeable = False
    return Take(
        raw=kept,
        notes=notes,
        timing=stamps.timing,
        ports=ports,
        api=api,
        sysex_count=sysex_count,
        pedal_used=pedal_used,
        interrupted=interrupted,
        warnings=warnings,
    )


def arrival_stamps(raw: RawArray) -> Stamps:
    """Return arrival times as they are: for an instrument that measures nothing."""
    return Stamps(
        at_ns=raw["arrival_ns"].copy(),
        timing=Timing(source=TimeSource.UNMEASURED),
        warnings=(UNMEASURED_WARNING,) if len(raw) else (),
    )


def origin_ns(raw: RawArray, *, measured: bool = True) -> int:
    """Return when the first message of ``raw`` was played, on our clock; 0 for an empty take.

    Add it to a note's ``onset_s`` to compare it with cues and clicks.
    """
    if not len(raw):
        return 0
    return int((stamp(raw) if measured else arrival_stamps(raw)).at_ns[0])


def notes_of(raw: RawArray, since_first_s: Seconds) -> tuple[NoteArray, bool]:
    """Return the notes of ``raw`` and whether the sustain pedal was used.

    Parameters
    ----------
    since_first_s : shape (len(raw),), seconds of each message; need not be sorted
    """
    order = np.argsort(since_first_s, kind="stable")
    ordered = raw[order]
    times = since_first_s[order].tolist()
    onset_s: list[float] = []
    offset_s: list[float] = []
    found: list[tuple[int, int, int]] = []
    sounding: dict[tuple[int, int, int], int] = {}
    for time_s, port, status, data1, data2 in zip(
        times,
        ordered["port"].tolist(),
        ordered["status"].tolist(),
        ordered["data1"].tolist(),
        ordered["data2"].tolist(),
        strict=True,
    ):
        kind, channel = status & 0xF0, status & 0x0F
        if kind == 0x90 and data2:
            sounding[port, channel, data1] = len(onset_s)
            onset_s.append(time_s)
            offset_s.append(np.nan)
            found.append((data1, data2, channel))
        elif kind in (0x80, 0x90):
            index = sounding.pop((port, channel, data1), None)
            if index is not None:
                offset_s[index] = time_s
        elif kind == 0xB0 and data1 in RELEASE_ALL:
            for where in [key for key in sounding if key[:2] == (port, channel)]:
                offset_s[sounding.pop(where)] = time_s
    return _array(onset_s, offset_s, found), _pedal_used(raw)


def _array(
    onset_s: list[float], offset_s: list[float], found: list[tuple[int, int, int]]
) -> NoteArray:
    columns: npt.NDArray[np.uint8] = np.array(found, np.uint8).reshape(-1, 3)
    return note_array(
        np.array(onset_s, np.float64),
        columns[:, 0],
        offset_s=np.array(offset_s, np.float64),
        velocity=columns[:, 1],
        channel=columns[:, 2],
    )


def _pedal_used(raw: RawArray) -> bool:
    pedal = (raw["status"] & 0xF0 == 0xB0) & (raw["data1"] == SUSTAIN_PEDAL) & (raw["data2"] > 0)
    return bool(pedal.any())
