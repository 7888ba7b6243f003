"""Groups of notes with a common cause: which there are, and which cannot be told apart."""

from engine.exercise import Direction, Hand
from engine.measures.crossing import Crossing
from engine.measures.note_groups import FlagKind, NoteGroup, note_groups
from tests.engine.measures.playing import FIVE, SCALE_FINGERS, UP, five_finger, pattern, scale

INNER = range(1, 14)


def by_key(groups: tuple[NoteGroup, ...]) -> dict[object, tuple[int, ...]]:
    return {group.key: group.places for group in groups}


def test_a_rising_scale():
    #  1 2 3 1 2 3 4 1 2 3 1 2 3 4 5
    found = by_key(note_groups(Hand.RIGHT, scale().patterns[0], INNER))
    assert found == {
        Crossing.UNDER: (3, 7, 10),
        (1, 2): (1, 4, 8, 11),
        (2, 3): (2, 5, 9, 12),
        (3, 1): (3, 10),
        (3, 4): (6, 13),
    }


def test_the_same_places_are_one_group_said_by_what_happens_there():
    whole = pattern(Direction.UP, UP, SCALE_FINGERS)
    found = note_groups(Hand.RIGHT, whole, INNER)
    assert 2 not in by_key(found)  # the index finger always comes after the thumb here
    assert {group.kind for group in found} == {FlagKind.CROSSING, FlagKind.TRANSITION}
    with_the_first = by_key(note_groups(Hand.RIGHT, whole, range(15)))
    assert with_the_first[1] == (0, 3, 7, 10)  # a thumb that is more than its crossings


def test_five_fingers_in_their_place():
    found = by_key(note_groups(Hand.RIGHT, five_finger().patterns[0], range(1, 32)))
    assert found[4, 5] == (4, 12, 20, 28)
    assert found[4] == (3, 5, 11, 13, 19, 21, 27, 29)
    assert 5 not in found
    assert not {Crossing.UNDER, Crossing.OVER} & {*found}


def test_one_place_is_no_group_and_neither_are_nearly_all():
    once = pattern(Direction.UP, FIVE[:5], (1, 2, 3, 4, 5))
    assert note_groups(Hand.RIGHT, once, range(5)) == ()
    one_finger = pattern(Direction.UP, FIVE, (2, 2, 2, 2, 2, 2, 2, 1))
    assert note_groups(Hand.RIGHT, one_finger, range(8)) == ()


def test_the_left_hand_mirrored_has_the_same_groups():
    right = pattern(Direction.UP, UP, SCALE_FINGERS)
    left = pattern(Direction.DOWN, [-pitch for pitch in UP], SCALE_FINGERS)
    assert note_groups(Hand.LEFT, left, INNER) == note_groups(Hand.RIGHT, right, INNER)
