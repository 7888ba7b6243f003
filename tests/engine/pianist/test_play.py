"""What is written in the truth is what was played, whatever goes wrong."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.loader import exercise, load_exercises
from engine.exercise import Direction, Exercise
from engine.pianist import Outcome, Pianist, Played, Rhythm, Slips, Touch, play

FIVE = exercise("five-finger-c-right")
CELLS = [(read, each.direction) for read in load_exercises().values() for each in read.patterns]
RATES = st.floats(0, 0.5)


@st.composite
def takes(draw: st.DrawFn) -> tuple[Played, Exercise]:
    read, direction = draw(st.sampled_from(CELLS))
    pianist = Pianist(
        rhythm=Rhythm(
            onset_sd_ms=draw(st.floats(0, 300)),
            clock_sd_ms=draw(st.floats(0, 50)),
            finger_late_ms=(0.0, 0.0, 0.0, draw(st.floats(-50, 50)), 0.0),
            drift_ms_per_note=draw(st.floats(-20, 20)),
        ),
        touch=Touch(overlap=draw(st.floats(-1.5, 3)), overlap_sd=draw(st.floats(0, 1))),
        slips=Slips(
            miss_rate=draw(RATES),
            substitute_rate=draw(RATES),
            extra_rate=draw(RATES),
            bounce_rate=draw(RATES),
            break_off_rate=draw(RATES),
        ),
    )
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    tempo_bpm, runs = draw(st.floats(20, 300)), draw(st.integers(1, 4))
    return play(pianist, read, direction, tempo_bpm, runs, rng), read


@settings(deadline=None)
@given(takes())
def test_every_note_is_accounted_for(taken: tuple[Played, Exercise]):
    played, read = taken
    pattern = read.pattern(played.truth.direction)
    sounded = {(note["onset_s"], int(note["pitch"])) for note in played.notes}
    count = 0
    for run in played.truth.runs:
        count += np.count_nonzero(~np.isnan(run.onset_s)) + len(run.extra_pitches)
        count += len(run.bounced)
        for target, onset_s, outcome in zip(
            pattern.targets, run.onset_s, run.outcomes, strict=True
        ):
            near = {pitch for at_s, pitch in sounded if abs(at_s - onset_s) < 1e-12}
            assert np.isnan(onset_s) == (outcome is Outcome.MISSED)
            assert (target.pitch in near) == (outcome is Outcome.HIT)
            assert bool(near) == (outcome is not Outcome.MISSED)
    assert len(played.notes) == count


@settings(deadline=None)
@given(takes())
def test_hands_and_keys_are_physical(taken: tuple[Played, Exercise]):
    played, _ = taken
    notes = played.notes
    assert np.all(notes["offset_s"] > notes["onset_s"])
    assert notes["onset_s"].min(initial=0.0) == 0
    assert np.all((notes["velocity"] >= 1) & (notes["velocity"] <= 127))
    for pitch in np.unique(notes["pitch"]):
        same = notes[notes["pitch"] == pitch]
        assert np.all(same["onset_s"][1:] > same["offset_s"][:-1])
    for run in played.truth.runs:
        onset_s = run.onset_s[~np.isnan(run.onset_s)]
        assert np.all(np.diff(onset_s) > 0.001 - 1e-9)


@settings(deadline=None)
@given(takes())
def test_sd_ioi_is_that_of_adjacent_hits(taken: tuple[Played, Exercise]):
    played, _ = taken
    for run in played.truth.runs:
        iois = [
            (b - a) * 1e3
            for (a, first), (b, second) in zip(
                zip(run.onset_s[:-1], run.outcomes[:-1], strict=True),
                zip(run.onset_s[1:], run.outcomes[1:], strict=True),
                strict=True,
            )
            if first is second is Outcome.HIT
        ]
        if len(iois) < 2:
            assert run.sd_ioi_ms is None
            assert not run.valid
        else:
            assert run.sd_ioi_ms == pytest.approx(np.std(iois, ddof=1))
        if run.valid:
            assert run.count(Outcome.HIT) >= len(run.outcomes) - 1
    valid = [run.sd_ioi_ms for run in played.truth.runs if run.valid]
    assert played.truth.sd_ioi_ms == (pytest.approx(np.median(valid)) if valid else None)


@settings(deadline=None)
@given(takes())
def test_slips_never_land_on_a_key_that_would_have_another_reading(taken: tuple[Played, Exercise]):
    played, read = taken
    pitches = read.pattern(played.truth.direction).pitches
    notes = played.notes
    for run in played.truth.runs:
        for index, outcome in enumerate(run.outcomes):
            if outcome is Outcome.SUBSTITUTED:
                (note,) = notes[np.abs(notes["onset_s"] - run.onset_s[index]) < 1e-12]
                assert note["pitch"] not in pitches[max(index - 1, 0) : index + 2]
                assert abs(int(note["pitch"]) - pitches[index]) <= 3


def test_same_seed_same_take_and_another_seed_another():
    first, again, other = (
        play(Pianist(), FIVE, Direction.LOOP, 60, 3, np.random.default_rng(seed))
        for seed in (1, 1, 2)
    )
    assert first.raw.tobytes() == again.raw.tobytes()
    assert first.notes.tobytes() == again.notes.tobytes()
    assert first.raw.tobytes() != other.raw.tobytes()


def test_slips_leave_the_rhythm_of_a_seed_alone():
    clean, slipping = (
        play(Pianist(slips=slips), FIVE, Direction.LOOP, 60, 1, np.random.default_rng(4))
        for slips in (Slips(), Slips(miss_rate=0.2, bounce_rate=0.2))
    )
    played = ~np.isnan(slipping.truth.runs[0].onset_s)
    assert 0 < played.sum() < 33
    assert played[0]
    assert slipping.truth.runs[0].onset_s[played] == pytest.approx(
        clean.truth.runs[0].onset_s[played]
    )


def test_noise_wider_than_the_interval_is_held_back_and_told():
    wide = Pianist(rhythm=Rhythm(onset_sd_ms=400.0))
    run = play(wide, FIVE, Direction.LOOP, 60, 1, np.random.default_rng(0)).truth.runs[0]
    assert run.held_back > 5
    assert np.count_nonzero(np.isclose(np.diff(run.onset_s), 0.001)) > 3
    even = play(Pianist(), FIVE, Direction.LOOP, 60, 1, np.random.default_rng(0)).truth.runs[0]
    assert even.held_back == 0


def test_runs_stand_a_rest_apart():
    truth = play(Pianist(), FIVE, Direction.LOOP, 60, 40, np.random.default_rng(0)).truth
    rests = [
        later.onset_s[0] - run.onset_s[-1] - 0.25
        for run, later in zip(truth.runs[:-1], truth.runs[1:], strict=True)
    ]
    assert min(rests) == pytest.approx(1.8, abs=0.05)
    assert max(rests) == pytest.approx(2.2, abs=0.05)


def test_a_bounce_is_struck_again_within_25_ms_of_its_release():
    pianist = Pianist(slips=Slips(bounce_rate=1.0))
    notes = play(pianist, FIVE, Direction.LOOP, 60, 2, np.random.default_rng(0)).notes
    first, second = notes[::2], notes[1::2]
    assert np.all(first["pitch"] == second["pitch"])
    gap_s = second["onset_s"] - first["offset_s"]
    assert gap_s.min() > 0.004
    assert gap_s.max() < 0.026


def test_an_extra_is_a_light_graze_within_15_ms_of_its_target():
    pianist = Pianist(slips=Slips(extra_rate=1.0))
    notes = play(pianist, FIVE, Direction.LOOP, 60, 1, np.random.default_rng(0)).notes
    grazes = notes[notes["velocity"] < 40]
    assert len(grazes) == 33
    meant = notes[notes["velocity"] >= 40]["onset_s"]
    assert np.abs(grazes["onset_s"] - meant).max() < 0.0151


def test_nothing_played_is_an_empty_take():
    silent = Pianist(slips=Slips(miss_rate=1.0))
    played = play(silent, FIVE, Direction.LOOP, 60, 2, np.random.default_rng(0))
    assert len(played.notes) == len(played.raw) == 0
    assert played.truth.sd_ioi_ms is None
    assert played.truth.runs[0].mean_ioi_ms is None


def test_a_run_out_of_tempo_is_not_valid():
    slow = Pianist(rhythm=Rhythm(onset_sd_ms=0.0, clock_sd_ms=80.0))
    runs = play(slow, FIVE, Direction.LOOP, 60, 60, np.random.default_rng(0)).truth.runs
    off = np.array([abs(250.0 / (run.mean_ioi_ms or np.nan) - 1) for run in runs])
    assert [run.valid for run in runs] == (off <= 0.10).tolist()
    assert 0 < np.count_nonzero(off > 0.10) < 60


def test_what_cannot_be_played_is_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(KeyError, match="has no direction up"):
        play(Pianist(), FIVE, Direction.UP, 60, 1, rng)
    with pytest.raises(ValueError, match="needs a run and a tempo, got 0"):
        play(Pianist(), FIVE, Direction.LOOP, 60, 0, rng)
    with pytest.raises(ValueError, match="needs a run and a tempo"):
        play(Pianist(), FIVE, Direction.LOOP, 0, 1, rng)


@pytest.mark.parametrize(
    ("build", "problem"),
    [
        (lambda: Pianist(rhythm=Rhythm(onset_sd_ms=-1)), "onset_sd_ms must not be negative"),
        (lambda: Pianist(rhythm=Rhythm(clock_sd_ms=np.nan)), "clock_sd_ms must be finite"),
        (lambda: Pianist(slips=Slips(miss_rate=1.1)), "miss_rate must be 0 to 1"),
        (lambda: Pianist(slips=Slips(miss_rate=0.6, substitute_rate=0.6)), "is over 1"),
        (lambda: Pianist(rhythm=Rhythm(reference_ioi_ms=0)), "must be over 0"),
        (lambda: Pianist(unevenness=-1), "unevenness and minute must not be neg"),
        (lambda: Pianist(rhythm=Rhythm(transition_late_ms=((3, 6, 1.0),))), "fingers 1 to 5"),
    ],
)
def test_an_impossible_pianist_is_refused(build, problem: str):
    with pytest.raises(ValueError, match=problem):
        build()


def test_targets_without_a_finger_have_the_mean_of_the_five():
    (pattern,) = FIVE.patterns
    targets = tuple(replace(target, finger=None) for target in pattern.targets)
    free = replace(FIVE, patterns=(replace(pattern, targets=targets),))
    rhythm = Rhythm(
        onset_sd_ms=0.0,
        finger_late_ms=(0.0, 0.0, 0.0, 10.0, 0.0),
        transition_late_ms=((1, 2, 5.0),),
    )
    (run,) = play(
        Pianist(rhythm=rhythm), free, Direction.LOOP, 60, 1, np.random.default_rng(0)
    ).truth.runs
    assert run.ioi_s == pytest.approx(np.full(32, 0.25))
