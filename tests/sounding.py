"""Situations to listen to: Playing states of Pearls, and what a step of the runner says of them."""

from dataclasses import replace
from datetime import date

from content.loader import exercise
from engine.exercise import Direction, Hand
from engine.record import Settings, Task
from engine.session.state import BlockPlan, Place, Playing, SessionPlan
from engine.session.world import Link, PortStatus, Step, World
from engine.take import Event
from engine.tasks import pearls

NOW_NS = 10**12
FIVE = exercise("five-finger-c-right")
A_STEP = BlockPlan(
    task=Task.PEARLS,
    exercise=FIVE,
    hand=Hand.RIGHT,
    minutes=1,
    scored=False,
    why="",
    direction=Direction.LOOP,
)


def at_pearls(tempo_bpm: float = 60.0, beat_ns: int = NOW_NS) -> Playing:
    """A trial of Pearls that clicks from ``beat_ns``."""
    task = pearls.Pearls(
        exercise=FIVE, direction=Direction.LOOP, tempo_bpm=tempo_bpm, runs=6, max_attempts=16
    )
    plan = SessionPlan(blocks=(A_STEP,), seed=1, dose_minutes=25, measured=True)
    return Playing(
        place=Place(plan=plan),
        step=replace(A_STEP, tempo_bpm=tempo_bpm),
        task=pearls.PearlsState(task=task, beat_ns=beat_ns),
        started_ns=beat_ns,
        last_event_ns=beat_ns,
    )


def a_step(
    *events: Event,
    link: Link = Link.COMPUTER_KEYBOARD,
    settings: Settings | None = None,
    task: Task = Task.PEARLS,
) -> Step:
    """What the runner says in one frame of a trial of ``task``."""
    state = at_pearls()
    return Step(
        state=replace(state, step=replace(state.step, task=task)),
        world=World(
            today=date(2026, 11, 2),
            people=(),
            person=None,
            port=PortStatus(link=link),
            device=None,
            settings=settings or Settings(),
        ),
        events=events,
    )
