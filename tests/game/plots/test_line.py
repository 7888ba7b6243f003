"""The picture of a piece and of a long line: over the score, hand by hand, windows below."""

import numpy as np
import pygame
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure

from engine.exercise import Direction, Exercise, Hand, Pattern, Target
from engine.measures.pieces.piece import measure_piece
from engine.note import NoteArray, note_array
from engine.take import RAW_DTYPE, Take, TimeSource, Timing
from game.analysis.heard import Measured, MeasuredPiece
from game.analysis.measuring import measured_exercise
from game.plots.picture import picture
from tests.golden_screens import assert_screen
from tests.piece_playing import two_hands

QUARTER_S = 0.5


def take_of_notes(notes: NoteArray) -> Take:
    return Take(raw=np.zeros(0, RAW_DTYPE), notes=notes, timing=Timing(source=TimeSource.FILE))


def performed(targets: tuple[Target, ...], *, sd_s: float = 0.006) -> NoteArray:
    """Play with a tempo that swings, which is no unevenness."""
    rng = np.random.default_rng(2)
    at_s = QUARTER_S * np.array([target.onset_beat for target in targets])
    onset_s = at_s + rng.normal(0, sd_s, len(targets)) - 0.03 * np.sin(at_s / 3)
    order = np.argsort(onset_s, kind="stable")
    lasts_s = 0.9 * QUARTER_S * np.array([target.duration_beat for target in targets])
    pitch = np.array([target.pitch for target in targets])
    return note_array(
        onset_s[order],
        pitch[order],
        offset_s=(onset_s + lasts_s)[order],
        velocity=rng.integers(50, 80, len(targets)),
    )


def piece_heard(*, missed: tuple[int, ...] = (), hands: tuple[Hand, ...] = tuple(Hand)):
    piece = two_hands(8)
    played = tuple(
        target
        for place, target in enumerate(piece.targets)
        if place not in missed and target.hand in hands
    )
    take = take_of_notes(performed(played))
    return MeasuredPiece(file="a.mid", take=take, hand=None, evenness=measure_piece(take, piece))


def line_heard() -> Measured:
    piece = two_hands(8)
    begins = piece.of_hand(Hand.RIGHT)
    exercise = Exercise(
        id="line",
        version=1,
        title="A long line",
        hand=Hand.RIGHT,
        tempo_bpm=120.0,
        patterns=(Pattern(direction=Direction.LOOP, targets=begins),),
        runs=1,
        max_attempts=1,
        gap_s=1.0,
        summary="",
        source="",
    )
    return measured_exercise("a.mid", take_of_notes(performed(begins)), exercise)


def words(drawn: Figure) -> str:
    written = [text.get_text() for text in drawn.texts]
    for axes in drawn.axes:
        labels = [*axes.get_xticklabels(), *axes.get_yticklabels(), *axes.texts]
        written += [text.get_text() for text in labels]
    return "\n".join(written)


def dots(drawn: Figure, panel: int) -> np.ndarray:
    (found,) = [c for c in drawn.axes[panel].collections if isinstance(c, PathCollection)]
    places = np.asarray(found.get_offsets())
    return places[~np.isnan(places).any(axis=1)]


def strokes(drawn: Figure, panel: int) -> np.ndarray:
    """Return the lines of a panel as rows of x, y, x, y."""
    found = [c for c in drawn.axes[panel].collections if isinstance(c, LineCollection)]
    return np.array([line.ravel() for each in found for line in each.get_segments()])


def test_every_note_of_a_window_stands_over_its_place_in_the_score():
    one = piece_heard()
    drawn = picture(one)
    beat = np.array([target.onset_beat for target in one.evenness.piece.targets])
    late_ms = one.evenness.deviation_ms
    right = np.array([target.hand is Hand.RIGHT for target in one.evenness.piece.targets])
    there = right & ~np.isnan(late_ms)
    assert there.sum() > 100
    assert dots(drawn, 0) == pytest.approx(np.stack([beat[there], late_ms[there]], axis=1))


def test_every_window_is_a_step_below_as_long_as_it_lasts():
    one = piece_heard()
    right = next(each for each in one.evenness.windows if each.hand is Hand.RIGHT)
    steps = strokes(picture(one), 1)
    assert steps[:, 0] == pytest.approx(right.start_beat)
    assert steps[:, 2] - steps[:, 0] == pytest.approx(12 * 0.25)
    assert steps[:, 1] == pytest.approx(right.windows.sd_ioi_detrended_ms)


def test_a_far_window_leaves_the_others_room():
    one = piece_heard()
    evenness = one.evenness
    for each in evenness.windows:
        each.windows.sd_ioi_detrended_ms.flags.writeable = True
        each.windows.sd_ioi_detrended_ms[0] = 185.0
    axes = picture(one).axes[1]
    assert axes.get_yscale() == "log"
    assert [label.get_text() for label in axes.get_yticklabels()] == ["5 ms", "20 ms", "200 ms"]
    assert axes.get_ylim()[1] > 185.0
    assert "lower is more even" in words(picture(one))


def test_what_was_not_hit_is_a_stroke_at_the_foot():
    one = piece_heard(missed=(20, 60))
    missed = sorted(one.evenness.piece.targets[place].onset_beat for place in (20, 60))
    drawn = picture(one)
    found = [x for panel in (0, 2) for x in strokes(drawn, panel).reshape(-1, 4)[:, 0].tolist()]
    assert sorted(found) == missed


def test_the_right_hand_stands_above_and_each_says_its_figure():
    written = words(picture(piece_heard()))
    assert written.index("Right hand") < written.index("Left hand")
    assert "sixteenths" in written
    assert "ms without tempo (95 % " in written
    assert "notes a second" in written
    assert "quarter 1" in written
    assert "ms\nlate" in written


def test_a_hand_without_a_figure_says_so():
    written = words(picture(piece_heard(hands=(Hand.RIGHT,))))
    assert written.count("No score: see below") == 1
    assert "Left hand: no figure of evenness" in written


def test_a_long_line_is_drawn_by_run_against_its_windows():
    one = line_heard()
    (line,) = one.windows
    drawn = picture(one)
    assert len(drawn.axes) == 2
    assert f"the median of {len(line.windows.start)} windows" in words(drawn)
    # a note between two windows is drawn once
    arrows = sum(len(one.get_xdata()) for one in drawn.axes[0].lines if one.get_marker() in "^v")
    assert f"Arrow: {arrows} notes beyond the scale." in words(drawn)
    assert len(dots(drawn, 0)) + arrows == 12 * len(line.windows.start) + 1
    first_ms = line.windows.deviation_ms[0]
    near_ms = first_ms[np.abs(first_ms) < drawn.axes[0].get_ylim()[1]]
    assert dots(drawn, 0)[: len(near_ms), 1] == pytest.approx(near_ms)


def test_no_words_leave_the_sheet():
    drawn = picture(piece_heard(missed=(3, 4, 5)))
    drawn.canvas.draw()
    width, height = drawn.canvas.get_width_height()
    for text in [*drawn.texts, *(text for axes in drawn.axes for text in axes.texts)]:
        box = text.get_window_extent()
        assert box.x0 >= 0, text
        assert box.x1 <= width, text
        assert box.y0 >= 0, text
        assert box.y1 <= height, text


def test_a_piece_looks_as_blessed():
    drawn = picture(piece_heard(missed=(20, 60, 61)))
    drawn.set_dpi(75)
    drawn.canvas.draw()
    size = drawn.canvas.get_width_height()
    surface = pygame.image.frombuffer(bytes(drawn.canvas.buffer_rgba()), size, "RGBA")
    assert_screen(surface, "picture-of-a-piece")
