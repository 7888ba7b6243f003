"""The stimulus: what a player is asked to play.

An exercise holds one pattern per direction; a take repeats one of them as runs. Beats are
quarters; pitches are those written, and a take may be played in any octave.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise


class Hand(StrEnum):
    """The hand that plays; a left hand's fingers are mirrored, 1 is always the thumb."""

    LEFT = "left"
    RIGHT = "right"


class Direction(StrEnum):
    """The way a run goes; ``LOOP`` is a pattern that turns round inside the run."""

    UP = "up"
    DOWN = "down"
    LOOP = "loop"


FINGERS = (1, 2, 3, 4, 5)
FINGER_NAMES = {
    1: "thumb",
    2: "index finger",
    3: "middle finger",
    4: "ring finger",
    5: "little finger",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One note that an exercise asks for; ``finger`` is None where none is prescribed.

    ``hand`` is None where one hand plays the whole exercise, which ``Exercise.hand`` names. A
    ``grace`` note takes no written time; an ``ornamented`` one carries a sign (trill, mordent,
    turn) that lets a player add notes around it which the score does not write out.
    """

    id: str
    pitch: int
    finger: int | None
    onset_beat: float
    duration_beat: float
    hand: Hand | None = None
    grace: bool = False
    ornamented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One traversal, which a player repeats as runs; at least two targets, in order.

    Attributes
    ----------
    pitches, fingers : as written and as prescribed, in order
    transitions : from each finger to the next, one fewer than notes; None where one is unknown
    """

    direction: Direction
    targets: tuple[Target, ...]
    pitches: tuple[int, ...] = field(init=False, repr=False, compare=False)
    fingers: tuple[int | None, ...] = field(init=False, repr=False, compare=False)
    transitions: tuple[tuple[int, int] | None, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # made once: the measures ask for them a dozen times a take
        fingers = tuple(target.finger for target in self.targets)
        object.__setattr__(self, "pitches", tuple(target.pitch for target in self.targets))
        object.__setattr__(self, "fingers", fingers)
        pairs = ((a, b) if a and b else None for a, b in pairwise(fingers))
        object.__setattr__(self, "transitions", tuple(pairs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise for one hand: its patterns and how it is to be practised.

    ``tempo_bpm`` counts quarters and is the tempo of the weekly score; ``runs`` is how many valid
    runs a check asks for and ``max_attempts`` when it stops asking; ``gap_s`` is the rest between
    two runs.
    """

    id: str
    version: int
    title: str
    hand: Hand
    tempo_bpm: float
    patterns: tuple[Pattern, ...]
    runs: int
    max_attempts: int
    gap_s: float
    summary: str
    source: str

    def pattern(self, direction: Direction) -> Pattern:
        """Return the pattern of one direction; KeyError names the directions there are."""
        for pattern in self.patterns:
            if pattern.direction == direction:
                return pattern
        known = ", ".join(pattern.direction for pattern in self.patterns)
        raise KeyError(f"{self.id} has no direction {direction}: it has {known}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A whole score, with chords, rests and both hands, as it is played once through.

    ``targets`` stand in the order of onset, then pitch, with repeats written out; each names its
    hand. ``source`` says where the score came from, ``tempo_bpm`` its first tempo in quarters.
    """

    id: str
    title: str
    targets: tuple[Target, ...]
    source: str
    tempo_bpm: float | None = None

    def of_hand(self, hand: Hand) -> tuple[Target, ...]:
        """Return what one hand plays, in order."""
        return tuple(target for target in self.targets if target.hand is hand)
