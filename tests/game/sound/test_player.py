"""Sound follows the session, the settings and the keys; no sound card is no failure."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
import pygame
import pytest

from engine.clock import ManualClock
from engine.record import ClickChoice, Settings, Task, VoiceChoice
from engine.session.state import Asking, Paused, Place, Playing, Ready
from engine.session.world import Link, Step
from engine.take import Control, NoteOff, NoteOn, PortLost
from engine.tasks.clicks import Clicks, Tone
from engine.tasks.pearls import PearlsState
from game.sound import Note, Sound
from game.sound.card import BUFFER, RATE, samples_in
from game.sound.click import click
from game.sound.passage import mixed
from game.sound.player import CLICKS, CUE, KEYS, PASSAGE
from game.sound.voice import layer_of, note
from tests.sounding import A_STEP, NOW_NS, a_step, at_pearls

SETTINGS = Settings(volume=0.5)
MS = 1_000_000


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW_NS, datetime(2026, 11, 2, tzinfo=UTC))


@pytest.fixture
def sound():
    opened = Sound.opened()
    assert opened.reason == ""
    yield opened
    opened.stop()
    pygame.mixer.quit()


def heard(*channels: int) -> list[pygame.mixer.Sound]:
    each = map(pygame.mixer.Channel, channels)
    return [channel.get_sound() for channel in each if channel.get_busy()]


def quiet_soon(*channels: int) -> bool:
    """Wait out a fade."""
    for _ in range(60):
        if not heard(*channels):
            return True
        pygame.time.wait(5)
    return False


def of_the_voice(pitch: int, velocity: int) -> np.ndarray:
    return note(pitch, layer_of(velocity))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(PearlsState):
    """A trial with a cue, and clicks with an end: what other games ask for."""

    cue: Tone | None = None
    beats: int | None = None

    @property
    def tone(self) -> Tone | None:
        return self.cue

    @property
    def clicks(self) -> Clicks | None:
        every = super(Asked, self).clicks
        return every and replace(every, beats=self.beats)


def asking_for(cue: Tone | None = None, beats: int | None = None) -> Playing:
    state = at_pearls()
    task = Asked(task=state.task.task, beat_ns=state.task.beat_ns, cue=cue, beats=beats)
    return replace(state, task=task)


def ready() -> Ready:
    return Ready(place=at_pearls().place, step=A_STEP)


def test_one_buffer_is_started_once_a_stretch(sound: Sound, clock: ManualClock):
    state = at_pearls(beat_ns=NOW_NS + 100 * MS)
    sound.follow(state, SETTINGS, clock)
    (first,) = heard(*CLICKS)
    one = click()
    # the mixer takes it with its next buffer
    at = 4800 - BUFFER
    assert (samples_in(first)[at : at + len(one)] == one).all()
    assert not samples_in(first)[: at + 1].any()
    for landed in range(5):
        clock.advance_ns(8 * MS)
        sound.follow(replace(state, task=replace(state.task, landed=landed)), SETTINGS, clock)
    assert heard(*CLICKS) == [first]


def test_a_far_first_click_is_waited_for(sound: Sound, clock: ManualClock):
    state = at_pearls(tempo_bpm=60, beat_ns=NOW_NS + 3000 * MS)
    sound.follow(state, SETTINGS, clock)
    assert not heard(*CLICKS)
    clock.advance_ns(2200 * MS)
    sound.follow(state, SETTINGS, clock)
    (loop,) = heard(*CLICKS)
    assert int(np.flatnonzero(samples_in(loop))[0]) == 800 * 48 + 1 - BUFFER


def test_a_pause_silences_it_and_going_on_starts_again(sound: Sound, clock: ManualClock):
    state = at_pearls()
    sound.follow(state, SETTINGS, clock)
    (first,) = heard(*CLICKS)
    sound.follow(Paused(playing=state, since_ns=NOW_NS), SETTINGS, clock)
    clock.advance_ns(3000 * MS)
    resumed = replace(state, task=state.task.resumed(clock.ns))
    sound.follow(resumed, SETTINGS, clock)
    (second,) = (each for each in heard(*CLICKS) if each is not first)
    assert int(np.flatnonzero(samples_in(second))[0]) == 500 * 48 + 1 - BUFFER
    # what it was has only its fade left
    for _ in range(60):
        if first not in heard(*CLICKS):
            break
        pygame.time.wait(5)
    assert heard(*CLICKS) == [second]


def test_a_stretch_with_an_end_ends_by_itself(sound: Sound, clock: ManualClock):
    sound.follow(asking_for(beats=4), SETTINGS, clock)
    (four,) = heard(*CLICKS)
    assert four.get_length() == pytest.approx(4.09, abs=0.01)


@pytest.mark.parametrize("after", ["asking", "ready", "nothing", "over"])
def test_nothing_else_clicks(sound: Sound, clock: ManualClock, after: str):
    state = at_pearls()
    sound.follow(state, SETTINGS, clock)
    assert heard(*CLICKS)
    followed = {
        "asking": Asking(place=state.place, step=state.step, task=state.task),
        "ready": ready(),
        "nothing": None,
        "over": replace(state, task=replace(state.task, over=True)),
    }
    sound.follow(followed[after], SETTINGS, clock)
    assert quiet_soon(*CLICKS)
    sound.follow(followed[after], SETTINGS, clock)
    assert not heard(*CLICKS)


@pytest.mark.parametrize(
    "settings",
    [
        replace(SETTINGS, muted=True),
        replace(SETTINGS, clicks=ClickChoice.PIANO),
        replace(SETTINGS, clicks=ClickChoice.SHOWN),
    ],
)
def test_clicks_sound_only_where_they_were_chosen(
    sound: Sound, clock: ManualClock, settings: Settings
):
    sound.follow(at_pearls(), settings, clock)
    assert not heard(*CLICKS)
    # chosen while a trial runs, they come in on the beat
    clock.advance_ns(2300 * MS)
    sound.follow(at_pearls(), SETTINGS, clock)
    (loop,) = heard(*CLICKS)
    assert int(np.flatnonzero(samples_in(loop))[0]) == 700 * 48 + 1 - BUFFER
    sound.follow(at_pearls(), settings, clock)
    assert quiet_soon(*CLICKS)


def test_volume_follows_the_settings(sound: Sound, clock: ManualClock):
    sound.follow(at_pearls(), SETTINGS, clock)
    (loop,) = heard(*CLICKS)
    assert loop.get_volume() == pytest.approx(0.5, abs=0.01)
    sound.follow(at_pearls(), Settings(volume=0.25), clock)
    assert heard(*CLICKS) == [loop]
    assert loop.get_volume() == pytest.approx(0.25, abs=0.01)


def test_a_cue_is_started_ahead_with_the_silence_before_it(sound: Sound, clock: ManualClock):
    cue = Tone(at_ns=NOW_NS + 400 * MS, pitch=64, seconds=0.5)
    state = asking_for(cue)
    sound.follow(state, SETTINGS, clock)
    (tone,) = heard(CUE)
    samples = samples_in(tone)
    expected = mixed((Note(pitch=64, velocity=80, seconds=0.5),), of_the_voice)
    assert not samples[: 400 * 48].any()
    assert (samples[400 * 48 :] == expected).all()
    clock.advance_ns(8 * MS)
    sound.follow(state, SETTINGS, clock)
    assert heard(CUE) == [tone]


def test_a_cue_waits_for_its_time_and_a_late_one_is_heard_at_once(sound: Sound, clock: ManualClock):
    sound.follow(asking_for(Tone(at_ns=NOW_NS + 5000 * MS, pitch=64)), SETTINGS, clock)
    assert not heard(CUE)
    sound.follow(asking_for(Tone(at_ns=NOW_NS - 30 * MS, pitch=65)), SETTINGS, clock)
    (tone,) = heard(CUE)
    assert samples_in(tone)[: RATE // 50].any()


def test_another_cue_takes_its_place_and_none_ends_it(sound: Sound, clock: ManualClock):
    sound.follow(asking_for(Tone(at_ns=NOW_NS, pitch=64)), SETTINGS, clock)
    (first,) = heard(CUE)
    sound.follow(asking_for(Tone(at_ns=NOW_NS, pitch=67)), SETTINGS, clock)
    (second,) = heard(CUE)
    assert second is not first
    sound.follow(None, SETTINGS, clock)
    assert quiet_soon(CUE)


def test_the_computer_keyboard_sounds(sound: Sound, clock: ManualClock):
    sound.follow(at_pearls(), SETTINGS, clock)
    sound.hear(a_step(NoteOn(NOW_NS, 60, 64), NoteOn(NOW_NS, 64, 90)))
    two = [samples_in(each) for each in heard(*KEYS)]
    assert (two[0] == of_the_voice(60, 64)).all()
    assert (two[1] == of_the_voice(64, 90)).all()
    sound.hear(a_step(NoteOff(NOW_NS, 60), NoteOff(NOW_NS, 64)))
    assert quiet_soon(*KEYS)


def test_the_pedal_and_a_lost_port(sound: Sound):
    down, other = Control(NOW_NS, 64, 127), Control(NOW_NS, 1, 0)
    sound.hear(a_step(down, other, NoteOn(NOW_NS, 60, 64), NoteOff(NOW_NS, 60)))
    pygame.time.wait(200)
    assert len(heard(*KEYS)) == 1
    sound.hear(a_step(Control(NOW_NS, 64, 0)))
    assert quiet_soon(*KEYS)
    sound.hear(a_step(NoteOn(NOW_NS, 60, 64)))
    sound.hear(a_step(PortLost(NOW_NS)))
    assert quiet_soon(*KEYS)


@pytest.mark.parametrize(
    ("voice", "link", "task", "sounds"),
    [
        (VoiceChoice.AUTO, Link.COMPUTER_KEYBOARD, Task.PEARLS, True),
        (VoiceChoice.AUTO, Link.CONNECTED, Task.PEARLS, False),
        (VoiceChoice.ON, Link.CONNECTED, Task.PEARLS, True),
        (VoiceChoice.OFF, Link.COMPUTER_KEYBOARD, Task.PEARLS, False),
        (VoiceChoice.ON, Link.CONNECTED, Task.STILL_WATER, False),
        (VoiceChoice.ON, Link.COMPUTER_KEYBOARD, Task.HEAVIER, False),
        (VoiceChoice.AUTO, Link.COMPUTER_KEYBOARD, Task.LATE_ONE, False),
    ],
)
def test_who_hears_the_voice(
    sound: Sound, voice: VoiceChoice, link: Link, task: Task, sounds: bool
):
    def said(*, muted: bool) -> Step:
        settings = Settings(voice=voice, muted=muted)
        return a_step(NoteOn(NOW_NS, 60, 64), link=link, settings=settings, task=task)

    sound.hear(said(muted=True))
    assert not heard(*KEYS)
    sound.hear(said(muted=False))
    assert bool(heard(*KEYS)) == sounds


def test_a_silent_task_is_silent_at_a_pause_and_the_keys_let_go(sound: Sound):
    heard_before = a_step(NoteOn(NOW_NS, 60, 64))
    sound.hear(heard_before)
    silent = a_step(NoteOn(NOW_NS, 62, 64), task=Task.STILL_WATER)
    assert isinstance(silent.state, Playing)
    paused = Paused(playing=silent.state, since_ns=NOW_NS)
    sound.hear(replace(silent, state=paused))
    assert quiet_soon(*KEYS)
    # between trials the same keys sound
    place = Place(plan=silent.state.place.plan)
    asking = Asking(place=place, step=silent.state.step, task=silent.state.task)
    sound.hear(replace(silent, state=asking))
    assert len(heard(*KEYS)) == 1


def test_the_notes_of_a_trial_are_there_before_it(sound: Sound, clock: ManualClock):
    sound.hear(replace(a_step(), state=ready()))
    for _ in range(60):
        sound.follow(ready(), SETTINGS, clock)
    assert not sound._notes.prepare()
    assert {pitch for pitch, _layer in sound._notes._kept} == {
        target.pitch for target in A_STEP.exercise.patterns[0].targets
    }


def test_a_passage_is_one_sound_and_the_next_takes_its_place(sound: Sound, clock: ManualClock):
    sound.follow(None, SETTINGS, clock)
    notes = (Note(pitch=60, seconds=0.2), Note(at_s=0.3, pitch=64, seconds=0.4))
    sound.play(notes)
    (passage,) = heard(PASSAGE)
    assert (samples_in(passage) == mixed(notes, of_the_voice)).all()
    assert passage.get_volume() == pytest.approx(0.5, abs=0.01)
    sound.play(())
    assert heard(PASSAGE) == [passage]
    sound.play((Note(pitch=67, velocity=80, seconds=0.3),))
    (other,) = heard(PASSAGE)
    assert other is not passage
    sound.hush()
    assert quiet_soon(PASSAGE)


def test_muted_everything_falls_silent(sound: Sound, clock: ManualClock):
    state = asking_for(Tone(at_ns=NOW_NS, pitch=64))
    sound.follow(state, SETTINGS, clock)
    sound.hear(a_step(NoteOn(NOW_NS, 60, 64)))
    sound.play((Note(pitch=67, velocity=80, seconds=2),))
    everything = (*CLICKS, CUE, PASSAGE, *KEYS)
    assert len(heard(*everything)) == 4
    muted = replace(SETTINGS, muted=True)
    sound.hear(a_step(settings=muted))
    sound.follow(state, muted, clock)
    assert quiet_soon(*everything)


def test_stopped_everything_falls_silent(sound: Sound, clock: ManualClock):
    sound.follow(asking_for(Tone(at_ns=NOW_NS, pitch=64)), SETTINGS, clock)
    sound.note_on(60, 64)
    sound.play((Note(pitch=67, velocity=80, seconds=2),))
    everything = (*CLICKS, CUE, PASSAGE, *KEYS)
    assert len(heard(*everything)) == 4
    sound.stop()
    assert quiet_soon(*everything)
    sound.follow(at_pearls(), SETTINGS, clock)
    assert len(heard(*everything)) == 1


def test_without_a_mixer_it_says_why_and_nothing_breaks(clock: ManualClock):
    sound = Sound.silent("no sound card")
    sound.follow(at_pearls(), SETTINGS, clock)
    sound.hear(a_step(NoteOn(NOW_NS, 60, 64)))
    sound.note_on(60, 64)
    sound.note_off(60)
    sound.play((Note(pitch=60, velocity=64, seconds=1),))
    sound.hush()
    sound.stop()
    assert sound.reason == "no sound card"
