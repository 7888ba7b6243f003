"""The Late One to draw: a trial being played, one to be marked, one shown, and what it said."""

from dataclasses import replace

import numpy as np

from engine.measures.judgement.awareness import Mark
from engine.record import Task
from engine.session.beginning import task_of
from engine.session.plan import steps_for
from engine.session.state import BlockPlan, Outcome, Place, Playing, Ready, Reviewing
from engine.tasks.late_one import LateOneState, Marked, deviations_ms
from engine.tasks.late_one_kept import found_of
from tests.worlds import EXERCISES, START_NS, plan, standing

MS = 1_000_000


def late_step() -> tuple[Place, BlockPlan]:
    step = next(s for s in steps_for(standing(), EXERCISES) if s.task is Task.LATE_ONE)
    today = replace(plan(), blocks=(*plan().blocks[:4], step, *plan().blocks[4:]))
    return Place(plan=today, block=4, played_ns=round(9.2 * 60e9)), step


def late_ready() -> Ready:
    place, step = late_step()
    return Ready(place=place, step=step)


def marks(count: int = 15) -> tuple[Mark, ...]:
    rng = np.random.default_rng(4)
    found = []
    for _ in range(count):
        onsets = np.arange(5) * 500.0 + rng.normal(0, 12, 5) + (0, 0, 0, 14, 4)
        off = deviations_ms(tuple(round(each * MS) for each in onsets))
        felt = np.asarray(off) + rng.normal(0, 9, 5)
        found.append(Mark(deviations_ms=off, marked=int(np.argmax(felt))))
    return tuple(found)


def late_playing(done: int = 6, landed: int = 3, *, shown: bool = False) -> Playing:
    place, step = late_step()
    state = task_of(step, seed=1, at_ns=START_NS)
    assert isinstance(state, LateOneState)
    run = Marked(
        onsets_ns=tuple(START_NS + round(each * MS) for each in (0, 492, 1010, 1534, 1991)),
        shift=0,
        marked=2,
    )
    at_ns = START_NS + 60_000 * MS
    state = replace(
        state,
        rounds=(run,) * (done + shown),
        shown_ns=at_ns if shown else None,
        onsets_ns=tuple(at_ns + each * 500 * MS for each in range(landed)),
        due_ns=at_ns - 1100 * MS,
    )
    return Playing(place=place, step=step, task=state, started_ns=START_NS, last_event_ns=at_ns)


def late_reviewing(count: int = 15) -> Reviewing:
    place, step = late_step()
    found = found_of(marks(count), step.fingers) if count else None
    outcome = Outcome(
        plan=step,
        found=found,
        refused=None if found else "No run was marked.",
        because="Next time a little faster." if count >= 10 else "The speed stays as it is.",
    )
    return Reviewing(place=place, step=step, outcome=outcome)
