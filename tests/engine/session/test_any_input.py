"""Whatever arrives, in whatever order: no game raises, and time in one step is time in many."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.loader import load_exercises
from engine.adaptation.cue_level import CueKind, CueLevel
from engine.adaptation.water_level import WaterLevel
from engine.exercise import Hand
from engine.record import Task
from engine.session.advance import advance, opening
from engine.session.plan import plan_today, steps_for
from engine.session.standing import Standing
from engine.session.state import (
    Answer,
    Asking,
    Begin,
    BlockPlan,
    Ended,
    Heard,
    Leave,
    Passed,
    Pause,
    Playing,
    Resume,
)
from engine.take import Control, NoteOff, NoteOn, PortLost

MS = 1_000_000
START_NS = 10**12
OUTER = (48, 72)
EXERCISES = load_exercises()


def short_steps() -> dict[str, tuple[Standing, BlockPlan]]:
    """Return a short step of every game, with both hands, every cue and every way of holding."""
    found = {}
    for hand in Hand:
        standing = Standing(hand=hand, sessions_before=9, tempo_bpm=60, ceiling_bpm=66)
        for step in steps_for(standing, EXERCISES):
            short = replace(step, cues=min(step.cues, 3), runs=min(step.runs, 1), max_attempts=2)
            found[f"{step.task} {hand}"] = standing, short
            if step.task is Task.WHICH_FINGER:
                for kind in CueKind:
                    cued = replace(short, level_json=CueLevel(kind=kind).to_json())
                    found[f"{kind} {hand}"] = standing, cued
            if step.task is Task.STILL_WATER:
                level = WaterLevel(held=4, calmed=True, own_pace=True).to_json()
                own = replace(short, level_json=level, tempo_bpm=None)
                found[f"own pace {hand}"] = standing, own
    return found


STEPS = short_steps()
KEYS = st.one_of(
    st.sampled_from((*OUTER, 48, 50, 52, 53, 55, 60, 62, 64, 65, 67)), st.integers(0, 127)
)
GAPS = st.one_of(
    st.sampled_from([each * MS for each in (0, 20, 150, 250, 450, 1000, 1500, 4000)]),
    st.integers(0, 90_000 * MS),
)
WHAT = st.one_of(
    st.tuples(st.just("on"), KEYS),
    st.tuples(st.just("off"), KEYS),
    st.tuples(st.just("answer"), st.integers(0, 5)),
    st.tuples(st.sampled_from(["pedal", "lost", "pause", "resume"]), st.just(0)),
)


GIVEN = {
    "on": lambda key, at_ns: Heard(NoteOn(at_ns, key, 1 + key % 127)),
    "off": lambda key, at_ns: Heard(NoteOff(at_ns, key)),
    "answer": lambda choice, at_ns: Answer(choice=choice, at_ns=at_ns),
    "pedal": lambda _, at_ns: Heard(Control(at_ns, 64, 127)),
    "lost": lambda _, at_ns: Heard(PortLost(at_ns)),
    "pause": lambda _, at_ns: Pause(at_ns),
    "resume": lambda _, at_ns: Resume(at_ns),
}


def played(state, pitch: int, at_ns: int):
    return advance(advance(state, Heard(NoteOn(at_ns, pitch, 64))), Heard(NoteOff(at_ns, pitch)))


@pytest.mark.parametrize("name", sorted(STEPS))
@settings(max_examples=12, deadline=None)
@given(
    moves=st.lists(st.tuples(GAPS, st.floats(0, 1), WHAT), max_size=40),
    notes=st.integers(0, 40),
)
def test_no_order_of_inputs_is_too_much_for_a_game(name, moves, notes):
    standing, step = STEPS[name]
    plan = replace(plan_today(standing, EXERCISES, seed=1, outer=OUTER), blocks=(step,))
    state, at_ns = advance(opening(plan), Begin(START_NS)), START_NS + 3000 * MS
    pitches = step.exercise.patterns[0].pitches
    for note in range(notes):
        # a trill of fifty notes a second goes before
        state, at_ns = played(state, pitches[note % len(pitches)], at_ns), at_ns + 20 * MS
    for gap_ns, share, (what, value) in moves:
        between_ns, at_ns = at_ns + round(gap_ns * share), at_ns + gap_ns
        whole = advance(state, Passed(at_ns))
        assert whole == advance(advance(state, Passed(between_ns)), Passed(at_ns))
        assert whole == advance(whole, Passed(at_ns))
        state = advance(whole, GIVEN[what](value, at_ns))
        if isinstance(state, Playing):
            assert not state.task.over
    assert isinstance(state, Asking) or isinstance(advance(state, Leave(at_ns)), Ended)
