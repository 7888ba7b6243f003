"""Clicks: each at its own time, none outside its stretch."""

import pytest

from engine.tasks.clicks import Clicks

SIXTY = Clicks(from_ns=500, tempo_bpm=60, beats=4)


def test_a_click_is_due_a_beat_after_the_one_before_it():
    assert [SIXTY.due_ns(click) for click in range(3)] == [500, 1_000_000_500, 2_000_000_500]


def test_clicks_of_an_odd_tempo_never_add_up_their_rounding():
    clicks = Clicks(from_ns=0, tempo_bpm=61)
    assert clicks.due_ns(61) == 60_000_000_000


@pytest.mark.parametrize(
    ("now_ns", "beat"),
    [
        (499, None),
        (500, 0.0),
        (1_500_000_500, 1.5),
        (4_000_000_499, 4 - 1e-9),
        (4_000_000_500, None),
    ],
)
def test_a_beat_is_told_only_while_it_clicks(now_ns, beat):
    found = SIXTY.beat_at(now_ns)
    assert found == (None if beat is None else pytest.approx(beat, abs=1e-12))


def test_without_a_number_of_beats_it_never_ends():
    assert Clicks(from_ns=0, tempo_bpm=120).beat_at(3_600_000_000_000) == pytest.approx(7200)
