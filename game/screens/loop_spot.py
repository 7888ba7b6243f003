"""Loop this spot: a way on after a string, where one place of it came early or late."""

from dataclasses import replace

from engine.adaptation.ladder import SLOWEST_BPM
from engine.exercise import FINGER_NAMES, Exercise, Pattern
from engine.exercise.spot import MAX_ATTEMPTS, RUNS, around, cut_of
from engine.measures.evenness import Evenness
from engine.record import Task
from engine.session.state import Again, BlockPlan, Reviewing
from engine.session.steps.runs import minutes_of
from game.deviations import stands_out
from game.screens.after import Way
from game.view.button import Button
from game.view.chip import Transition

SLOWLY = 0.8


def loop_ways(state: Reviewing) -> tuple[Way, ...]:
    """Return the way to the spot that stands out, else to the note farthest from even; or none.

    None after a spot, after what counts for nothing, and where no note's interval clears even.
    """
    found, step = state.outcome.evenness, state.step
    if found is None or step.direction is None or step.tempo_bpm is None:
        return ()
    if cut_of(step.exercise.id) is not None or step.task.loose:
        return ()
    pattern = step.exercise.pattern(step.direction)
    place = place_of(found, pattern)
    if place is None:
        return ()
    pair = pattern.transitions[place - 1]
    spot = around(step.exercise, step.direction, place)
    tempo_bpm = min(step.tempo_bpm, max(SLOWEST_BPM, round(step.tempo_bpm * SLOWLY)))
    chips = (Transition(finger=pair[0], to_finger=pair[1]),) if pair else ()
    button = Button(label="Loop this spot", parts=chips)
    return (Way(button=button, gives=Again(_looped(step, spot, tempo_bpm, pair)), short="Loop"),)


def place_of(found: Evenness, pattern: Pattern) -> int | None:
    """Return the index of the note to loop around; None where the words name nothing.

    Of so many intervals one or two clear zero by chance: they are no reason to practise a spot.
    """
    flag = stands_out(found, pattern)
    return None if flag is None else flag.places[0]


def _looped(
    step: BlockPlan, spot: Exercise, tempo_bpm: float, pair: tuple[int, int] | None
) -> BlockPlan:
    pattern = spot.patterns[0]
    return replace(
        step,
        task=Task.PEARLS,
        exercise=spot,
        direction=pattern.direction,
        tempo_bpm=tempo_bpm,
        runs=RUNS,
        max_attempts=MAX_ATTEMPTS,
        minutes=minutes_of(pattern, tempo_bpm=tempo_bpm, runs=RUNS, gap_s=spot.gap_s),
        scored=False,
        why=_why(pair),
        level_json=None,
        dwelling=(pair,) if pair else (),
    )


def _why(pair: tuple[int, int] | None) -> str:
    if pair is None:
        return "Only this spot, slowly, there and back."
    first, second = (FINGER_NAMES[finger] for finger in pair)
    return f"Only {first} to {second}, slowly, there and back."
