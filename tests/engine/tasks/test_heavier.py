"""The rules of Heavier or Lighter?, and the same pairs worked out again from the whole take."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exercise import Hand
from engine.take import Control, NoteOff, NoteOn, PortLost
from engine.tasks import heavier_kept
from engine.tasks.heavier import (
    FLAT_PAIRS,
    LONG_REST_NS,
    MOST_APART_NS,
    SETTLED_NS,
    SHOWN_NS,
    Heavier,
    HeavierState,
    begin,
)

MS, S = 1_000_000, 1_000_000_000
KEY = 65
FIRST, SECOND = 0, 1
LEFT, RIGHT = KEY - 7, KEY + 7


def fresh(pairs: int = 3) -> HeavierState:
    return begin(Heavier(hand=Hand.RIGHT, finger=4, key=KEY, pairs=pairs), at_ns=0)


def play(state: HeavierState, *notes: tuple[float, int, int]) -> HeavierState:
    """Play notes of (second, pitch, velocity)."""
    for at_s, pitch, velocity in notes:
        at_ns = round(at_s * S)
        state = state.passed(at_ns).heard(NoteOn(at_ns, pitch, velocity))
        state = state.passed(at_ns + 50 * MS).heard(NoteOff(at_ns + 50 * MS, pitch))
    return state


@pytest.mark.parametrize(("key", "said"), [(LEFT, FIRST), (RIGHT, SECOND), (KEY - 1, FIRST)])
def test_a_pair_and_a_key_beside_it_are_a_judgement(key: int, said: int):
    #  seconds |1    |2       |3
    #  key      KEY   KEY      left or right
    state = play(fresh(), (1, KEY, 60), (2, KEY, 66))
    assert state.asks
    (pair,) = play(state, (3, key, 40)).pairs
    assert (pair.first, pair.second, pair.said, pair.difference) == (60, 66, said, 6)
    assert pair.agreed == (said == SECOND)


def test_two_presses_alike_agree_with_neither_answer():
    state = play(fresh(), (1, KEY, 60), (2, KEY, 60), (3, LEFT, 40))
    assert state.pairs[0].agreed is None


@pytest.mark.parametrize("octave", [-24, 0, 12])
def test_the_key_is_the_home_key_in_any_octave(octave: int):
    state = play(fresh(), (1, KEY + octave, 60), (2, KEY + octave, 50), (3, KEY + octave + 1, 9))
    assert state.key == KEY + octave
    assert state.pairs[0].said == SECOND


def test_other_keys_do_nothing_before_the_pair_is_there():
    state = play(fresh(), (1, 60, 60), (2, KEY, 60), (3, 67, 60), (4, KEY, 50))
    assert [stroke.velocity for stroke in state.strokes] == [60, 50]


def test_the_second_press_is_on_the_key_of_the_first():
    state = play(fresh(), (1, KEY, 60), (2, KEY + 12, 50))
    assert len(state.strokes) == 1


def test_a_bounce_is_no_press_and_a_finger_that_came_along_no_answer():
    soon = SETTLED_NS / S - 0.01
    state = play(fresh(), (1, KEY, 60), (1 + soon, KEY, 30))
    assert len(state.strokes) == 1
    state = play(state, (3, KEY, 62), (3 + soon, KEY + 2, 20))
    assert state.asks
    state = play(state, (4, LEFT, 50), (4 + soon, KEY, 50))
    assert not state.strokes
    assert len(state.pairs) == 1


def test_a_press_once_more_instead_of_an_answer_begins_the_pair_anew():
    state = play(fresh(), (1, KEY, 60), (2, KEY, 61), (3, KEY, 70), (4, KEY, 75), (5, RIGHT, 40))
    (pair,) = state.pairs
    assert (pair.first, pair.second) == (70, 75)


def test_a_pair_too_far_apart_is_begun_anew():
    state = play(fresh(), (1, KEY, 60))
    assert state.passed(1 * S + MOST_APART_NS).strokes
    late = state.passed(1 * S + MOST_APART_NS + 1)
    assert late.strokes == ()
    assert len(play(late, (6, KEY, 50)).strokes) == 1


def test_an_answer_on_the_screen_counts_as_one_at_the_keys():
    state = play(fresh(), (1, KEY, 60), (2, KEY, 61))
    told = state.answered(SECOND, round(2.1 * S))
    assert told.pairs[0].said == SECOND
    assert told.chosen == ((round(2.1 * S), SECOND),)
    assert fresh().answered(SECOND, S) == fresh()


def test_the_truth_is_shown_for_a_moment_and_goes_with_the_next_press():
    state = play(fresh(), (1, KEY, 60), (2, KEY, 61), (3, RIGHT, 40))
    assert state.shown(3 * S + SHOWN_NS - 1) == state.pairs[0]
    assert state.shown(3 * S + SHOWN_NS) is None
    assert play(state, (3.5, KEY, 60)).shown(round(3.6 * S)) is None
    assert fresh().shown(0) is None


def test_it_is_over_when_the_last_truth_was_seen_or_with_the_port():
    state = play(fresh(pairs=1), (1, KEY, 60), (2, KEY, 61), (3, RIGHT, 40))
    assert state.enough
    assert not state.over
    assert state.heard(NoteOn(4 * S, KEY, 60)) == state
    over = state.passed(3 * S + SHOWN_NS)
    assert over.over
    assert over.passed(99 * S) == over
    assert fresh().heard(PortLost(5)).over
    assert fresh().heard(Control(5, 64, 127)) == fresh()


def test_it_waits_for_ever_to_begin_and_twelve_seconds_after():
    assert fresh().pauses_at_ns(0) is None
    state = play(fresh(), (1, KEY, 60))
    assert state.pauses_at_ns(1 * S) == 1 * S + LONG_REST_NS
    state = play(state, (2, KEY, 61)).answered(FIRST, 9 * S)
    # an answer by mouse is no event of the piano, and a sign of life all the same
    assert state.pauses_at_ns(2 * S) == 9 * S + LONG_REST_NS
    last = play(fresh(pairs=1), (1, KEY, 60), (2, KEY, 61), (3, RIGHT, 40))
    assert last.pauses_at_ns(3 * S) is None


def test_a_pause_gives_up_the_pair_and_nothing_else():
    state = play(fresh(), (1, KEY, 60), (2, KEY, 61), (3, RIGHT, 40), (5, KEY, 60))
    again = state.stopped(6 * S).resumed(20 * S)
    assert again.strokes == ()
    assert again.pairs == state.pairs
    assert again.stops == ((6 * S, 20 * S),)
    assert again.pauses_at_ns(20 * S) is None
    assert play(fresh(pairs=1), (1, KEY, 60), (2, KEY, 61), (3, LEFT, 4)).stopped(4 * S).over


def test_what_is_worth_judging_follows_the_answers():
    state = fresh()
    first = state.band
    state = play(state, (1, KEY, 60), (2, KEY, 66), (3, LEFT, 40))
    assert state.band[1] > first[1]


def test_a_keyboard_that_tells_no_force_ends_the_trial_early():
    state = fresh(pairs=20)
    for index in range(FLAT_PAIRS):
        assert not state.enough
        at_s = 5 * index
        state = play(state, (at_s + 1, KEY, 64), (at_s + 2, KEY, 64), (at_s + 3, LEFT, 64))
    assert state.flat
    assert state.passed(99 * S).over


moves = st.lists(
    st.tuples(
        st.floats(0.05, 5.0),
        st.sampled_from([KEY, KEY, KEY, KEY + 12, LEFT, RIGHT, KEY + 1]),
        st.integers(1, 127),
        st.sampled_from(["key", "key", "key", "key", "screen", "pause"]),
    ),
    max_size=40,
)


@given(moves)
def test_the_whole_take_gives_the_pairs_that_the_live_state_had(happened):
    state, notes, at_ns = fresh(pairs=4), [], 0
    for apart_s, pitch, velocity, kind in happened:
        at_ns += round(apart_s * S)
        state = state.passed(at_ns)
        if state.over:
            break
        if kind == "screen":
            state = state.answered(velocity % 2, at_ns)
        elif kind == "pause":
            state = state.stopped(at_ns)
            notes.append(NoteOn(at_ns + S, pitch, velocity))
            at_ns += 2 * S
            if state.over:
                break
            state = state.resumed(at_ns)
        else:
            notes.append(NoteOn(at_ns, pitch, velocity))
            state = state.heard(notes[-1])
    marks = heavier_kept.marks_of(state)
    again = heavier_kept.played_again(state.task, marks, notes)
    assert again.pairs == state.pairs
    assert again.level == state.level
    text = heavier_kept.to_json(again, marks, device=None, counts=True)
    assert heavier_kept.from_json(text) == (state.task, marks)


def test_a_pause_that_did_not_end_ends_the_trial():
    notes = [NoteOn(S, KEY, 60), NoteOn(2 * S, KEY, 61), NoteOn(5 * S, RIGHT, 61)]
    marks = heavier_kept.Marks(began_ns=0, stops=((3 * S, None),))
    assert heavier_kept.played_again(fresh().task, marks, notes).pairs == ()


def kept(pairs, finger: int = 4, device: str | None = "a", **changes: object) -> str:
    task = {"schema": 1, "finger": finger, "device": device, "counts": True, "pairs": pairs}
    return json.dumps(task | changes)


def test_only_the_same_finger_on_the_same_piano_is_pooled_newest_first():
    earlier = [
        kept([[60, 63, 1]]),
        kept([[60, 99, 1]], finger=3),
        kept([[60, 99, 1]], device="b"),
        kept([[60, 99, 1]], counts=False),
        kept([[60, 99, 1]], schema=2),
        kept([[60, 55, 0]]),
    ]
    pooled = heavier_kept.pooled([(1, True)], earlier, finger=4, device="a")
    assert pooled == ((1, True), (3, True), (-5, False))


def test_a_hundred_pairs_are_enough_and_a_trial_is_never_cut():
    earlier = [kept([[60, 60 + size, 1]] * 48) for size in (1, 2, 3)]
    pooled = heavier_kept.pooled([(0, True)] * 24, earlier, finger=4, device="a")
    assert len(pooled) == 24 + 48 + 48


def test_pairs_of_an_unknown_schema_are_refused():
    with pytest.raises(ValueError, match="schema 99"):
        heavier_kept.from_json('{"schema": 99}')
