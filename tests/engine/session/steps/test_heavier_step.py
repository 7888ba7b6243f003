"""Heavier or Lighter? as it is offered: which finger, and how an answer reaches the game."""

import pytest

from engine.adaptation.force_level import ForceLevel
from engine.record import Task
from engine.session.advance import advance
from engine.session.state import Answer, Asking, Begin, Heard, Passed, Playing
from engine.session.steps.heavier import PAIRS, next_finger, other_finger, step
from engine.take import NoteOn
from tests.worlds import EXERCISES, playing_pearls, standing
from tests.worlds_force import ready_heavier

S = 1_000_000_000


def level(**pairs: int) -> str:
    """Return a level with so many pairs of each finger: f4=24."""
    found = ForceLevel()
    for name, count in pairs.items():
        for _ in range(count):
            found = found.after(int(name[1]), 4, second=True)
    return found.to_json()


def test_one_finger_a_trial_and_its_level_with_it():
    offered = step(standing(levels={Task.HEAVIER: level(f3=24)}, dwelling=()), EXERCISES)
    assert (offered.task, offered.fingers, offered.cues) == (Task.HEAVIER, (3,), PAIRS)
    assert ForceLevel.resumed(offered.level_json).belief(3).pairs == 24


@pytest.mark.parametrize(
    ("text", "dwelling", "finger"),
    [
        (None, (), 4),
        (None, ((1, 2), (4, 5)), 2),
        (level(f5=24), (), 5),
        (level(f5=60, f4=60), (), 3),
        (level(f5=60), ((4, 5),), 4),
        (level(f4=60, f5=61, f3=62, f2=63, f1=64), (), 4),
        ("no level", (), 4),
    ],
)
def test_a_finger_is_stayed_with_until_it_has_its_pairs(text, dwelling, finger):
    assert next_finger(text, dwelling) == finger


def test_another_finger_is_the_one_with_the_fewest_pairs():
    assert other_finger(None, 4) == 5
    assert other_finger(level(f5=10, f3=10), 4) == 2


def begun() -> Playing:
    state = advance(ready_heavier(), Begin(0))
    for at_ns, velocity in ((S, 60), (2 * S, 66)):
        state = advance(state, Heard(NoteOn(at_ns, 65, velocity)))
    return state


def test_an_answer_on_the_screen_reaches_the_game():
    state = advance(begun(), Answer(1, 3 * S))
    (pair,) = state.task.pairs
    assert (pair.said, pair.at_ns) == (1, 3 * S)


def test_an_answer_that_comes_after_the_pause_is_none():
    late = advance(begun(), Answer(1, 30 * S))
    assert type(late).__name__ == "Paused"
    assert late.playing.task.pairs == ()


def test_a_game_that_takes_no_answers_is_left_alone():
    state = playing_pearls()
    assert advance(state, Answer(1, state.last_event_ns)).task == state.task


def test_the_trial_ends_after_its_last_pair():
    state = advance(ready_heavier(), Begin(0))
    at_ns = 0
    for _ in range(PAIRS):
        for velocity in (60, 64):
            at_ns += S
            state = advance(state, Heard(NoteOn(at_ns, 65, velocity)))
        at_ns += S
        state = advance(state, Answer(1, at_ns))
    assert isinstance(advance(state, Passed(at_ns + 2 * S)), Asking)
