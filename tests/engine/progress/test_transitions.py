from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.progress.transitions import TWENTY, Standing, TransitionDeviation, constellation

MONDAY = date(2026, 1, 5)


def session(day, deviation_ms, *, n=24, se=1.0, pair=(4, 5), ioi_ms=250.0):
    return TransitionDeviation(
        local_date=MONDAY + timedelta(days=day),
        finger=pair[0],
        to_finger=pair[1],
        deviation_ms=deviation_ms,
        standard_error_ms=se,
        n=n,
        ioi_ms=ioi_ms,
    )


def star(deviations, pair=(4, 5)):
    return next(each for each in constellation(deviations) if (each.finger, each.to_finger) == pair)


def test_there_are_twenty_and_all_are_dark_at_first():
    states = constellation([])
    assert len(states) == 20
    assert tuple((each.finger, each.to_finger) for each in states) == TWENTY
    assert {each.standing for each in states} == {Standing.NOT_ENOUGH}
    assert {each.needed for each in states} == {40}


def test_forty_notes_where_they_should_be_light_a_star():
    assert star([session(0, 1.0)]).standing is Standing.NOT_ENOUGH
    assert star([session(0, 1.0)]).needed == 16
    lit = star([session(0, 1.0), session(2, 1.5)])
    assert lit.standing is Standing.RELIABLE
    assert lit.lit_on == MONDAY + timedelta(days=2)
    assert -6.25 < lit.low_ms < lit.mean_ms < lit.high_ms < 6.25


def test_late_or_unsteady_notes_gather():
    assert star([session(0, 9.0, n=48)]).standing is Standing.GATHERING
    assert star([session(0, 1.0, n=48, se=4.0)]).standing is Standing.GATHERING
    # two sessions that disagree are not one certain mean
    assert star([session(0, -4.0), session(2, 8.0)]).standing is Standing.GATHERING


def test_a_lit_star_never_goes_out_in_a_bad_week():
    #  days  0 lit   | one week 15 ms late, six sessions of 48 notes
    lit = [session(0, 1.0, n=48)]
    bad_week = [session(7 + day, 15.0, n=48) for day in range(6)]
    shown = star(lit + bad_week)
    assert shown.standing is Standing.RELIABLE
    assert shown.mean_ms > 10


def test_three_weeks_of_clear_evidence_put_it_out_and_it_can_be_lit_again():
    lit = [session(0, 1.0, n=48)]
    late = [session(7 * week, 15.0, n=48) for week in (1, 2, 3)]
    out = star(lit + late)
    assert out.standing is Standing.GATHERING
    assert out.lit_on is None
    again = star([*lit, *late, session(28, 0.5, n=48)])
    assert again.standing is Standing.RELIABLE
    assert again.lit_on == MONDAY + timedelta(days=28)


def test_a_good_week_between_clears_the_doubt():
    weeks = [1.0, 15.0, 15.0, 0.5, 15.0, 15.0]
    played = [session(7 * week, ms, n=48) for week, ms in enumerate(weeks)]
    assert star(played).standing is Standing.RELIABLE


def test_it_is_judged_again_only_with_enough_notes():
    lit = star([session(0, 1.0, n=48)])
    more = star([session(0, 1.0, n=48), session(2, 3.0, n=39)])
    assert (more.mean_ms, more.n) == (lit.mean_ms, 87)


def test_at_a_slow_tempo_a_displaced_tone_is_harder_to_hear():
    slow = [session(0, 8.0, n=48, ioi_ms=500)]
    assert star(slow).standing is Standing.RELIABLE
    assert star([session(0, 8.0, n=48, ioi_ms=250)]).standing is Standing.GATHERING


def test_without_an_error_a_session_says_nothing():
    assert star([session(0, 1.0, n=1, se=None)]).n == 0
    assert star([session(0, 1.0, n=48, pair=(3, 3))]).n == 0


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from(TWENTY), st.floats(-20, 20)), max_size=25
    ),
    st.randoms(use_true_random=False),
    st.integers(-50, 50),
)
def test_neither_order_nor_whole_weeks_matter(rows, random, weeks):
    played = [session(day, ms, n=30, pair=pair) for day, pair, ms in rows]
    shifted = [session(day + 7 * weeks, ms, n=30, pair=pair) for day, pair, ms in rows]
    random.shuffle(shifted)
    for one, other in zip(constellation(played), constellation(shifted), strict=True):
        assert one.standing == other.standing
        assert one.mean_ms == pytest.approx(other.mean_ms)
