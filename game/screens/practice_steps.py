"""What can be chosen of a game before it is practised freely: pattern, tempo, finger, length.

A choice never passes the step's own limit: the player's tempo ceiling, or for a game that walks
slowly by itself (Slow Road, Still Water) the tempo it asks for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.exercise import FINGERS, Exercise
from engine.record import Task
from engine.session.state import BlockPlan
from engine.session.steps.runs import minutes_of

GAMES = (
    Task.PEARLS,
    Task.ON_THE_BEAT,
    Task.WHICH_FINGER,
    Task.STILL_WATER,
    Task.HEAVIER,
    Task.LATE_ONE,
    Task.SLOW_ROAD,
)
STEP_BPM, SLOWEST_BPM = 2.0, 40.0
LENGTHS = (0.5, 1.0, 2.0)
COUNTED = {
    Task.PEARLS: "Strings",
    Task.SLOW_ROAD: "Strings",
    Task.WHICH_FINGER: "Cues",
    Task.HEAVIER: "Pairs",
    Task.LATE_ONE: "Runs",
}
UP_TO_CEILING = (Task.PEARLS, Task.ON_THE_BEAT, Task.LATE_ONE)
RUNS = (Task.PEARLS, Task.SLOW_ROAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A game's offered step and what the player changes of it."""

    offered: BlockPlan
    exercise: Exercise
    tempo_bpm: float | None
    finger: int | None
    length: float = 1.0

    @property
    def limit_bpm(self) -> float | None:
        """The tempo that this choice may not pass; null where there is none to choose."""
        offered = self.offered
        if offered.task in UP_TO_CEILING and offered.ceiling_bpm is not None:
            return offered.ceiling_bpm
        return offered.tempo_bpm

    @property
    def step(self) -> BlockPlan:
        """What is then played: never scored."""
        offered = self.offered
        step = replace(offered, tempo_bpm=self.tempo_bpm, scored=False)
        if self.finger is not None:
            step = replace(step, fingers=(self.finger,))
        if self.exercise.id != offered.exercise.id:
            pattern = self.exercise.patterns[0]
            step = replace(step, exercise=self.exercise, direction=pattern.direction, dwelling=())
        if offered.task in RUNS:
            spare = offered.max_attempts - offered.runs
            runs = counted_of(offered, self.length)
            step = replace(step, runs=runs, max_attempts=runs + spare)
        elif offered.task in COUNTED:
            step = replace(step, cues=counted_of(offered, self.length))
        return replace(step, minutes=_minutes(offered, step))


def chosen_of(offered: BlockPlan) -> Chosen:
    """Return a game as it is offered, with nothing changed."""
    finger = offered.fingers[0] if offered.task is Task.HEAVIER and offered.fingers else None
    return Chosen(
        offered=offered, exercise=offered.exercise, tempo_bpm=offered.tempo_bpm, finger=finger
    )


def counted_of(offered: BlockPlan, length: float) -> int:
    """Return how many strings, cues, pairs or runs a length holds."""
    return max(1, round((offered.runs if offered.task in RUNS else offered.cues) * length))


def slower(chosen: Chosen) -> Chosen:
    """Return the choice 2 bpm slower, where it can be."""
    if chosen.tempo_bpm is None or chosen.tempo_bpm - STEP_BPM < SLOWEST_BPM:
        return chosen
    return replace(chosen, tempo_bpm=chosen.tempo_bpm - STEP_BPM)


def faster(chosen: Chosen) -> Chosen:
    """Return the choice 2 bpm faster, at most at its limit."""
    limit = chosen.limit_bpm
    if chosen.tempo_bpm is None or limit is None or chosen.tempo_bpm >= limit:
        return chosen
    return replace(chosen, tempo_bpm=min(limit, chosen.tempo_bpm + STEP_BPM))


def longer(chosen: Chosen) -> Chosen:
    """Return the choice with the next length, the first after the last."""
    return replace(chosen, length=LENGTHS[(LENGTHS.index(chosen.length) + 1) % len(LENGTHS)])


def other_finger(chosen: Chosen) -> Chosen:
    """Return the choice with the next finger, the thumb after the little finger."""
    if chosen.finger is None:
        return chosen
    return replace(chosen, finger=chosen.finger % len(FINGERS) + 1)


def other_exercise(chosen: Chosen, exercises: Sequence[Exercise]) -> Chosen:
    """Return the choice with the hand's next exercise, the first after the last."""
    known = exercises_for(chosen.offered, exercises)
    at = [each.id for each in known].index(chosen.exercise.id)
    return replace(chosen, exercise=known[(at + 1) % len(known)])


def exercises_for(offered: BlockPlan, exercises: Sequence[Exercise]) -> tuple[Exercise, ...]:
    """Return what a game can be played with: for Pearls every exercise of the hand."""
    own = (offered.exercise,)
    if offered.task is not Task.PEARLS:
        return own
    known = tuple(each for each in exercises if each.hand == offered.hand)
    # what is offered may be made for this player, and is then on no list
    return known if offered.exercise in known else (*own, *known)


def _minutes(offered: BlockPlan, step: BlockPlan) -> float:
    if step.task in RUNS and step.tempo_bpm is not None and step.direction is not None:
        pattern, gap_s = step.exercise.pattern(step.direction), step.exercise.gap_s
        return minutes_of(pattern, tempo_bpm=step.tempo_bpm, runs=step.runs, gap_s=gap_s)
    if step.task in COUNTED:
        return offered.minutes * step.cues / max(1, offered.cues)
    if step.task is Task.ON_THE_BEAT and step.tempo_bpm and offered.tempo_bpm:
        return offered.minutes * offered.tempo_bpm / step.tempo_bpm
    return offered.minutes
