"""What a trial of Heavier or Lighter? keeps of itself, and the trial worked out again from it.

The live state hears running stamps; what is kept is played once more by the same rules over the
whole take's stamps, so that a take measured twice, now or in ten years, holds the same pairs.
Pauses and the answers given on the screen are not in the take: they are kept here.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from engine.exercise import Hand
from engine.take import NoteOn
from engine.tasks.heavier import SECOND, SHOWN_NS, Heavier, HeavierState, begin
from engine.tasks.heavier_found import Judgement

SCHEMA = 1
# Whole trials, the newest first, until there are as many pairs as this.
MOST_POOLED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What a take does not hold: when the trial began, its pauses, answers given on the screen."""

    began_ns: int
    stops: tuple[tuple[int, int | None], ...] = ()
    chosen: tuple[tuple[int, int], ...] = ()


def marks_of(state: HeavierState) -> Marks:
    """Return what a finished trial has beside its take."""
    return Marks(began_ns=state.began_ns, stops=state.stops, chosen=state.chosen)


def played_again(task: Heavier, marks: Marks, strokes: Sequence[NoteOn]) -> HeavierState:
    """Return the last state of a trial from the note-ons of its take."""
    moves: list[tuple[int, Callable[[HeavierState], HeavierState]]] = []
    moves += [(each.at_ns, partial(_hear, event=each)) for each in strokes]
    moves += [(at_ns, partial(_answer, at_ns=at_ns, said=said)) for at_ns, said in marks.chosen]
    for since_ns, until_ns in marks.stops:
        moves = [each for each in moves if not _during(each[0], since_ns, until_ns)]
        moves.append((since_ns, partial(HeavierState.stopped, at_ns=since_ns)))
        if until_ns is not None:
            moves.append((until_ns, partial(HeavierState.resumed, at_ns=until_ns)))
    state = begin(task, marks.began_ns)
    # sorted is stable: at one instant a press comes before its answer
    for at_ns, move in sorted(moves, key=lambda each: each[0]):
        state = move(state.passed(at_ns))
    return state.passed(state.pairs[-1].at_ns + SHOWN_NS) if state.pairs else state


def _hear(state: HeavierState, event: NoteOn) -> HeavierState:
    return state.heard(event)


def _answer(state: HeavierState, at_ns: int, said: int) -> HeavierState:
    return state.answered(said, at_ns)


def _during(at_ns: int, since_ns: int, until_ns: int | None) -> bool:
    """Say whether a moment lies in a pause; one without an end lasts to the end of the trial."""
    return at_ns >= since_ns and (until_ns is None or at_ns < until_ns)


def to_json(state: HeavierState, marks: Marks, *, device: str | None, counts: bool) -> str:
    """Return what a trial keeps; ``counts`` is false where it hurt, and its pairs say nothing."""
    task = state.task
    return json.dumps(
        {
            "schema": SCHEMA,
            "hand": task.hand,
            "finger": task.finger,
            "key": task.key,
            "asked": task.pairs,
            "level": task.level_json,
            "device": device,
            "counts": counts,
            "began": marks.began_ns,
            "stops": marks.stops,
            "chosen": marks.chosen,
            "pairs": [[pair.first, pair.second, pair.said] for pair in state.pairs],
        }
    )


def from_json(text: str) -> tuple[Heavier, Marks]:
    """Return the task and the marks of a kept trial; ValueError for another schema."""
    kept = json.loads(text)
    if kept.get("schema") != SCHEMA:
        raise ValueError(f"pairs of schema {kept.get('schema')}; this Evenhand knows {SCHEMA}")
    task = Heavier(
        hand=Hand(kept["hand"]),
        finger=kept["finger"],
        key=kept["key"],
        pairs=kept["asked"],
        level_json=kept["level"],
    )
    stops = tuple((since_ns, until_ns) for since_ns, until_ns in kept["stops"])
    chosen = tuple((at_ns, said) for at_ns, said in kept["chosen"])
    return task, Marks(began_ns=kept["began"], stops=stops, chosen=chosen)


def judgements(state: HeavierState) -> tuple[Judgement, ...]:
    """Return the pairs of a trial as differences and answers."""
    return tuple((pair.difference, pair.said == SECOND) for pair in state.pairs)


def pooled(
    today: Sequence[Judgement], earlier: Sequence[str], *, finger: int, device: str | None
) -> tuple[Judgement, ...]:
    """Return today's judgements and those of earlier trials, newest first, 100 or a little more.

    Only those of the same finger on the same instrument: velocities of two are not comparable.
    """
    found = list(today)
    for text in earlier:
        if len(found) >= MOST_POOLED:
            break
        kept = json.loads(text)
        if _is_comparable(kept, finger, device):
            found += [(second - first, said == SECOND) for first, second, said in kept["pairs"]]
    return tuple(found)


def _is_comparable(kept: dict[str, Any], finger: int, device: str | None) -> bool:
    here = (SCHEMA, finger, device, True)
    return tuple(kept.get(name) for name in ("schema", "finger", "device", "counts")) == here
