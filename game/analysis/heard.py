"""One recording as ``analyse`` met it."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.exercise import Exercise, Hand, Target
from engine.measures.evenness import Evenness
from engine.measures.independence.ordinary import Independence
from engine.measures.pieces.piece import PieceEvenness
from engine.measures.windows import Windows
from engine.take import Take


@dataclass(frozen=True, slots=True, kw_only=True)
class RunWindows:
    """One run of a long line, twelve IOIs at a time."""

    run: int
    hand: Hand
    targets: Sequence[Target]
    windows: Windows


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A recording of an exercise and what was measured in it.

    ``independence`` has one a cell, ``windows`` one a valid run of a long line.
    """

    file: str
    take: Take
    exercise: Exercise
    evenness: Evenness
    independence: tuple[Independence, ...]
    windows: tuple[RunWindows, ...]

    @property
    def failed(self) -> bool:
        """Whether this is not the exercise."""
        return self.evenness.match.refused is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredPiece:
    """A recording of a whole piece and what was measured in it; ``hand`` is None for both."""

    file: str
    take: Take
    hand: Hand | None
    evenness: PieceEvenness

    @property
    def failed(self) -> bool:
        """Whether this is not the piece."""
        return self.evenness.match.refused is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A file that could not be read; ``error`` names it and says what to do."""

    file: str
    error: str

    @property
    def failed(self) -> bool:
        """Always."""
        return True


Heard = Measured | MeasuredPiece | Unread
