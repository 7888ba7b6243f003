"""A kept take in parts that are played one at a time: a run, or a stretch of a take without runs.

Seconds count from the part's first note. Deviations are those from the run's own even line, in ms,
late positive.
"""

from dataclasses import dataclass

import numpy as np

from engine.exercise import Pattern
from engine.measures.evenness import Evenness
from engine.measures.flags import Flag
from engine.session.world import Replay
from engine.take import Take
from game.deviations import stands_out

# A stretch that is read at one look, and a part's last note sounds this long at most.
STRETCH_S, LONGEST_S = 12.0, 4.0
NEVER_RELEASED_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedNote:
    """One note as it was played; ``target`` is its place in the pattern, null beside it.

    ``deviation_ms`` is null where the note is no target's or has another pitch than asked for.
    """

    at_s: float
    seconds: float
    pitch: int
    velocity: int
    target: int | None = None
    finger: int | None = None
    deviation_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is played at once: notes in order of time.

    ``pattern`` is null without runs; ``ioi_ms`` is the even line's step, ``clear`` the places of
    the pattern that stand out over the take's runs, ``left_out`` why the run did not count.
    """

    notes: tuple[PlayedNote, ...]
    seconds: float
    pattern: Pattern | None = None
    ioi_ms: float = 0.0
    clear: frozenset[int] = frozenset()
    left_out: str = ""

    def deviations_ms(self) -> tuple[float | None, ...]:
        """Return one deviation a target of the pattern, None where it was missed."""
        count = len(self.pattern.targets) if self.pattern else 0
        found: list[float | None] = [None] * count
        for note in self.notes:
            if note.target is not None:
                found[note.target] = note.deviation_ms
        return tuple(found)

    def sounding_at(self, at_s: float) -> int:
        """Return the index of the last note that began by ``at_s``; 0 before the first."""
        begun = sum(note.at_s <= at_s + 1e-9 for note in self.notes)
        return max(0, begun - 1)


def parts_of(replay: Replay) -> tuple[Part, ...]:
    """Return a take's parts in the order played; none for a take without notes."""
    found = replay.found
    if found is not None and found.match.runs:
        return tuple(_run(replay.take, found, index) for index in range(len(found.match.runs)))
    return _stretches(replay.take)


def _run(take: Take, found: Evenness, index: int) -> Part:
    matched, measured = found.match.runs[index], found.runs[index]
    pattern = matched.pattern
    members = [*matched.note_index[matched.note_index >= 0].tolist(), *matched.extra.tolist()]
    first_s = float(take.notes["onset_s"][min(members)])
    notes = []
    for target, note in enumerate(matched.note_index.tolist()):
        if note >= 0:
            late_ms = float(measured.deviation_ms[target])
            known = bool(matched.hit[target]) and not np.isnan(late_ms)
            notes.append(_note(take, note, first_s, (target, pattern, late_ms if known else None)))
    notes += [_note(take, note, first_s) for note in matched.extra.tolist()]
    ordered = tuple(sorted(notes, key=lambda each: each.at_s))
    what: Flag | None = stands_out(found, pattern)
    return Part(
        notes=ordered,
        seconds=_length_s(ordered),
        pattern=pattern,
        ioi_ms=measured.mean_ioi_ms or 250.0,
        clear=frozenset(what.places if what else ()),
        left_out=measured.invalid_because or "",
    )


def _stretches(take: Take) -> tuple[Part, ...]:
    onset_s = take.notes["onset_s"]
    if not len(onset_s):
        return ()
    stretch = ((onset_s - onset_s[0]) // STRETCH_S).astype(int)
    parts = []
    for number in sorted(set(stretch.tolist())):
        members = np.flatnonzero(stretch == number)
        # a stretch begins with its first note, so that nobody waits for nothing
        first_s = float(onset_s[members[0]])
        notes = tuple(_note(take, index, first_s) for index in members.tolist())
        parts.append(Part(notes=notes, seconds=_length_s(notes)))
    return tuple(parts)


def _note(
    take: Take,
    index: int,
    first_s: float,
    asked: tuple[int, Pattern, float | None] | None = None,
) -> PlayedNote:
    note = take.notes[index]
    held_s = float(note["offset_s"] - note["onset_s"])
    target, pattern, deviation_ms = asked or (None, None, None)
    return PlayedNote(
        at_s=float(note["onset_s"]) - first_s,
        seconds=NEVER_RELEASED_S if np.isnan(held_s) else min(held_s, LONGEST_S),
        pitch=int(note["pitch"]),
        velocity=int(note["velocity"]),
        target=target,
        finger=None if pattern is None or target is None else pattern.fingers[target],
        deviation_ms=deviation_ms,
    )


def _length_s(notes: tuple[PlayedNote, ...]) -> float:
    return max((note.at_s + note.seconds for note in notes), default=0.0)
