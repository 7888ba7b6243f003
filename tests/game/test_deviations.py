"""How early or late each note came, and what may be named: intervals beyond the audible."""

from dataclasses import replace

import numpy as np
import pytest

from content.loader import load_exercises
from engine.exercise import Direction
from engine.measures.evenness import Evenness, measure
from engine.note import NOTE_DTYPE
from engine.take import RAW_DTYPE, Take, TimeSource, Timing
from game.deviations import ends_ms, note_deviations, sentence, stands_out

FIVE = load_exercises()["five-finger-c-right"]
PATTERN = FIVE.pattern(Direction.LOOP)
TARGETS = len(PATTERN.targets)
IOI_S = 0.25


def played(late_ms: np.ndarray) -> Evenness:
    """Measure runs whose notes come ``late_ms``, shape (runs, targets), after an even grid."""
    runs = len(late_ms)
    notes = np.zeros(runs * TARGETS, NOTE_DTYPE)
    start_s = np.arange(runs) * (TARGETS * IOI_S + 2.0)
    onset_s = start_s[:, None] + np.arange(TARGETS) * IOI_S + late_ms / 1000
    notes["onset_s"] = onset_s.ravel()
    notes["offset_s"] = notes["onset_s"] + 0.2
    notes["pitch"] = np.tile(PATTERN.pitches, runs)
    notes["velocity"] = 64
    notes.flags.writeable = False
    raw = np.zeros(0, RAW_DTYPE)
    take = Take(raw=raw, notes=notes, timing=Timing(source=TimeSource.DRIVER))
    return measure(take, FIVE, tempo_bpm=60.0)


def wobble(runs: int = 10, sd_ms: float = 2.0) -> np.ndarray:
    return np.random.default_rng(1).normal(0, sd_ms, (runs, TARGETS))


def fives() -> np.ndarray:
    return np.array([finger == 5 for finger in PATTERN.fingers])


def test_an_even_take_has_no_deviation_and_names_nothing():
    found = played(np.zeros((6, TARGETS)))
    means = [note.mean_ms for note in note_deviations(found, PATTERN)]
    assert means == pytest.approx(np.zeros(TARGETS), abs=1e-6)
    assert stands_out(found, PATTERN) is None


def test_wobble_alone_is_never_named():
    assert stands_out(played(wobble()), PATTERN) is None


def test_a_late_little_finger_is_named_after_the_ring_finger():
    what = stands_out(played(wobble() + 14.0 * fives()), PATTERN)
    assert what is not None
    assert what.key == (4, 5)
    assert what.late_ms == pytest.approx(14.0, abs=0.7)
    assert what.places == tuple(np.flatnonzero(fives()))
    words = "Your little finger comes 14 ms late after the ring finger (13 to 15)."
    assert sentence(what) == words


def test_an_early_one_is_named_early():
    what = stands_out(played(wobble() - 14.0 * fives()), PATTERN)
    assert what is not None
    assert ends_ms(what) == pytest.approx((-what.high_ms, -what.low_ms))
    assert sentence(what).startswith("Your little finger comes 14 ms early after")


def test_what_nobody_hears_is_not_named():
    found = played(wobble(sd_ms=0.5) + 6.0 * fives())
    clear = [note for note in note_deviations(found, PATTERN) if note.low_ms > 0]
    assert clear  # surely not even
    assert stands_out(found, PATTERN) is None  # yet within the 6 ms that a listener hears


def test_each_note_has_its_mean_over_runs_with_a_t_interval():
    late_ms = wobble() + 14.0 * fives()
    found = played(late_ms)
    note = note_deviations(found, PATTERN)[4]
    rows = np.array([run.deviation_ms for run in found.runs])[:, 4]
    assert note.finger == 5
    assert note.n == 10
    assert note.mean_ms == pytest.approx(rows.mean())
    half_ms = 2.2622 * rows.std(ddof=1) / np.sqrt(10)  # t for 9 degrees of freedom
    assert note.high_ms - note.mean_ms == pytest.approx(half_ms, rel=1e-3)


def test_two_runs_are_too_few_to_say():
    found = played(wobble(runs=2) + 30.0 * fives())
    assert {note.mean_ms for note in note_deviations(found, PATTERN)} == {None}
    assert stands_out(found, PATTERN) is None


def test_runs_that_do_not_count_say_nothing():
    found = played(wobble() + 14.0 * fives())
    none = replace(
        found, runs=tuple(replace(run, invalid_because="broken off") for run in found.runs)
    )
    assert {note.n for note in note_deviations(none, PATTERN)} == {0}


def test_only_what_the_measures_flag_is_named():
    found = played(wobble() + 14.0 * fives())
    assert stands_out(replace(found, flags=()), PATTERN) is None
    mirrored = replace(PATTERN, direction=Direction.DOWN)
    assert stands_out(found, mirrored) is None
