"""Performances with a reference alignment (``.match`` files), from the folder beside the checkout.

A ``.match`` line names a score note, a played note, or a pair of them; it knows no wrong keys. Its
score ids end in -1, -2 for the time they sound; a score without repeats has them without.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from content.score import read_score
from engine.exercise import Hand, Piece, Target
from engine.measures.pieces.match import PieceMatch
from engine.midi.smf import read_smf
from engine.note import NoteArray, note_array
from engine.take import Take

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
NASAP = DATA / "nasap-subset"
HANON = DATA / "hanon21-recording"
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
ACCIDENTALS = {"n": 0, "#": 1, "b": -1, "x": 2, "##": 2, "bb": -2}
PLAYED = re.compile(
    r"-note\((?P<id>[^,]+),(?:\[(?P<step>\w),(?P<alter>[^]]+)],(?P<octave>\d+)"
    r"|(?P<pitch>\d+)),(?P<tick>\d+),"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One performance: ``pairs`` holds (score id, place of the note by onset and pitch)."""

    name: str
    folder: str
    piece: Piece
    take: Take
    pairs: frozenset[tuple[str, int]]
    beat_s: np.ndarray | None

    @property
    def place(self) -> np.ndarray:
        """The place of each of the take's notes by onset and pitch."""
        notes = self.take.notes
        order = np.lexsort((notes["pitch"], np.round(notes["onset_s"], 6)))
        place = np.empty(len(order), np.intp)
        place[order] = np.arange(len(order))
        return place

    def found(self, match: PieceMatch) -> frozenset[tuple[str, int]]:
        """The pairs of a match: one for each key press that was hit."""
        place = self.place
        return frozenset(
            (target.id, int(place[note]))
            for target, note, hit, doubled in zip(
                self.piece.targets,
                match.note_index.tolist(),
                match.hit.tolist(),
                match.doubled.tolist(),
                strict=True,
            )
            if hit and not doubled
        )


def agreement(found: frozenset[tuple[str, int]], reference: frozenset[tuple[str, int]]) -> float:
    """F: harmonic mean of the shares of pairs found that are true and true that are found."""
    return 2 * len(found & reference) / (len(found) + len(reference))


def recordings(*folders: str) -> Iterator[Recording]:
    """The performances below some folders of the data, in order; none where it is absent."""
    for folder in folders:
        pieces: dict[Path, Piece] = {}
        for path in sorted((DATA / folder).rglob("*.match")):
            own, shared = path.with_suffix(".musicxml"), path.parent / "xml_score.musicxml"
            score = own if own.exists() else shared
            if score not in pieces:
                pieces[score] = read_score(score)
            yield _recording(path, folder, pieces[score])


def _recording(path: Path, folder: str, piece: Piece) -> Recording:
    ids = {target.id for target in piece.targets}
    played, named = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        note = PLAYED.search(line)
        if note and line.startswith(("snote", "insertion")):
            played.append((int(note["tick"]), _pitch(note)))
            name = re.match(r"snote\(([^,]+),", line)
            named.append(name and name[1])
    take = read_smf(path.with_suffix(".mid"))
    order = sorted(range(len(played)), key=lambda k: played[k])
    pitches = [played[k][1] for k in order]
    recording = Recording(
        name=path.stem,
        folder=folder,
        piece=piece,
        take=take,
        pairs=frozenset(
            (name if name in ids else name.removesuffix("-1"), place)
            for place, name in enumerate(named[k] for k in order)
            if name
        ),
        beat_s=_beats(path.with_name(f"{path.stem}_annotations.txt"), played),
    )
    if take.notes["pitch"][np.argsort(recording.place)].tolist() != pitches:
        raise ValueError(f"{path}: the notes of the alignment are not those of the recording")
    return recording


def _pitch(note: re.Match[str]) -> int:
    if note["pitch"]:
        return int(note["pitch"])
    alter = ACCIDENTALS[note["alter"].lower()]
    return 12 * (int(note["octave"]) + 1) + STEPS[note["step"].upper()] + alter


def _beats(path: Path, played: list[tuple[int, int]]) -> np.ndarray | None:
    """Annotated beats in seconds from the first played note, as the take counts."""
    if not path.exists():
        return None
    beat_s = np.loadtxt(path, usecols=0)
    return beat_s - min(played)[0] * 500_000 / 480 * 1e-6


def hanon() -> tuple[Piece, NoteArray] | None:
    """The right hand of Hanon 21 and a recording of it; None where it is absent."""
    if not HANON.exists():
        return None
    rows = np.loadtxt(HANON / "scores_hanon_21_rh.txt", dtype=int)
    events = np.loadtxt(HANON / "recordings_hanon_21_rh.txt")
    # The score counts durations in units of which a sixteenth has four.
    beats = np.concatenate([[0.0], np.cumsum(rows[:, 1] / 16)])
    targets = tuple(
        Target(
            id=f"n{k}",
            pitch=int(pitch),
            finger=None,
            onset_beat=float(beats[k]),
            duration_beat=length / 16,
            hand=Hand.RIGHT,
        )
        for k, (pitch, length) in enumerate(rows)
    )
    ons = events[events[:, 2] > 0]
    notes = note_array(ons[:, 0], ons[:, 1].astype(int), velocity=ons[:, 2].astype(int))
    return Piece(id="hanon-21", title="Hanon 21", targets=targets, source="jtauber/czerny"), notes
