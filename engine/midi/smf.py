"""Takes from and to Standard MIDI Files; the only mido.

A take is written in format 0 with 25,000 ticks a quarter at 500,000 us, so a tick is 20 us, and its
facts beside it as JSON. Facts are taken back only with the file they were written with, by its
SHA-256.

References
----------
Standard MIDI Files 1.0 (RP-001): chunks of an unknown kind are skipped.
"""

import io
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import mido
import numpy as np
import numpy.typing as npt

from engine.midi.capture import PEDAL_WARNING, arrival_stamps, notes_of
from engine.midi.errors import MidiFileError
from engine.midi.facts import read_facts, write_atomically, write_facts
from engine.midi.message import SYSEX, to_bytes
from engine.midi.timebase import Nanoseconds, stamp
from engine.midi.track import BrokenTrackError, Track, read_track
from engine.take import RAW_DTYPE, Take, TimeSource, Timing

TICKS_PER_QUARTER = 25_000
QUARTER_US = 500_000
TICK_NS = 20_000
FRAMES_A_SECOND = {24: 24.0, 25: 25.0, 29: 30_000 / 1001, 30: 30.0}
LONGEST_S = 86_400.0
NOT_THIS_KIND = "Evenhand reads Standard MIDI Files (.mid)"


def read_smf(path: Path) -> Take:
    """Return the take in a Standard MIDI File, all tracks merged.

    Times are seconds from its first channel message; ``raw`` has the same times as arrival and as
    deltas, and the track (from 0) as its port.

    Raises
    ------
    MidiFileError
        for a file that is not there, broken, of another kind, or holds independent sequences
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MidiFileError(
            f"{path}: cannot be read: {error.strerror or error}. "
            "Check the name; a recording is a .mid file."
        ) from error
    division, tracks = _tracks(path, data)
    played = _played(path, tracks)
    at_ns, tick_ns = _times(path, division, played)
    raw = np.zeros(len(at_ns), RAW_DTYPE)
    raw["arrival_ns"] = at_ns
    raw["delta_ns"] = np.diff(at_ns, prepend=at_ns[:1])
    for name, column in zip(("port", "status", "data1", "data2"), played.columns, strict=True):
        raw[name] = column
    raw.flags.writeable = False
    notes, pedal_used = notes_of(raw, at_ns.astype(np.float64) * 1e-9)
    facts = read_facts(path, data)
    warnings = facts.warnings if facts else ()
    if pedal_used and PEDAL_WARNING not in warnings:
        warnings += (PEDAL_WARNING,)
    return Take(
        raw=raw,
        notes=notes,
        timing=Timing(
            source=facts.source if facts else TimeSource.FILE,
            grid_ms=max(tick_ns * 1e-6, facts.grid_ms if facts else 0.0),
            jitter_ms=facts.jitter_ms if facts else 0.0,
        ),
        ports=played.names,
        api=facts.api if facts else "file",
        sysex_count=facts.sysex_count if facts else played.sysex_count,
        pedal_used=pedal_used,
        interrupted=facts.interrupted if facts else False,
        warnings=warnings,
    )


def write_smf(path: Path, take: Take, facts: Mapping[str, object]) -> None:
    """Write ``take`` as a Standard MIDI File and ``facts`` beside it as ``TAKE.json``.

    Each is replaced whole or not at all. System messages are left out, onsets are rounded to
    20 us each, never by their intervals.

    Raises
    ------
    MidiFileError
        where the folder is not there or cannot be written
    """
    at_ns = _message_times(take)
    channel = (take.raw["status"] >= 0x80) & (take.raw["status"] < SYSEX)
    order = np.argsort(at_ns, kind="stable")
    order = order[channel[order]]
    ticks = np.rint((at_ns[order] - at_ns[order[:1]]) / TICK_NS).astype(np.int64)
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=QUARTER_US, time=0)])
    rows = zip(
        np.diff(ticks, prepend=0).tolist(),
        *(take.raw[name][order].tolist() for name in ("status", "data1", "data2")),
        strict=True,
    )
    for ticks_on, status, data1, data2 in rows:
        track.append(mido.Message.from_bytes(to_bytes((status, data1, data2)), time=ticks_on))
    written = io.BytesIO()
    mido.MidiFile(type=0, ticks_per_beat=TICKS_PER_QUARTER, tracks=[track]).save(file=written)
    data = written.getvalue()
    write_atomically(path, data)
    write_facts(path, data, take, facts)


def _message_times(take: Take) -> Nanoseconds:
    if take.timing.source in (TimeSource.DRIVER, TimeSource.ARRIVAL):
        return stamp(take.raw).at_ns
    return arrival_stamps(take.raw).at_ns


def _tracks(path: Path, data: bytes) -> tuple[int, list[bytes]]:
    """Return the division and the content of each track chunk, unknown chunks skipped."""
    if data[:7] == b"SMF2CLI":
        raise MidiFileError(
            f"{path}: this is a MIDI 2.0 clip file; {NOT_THIS_KIND}: export it as MIDI 1.0."
        )
    if data[:4] != b"MThd" or len(data) < 14:
        what = "the file is empty" if not data else "no MIDI header at its start"
        raise MidiFileError(f"{path}: {what}; {NOT_THIS_KIND}: export it again.")
    length, kind, _, division = struct.unpack(">LHHh", data[4:14])
    if kind == 2:
        raise MidiFileError(
            f"{path}: holds independent sequences (format 2); save each as a file of format 0 or 1."
        )
    if kind > 2 or length < 6:
        raise MidiFileError(f"{path}: format {kind} does not exist; export it as format 0 or 1.")
    tracks = [content for name, content in _chunks(path, data, 8 + length) if name == b"MTrk"]
    if not tracks:
        raise MidiFileError(f"{path}: has no track; {NOT_THIS_KIND}: export it again.")
    return division, tracks


def _chunks(path: Path, data: bytes, start: int) -> Iterator[tuple[bytes, bytes]]:
    # Fewer than eight bytes at the end are no chunk: most programs pass over them, so do we.
    while start + 8 <= len(data):
        name, size = data[start : start + 4], int.from_bytes(data[start + 4 : start + 8], "big")
        content = data[start + 8 : start + 8 + size]
        if len(content) < size:
            raise MidiFileError(
                f"{path}: broken at byte {start}: a part of {size} bytes has only {len(content)}; "
                "copy or export it again."
            )
        yield name, content
        start += 8 + size


@dataclass(frozen=True, slots=True, kw_only=True)
class _Played:
    """The channel messages of all tracks in order of tick, and the tempo map."""

    ticks: npt.NDArray[np.float64]
    columns: tuple[npt.NDArray[np.uint8], ...]
    tempo: list[tuple[int, int]]
    names: tuple[str, ...]
    sysex_count: int


def _played(path: Path, tracks: list[bytes]) -> _Played:
    found: list[Track] = []
    for port, content in enumerate(tracks):
        try:
            found.append(read_track(content))
        except BrokenTrackError as error:
            raise MidiFileError(
                f"{path}: track {port + 1} is broken: {error}; copy or export it again."
            ) from error
    tempo = [(0, QUARTER_US), *(change for track in found for change in track.tempo)]
    last = max((track.ticks[-1] for track in found if track.ticks), default=0)
    if last > 2**53 or len(tracks) > 255:
        raise MidiFileError(f"{path}: its times or tracks are beyond all measure; export it again.")
    ticks = np.array([tick for track in found for tick in track.ticks], np.float64)
    rows = np.frombuffer(b"".join(track.rows for track in found), np.uint8).reshape(-1, 3)
    ports = np.repeat(np.arange(len(found), dtype=np.uint8), [len(track.ticks) for track in found])
    order = np.argsort(ticks, kind="stable")
    return _Played(
        ticks=ticks[order],
        columns=(ports[order], *rows[order].T),
        tempo=sorted(tempo, key=lambda change: change[0]),
        names=tuple(track.name or f"track {port + 1}" for port, track in enumerate(found)),
        sysex_count=sum(track.sysex_count for track in found),
    )


def _times(path: Path, division: int, played: _Played) -> tuple[Nanoseconds, float]:
    """Return each message's time from the first in ns, and the longest tick under a note."""
    if division > 0:
        change_ticks = np.array([tick for tick, _ in played.tempo], np.float64)
        tick_ns = np.array([tempo for _, tempo in played.tempo], np.float64) * 1000 / division
    else:
        frames, ticks = -(division >> 8), division & 0xFF
        if frames not in FRAMES_A_SECOND or not ticks:
            raise MidiFileError(
                f"{path}: its time division {division & 0xFFFF:#06x} does not exist; export it "
                "with ticks per quarter."
            )
        change_ticks = np.zeros(1)
        tick_ns = np.array([1e9 / (FRAMES_A_SECOND[frames] * ticks)])
    change_ns = np.concatenate([[0.0], np.cumsum(np.diff(change_ticks) * tick_ns[:-1])])
    segment = np.searchsorted(change_ticks, played.ticks, side="right") - 1
    at_ns = change_ns[segment] + (played.ticks - change_ticks[segment]) * tick_ns[segment]
    at_ns -= at_ns[:1]
    if len(at_ns) and at_ns[-1] > LONGEST_S * 1e9:
        raise MidiFileError(f"{path}: lasts longer than a day; its times are broken.")
    return np.rint(at_ns).astype(np.int64), float(tick_ns[segment].max(initial=0.0))
