"""Practise: a game is chosen and begun by piano, keyboard or mouse alone."""

from dataclasses import replace

import pytest

from engine.record import Task
from engine.session.world import Link, PortStatus, Practice, StartPractice
from game.screens.device import DeviceScreen
from game.screens.paging import more_box
from game.screens.practice import PractiseScreen, line_of
from game.screens.practice_game import PracticeGameScreen, beside
from game.screens.practice_places import boxes_on, pages_of
from game.screens.practice_rows import Part, part_boxes, parts_of, reached, row_of
from game.screens.practice_steps import GAMES, chosen_of
from game.screens.range import RangeScreen
from game.screens.value_row import value_boxes
from game.view.layout import Box, layout_for
from tests.game.screens.steering import Steered
from tests.practising import practising, steps
from tests.worlds import PIANO, TODAY, nobody, plan

HIGHEST, LOWEST, NEXT, PREVIOUS = 108, 21, 107, 23


def practise(percent=100, size=(1280, 720), **changes):
    return Steered(PractiseScreen(), practising(**changes), size=size, percent=percent)


def game(task, **changes):
    offered = steps()[task]
    return Steered(PracticeGameScreen(chosen=chosen_of(offered)), practising(**changes))


@pytest.mark.parametrize("index", range(len(GAMES)))
def test_every_game_is_begun_by_piano_keys_alone(index):
    here = practise().play(*[NEXT] * index, HIGHEST, HIGHEST)
    (request,) = here.requests
    assert isinstance(request, StartPractice)
    assert request.step.task is GAMES[index]
    assert not request.step.scored


@pytest.mark.parametrize("percent", [100, 125, 150, 200])
@pytest.mark.parametrize("size", [(1024, 600), (1280, 720), (1920, 1080)])
def test_every_game_has_its_place_inside_the_content(percent, size):
    layout = layout_for(*size, percent)
    seen = 0
    for page in range(pages_of(layout)):
        boxes = [box for box in boxes_on(layout, page) if box.w]
        seen += len(boxes)
        for box in boxes:
            assert box.h >= 48
            assert box.bottom <= layout.content.bottom
            assert box.right <= layout.content.right
    assert seen == len(GAMES)


def test_the_pages_of_large_type_follow_the_focus_and_the_button():
    here = practise(percent=200, size=(1024, 600))
    assert here.play(NEXT, NEXT, NEXT).screen.page == 1
    here = practise(percent=200, size=(1024, 600))
    layout = here.now.layout
    last = pages_of(layout) - 1
    pages = []
    for _ in range(last + 1):
        more = more_box(layout, last=here.screen.page == last)
        pages.append(here.click(more).screen.page)
    assert pages == [1, 2, 0]


def test_a_game_that_is_not_open_says_why_and_stays_shut():
    open_ = tuple(step for task, step in steps().items() if task is not Task.STILL_WATER)
    here = practise(practice_steps=open_).play(*[NEXT] * 3, HIGHEST)
    assert here.screen.name == "practise"
    assert line_of(here.world, Task.STILL_WATER).startswith("From your fifth sitting")
    assert line_of(nobody(), Task.PEARLS) == "It opens when a player is chosen"
    assert line_of(practising(practice_steps=open_[:1]), Task.HEAVIER) == "It is not open today"


def test_the_lowest_key_leads_back():
    assert practise().play(LOWEST).screen.name == "today"
    assert practise().play(HIGHEST, LOWEST).screen.name == "practise"


@pytest.mark.parametrize(("back", "name"), [(1, "settings"), (2, "progress"), (3, "today")])
def test_the_other_places_are_reached(back, name):
    assert practise().play(*[PREVIOUS] * back, HIGHEST).screen.name == name


def test_large_type_has_one_menu():
    here = practise(percent=200).play(PREVIOUS, HIGHEST)
    assert here.screen.name == "menu"


def test_slower_is_two_steps_before_begin_with_the_length_between():
    here = game(Task.PEARLS).play(PREVIOUS, PREVIOUS, PREVIOUS, HIGHEST, HIGHEST)
    assert here.screen.chosen.tempo_bpm == 56
    here.play(NEXT, NEXT, NEXT, HIGHEST)
    assert here.requests[0].step.tempo_bpm == 56


def test_the_piano_changes_exercise_length_and_finger():
    here = game(Task.PEARLS).press("up", "return", "up", "up", "up", "return")
    assert here.screen.chosen.length == 2
    offered = steps()[Task.PEARLS].exercise
    assert here.screen.chosen.exercise != offered
    assert game(Task.HEAVIER).press("up", "up", "return").screen.chosen.finger == 1


def test_faster_is_beside_slower():
    assert game(Task.PEARLS).press("up", "up", "return").screen.chosen.tempo_bpm == 62


def test_the_mouse_takes_the_value_it_points_at():
    here = game(Task.HEAVIER)
    parts = parts_of(here.screen.chosen, here.world)
    layout = here.now.layout
    finger, length = part_boxes(layout, parts, here.screen.chosen, here.world)
    here.click(value_boxes(layout, finger, tuple("12345"))[1])
    here.click(value_boxes(layout, length, ("12", "24", "48"))[2])
    assert (here.screen.chosen.finger, here.screen.chosen.length) == (2, 2)
    here.click(Box(length.x, length.y, 4, 4))
    assert here.screen.chosen.length == 0.5


def test_the_mouse_takes_an_exercise():
    here = game(Task.PEARLS)
    (box, *_) = part_boxes(
        here.now.layout, parts_of(here.screen.chosen, here.world), here.screen.chosen, here.world
    )
    row = row_of(Part.EXERCISE, here.screen.chosen, here.world)
    here.click(value_boxes(here.now.layout, box, row.words)[-1])
    assert here.screen.chosen.exercise.id == "scale-c-right"
    assert row.words[-1] == "C major scale"


def test_an_exercise_made_for_a_transition_is_called_by_it():
    made = replace(steps()[Task.PEARLS].exercise, id="made", title="Five dwelling on 4 to 5, left")
    offered = replace(steps()[Task.PEARLS], exercise=made)
    row = row_of(Part.EXERCISE, chosen_of(offered), practising())
    assert row.words[row.chosen] == "Dwelling on 4 to 5"


def test_still_water_has_only_its_tempo():
    here = game(Task.STILL_WATER)
    assert parts_of(here.screen.chosen, here.world) == (Part.SLOWER, Part.FASTER)


def test_what_is_missing_is_mended_first():
    lost = PortStatus(link=Link.LOST, name="Roland FP-30X")
    assert game(Task.PEARLS, port=lost).press("return").screen == DeviceScreen()
    assert game(Task.PEARLS, device=None).press("return").screen == RangeScreen()


def test_a_full_day_rests():
    full = (Practice(local_date=TODAY, minutes=plan().dose_minutes),)
    here = game(Task.PEARLS, practice=full).press("return")
    assert here.requests == []
    assert beside(here.screen.chosen, here.world)[0] == "That is enough for today."


def test_the_minutes_are_said_beside_begin():
    here = game(Task.PEARLS)
    assert beside(here.screen.chosen, here.world) == (
        "Right hand, about 2 min.",
        "25 of 25 minutes left today.",
    )
    told = practising(message="The disk is full.")
    assert beside(here.screen.chosen, told) == ("The disk is full.", "")
    assert beside(here.screen.chosen, practising(plan=None))[1] == ""


def test_back_is_the_last_button():
    assert game(Task.PEARLS).press("down", "return").closed


def test_two_octaves_are_offered_only_where_they_fit():
    short = replace(PIANO, lowest=53, highest=77)
    ids = {each.id for each in reached(practising(device=short))}
    assert "five-finger-c-right" in ids
    assert "scale-c-right" not in ids
    fitting = practising(device=replace(PIANO, lowest=48, highest=72))
    assert reached(fitting) == reached(practising(device=None)) == fitting.exercises
