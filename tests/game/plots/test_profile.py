"""The profile of an exercise: what stands in the picture, and that it looks as it was blessed."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pygame
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure

from content.loader import load_exercises
from engine.exercise import Direction
from engine.midi.capture import take_of
from engine.midi.smf import read_smf, write_smf
from engine.pianist import Pianist, Rhythm, Slips, play
from game.analysis.heard import Measured
from game.analysis.measuring import measured_exercise
from game.plots.paper import save
from game.plots.profile import draw
from game.theme import LIGHT
from tests.golden_screens import assert_screen

EXERCISES = load_exercises()
SCALE = "scale-c-right"


def heard(
    name: str = SCALE,
    *,
    runs: int = 8,
    sd_ms: float = 5.0,
    ring_ms: float = 0.0,
    file: str = "a.mid",
    **slips: float,
) -> Measured:
    exercise = EXERCISES[name]
    rhythm = Rhythm(onset_sd_ms=sd_ms, finger_late_ms=(0.0, 0.0, 0.0, ring_ms, 0.0))
    pianist = Pianist(rhythm=rhythm, slips=Slips(**slips))
    direction = exercise.patterns[0].direction
    played = play(pianist, exercise, direction, 60, runs, np.random.default_rng(1))
    take = take_of(played.raw, ports=("test",), api="simulated")
    return measured_exercise(file, take, exercise)


def words(picture: Figure) -> str:
    written = [text.get_text() for text in picture.texts]
    for axes in picture.axes:
        written += [text.get_text() for text in axes.texts]
        written += [label.get_text() for label in axes.get_yticklabels()]
    return "\n".join(written)


def points(picture: Figure, panel: int) -> list[tuple[float, float]]:
    lines = [line for line in picture.axes[panel].lines if line.get_markersize() == 6.5]
    return [(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in lines]


def test_every_note_has_its_mean_its_interval_and_its_finger():
    one = heard()
    (cell,) = one.evenness.cells
    picture = draw(one)
    drawn = cell.positions.deviation_ms
    assert points(picture, 0) == [(x, mean) for x, mean in enumerate(drawn.mean.tolist(), start=1)]
    strokes = [each for each in picture.axes[0].collections if isinstance(each, LineCollection)]
    ends = [tuple(stroke.get_segments()[0][:, 1]) for stroke in strokes]
    assert ends == list(zip(drawn.low.tolist(), drawn.high.tolist(), strict=True))
    chips = [text.get_text() for text in picture.axes[0].texts if text.get_text().isdigit()]
    assert chips == [str(finger) for finger in one.exercise.patterns[0].fingers]


def test_every_run_stands_behind_with_its_own_notes():
    one = heard(runs=5)
    dots = [each for each in draw(one).axes[0].collections if isinstance(each, PathCollection)]
    assert len(dots) == 5
    for dot, run in zip(dots, one.evenness.runs, strict=True):
        assert dot.get_offsets()[:, 1].tolist() == run.deviation_ms.tolist()


def test_one_wide_interval_of_two_runs_does_not_stretch_the_scales():
    one = heard(runs=2)
    places = one.evenness.cells[0].positions
    ends = np.abs([places.deviation_ms.low, places.deviation_ms.high])
    picture = draw(one)
    assert np.abs(places.deviation_ms.mean).max() < picture.axes[0].get_ylim()[1] < ends.max()
    assert "A stroke that touches the edge goes on beyond it." in words(picture)
    low, _, high = (float(at) for at in picture.axes[1].get_yticks())
    assert 0 <= low < high <= 127


def test_what_lies_beyond_the_scale_is_an_arrow_and_counted():
    one = heard(runs=10, sd_ms=9.0)
    picture = draw(one)
    axes = picture.axes[0]
    late_ms = np.concatenate([run.deviation_ms for run in one.evenness.runs])
    far = np.count_nonzero(np.abs(late_ms) > axes.get_ylim()[1])
    arrows = [line for line in axes.lines if line.get_marker() in {"^", "v"}]
    assert far > 1
    assert sum(len(line.get_xdata()) for line in arrows) == far
    assert f"Arrow: {far} notes beyond the scale." in words(picture)


def test_late_is_above_and_said_in_words():
    picture = draw(heard(sd_ms=9.0))
    labels = [(y, label.get_text()) for y, label in _labels(picture)]
    assert [word for _, word in sorted(labels)] == ["10 ms\nearly", "even", "10 ms\nlate"]


def _labels(picture: Figure):
    axes = picture.axes[0]
    return zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)


def test_velocity_stands_below_with_its_own_scale():
    one = heard()
    picture = draw(one)
    means = one.evenness.cells[0].positions.velocity.mean
    assert [y for _, y in points(picture, 1)] == means.tolist()
    assert "velocity" in words(picture)


def test_title_figure_rate_and_crossings_are_written():
    one = heard()
    cell = one.evenness.cells[0]
    written = words(draw(one))
    assert "C major scale, two octaves, right hand" in written
    assert "Right hand, up" in written
    figure = f"evenness {cell.sd_ioi_ms:.1f} ms (95 % {cell.low_ms:.1f} to {cell.high_ms:.1f})"
    assert figure in written
    assert "8 of 8 runs · 4.0" in written
    assert written.count("thumb under") == 3
    assert "moved by less than 6 ms is hardly heard" in written


def test_what_stands_out_is_said_below():
    one = heard("five-finger-c-right", runs=6, ring_ms=15.0)
    assert "Right hand, loop: your ring finger comes" in words(draw(one))


def test_a_single_run_has_no_intervals_and_says_why():
    picture = draw(heard(runs=1))
    written = words(picture)
    assert "Dot: the one valid run." in written
    assert "1 valid run, too few for an interval" in written.replace("\n", " ")
    assert not [each for each in picture.axes[0].collections if isinstance(each, PathCollection)]


def test_what_is_refused_is_hollow_and_has_no_figure(tmp_path: Path):
    one = heard(sd_ms=0.0)
    # a file's ticks are more than a quarter of nothing
    write_smf(tmp_path / "a.mid", one.take, {})
    take = read_smf(tmp_path / "a.mid")
    picture = draw(measured_exercise(one.file, take, one.exercise))
    written = words(picture)
    assert "No score: " in written
    assert "evenness" not in written
    hollow = [line for line in picture.axes[0].lines if line.get_markersize() == 6.5]
    assert {line.get_markerfacecolor() for line in hollow} == {LIGHT.card}


def test_without_a_valid_run_there_is_a_reason_and_no_axes():
    picture = draw(heard(break_off_rate=1.0, runs=3))
    assert picture.axes == []
    assert "No score: no valid run" in words(picture)


def test_no_words_leave_the_sheet():
    picture = draw(heard(file="/a/very/long/folder/" * 20 + "take.mid", miss_rate=0.03))
    picture.canvas.draw()
    width, height = picture.canvas.get_width_height()
    for text in [*picture.texts, *(text for axes in picture.axes for text in axes.texts)]:
        box = text.get_window_extent()
        assert box.x0 >= 0, text
        assert box.x1 <= width, text
        assert box.y0 >= 0, text
        assert box.y1 <= height, text
    assert "…" in words(picture)


@pytest.mark.parametrize("ending", [".png", ".pdf"])
def test_the_same_take_makes_the_same_file(tmp_path: Path, ending: str):
    one = heard(runs=2)
    for name in ("a", "b"):
        save(draw(one), tmp_path / f"{name}{ending}")
    first, second = ((tmp_path / f"{name}{ending}").read_bytes() for name in ("a", "b"))
    assert first == second
    assert len(first) > 10_000


def test_an_svg_is_one(tmp_path: Path):
    save(draw(heard(runs=2)), tmp_path / "a.svg")
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize("name", ["scale-c-left", "five-finger-c-right"])
def test_it_looks_as_blessed(name: str):
    picture = draw(heard(name, miss_rate=0.02))
    picture.set_dpi(75)
    picture.canvas.draw()
    size = picture.canvas.get_width_height()
    surface = pygame.image.frombuffer(bytes(picture.canvas.buffer_rgba()), size, "RGBA")
    assert_screen(surface, f"profile-{name}")


def test_both_ways_have_a_panel_each_on_one_scale():
    exercise = EXERCISES[SCALE]
    rng, pianist = np.random.default_rng(1), Pianist(rhythm=Rhythm(onset_sd_ms=9.0))
    up, down = (play(pianist, exercise, way, 60, 3, rng) for way in (Direction.UP, Direction.DOWN))
    later = down.raw.copy()
    later["arrival_ns"] += up.raw["arrival_ns"][-1] + 2 * 10**9
    later["delta_ns"][0] = 2 * 10**9
    take = take_of(np.concatenate([up.raw, later]), ports=("test",), api="simulated")
    picture = draw(measured_exercise("a.mid", take, exercise))
    written = words(picture)
    assert len(picture.axes) == 4
    assert written.index("Right hand, up") < written.index("Right hand, down")
    assert "thumb under" in written
    assert "finger over" in written
    assert picture.axes[0].get_ylim() == picture.axes[2].get_ylim()
