"""The clicks are exact to the sample; sound follows the session; no mixer is no failure."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pygame
import pytest

from content.loader import load_exercises
from engine.exercise import Direction, Hand
from engine.record import Settings, Task
from engine.session.state import Asking, BlockPlan, Paused, Place, Playing, SessionPlan
from engine.tasks import which_finger
from engine.tasks.pearls import Pearls, PearlsState
from game.sound import RATE, Sound, beats_of, click, click_track

FIVE = load_exercises()["five-finger-c-right"]
SETTINGS = Settings(volume=0.5)


def step(task: Task = Task.PEARLS) -> BlockPlan:
    return BlockPlan(task=task, exercise=FIVE, hand=Hand.RIGHT, minutes=1, scored=False, why="")


def at_pearls(tempo_bpm: float = 60.0) -> Playing:
    task = Pearls(
        exercise=FIVE, direction=Direction.LOOP, tempo_bpm=tempo_bpm, runs=6, max_attempts=16
    )
    plan = SessionPlan(blocks=(step(),), seed=1, dose_minutes=25, measured=True)
    return Playing(
        place=Place(plan=plan),
        step=step(),
        task=PearlsState(task=task),
        started_ns=10**12,
        last_event_ns=10**12,
    )


def at_which_finger() -> Playing:
    task = which_finger.WhichFinger(
        exercise=FIVE, hand=Hand.RIGHT, fingers=(1, 2, 3, 4, 5), cues=24, seed=1
    )
    return replace(at_pearls(), task=which_finger.begin(task, 10**12))


def starts(track: np.ndarray) -> np.ndarray:
    """First sounding sample of every click: after 30 ms of silence or more."""
    loud = np.flatnonzero(np.abs(track.astype(int)) > 30)
    return loud[np.diff(loud, prepend=-RATE) > 0.03 * RATE]


@pytest.mark.parametrize("bpm", [40, 54, 60, 66.0, 88, 120])
def test_every_click_starts_at_its_sample(bpm: float):
    found = starts(click_track(bpm, 64))
    exact = np.arange(64) * 60 * RATE / bpm
    # rounding to a sample never adds up: every click is within half of one
    assert np.abs((found - found[0]) - exact).max() <= 0.5


def test_the_track_ends_where_the_next_click_would_start():
    assert len(click_track(54, 40)) == round(40 * 60 * RATE / 54)


def test_a_tempo_without_beats_is_refused():
    with pytest.raises(ValueError, match="needs a tempo and beats"):
        click_track(60, 0)
    with pytest.raises(ValueError, match="needs a tempo and beats"):
        click_track(-5, 4)


def test_a_click_is_soft_and_gone_within_a_tenth_of_a_second():
    one = click()
    assert 0.1 < np.abs(one).max() < 0.5
    assert abs(one[0]) == 0
    assert abs(one[-1]) < 0.005
    assert len(one) < 0.1 * RATE


def test_a_track_outlasts_the_trial_and_stays_under_four_minutes():
    state = at_pearls()
    task = state.task
    a_run = sum(target.duration_beat for target in FIVE.patterns[0].targets)
    assert beats_of(task) >= task.task.max_attempts * a_run
    assert beats_of(task) % 2 == 0
    slow = replace(task, task=replace(task.task, tempo_bpm=20.0, max_attempts=99))
    assert beats_of(slow) * 3 <= 240


@pytest.fixture
def sound():
    opened = Sound.opened()
    assert opened.reason == ""
    yield opened
    opened.stop()
    pygame.mixer.quit()


def playing_now() -> pygame.mixer.Sound | None:
    channel = pygame.mixer.Channel(0)
    return channel.get_sound() if channel.get_busy() else None


def test_one_buffer_is_started_once_a_trial(sound: Sound):
    state = at_pearls()
    sound.follow(state, SETTINGS)
    first = playing_now()
    assert first is not None
    assert first.get_length() > 100
    assert pygame.mixer.Channel(0).get_volume() == pytest.approx(0.5, abs=0.01)
    for landed in range(5):
        sound.follow(replace(state, task=replace(state.task, landed=landed)), SETTINGS)
    assert playing_now() is first


def test_a_pause_silences_it_and_going_on_starts_again(sound: Sound):
    state = at_pearls()
    sound.follow(state, SETTINGS)
    first = playing_now()
    sound.follow(Paused(playing=state, since_ns=2 * 10**12), SETTINGS)
    sound.follow(replace(state, paused_ns=3_000_000_000), SETTINGS)
    channels = [pygame.mixer.Channel(index) for index in range(pygame.mixer.get_num_channels())]
    heard = [channel.get_sound() for channel in channels if channel.get_busy()]
    assert any(each is not first for each in heard)


@pytest.mark.parametrize("after", ["asking", "which finger", "nothing", "over"])
def test_nothing_else_clicks(sound: Sound, after: str):
    state = at_pearls()
    sound.follow(state, SETTINGS)
    followed = {
        "asking": Asking(place=state.place, step=state.step, task=state.task),
        "which finger": at_which_finger(),
        "nothing": None,
        "over": replace(state, task=replace(state.task, over=True)),
    }
    sound.follow(followed[after], SETTINGS)
    while playing_now() is not None:  # the fade of 30 ms
        pygame.time.wait(1)
    sound.follow(followed[after], SETTINGS)
    assert playing_now() is None


def test_volume_follows_the_settings(sound: Sound):
    sound.follow(at_pearls(), SETTINGS)
    sound.follow(at_pearls(), Settings(volume=0.25))
    assert pygame.mixer.Channel(0).get_volume() == pytest.approx(0.25, abs=0.01)


def test_without_a_mixer_it_says_why_and_nothing_breaks():
    sound = Sound.silent("no sound card")
    sound.follow(at_pearls(), SETTINGS)
    sound.stop()
    assert sound.reason == "no sound card"


PLAYED = """
import os, pygame
from pathlib import Path
from tests_sound import SETTINGS, at_pearls
from game.sound import RATE, Sound
raw = Path(os.environ["SDL_DISKAUDIOFILE"])
sound = Sound.opened()
sound.follow(at_pearls(75.0), SETTINGS)
while raw.stat().st_size < 2 * 20 * RATE and pygame.time.get_ticks() < 20_000:
    pygame.time.wait(5)
sound.stop()
pygame.mixer.quit()
"""
SILENT = """
from engine.record import Settings
from game.sound import Sound
sound = Sound.opened()
print(sound.reason)
sound.follow(None, Settings())
"""


def test_what_reaches_the_sound_card_is_exact(tmp_path: Path):
    """SDL's disk driver writes what a sound card would get: the mixer moves no click."""
    root = Path(__file__).parents[2]
    (tmp_path / "tests_sound.py").write_text(Path(__file__).read_text())
    raw = tmp_path / "heard.raw"
    environment = {
        **os.environ,
        "SDL_AUDIODRIVER": "disk",
        "SDL_DISKAUDIOFILE": str(raw),
        "SDL_DISKAUDIODELAY": "1",
        "PYTHONPATH": f"{root}{os.pathsep}{tmp_path}",
    }
    subprocess.run([sys.executable, "-c", PLAYED], env=environment, check=True, cwd=tmp_path)
    found = starts(np.fromfile(raw, np.int16))
    gaps = np.diff(found)
    assert len(gaps) > 20
    assert set(gaps.tolist()) == {round(0.8 * RATE)}


def test_a_machine_without_sound_stays_silent_and_says_so():
    told = subprocess.run(
        [sys.executable, "-c", SILENT],
        env={**os.environ, "SDL_AUDIODRIVER": "alsa", "AUDIODEV": "none", "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert "There is no sound" in told.stdout
    assert "ALSA" not in told.stderr
