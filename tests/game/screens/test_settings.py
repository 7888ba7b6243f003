"""Settings: each change by piano, keyboard and mouse, and what else can be reached."""

from dataclasses import replace

import pygame
import pytest

from engine.record import Settings, ThemeChoice
from engine.session.world import ChangeSettings
from game.input import Clicked
from game.screens.range import RangeScreen
from game.screens.settings import SettingsScreen
from game.screens.settings_rows import (
    ROWS,
    VALUES,
    WIDTHS,
    WORDS,
    Row,
    changed,
    chosen_value,
    picked,
)
from game.theme import DARK, Role
from game.view.canvas import canvas_for
from game.view.layout import layout_for
from game.view.text import text_width
from tests.game.screens.steering import Steered
from tests.worlds import CLARA, nobody, world

HIGHEST, LOWEST, NEXT = 108, 21, 107
KEPT = Settings(player_id=CLARA.id)


def settings(**changes):
    return Steered(SettingsScreen(), world(**changes))


def test_the_piano_changes_the_theme():
    assert settings().play(HIGHEST).requests == [
        ChangeSettings(replace(KEPT, theme=ThemeChoice.LIGHT))
    ]


def test_the_keyboard_changes_the_type_size():
    wanted = ChangeSettings(replace(KEPT, type_scale=1.25))
    assert settings().press("down", "return").requests == [wanted]


@pytest.mark.parametrize("row", ROWS)
def test_every_value_comes_round(row):
    now, seen = KEPT, set()
    for _ in VALUES[row]:
        now = changed(row, now)
        seen.add(chosen_value(row, now))
    assert seen == set(range(len(VALUES[row])))


@pytest.mark.parametrize("row", ROWS)
def test_what_is_picked_is_what_is_shown_as_chosen(row):
    for index in range(len(VALUES[row])):
        assert chosen_value(row, picked(row, index, KEPT)) == index


def test_the_mouse_picks_a_value_and_not_the_next_one():
    here = settings()
    content = here.now.layout.content
    # the row of themes runs across the first card; its last value stands at the right end
    for x in range(content.x, content.x + content.w // 2 + 60, 8):
        here.give(Clicked(x, content.y + 90))
    themes = {request.settings.theme for request in here.requests}
    assert themes >= {ThemeChoice.LIGHT, ThemeChoice.HIGH_CONTRAST}


def test_a_volume_between_two_values_shows_the_nearest():
    between = replace(KEPT, volume=0.33)
    assert VALUES[Row.VOLUME][chosen_value(Row.VOLUME, between)] == 0.4


def test_the_range_can_be_found_again():
    here = settings().press(*["down"] * (len(ROWS) + 1), "return")
    assert here.screen == RangeScreen()


def test_without_a_piano_there_is_no_range_to_find():
    here = Steered(SettingsScreen(), world(port=nobody().port, device=None))
    here.press(*["down"] * (len(ROWS) + 1), "return")
    assert here.screen.name == "welcome"


def test_the_lowest_key_leads_back_to_today():
    assert settings().play(LOWEST).screen.name == "today"


@pytest.mark.parametrize("percent", [100, 125, 150, 200])
@pytest.mark.parametrize("row", ROWS)
def test_the_words_of_the_values_fit_their_places(row, percent):
    layout = layout_for(1280, 720, percent)
    canvas = canvas_for(pygame.Surface((8, 8)), DARK, layout)
    for words, width in zip(WORDS[row], WIDTHS[row], strict=True):
        assert text_width(canvas, words, Role.SECOND_STRONG) <= layout.tpx(width)
