import numpy as np
import pytest

from engine.pianist.tapping import Tapper, asynchronies_s, continuation_iois_s, tap

STILL = {"clock_sd_ms": 0.0, "motor_sd_ms": 0.0}


def tapped(tapper=None, *, seed=1, **more):
    settings = {"ioi_s": 0.5, "paced": 8, "alone": 20} | more
    return tap(tapper or Tapper(), rng=np.random.default_rng(seed), **settings)


def test_without_noise_it_is_a_metronome():
    trial = tapped(Tapper(**STILL))
    assert trial.onset_s == pytest.approx(0.5 * np.arange(28), abs=1e-12)
    assert trial.continuation_s == pytest.approx(0.5 * np.arange(8, 28), abs=1e-12)


def test_the_same_seed_gives_the_same_taps():
    assert np.array_equal(tapped(seed=3).onset_s, tapped(seed=3).onset_s)
    assert not np.array_equal(tapped(seed=3).onset_s, tapped(seed=4).onset_s)


def test_clock_and_motor_show_as_wing_and_kristofferson_say():
    #  lag 0: clock^2 + 2 motor^2, lag 1: -motor^2, lag 2: nothing
    ioi_ms = 1e3 * continuation_iois_s(
        Tapper(clock_sd_ms=10, motor_sd_ms=5),
        ioi_s=0.5,
        trials=4000,
        iois=40,
        rng=np.random.default_rng(2),
    )
    off = ioi_ms - 500
    lags = [(off[:, lag:] * off[:, : 40 - lag]).mean() for lag in range(3)]
    assert lags == pytest.approx([150, -25, 0], abs=1.5)


@pytest.mark.parametrize("shape", [None, 4.0])
def test_asynchronies_are_stationary_with_the_models_autocovariances(shape):
    #  a = .7: v = (100 + .09 * 25) / .51; lag 0: v + 25, lag 1: .7 v - .3 * 25, lag 2: .7 of that
    off = 1e3 * asynchronies_s(
        Tapper(alpha=0.3, gamma_shape=shape), trials=6000, taps=30, rng=np.random.default_rng(5)
    )
    v = 102.25 / 0.51
    lags = [(off[:, lag:] * off[:, : 30 - lag]).mean() for lag in range(3)]
    expected = [v + 25, 0.7 * v - 7.5, 0.7 * (0.7 * v - 7.5)]
    assert lags == pytest.approx(expected, rel=0.04)
    assert (off[:, 0] ** 2).mean() == pytest.approx((off[:, -1] ** 2).mean(), rel=0.1)


def test_gamma_noise_leans_to_the_late_side():
    def skew(shape):
        ioi = continuation_iois_s(
            Tapper(motor_sd_ms=0, gamma_shape=shape),
            ioi_s=0.5,
            trials=200,
            iois=200,
            rng=np.random.default_rng(7),
        )
        return (((ioi - 0.5) / 0.01) ** 3).mean()

    #  a gamma of shape k has skewness 2 / sqrt(k)
    assert skew(4.0) == pytest.approx(1.0, abs=0.1)
    assert skew(None) == pytest.approx(0.0, abs=0.1)


def test_drift_lengthens_each_interval():
    trial = tapped(Tapper(**STILL, drift_ms_per_tap=2.0), alone=4)
    assert np.diff(trial.continuation_s) == pytest.approx([0.502, 0.504, 0.506])


def test_each_finger_aims_where_it_aims():
    early = Tapper(**STILL, asynchrony_ms=(0, -10, -20, -30, -40))
    trial = tapped(early, fingers=(2, 4), alone=0)
    assert trial.onset_s - trial.stimulus_s == pytest.approx([-0.010, -0.030] * 4)


def test_missed_and_double_taps_are_told():
    trial = tapped(Tapper(miss_rate=0.2, double_rate=0.2), alone=200)
    assert trial.missed.sum() > 20
    assert trial.doubled.sum() > 20
    assert not (trial.missed & trial.doubled).any()
    assert len(trial.onset_s) == 208 - trial.missed.sum() + trial.doubled.sum()
    assert np.all(np.diff(trial.onset_s) > 0)


def test_what_is_returned_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        tapped().onset_s[0] = 1.0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"clock_sd_ms": -1.0}, "must not be negative"),
        ({"miss_rate": 1.2}, "must be 0 to 1"),
        ({"alpha": 2.0}, "stay with the beat"),
        ({"gamma_shape": 0.0}, "gamma_shape must be above 0"),
    ],
)
def test_an_impossible_tapper_is_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        Tapper(**wrong)


def test_a_trial_without_a_beat_is_refused():
    with pytest.raises(ValueError, match="at least one paced tap"):
        tapped(paced=0)
