"""Situations to draw: a world with a record of twelve weeks, and the states of one session."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import numpy as np

from content.loader import exercise
from engine.exercise import Direction, Hand
from engine.measures import evenness
from engine.measures.judgement import discrimination
from engine.pianist import Pianist, play, respond
from engine.pianist.model import Rhythm, Slips
from engine.progress.transitions import TWENTY, Standing, TransitionState
from engine.progress.weekly import weekly_scores
from engine.record import Cell, Device, Person, Role, RunValue, Settings, Task
from engine.session.beginning import task_of
from engine.session.plan import plan_today
from engine.session.standing import Standing as PlayerStanding
from engine.session.state import (
    Asking,
    BlockPlan,
    End,
    Ended,
    Outcome,
    Paused,
    Place,
    Playing,
    Ready,
    Reviewing,
    SessionPlan,
)
from engine.session.world import Found, Link, PortStatus, Practice, World
from engine.take import RAW_DTYPE, Take, TimeSource, Timing
from engine.tasks.which_finger import WhichFingerState

TODAY = date(2026, 11, 12)
START_NS = 5_000_000_000
EXERCISES = {
    f"{name}-{hand}": exercise(f"{name}-{hand}")
    for name in ("five-finger-c", "scale-c")
    for hand in Hand
}
CLARA = Person(
    id=UUID(int=1),
    name="Clara",
    role=Role.PLAYER,
    hand=Hand.RIGHT,
    created_utc=datetime(2026, 8, 20, 17, tzinfo=UTC),
)
PIANO = Device(
    id=UUID(int=2),
    name="Roland FP-30X",
    api="alsa",
    lowest=21,
    highest=108,
    created_utc=datetime(2026, 8, 20, 17, tzinfo=UTC),
)
UNEVEN = Pianist(
    rhythm=Rhythm(onset_sd_ms=6.0, finger_late_ms=(0, -2, 0, 2, 11)),
    slips=Slips(miss_rate=0.0),
)


def standing(**changes: object) -> PlayerStanding:
    first = PlayerStanding(
        hand=Hand.RIGHT,
        sessions_before=30,
        tempo_bpm=60,
        ceiling_bpm=74,
        dwelling=((4, 5), (5, 4)),
    )
    return replace(first, **changes)


def plan(*, measured: bool = True, **changes: object) -> SessionPlan:
    return plan_today(standing(**changes), EXERCISES, seed=7, measured=measured, outer=(21, 108))


def runs(weeks: int, gain: float = 0.018, gap: int | None = 5) -> list[RunValue]:
    """Ten runs a day, three days a week, both directions of the scale; one week is missing."""
    rng = np.random.default_rng(3)
    values = []
    first = TODAY - timedelta(days=TODAY.weekday(), weeks=weeks)
    for week in range(weeks):
        for day in (0, 2, 4):
            if week == gap and day:
                continue
            for direction in (Direction.UP, Direction.DOWN):
                centre = 13.0 * np.exp(-gain * max(0, week - 4) + rng.normal(0, 0.03))
                values += [
                    RunValue(
                        local_date=first + timedelta(weeks=week, days=day),
                        session_id=UUID(int=1000 + week * 10 + day),
                        cell=Cell(
                            exercise_id="scale-c-right",
                            exercise_version=1,
                            hand=Hand.RIGHT,
                            direction=direction,
                            tempo_bpm=60,
                            device_id=PIANO.id,
                        ),
                        run=run,
                        sd_ioi_ms=float(centre * np.exp(rng.normal(0, 0.12))),
                        mean_ioi_ms=250.0,
                        noise_floor_ms=0.4,
                    )
                    for run in range(1, 11)
                ]
    return values


def transitions() -> tuple[TransitionState, ...]:
    def standing_of(pair: tuple[int, int]) -> Standing:
        if 5 not in pair:
            return Standing.RELIABLE
        return Standing.GATHERING if pair in ((4, 5), (5, 4), (3, 5)) else Standing.NOT_ENOUGH

    return tuple(
        TransitionState(
            finger=pair[0], to_finger=pair[1], standing=standing_of(pair), n=60, needed=0
        )
        for pair in TWENTY
    )


def practice(weeks: int) -> tuple[Practice, ...]:
    days = []
    monday = TODAY - timedelta(days=TODAY.weekday())
    for week in range(weeks, -1, -1):
        for day in (0, 2, 4) if week else (0, 2):
            ceiling = 60 + 2.0 * (weeks - week) - (4 if week == 4 else 0)
            on = monday - timedelta(weeks=week) + timedelta(days=day)
            days.append(Practice(local_date=on, minutes=14 + 3 * day, ceiling_bpm=ceiling))
    return tuple(days)


def world(weeks: int = 12, **changes: object) -> World:
    whole = World(
        today=TODAY,
        people=(CLARA,),
        person=CLARA,
        port=PortStatus(link=Link.CONNECTED, name="Roland FP-30X"),
        device=PIANO,
        settings=Settings(player_id=CLARA.id),
        plan=plan(),
        weekly=weekly_scores(runs(weeks), until=TODAY),
        transitions=transitions(),
        practice=practice(weeks),
        local_hour=19,
        utc_offset_min=60,
    )
    return replace(whole, **changes)


def first_world(**changes: object) -> World:
    """Return the world of a player who has never played."""
    nothing = weekly_scores([], until=TODAY)
    base = {"transitions": (), "practice": (), "weekly": nothing, "device": None}
    return world(**{**base, "plan": plan(sessions_before=0, dwelling=()), **changes})


def nobody(**changes: object) -> World:
    """Return the world of the very first start."""
    port = PortStatus(link=Link.NO_SERVICE, reason="ALSA: this computer has no MIDI sequencer")
    return first_world(**{"people": (), "person": None, "plan": None, "port": port, **changes})


FOUND = Found(
    player="Clara",
    key="a",
    started_utc=datetime(2026, 11, 11, 17, 42, tzinfo=UTC),
    task=Task.EVENNESS_CHECK,
    title="C major scale, two octaves, right hand",
    notes=112,
    seconds=41.0,
)


def block(task: Task, *, measured: bool = True) -> tuple[Place, BlockPlan]:
    today = plan(measured=measured)
    index = next(i for i, step in enumerate(today.blocks) if step.task is task)
    place = Place(plan=today, block=index, played_ns=round(11.2 * 60e9))
    return place, today.blocks[index]


def ready(task: Task, *, measured: bool = True) -> Ready:
    place, step = block(task, measured=measured)
    return Ready(place=place, step=step)


def playing_pearls(landed: int = 11, kept: int = 3, task: Task = Task.PEARLS) -> Playing:
    place, step = block(task)
    state = task_of(step, seed=1, at_ns=START_NS)
    onset_ns = START_NS + 20_000_000_000
    state = replace(state, landed=landed, runs_kept=kept, attempts=kept, last_onset_ns=onset_ns)
    return Playing(place=place, step=step, task=state, started_ns=START_NS, last_event_ns=onset_ns)


def answers(cues: int, count: int) -> list[discrimination.Response]:
    rng = np.random.default_rng(5)
    given = []
    for index in range(count):
        finger = index % 5 + 1
        choice = respond(Pianist(), finger, (1, 2, 3, 4, 5), 1.6, rng)
        played = 4 if index in (4, 14) else choice.finger
        given.append(
            discrimination.Response(
                target=finger, pressed=played, reaction_s=choice.reaction_time_s, allowed_s=1.6
            )
        )
    return given[:cues]


def playing_which_finger(done: int = 12) -> Playing:
    place, step = block(Task.WHICH_FINGER)
    state = task_of(step, seed=3, at_ns=START_NS)
    assert isinstance(state, WhichFingerState)
    fingers = (*state.fingers[:done], 4, *state.fingers[done + 1 :])
    state = replace(
        state,
        fingers=fingers,
        responses=tuple(answers(24, done)),
        cue_ns=START_NS + 30_000_000_000,
    )
    return Playing(place=place, step=step, task=state, started_ns=START_NS, last_event_ns=START_NS)


def paused(*, unplugged: bool = False) -> Paused:
    state = playing_pearls(landed=0)
    return Paused(playing=state, since_ns=START_NS + 22_000_000_000, unplugged=unplugged)


def asking() -> Asking:
    state = playing_pearls(landed=0, kept=6)
    return Asking(place=state.place, step=state.step, task=state.task)


def take(step: BlockPlan, wanted: int, *, source: TimeSource = TimeSource.DRIVER) -> Take:
    rng = np.random.default_rng(11)
    played = play(UNEVEN, step.exercise, step.direction, step.tempo_bpm, wanted, rng)
    timing = Timing(source=source, jitter_ms=0.3)
    return Take(raw=np.zeros(0, RAW_DTYPE), notes=played.notes, timing=timing)


def reviewing_pearls(
    task: Task = Task.PEARLS, *, runs_played: int = 0, measured: bool = True
) -> Reviewing:
    place, step = block(task, measured=measured)
    source = TimeSource.DRIVER if measured else TimeSource.UNMEASURED
    played = take(step, runs_played or step.runs, source=source)
    found = evenness.measure(played, step.exercise, tempo_bpm=step.tempo_bpm)
    because = "The tempo stays at 60 bpm: one more clean block and it rises."
    outcome = Outcome(
        plan=step,
        found=found,
        refused=found.invalid_because,
        next_tempo_bpm=60,
        because=because if task is Task.PEARLS and measured else "",
    )
    return Reviewing(place=place, step=step, outcome=outcome)


def reviewing_which_finger(count: int = 24) -> Reviewing:
    place, step = block(Task.WHICH_FINGER)
    found = discrimination.measure(answers(count, count))
    outcome = Outcome(
        plan=step,
        found=found,
        refused=None if found else "No cue was answered.",
        because="The answers came surely: 1.4 s for each next time." if found else "",
    )
    return Reviewing(place=place, step=step, outcome=outcome)


def ended(end: End) -> Ended:
    today = plan()
    place = Place(plan=today, block=len(today.blocks) - 1, played_ns=round(14.3 * 60e9))
    return Ended(place=place, end=end)
