"""The door: players, a new one, the piano, and the way out."""

from dataclasses import replace
from uuid import UUID

from engine.session.world import (
    ChoosePlayer,
    Link,
    ListenAgain,
    PortStatus,
    UseComputerKeyboard,
)
from game.screens.device import DeviceScreen
from game.screens.new_player import NewPlayerScreen
from game.screens.range import RangeScreen
from game.screens.top_bar import chip_box
from game.screens.welcome import MOST, WelcomeScreen
from game.screens.welcome_piano import piano_words, technical_words
from tests.game.screens.steering import Steered
from tests.worlds import CLARA, nobody, world

HIGHEST, LOWEST, NEXT = 108, 21, 107
OTHERS = tuple(
    replace(CLARA, id=UUID(int=50 + index), name=name)
    for index, name in enumerate(("Tomás", "Ines", "Jonas", "Mei"))
)


def door(**changes):
    return Steered(WelcomeScreen(), world(people=(CLARA, *OTHERS), **changes))


def test_the_piano_chooses_a_player():
    here = door().play(NEXT, HIGHEST)
    assert here.requests == [ChoosePlayer(OTHERS[0].id)]
    assert here.screen.name == "today"


def test_the_keyboard_chooses_a_player():
    assert door().press("down", "return").requests == [ChoosePlayer(OTHERS[0].id)]


def test_others_are_reached_by_pages_of_players():
    here = door().press(*["down"] * (MOST + 1), "return")
    assert here.screen.first == MOST
    assert here.press("return").requests == [ChoosePlayer(OTHERS[MOST - 1].id)]


def test_the_lowest_key_goes_back_to_today_and_never_closes_evenhand():
    here = door().play(LOWEST)
    assert here.screen.name == "today"
    assert not here.closed
    alone = Steered(WelcomeScreen(), nobody()).press("escape")
    assert alone.screen == WelcomeScreen()
    assert not alone.closed


def test_close_evenhand_closes_it():
    assert door().press("up", "return").closed


def test_the_first_start_offers_a_new_player_first():
    here = Steered(WelcomeScreen(), nobody()).press("return")
    assert here.screen == NewPlayerScreen()


def test_after_the_form_a_new_player_begins_her_day():
    here = Steered(WelcomeScreen(), nobody()).press("return", "A", "n", "n", "return")
    here.press("return", "return")
    (added,) = here.requests
    assert added.name == "Ann"
    here.world = replace(here.world, people=(replace(CLARA, name="Ann"),))
    assert here.give().screen.name == "today"


def test_a_form_that_was_left_leads_back_to_the_door():
    here = Steered(WelcomeScreen(), nobody()).press("return", "escape")
    assert here.give().screen == WelcomeScreen()


def test_without_a_piano_the_computer_keyboard_can_be_taken():
    here = Steered(WelcomeScreen(), nobody()).press("down", "return", "down", "return")
    assert here.requests == [ListenAgain(), UseComputerKeyboard()]


def test_a_key_on_a_new_piano_asks_for_its_ends():
    here = door(device=None).play(60)
    assert isinstance(here.screen, RangeScreen)
    assert here.below[0].asked


def test_the_reason_why_there_is_no_piano_is_said():
    head, sentences = piano_words(nobody())
    assert head == "No piano is connected."
    assert sentences[0].startswith("Plug a piano in by USB")
    assert technical_words(nobody()) == "ALSA: this computer has no MIDI sequencer."


def test_nothing_technical_is_said_where_a_piano_is_there_or_inputs_are_heard():
    assert technical_words(world()) == ""
    heard = PortStatus(link=Link.LISTENING, heard=("Roland FP-30X",), reason="busy")
    assert technical_words(nobody(port=heard)) == ""


def test_quotation_marks_of_a_reason_are_set_as_on_every_screen():
    port = PortStatus(link=Link.NO_SERVICE, reason="load it with 'modprobe snd-seq'")
    assert technical_words(nobody(port=port)) == "load it with ‘modprobe snd-seq’."  # noqa: RUF001


def test_the_inputs_listened_to_are_named():
    port = PortStatus(link=Link.LISTENING, heard=("Roland FP-30X", "Arturia"))
    head, sentences = piano_words(nobody(port=port))
    assert head == "Press any key on your piano."
    assert sentences[0] == "Listening to Roland FP-30X and Arturia."


def test_the_computer_keyboard_says_that_nothing_is_measured():
    port = PortStatus(link=Link.COMPUTER_KEYBOARD, name="Computer keyboard")
    assert "cannot be measured" in piano_words(world(port=port, device=None))[1][1]


def test_large_type_has_the_piano_on_a_page_of_its_own():
    here = Steered(WelcomeScreen(), nobody(), percent=200).press("down", "return")
    assert here.screen == DeviceScreen()
    here.press("down", "down", "return")
    assert here.requests == [ListenAgain()]


def test_what_is_heard_can_be_seen_from_here():
    assert Steered(WelcomeScreen(), nobody()).press("up", "up", "return").screen == DeviceScreen()
    here = Steered(WelcomeScreen(), world())
    assert here.click(chip_box(here.now.layout)).screen == DeviceScreen()
