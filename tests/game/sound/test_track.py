"""Every click lies at its sample, also where the loop begins again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tasks.clicks import Clicks
from game.sound.card import RATE
from game.sound.click import CLICK_S, click
from game.sound.track import beats_of_loop, length_of, track_at, waits, write

NOW_NS = 7 * 10**12
FIVE_MINUTES_S = 300


def heard(clicks: Clicks, now_ns: int, seconds: float) -> np.ndarray:
    """What sounds from ``now_ns`` on, as a mixer would play it: the loop again and again."""
    track = track_at(clicks, now_ns)
    buffer = np.zeros(track.length, np.int16)
    write(track, buffer)
    assert track.length == length_of(clicks)
    if not track.loops:
        return buffer
    return np.resize(buffer, round(seconds * RATE))


def onsets(sound: np.ndarray) -> np.ndarray:
    """Where whole clicks are due: the sample before the first that is not silent."""
    loud = np.flatnonzero(sound)
    return loud[np.diff(loud, prepend=-RATE) > 0.02 * RATE] - 1


def clicks_at(tempo_bpm: float, lead_ms: float, beats: int | None = None) -> Clicks:
    return Clicks(from_ns=NOW_NS + round(lead_ms * 1e6), tempo_bpm=tempo_bpm, beats=beats)


@pytest.mark.parametrize("bpm", [40, 60, 61, 80, 132, 61.5, 61.3, 184 / 3, 66.61803398875])
def test_every_click_of_five_minutes_is_exact(bpm: float):
    found = onsets(heard(clicks_at(bpm, lead_ms=100), NOW_NS, FIVE_MINUTES_S))
    k = np.arange(len(found))
    assert len(found) == pytest.approx(FIVE_MINUTES_S * bpm / 60, abs=1)
    assert np.abs(found - found[0] - k * 60 * RATE / bpm).max() <= 0.5
    assert found[0] == 4800


def test_at_61_bpm_intervals_alternate_by_one_sample():
    found = onsets(heard(clicks_at(61, lead_ms=0), NOW_NS, FIVE_MINUTES_S))
    assert set(np.diff(found).tolist()) == {47213, 47214}
    # 61 beats are a minute to the sample, across every seam
    assert set((found[61:] - found[:-61]).tolist()) == {60 * RATE}


@pytest.mark.parametrize(("bpm", "beats"), [(60, 1), (61, 61), (132, 11), (80, 1), (61.5, 41)])
def test_a_loop_is_the_fewest_beats_of_whole_samples(bpm: float, beats: int):
    assert beats_of_loop(bpm) == beats


@pytest.mark.parametrize("bpm", [61.3, 66.61803398875])
def test_a_tempo_without_such_a_loop_gets_five_minutes(bpm: float):
    assert 300 < length_of(clicks_at(bpm, 0)) / RATE <= 320


@given(
    bpm=st.integers(30, 240),
    past_ms=st.floats(0, 400_000),
)
def test_a_stretch_begun_late_clicks_where_it_would_have(bpm: int, past_ms: float):
    clicks = clicks_at(bpm, lead_ms=-past_ms)
    sound = heard(clicks, NOW_NS, 6)
    k = np.arange(2, 5) + int(past_ms * bpm / 60_000)
    due = round(-past_ms * 1e-3 * RATE) + k * 60 * RATE / bpm
    found = onsets(sound)
    for each in due[due < 6 * RATE - 1]:
        assert np.abs(found - each).min() <= 1


def test_a_click_that_has_begun_sounds_from_where_it_is():
    one = click()
    for beats in (None, 8):
        sound = heard(clicks_at(60, lead_ms=-5, beats=beats), NOW_NS, 1)
        assert (sound[: len(one) - 240] == one[240:]).all()


def test_a_stretch_with_an_end_has_its_clicks_and_no_more():
    sound = heard(clicks_at(90, lead_ms=50, beats=7), NOW_NS, 0)
    assert onsets(sound).tolist() == [2400 + 32_000 * k for k in range(7)]
    assert len(sound) <= 7 * 32_000 + CLICK_S * RATE


def test_an_end_that_is_past_is_silent():
    assert not heard(clicks_at(90, lead_ms=-60_000, beats=7), NOW_NS, 0).any()
    assert not heard(clicks_at(90, lead_ms=0, beats=0), NOW_NS, 0).any()


def test_before_its_first_click_a_loop_is_silent():
    for lead_ms in range(0, 911, 70):
        clicks = clicks_at(60, lead_ms)
        assert not waits(clicks, NOW_NS)
        assert onsets(heard(clicks, NOW_NS, 5))[0] == lead_ms * 48
    assert waits(clicks_at(60, lead_ms=920), NOW_NS)


def test_a_click_is_soft_and_gone_within_a_tenth_of_a_second():
    one = click().astype(int)
    assert 3000 < np.abs(one).max() < 16_000
    assert one[0] == 0
    assert one[1] != 0
    assert np.abs(one[-480:]).max() < 160
    assert len(one) < 0.1 * RATE
