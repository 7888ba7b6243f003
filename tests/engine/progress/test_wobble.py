import numpy as np
import pytest

from engine.progress.days import Day, grouped
from engine.progress.wobble import DayWobble, week_spread


def days(y, *, first=100, variance=0.0):
    return [Day(0, first + k, value, variance, 10, 0, 5.5, 0.4) for k, value in enumerate(y)]


def test_one_cell_is_the_mean_of_its_days():
    spread = week_spread([days([2.0, 2.2, 2.4])])
    assert spread.y == pytest.approx(2.2)
    assert spread.weights == pytest.approx(1 / 3)
    assert spread.between == pytest.approx(np.var([2.0, 2.2, 2.4], ddof=1) / 3)
    assert spread.df == 2


def test_a_bad_day_shared_by_two_cells_is_not_averaged_away():
    together = week_spread([days([2.0, 2.2, 2.4]), days([2.0, 2.2, 2.4])])
    apart = week_spread([days([2.0, 2.2, 2.4]), days([2.0, 2.2, 2.4], first=200)])
    assert together.between == pytest.approx(week_spread([days([2.0, 2.2, 2.4])]).between)
    assert apart.between == pytest.approx(together.between / 2)
    assert apart.weights == pytest.approx(together.weights / 2)


def test_one_measured_day_knows_nothing_of_days():
    spread = week_spread([days([2.0])])
    assert (spread.df, spread.between) == (0, 0.0)
    assert DayWobble().learnt(spread) == DayWobble()


def test_no_days_are_refused():
    with pytest.raises(ValueError, match="at least one measured day"):
        week_spread([[]])
    with pytest.raises(ValueError, match="has no value"):
        week_spread([[Day(0, 1, None, 0.0, 3, 0, 5.5, 0.4)]])


def test_the_closed_form_is_what_resampling_days_then_runs_gives():
    rng = np.random.default_rng(1)
    runs = rng.normal(0, 0.1, (12, 1)) + rng.normal(0, 0.2, (12, 10))
    found = grouped(np.repeat(np.arange(12), 10), runs.ravel())
    week = [
        Day(0, k, y, variance, 10, 0, 5.5, 0.4)
        for k, (y, variance) in enumerate(zip(found.mean, found.variance, strict=True))
    ]
    spread = week_spread([week])
    drawn_days = rng.integers(0, 12, (4000, 12))
    drawn_runs = rng.integers(0, 10, (4000, 12, 10))
    resampled = runs[drawn_days[..., None], drawn_runs].reshape(-1, 10)
    key = np.repeat(np.arange(len(resampled)), 10)
    weeks = grouped(key, resampled.ravel()).mean.reshape(4000, 12).mean(axis=1)
    # days drawn with replacement spread by (D - 1) / D of the sample variance
    assert weeks.var() == pytest.approx(spread.between * 11 / 12 + spread.from_runs, rel=0.12)


@pytest.mark.parametrize("day_sd", [0.05, 0.10, 0.15])
def test_weekly_intervals_cover_the_truth(day_sd):
    rng = np.random.default_rng(7)
    players, weeks = 250, 8
    form = rng.normal(0, day_sd, (players, weeks, 3, 1))
    runs = form + rng.normal(0, 0.2, (players, weeks, 3, 10))
    found = grouped(np.repeat(np.arange(players * weeks * 3), 10), runs.ravel())
    y = found.mean.reshape(players, weeks, 3)
    variance = found.variance.reshape(players, weeks, 3)
    covered = []
    for player in range(players):
        wobble = DayWobble()
        for week in range(weeks):
            pairs = zip(y[player, week], variance[player, week], strict=True)
            spread = week_spread([[Day(0, k, *p, 10, 0, 5.5, 0.4) for k, p in enumerate(pairs)]])
            wobble = wobble.learnt(spread)
            covered.append(abs(spread.y) <= wobble.half_width(spread))
    # drawn towards 10 % a day, it is wide for a steadier hand and narrow for a moodier one
    assert 0.90 <= np.mean(covered) <= 0.99


def test_the_day_to_day_variance_is_learnt():
    rng = np.random.default_rng(3)
    wobble = DayWobble()
    assert wobble.variance == pytest.approx(0.01)
    for _ in range(300):
        wobble = wobble.learnt(week_spread([days(rng.normal(0, 0.2, 3))]))
    assert wobble.variance == pytest.approx(0.04, rel=0.15)


def test_the_day_to_day_variance_is_never_negative():
    wobble = DayWobble()
    for _ in range(50):
        wobble = wobble.learnt(week_spread([days([2.0, 2.0, 2.0], variance=0.01)]))
    assert wobble.variance == 0.0
