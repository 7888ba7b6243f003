"""Runs: string after string, until there are enough."""

from collections.abc import Sequence

import numpy as np

from engine.pianist import Pianist, play
from engine.session.state import Playing
from engine.tasks.pearls import PearlsState
from game.rehearsal.hands import Message, messages

BREATH_NS = 1_500_000_000
MINUTE_NS = 60e9


class RunsHands:
    """Plays as many runs as may be attempted, and more where some were broken off."""

    def play(
        self, state: Playing, pianist: Pianist, rng: np.random.Generator, *, resting: bool
    ) -> Sequence[Message]:
        """Return the runs that are left, all at once."""
        task = state.task
        if not isinstance(task, PearlsState) or not resting or task.enough:
            return ()
        spec = task.task
        today = pianist.at_minute(state.place.played_ns / MINUTE_NS)
        wanted = spec.max_attempts - task.attempts
        played = play(today, spec.exercise, spec.direction, spec.tempo_bpm, wanted, rng)
        return messages(played.notes, max(state.started_ns, state.last_event_ns) + BREATH_NS)
