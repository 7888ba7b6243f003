"""Keys, axes, strands and stars: what is computed before anything is drawn."""

import math
from itertools import combinations, pairwise

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exercise import Hand
from game.theme import DARK
from game.view.axis import axis_around
from game.view.canvas import Pictures, canvas_for
from game.view.constellation import Constellation, star_places, tip_places
from game.view.deviation_chart import chart_reach_ms
from game.view.hanging_strand import pearl_radius, strand_points
from game.view.keys import is_black, key_boxes, key_name, play_range
from game.view.laid_strand import fitting_factor
from game.view.layout import Box, layout_for
from tests.view_examples import all_stars, deviation_chart

BOARD = Box(0, 0, 1280, 40)


@pytest.mark.parametrize(("lowest", "highest"), [(21, 108), (36, 96), (48, 72), (41, 66)])
def test_white_keys_tile_the_board(lowest, highest):
    boxes = key_boxes(lowest, highest, BOARD)
    assert set(boxes) == set(range(lowest, highest + 1))
    whites = [boxes[p] for p in sorted(boxes) if not is_black(p)]
    assert whites[0].x == 0
    assert whites[-1].right == 1280
    assert all(a.right == b.x for a, b in pairwise(whites))


def test_a_black_key_lies_over_the_gap_of_its_neighbours():
    boxes = key_boxes(21, 108, BOARD)
    for pitch in range(22, 108):
        if is_black(pitch):
            assert boxes[pitch].x < boxes[pitch - 1].right < boxes[pitch].right


def test_key_names():
    assert [key_name(pitch) for pitch in (60, 21, 70)] == ["middle C", "A 0", "B flat 4"]


@given(st.integers(40, 90), st.integers(0, 18))
def test_the_keyboard_at_play_shows_every_pitch_and_two_octaves(low, span):
    first, last = play_range((low, low + span), 21, 108)
    assert first <= low
    assert last >= low + span
    assert (last - first) in (24, 36)
    assert first % 12 == last % 12 == 0


@given(st.integers(21, 84), st.integers(24, 60), st.integers(0, 24), st.integers(0, 24))
def test_the_keyboard_at_play_shows_no_key_that_is_not_there(lowest, wide, low, span):
    highest = min(108, lowest + wide)
    low = min(lowest + low, highest)
    high = min(low + span, highest)
    first, last = play_range((low, high), lowest, highest)
    assert lowest <= first <= low
    assert high <= last <= highest
    assert last - first >= 24


def test_what_is_played_beyond_the_known_ends_stays_in_view():
    assert play_range((84, 91), 48, 72) == (48, 91)


@given(
    st.lists(st.decimals(-9999, 9999, places=2).map(float), min_size=1, max_size=9),
    st.integers(3, 6),
    st.booleans(),
)
def test_an_axis_holds_its_values_and_few_ticks(values, most, whole):
    axis = axis_around(tuple(values), most=most, whole=whole)
    assert axis.low <= min(values)
    assert axis.high >= max(values)
    assert len(axis.ticks) <= most
    assert all(0 <= axis.share(tick) <= 1 + 1e-9 for tick in axis.ticks)


@given(st.lists(st.floats(1, 500), min_size=2, max_size=9))
def test_a_logarithmic_axis_keeps_order_and_ratios(values):
    axis = axis_around(tuple(values), log=True)
    assert axis.low > 0
    assert 0 <= axis.share(min(values)) <= axis.share(max(values)) <= 1
    middle = math.sqrt(axis.low * axis.high)
    assert axis.share(middle) == pytest.approx(0.5)


def test_the_ruler_of_the_evenness_card():
    assert axis_around((9.8, 12.8, 11.2, 10.4, 14.3), most=5, whole=True).ticks == (
        8,
        10,
        12,
        14,
        16,
    )


def test_pearls_hang_at_equal_lengths_and_do_not_touch():
    canvas = canvas_for(pygame.Surface((1280, 720)), DARK, layout_for(1280, 720))
    box = Box(140, 336, 1000, 140)
    points = strand_points(canvas, box, 33)
    steps = [math.dist(a, b) for a, b in pairwise(points)]
    assert max(steps) - min(steps) < 0.2
    assert min(steps) > 2 * pearl_radius(canvas, box, 33)
    assert points[16][1] == max(y for _, y in points)
    assert points[0][1] == pytest.approx(points[-1][1])


@pytest.mark.parametrize(
    ("deviations", "factor"),
    [((11.0, -3.0), 8), ((2.0,), 16), ((60.0,), 1), ((900.0,), 1), ((), 16)],
)
def test_the_enlargement_keeps_every_pearl_near_its_place(deviations, factor):
    assert fitting_factor(deviations, 250) == factor


def test_the_deviation_axis_holds_every_interval():
    assert chart_reach_ms(deviation_chart()) == 15


@pytest.mark.parametrize("hand", Hand)
def test_no_two_of_the_twenty_stars_touch(hand):
    sky = Box(0, 0, 364, 230)
    places = star_places(sky, Constellation(hand=hand, stars=all_stars()))
    assert min(math.dist(a, b) for a, b in combinations(places, 2)) > 9


@pytest.mark.parametrize("hand", Hand)
@pytest.mark.parametrize(
    ("wide", "high", "clear"), [(318, 212, 27), (296, 185, 40), (545, 340, 40)]
)
def test_no_star_hides_under_a_finger_and_none_hangs_out_of_its_sky(hand, wide, high, clear):
    sky = Box(0, 0, wide, high)
    value = Constellation(hand=hand, stars=all_stars())
    places = star_places(sky, value, clear)
    tips = tip_places(sky, hand)
    assert min(math.dist(star, tip) for star in places for tip in tips) >= clear
    assert max(y for _, y in places) < high * 1.06
    assert min(math.dist(a, b) for a, b in combinations(places, 2)) > 12
    for star, at in zip(value.stars, places, strict=True):
        from_tip, to_tip = tips[star.finger - 1], tips[star.to_finger - 1]
        assert math.dist(at, to_tip) < math.dist(at, from_tip)


def test_pictures_are_made_once_and_the_oldest_go_when_the_budget_is_full():
    made = []

    def make(name):
        def surface():
            made.append(name)
            return pygame.Surface((10, 10))

        return surface

    pictures = Pictures(budget=900)
    for name in ("a", "b", "a", "c", "a", "b"):
        pictures.get(name, make(name))
    assert made == ["a", "b", "c", "b"]
