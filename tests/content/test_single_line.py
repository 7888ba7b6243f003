"""A hand's single line as an exercise, and why it is none."""

import pytest

from content.single_line import NotOneLineError, single_line
from engine.exercise import Direction, Hand, Piece, Target


def piece(*notes: tuple[int, float, float], tempo: float | None = None, **more: bool) -> Piece:
    targets = tuple(
        Target(
            id=f"n{rank}",
            pitch=pitch,
            finger=1,
            onset_beat=onset,
            duration_beat=beats,
            hand=Hand.LEFT,
            **more,
        )
        for rank, (pitch, onset, beats) in enumerate(notes)
    )
    return Piece(id="study", title="A study", targets=targets, source="s.mxl", tempo_bpm=tempo)


def test_a_line_begins_at_beat_0_and_keeps_its_ids_and_fingers():
    made = single_line(piece((60, 2, 1), (62, 3, 0.5), (60, 4, 1)), Hand.LEFT)
    (pattern,) = made.patterns
    assert [(t.id, t.onset_beat, t.finger, t.hand) for t in pattern.targets] == [
        ("n0", 0, 1, None), ("n1", 1, 1, None), ("n2", 2, 1, None)
    ]  # fmt: skip
    assert (made.id, made.hand, made.runs, made.source) == ("study", Hand.LEFT, 1, "s.mxl")


@pytest.mark.parametrize(
    ("pitches", "direction"),
    [((60, 62, 64), "up"), ((64, 62, 60), "down"), ((60, 62, 60), "loop"), ((60, 60, 62), "loop")],
)
def test_the_way_it_goes(pitches: tuple[int, ...], direction: str):
    notes = [(pitch, rank, 1) for rank, pitch in enumerate(pitches)]
    assert single_line(piece(*notes), Hand.LEFT).patterns[0].direction == Direction(direction)


@pytest.mark.parametrize(("said", "used"), [(None, 60), (92.0, 92), (12.0, 60), (400.0, 60)])
def test_the_tempo_is_the_scores_where_an_exercise_can_have_it(said: float | None, used: float):
    assert single_line(piece((60, 0, 1), (62, 1, 1), tempo=said), Hand.LEFT).tempo_bpm == used


def test_an_unevenly_divided_tuplet_is_still_a_line():
    assert single_line(piece((60, 0, 0.34), (62, 1 / 3, 0.34), (64, 2 / 3, 1)), Hand.LEFT)


@pytest.mark.parametrize(
    ("music", "hand", "why"),
    [
        (piece((60, 0, 1), (62, 1, 1)), Hand.RIGHT, "the right hand has no note"),
        (piece((60, 0, 1)), Hand.LEFT, "the left hand has one note; a line has two or more"),
        (piece((60, 0, 1), (64, 0, 1)), Hand.LEFT, "at beat 0 stands a chord"),
        (piece((60, 0, 2), (64, 1, 1)), Hand.LEFT, "at beat 1 two notes sound together"),
        (piece((60, 0, 0), (64, 0, 1), grace=True), Hand.LEFT, "at beat 0 stands a grace note"),
    ],
)
def test_why_it_is_none(music: Piece, hand: Hand, why: str):
    with pytest.raises(NotOneLineError, match=f"A study: {why}"):
        single_line(music, hand)
