"""Situations of Still Water to draw: a round that waits, flows or rests, and what was found."""

from dataclasses import replace
from functools import cache

import numpy as np

from engine.adaptation.water_level import WaterLevel
from engine.exercise import Hand
from engine.measures.independence.holding import HeldKeys
from engine.note import NoteArray
from engine.pianist.holding import hold
from engine.record import Task
from engine.session.beginning import task_of
from engine.session.state import Outcome, Place, Playing, Ready, Reviewing
from engine.session.steps.still_water import step
from engine.session.world import Step, World
from engine.take import NoteOn
from engine.tasks.still_water import REST_NS, SETTLING_NS, Flowing, Resting, Round, held_beside
from engine.tasks.still_water_found import EarlierRound, measure_rounds
from game.input import SteeringKeys
from game.rehearsal.still_water import USUAL
from game.screens.screen import Moment
from game.view.layout import layout_for
from tests.worlds import EXERCISES, START_NS, plan, standing, world

S = 1_000_000_000
FIVE = (2, 3, 4, 5, 1)


def the_step(held=4, *, tempo_bpm=60.0, own_pace=False, hand=Hand.RIGHT):
    level = WaterLevel(held=held, tempo_bpm=tempo_bpm, calmed=own_pace, own_pace=own_pace)
    known = standing(hand=hand, levels={Task.STILL_WATER: level.to_json()})
    offered = step(known, EXERCISES)
    assert offered is not None
    return offered


def place(what) -> Place:
    today = replace(plan(), blocks=(plan().blocks[0], what))
    return Place(plan=today, block=1, played_ns=16 * 60 * S)


def ready(**what) -> Ready:
    asked = the_step(**what)
    return Ready(place=place(asked), step=asked)


def waiting(down=(), turn=2, **what) -> Playing:
    """A round that waits with some fingers' keys down."""
    asked = the_step(**what)
    task = replace(task_of(asked, seed=1, at_ns=START_NS), turn=turn)
    keys = {finger: pitch for pitch, finger in task.task.home.items()}
    for finger in down:
        task = task.heard(NoteOn(START_NS + S, keys[finger], 40))
    return Playing(
        place=place(asked), step=asked, task=task, started_ns=START_NS, last_event_ns=START_NS
    )


def flowing(turn=2, strokes=(), **what) -> Playing:
    """A round that began at ``flows_ns``."""
    state = waiting(turn=turn, **what)
    task = state.task
    begins_ns = flows_ns()
    keys = {finger: pitch for pitch, finger in task.task.home.items()}
    phase = Flowing(begins_ns, 0, begins_ns, strokes_ns=tuple(begins_ns + at for at in strokes))
    down = frozenset(keys[finger] for finger in task.held)
    return replace(state, task=replace(task, phase=phase, down=down))


def flows_ns() -> int:
    return START_NS + 3 * S + SETTLING_NS


def resting(**what) -> Playing:
    state = waiting(**what)
    return replace(state, task=replace(state.task, phase=Resting(flows_ns() + REST_NS)))


@cache
def take(held=4, tempo_bpm: float | None = 60.0, seed=5) -> tuple[NoteArray, tuple[Round, ...]]:
    """Return five rounds as the virtual pianist plays them, and when they were."""
    home = dict(zip((60, 62, 64, 65, 67), (1, 2, 3, 4, 5), strict=True))
    rng = np.random.default_rng(seed)
    notes, rounds = [], []
    for turn, playing in enumerate(FIVE):
        asked = HeldKeys(home=home, striking=playing, held=held_beside(playing, held))
        lasts_s = 20 if tempo_bpm else 10
        holder, first_s = USUAL, 0.0
        if tempo_bpm:
            holder = replace(USUAL, iki_ms=(60e3 / tempo_bpm,) * 5, iki_cv=(0.015,) * 5)
            first_s = 30 / tempo_bpm
        one = hold(holder, asked, lasts_s - 2 * first_s, rng).notes.copy()
        for name in ("onset_s", "offset_s"):
            one[name] += 40 * turn + first_s
        # keys are held on beyond the end
        long = one["offset_s"] - one["onset_s"] > 0.9
        one["offset_s"][long & (one["offset_s"] > 40 * turn + lasts_s)] += 5
        notes.append(one)
        rounds.append(
            Round(
                playing=playing,
                held=asked.held,
                begins_ns=(40 * turn + 1) * S,
                ends_ns=(40 * turn + 1 + lasts_s) * S,
                tempo_bpm=tempo_bpm,
            )
        )
    whole = np.concatenate(notes)
    return whole[np.argsort(whole["onset_s"], kind="stable")], tuple(rounds)


def before(held=4) -> tuple[EarlierRound, ...]:
    return tuple(
        EarlierRound(
            playing=playing,
            held=held_beside(playing, held),
            tempo_bpm=60.0,
            strokes=20,
            breaks=dict.fromkeys(held_beside(playing, held), week % 3),
            presses={finger: 0 for finger in FIVE if finger != playing},
            share=0.972 + 0.003 * week,
        )
        for week in range(7)
        for playing in FIVE
    )


def reviewing(held=4, *, own_pace=False, earlier=True, seed=5, rounds=5, **outcome) -> Reviewing:
    asked = the_step(held, own_pace=own_pace)
    notes, played = take(held, None if own_pace else 60.0, seed)
    found = measure_rounds(
        played[:rounds],
        notes,
        {60: 1, 62: 2, 64: 3, 65: 4, 67: 5},
        origin_ns=0,
        earlier=before(held) if earlier else (),
    )
    said = Outcome(
        plan=asked,
        found=found,
        next_level_json=asked.level_json,
        because="Next time the same: four fingers held, one drop a second.",
    )
    return Reviewing(place=place(asked), step=asked, outcome=replace(said, **outcome))


def moment(
    state,
    *,
    size=(1280, 720),
    text_percent=100,
    now_ns=START_NS,
    sounding=(),
    **changes: object,
) -> Moment:
    known: World = world(**changes)
    steers = not isinstance(state, Playing) and known.device is not None
    return Moment(
        step=Step(state=state, world=known),
        sounding=frozenset(sounding),
        now_ns=now_ns,
        layout=layout_for(*size, text_percent),
        steering=SteeringKeys(lowest=21, highest=108) if steers else None,
    )
