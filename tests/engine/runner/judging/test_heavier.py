"""A take of Heavier or Lighter? becomes rows, an outcome and the next level."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import numpy as np
import pytest

from engine.exercise import Hand
from engine.note import note_array
from engine.pianist.judging import Judge
from engine.record import Session, Task
from engine.runner.facts import TakeFacts
from engine.runner.judging.finished import HURT, Finished, Levels
from engine.runner.judging.heavier import NO_FORCE, NO_PAIR, because, judge_heavier, measured
from engine.runner.judging.judge import judge
from engine.runner.judging.tempo import first_ladder
from engine.session.beginning import task_of
from engine.take import RAW_DTYPE, Take, TimeSource, Timing
from tests.worlds_force import START_NS, judged, step

S = 1_000_000_000
TODAY = date(2026, 11, 12)
LEVELS = Levels(ladder=first_ladder(TODAY))
SESSION = Session(
    id=UUID(int=1),
    person_id=UUID(int=2),
    device_id=UUID(int=77),
    started_utc=datetime(2026, 11, 12, 18, tzinfo=UTC),
    utc_offset_min=0,
    local_date=TODAY,
    seed=1,
    app_version="test",
)
PAIRS = ((60, 66, 72), (60, 58, 60), (60, 60, 72), (61, 64, 60))
OUTER = (21, 108)


def finished(pairs=PAIRS, *, report=(False, False), outer=OUTER, device=True, more=()):
    """A take of pairs a second apart: two velocities and the key of the answer."""
    notes = [
        (5.0 * index + second, 65 if second < 2 else key, (first, later, 50)[second])
        for index, (first, later, key) in enumerate(pairs)
        for second in (0, 1, 2)
    ]
    notes = sorted((*notes, *more))
    played = note_array(
        [on for on, _, _ in notes],
        [key for _, key, _ in notes],
        velocity=[velocity for _, _, velocity in notes],
        offset_s=[on + 0.2 for on, _, _ in notes],
    )
    asked = step(cues=max(1, len(pairs)))
    session = SESSION if device else replace(SESSION, device_id=None)
    return Finished(
        facts=TakeFacts(
            session=session,
            step=asked,
            block=0,
            ordinal=0,
            started_ns=START_NS,
            started_utc=SESSION.started_utc,
            seed=1,
            measured=True,
            outer=outer,
        ),
        trial_id=UUID(int=3),
        take=Take(
            raw=np.zeros(0, RAW_DTYPE),
            notes=played,
            timing=Timing(source=TimeSource.DRIVER),
            warnings=("A warning of the take.",),
        ),
        origin_ns=START_NS + S,
        task=task_of(asked, seed=1, at_ns=START_NS),
        report=report,
    )


def values(judged_take) -> dict:
    return {row.measure: row for row in judged_take.results}


def test_pairs_answers_and_the_share_agreed():
    done = judge(finished(), LEVELS)
    found = done.outcome.found
    assert found.judgements == ((6, True), (-2, False), (0, True), (3, False))
    # 6 and -2 agree, 3 does not, 0 says nothing
    assert (found.agreed, found.unequal, found.today) == (2, 3, 4)
    row = values(done)["force_agreement"]
    assert row.value == pytest.approx(200 / 3)
    assert row.low < row.value < row.high
    assert (row.n, row.hand, row.finger, row.unit) == (3, Hand.RIGHT, 4, "%")
    assert done.outcome.warnings == ("A warning of the take.",)


def test_too_few_pairs_have_no_threshold_and_say_why():
    done = judge(finished(), LEVELS)
    assert done.outcome.found.threshold is None
    assert values(done)["force_jnd"].reason == (
        "Not enough yet: 60 answers are needed, 4 were given."
    )
    assert done.outcome.because.startswith("14 more trials with the ring finger")


def test_the_level_moves_and_is_kept_under_the_game():
    done = judge(finished(), LEVELS)
    ((track, text),) = done.levels
    assert track == Task.HEAVIER
    assert text == done.outcome.next_level_json
    assert json.loads(text)["fingers"][3][2] == 4
    assert done.level == pytest.approx(sum(done.outcome.found.band) / 2.5)


def test_earlier_trials_of_this_finger_on_this_piano_are_pooled():
    first = judge(finished(), LEVELS)
    levels = replace(LEVELS, earlier=(first.task_json,))
    assert len(judge(finished(), levels).outcome.found.judgements) == 8
    assert len(judge(finished(device=False), levels).outcome.found.judgements) == 4


def test_sixty_pairs_give_a_threshold():
    state = judged(task_of(step(cues=90), seed=1, at_ns=START_NS), 90, Judge(force_sd=5.93))
    found, rows = measured(state, (), None)
    assert found.enough
    assert found.reason is None
    assert found.threshold.low < 4.0 < found.threshold.high
    assert {row.measure: row.value for row in rows}["force_jnd"] == found.threshold.value
    assert because(found, step()).startswith("Differences of ")


def test_no_pair_is_a_refusal_that_leaves_the_level_alone():
    done = judge(finished(pairs=()), LEVELS)
    assert done.outcome.refused == NO_PAIR
    assert (done.results, done.levels, done.outcome.found) == ((), (), None)


def test_a_keyboard_without_touch_is_told_from_three_pairs_on():
    flat = ((64, 64, 72),) * 3
    assert judge(finished(pairs=flat), LEVELS).outcome.refused == NO_FORCE
    two = judge(finished(pairs=flat[:2]), LEVELS)
    assert two.outcome.refused is None
    row = values(two)["force_agreement"]
    assert (row.value, row.n, row.reason) == (None, 0, "No two presses differed.")


@pytest.mark.parametrize(
    ("ends", "pairs"), [(((23.0, 108),), 5), (((23.0, 21), (23.1, 108)), 4)], ids=["one", "both"]
)
def test_an_outermost_key_answers_but_both_together_answer_nothing(ends, pairs):
    more = [(21.0, 65, 60), (22.0, 65, 64), *((at_s, pitch, 50) for at_s, pitch in ends)]
    asked = finished(outer=(21, 108), more=more)
    task = replace(asked.task, task=replace(asked.task.task, pairs=9))
    done = judge(replace(asked, task=task), LEVELS)
    assert done.outcome.found.today == pairs


def test_what_hurt_has_no_score_and_is_pooled_nowhere():
    done = judge(finished(report=(False, True)), LEVELS)
    assert done.outcome.refused == HURT
    assert done.levels == ()
    assert json.loads(done.task_json)["counts"] is False


def test_left_without_an_answer_moves_no_level():
    done = judge(finished(report=None), LEVELS)
    assert done.levels == ()
    assert json.loads(done.task_json)["counts"] is True


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ((20,) * 13 + (1,) * 11, "Next time, let the two presses come a little closer."),
        ((20,) * 12 + (1,) * 12, "Two more trials with the ring finger"),
        ((1,) * 13 + (3,) * 11, "Next time, let the two presses lie a little further apart."),
        ((3,) * 40, "Once more with the ring finger"),
        ((3,) * 60, "Differences of 2 to 8 units are those worth judging next."),
    ],
)
def test_what_comes_next(sizes, said):
    found, _ = measured(judged(task_of(step(), seed=1, at_ns=START_NS), 24), (), None)
    answers = tuple((size, True) for size in sizes)
    found = replace(found, judgements=answers, band=(2.0, 8.0))
    assert because(found, step()).startswith(said)


def test_another_games_take_is_refused():
    with pytest.raises(TypeError, match="cannot judge str"):
        judge_heavier(replace(finished(), task="Pearls"), LEVELS)
