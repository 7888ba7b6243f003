"""Settings: each change by piano, keyboard and mouse, and what else can be reached."""

from dataclasses import replace

import pygame
import pytest

from engine.record import Calibration, ClickChoice, Settings, Task, ThemeChoice
from engine.session.world import ChangeSettings, StartPractice
from game.screens.about import AboutScreen
from game.screens.device import DeviceScreen
from game.screens.paging import more_box
from game.screens.settings import SettingsScreen, latency_words, second_line
from game.screens.settings_panels import GROUPS, TARGETS, Action, page_with, pages_of
from game.screens.settings_rows import ROWS, VALUES, WORDS, Row, changed, chosen_value, picked
from game.screens.value_row import value_boxes
from game.theme import DARK, Role
from game.view.canvas import canvas_for
from game.view.layout import layout_for
from game.view.text import text_width
from tests.game.screens.steering import Steered
from tests.practising import practising, steps
from tests.worlds import CLARA, nobody, world

HIGHEST, LOWEST, NEXT, PREVIOUS = 108, 21, 107, 23
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


def box_of(here, target):
    layout = here.now.layout
    panels = pages_of(layout)[page_with(layout, target)]
    found = {t: box for panel in panels for t, box in zip(panel.targets, panel.boxes, strict=True)}
    return found[target]


@pytest.mark.parametrize("row", ROWS)
def test_the_mouse_picks_a_value_and_not_the_next_one(row):
    here = settings()
    values = value_boxes(here.now.layout, box_of(here, row), WORDS[row])
    for value in values:
        here.click(value)
    wanted = [picked(row, index, KEPT) for index in range(len(values))]
    asked = [request.settings for request in here.requests]
    # the value that is set already asks for nothing
    assert asked == [each for each in wanted if each != KEPT]


def test_a_volume_between_two_values_shows_the_nearest():
    between = replace(KEPT, volume=0.33)
    assert VALUES[Row.VOLUME][chosen_value(Row.VOLUME, between)] == 0.4


@pytest.mark.parametrize(
    ("action", "name"),
    [(Action.PIANO, "device"), (Action.PLAYERS, "welcome"), (Action.ABOUT, "about")],
)
def test_the_piano_opens_what_settings_lead_to(action, name):
    here = settings().play(*[NEXT] * TARGETS.index(action), HIGHEST)
    assert here.screen.name == name


def test_the_mouse_opens_what_it_points_at():
    here = settings()
    assert here.click(box_of(here, Action.ABOUT)).screen == AboutScreen()


def test_the_delay_is_measured_by_a_step_of_its_own():
    here = Steered(SettingsScreen(focus=TARGETS.index(Action.LATENCY)), practising())
    here.play(HIGHEST)
    assert here.requests == [StartPractice(steps()[Task.CALIBRATION])]


@pytest.mark.parametrize("missing", [{"practice_steps": ()}, {"port": nobody().port}])
def test_without_an_instrument_the_delay_leads_to_it(missing):
    focus = TARGETS.index(Action.LATENCY)
    here = Steered(SettingsScreen(focus=focus), practising(**missing)).press("return")
    assert here.screen == DeviceScreen()


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((17.2, 14.8, 19.7), "17 ms (15 to 20), from 62 taps"),
        ((-3.4, -6.1, -0.7), "−3 ms (−6 to −1), from 62 taps"),  # noqa: RUF001
    ],
)
def test_the_kept_delay_is_told_with_its_interval_and_taps(figures, words):
    value, low, high = figures
    kept = Calibration(
        port_name="Roland FP-30X",
        clicks=ClickChoice.SPEAKERS,
        latency_ms=value,
        low_ms=low,
        high_ms=high,
        taps=62,
    )
    told = world(settings=KEPT.calibrated(kept))
    assert latency_words(told) == words
    other = replace(told, settings=replace(told.settings, clicks=ClickChoice.PIANO))
    assert latency_words(other).startswith("Not measured yet")


def test_second_lines_say_who_plays_and_on_what():
    assert second_line(Action.PLAYERS, nobody()).startswith("No one yet")
    assert second_line(Action.PIANO, nobody()).startswith("None yet")


def test_the_lowest_key_leads_back_to_today():
    assert settings().play(LOWEST).screen.name == "today"


@pytest.mark.parametrize(("back", "name"), [(1, "progress"), (2, "practise"), (3, "today")])
def test_the_other_places_are_reached(back, name):
    assert settings().play(*[PREVIOUS] * back, HIGHEST).screen.name == name


def test_the_focus_goes_round_without_stopping_at_a_button_that_is_not_there():
    here = settings()
    seen = [here.play(NEXT).screen.focus for _ in range(len(TARGETS) + 3)]
    assert len(TARGETS) not in seen
    assert here.screen.focus == 0
    assert settings().play(*[PREVIOUS] * 4).screen.focus == len(TARGETS) - 1


def test_pages_follow_the_focus_and_the_button():
    here = Steered(SettingsScreen(), world(), percent=200)
    assert here.play(*[NEXT] * 4).screen.page == 1
    layout = here.now.layout
    count = len(pages_of(layout))
    for page in (*range(2, count), 0, 1):
        here.click(more_box(layout, last=here.screen.page == count - 1))
        assert here.screen.page == page
        assert here.screen.focus == TARGETS.index(pages_of(layout)[page][0].targets[0])


@pytest.mark.parametrize("percent", [100, 125, 150, 200])
@pytest.mark.parametrize("size", [(1024, 600), (1280, 720), (1920, 1080), (3840, 2160)])
def test_every_row_has_its_place_at_every_size(size, percent):
    layout = layout_for(*size, percent)
    panels = [panel for page in pages_of(layout) for panel in page]
    placed = [target for panel in panels for target in panel.targets]
    assert tuple(placed) == TARGETS
    for panel in panels:
        assert panel.box.bottom <= layout.content.bottom
        for target, box in zip(panel.targets, panel.boxes, strict=True):
            assert box.h >= 48
            assert box.bottom <= panel.box.bottom
            if isinstance(target, Row):
                assert value_boxes(layout, box, WORDS[target])[0].x > box.x + layout.tpx(40)
    assert len(GROUPS) == 3


@pytest.mark.parametrize("percent", [100, 125, 150, 200])
@pytest.mark.parametrize("row", ROWS)
def test_the_words_of_the_values_fit_their_places(row, percent):
    layout = layout_for(1280, 720, percent)
    canvas = canvas_for(pygame.Surface((8, 8)), DARK, layout)
    boxes = value_boxes(layout, layout.content, WORDS[row])
    for words, box in zip(WORDS[row], boxes, strict=True):
        assert text_width(canvas, words, Role.SECOND_STRONG) <= box.w - layout.tpx(12)
