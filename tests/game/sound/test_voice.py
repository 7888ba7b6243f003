"""The voice: in tune, softer and duller when played softly, silent at its ends; room is held."""

import numpy as np
import pygame
import pytest

from game.sound.card import FULL, RATE, opened, samples_in
from game.sound.notes import ROOM_BYTES, Notes
from game.sound.passage import Note, mixed
from game.sound.voice import HIGHEST, LOWEST, RELEASE_S, cut, layer_of, note, seconds_of

C4 = 60


def spectrum(sound: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Frequencies in Hz, and their strength in the first second."""
    second = sound[:RATE] * np.hanning(min(len(sound), RATE))
    return np.fft.rfftfreq(8 * RATE, 1 / RATE), np.abs(np.fft.rfft(second, 8 * RATE))


@pytest.mark.parametrize("pitch", [36, 48, 60, 69, 84, 100])
def test_a_note_is_in_tune(pitch: int):
    hertz, strength = spectrum(note(pitch, 8))
    due = 440 * 2 ** ((pitch - 69) / 12)
    near = (hertz > due * 0.94) & (hertz < due * 1.06)
    found = hertz[near][np.argmax(strength[near])]
    assert abs(1200 * np.log2(found / due)) < 2  # cents


def test_played_softly_it_is_softer_and_duller():
    def of(layer: int) -> tuple[float, float]:
        sound = note(C4, layer).astype(float)
        hertz, strength = spectrum(sound)
        power = strength**2
        return float(np.sqrt(np.mean(sound[: RATE // 2] ** 2))), float(power @ hertz / power.sum())

    levels, brightness = zip(*(of(layer) for layer in range(16)), strict=True)
    assert (np.diff(levels) > 0).all()
    assert (np.diff(brightness) > 0).all()
    assert levels[15] / levels[4] > 3


@pytest.mark.parametrize("pitch", range(LOWEST, HIGHEST + 1, 3))
def test_every_note_begins_and_ends_in_silence_and_never_clips(pitch: int):
    sound = note(pitch, 15).astype(int)
    assert abs(sound[0]) <= 1
    assert abs(sound[-1]) <= 1
    assert np.abs(sound).max() < FULL / 2
    assert len(sound) == round(seconds_of(pitch) * RATE)
    # it is heard at once, and fades
    assert np.abs(sound[: RATE // 50]).max() > 600
    late = len(sound) * 3 // 4
    assert np.abs(sound[late:]).max() < np.abs(sound[:late]).max() / 2


def test_the_same_note_is_the_same_sound():
    assert (note(64, 7) == note(64, 7)).all()


def test_velocities_fall_into_sixteen_layers():
    layers = [layer_of(velocity) for velocity in range(1, 128)]
    assert sorted(set(layers)) == list(range(16))
    assert layers == sorted(layers)
    assert layer_of(0) == layer_of(1)


def test_a_key_that_comes_up_lets_the_note_go():
    whole = note(C4, 8)
    short = cut(whole, 0.5)
    held = RATE // 2
    assert (short[:held] == whole[:held]).all()
    assert len(short) == held + RELEASE_S * RATE
    assert abs(int(short[-1])) <= 1
    assert (cut(whole, 99) == whole).all()


def test_a_passage_has_each_note_at_its_sample():
    first = note(60, layer_of(64))
    second = note(67, layer_of(90))
    passage = mixed(
        (
            Note(at_s=0.25, pitch=60, velocity=64, seconds=0.3),
            Note(at_s=0.5101, pitch=67, velocity=90, seconds=1),
        ),
        lambda pitch, velocity: note(pitch, layer_of(velocity)),
    )
    assert not passage[: RATE // 4].any()
    at = round(0.5101 * RATE)
    assert (passage[RATE // 4 : at] == cut(first, 0.3)[: at - RATE // 4]).all()
    sum_there = passage[at + 500].astype(int)
    assert sum_there == cut(first, 0.3)[at + 500 - RATE // 4] + cut(second, 1)[500]


def test_a_crowded_passage_stays_within_what_a_card_can_play():
    loud = np.full(RATE, 20_000, np.int16)
    passage = mixed([Note(pitch=p, seconds=2) for p in (60, 64)], lambda _p, _v: loud)
    assert (passage == FULL).all()
    assert len(mixed((), lambda _p, _v: loud)) == 0


@pytest.fixture
def notes():
    assert opened(4) == ""
    yield Notes()
    pygame.mixer.quit()


def test_a_note_is_rendered_once(notes: Notes):
    assert notes.sound(60, 64) is notes.sound(60, 65)
    assert notes.sound(60, 64) is not notes.sound(60, 90)
    assert (notes.samples(60, 64) == note(60, 8)).all()
    assert not notes.samples(60, 64).flags.writeable


def test_a_pitch_beyond_the_piano_sounds_in_its_outermost_octave(notes: Notes):
    assert notes.sound(5, 64) is notes.sound(29, 64)
    assert notes.sound(120, 64) is notes.sound(108, 64)


def test_what_is_expected_is_rendered_one_note_a_time(notes: Notes):
    notes.expect((60, 62, 64))
    steps = 0
    while notes.prepare():
        steps += 1
        assert steps < 100
    assert steps == 3 * 7
    notes.expect((64, 62, 60))
    assert not notes.prepare()


def test_the_room_for_notes_is_held(notes: Notes):
    asked = [(pitch, velocity) for velocity in range(4, 128, 24) for pitch in range(36, 72, 2)]
    kept = [notes.sound(*each) for each in asked]
    assert sum(samples_in(each).nbytes for each in kept) > ROOM_BYTES
    # the newest are there still, the oldest were let go
    assert notes.sound(*asked[-1]) is kept[-1]
    assert notes.sound(*asked[0]) is not kept[0]
