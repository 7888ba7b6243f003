"""Today's session: a warm-up, the evenness check, the games of the day, a calm end.

Which games come is decided by the day and the hand: Pearls every day, Slow Road where something
pulled or stands out, and of the others those whose turn it is, until the day has about a quarter
of an hour. Only the check is scored; where the tempo ceiling has fallen below its fixed tempo none
is offered (SCIENCE 1.5).
"""

from collections.abc import Callable, Mapping, Sequence

from engine.exercise import Exercise
from engine.record import Task
from engine.session.standing import Standing
from engine.session.state import BlockPlan, SessionPlan
from engine.session.steps import (
    calibration,
    heavier,
    late_one,
    on_the_beat,
    runs,
    slow_road,
    still_water,
    which_finger,
)

FAMILIARISATION_SESSIONS = 2
DOSE_MINUTES = 25.0
ENOUGH_MINUTES = 15.0
MOST_MINUTES = 23.0
MOST_GAMES = 4
FIRST_GAMES = (Task.WHICH_FINGER,)

StepOf = Callable[[Standing, Mapping[str, Exercise]], BlockPlan | None]
# In the order of their turns; each game says itself whether it is for this hand on this day.
TURNS: Mapping[Task, StepOf] = {
    Task.WHICH_FINGER: which_finger.step,
    Task.ON_THE_BEAT: on_the_beat.step,
    Task.STILL_WATER: still_water.step,
    Task.HEAVIER: heavier.step,
    Task.LATE_ONE: late_one.step,
    Task.SLOW_ROAD: slow_road.step,
}
# Offered to those who choose for themselves, beside the games above or in their place.
OTHERS: Mapping[Task, StepOf] = {
    Task.PEARLS: runs.pearls,
    Task.SLOW_ROAD: slow_road.chosen,
    Task.CALIBRATION: calibration.step,
}


def plan_today(
    standing: Standing,
    exercises: Mapping[str, Exercise],
    *,
    seed: int,
    measured: bool = True,
    outer: tuple[int, int] | None = None,
) -> SessionPlan:
    """Return today's blocks for one player.

    ``measured`` is false for the computer keyboard: nothing is scored, and no game asks how hard
    a key was pressed. KeyError when a built-in exercise is missing from ``exercises``.
    """
    no_check = _why_no_check(exercises[f"scale-c-{standing.hand}"], standing, outer)
    blocks = [runs.warm_up(standing, exercises)]
    if not no_check:
        scored = measured and standing.sessions_before >= FAMILIARISATION_SESSIONS
        blocks += runs.checks(standing, exercises, scored=scored)
    last = runs.calm_end(standing, exercises)
    turns = [task for task in _turns(standing) if measured or task is not Task.HEAVIER]
    blocks += _games(standing, exercises, turns, sum(each.minutes for each in (*blocks, last)))
    return SessionPlan(
        blocks=(*blocks, last),
        seed=seed,
        dose_minutes=DOSE_MINUTES,
        measured=measured,
        outer=outer,
        played_minutes=standing.played_minutes,
        no_check=no_check,
    )


def steps_for(standing: Standing, exercises: Mapping[str, Exercise]) -> tuple[BlockPlan, ...]:
    """Return one step of each game that is open to the player, for practice of her own choice."""
    # what is offered by choice may differ from what has its turn
    makes = {**OTHERS, **TURNS, **OTHERS}
    offered = (make(standing, exercises) for make in makes.values())
    return tuple(step for step in offered if step is not None)


def _games(
    standing: Standing, exercises: Mapping[str, Exercise], turns: Sequence[Task], minutes: float
) -> list[BlockPlan]:
    """Return the games of the day: enough to fill it and never too much."""
    games = [runs.pearls(standing, exercises)]
    minutes += games[0].minutes
    for task in turns:
        step = TURNS[task](standing, exercises)
        enough = minutes >= ENOUGH_MINUTES or len(games) > MOST_GAMES
        if step is None or enough or minutes + step.minutes > MOST_MINUTES:
            continue
        games.append(step)
        minutes += step.minutes
    return games


def _turns(standing: Standing) -> tuple[Task, ...]:
    """Return the games in the order of today's turns; the first day has one, to meet it."""
    if not standing.days_before:
        return FIRST_GAMES
    tasks = tuple(task for task in TURNS if task is not Task.SLOW_ROAD)
    # a day takes up where the one before it left off
    first = MOST_GAMES * standing.days_before % len(tasks)
    # the road goes before the games whose turn it is
    return (Task.SLOW_ROAD, *tasks[first:], *tasks[:first])


def _why_no_check(scale: Exercise, standing: Standing, outer: tuple[int, int] | None) -> str:
    """Return why today has no evenness check, as a sentence; nothing where it has one."""
    if scale.tempo_bpm > standing.ceiling_bpm:
        return (
            f"No check today: it is played at {scale.tempo_bpm:g} bpm, above your ceiling of "
            f"{standing.ceiling_bpm:g}."
        )
    pitches = [pitch for pattern in scale.patterns for pitch in pattern.pitches]
    if outer is not None and not _fits(min(pitches), max(pitches), outer):
        return "No check today: its two octaves from C do not fit on this keyboard."
    return ""


def _fits(lowest: int, highest: int, outer: tuple[int, int]) -> bool:
    octaves_down = (lowest - outer[0]) // 12
    return highest - 12 * octaves_down <= outer[1]
