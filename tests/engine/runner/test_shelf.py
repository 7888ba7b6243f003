"""The shelf: what a list says of a take, and a take opened for its replay."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from content.loader import load_exercises
from engine.exercise import Direction, Hand
from engine.measures import evenness
from engine.measures.results import results
from engine.midi.capture import take_of
from engine.note import NoteArray
from engine.pianist import Pianist, play
from engine.record import Person, Result, Session, Task
from engine.runner.shelf import replay_of, takes_of
from engine.session.world import CloseTake, OpenTake, TakeSummary
from engine.storage.errors import StorageError
from engine.storage.store import Store
from engine.take import RAW_DTYPE, RawArray, Take
from tests.engine.storage.situations import a_result, a_session, a_trial, opened
from tests.flow.sittings import House

EXERCISES = load_exercises()
EXERCISE = EXERCISES["five-finger-c-right"]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[tuple[Store, Person, Session]]:
    with opened(f"sqlite:///{tmp_path / 'evenhand.db'}") as store:
        ada = store.add_person("Ada", hand=Hand.RIGHT)
        session = a_session(ada)
        store.open_session(session)
        yield store, ada, session


def messages(notes: NoteArray) -> RawArray:
    """Return the notes as a driver would have given them."""
    moments = [(on, 0x90, p, v) for on, p, v in notes[["onset_s", "pitch", "velocity"]].tolist()]
    moments += [(off, 0x80, pitch, 0) for off, pitch in notes[["offset_s", "pitch"]].tolist()]
    moments.sort()
    raw = np.zeros(len(moments), RAW_DTYPE)
    at_ns = np.array([round(each[0] * 1e9) for each in moments])
    raw["delta_ns"][1:] = np.diff(at_ns)
    raw["arrival_ns"] = at_ns + 10**9
    for column, name in enumerate(("status", "data1", "data2"), 1):
        raw[name] = [each[column] for each in moments]
    return raw


def played(runs: int = 8) -> Take:
    rng = np.random.default_rng(4)
    take = play(Pianist(), EXERCISE, Direction.LOOP, 60.0, runs, rng)
    return take_of(messages(take.notes), ports=("Piano",), api="alsa")


def kept(
    shelf: tuple[Store, Person, Session], rows: tuple[Result, ...], **trial: object
) -> TakeSummary:
    """Keep one take with these rows and return what the list says of it."""
    store, ada, session = shelf
    store.keep(a_trial(session, **trial), played(1), rows)
    return takes_of(store, ada, EXERCISES)[0]


def test_a_take_of_strings_says_its_median_with_interval_and_count(shelf):
    rows = (a_result("sd_ioi", 9.12, low=8.2, high=10.3, n=10),)
    summary = kept(shelf, rows)
    assert summary.said == "9.1 ms (8.2 to 10.3), 10 strings"
    assert (summary.title, summary.task, summary.direction) == (
        "Five fingers on C, right hand",
        Task.PEARLS,
        Direction.LOOP,
    )
    assert summary.notes == 33
    assert summary.seconds == pytest.approx(8, abs=0.6)


@pytest.mark.parametrize(
    ("task", "rows", "said"),
    [
        (Task.PEARLS, (a_result("sd_ioi", 9.1, n=1),), "9.1 ms, one string"),
        (Task.PEARLS, (a_result("sd_ioi", None, reason="no valid run"),), "No valid run."),
        (Task.PEARLS, (a_result("sd_ioi", None),), "Kept without a figure."),
        (Task.PEARLS, (), "Kept without a figure."),
        (Task.STILL_WATER, (a_result("sd_ioi", 9.1),), "Kept without a figure."),
        (Task.CALIBRATION, (), "Nothing of it counts."),
        (
            Task.STILL_WATER,
            (a_result("hold_together", 96.8, low=94.1, high=98.6, unit="%"),),
            "held for 97 % (94 to 99) of the time asked",
        ),
        (
            Task.ON_THE_BEAT,
            (a_result("asynchrony_sd", 18.24, low=15.9, high=21.0, n=64),),
            "18.2 ms (15.9 to 21.0) of spread around the clicks, 64 notes",
        ),
        (Task.WARM_UP, (a_result("sd_ioi", 9.1),), "Nothing of it counts."),
        (
            Task.WHICH_FINGER,
            (
                a_result("accuracy", 80.0, n=5, finger=4, unit="%"),
                a_result("accuracy", 91.6, n=24, low=76.2, high=98.1, unit="%"),
            ),
            "92 % (76 to 98) of 24 cues with the finger asked for",
        ),
        (
            Task.HEAVIER,
            (a_result("force_jnd", 6.21, low=4.0, high=9.04, unit="velocity", finger=4),),
            "told apart from 6.2 of 127 (4.0 to 9.0), ring finger",
        ),
        (
            Task.HEAVIER,
            (a_result("force_jnd", 6.21, unit="velocity"),),
            "told apart from 6.2 of 127",
        ),
        (Task.LATE_ONE, (a_result("awareness", 0.8, unit="1"),), "0.80, where 0.5 is chance"),
    ],
)
def test_every_game_has_its_words_or_says_why_there_is_no_figure(shelf, task, rows, said):
    assert kept(shelf, rows, task=task).said == said


def test_an_exercise_that_is_gone_keeps_its_name_in_the_list(shelf):
    store, _, session = shelf
    summary = kept(shelf, (), exercise_id="my-own")
    assert summary.title == "my-own"
    with pytest.raises(StorageError, match="'my-own', which is not in the library"):
        replay_of(store, a_trial(session).id, EXERCISES)


def test_a_replay_measures_the_kept_messages_again(shelf):
    store, _, session = shelf
    take, trial = played(), a_trial(session)
    found = evenness.measure(take, EXERCISE, tempo_bpm=60.0)
    store.keep(trial, take, results(found))
    replay = replay_of(store, trial.id, EXERCISES)
    assert np.array_equal(replay.take.notes, take.notes)
    assert replay.found is not None
    assert replay.found.sd_ioi_ms == found.sd_ioi_ms
    assert (replay.exercise, replay.direction) == (EXERCISE, Direction.LOOP)
    assert replay.summary.said.startswith(f"{found.sd_ioi_ms:.1f} ms")


@pytest.mark.parametrize(
    "trial", [{"direction": None, "task": Task.WHICH_FINGER}, {"exercise_version": 99}, {}]
)
def test_what_cannot_be_measured_or_hurt_is_shown_as_notes_alone(shelf, trial):
    store, _, session = shelf
    rows = (a_result("sd_ioi", 9.1),) if trial else ()
    store.keep(a_trial(session, **trial), played(), rows)
    replay = replay_of(store, a_trial(session).id, EXERCISES)
    assert replay.found is None
    assert len(replay.take.notes) == 8 * 33


def test_a_warm_up_has_no_main_row_and_is_measured_for_its_replay(shelf):
    store, _, session = shelf
    store.keep(a_trial(session, task=Task.WARM_UP), played(), ())
    assert replay_of(store, a_trial(session).id, EXERCISES).found is not None


def test_a_take_that_is_not_there_is_told(shelf):
    with pytest.raises(StorageError, match="no longer in the record"):
        replay_of(shelf[0], UUID(int=9), EXERCISES)


def test_the_desk_opens_a_take_and_puts_it_away(tmp_path: Path):
    house = House(tmp_path)
    ada = house.add_player()
    session = replace(a_session(ada), local_date=house.runner.world.today)
    house.store.open_session(session)
    house.store.keep(a_trial(session), played(1), ())
    house.runner._desk.refresh()
    (summary,) = house.runner.world.takes
    world = house.ask(OpenTake(summary.trial_id)).world
    assert world.replay is not None
    assert world.replay.summary == summary
    assert house.ask(CloseTake()).world.replay is None
    told = house.ask(OpenTake(UUID(int=9))).world
    assert (told.replay, told.message) == (None, "This take is no longer in the record")
    house.close()
