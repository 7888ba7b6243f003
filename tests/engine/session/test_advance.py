"""A session moved on by hand: what begins, pauses, asks and ends it."""

from dataclasses import replace

import pytest

from content.loader import load_exercises
from engine.adaptation.beat_level import BeatLevel
from engine.exercise import Hand
from engine.record import Task
from engine.session.advance import advance, opening
from engine.session.plan import FIRST_GAMES, plan_today
from engine.session.standing import Standing
from engine.session.state import (
    Again,
    Answer,
    Asking,
    Begin,
    End,
    Ended,
    Heard,
    Leave,
    Measured,
    Measuring,
    Next,
    Outcome,
    Passed,
    Pause,
    Paused,
    Playing,
    Report,
    Resume,
    Reviewing,
)
from engine.session.steps import calibration, late_one, on_the_beat
from engine.take import Control, NoteOff, NoteOn, PortLost

S = 1_000_000_000
QUARTER = S // 4
STANDING = Standing(hand=Hand.RIGHT, sessions_before=2, tempo_bpm=60, ceiling_bpm=66)


def plan(outer=(21, 108), standing=STANDING):
    return plan_today(standing, load_exercises(), seed=1, outer=outer)


def started(outer=(21, 108)):
    return advance(opening(plan(outer)), Begin(0))


def play(state, pitches, at_ns=S):
    for pitch in pitches:
        state = advance(state, Heard(NoteOn(at_ns, pitch, 64)))
        state = advance(state, Heard(NoteOff(at_ns + QUARTER // 2, pitch)))
        at_ns += QUARTER
    return state, at_ns


def finished(state):
    """Play what the step asks for until the take is over."""
    at_ns = S
    while isinstance(state, Playing):
        state, at_ns = play(state, state.task.task.pattern.pitches, at_ns)
        at_ns += 2 * S
    return state


def reviewed(state, **report):
    state = advance(finished(state), Report(**{"pulled": False, "pain": False, **report}))
    return advance(state, Measured(Outcome(plan=state.step)))


def test_the_day_has_its_steps_and_only_the_check_is_scored():
    blocks = plan().blocks
    assert [block.task for block in blocks] == [
        Task.WARM_UP,
        Task.EVENNESS_CHECK,
        Task.EVENNESS_CHECK,
        Task.PEARLS,
        *FIRST_GAMES,
        Task.CALM_END,
    ]
    assert [block.scored for block in blocks] == [False, True, True, False, False, False]
    assert sum(block.minutes for block in blocks) < 25


def test_the_first_two_sittings_and_the_computer_keyboard_are_not_scored():
    first = plan(standing=replace(STANDING, sessions_before=1))
    unmeasured = plan_today(STANDING, load_exercises(), seed=1, measured=False)
    assert not any(block.scored for block in (*first.blocks, *unmeasured.blocks))


def test_no_check_is_offered_above_the_ceiling():
    tasks = [block.task for block in plan(standing=replace(STANDING, ceiling_bpm=58)).blocks]
    assert Task.EVENNESS_CHECK not in tasks


def test_a_plan_without_a_step_is_refused():
    with pytest.raises(ValueError, match="at least one step"):
        opening(replace(plan(), blocks=()))


def test_a_full_take_is_asked_about_measured_and_reviewed():
    state = finished(started())
    assert isinstance(state, Asking)
    state = advance(state, Report(pulled=True, pain=False))
    assert isinstance(state, Measuring)
    assert state.pulled
    state = advance(state, Measured(Outcome(plan=state.step)))
    assert isinstance(state, Reviewing)
    assert state.place.played_ns > 20 * S
    assert advance(state, Next()).place.block == 1


def test_pain_ends_the_session():
    state = reviewed(started(), pain=True)
    assert isinstance(state, Ended)
    assert state.end is End.PAIN


def test_again_repeats_the_step_and_slower_is_never_faster_or_scored():
    state = reviewed(started())
    again = advance(state, Again())
    assert (again.place.block, again.place.ordinal, again.step) == (0, 1, state.step)
    slower = advance(state, Again(replace(state.step, tempo_bpm=40)))
    assert (slower.step.tempo_bpm, slower.step.scored) == (40, False)
    assert (
        advance(state, Again(replace(state.step, tempo_bpm=400))).step.tempo_bpm
        == state.step.tempo_bpm
    )


def test_again_takes_up_the_level_that_the_game_has_come_to():
    state = reviewed(started())
    moved = replace(state, outcome=replace(state.outcome, next_level_json="{}"))
    assert advance(moved, Again()).step.level_json == "{}"
    without = replace(state.step, tempo_bpm=None)
    assert advance(state, Again(without)).step.tempo_bpm is None


def test_the_last_step_ends_the_session_and_so_does_the_dose():
    state = reviewed(started())
    last = replace(state, place=replace(state.place, block=len(plan().blocks) - 1))
    assert advance(last, Next()).end is End.DONE
    spent = replace(state, place=replace(state.place, played_ns=25 * 60 * S))
    assert advance(spent, Next()).end is End.DOSE
    assert advance(spent, Again()).end is End.DOSE


def test_both_outer_keys_for_a_second_pause_and_nothing_else_does():
    state = started()
    one = advance(state, Heard(NoteOn(S, 108, 64)))
    assert isinstance(advance(one, Passed(3 * S)), Playing)
    both = advance(one, Heard(NoteOn(S, 21, 64)))
    assert isinstance(advance(both, Passed(2 * S - 1)), Playing)
    assert isinstance(advance(both, Passed(2 * S)), Paused)
    let_go = advance(both, Heard(NoteOff(S + S // 2, 21)))
    assert isinstance(advance(let_go, Passed(9 * S)), Playing)


def test_outer_keys_are_no_notes_of_the_run_but_those_of_a_small_keyboard_are():
    wide, _ = play(started(), [108])
    assert wide.task.landed == 0
    small = started(outer=(48, 72))
    lowest, _ = play(small, [48, 50])
    assert lowest.task.landed == 2
    highest, _ = play(small, [72, 74])
    assert (highest.task.landed, highest.task.extras) == (0, 1)


def test_while_both_ends_are_held_neither_is_a_note():
    state, _ = play(started(outer=(48, 72)), [60])
    low = advance(state, Heard(NoteOn(2 * S, 48, 64)))
    # the lowest key begins a run of its own, until the highest says that both were meant
    assert (low.task.landed, low.task.attempts) == (1, 1)
    both = advance(low, Heard(NoteOn(2 * S + QUARTER, 72, 64)))
    assert (both.task.landed, both.task.attempts, both.task.extras) == (1, 0, 0)
    assert isinstance(advance(both, Passed(4 * S)), Paused)


def test_an_end_followed_by_another_key_was_a_note():
    low = advance(started(outer=(48, 72)), Heard(NoteOn(S, 48, 64)))
    more = advance(low, Heard(NoteOn(S + QUARTER, 50, 64)))
    both = advance(more, Heard(NoteOn(S + 2 * QUARTER, 72, 64)))
    assert both.task.landed == 2
    let_go = advance(low, Heard(NoteOff(S + QUARTER, 48)))
    alone = advance(let_go, Heard(NoteOn(S + 2 * QUARTER, 72, 64)))
    assert alone.task.landed == 1


def test_four_seconds_of_silence_pause_and_give_the_run_up():
    state, at_ns = play(started(), [60, 62, 64])
    last_up_ns = at_ns - QUARTER // 2
    assert isinstance(advance(state, Passed(last_up_ns + 4 * S - 1)), Playing)
    paused = advance(state, Passed(last_up_ns + 4 * S))
    assert isinstance(paused, Paused)
    assert paused.playing.task.attempts == 1
    resumed = advance(paused, Resume(60 * S))
    assert isinstance(advance(resumed, Passed(70 * S)), Playing)


def test_waiting_before_the_first_note_pauses_nothing():
    assert isinstance(advance(started(), Passed(3600 * S)), Playing)


def test_a_lost_port_pauses_and_says_so():
    state, at_ns = play(started(), [60, 62])
    paused = advance(state, Heard(PortLost(at_ns)))
    assert isinstance(paused, Paused)
    assert paused.unplugged
    assert advance(replace(paused, unplugged=False), Heard(PortLost(at_ns))).unplugged


def test_keys_in_a_pause_enter_no_run():
    paused = advance(started(), Pause(S))
    heard = advance(paused, Heard(NoteOn(2 * S, 60, 64)))
    assert isinstance(heard, Paused)
    assert heard.playing.task.landed == 0
    assert advance(heard, Heard(Control(2 * S, 64, 1))) == heard


@pytest.mark.parametrize("reach", [lambda s: s, finished, reviewed, lambda s: advance(s, Pause(S))])
def test_leaving_is_possible_everywhere(reach):
    ended = advance(reach(started()), Leave(99 * S))
    assert isinstance(ended, Ended)
    assert ended.end is End.LEFT
    assert advance(ended, Leave(99 * S)) == ended


def test_an_input_that_means_nothing_changes_nothing():
    ready = opening(plan())
    for given in (Next(), Again(), Passed(1), Report(pulled=False, pain=False), Resume(1)):
        assert advance(ready, given) == ready
        assert isinstance(advance(started(), given), Playing)
    asking = finished(started())
    assert advance(asking, Heard(NoteOn(1, 60, 64))) == asking
    reviewing = reviewed(started())
    assert advance(reviewing, Begin(1)) == reviewing
    paused = advance(started(), Pause(S))
    assert advance(paused, Begin(1)) == paused
    ended = advance(paused, Leave(1))
    assert advance(ended, Begin(1)) == ended


def test_pausing_a_take_that_is_just_over_asks():
    state = started()
    while not state.task.enough:
        state, at_ns = play(state, state.task.task.pattern.pitches[:-1], at_ns=2 * S)
        state = advance(state, Heard(NoteOn(at_ns, state.task.task.pattern.pitches[-1], 64)))
    assert isinstance(advance(state, Pause(at_ns + 10 * S)), Asking)


def test_a_run_given_up_as_the_last_one_ends_the_take():
    state = started()
    task = replace(state.task, attempts=state.task.task.max_attempts - 1, landed=3)
    assert isinstance(advance(replace(state, task=task), Pause(S)), Asking)


def test_which_finger_begins_and_asks_for_no_tempo():
    blocks = plan().blocks
    ready = replace(opening(plan()), step=blocks[4])
    state = advance(ready, Begin(0))
    assert state.task.task.cues == 30
    broken = replace(ready, step=replace(blocks[0], tempo_bpm=None))
    with pytest.raises(ValueError, match="direction and a tempo"):
        advance(broken, Begin(0))


def test_which_finger_waits_after_two_unanswered_cues_and_goes_on():
    ready = replace(opening(plan()), step=plan().blocks[4])
    state = advance(ready, Begin(0))
    paused = advance(state, Passed(60 * S))
    assert isinstance(paused, Paused)
    assert len(paused.playing.task.responses) == 2
    resumed = advance(paused, Resume(100 * S))
    assert resumed.task.responses == ()
    assert isinstance(advance(resumed, Heard(NoteOn(101 * S, 60, 64))), Playing)


def calibrating():
    step = calibration.step(STANDING, load_exercises())
    return advance(opening(replace(plan(), blocks=(step,))), Begin(0))


def test_an_answer_on_the_screen_means_nothing_to_a_game_that_asks_for_none():
    state = calibrating()
    assert advance(state, Answer(choice=0, at_ns=S)) == state


def test_a_long_frame_pauses_where_short_ones_do():
    # nobody taps: four seconds after the first click's note the trial pauses, however late seen
    state = calibrating()
    long = advance(state, Passed(90 * S))
    short = state
    for second in range(91):
        short = advance(short, Passed(second * S))
    assert isinstance(long, Paused)
    assert long == short


def test_who_answers_on_the_screen_has_just_been_there():
    step = replace(late_one.step(STANDING, load_exercises()), cues=2)
    state = advance(opening(replace(plan(), blocks=(step,))), Begin(0))
    state, last_ns = play(state, state.task.task.pitches, 3 * S)
    answered_ns = last_ns + 11 * S
    state = advance(state, Answer(choice=1, at_ns=answered_ns))
    state = advance(state, Passed(answered_ns + S))
    assert isinstance(state, Playing)
    assert state.task.shown is not None


def test_what_pulled_comes_again_at_the_tempo_gone_back_to_but_for_the_check():
    state = reviewed(started())
    told = replace(state.outcome, next_tempo_bpm=40.0)
    assert advance(replace(state, outcome=told), Again()).step.tempo_bpm == state.step.tempo_bpm
    pulled = replace(reviewed(started(), pulled=True), outcome=told)
    assert advance(pulled, Again()).step.tempo_bpm == 40
    check = replace(pulled, step=plan().blocks[1])
    assert check.step.task is Task.EVENNESS_CHECK
    assert advance(check, Again()).step.tempo_bpm == check.step.tempo_bpm


def test_two_notes_on_a_beat_come_again_with_the_slow_beat_of_their_level():
    step = on_the_beat.step(STANDING, load_exercises())
    state = reviewed(started())
    outcome = replace(
        state.outcome,
        next_tempo_bpm=60.0,
        next_level_json=BeatLevel(tempo_bpm=60.0, subdivision=2).to_json(),
    )
    reviewing = replace(state, step=replace(step, tempo_bpm=100.0), outcome=outcome)
    again = advance(advance(reviewing, Again()), Begin(0))
    assert (again.task.task.tempo_bpm, again.task.task.stretches[0].subdivision) == (60, 2)
