"""Kept takes opened for looking at: strings of an uneven pianist, and answers without runs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

import numpy as np

from engine.exercise import Direction, Hand
from engine.measures import evenness
from engine.note import note_array
from engine.pianist import Pianist, play
from engine.pianist.model import Rhythm, Slips
from engine.record import Task
from engine.session.world import Replay, TakeSummary
from engine.take import RAW_DTYPE, Take, TimeSource, Timing
from tests.worlds import EXERCISES

PLAYER = Pianist(
    rhythm=Rhythm(onset_sd_ms=5, clock_sd_ms=2, transition_late_ms=((4, 5, 16.0),)),
    slips=Slips(miss_rate=0.004),
)
STARTED = datetime(2026, 11, 12, 17, 42, tzinfo=UTC)


def summary(**changes: object) -> TakeSummary:
    first = TakeSummary(
        trial_id=UUID(int=50),
        started_utc=STARTED,
        task=Task.PEARLS,
        title="Five fingers on C, right hand",
        hand=Hand.RIGHT,
        tempo_bpm=60.0,
        notes=330,
        seconds=84.0,
        said="11.8 ms (9.5 to 12.4), 10 strings",
        direction=Direction.LOOP,
    )
    return replace(first, **changes)


@cache
def strings(
    name: str = "five-finger-c-right", direction: Direction = Direction.LOOP, runs: int = 10
) -> Replay:
    """Return a take of strings; the little finger comes 16 ms late after the ring finger."""
    exercise = EXERCISES[name]
    take = play(PLAYER, exercise, direction, 60.0, runs, np.random.default_rng(8))
    whole = replace(_empty(), notes=take.notes)
    return Replay(
        summary=summary(title=exercise.title, direction=direction),
        take=whole,
        exercise=exercise,
        direction=direction,
        found=evenness.measure(whole, exercise, tempo_bpm=60.0),
    )


def answers(count: int = 24) -> Replay:
    """Return a take of Which Finger?: one key every 2.1 s, some longer, some harder."""
    rng = np.random.default_rng(2)
    onset_s = 0.4 + 2.1 * np.arange(count) + rng.normal(0, 0.2, count)
    notes = note_array(
        onset_s,
        60 + np.array([0, 2, 4, 5, 7])[rng.integers(0, 5, count)],
        offset_s=onset_s + rng.uniform(0.15, 0.9, count),
        velocity=rng.integers(20, 110, count),
    )
    told = summary(
        task=Task.WHICH_FINGER,
        direction=None,
        tempo_bpm=None,
        notes=count,
        said="92 % (76 to 98) of 24 cues with the finger asked for",
    )
    exercise = EXERCISES["five-finger-c-right"]
    take = replace(_empty(), notes=notes)
    return Replay(summary=told, take=take, exercise=exercise, direction=None, found=None)


def summaries(count: int = 18) -> tuple[TakeSummary, ...]:
    """Return takes of three weeks, newest first, of several games."""
    kinds = (
        summary(),
        summary(
            task=Task.EVENNESS_CHECK,
            title="C major scale, two octaves, right hand",
            direction=Direction.UP,
            said="9.1 ms (8.2 to 10.3), 10 strings",
            seconds=41.0,
        ),
        answers().summary,
        summary(task=Task.WARM_UP, said="Nothing of it counts.", seconds=58.0),
        summary(said="Played where times cannot be measured (computer keyboard).", seconds=131),
    )
    return tuple(
        replace(
            kinds[index % len(kinds)],
            trial_id=UUID(int=100 + index),
            started_utc=STARTED - timedelta(days=2 * (index // 4), minutes=4 * (index % 4)),
        )
        for index in range(count)
    )


def _empty() -> Take:
    timing = Timing(source=TimeSource.DRIVER, jitter_ms=0.3)
    return Take(raw=np.zeros(0, RAW_DTYPE), notes=note_array([], []), timing=timing)
