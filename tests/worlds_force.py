"""Situations of Heavier or Lighter?: a pair at each of its moments, and what trials said."""

from dataclasses import replace
from uuid import UUID

import numpy as np

from engine.pianist.judging import Judge, press_pair, second_harder
from engine.runner.judging import heavier
from engine.session.beginning import task_of
from engine.session.state import Outcome, Place, Playing, Ready, Reviewing, SessionPlan
from engine.session.steps import heavier as steps
from engine.take import NoteOn
from engine.tasks.heavier import HeavierState
from tests.worlds import EXERCISES, START_NS, plan, standing

S = 1_000_000_000
NOW_NS = START_NS + 100 * S
JUDGE = Judge(force_sd=5.93, order_bias=2.2)


def step(finger: int = 4, **changes: object):
    return replace(steps.step(standing(), EXERCISES), fingers=(finger,), **changes)


def place() -> Place:
    today = plan()
    alone = SessionPlan(
        blocks=(step(),), seed=7, dose_minutes=today.dose_minutes, measured=True, outer=(21, 108)
    )
    return Place(plan=alone, played_ns=round(11.2 * 60 * S))


def ready_heavier(finger: int = 4) -> Ready:
    return Ready(place=place(), step=step(finger))


def judged(state: HeavierState, pairs: int, judge: Judge = JUDGE, seed: int = 4) -> HeavierState:
    """Play pairs five seconds apart, as the judge would."""
    rng = np.random.default_rng(seed)
    at_ns = state.began_ns
    for _ in range(pairs):
        first, second = press_pair(judge, 58, rng)
        state = pair(state, at_ns + S, (first, second))
        said = int(second_harder(judge, first, second, rng))
        state = state.answered(said, at_ns + 4 * S)
        at_ns += 5 * S
    return state


def pair(state: HeavierState, at_ns: int, velocities: tuple[int, ...]) -> HeavierState:
    """Press the finger's key once or twice, a second apart."""
    for index, velocity in enumerate(velocities):
        moved = state.passed(at_ns + index * S)
        state = moved.heard(NoteOn(at_ns + index * S, state.key, velocity))
    return state


def playing_heavier(
    *velocities: int, done: int = 9, said: int | None = None, finger: int = 4, spread: float = 4.1
) -> Playing:
    """A trial after ``done`` pairs, with the presses and the answer of one more."""
    began = task_of(step(finger), seed=1, at_ns=START_NS)
    assert isinstance(began, HeavierState)
    state = judged(began, done, replace(JUDGE, stroke_sd=spread), seed=2)
    state = pair(state, NOW_NS - (len(velocities) + 1) * S, velocities)
    if said is not None:
        state = state.answered(said, NOW_NS - S // 2)
    return Playing(
        place=place(), step=step(finger), task=state, started_ns=START_NS, last_event_ns=NOW_NS - S
    )


def outcome(pairs: int, judge: Judge = JUDGE, *, finger: int = 4, seed: int = 4) -> Outcome:
    """What a trial said whose pairs, with those before it, are ``pairs``."""
    began = task_of(step(finger, cues=pairs), seed=1, at_ns=START_NS)
    assert isinstance(began, HeavierState)
    state = judged(began, pairs, judge, seed)
    found, _ = heavier.measured(state, (), str(UUID(int=2)))
    today = min(24, pairs)
    found = replace(found, today=today, agreed=round(today * 0.8), unequal=today)
    return Outcome(
        plan=step(finger),
        found=found,
        next_level_json=state.level.to_json(),
        because=heavier.because(found, step(finger)),
    )


def reviewing_heavier(pairs: int = 96, **how: object) -> Reviewing:
    return Reviewing(place=place(), step=step(), outcome=outcome(pairs, **how))


def refused_heavier(why: str) -> Reviewing:
    return Reviewing(place=place(), step=step(), outcome=Outcome(plan=step(), refused=why))
