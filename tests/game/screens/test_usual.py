"""The usual range is the player's own weeks in the very same cell, and none before three."""

from dataclasses import replace

from engine.record import Cell
from game.screens.usual import usual_range
from tests.moments import moment, of_step, weekly


def ranged(cell: Cell, medians_ms: list[float | None]) -> tuple[float, float] | None:
    at = moment("reviewing_evenness_check", weekly=weekly(cell, medians_ms))
    return usual_range(at.world, at.state.step)


def test_it_holds_all_weeks_of_the_same_cell():
    cell = of_step("reviewing_evenness_check")
    assert ranged(cell, [12.0, None, 10.5, 14.0]) == (10.5, 14.0)


def test_two_weeks_are_too_few():
    assert ranged(of_step("reviewing_evenness_check"), [12.0, 10.5]) is None


def test_another_tempo_or_piano_is_another_cell():
    cell = of_step("reviewing_evenness_check")
    assert ranged(replace(cell, tempo_bpm=72.0), [12.0, 10.5, 11.0]) is None
    assert ranged(replace(cell, device_id=None), [12.0, 10.5, 11.0]) is None


def test_before_any_week_there_is_none():
    at = moment("reviewing_evenness_check", weekly=None)
    assert usual_range(at.world, at.state.step) is None
