"""Which Finger?: an answer to each cue, with her reaction time, slips and leaks."""

from collections.abc import Sequence

import numpy as np

from engine.pianist import Pianist, respond
from engine.session.state import Playing
from engine.tasks.which_finger import WhichFingerState
from game.rehearsal.hands import Message, note

KEY_HELD_NS = 120_000_000
LEAK_NS = 40_000_000
VELOCITY = 60


class WhichFingerHands:
    """Answers each cue once; it is asked before the cue is due."""

    def __init__(self) -> None:
        self._answered = -1

    def play(
        self, state: Playing, pianist: Pianist, rng: np.random.Generator, *, resting: bool
    ) -> Sequence[Message]:
        """Return the answer to the cue that is next."""
        task = state.task
        if not isinstance(task, WhichFingerState):
            return ()
        index = len(task.responses)
        if task.over or task.first is not None or index <= self._answered:
            return ()
        self._answered = index
        choice = respond(pianist, task.cued, task.task.fingers, task.allowed_s, rng)
        at_ns = task.cue_ns + round(choice.reaction_time_s * 1e9)
        keys = {finger: pitch for pitch, finger in task.task.home.items()}
        found: list[Message] = []
        for late_ns, finger in [(0, choice.finger), *((LEAK_NS, leak) for leak in choice.leaked)]:
            on_ns = at_ns + late_ns
            found += note(on_ns, on_ns + KEY_HELD_NS, keys[finger], VELOCITY)
        return found
