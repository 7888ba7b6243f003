"""The timing check: asked for once, followed, and told as passed or not, in ms."""

from dataclasses import replace

from engine.session.world import CheckTiming, TimingCheck
from game.screens.timing_check import ADVICE, FINE, TimingCheckScreen, figures_of, heading_of
from tests.game.screens.steering import Steered
from tests.worlds import world

HIGHEST, LOWEST, NEXT = 108, 21, 107
PASSED = TimingCheck(
    way="ALSA, a virtual port",
    events=200,
    done=200,
    driver_sd_ms=0.06,
    arrival_sd_ms=0.21,
    worst_ms=0.83,
    passed=True,
    said="An interval between two notes carries 0.08 ms of this computer's own.",
)
RUNNING = TimingCheck(way="", events=200, done=80)


def check(**changes):
    return Steered(TimingCheckScreen(), world(**changes))


def test_the_piano_begins_the_check():
    assert check().play(HIGHEST).requests == [CheckTiming()]


def test_a_check_that_runs_is_not_begun_again():
    assert check(timing=RUNNING).play(HIGHEST).requests == []


def test_a_check_that_is_over_can_be_begun_again():
    assert check(timing=PASSED).press("return").requests == [CheckTiming()]


def test_back_by_piano_keyboard_and_button():
    assert check().play(LOWEST).closed
    assert check().press("escape").closed
    assert check().play(NEXT, HIGHEST).closed


def test_passed_or_not_is_said_in_words_with_what_to_do():
    assert heading_of(PASSED, "") == ("This computer passes.", FINE)
    failed = replace(PASSED, passed=False)
    assert heading_of(failed, "") == ("This computer does not pass yet.", ADVICE)


def test_what_the_desk_says_goes_before_everything():
    assert heading_of(None, "There is nothing to measure.")[1] == "There is nothing to measure."


def test_before_and_while_it_runs():
    assert heading_of(None, "")[0] == "How exact is this computer?"
    assert heading_of(RUNNING, "")[0] == "Listening to itself"


def test_a_figure_that_there_is_not_is_left_out():
    without = replace(PASSED, driver_sd_ms=None)
    assert [value for _, value in figures_of(without)] == [0.21, 0.83]
