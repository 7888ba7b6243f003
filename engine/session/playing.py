"""A take being played: the task's own rules, and what pauses it.

Time-outs are worked out from the stamps of events and from ``Passed``, never from how often a frame
came by: the same inputs give the same states at every frame rate.
"""

from dataclasses import replace

from engine.record import Task
from engine.session.state import (
    Asking,
    BlockPlan,
    Paused,
    Place,
    Playing,
    Ready,
    TaskState,
)
from engine.take import Event, NoteOff, NoteOn, PortLost
from engine.tasks import pearls, which_finger
from engine.tasks.pearls import PearlsState
from engine.tasks.which_finger import WhichFingerState

OUTER_KEYS_HELD_NS = 1_000_000_000
SILENCE_PAUSES_NS = 4_000_000_000
SMALL_KEYBOARD = 36


def begun(state: Ready, at_ns: int) -> Playing:
    """Return the first state of a take that starts at ``at_ns``."""
    return Playing(
        place=state.place,
        step=state.step,
        task=task_of(state.step, seed=trial_seed(state.place), at_ns=at_ns),
        started_ns=at_ns,
        last_event_ns=at_ns,
    )


def trial_seed(place: Place) -> int:
    """Return the seed of one trial's chance: the session's, block and ordinal, mixed."""
    return (place.plan.seed * 1_000_003 + place.block * 1009 + place.ordinal) % 2**63


def task_of(step: BlockPlan, *, seed: int, at_ns: int) -> TaskState:
    """Return the task's first state for a step that begins at ``at_ns``."""
    if step.task is Task.WHICH_FINGER:
        return which_finger.begin(
            which_finger.WhichFinger(
                exercise=step.exercise,
                hand=step.hand,
                fingers=step.fingers,
                cues=step.cues,
                seed=seed,
                staircase_json=step.staircase_json,
            ),
            at_ns,
        )
    if step.direction is None or step.tempo_bpm is None:
        raise ValueError(f"a step of {step.task} needs a direction and a tempo")
    return PearlsState(
        task=pearls.Pearls(
            exercise=step.exercise,
            direction=step.direction,
            tempo_bpm=step.tempo_bpm,
            runs=step.runs,
            max_attempts=step.max_attempts,
        )
    )


def heard(state: Playing, event: Event) -> Playing | Paused | Asking:
    """Return the state after one event from the instrument, in order of its stamps."""
    before = passed(state, event.at_ns)
    if not isinstance(before, Playing):
        return heard_in_pause(before, event) if isinstance(before, Paused) else before
    state = replace(before, last_event_ns=event.at_ns)
    if isinstance(event, PortLost):
        return paused(state, event.at_ns, unplugged=True)
    if isinstance(event, NoteOn | NoteOff):
        state = _with_keys(state, event)
        if event.pitch in _outer(state) and _ignored_by_task(state):
            return state
    return _or_asking(replace(state, task=_task_heard(state.task, event)))


def _task_heard(task: TaskState, event: Event) -> TaskState:
    match task:
        case PearlsState():
            return pearls.advance(task, event)
        case WhichFingerState():
            return which_finger.advance(task, event)


def _with_keys(state: Playing, event: NoteOn | NoteOff) -> Playing:
    is_on = isinstance(event, NoteOn)
    down = state.down | {event.pitch} if is_on else state.down - {event.pitch}
    outer = _outer(state)
    both = len(outer) == 2 and outer <= down
    since = state.outer_since_ns if both else None
    if both and since is None:
        since = event.at_ns
    return replace(state, down=down, outer_since_ns=since)


def _outer(state: Playing) -> frozenset[int]:
    return frozenset(state.place.plan.outer or ())


def _ignored_by_task(state: Playing) -> bool:
    """Say whether an outermost key only means a pause; on a small keyboard it may be a target."""
    lowest, highest = state.place.plan.outer or (0, 127)
    return highest - lowest > SMALL_KEYBOARD or state.outer_since_ns is not None


def passed(state: Playing, now_ns: int) -> Playing | Paused | Asking:
    """Return the state when nothing else happened until ``now_ns``."""
    held_ns = None if state.outer_since_ns is None else state.outer_since_ns + OUTER_KEYS_HELD_NS
    if held_ns is not None and now_ns >= held_ns:
        return paused(_passed_task(state, held_ns), held_ns)
    moved = _passed_task(state, now_ns)
    if isinstance(moved, Asking):
        return moved
    silent_ns = _silence_ends_ns(moved)
    if silent_ns is not None and now_ns >= silent_ns:
        return paused(moved, silent_ns)
    return moved


def _passed_task(state: Playing, now_ns: int) -> Playing | Asking:
    match state.task:
        case PearlsState():
            return _or_asking(replace(state, task=pearls.passed(state.task, now_ns)))
        case WhichFingerState():
            return _or_asking(replace(state, task=which_finger.passed(state.task, now_ns)))


def _silence_ends_ns(state: Playing) -> int | None:
    match state.task:
        case PearlsState(enough=False, last_onset_ns=int(last_ns)):
            return max(last_ns, state.last_event_ns) + SILENCE_PAUSES_NS
        case WhichFingerState():
            return which_finger.silence_ns(state.task)
        case _:
            return None


def _or_asking(state: Playing) -> Playing | Asking:
    if not state.task.over:
        return state
    played_ns = max(0, state.last_event_ns - state.started_ns - state.paused_ns)
    place = replace(state.place, played_ns=state.place.played_ns + played_ns)
    return Asking(place=place, step=state.step, task=state.task)


def paused(
    state: Playing | Asking, at_ns: int, *, unplugged: bool = False
) -> Playing | Paused | Asking:
    """Return the pause; a run being played is given up, nothing else is lost."""
    if isinstance(state, Asking):
        return state
    task = state.task
    if isinstance(task, PearlsState):
        task = pearls.stopped(task)
    playing = replace(state, task=task, outer_since_ns=None)
    over = _or_asking(playing)
    if isinstance(over, Asking):
        return over
    return Paused(playing=playing, since_ns=at_ns, unplugged=unplugged)


def heard_in_pause(state: Paused, event: Event) -> Paused:
    """Return the pause with the keys that are down kept true."""
    if isinstance(event, NoteOn | NoteOff):
        playing = replace(_with_keys(state.playing, event), outer_since_ns=None)
        return replace(state, playing=playing)
    if isinstance(event, PortLost):
        return replace(state, unplugged=True)
    return state


def resumed(state: Paused, at_ns: int) -> Playing:
    """Return the take going on, with a fresh run or the broken-off cue due again."""
    task = state.playing.task
    match task:
        case PearlsState():
            task = replace(task, last_onset_ns=None, down=frozenset())
        case WhichFingerState():
            task = which_finger.resumed(task, at_ns)
    return replace(
        state.playing,
        task=task,
        last_event_ns=at_ns,
        down=frozenset(),
        paused_ns=state.playing.paused_ns + max(0, at_ns - state.since_ns),
    )
