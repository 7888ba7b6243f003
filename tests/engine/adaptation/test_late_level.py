"""The level of The Late One: faster, then longer; slower, then shorter; at once after a pull."""

import pytest

from engine.adaptation.late_level import STEP, LateLevel
from engine.adaptation.level import LevelError

CEILING = 66.0


def after(level: LateLevel, area: float | None, *, pulled: bool = False) -> LateLevel:
    return level.after(area, pulled=pulled, ceiling_bpm=CEILING)


@pytest.mark.parametrize("area", [None, 0.75, 0.8, 0.8499])
def test_about_four_of_five_found_leaves_it_alone(area):
    assert after(LateLevel(), area) == LateLevel()


def test_what_is_nearly_always_found_gets_faster_up_to_the_ceiling_and_then_longer():
    assert after(LateLevel(), 0.85).tempo_bpm == pytest.approx(30 * STEP)
    assert after(LateLevel(tempo_bpm=64), 1.0).tempo_bpm == CEILING
    assert after(LateLevel(length=3, tempo_bpm=CEILING), 1.0) == LateLevel(
        length=4, tempo_bpm=CEILING
    )
    top = LateLevel(length=5, tempo_bpm=CEILING)
    assert after(top, 1.0) == top


def test_what_is_hardly_found_gets_slower_and_then_shorter():
    assert after(LateLevel(), 0.74).tempo_bpm == pytest.approx(30 / STEP)
    assert after(LateLevel(tempo_bpm=20), 0.5) == LateLevel(length=4, tempo_bpm=20)
    least = LateLevel(length=3, tempo_bpm=20)
    assert after(least, 0.5) == least


def test_a_pull_slows_it_by_two_steps_whatever_was_found():
    assert after(LateLevel(), 1.0, pulled=True).tempo_bpm == pytest.approx(30 / STEP**2)
    assert after(LateLevel(tempo_bpm=20), 1.0, pulled=True).tempo_bpm == 20


def test_it_is_held_to_the_ceiling_but_never_below_the_slowest():
    assert LateLevel(tempo_bpm=60).held_to(48).tempo_bpm == 48
    assert LateLevel(tempo_bpm=60).held_to(10).tempo_bpm == 20


def test_it_is_kept_and_read_again():
    level = LateLevel(length=4, tempo_bpm=33.25)
    assert LateLevel.from_json(level.to_json()) == level
    assert LateLevel.resumed(level.to_json()) == level
    assert LateLevel.resumed(None) == LateLevel()


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"schema": 2, "length": 5, "tempo_bpm": 30}', '{"schema": 1, "length": 9}'],
)
def test_what_cannot_be_read_starts_afresh(text):
    with pytest.raises(LevelError, match="starts afresh: the takes themselves are kept"):
        LateLevel.from_json(text)
    assert LateLevel.resumed(text) == LateLevel()


@pytest.mark.parametrize(
    "values", [{"length": 6}, {"tempo_bpm": 19.9}, {"tempo_bpm": float("nan")}]
)
def test_a_level_outside_its_range_is_refused(values):
    with pytest.raises(ValueError, match="cannot be a level"):
        LateLevel(**values)
