"""Which cue names the finger in Which Finger?, how many are in play, how long an answer has.

Each kind of cue has a staircase of its own for the time allowed, since reading a number takes
longer than seeing a finger light up. Where three of four cues were answered in time the next kind
has its turn; where hardly any was, although there was all the time there is, fewer fingers come.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, ClassVar, Self

from engine.adaptation.level import Level
from engine.adaptation.staircase import Staircase

ANSWERED, HARDLY = 0.75, 0.5
# Those that stay when fewer are in play: the middle of the hand first.
ORDER = (3, 2, 4, 1, 5)
FEWEST = 3


class CueKind(StrEnum):
    """How a cue names a finger, in the order of their turns."""

    HAND = "hand"
    NUMBER = "number"
    MIRROR = "mirror"
    TONE = "tone"


# A tone has to be learnt first: it begins with the middle of the hand.
FIRST_FINGERS = {CueKind.TONE: FEWEST}


@dataclass(frozen=True, slots=True, kw_only=True)
class CueLevel(Level):
    """The kind of cue whose turn it is, and where each kind stands.

    ``staircases`` and ``counts`` hold the kinds met so far: the time allowed, and how many fingers
    are in play.
    """

    GAME: ClassVar[str] = "Which Finger?"
    SCHEMA: ClassVar[int] = 2

    kind: CueKind = CueKind.HAND
    staircases: Mapping[CueKind, Staircase] = field(default_factory=dict)
    counts: Mapping[CueKind, int] = field(default_factory=dict)

    @property
    def staircase(self) -> Staircase:
        """Where the time allowed of this kind starts today: a little easier than it ended."""
        known = self.staircases.get(self.kind)
        return Staircase() if known is None else known.rested()

    @property
    def fingers(self) -> tuple[int, ...]:
        """The fingers in play with this kind of cue, thumb first."""
        return tuple(sorted(ORDER[: self.counts.get(self.kind, FIRST_FINGERS.get(self.kind, 5))]))

    def after(self, staircase: Staircase, answered: float | None) -> Self:
        """Return the level after a trial of this kind.

        ``answered`` is the share of cues answered in time by their finger, null without one.
        """
        kept = replace(self, staircases={**self.staircases, self.kind: staircase})
        if answered is None:
            return kept
        count = len(self.fingers)
        if answered >= ANSWERED and count < len(ORDER):
            return replace(kept, counts={**self.counts, self.kind: count + 1})
        if answered >= ANSWERED:
            kinds = tuple(CueKind)
            following = kinds[(kinds.index(self.kind) + 1) % len(kinds)]
            return replace(kept, kind=following)
        if answered < HARDLY and staircase.level >= staircase.highest_s and count > FEWEST:
            return replace(kept, counts={**self.counts, self.kind: count - 1})
        return kept

    def kept(self) -> dict[str, Any]:
        """Return what is written: each kind met so far with its staircase and its fingers."""
        staircases = {kind: json.loads(each.to_json()) for kind, each in self.staircases.items()}
        return {"kind": self.kind, "staircases": staircases, "counts": dict(self.counts)}

    @classmethod
    def upgraded(cls, kept: dict[str, Any]) -> dict[str, Any]:
        """Return the first Evenhand's level, the staircase of the lit hand alone, as one of now."""
        if kept["schema"] != 1:
            return kept
        staircases = {CueKind.HAND: kept}
        return {"schema": 2, "kind": CueKind.HAND, "staircases": staircases, "counts": {}}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """Return the level; ValueError where a kind has too few or too many fingers in play."""
        counts = {CueKind(kind): int(count) for kind, count in kept["counts"].items()}
        if any(not FEWEST <= count <= len(ORDER) for count in counts.values()):
            raise ValueError("three to five fingers can be in play")
        return cls(
            kind=CueKind(kept["kind"]),
            staircases={
                CueKind(kind): Staircase.from_json(json.dumps(each))
                for kind, each in kept["staircases"].items()
            },
            counts=counts,
        )
