"""What a take of Still Water says: ripples where held keys came up, with honest intervals."""

import numpy as np
import pytest

from engine.measures.independence.frequency import Chance, Frequency
from engine.measures.independence.holding import HeldKeys
from engine.note import note_array
from engine.pianist.holding import HoldingPianist, hold
from engine.tasks import still_water_kept
from engine.tasks.still_water import Round
from engine.tasks.still_water_found import (
    EarlierRound,
    Ripple,
    held_interval,
    left_for_later,
    measure_rounds,
)

S = 1_000_000_000
HOME = {60: 1, 62: 2, 64: 3, 65: 4, 67: 5}
KEYS = {finger: pitch for pitch, finger in HOME.items()}
LAID = Round(playing=4, held=(3, 5), begins_ns=2 * S, ends_ns=22 * S, tempo_bpm=60.0)


def played(*held, strokes=20, first_s=2.5, others=()):
    """Return the notes of (finger, on, off) and of finger 4 striking once a second."""
    rows = [*held, *others]
    rows += [(4, first_s + stroke, first_s + stroke + 0.4) for stroke in range(strokes)]
    return note_array(
        [on for _, on, _ in rows],
        [KEYS[finger] for finger, _, _ in rows],
        offset_s=[off for _, _, off in rows],
    )


CALM = ((3, 0.5, 23.0), (5, 0.5, 23.0))
#  5  |--------|  |--------------|
BROKEN = ((3, 0.5, 23.0), (5, 0.5, 9.25), (5, 9.5, 23.0))


def found(notes, rounds=(LAID,), **how):
    return measure_rounds(rounds, notes, HOME, origin_ns=0, **how).rounds


def surface(one, finger):
    return next(each for each in one.surfaces if each.finger == finger)


def test_still_water_has_no_ripples():
    (one,) = found(played(*CALM))
    assert one.ripples == one.stirred == 0
    assert [each.share for each in one.surfaces] == [1.0, 1.0]
    assert one.together.value == one.together.high == 1.0
    # no ripple in 40 s of two fingers still allows 3.7 of them, half a second long
    assert one.together.low == pytest.approx(1 - 3.6889 * 0.5 / 40, abs=1e-5)
    assert one.strokes_s == tuple(0.5 + stroke for stroke in range(20))


def test_a_key_that_came_up_is_a_ripple_where_it_was():
    (one,) = found(played(*BROKEN))
    assert surface(one, 5).ripples == (Ripple(at_s=7.25, lost_s=0.25),)
    assert surface(one, 5).share == pytest.approx(1 - 0.25 / 20)
    assert surface(one, 5).breaks == Frequency(events=1, n=20)
    assert surface(one, 3).ripples == ()
    assert one.together.value == pytest.approx(1 - 0.25 / 40)
    assert one.together.low < one.together.value < one.together.high < 1
    assert one.stirred == 1


def test_a_later_take_and_another_octave_say_the_same():
    (one,) = found(played(*BROKEN))
    notes = played(*BROKEN).copy()
    notes["pitch"] -= 12
    moved = Round(
        playing=4, held=(3, 5), begins_ns=102 * S, ends_ns=122 * S, tempo_bpm=60.0, octaves=-12
    )
    (other,) = measure_rounds((moved,), notes, HOME, origin_ns=100 * S).rounds
    assert other.surfaces == one.surfaces
    assert other.together == one.together


def test_a_key_let_go_for_good_is_lost_to_the_end():
    (one,) = found(played((3, 0.5, 23.0), (5, 0.5, 21.0)))
    assert surface(one, 5).ripples == (Ripple(at_s=19.0, lost_s=1.0),)


def test_a_key_that_came_late_is_lost_time_and_no_ripple():
    (one,) = found(played((3, 0.5, 23.0), (5, 3.0, 23.0)))
    assert surface(one, 5).ripples == ()
    assert surface(one, 5).late_s == pytest.approx(1.0)
    assert one.together.value == pytest.approx(1 - 1 / 40)


def test_a_key_never_released_is_held_to_the_end():
    (one,) = found(played((3, 0.5, np.nan), (5, 0.5, 23.0)))
    assert surface(one, 3).share == 1


def test_a_key_hardly_held_has_no_rate_and_stirs_every_stroke():
    (one,) = found(played((3, 0.5, 23.0), (5, 0.5, 4.0)))
    assert surface(one, 5).breaks is surface(one, 5).pooled is None
    assert "held only" in surface(one, 5).reason
    assert one.stirred == 20
    assert left_for_later(one).breaks == {3: 0}


def test_a_free_finger_that_comes_down_is_a_press():
    (one,) = found(played(*CALM, others=((2, 4.52, 4.6), (2, 8.5, 8.6))))
    assert {each.finger: each.chance.hits for each in one.presses} == {1: 0, 2: 2}
    assert one.stirred == 2


def test_two_ripples_of_one_stroke_stir_it_once():
    both = ((3, 0.5, 9.25), (3, 9.4, 23.0), (5, 0.5, 9.25), (5, 9.5, 23.0))
    (one,) = found(played(*both))
    assert one.ripples == 2
    assert one.stirred == 1


def test_a_round_without_a_stroke_says_why():
    (one,) = found(played(*CALM, strokes=0))
    assert one.refused == "not estimable: the ring finger's key was not struck"
    assert (one.together, one.surfaces, one.strokes_s, one.presses) == (None, (), (), ())
    assert left_for_later(one).share == 0.0


def test_rounds_of_one_take_are_measured_apart():
    second = Round(playing=4, held=(3, 5), begins_ns=12 * S, ends_ns=22 * S, tempo_bpm=None)
    first, later = found(played(*BROKEN), rounds=(LAID, second))
    assert (first.ripples, later.ripples) == (1, 0)
    assert (first.lasted_s, later.lasted_s) == (20.0, 10.0)


def earlier(count, *, tempo_bpm=60.0, held=(3, 5), playing=4, share=0.98, strokes=100):
    return [
        EarlierRound(
            playing=playing,
            held=held,
            tempo_bpm=tempo_bpm,
            strokes=strokes,
            breaks=dict.fromkeys(held, 2),
            presses={1: 1},
            share=share + index / 1000,
        )
        for index in range(count)
    ]


def test_rates_are_pooled_with_earlier_rounds_until_there_are_enough_strokes():
    (one,) = found(played(*BROKEN), earlier=earlier(9))
    assert surface(one, 5).pooled == Frequency(events=1 + 3 * 2, n=320)
    assert surface(one, 5).breaks == Frequency(events=1, n=20)
    pressed = {each.finger: each.pooled for each in one.presses}
    assert pressed == {1: Chance(hits=3, n=320), 2: Chance(hits=0, n=20)}


def test_other_playing_fingers_are_not_pooled():
    (one,) = found(played(*BROKEN), earlier=earlier(9, playing=2))
    assert surface(one, 5).pooled == Frequency(events=1, n=20)
    assert one.usual is None


def test_the_usual_range_needs_three_rounds_played_alike():
    assert found(played(*CALM), earlier=earlier(2))[0].usual is None
    assert found(played(*CALM), earlier=earlier(3))[0].usual == (0.98, 0.982)
    for other in ({"held": (3,)}, {"tempo_bpm": None}, {"tempo_bpm": 66.0}):
        assert found(played(*CALM), earlier=earlier(3, **other))[0].usual is None
    assert found(played(*CALM), earlier=earlier(3, tempo_bpm=62.4))[0].usual is not None
    alone = Round(playing=4, held=(3, 5), begins_ns=2 * S, ends_ns=22 * S, tempo_bpm=None)
    assert found(played(*CALM), (alone,), earlier=earlier(3, tempo_bpm=None))[0].usual


def test_what_is_kept_gives_the_same_again():
    notes = played(*BROKEN)
    ones = found(notes)
    text = still_water_kept.to_json(ones, HOME, hurt=False)
    rounds, home = still_water_kept.rounds_from_json(text)
    assert home == HOME
    assert measure_rounds(rounds, notes, home, origin_ns=0).rounds == ones
    assert still_water_kept.earlier_from_json([text]) == (left_for_later(ones[0]),)


def test_what_hurt_says_nothing_or_cannot_be_read_is_not_pooled():
    hurt = still_water_kept.to_json(found(played(*BROKEN)), HOME, hurt=True)
    silent = still_water_kept.to_json(found(played(*CALM, strokes=0)), HOME, hurt=False)
    assert still_water_kept.earlier_from_json([hurt, silent, "{}", "no"]) == ()
    with pytest.raises(ValueError, match="schema None"):
        still_water_kept.rounds_from_json("{}")


def test_equal_ripples_give_the_exact_interval_of_a_poisson_count():
    # 3 events: 0.6187 to 8.7673 (Garwood), each weighing half a second of 100
    share = held_interval([0.5, 0.5, 0.5], 100.0)
    assert share.value == pytest.approx(0.985)
    assert share.high == pytest.approx(1 - 0.5 * 0.618672 / 100, abs=1e-7)
    assert share.low == pytest.approx(1 - 0.5 * 8.767273 / 100, abs=1e-7)


def test_an_interval_stays_within_nothing_and_all():
    assert held_interval([9.9], 10.0).low == 0.0
    with pytest.raises(ValueError, match="needs time"):
        held_interval([], 0.0)


# The closer to 95 %, the more rounds it takes to say so.
@pytest.mark.parametrize(
    ("rate", "lost_ms", "rounds"), [(0.01, 170.0, 400), (0.03, 400.0, 400), (0.1, 80.0, 1500)]
)
def test_the_interval_holds_the_truth_as_often_as_it_says(rate, lost_ms, rounds):
    pianist = HoldingPianist(
        break_rate=((rate,) * 5,) * 5, lost_ms=lost_ms, iki_ms=(1000.0,) * 5, iki_cv=(0.0,) * 5
    )
    asked = HeldKeys(home=HOME, striking=4, held=(1, 2, 3, 5))
    lost = []
    for seed in range(rounds):
        breaks = hold(pianist, asked, 19.5, np.random.default_rng(seed)).breaks
        lost.append([each.lost_s for each in breaks])
    truth = 1 - np.mean([sum(each) for each in lost]) / 80
    held = [held_interval(each, 80.0) for each in lost]
    inside = np.mean([each.low <= truth <= each.high for each in held])
    assert inside >= 0.95
