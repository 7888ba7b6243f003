"""Situations of On the Beat and of the calibration: played by a tapper whose truth is known."""

from dataclasses import replace

import numpy as np

from engine.exercise import Hand
from engine.measures.timing.asynchrony import Asynchrony
from engine.pianist.tapping import Tapper, tap
from engine.record import Calibration, ClickChoice
from engine.session.beginning import task_of
from engine.session.state import BlockPlan, Outcome, Place, Playing, Ready, Reviewing, SessionPlan
from engine.session.steps import calibration as calibration_step
from engine.session.steps import on_the_beat as beat_step
from engine.session.world import Step
from engine.take import NoteOn
from engine.tasks.calibration import measure
from engine.tasks.on_the_beat import OnTheBeatState
from engine.tasks.on_the_beat_found import Part, alone_tempo, one_finger, with_clicks
from game.screens.screen import Moment
from game.view.layout import layout_for
from tests import worlds
from tests.moments import KEYS

EARLY = Tapper(clock_sd_ms=14, motor_sd_ms=7, alpha=0.4, asynchrony_ms=(-18, -20, -17, 4, -12))
KNOWN = Calibration(
    port_name="Roland FP-30X",
    clicks=ClickChoice.SPEAKERS,
    latency_ms=23.0,
    low_ms=18.0,
    high_ms=28.0,
    taps=60,
)
CLOCK = Part(value=16.1, n=124, low=12.7, high=19.1)
MOTOR = Part(value=None, n=124, low=0.0, high=7.9, reason="not estimable: no variation of the hand")
CORRECTION = Part(value=0.42, n=96, low=0.2, high=0.66, standard_error=0.1)


def step_of(*, level_json: str | None = None, hand: Hand = Hand.RIGHT) -> BlockPlan:
    levels = {} if level_json is None else {"on_the_beat": level_json}
    standing = worlds.standing(hand=hand, levels=levels)
    return beat_step.step(standing, worlds.EXERCISES)


def place_of(step: BlockPlan) -> Place:
    last = worlds.plan().blocks[-1]
    plan = SessionPlan(blocks=(step, last), seed=7, dose_minutes=25, measured=True, outer=(21, 108))
    return Place(plan=plan, played_ns=round(11.2 * 60e9))


def ready(step: BlockPlan) -> Ready:
    return Ready(place=place_of(step), step=step)


def playing(step: BlockPlan, *, done: int = 0, notes: int = 0, tapper: Tapper = EARLY) -> Playing:
    """The trial with ``done`` stretches played and ``notes`` of the next."""
    state = task_of(step, seed=3, at_ns=worlds.START_NS)
    rng = np.random.default_rng(5)
    for index in range(done + 1):
        if state.enough:
            break
        placed = state.current
        stretch = placed.stretch
        asked = stretch.paced + stretch.alone
        tapped = tap(
            tapper,
            ioi_s=placed.note_ns / 1e9,
            paced=stretch.paced,
            alone=stretch.alone,
            rng=rng,
            fingers=[stretch.finger(note) for note in range(asked)],
        )
        count = asked if index < done else notes
        for note in range(count):
            at_ns = placed.due_ns(0) + round(float(tapped.performed_s[note]) * 1e9)
            state = state.passed(at_ns).heard(NoteOn(at_ns, stretch.pitch(note) or 60, 64))
        if not stretch.alone and index < done:
            state = state.passed(placed.alone_ns)
    last_ns = state.last_onset_ns or worlds.START_NS
    return Playing(
        place=place_of(step),
        step=step,
        task=state,
        started_ns=worlds.START_NS,
        last_event_ns=last_ns,
    )


def notes_of(step: BlockPlan, tapper: Tapper = EARLY, seed: int = 5):
    """Return a played trial: its stretches, onsets on the clock of the clicks (s), pitches."""
    state = task_of(step, seed=3, at_ns=worlds.START_NS)
    rng = np.random.default_rng(seed)
    onsets, pitches = [], []
    while not state.enough:
        placed = state.current
        stretch = placed.stretch
        asked = stretch.paced + stretch.alone
        tapped = tap(
            tapper,
            ioi_s=placed.note_ns / 1e9,
            paced=stretch.paced,
            alone=stretch.alone,
            rng=rng,
            fingers=[stretch.finger(note) for note in range(asked)],
        )
        for note in range(asked):
            if tapped.missed[note] and note < stretch.paced:
                continue
            at_ns = placed.due_ns(0) + round(float(tapped.performed_s[note]) * 1e9)
            pitch = stretch.pitch(note) or 60
            onsets.append(at_ns / 1e9)
            pitches.append(pitch)
            state = state.passed(at_ns).heard(NoteOn(at_ns, pitch, 64))
        if not stretch.alone:
            state = state.passed(placed.alone_ns)
    return state.done, np.array(onsets), np.array(pitches, np.int64)


def reviewing(
    step: BlockPlan | None = None,
    *,
    clicks: ClickChoice = ClickChoice.SPEAKERS,
    calibration: Calibration | None = None,
    trials: int = 1,
    tapper: Tapper = EARLY,
) -> Reviewing:
    step = step or step_of()
    done, onset_s, pitches = notes_of(step, tapper)
    found = with_clicks(done[:2], onset_s, pitches, clicks, calibration)
    last = one_finger(done[2], onset_s, pitches)
    none = Part(value=None, n=trials, reason="not estimable: needs 4 rounds")
    known = trials >= 4
    found = replace(
        found,
        finger=last.finger,
        trials=trials,
        alone=alone_tempo(done[2], last.alone_s),
        clock=CLOCK if known else none,
        motor=MOTOR if known else none,
        correction=CORRECTION if known else none,
    )
    because = "Steady. Two more steady times, then a step on."
    outcome = Outcome(plan=step, found=found, because=because)
    return Reviewing(place=place_of(step), step=step, outcome=outcome)


def without_figure() -> Reviewing:
    step = step_of()
    outcome = Outcome(
        plan=step,
        refused="No round was played to its end.",
        because="The beat stays at 72 bpm, 8 beats alone.",
    )
    return Reviewing(place=place_of(step), step=step, outcome=outcome)


def asynchrony_of(state: Reviewing) -> Asynchrony:
    return state.outcome.found.asynchrony


def calibration_plan() -> BlockPlan:
    return calibration_step.step(worlds.standing(), worlds.EXERCISES)


def calibrating(notes: int) -> Playing:
    return playing(calibration_plan(), notes=notes)


def calibrated(*, tapper: Tapper | None = None, clicks=ClickChoice.SPEAKERS) -> Reviewing:
    step = calibration_plan()
    late = tapper or Tapper(clock_sd_ms=14, motor_sd_ms=7, alpha=0.5, asynchrony_ms=(23,) * 5)
    done, onset_s, _ = notes_of(step, late)
    found = measure(done, onset_s, "Roland FP-30X", clicks)
    outcome = Outcome(plan=step, found=found, refused=found.refused)
    return Reviewing(place=place_of(step), step=step, outcome=outcome)


def moment_of(
    state: Ready | Playing | Reviewing,
    *,
    size: tuple[int, int] = (1280, 720),
    text_percent: int = 100,
    now_ns: int = 0,
    sounding: frozenset[int] = frozenset(),
    **settings: object,
) -> Moment:
    """Return a moment at a connected piano; ``settings`` replaces some of those."""
    whole = worlds.world()
    whole = replace(whole, settings=replace(whole.settings, **settings))
    return Moment(
        step=Step(state=state, world=whole),
        sounding=sounding,
        now_ns=now_ns,
        layout=layout_for(*size, text_percent),
        steering=None if isinstance(state, Playing) else KEYS,
    )


def at_beat(state: Playing, beats: float) -> int:
    """Return the moment ``beats`` after the first click of the stretch."""
    task = state.task
    assert isinstance(task, OnTheBeatState)
    return task.from_ns + round(beats * 60e9 / task.task.tempo_bpm)
