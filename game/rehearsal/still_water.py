"""Still Water: she lays the held keys down, plays with the drops, and loses a key now and then."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from engine.measures.independence.holding import HeldKeys
from engine.pianist import Pianist
from engine.pianist.holding import BEFORE_S, Held, HoldingPianist, hold
from engine.session.state import Playing
from engine.tasks.still_water import SETTLING_NS, Resting, StillWaterState, Waiting
from game.rehearsal.hands import Message, note

PLACING_NS = 1_200_000_000
LETS_GO_NS = 400_000_000
# A key after the other, and not all at once.
APART_NS = 30_000_000
WITH_DROPS_CV = 0.015
USUAL = HoldingPianist(
    lost_ms=170.0,
    lost_log_sd=0.45,
    break_rate=(
        (0.0, 0.0, 0.0, 0.0, 0.0),
        (0.0, 0.0, 0.01, 0.01, 0.0),
        (0.0, 0.02, 0.0, 0.04, 0.01),
        (0.0, 0.01, 0.04, 0.0, 0.05),
        (0.0, 0.01, 0.03, 0.10, 0.0),
    ),
    leak_rate=(
        (0.0, 0.0, 0.0, 0.0, 0.0),
        (0.0, 0.0, 0.0, 0.0, 0.0),
        (0.0, 0.0, 0.0, 0.01, 0.0),
        (0.0, 0.0, 0.01, 0.0, 0.02),
        (0.0, 0.0, 0.01, 0.04, 0.0),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRound:
    """One round as she played it: which finger, the truth, and the clock's time of its second 0."""

    playing: int
    held: Held
    zero_ns: int


@dataclass(slots=True)
class StillWaterHands:
    """Plays round after round; ``holder`` is the truth about her, ``played`` what she did."""

    holder: HoldingPianist = field(default_factory=lambda: USUAL)
    played: list[HeldRound] = field(default_factory=list)
    _turn: int = -1

    def play(
        self, state: Playing, pianist: Pianist, rng: np.random.Generator, *, resting: bool
    ) -> Sequence[Message]:
        """Return the next round, once, as soon as it is known when she may lay her hand down."""
        task = state.task
        if not isinstance(task, StillWaterState) or task.over or task.turn == self._turn:
            return ()
        match task.phase:
            case Waiting():
                laid_ns = max(state.started_ns, state.last_event_ns) + PLACING_NS
            case Resting(until_ns=until_ns):
                laid_ns = until_ns + PLACING_NS
            case _:
                return ()
        self._turn = task.turn
        return self._round(task, laid_ns, rng)

    def _round(
        self, task: StillWaterState, laid_ns: int, rng: np.random.Generator
    ) -> list[Message]:
        spec, home = task.task, task.task.home
        begins_ns = laid_ns + SETTLING_NS
        holder, lasts_s = self.holder, spec.lasts_ns / 1e9
        first_s = 0.0
        if spec.tempo_bpm is not None:
            apart_s = 60 / spec.tempo_bpm
            with_drops = (apart_s * 1e3,) * 5
            holder = replace(holder, iki_ms=with_drops, iki_cv=(WITH_DROPS_CV,) * 5)
            first_s = apart_s / 2
        asked = HeldKeys(home=home, striking=task.playing, held=task.held)
        found = hold(holder, asked, lasts_s - first_s, rng)
        zero_ns = begins_ns + round((first_s - BEFORE_S) * 1e9)
        self.played.append(HeldRound(playing=task.playing, held=found, zero_ns=zero_ns))
        ends_ns = begins_ns + spec.lasts_ns + LETS_GO_NS
        notes: list[Message] = []
        laid = 0
        last_s = {
            int(each["pitch"]): float(each["onset_s"])
            for each in found.notes
            if home[int(each["pitch"])] in task.held
        }
        for each in found.notes:
            pitch, on_s = int(each["pitch"]), float(each["onset_s"])
            on_ns, off_ns = (
                zero_ns + round(float(each[name]) * 1e9) for name in ("onset_s", "offset_s")
            )
            if pitch in last_s and on_s == 0.0:
                on_ns = laid_ns - laid * APART_NS
                laid += 1
            if last_s.get(pitch) == on_s:
                off_ns = max(off_ns, ends_ns)
            notes += note(on_ns, off_ns, pitch, int(each["velocity"]))
        return notes
