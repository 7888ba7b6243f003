"""What judging On the Beat and the calibration refuses, and what a journal knows of the clicks."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID

import numpy as np
import pytest

from content.loader import load_exercises
from engine.exercise import Hand
from engine.note import NOTE_DTYPE
from engine.record import Calibration, ClickChoice, Session, Settings
from engine.runner.facts import TakeFacts, clicks_heard, from_json, to_json
from engine.runner.judging.calibration import judge_calibration
from engine.runner.judging.finished import Levels
from engine.runner.judging.on_the_beat import judge_on_the_beat, rows
from engine.runner.judging.tempo import first_ladder
from engine.session.beginning import task_of
from engine.session.standing import Standing
from engine.session.steps import on_the_beat
from engine.session.world import Link, PortStatus
from engine.take import RAW_DTYPE, Take, TimeSource, Timing
from tests import worlds_beat

EXERCISES = load_exercises()
STEP = on_the_beat.step(
    Standing(hand=Hand.RIGHT, sessions_before=3, tempo_bpm=60, ceiling_bpm=66), EXERCISES
)
LEVELS = Levels(ladder=first_ladder(date(2026, 11, 2)))
SESSION = Session(
    id=UUID(int=1),
    person_id=UUID(int=2),
    device_id=None,
    started_utc=datetime(2026, 11, 2, 18, tzinfo=UTC),
    utc_offset_min=60,
    local_date=date(2026, 11, 2),
    seed=7,
    app_version="test",
)
FACTS = TakeFacts(
    session=SESSION,
    step=STEP,
    block=0,
    ordinal=0,
    started_ns=5,
    started_utc=SESSION.started_utc,
    seed=7,
    measured=True,
    outer=None,
    clicks=ClickChoice.PIANO,
    calibration=worlds_beat.KNOWN,
    port_name="Roland FP-30X",
)


def finished(task: object, *, report: tuple[bool, bool] = (False, False), **facts: object):
    take = Take(
        raw=np.zeros(0, RAW_DTYPE),
        notes=np.zeros(0, NOTE_DTYPE),
        timing=Timing(source=TimeSource.DRIVER),
    )
    return SimpleNamespace(
        facts=replace(FACTS, **facts),
        take=take,
        origin_ns=0,
        task=task,
        report=report,
        pulled=report[0],
        pain=report[1],
    )


@pytest.mark.parametrize("judge", [judge_on_the_beat, judge_calibration])
def test_another_game_is_refused(judge):
    with pytest.raises(TypeError, match="cannot judge"):
        judge(finished(object()), LEVELS)


def test_nothing_played_says_so():
    task = task_of(STEP, seed=1, at_ns=0)
    judged = judge_on_the_beat(finished(task), LEVELS)
    assert judged.outcome.refused == "No round was played to its end."
    assert judged.results == ()
    done = worlds_beat.playing(STEP, done=1).task
    judged = judge_on_the_beat(finished(done), LEVELS)
    assert judged.outcome.refused == "Fewer than two of the clicks were answered."


def test_pain_lowers_the_level_and_is_kept_out_of_later_figures():
    task = task_of(STEP, seed=1, at_ns=0)
    judged = judge_on_the_beat(finished(task, report=(False, True)), LEVELS)
    assert '"tempo_bpm": 66.0' in judged.levels_if_hurt[0][1]
    assert '"hurt": true' in judged.task_json


def test_without_a_ceiling_or_a_tempo_the_level_still_stands():
    task = task_of(STEP, seed=1, at_ns=0)
    bare = replace(STEP, ceiling_bpm=None, tempo_bpm=None)
    assert judge_on_the_beat(finished(task, step=bare), LEVELS).level == 72


def test_a_figure_that_is_missing_has_a_reason():
    found = worlds_beat.reviewing().outcome.found
    whole = replace(found.asynchrony, resultant=None)
    row = next(
        each for each in rows(replace(found, asynchrony=whole), STEP) if each.measure.endswith("_r")
    )
    assert (row.value, row.reason) == (None, "too few notes")


@pytest.mark.parametrize("calibration", [None, worlds_beat.KNOWN])
def test_a_journal_keeps_the_clicks_and_their_delay(calibration: Calibration | None):
    facts = replace(FACTS, calibration=calibration)
    assert from_json(to_json(facts), EXERCISES) == facts


def test_an_older_journal_knows_of_neither():
    kept = to_json(FACTS)
    for name in ("clicks", "calibration", "port_name"):
        del kept[name]
    facts = from_json(kept, EXERCISES)
    assert (facts.clicks, facts.calibration, facts.port_name) == (ClickChoice.SPEAKERS, None, "")


def test_where_the_clicks_come_from():
    port = PortStatus(link=Link.CONNECTED, name="p")
    out = replace(port, output="p out")
    assert clicks_heard(Settings(), port) is ClickChoice.SPEAKERS
    assert clicks_heard(Settings(muted=True), port) is ClickChoice.SHOWN
    piano = Settings(clicks=ClickChoice.PIANO, muted=True)
    assert clicks_heard(piano, port) is ClickChoice.SHOWN
    assert clicks_heard(piano, out) is ClickChoice.PIANO
