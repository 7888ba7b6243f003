"""A take being played: the task's own rules, and what pauses it.

Time-outs are worked out from the stamps of events and from ``Passed``, never from how often a frame
came by: the same inputs give the same states at every frame rate.
"""

from dataclasses import replace

from engine.session.beginning import task_of, trial_seed
from engine.session.reach import only_pausing
from engine.session.state import Asking, Paused, Playing, Ready
from engine.take import Event, NoteOff, NoteOn, PortLost
from engine.tasks.play import TakesAnswers

OUTER_KEYS_HELD_NS = 1_000_000_000


def begun(state: Ready, at_ns: int) -> Playing:
    """Return the first state of a take that starts at ``at_ns``."""
    return Playing(
        place=state.place,
        step=state.step,
        task=task_of(state.step, seed=trial_seed(state.place), at_ns=at_ns),
        started_ns=at_ns,
        last_event_ns=at_ns,
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
        if event.pitch in _unheard(state):
            return state
        state = _remembering(state, event)
    return _or_asking(replace(state, task=state.task.heard(event)))


def _with_keys(state: Playing, event: NoteOn | NoteOff) -> Playing:
    is_on = isinstance(event, NoteOn)
    down = state.down | {event.pitch} if is_on else state.down - {event.pitch}
    outer = _outer(state)
    both = len(outer) == 2 and outer <= down
    since = state.outer_since_ns if both else None
    if both and since is None:
        since = event.at_ns
        if state.before_end is not None:
            state = replace(state, task=state.before_end, before_end=None)
    return replace(state, down=down, outer_since_ns=since)


def _remembering(state: Playing, event: NoteOn | NoteOff) -> Playing:
    """Return the state with what an outermost key may take back, for as long as it may."""
    if event.pitch in _outer(state):
        return replace(state, before_end=state.task if isinstance(event, NoteOn) else None)
    return replace(state, before_end=None) if isinstance(event, NoteOn) else state


def _outer(state: Playing) -> frozenset[int]:
    return frozenset(state.place.plan.outer or ())


def _unheard(state: Playing) -> frozenset[int]:
    """Return the outermost keys that mean nothing to the task now: a pause at most."""
    outer = state.place.plan.outer
    if outer is None:
        return frozenset()
    both_held = state.outer_since_ns is not None
    return frozenset(outer) if both_held else only_pausing(state.step, outer)


def passed(state: Playing, now_ns: int) -> Playing | Paused | Asking:
    """Return the state when nothing else happened until ``now_ns``."""
    held_ns = None if state.outer_since_ns is None else state.outer_since_ns + OUTER_KEYS_HELD_NS
    if held_ns is not None and now_ns >= held_ns:
        return paused(_passed_task(state, held_ns), held_ns)
    silent_ns = state.task.pauses_at_ns(state.last_event_ns)
    # no further than the pause: what the task would do after it does not happen
    moved = _passed_task(state, now_ns if silent_ns is None else min(now_ns, silent_ns))
    if isinstance(moved, Asking):
        return moved
    if moved.task.pauses_at_ns(moved.last_event_ns) != silent_ns:
        return passed(moved, now_ns)
    return moved if silent_ns is None or now_ns < silent_ns else paused(moved, silent_ns)


def answered(state: Playing, choice: int, at_ns: int) -> Playing | Paused | Asking:
    """Return the state after an answer on the screen, for a game that takes one."""
    moved = passed(state, at_ns)
    if not isinstance(moved, Playing) or not isinstance(moved.task, TakesAnswers):
        return moved
    task = moved.task.answered(choice, at_ns)
    return _or_asking(replace(moved, task=task, last_event_ns=max(at_ns, moved.last_event_ns)))


def _passed_task(state: Playing, now_ns: int) -> Playing | Asking:
    return _or_asking(replace(state, task=state.task.passed(now_ns)))


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
    task = state.task.stopped(at_ns)
    playing = replace(state, task=task, outer_since_ns=None, before_end=None)
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
    return replace(
        state.playing,
        task=state.playing.task.resumed(at_ns),
        last_event_ns=at_ns,
        down=frozenset(),
        paused_ns=state.playing.paused_ns + max(0, at_ns - state.since_ns),
    )
