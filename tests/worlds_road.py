"""Slow Road in situations to draw: a road of some weeks, before, during and after a take."""

from dataclasses import replace
from datetime import date, timedelta

from content.loader import load_exercises
from engine.adaptation.ladder import BlockOutcome
from engine.adaptation.roads import Roads
from engine.adaptation.slow_road import Road
from engine.measures import evenness
from engine.record import Task
from engine.session.beginning import task_of
from engine.session.state import BlockPlan, Outcome, Place, Playing, Ready, Reviewing
from engine.session.steps.slow_road import step as step_of
from engine.tasks.slow_road_found import SlowRoadFound
from tests import worlds

LIBRARY = load_exercises()
SPOT = "five-finger-c-right@loop:3-7"
LIMIT_BPM = 88.0


def road(days: int = 5, *, rises: int = 2, spot: str = SPOT) -> Road:
    """Return a road with so many rises, walked every second day, on its day ``days`` today.

    Today's block is still to come.
    """
    first = worlds.TODAY - timedelta(days=days - 1 + 15 * rises)
    walked = Road.start(spot, troubled_bpm=60, on=first)
    on = first
    while on < worlds.TODAY:
        if (worlds.TODAY - on).days % 2 == 0 or walked.offer_bpm(on, limit_bpm=LIMIT_BPM):
            walked = after(walked, on)
        on += timedelta(days=1)
    return walked


def after(walked: Road, on: date, *, clean: int = 10, pulled: bool = False) -> Road:
    block = BlockOutcome(
        local_date=on,
        tempo_bpm=walked.asks_bpm(on, limit_bpm=LIMIT_BPM),
        runs=10,
        clean_runs=clean,
        pulled=pulled,
        pain=False,
    )
    return walked.after(block, limit_bpm=LIMIT_BPM).road


def step(walked: Road | None = None) -> BlockPlan:
    kept = Roads(roads=(walked or road(),)).to_json()
    standing = worlds.standing(
        levels={Task.SLOW_ROAD: kept}, ceiling_bpm=LIMIT_BPM, today=worlds.TODAY
    )
    found = step_of(standing, LIBRARY)
    assert found is not None
    return found


def place(planned: BlockPlan) -> Place:
    today = worlds.plan()
    kept = [block for block in today.blocks if block.task is not Task.SLOW_ROAD]
    blocks = (*kept[:4], planned, *kept[4:])
    return Place(plan=replace(today, blocks=blocks), block=4, played_ns=round(9.4 * 60e9))


def ready(walked: Road | None = None) -> Ready:
    planned = step(walked)
    return Ready(place=place(planned), step=planned)


def playing(landed: int = 9, kept: int = 3) -> Playing:
    planned = step()
    state = task_of(planned, seed=1, at_ns=worlds.START_NS)
    onset_ns = worlds.START_NS + 20_000_000_000
    state = replace(state, landed=landed, runs_kept=kept, attempts=kept, last_onset_ns=onset_ns)
    return Playing(
        place=place(planned),
        step=planned,
        task=state,
        started_ns=worlds.START_NS,
        last_event_ns=onset_ns,
    )


def reviewing(
    walked: Road | None = None, *, clean: int = 10, pulled: bool = False, runs: int = 10
) -> Reviewing:
    """Return the after-screen's state; the virtual pianist's little finger comes late."""
    before = walked or road()
    planned = step(before)
    found = evenness.measure(
        worlds.take(planned, runs), planned.exercise, tempo_bpm=planned.tempo_bpm
    )
    block = BlockOutcome(
        local_date=worlds.TODAY,
        tempo_bpm=planned.tempo_bpm or 0,
        runs=len(found.runs),
        clean_runs=min(clean, len(found.runs)),
        pulled=pulled,
        pain=False,
    )
    move = before.after(block, limit_bpm=LIMIT_BPM)
    said = SlowRoadFound(
        evenness=found,
        road=move.road,
        on=worlds.TODAY,
        limit_bpm=LIMIT_BPM,
        clean_runs=block.clean_runs,
    )
    outcome = Outcome(
        plan=planned, found=said, next_tempo_bpm=move.road.tempo_bpm, because=move.sentence
    )
    return Reviewing(place=place(planned), step=planned, outcome=outcome)
