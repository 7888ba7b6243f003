"""The rules of Still Water: a round waits for its held keys, and a lifted hand ends it."""

from dataclasses import replace

import pytest

from content.loader import exercise
from engine.exercise import Hand
from engine.take import Control, NoteOff, NoteOn, PortLost
from engine.tasks.still_water import (
    LETTING_GO_NS,
    LIFTED_NS,
    REST_NS,
    SETTLING_NS,
    Flowing,
    Resting,
    Settling,
    StillWater,
    Waiting,
    begin,
    held_beside,
)

S = 1_000_000_000
FIVE = exercise("five-finger-c-right")
KEYS = dict(zip((1, 2, 3, 4, 5), (60, 62, 64, 65, 67), strict=True))


def water(**changes):
    return begin(
        StillWater(exercise=FIVE, hand=Hand.RIGHT, **{"fingers": (4, 2), **changes}), at_ns=0
    )


def on(state, finger, at_ns, by=0):
    return state.passed(at_ns).heard(NoteOn(at_ns, KEYS[finger] + by, 40))


def off(state, finger, at_ns, by=0):
    return state.passed(at_ns).heard(NoteOff(at_ns, KEYS[finger] + by))


def holding(state, at_ns=S, by=0):
    for finger in state.held:
        state = on(state, finger, at_ns, by)
    return state


def flowing(at_ns=S, **changes):
    return holding(water(**changes), at_ns).passed(at_ns + SETTLING_NS)


def struck(state, from_ns, count, every_ns=S):
    for stroke in range(count):
        at_ns = from_ns + stroke * every_ns
        state = on(state, state.playing, at_ns)
        state = off(state, state.playing, at_ns + every_ns // 3)
    return state


def test_it_waits_for_ever_for_the_keys_to_be_held():
    state = water().passed(1000 * S)
    assert state.phase == Waiting()
    assert state.clicks is None
    assert state.pauses_at_ns(0) is None
    three = on(on(on(state, 1, 1000 * S), 2, 1000 * S), 3, 1001 * S)
    assert three.passed(2000 * S).phase == Waiting()
    assert three.fingers_down == {1, 2, 3}


def test_the_round_begins_when_the_held_keys_lie_quietly():
    state = holding(water())
    assert state.phase == Settling(begins_ns=S + SETTLING_NS, octaves=0)
    assert state.passed(S + SETTLING_NS - 1).phase == state.phase
    assert state.passed(S + SETTLING_NS).phase == Flowing(S + SETTLING_NS, 0, S + SETTLING_NS)


def test_a_key_that_comes_up_before_begins_the_wait_anew():
    state = off(holding(water()), 5, 2 * S)
    assert state.phase == Waiting()
    assert state.clicks is None
    assert on(state, 5, 3 * S).phase == Settling(3 * S + SETTLING_NS, 0)


def test_a_stroke_while_settling_changes_nothing():
    state = holding(water())
    assert on(state, 4, S + S // 2).phase == state.phase


@pytest.mark.parametrize("by", [-24, -12, 12, 24])
def test_any_octave_will_do(by):
    state = holding(water(), by=by)
    assert state.phase.octaves == by


def test_keys_of_two_octaves_are_not_one_hand():
    state = on(on(on(water(), 1, S), 2, S), 3, S)
    state = on(state, 5, S, by=12)
    assert state.phase == Waiting()
    assert state.fingers_down == {1, 2, 3, 5}


def test_a_hand_that_moves_while_settling_settles_anew():
    state = holding(water(held=1))
    moved = state.heard(NoteOn(2 * S, KEYS[3] - 12, 40)).heard(NoteOff(2 * S, KEYS[3]))
    assert moved.phase == Settling(2 * S + SETTLING_NS, -12)


def test_drops_fall_in_the_middle_of_their_seconds():
    clicks = holding(water()).clicks
    begins_ns = S + SETTLING_NS
    assert (clicks.from_ns, clicks.tempo_bpm, clicks.beats) == (begins_ns + S // 2, 60.0, 20)
    assert flowing().clicks == clicks


@pytest.mark.parametrize(("bpm", "drops", "lasts_s"), [(60, 20, 20), (120, 40, 20), (66, 22, 20)])
def test_a_round_holds_whole_drops(bpm, drops, lasts_s):
    task = StillWater(exercise=FIVE, hand=Hand.RIGHT, tempo_bpm=bpm)
    assert task.drops == drops
    assert task.lasts_ns == pytest.approx(lasts_s * S)


def test_at_the_own_pace_nothing_falls_and_ten_seconds_are_enough():
    task = StillWater(exercise=FIVE, hand=Hand.RIGHT, tempo_bpm=None)
    assert task.drops is None
    assert task.lasts_ns == 10 * S
    assert flowing(tempo_bpm=None).clicks is None


def test_a_round_ends_by_itself_and_the_hand_rests():
    begins_ns = S + SETTLING_NS
    state = struck(flowing(), begins_ns + S // 2, 20).passed(begins_ns + 20 * S)
    (played,) = state.rounds
    assert (played.playing, played.held) == (4, (1, 2, 3, 5))
    assert (played.begins_ns, played.ends_ns) == (begins_ns, begins_ns + 20 * S)
    assert not played.lifted
    assert state.phase == Resting(begins_ns + 20 * S + REST_NS)
    assert (state.turn, state.playing, state.over) == (1, 2, False)
    assert state.clicks is None
    assert state.pauses_at_ns(0) is None


def test_broken_keys_end_nothing():
    begins_ns = S + SETTLING_NS
    state = struck(flowing(), begins_ns + S // 2, 3)
    state = off(state, 5, begins_ns + 4 * S)
    state = on(state, 5, begins_ns + 5 * S)
    state = struck(off(state, 3, begins_ns + 5 * S), begins_ns + 6 * S, 14)
    assert len(state.passed(begins_ns + 20 * S).rounds) == 1


def lifted(state, at_ns):
    for finger in state.held:
        state = off(state, finger, at_ns)
    return state


def test_a_lifted_hand_ends_the_round_after_a_second():
    begins_ns = S + SETTLING_NS
    state = struck(flowing(), begins_ns + S // 2, 8)
    up_ns = begins_ns + 8 * S
    state = lifted(state, up_ns)
    assert isinstance(state.passed(up_ns + LIFTED_NS - 1).phase, Flowing)
    state = state.passed(up_ns + LIFTED_NS)
    assert state.phase == Resting(up_ns + LIFTED_NS + REST_NS)
    (played,) = state.rounds
    assert played.lifted
    # the last stroke let its key go a sixth of a second before the others did
    assert played.ends_ns == begins_ns + 7 * S + S // 2 + S // 3
    assert played.lasted_ns == played.ends_ns - begins_ns


def test_a_hand_that_is_back_within_the_second_goes_on():
    begins_ns = S + SETTLING_NS
    state = struck(flowing(), begins_ns + S // 2, 8)
    state = lifted(state, begins_ns + 8 * S)
    state = on(state, 1, begins_ns + 8 * S + LIFTED_NS // 2)
    assert isinstance(state.passed(begins_ns + 10 * S).phase, Flowing)


def test_a_round_lifted_soon_leaves_nothing_and_is_not_asked_for_again():
    begins_ns = S + SETTLING_NS
    state = lifted(struck(flowing(), begins_ns + S // 2, 2), begins_ns + 3 * S)
    state = state.passed(begins_ns + 5 * S)
    assert state.rounds == ()
    assert state.turn == 1


def test_a_hand_that_lets_go_just_before_the_end_ends_the_round_there():
    begins_ns = S + SETTLING_NS
    state = struck(flowing(), begins_ns + S // 2, 19)
    up_ns = begins_ns + 19 * S + 9 * S // 10
    state = lifted(state, up_ns).passed(begins_ns + 30 * S)
    (played,) = state.rounds
    assert not played.lifted
    assert played.ends_ns == up_ns - LETTING_GO_NS


def test_fingers_that_come_up_one_after_the_other_are_one_hand_let_go():
    begins_ns = S + SETTLING_NS
    state = on(struck(flowing(), begins_ns + S // 2, 8), 4, begins_ns + 9 * S)
    first_ns = begins_ns + 9 * S + S // 2
    for late, finger in enumerate((4, 5, 3, 2, 1)):
        state = off(state, finger, first_ns + late * S // 20)
    (played,) = state.passed(first_ns + 2 * S).rounds
    # from the first key that came up, none having gone down since
    assert played.ends_ns == first_ns
    assert played.lifted


def test_after_the_rest_the_next_round_waits_for_its_own_keys():
    begins_ns = S + SETTLING_NS
    state = struck(flowing(), begins_ns + S // 2, 20)
    rested_ns = begins_ns + 20 * S + REST_NS
    away = lifted(state, begins_ns + 21 * S).passed(rested_ns)
    assert away.phase == Waiting()
    # finger 4 holds now, and 2 plays: a hand that never left its keys lacks one
    assert state.passed(rested_ns).phase == Waiting()
    there = on(state, 4, rested_ns - S).passed(rested_ns)
    assert there.phase == Settling(rested_ns + SETTLING_NS, 0)


def test_the_last_round_ends_the_trial():
    begins_ns = S + SETTLING_NS
    state = struck(flowing(fingers=(4,)), begins_ns + S // 2, 20).passed(begins_ns + 20 * S)
    assert state.over
    assert state.playing == 4
    assert state.clicks is None
    assert state.heard(NoteOn(begins_ns + 21 * S, 60, 40)) == state
    assert state.passed(begins_ns + 99 * S) == state


def test_four_seconds_without_a_key_pause_and_give_the_round_up():
    begins_ns = S + SETTLING_NS
    state = struck(flowing(), begins_ns + S // 2, 5)
    last_ns = state.phase.last_ns
    assert state.pauses_at_ns(0) == last_ns + 4 * S
    # however late it is asked, it has not gone on beyond that
    assert state.passed(begins_ns + 60 * S) == state
    paused = state.stopped(last_ns + 4 * S)
    assert paused.phase == Waiting()
    assert paused.turn == 0
    again = paused.resumed(100 * S)
    assert holding(again, 101 * S).phase == Settling(101 * S + SETTLING_NS, 0)


def test_a_pause_while_resting_lets_the_rest_go_on():
    begins_ns = S + SETTLING_NS
    state = struck(flowing(), begins_ns + S // 2, 20).passed(begins_ns + 20 * S)
    paused = state.stopped(begins_ns + 25 * S)
    assert paused.phase == state.phase
    assert paused.rounds == state.rounds


def test_the_pedal_is_nothing_and_an_unplugged_piano_ends_it_all():
    state = flowing()
    assert state.heard(Control(9 * S, 64, 127)) == state
    lost = state.heard(PortLost(9 * S))
    assert lost.over
    assert lost.rounds == ()


def test_strokes_are_those_of_the_playing_finger_in_its_own_octave():
    begins_ns = S + SETTLING_NS
    state = on(flowing(), 4, begins_ns + S)
    state = on(state, 4, begins_ns + 2 * S, by=12)
    state = on(off(state, 5, begins_ns + 2 * S), 5, begins_ns + 3 * S)
    assert state.phase.strokes_ns == (begins_ns + S,)


@pytest.mark.parametrize(
    ("playing", "held"),
    [
        (1, [(2,), (2, 3), (2, 3, 4), (2, 3, 4, 5)]),
        (2, [(1,), (1, 3), (1, 3, 4), (1, 3, 4, 5)]),
        (3, [(2,), (2, 4), (1, 2, 4), (1, 2, 4, 5)]),
        (4, [(3,), (3, 5), (2, 3, 5), (1, 2, 3, 5)]),
        (5, [(4,), (3, 4), (2, 3, 4), (1, 2, 3, 4)]),
    ],
)
def test_the_nearest_fingers_hold_first(playing, held):
    assert [held_beside(playing, count) for count in (1, 2, 3, 4)] == held


@pytest.mark.parametrize("changes", [{"fingers": ()}, {"held": 0}, {"held": 5}])
def test_what_cannot_be_played_is_refused(changes):
    with pytest.raises(ValueError, match="Still Water needs"):
        water(**changes)


def test_the_frames_do_not_matter():
    begins_ns = S + SETTLING_NS
    fine = coarse = struck(flowing(), begins_ns + S // 2, 20)
    for at_ns in range(begins_ns + 20 * S, begins_ns + 60 * S, S // 60):
        fine = fine.passed(at_ns)
    assert coarse.passed(begins_ns + 60 * S) == fine


def test_a_left_hand_has_its_own_fingers():
    left = replace(water().task, exercise=exercise("five-finger-c-left"), hand=Hand.LEFT)
    keys = {finger: pitch for pitch, finger in left.home.items()}
    state = begin(left, 0)
    for finger in state.held:
        state = state.heard(NoteOn(S, keys[finger], 40))
    assert state.fingers_down == {1, 2, 3, 5}
    assert isinstance(state.phase, Settling)
