"""The instrument's page: what arrives is lit and listed, and outermost keys steer pressed twice."""

from dataclasses import replace

import pytest

from engine.session.world import Link, ListenAgain, PortStatus, UseComputerKeyboard
from engine.take import Control, NoteOff, NoteOn, PortLost
from game.input import Clicked
from game.screens.device import DeviceScreen
from game.screens.device_cards import range_words, way_lines
from game.screens.device_heard import KEPT, Heard, message_words
from game.screens.range import RangeScreen
from game.screens.timing_check import TimingCheckScreen
from game.screens.today import TodayScreen
from game.screens.top_bar import chip_box
from game.view.layout import Box
from tests.game.screens.steering import Steered
from tests.worlds import nobody, world

HIGHEST, LOWEST, NEXT, PREVIOUS = 108, 21, 107, 23
LISTENING = PortStatus(link=Link.LISTENING, heard=("Roland FP-30X", "Midi Through"))


def device(percent=100, **changes):
    return Steered(DeviceScreen(), world(**changes), percent=percent)


def test_every_note_is_heard_and_the_newest_is_the_last():
    here = device().play(60, 62, 60)
    heard = here.screen.heard
    assert (heard.notes, heard.keys, heard.last.pitch) == (3, {60, 62}, 60)


def test_only_the_newest_messages_are_kept():
    heard = Heard().after([NoteOn(at, 40 + at, 64) for at in range(KEPT + 5)])
    assert len(heard.messages) == KEPT
    assert heard.messages[0] == message_words(NoteOn(0, 40 + KEPT + 4, 64))


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (NoteOn(0, 60, 71), "Middle C down, velocity 71"),
        (NoteOff(0, 61), "C sharp 4 up"),
        (Control(0, 64, 127), "Sustain pedal down"),
        (Control(0, 64, 0), "Sustain pedal up"),
        (Control(0, 67, 50), "Soft pedal at 50 of 127"),
        (Control(0, 7, 90), "Controller 7, value 90"),
        (PortLost(0), "The connection ended"),
    ],
)
def test_a_message_is_said_in_words(event, words):
    assert message_words(event) == words


def test_an_outermost_key_is_tried_once_without_steering():
    here = device().play(LOWEST, HIGHEST, LOWEST)
    assert not here.closed
    assert here.screen.heard.keys == {LOWEST, HIGHEST}


def test_the_lowest_key_twice_goes_back():
    assert device().play(LOWEST, LOWEST).closed


def test_the_highest_key_twice_chooses_what_the_white_key_beside_it_moved_to():
    assert device().play(HIGHEST, HIGHEST).screen == TimingCheckScreen()
    assert device().play(NEXT, HIGHEST, HIGHEST).screen == RangeScreen()


def test_two_presses_in_one_frame_are_two_presses():
    on = NoteOn(0, HIGHEST, 64)
    here = device()
    steering = here.now.steering
    own = [steering.intent(HIGHEST)] * 2
    assert here.give(*own, events=[on, on]).screen == TimingCheckScreen()


def test_escape_goes_back_at_once():
    assert device().press("escape").closed


@pytest.mark.parametrize(("steps", "request_"), [(2, ListenAgain()), (3, UseComputerKeyboard())])
def test_the_keyboard_asks_for_another_instrument(steps, request_):
    assert device().press(*["down"] * steps, "return").requests == [request_]


def test_back_is_the_last_button():
    assert device().press("up", "return").closed


def test_without_a_piano_the_first_thing_is_to_look_again():
    here = Steered(DeviceScreen(), nobody())
    assert here.press("return").requests == [ListenAgain()]
    assert here.press("down", "return").requests[-1] == UseComputerKeyboard()


def test_a_piano_without_its_ends_is_asked_for_them_first():
    assert device(device=None).press("return").screen == RangeScreen()


def test_a_virtual_piano_cannot_be_changed():
    here = device(port=PortStatus(link=Link.VIRTUAL, name="Virtual"), device=None)
    assert here.press("return").screen == TimingCheckScreen()


def test_large_type_turns_its_pages_and_shows_the_page_of_the_focus():
    here = device(percent=200)
    assert [here.press("return").screen.page for _ in range(4)] == [1, 2, 3, 0]
    assert here.press("up").screen.page == 3
    assert here.press("return").requests == [UseComputerKeyboard()]


def test_the_chip_of_the_top_bar_leads_here():
    here = Steered(TodayScreen(), world())
    assert here.click(chip_box(here.now.layout)).screen == DeviceScreen()


def test_the_reason_and_the_inputs_are_told_where_no_piano_speaks():
    assert way_lines(nobody())[0] == (
        "Reason",
        "ALSA: this computer has no MIDI sequencer.",
    )
    assert ("Inputs", "Roland FP-30X and Midi Through") in way_lines(world(port=LISTENING))


def test_port_system_range_and_output_are_told_of_a_piano():
    port = PortStatus(link=Link.CONNECTED, name="Roland", no_output="it has no input of its own")
    found = dict(way_lines(world(port=port)))
    assert found == {
        "Port": "Roland",
        "System": "ALSA",
        "Keys": "88, A 0 to C 8",
        "Output": "it has no input of its own",
    }


def test_a_range_that_is_not_known_is_said_so():
    assert range_words(world(device=None)) == "lowest and highest not known yet"


def test_the_computer_keyboard_says_its_keys():
    port = PortStatus(link=Link.COMPUTER_KEYBOARD, name="Computer keyboard")
    assert way_lines(world(port=port, device=None))[-1] == ("Keys", "A to K, C to C; not measured")


def test_a_click_beside_everything_changes_nothing():
    here = device()
    before = here.screen
    assert here.give(Clicked(2, 2)).screen == before


def test_notes_are_kept_while_a_page_above_is_open():
    here = device().play(60)
    here.press("down", "return")
    assert here.below[-1] == replace(here.below[-1], heard=Heard().after([NoteOn(0, 60, 64)]))
    assert here.click(Box(-9, -9, 2, 2)).screen == RangeScreen()
