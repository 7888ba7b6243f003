"""Data that no hand can have made is said to be so; false starts are counted and leave no mark."""

import numpy as np
import pytest

from engine.measures.caveats import of_times
from engine.measures.evenness import Evenness, measure
from engine.note import note_array
from tests.engine.measures.playing import UP, played, runs_of, scale, take


def noisy(runs: int, sd_ms: float = 8.0, ioi_ms: float = 250.0) -> list[np.ndarray]:
    rng = np.random.default_rng(runs)
    return [ioi_ms * np.arange(15) + rng.normal(0, sd_ms, 15) for _ in range(runs)]


def in_another_unit(factor: float) -> Evenness:
    notes = runs_of(noisy(6), UP)
    velocity = np.resize([60, 64, 70], len(notes))
    return measure(
        take(note_array(notes["onset_s"] * factor, notes["pitch"], velocity=velocity)), scale()
    )


def said(evenness: Evenness, words: str) -> bool:
    return any(words in warning for warning in evenness.warnings)


def test_nothing_is_said_of_a_hand():
    assert in_another_unit(1).warnings == ()


def test_seconds_read_as_milliseconds():
    found = in_another_unit(1e-3)
    assert said(found, "microseconds: no hand does that; times in seconds may have been read as m")
    assert said(found, "more even than any hand")
    assert said(found, "notes a second are faster than any hand")


def test_milliseconds_read_as_seconds():
    found = in_another_unit(1e3)
    assert said(found, "seconds: times in milliseconds may have been read as seconds")
    assert said(found, "The take lasts 8.6 hours; is it one take?")


def test_all_notes_at_once():
    found = in_another_unit(0)
    assert said(found, "All 90 notes came at once; there is no time to measure")
    assert {run.invalid_because for run in found.runs} <= {"its notes came all at once"}
    assert found.sd_ioi_ms is None


def test_a_robot_is_not_praised():
    found = measure(take(played(*[UP] * 6)), scale())
    assert said(found, "all notes are equally far apart: a machine played this, or its times are")
    assert said(found, "All 90 notes have velocity 64: the instrument does not measure how hard")


def test_a_robot_with_some_jitter_is_not_praised_either():
    found = measure(take(runs_of(noisy(6, 1.2), UP)), scale())
    assert said(found, "is more even than any hand; was this played by a machine?")


def test_an_even_hand_is_believed():
    found = measure(take(runs_of(noisy(6, 3.5), UP)), scale())
    assert not said(found, "machine?")


@pytest.mark.parametrize(("ioi_ms", "fast"), [(40, True), (70, False)])
def test_more_notes_than_a_hand_can_play(ioi_ms, fast):
    found = measure(take(runs_of(noisy(6, 2.5, ioi_ms), UP)), scale())
    assert said(found, "faster than any hand") == fast


@pytest.mark.parametrize(("typical_s", "doubted"), [(19.9, False), (20.1, True)])
def test_20_s_from_note_to_note_is_the_limit(typical_s, doubted):
    words = of_times(typical_s * np.arange(15.0))
    assert any("milliseconds may" in sentence for sentence in words) is doubted


@pytest.mark.parametrize(("ioi_ms", "fast"), [(49.9, True), (50.1, False)])
def test_20_notes_a_second_are_the_limit(ioi_ms, fast):
    found = measure(take(runs_of([ioi_ms * np.arange(15)], UP)), scale())
    assert said(found, "faster than any hand") is fast


@pytest.mark.parametrize(("sd_ms", "doubted"), [(2.95, True), (3.05, False)])
def test_3_ms_are_the_limit_of_a_hand(sd_ms, doubted):
    rough = np.tile([1.0, -1.0], 7) * sd_ms * (13 / 14) ** 0.5
    found = measure(take(runs_of([np.cumsum(np.append(0, 250 + rough))], UP)), scale())
    assert said(found, "more even than any hand") is doubted


@pytest.mark.parametrize(("apart_ms", "counted"), [(9.9, True), (10.1, False)])
def test_notes_within_10_ms_are_counted(apart_ms, counted):
    onset_ms = 250.0 * np.arange(15)
    onset_ms[7] = onset_ms[6] + apart_ms
    found = measure(take(runs_of([onset_ms], UP)), scale())
    assert said(found, "1 notes came within 10 ms") is counted


def test_two_takes_in_one_file():
    notes = runs_of(noisy(6), UP)
    onset_s = notes["onset_s"] + 4 * 3600 * (np.arange(len(notes)) >= 45)
    found = measure(take(note_array(onset_s, notes["pitch"])), scale())
    assert said(found, "The take lasts 4.0 hours; is it one take?")
    assert found.cell.n_runs == 6


def test_one_note_and_none_have_no_times_to_doubt():
    for notes in (played([UP[0]]), played()):
        assert not said(measure(take(notes), scale()), "hours")


def test_two_notes_and_a_fresh_start_are_extra_and_spoil_no_run():
    #  C D, C D E F ... C: nothing was begun that could be measured, and nothing is left out of it
    plain = measure(take(played(UP, UP, UP)), scale())
    started = measure(take(played(UP, UP[:2], UP, UP[:2], UP)), scale())
    assert [run.valid for run in started.runs] == [True] * 3
    assert started.invalid_rate == 0
    assert started.match.extra == 4
    assert [len(run.extra) for run in started.match.runs] == [0, 0, 0]
    assert started.sd_ioi_ms == pytest.approx(plain.sd_ioi_ms, abs=1e-9)
    assert said(started, "4 notes belong to no run.")


def test_three_notes_are_a_run_broken_off():
    found = measure(take(played(UP, UP[:3], UP)), scale())
    assert [run.valid for run in found.runs] == [True, False, True]
    assert found.runs[1].invalid_because == "broken off after 3 of 15 notes"
    assert found.invalid_rate == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("semitones", "words"),
    [(-12, "Played an octave lower"), (12, "Played an octave higher"), (24, "Played 2 octaves hi")],
)
def test_another_octave_is_told_for_it_may_be_the_other_hand(semitones: int, words: str):
    notes = runs_of(noisy(6), UP)
    pitch = notes["pitch"].astype(int) + semitones
    found = measure(
        take(note_array(notes["onset_s"], pitch, velocity=np.resize([60, 64, 70], len(notes)))),
        scale(),
    )
    assert found.match.transposition == semitones
    assert said(found, words)
    assert said(found, "If it was the other hand, choose that hand's exercise")
