"""Every parameter can be read back from many notes."""

import numpy as np
import pytest

from content.loader import exercise
from engine.exercise import Direction
from engine.pianist import Change, Outcome, Pianist, Rhythm, RunTruth, Slips, Touch, play

FIVE = exercise("five-finger-c-right")
SCALE = exercise("scale-c-left")
LOOP, UP = Direction.LOOP, Direction.UP
FINGERS = np.array(FIVE.pattern(LOOP).fingers)
STEADY = Rhythm(onset_sd_ms=0.0)


def runs_of(pianist: Pianist, runs: int = 200, tempo_bpm: float = 60.0) -> tuple[RunTruth, ...]:
    return play(pianist, FIVE, LOOP, tempo_bpm, runs, np.random.default_rng(11)).truth.runs


def deviations_ms(runs: tuple[RunTruth, ...]) -> np.ndarray:
    return np.array([run.onset_s - run.intended_s for run in runs]) * 1e3


def onsets_ms(runs: tuple[RunTruth, ...]) -> np.ndarray:
    return np.array([run.onset_s - run.onset_s[0] for run in runs]) * 1e3


def test_a_pianist_without_noise_is_a_metronome():
    onsets = onsets_ms(runs_of(Pianist(rhythm=STEADY), 2))
    assert onsets == pytest.approx(np.tile(np.arange(33) * 250.0, (2, 1)), abs=1e-6)


def test_white_onset_noise():
    noise = deviations_ms(runs_of(Pianist(rhythm=Rhythm(onset_sd_ms=6.0))))
    assert noise.std() == pytest.approx(6.0, rel=0.03)
    assert noise.mean() == pytest.approx(0.0, abs=0.25)
    assert np.corrcoef(noise[:, :-1].ravel(), noise[:, 1:].ravel())[0, 1] == pytest.approx(
        0.0, abs=0.04
    )


def test_clock_and_motor_variance_by_wing_and_kristofferson():
    runs = runs_of(Pianist(rhythm=Rhythm(onset_sd_ms=5.0, clock_sd_ms=10.0)), 600)
    ioi = np.array([run.ioi_s * 1e3 for run in runs]) - 250.0
    gamma_0 = (ioi**2).mean()
    gamma_1 = (ioi[:, :-1] * ioi[:, 1:]).mean()
    assert -gamma_1 == pytest.approx(25.0, rel=0.12)
    assert gamma_0 + 2 * gamma_1 == pytest.approx(100.0, rel=0.06)


def test_a_late_finger_is_late_wherever_it_plays_and_no_other():
    late = Rhythm(onset_sd_ms=2.0, finger_late_ms=(0.0, 0.0, 0.0, 12.0, -5.0))
    onsets = onsets_ms(runs_of(Pianist(rhythm=late))).mean(axis=0) - np.arange(33) * 250.0
    by_finger = [onsets[finger == FINGERS].mean() for finger in range(1, 6)]
    assert by_finger == pytest.approx([0.0, 0.0, 0.0, 12.0, -5.0], abs=0.5)


def test_a_late_transition_is_late_in_that_direction_only():
    late = Rhythm(onset_sd_ms=2.0, transition_late_ms=((3, 4, 9.0), (5, 4, -4.0)))
    onsets = onsets_ms(runs_of(Pianist(rhythm=late))).mean(axis=0) - np.arange(33) * 250.0
    arriving = {
        (a, b): onsets[1:][(FINGERS[:-1] == a) & (FINGERS[1:] == b)].mean()
        for a, b in ((2, 3), (3, 4), (4, 5), (5, 4), (4, 3))
    }
    wanted = {(2, 3): 0, (3, 4): 9, (4, 5): 0, (5, 4): -4, (4, 3): 0}
    assert arriving == pytest.approx(wanted, abs=0.5)


def test_drift_lengthens_each_interval_and_leaves_the_mean():
    (run,) = runs_of(Pianist(rhythm=Rhythm(onset_sd_ms=0.0, drift_ms_per_note=0.8)), 1)
    assert np.diff(run.ioi_s * 1e3) == pytest.approx(np.full(31, 0.8))
    assert run.mean_ioi_ms == pytest.approx(250.0)
    # SCIENCE 1.2: drift adds s²(M² - 1)/12 to the variance (of the M, hence ddof 0).
    assert run.ioi_s.std() * 1e3 == pytest.approx(0.8 * np.sqrt((32**2 - 1) / 12))


@pytest.mark.parametrize("exponent", [0.0, -0.7])
def test_noise_follows_the_tempo_as_a_power(exponent: float):
    pianist = Pianist(rhythm=Rhythm(onset_sd_ms=5.0, tempo_exponent=exponent))
    slow, fast = (deviations_ms(runs_of(pianist, 300, bpm)).std() for bpm in (60, 120))
    assert slow == pytest.approx(5.0, rel=0.03)
    assert np.log(fast / slow) / np.log(0.5) == pytest.approx(exponent, abs=0.05)


def test_fatigue_grows_by_the_minute():
    pianist = Pianist(change=Change(fatigue_per_min=0.05))
    fresh = deviations_ms(runs_of(pianist, 6)).std()
    minutes = np.array([0, 10, 20])
    noise = [
        np.mean([
            deviations_ms(
                play(
                    pianist.at_minute(minute), FIVE, LOOP, 60, 2, np.random.default_rng(seed)
                ).truth.runs
            ).std()
            for seed in range(150)
        ])
        for minute in minutes.tolist()
    ]  # fmt: skip
    assert fresh == pytest.approx(5.0, rel=0.1)
    assert np.polyfit(minutes, np.log(noise), 1)[0] == pytest.approx(0.05, abs=0.004)


def test_fatigue_grows_inside_a_take_too():
    runs = runs_of(Pianist(change=Change(fatigue_per_min=0.1)), 60)
    minutes = [run.intended_s[0] / 60 for run in runs]
    ln_sd = [np.log((run.onset_s - run.intended_s).std() * 1e3) for run in runs]
    assert np.polyfit(minutes, ln_sd, 1)[0] == pytest.approx(0.1, abs=0.03)


def test_days_wobble_and_weeks_gain():
    rng = np.random.default_rng(3)
    pianist = Pianist(change=Change(day_log_sd=0.1, gain_per_week=0.04))
    weeks = np.repeat(np.arange(10), 300)
    ln_day = np.log([pianist.on_day(week, rng).unevenness for week in weeks])
    slope, start = np.polyfit(weeks, ln_day, 1)
    assert slope == pytest.approx(-0.04, abs=0.002)
    assert start == pytest.approx(0.0, abs=0.01)
    assert (ln_day - np.polyval((slope, start), weeks)).std() == pytest.approx(0.1, rel=0.05)


def test_a_bad_day_scales_noise_and_lateness_alike():
    rhythm = Rhythm(onset_sd_ms=4.0, finger_late_ms=(0.0, 0.0, 0.0, 10.0, 0.0))
    onsets = onsets_ms(runs_of(Pianist(rhythm=rhythm, unevenness=1.5))) - np.arange(33) * 250.0
    assert onsets[:, FINGERS == 4].mean() == pytest.approx(15.0, abs=0.6)
    bad = deviations_ms(runs_of(Pianist(rhythm=rhythm, unevenness=1.5)))
    assert bad.std() == pytest.approx(6.0, rel=0.03)


def test_velocity_by_finger():
    touch = Touch(velocity=(80.0, 70.0, 60.0, 50.0, 40.0), velocity_sd=(2.0, 3.0, 4.0, 5.0, 6.0))
    played = play(Pianist(touch=touch), FIVE, LOOP, 60, 200, np.random.default_rng(2))
    velocity = played.notes["velocity"].astype(float).reshape(200, 33)
    for finger in range(1, 6):
        strokes = velocity[:, finger == FINGERS]
        assert strokes.mean() == pytest.approx(touch.velocity[finger - 1], abs=0.6)
        # Whole numbers add 1/12 to the variance.
        wanted = np.hypot(touch.velocity_sd[finger - 1], 12**-0.5)
        assert strokes.std() == pytest.approx(wanted, rel=0.06)


@pytest.mark.parametrize(("overlap", "sd"), [(0.08, 0.03), (-0.4, 0.05)])
def test_overlap_as_a_share_of_the_ioi(overlap: float, sd: float):
    touch = Touch(overlap=overlap, overlap_sd=sd)
    notes = play(Pianist(touch=touch), SCALE, UP, 60, 200, np.random.default_rng(2)).notes
    onset, offset = (notes[name].reshape(200, 15) for name in ("onset_s", "offset_s"))
    kor = (offset[:, :-1] - onset[:, 1:]) / np.diff(onset, axis=1)
    assert kor.mean() == pytest.approx(overlap, abs=0.003)
    assert kor.std() == pytest.approx(sd, rel=0.05)


def test_rates_of_slips():
    slips = Slips(miss_rate=0.03, substitute_rate=0.05, extra_rate=0.04, bounce_rate=0.02)
    runs = runs_of(Pianist(slips=slips), 400)
    targets = 400 * 33
    missed = sum(run.count(Outcome.MISSED) for run in runs)
    substituted = sum(run.count(Outcome.SUBSTITUTED) for run in runs)
    assert missed / targets == pytest.approx(0.03, abs=0.005)
    assert substituted / targets == pytest.approx(0.05, abs=0.006)
    extra = sum(len(run.extra_pitches) for run in runs)
    assert extra / (targets - missed) == pytest.approx(0.04, abs=0.006)
    bounced = sum(len(run.bounced) for run in runs)
    assert bounced / (targets - missed - substituted) == pytest.approx(0.02, abs=0.004)


def test_runs_are_broken_off_at_their_rate_after_two_notes_at_least():
    runs = runs_of(Pianist(slips=Slips(break_off_rate=0.3)), 500)
    stopped = [run.broken_off_at for run in runs if run.broken_off_at is not None]
    assert len(stopped) / 500 == pytest.approx(0.3, abs=0.06)
    assert min(stopped) == 2
    assert max(stopped) == 32
    short = next(run for run in runs if run.broken_off_at == stopped[0])
    assert short.count(Outcome.HIT) == stopped[0]
    assert not short.valid or stopped[0] == 32
