import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measures.independence.carry_over import carry_over
from engine.measures.independence.run_notes import by_pair, run_notes
from engine.measures.matching.match import match
from engine.measures.proportion import jeffreys_interval
from engine.note import note_array
from tests.engine.measures.playing import LOOP, UP, five_finger, played, scale


def measured(notes, exercise):
    return carry_over(notes, run_notes(notes, match(notes, exercise).runs))


def with_offsets(notes, offset_s):
    return note_array(
        notes["onset_s"], notes["pitch"], offset_s=offset_s, velocity=notes["velocity"]
    )


def held_by(notes, share):
    """Hold each note ``share`` of the IOI into the next."""
    return with_offsets(notes, notes["onset_s"] + 0.25 * (1 + np.asarray(share)))


def counts(found):
    return {
        (each.finger, each.to_finger): (
            each.long_overlap.hits,
            each.crowded.hits,
            each.long_overlap.n,
        )
        for each in found
    }


def test_one_long_note_by_hand():
    #  keys   C D E F G F E ...   of the ring finger's four F before a G two stay down well into
    #  the G's time, 0.6 and 0.9 of it
    notes = played(LOOP)
    share = np.full(33, -0.2)
    share[3], share[11] = 0.6, 0.9
    found = counts(measured(held_by(notes, share), five_finger()))
    assert found[4, 5] == (2, 0, 4)
    assert found[4, 3] == (0, 0, 4)
    assert sum(long for long, _, _ in found.values()) == 2
    #  nothing is crowded until the E before the second F stays down too, through F and G
    share[10] = 1.4
    found = counts(measured(held_by(notes, share), five_finger()))
    assert found[4, 5] == (2, 1, 4)
    assert found[3, 4] == (1, 0, 4)


def test_a_brushed_key_crowds():
    notes = held_by(played(UP), 0.1)
    brushed = note_array(
        np.append(notes["onset_s"], notes["onset_s"][4] - 0.01),
        np.append(notes["pitch"], UP[4] + 1),
        offset_s=np.append(notes["offset_s"], notes["onset_s"][4] + 0.01),
    )
    found = counts(measured(brushed, scale()))
    assert found[1, 2] == (0, 1, 4)  # the fourth and fifth notes of the scale
    assert sum(crowd for _, crowd, _ in found.values()) == 1


def test_detached_playing_carries_nothing_over():
    found = measured(held_by(played(*[UP] * 3), -0.3), scale())
    assert [(each.finger, each.to_finger) for each in found] == [
        (1, 2), (2, 3), (3, 1), (3, 4), (4, 1), (4, 5),
    ]  # fmt: skip
    assert all(each.long_overlap.hits == each.crowded.hits == 0 for each in found)
    assert sum(each.long_overlap.n for each in found) == 3 * 14


def test_exact_legato_is_no_overlap():
    found = measured(played(*[UP] * 3), scale())
    assert all(each.long_overlap.hits == each.crowded.hits == 0 for each in found)


def test_notes_that_were_never_released_say_nothing():
    notes = played(UP)
    found = measured(with_offsets(notes, np.full(15, np.nan)), scale())
    assert all(each.long_overlap is each.crowded is None for each in found)
    assert len(found) == 6


def test_pairs_of_a_pattern():
    pairs = by_pair(five_finger().patterns[0])
    assert list(pairs) == [(1, 2), (2, 1), (2, 3), (3, 2), (3, 4), (4, 3), (4, 5), (5, 4)]
    assert pairs[4, 5].tolist() == [3, 11, 19, 27]


@settings(max_examples=30)
@given(
    st.integers(0, 10_000),
    st.integers(-40, 40),
    st.sampled_from([0.5, 2.0]),
    st.sampled_from([-12, 0, 12, 24]),
)
def test_shift_tempo_and_octave_change_nothing(seed, shift, tempo, octave):
    rng = np.random.default_rng(seed)
    first = held_by(played(*[UP] * 4), rng.choice([-0.2, 0.3, 0.7, 1.4], 60))
    other = note_array(
        (first["onset_s"] + shift) * tempo,
        first["pitch"].astype(int) + octave,
        offset_s=(first["offset_s"] + shift) * tempo,
    )
    assert counts(measured(other, scale())) == counts(measured(first, scale()))


def test_a_mirrored_hand_is_the_same_hand():
    rng = np.random.default_rng(4)
    right = held_by(played(*[LOOP] * 3), rng.choice([-0.2, 0.7, 1.4], 99))
    mirrored = note_array(right["onset_s"], 124 - right["pitch"], offset_s=right["offset_s"])
    exercise = five_finger()
    pattern = exercise.patterns[0]
    targets = tuple(
        type(each)(
            id=each.id,
            pitch=124 - each.pitch,
            finger=each.finger,
            onset_beat=each.onset_beat,
            duration_beat=each.duration_beat,
        )
        for each in pattern.targets
    )
    left = type(exercise)(
        **{
            **{name: getattr(exercise, name) for name in exercise.__slots__},
            "patterns": (type(pattern)(direction=pattern.direction, targets=targets),),
        }
    )
    assert counts(measured(mirrored, left)) == counts(measured(right, exercise))


def test_carry_over_has_intervals():
    found = measured(held_by(played(*[UP] * 5), 0.7), scale())[0]
    assert (found.long_overlap.hits, found.long_overlap.n) == (20, 20)
    assert found.long_overlap.interval == jeffreys_interval(20, 20)
