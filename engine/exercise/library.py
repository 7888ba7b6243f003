"""Exercises by id, and those that are made of them: spots, and patterns that dwell."""

from collections.abc import Iterator, Mapping

from engine.exercise import Exercise
from engine.exercise.dwelt import DwellsOn, dwells_on, dwelt
from engine.exercise.spot import Cut, cut_of, spot


class Library(Mapping[str, Exercise]):
    """Exercises by id; what is made of one of them is found by its own id, and never listed."""

    def __init__(self, exercises: Mapping[str, Exercise]) -> None:
        self._exercises = dict(exercises)

    def __getitem__(self, exercise_id: str) -> Exercise:
        """Return an exercise or one made of it; KeyError for what the library does not hold."""
        if (whole := self._exercises.get(exercise_id)) is not None:
            return whole
        made = cut_of(exercise_id) or dwells_on(exercise_id)
        if made is None:
            raise KeyError(exercise_id)
        try:
            # what is made of an exercise may be cut again
            return _made(self[made.base], made)
        except (KeyError, ValueError) as error:
            raise KeyError(exercise_id) from error

    def __iter__(self) -> Iterator[str]:
        """Return the ids of the whole exercises, in their order."""
        return iter(self._exercises)

    def __len__(self) -> int:
        """Return how many whole exercises there are."""
        return len(self._exercises)


def _made(whole: Exercise, made: Cut | DwellsOn) -> Exercise:
    if isinstance(made, Cut):
        return spot(whole, made.direction, made.first, made.last)
    return dwelt(whole, made.pair, times=made.times)
