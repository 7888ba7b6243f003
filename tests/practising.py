"""A world in which every game can be practised."""

from engine.record import Task
from engine.session.plan import steps_for
from engine.session.state import BlockPlan
from engine.session.steps import calibration, on_the_beat
from engine.session.world import World
from tests.worlds import EXERCISES, standing, world


def steps(**changes: object) -> dict[Task, BlockPlan]:
    now = standing(**changes)
    found = (*steps_for(now, EXERCISES), on_the_beat.step(now, EXERCISES))
    others = (calibration.step(now, EXERCISES),)
    return {step.task: step for step in (*found, *others) if step is not None}


def practising(**changes: object) -> World:
    known = {"practice_steps": tuple(steps().values()), "exercises": tuple(EXERCISES.values())}
    return world(**{**known, **changes})
