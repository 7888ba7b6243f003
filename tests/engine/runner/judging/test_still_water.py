"""A take of Still Water becomes rows, an outcome and the next level."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import numpy as np
import pytest

from content.loader import exercise
from engine.adaptation.water_level import WaterLevel
from engine.exercise import Hand
from engine.note import note_array
from engine.record import Session, Task
from engine.runner.facts import TakeFacts
from engine.runner.judging.finished import Finished, Levels
from engine.runner.judging.judge import judge
from engine.runner.judging.still_water import judge_still_water
from engine.runner.judging.tempo import first_ladder
from engine.session.beginning import task_of
from engine.session.state import BlockPlan
from engine.take import RAW_DTYPE, Take, TimeSource, Timing
from engine.tasks.still_water import Round

S = 1_000_000_000
TODAY = date(2026, 11, 12)
LEVEL = WaterLevel(held=2, calm=2)
SESSION = Session(
    id=UUID(int=1),
    person_id=UUID(int=2),
    device_id=None,
    started_utc=datetime(2026, 11, 12, 18, tzinfo=UTC),
    utc_offset_min=0,
    local_date=TODAY,
    seed=1,
    app_version="test",
)
STEP = BlockPlan(
    task=Task.STILL_WATER,
    exercise=exercise("five-finger-c-right"),
    hand=Hand.RIGHT,
    minutes=1,
    scored=False,
    why="",
    tempo_bpm=60.0,
    fingers=(4,),
    cues=1,
    level_json=LEVEL.to_json(),
)
PLAYED = Round(playing=4, held=(3, 5), begins_ns=2 * S, ends_ns=22 * S, tempo_bpm=60.0)
LEVELS = Levels(ladder=first_ladder(TODAY))


def finished(*, strokes=20, rounds=(PLAYED,), measured=True, report=(False, False), step=STEP):
    rows = [(64, 0.5, 23.0), (67, 0.5, 23.0)]
    rows += [(65, 2.5 + stroke, 2.9 + stroke) for stroke in range(strokes)]
    notes = note_array(
        [on for _, on, _ in rows], [key for key, _, _ in rows], offset_s=[off for _, _, off in rows]
    )
    facts = TakeFacts(
        session=SESSION,
        step=step,
        block=0,
        ordinal=0,
        started_ns=0,
        started_utc=SESSION.started_utc,
        seed=1,
        measured=measured,
        outer=None,
    )
    take = Take(raw=np.zeros(0, RAW_DTYPE), notes=notes, timing=Timing(source=TimeSource.DRIVER))
    task = replace(task_of(step, seed=1, at_ns=0), rounds=tuple(rounds), over=True)
    return Finished(
        facts=facts, trial_id=UUID(int=3), take=take, origin_ns=0, task=task, report=report
    )


def level_after(judged):
    ((track, text),) = judged.levels
    assert track == Task.STILL_WATER
    return WaterLevel.from_json(text)


def test_a_calm_take_moves_the_level_and_says_so():
    judged = judge(finished(), LEVELS)
    assert level_after(judged) == WaterLevel(held=3)
    assert judged.outcome.next_level_json == WaterLevel(held=3).to_json()
    assert judged.outcome.because == "Three calm times: three fingers hold next time."
    assert judged.level == 2.0
    assert judged.outcome.refused is None


def test_every_row_names_hand_round_and_finger_and_one_is_of_the_whole():
    found = judge(finished(), LEVELS).results
    assert {row.hand for row in found} == {Hand.RIGHT}
    (whole,) = [row for row in found if row.run is None]
    assert (whole.measure, whole.value, whole.finger) == ("hold_together", 100.0, None)
    assert {(row.run, row.finger) for row in found if row.run} == {(1, 4)}
    assert {row.to_finger for row in found if row.measure == "hold_break"} == {3, 5}
    assert {row.to_finger for row in found if row.measure == "unintended_press_pooled"} == {1, 2}


def test_a_key_hardly_held_has_no_pooled_rate():
    longer = replace(PLAYED, held=(2, 3))
    found = judge(finished(rounds=(longer,)), LEVELS).results
    assert {row.to_finger for row in found if row.measure == "hold_break_pooled"} == {3}
    (row,) = [row for row in found if row.measure == "hold_break" and row.to_finger == 2]
    assert row.value is None
    assert row.reason


def test_a_pull_makes_it_easier_at_once():
    judged = judge(finished(report=(True, False)), LEVELS)
    assert level_after(judged) == WaterLevel(held=1)


def test_pain_keeps_no_score_and_makes_it_easier_all_the_same():
    judged = judge(finished(report=(True, True)), LEVELS)
    assert level_after(judged) == WaterLevel(held=1)
    assert judged.outcome.found is None
    assert not [row for row in judged.results if row.measure.startswith("hold")]
    assert judge(finished(), replace(LEVELS, earlier=(judged.task_json,))).results == (
        judge(finished(), LEVELS).results
    )


def test_without_a_measuring_instrument_only_a_pull_moves_it():
    judged = judge(finished(measured=False), LEVELS)
    assert judged.levels == ()
    assert judged.outcome.next_level_json == LEVEL.to_json()
    assert judged.outcome.because == ""
    assert {row.value for row in judged.results} == {None}
    pulled = judge(finished(measured=False, report=(True, False)), LEVELS)
    assert level_after(pulled) == WaterLevel(held=1)


def test_left_without_an_answer_it_moves_nothing():
    assert judge(finished(report=None), LEVELS).levels == ()


def test_without_a_round_there_is_no_figure_and_a_reason():
    judged = judge(finished(rounds=()), LEVELS)
    assert judged.outcome.found is None
    assert judged.outcome.refused == "No round was played to its end."
    (whole,) = judged.results
    assert (whole.value, whole.reason) == (None, "No round was played to its end.")
    assert level_after(judged) == LEVEL


def test_rounds_without_a_stroke_say_why():
    judged = judge(finished(strokes=0), LEVELS)
    assert judged.outcome.found is None
    assert judged.outcome.refused == "not estimable: the ring finger's key was not struck"


def test_earlier_trials_of_this_hand_are_pooled():
    before = judge(finished(), LEVELS).task_json
    found = judge(finished(), replace(LEVELS, earlier=(before,) * 3)).results
    pooled = [row.n for row in found if row.measure == "hold_break_pooled"]
    assert pooled == [80, 80]


def test_slower_drops_of_her_choice_leave_the_level_where_it_is():
    fast = replace(STEP, level_json=WaterLevel(held=4, tempo_bpm=80).to_json())
    judged = judge(finished(step=fast), LEVELS)
    assert level_after(judged) == WaterLevel(held=4, tempo_bpm=80)


def test_another_games_take_is_refused():
    with pytest.raises(TypeError, match="cannot judge"):
        judge_still_water(replace(finished(), task=None), LEVELS)
