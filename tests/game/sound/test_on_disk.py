"""What a sound card would get, written to a file by SDL's disk driver: the mixer moves no click."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from game.sound.card import BUFFER, RATE
from game.sound.click import click

ROOT = Path(__file__).parents[3]
TRIAL_S = 300
LEAD_MS = 250

# A trial of five minutes as the app plays it, faster than it lasts.
PLAYED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
import numpy as np
import pygame
from engine.clock import ManualClock
from engine.record import Settings
from game.sound import Note, Sound
from game.sound.card import RATE, to_sound
from game.sound.notes import Notes
from game.sound.passage import mixed
from game.sound.player import PASSAGE
from tests.sounding import at_pearls

# Five fingers for a minute, four notes a second and two held at a time, not quite in time.
late_s = np.random.default_rng(7).uniform(0, 0.1, 240)
NOTES = [
    Note(at_s=k / 4 + late, pitch=60 + k % 5, velocity=40 + k * 7 % 60, seconds=0.4)
    for k, late in enumerate(late_s)
]
voice, bpm = sys.argv[1] == "voice", float(sys.argv[2])
raw = Path(os.environ["SDL_DISKAUDIOFILE"])
sound = Sound.opened()
clock = ManualClock(10**12, datetime(2026, 11, 2, tzinfo=UTC))
state = at_pearls(bpm, beat_ns=clock.ns + LEAD_MS * 1_000_000)
if voice:
    passage = to_sound(mixed(NOTES, Notes().samples))
    pygame.mixer.Channel(PASSAGE).play(passage, loops=-1)
sound.follow(state, Settings(volume=1.0), clock)
begun = raw.stat().st_size
while raw.stat().st_size < begun + 2 * RATE * (TRIAL_S + 2):
    sound.follow(state, Settings(volume=1.0), clock)
    pygame.time.wait(1)
sound.stop()
pygame.mixer.quit()
"""
SILENT = """
from datetime import UTC, datetime
from engine.clock import ManualClock
from engine.record import Settings
from game.sound import Sound
from game.sound.passage import Note
sound = Sound.opened()
print(sound.reason)
sound.follow(None, Settings(), ManualClock(0, datetime(2026, 11, 2, tzinfo=UTC)))
sound.play((Note(pitch=60, velocity=64, seconds=0.5),))
"""


def started(script: str, *arguments: object, **environment: str) -> subprocess.Popen[str]:
    script = script.replace("LEAD_MS", str(LEAD_MS)).replace("TRIAL_S", str(TRIAL_S))
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def likeness(sound: np.ndarray, one: np.ndarray) -> np.ndarray:
    return np.correlate(sound, one, "valid") / (one @ one)


def found_in(raw: Path, bpm: float) -> np.ndarray:
    """The sample of every click of the trial, by correlation with one click.

    Differences of second order leave little of a piano's tone, and all of a click's beginning.
    """
    sound = np.diff(np.fromfile(raw, np.int16).astype(float), 2)
    begun = int(np.flatnonzero(sound)[0])
    one = np.diff(click()[:960].astype(float), 2)
    near = next(
        start + int(loud[0])
        for start in range(begun, len(sound), RATE)
        if len(loud := np.flatnonzero(likeness(sound[start : start + RATE + len(one)], one) > 0.8))
    )
    first = near + int(np.argmax(likeness(sound[near : near + 2 * len(one)], one)))
    found = [first]
    for k in range(1, int(TRIAL_S * bpm / 60)):
        # The next is looked for a whole 4 ms to both sides of where it should be.
        begin = first + int(k * 60 * RATE / bpm) - 200
        window = sound[begin : begin + 400 + len(one)]
        alike = likeness(window, one)
        assert alike.max() > 0.8
        found.append(begin + int(np.argmax(alike)))
    return np.array(found)


TEMPI = (60, 61, 80, 132)
TRIALS = (*(("voice", bpm) for bpm in TEMPI), ("alone", 61))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory):
    """All trials side by side: most of their time is the disk driver's waiting."""
    folder = tmp_path_factory.mktemp("written")
    running = [
        started(
            PLAYED,
            kind,
            bpm,
            SDL_AUDIODRIVER="disk",
            SDL_DISKAUDIOFILE=str(folder / f"{kind}-{bpm}"),
            SDL_DISKAUDIODELAY="0",
        )
        for kind, bpm in TRIALS
    ]
    for each in running:
        _, problem = each.communicate(timeout=120)
        assert each.returncode == 0, problem
    yield folder
    for raw in folder.iterdir():
        raw.unlink()


@pytest.mark.parametrize("bpm", TEMPI)
def test_five_minutes_of_clicks_are_exact_while_the_voice_plays(written: Path, bpm: int):
    found = found_in(written / f"voice-{bpm}", bpm)
    k = np.arange(len(found))
    assert len(found) == 5 * bpm
    assert np.count_nonzero(np.fromfile(written / f"voice-{bpm}", np.int16)) > 250 * RATE
    assert np.abs(found - found[0] - k * 60 * RATE / bpm).max() <= 0.5
    # the mixer began with one of its buffers, and the lead is in the sound itself
    assert (found[0] - LEAD_MS * RATE // 1000) % BUFFER == 0


def test_clicks_alone_are_the_clicks_and_nothing_else(written: Path):
    found = found_in(written / "alone-61", 61)
    sound, one = np.fromfile(written / "alone-61", np.int16), click()
    ends = found[-1] + len(one)
    expected = np.zeros(ends, np.int16)
    for at in found:
        expected[at : at + len(one)] = one
    assert len(found) == 305
    assert set(np.diff(found).tolist()) == {47213, 47214}
    assert (sound[:ends] == expected).all()


def test_a_machine_without_sound_stays_silent_and_says_so():
    silent = started(SILENT, SDL_AUDIODRIVER="alsa", AUDIODEV="none", HOME="/nonexistent")
    said, problem = silent.communicate(timeout=60)
    assert silent.returncode == 0, problem
    assert "There is no sound" in said
    assert "ALSA" not in problem
