"""After On the Beat: figures with their intervals, early by place, what cannot be said in words."""

from dataclasses import replace

import pytest

from engine.pianist.tapping import Tapper
from engine.record import ClickChoice
from engine.session.state import Again, Leave, Next
from engine.tasks.on_the_beat_found import Part
from game.input import Intent
from game.screens.after import Seen
from game.screens.beat_said import (
    finger_chart,
    not_yet,
    on_the_whole,
    part_words,
    sentences,
    standing_out,
    taps_chart,
    tempo_words,
    zero_words,
)
from game.screens.on_the_beat_after import OnTheBeatAfterScreen
from game.screens.screen import NOTHING
from game.theme import HIGH_CONTRAST, LIGHT
from tests import worlds_beat as beat
from tests.golden_screens import assert_screen
from tests.moments import drawn, given_to, moment

SCREEN = OnTheBeatAfterScreen()
APART = Tapper(clock_sd_ms=8, motor_sd_ms=5, alpha=0.5, asynchrony_ms=(-20, -20, -20, 40, -20))


@pytest.fixture(scope="module")
def unknown():
    return beat.reviewing()


@pytest.fixture(scope="module")
def known():
    return beat.reviewing(trials=5, calibration=beat.KNOWN)


def test_the_three_ways_on(unknown):
    at = beat.moment_of(unknown)
    assert SCREEN.update(at, [Intent.CONFIRM]).inputs == (Next(),)
    assert SCREEN.update(at, [Intent.BACK]).inputs == (Leave(0),)
    again = given_to(SCREEN, at, Intent.NEXT)
    assert again.update(at, [Intent.CONFIRM]).inputs == (Again(),)
    slower = given_to(again, at, Intent.NEXT)
    (given,) = slower.update(at, [Intent.CONFIRM]).inputs
    assert given.step.tempo_bpm == 65


def test_a_beat_of_a_second_is_not_slowed_down():
    step = replace(beat.step_of(), tempo_bpm=60.0)
    at = beat.moment_of(beat.reviewing(step))
    last = OnTheBeatAfterScreen(seen=Seen(focus=2))
    assert last.update(at, [Intent.CONFIRM]).inputs == (Next(),)


def test_the_finger_that_stands_out_may_be_played_alone():
    state = beat.reviewing(tapper=APART)
    assert standing_out(state.outcome.found).finger == 4
    at = beat.moment_of(state)
    (given,) = OnTheBeatAfterScreen(seen=Seen(focus=3)).update(at, [Intent.CONFIRM]).inputs
    assert given.step.fingers == (4,)
    said = sentences(state.outcome, state.outcome.found)
    assert said[1].startswith("The ring finger came about")
    assert said[1].endswith("later than the middle of all.")


def test_outside_a_review_nothing_happens():
    at = moment("ready_pearls")
    assert SCREEN.update(at, [Intent.CONFIRM]) == NOTHING
    drawn(SCREEN, at)


def test_where_zero_is_unknown_only_differences_are_shown(unknown):
    found = unknown.outcome.found
    rows = finger_chart(found).rows
    off = found.asynchrony.median_ms
    for row, each in zip(rows, found.asynchrony.fingers, strict=True):
        assert row.median_ms == pytest.approx(each.median_ms - off)
    assert zero_words(found) == "ms from your own middle"
    assert "once the latency is calibrated" in on_the_whole(found)
    assert not any(
        "early" in words or "late " in words for words in sentences(unknown.outcome, found)
    )


def test_being_early_is_usual_and_no_fault(known):
    found = known.outcome.found
    assert on_the_whole(found) == (
        f"On the whole {abs(found.asynchrony.median_ms):.0f}\N{NO-BREAK SPACE}ms early "
        f"({abs(found.asynchrony.high_ms):.0f} to {abs(found.asynchrony.low_ms):.0f}), "
        "which is usual and no fault."
    )
    assert finger_chart(found).rows[0].median_ms == found.asynchrony.fingers[0].median_ms


def test_on_the_click_and_late_are_said_as_plainly():
    found = beat.reviewing(clicks=ClickChoice.PIANO).outcome.found
    whole = replace(found.asynchrony, median_ms=1.0, low_ms=-6.0, high_ms=7.0)
    own = "By the piano\N{RIGHT SINGLE QUOTATION MARK}s own clicks"
    assert on_the_whole(replace(found, asynchrony=whole)) == (
        f"{own} no earlier or later than the click (\N{MINUS SIGN}6 to 7 ms)."
    )
    late = replace(whole, median_ms=11.0, low_ms=5.0, high_ms=17.0)
    assert on_the_whole(replace(found, asynchrony=late)) == (
        f"{own} 11\N{NO-BREAK SPACE}ms late (5 to 17)."
    )
    few = replace(whole, low_ms=None, high_ms=None)
    assert on_the_whole(replace(found, asynchrony=few)) == (
        f"{own} too few notes to say how early or late."
    )


def test_missed_clicks_are_counted_in_words(unknown):
    found = unknown.outcome.found
    whole = replace(found.asynchrony, missed=2)
    said = sentences(unknown.outcome, replace(found, asynchrony=whole))
    assert said[0].endswith("of your own middle; two clicks passed without one.")


def test_every_note_is_shown_round_by_round(unknown):
    rounds = taps_chart(unknown.outcome.found).rounds
    assert [len(each) for each in rounds] == [32, 32]


def test_clock_and_hand_say_what_they_wait_for(unknown, known):
    assert not_yet(unknown.outcome.found) == (
        "Clock and hand: not estimable, needs four rounds with one finger at this tempo. "
        "This was the first."
    )
    assert not_yet(known.outcome.found) == ""
    ended = replace(unknown.outcome.found, finger=None)
    assert not_yet(ended) == "The round of one finger was not played to its end."


def test_figures_never_walk_alone():
    assert part_words(beat.CLOCK, "ms") == ("16 ms", "13 to 19")
    assert part_words(beat.MOTOR, "ms") == ("not estimable", "at most 8 ms")
    assert part_words(Part(value=None), "ms") == ("not estimable", "")
    assert part_words(beat.CORRECTION, "% a beat", 100.0) == ("42 % a beat", "20 to 66")
    assert part_words(Part(value=3.0, high=5.0), "ms") == ("3 ms", "")
    assert tempo_words(Part(value=0.02, low=-0.6, high=0.7)) == (
        "Tempo, + is slower",
        "0.0 %",
        "\N{MINUS SIGN}0.6 to +0.7",
    )
    assert tempo_words(Part(value=None))[1] == "not played"


def test_one_finger_has_nobody_to_stand_out_from():
    step = replace(beat.step_of(), fingers=(4,))
    state = beat.reviewing(step)
    assert standing_out(state.outcome.found) is None
    assert len(sentences(state.outcome, state.outcome.found)) == 2
    drawn(SCREEN, beat.moment_of(state))


def test_without_the_last_round_it_is_drawn_too(unknown):
    found = replace(unknown.outcome.found, finger=None, alone=Part(value=None))
    state = replace(unknown, outcome=replace(unknown.outcome, found=found))
    drawn(SCREEN, beat.moment_of(state))


def test_picture(unknown):
    assert_screen(drawn(SCREEN, beat.moment_of(unknown)), "SCREEN_on_the_beat_after_dark")


def test_picture_with_a_known_delay(known):
    shown = drawn(SCREEN, beat.moment_of(known), LIGHT)
    assert_screen(shown, "SCREEN_on_the_beat_after_known_light")


def test_picture_in_a_small_window():
    state = beat.reviewing(trials=5, calibration=beat.KNOWN, tapper=APART)
    shown = drawn(SCREEN, beat.moment_of(state, size=(1024, 600)))
    assert_screen(shown, "SCREEN_on_the_beat_after_1024_dark")


@pytest.mark.parametrize("page", range(5))
def test_pictures_with_large_words(unknown, page: int):
    screen = OnTheBeatAfterScreen(seen=Seen(page=page))
    shown = drawn(screen, beat.moment_of(unknown, size=(1024, 600), text_percent=200))
    assert_screen(shown, f"SCREEN_on_the_beat_after_1024_200_{page}_dark")


def test_picture_with_large_words_in_high_contrast(known):
    shown = drawn(SCREEN, beat.moment_of(known, text_percent=200), HIGH_CONTRAST)
    assert_screen(shown, "SCREEN_on_the_beat_after_200_contrast")


def test_picture_without_a_figure():
    shown = drawn(SCREEN, beat.moment_of(beat.without_figure()))
    assert_screen(shown, "SCREEN_on_the_beat_after_none_dark")
