"""One recording as ``analyse`` met it."""

from dataclasses import dataclass

from engine.exercise import Exercise
from engine.measures.evenness import Evenness
from engine.take import Take


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A recording of an exercise and what was measured in it."""

    file: str
    take: Take
    exercise: Exercise
    evenness: Evenness

    @property
    def failed(self) -> bool:
        """Whether this is not the exercise."""
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


Heard = Measured | Unread
