"""One function moves a session on: ``advance(state, input) -> state``.

Time-outs are worked out from the stamps of events and from ``Passed``, never from how often a frame
came by: the same inputs give the same states at every frame rate.
"""

from dataclasses import replace

from engine.record import Task
from engine.session.state import (
    Again,
    Asking,
    Begin,
    BlockPlan,
    End,
    Ended,
    Heard,
    Input,
    Leave,
    Measured,
    Measuring,
    Next,
    Passed,
    Pause,
    Paused,
    Place,
    Playing,
    Ready,
    Report,
    Resume,
    Reviewing,
    SessionPlan,
    State,
    TaskState,
)
from engine.take import Event, NoteOff, NoteOn, PortLost
from engine.tasks import pearls, which_finger
from engine.tasks.pearls import PearlsState
from engine.tasks.which_finger import WhichFingerState

OUTER_KEYS_HELD_NS = 1_000_000_000
SILENCE_PAUSES_NS = 4_000_000_000
MINUTE_NS = 60_000_000_000


def opening(plan: SessionPlan) -> Ready:
    """Return the first state of a plan; ValueError for a plan without a step."""
    if not plan.blocks:
        raise ValueError("a session needs at least one step")
    return Ready(place=Place(plan=plan), step=plan.blocks[0])


def advance(state: State, given: Input) -> State:  # noqa: PLR0911
    """Return the state after one input; an input that means nothing here changes nothing."""
    match state, given:
        case (Ended() | Measuring(), Leave()):
            return state
        case (Playing() | Paused() | Asking() | Ready() | Reviewing(), Leave()):
            return Ended(place=_place(state), end=End.LEFT)
        case Ready(), Begin():
            return _begun(state, given.at_ns)
        case Playing(), Heard():
            return _heard(state, given.event)
        case Playing(), Passed():
            return _passed(state, given.now_ns)
        case Playing(), Pause():
            return _paused(_passed_task(state, given.at_ns), given.at_ns)
        case Paused(), Heard():
            return _heard_in_pause(state, given.event)
        case Paused(), Resume():
            return _resumed(state, given.at_ns)
        case Asking(), Report():
            return Measuring(
                place=state.place,
                step=state.step,
                task=state.task,
                pulled=given.pulled,
                pain=given.pain,
            )
        case Measuring(), Measured():
            if state.pain:
                return Ended(place=state.place, end=End.PAIN)
            return Reviewing(place=state.place, step=state.step, outcome=given.outcome)
        case Reviewing(), Next():
            return _next(state.place)
        case Reviewing(), Again():
            return _again(state, given.tempo_bpm)
        case _:
            return state


def _place(state: Playing | Paused | Asking | Ready | Reviewing) -> Place:
    return state.playing.place if isinstance(state, Paused) else state.place


def _begun(state: Ready, at_ns: int) -> Playing:
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


def _heard(state: Playing, event: Event) -> State:
    before = _passed(state, event.at_ns)
    if not isinstance(before, Playing):
        return advance(before, Heard(event))
    state = replace(before, last_event_ns=event.at_ns)
    if isinstance(event, PortLost):
        return _paused(state, event.at_ns, unplugged=True)
    if isinstance(event, NoteOn | NoteOff):
        state = _with_keys(state, event)
        if event.pitch in _outer(state) and _ignored_by_task(state, event):
            return state
    match state.task:
        case PearlsState():
            task: TaskState = pearls.advance(state.task, event)
        case WhichFingerState():
            task = which_finger.advance(state.task, event)
    return _or_asking(replace(state, task=task))


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


def _ignored_by_task(state: Playing, event: NoteOn | NoteOff) -> bool:
    """Say whether an outermost key means "pause" here; on a small keyboard it may be a target."""
    match state.task:
        case PearlsState():
            wanted = {pitch % 12 for pitch in state.task.task.pattern.pitches}
        case WhichFingerState():
            wanted = {pitch % 12 for pitch in state.task.task.home}
    return event.pitch % 12 not in wanted or state.outer_since_ns is not None


def _passed(state: Playing, now_ns: int) -> State:
    held_ns = None if state.outer_since_ns is None else state.outer_since_ns + OUTER_KEYS_HELD_NS
    if held_ns is not None and now_ns >= held_ns:
        return _paused(_passed_task(state, held_ns), held_ns)
    moved = _passed_task(state, now_ns)
    if isinstance(moved, Asking):
        return moved
    silent_ns = _silence_ends_ns(moved)
    if silent_ns is not None and now_ns >= silent_ns:
        return _paused(moved, silent_ns)
    return moved


def _passed_task(state: Playing, now_ns: int) -> Playing | Asking:
    match state.task:
        case PearlsState():
            task: TaskState = pearls.passed(state.task, now_ns)
        case WhichFingerState():
            task = which_finger.passed(state.task, now_ns)
    return _or_asking(replace(state, task=task))


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


def _paused(state: Playing | Asking, at_ns: int, *, unplugged: bool = False) -> State:
    if isinstance(state, Asking):
        return state
    task = state.task
    if isinstance(task, PearlsState):
        task = pearls.broken_off(task)
    playing = replace(state, task=task, outer_since_ns=None)
    over = _or_asking(playing)
    if isinstance(over, Asking):
        return over
    return Paused(playing=playing, since_ns=at_ns, unplugged=unplugged)


def _heard_in_pause(state: Paused, event: Event) -> Paused:
    if isinstance(event, NoteOn | NoteOff):
        playing = replace(_with_keys(state.playing, event), outer_since_ns=None)
        return replace(state, playing=playing)
    if isinstance(event, PortLost):
        return replace(state, unplugged=True)
    return state


def _resumed(state: Paused, at_ns: int) -> Playing:
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


def _next(place: Place) -> State:
    block = place.block + 1
    if block == len(place.plan.blocks):
        return Ended(place=place, end=End.DONE)
    if place.played_ns >= place.plan.dose_minutes * MINUTE_NS:
        return Ended(place=place, end=End.DOSE)
    place = replace(place, block=block, ordinal=0)
    return Ready(place=place, step=place.step)


def _again(state: Reviewing, tempo_bpm: float | None) -> State:
    if state.place.played_ns >= state.place.plan.dose_minutes * MINUTE_NS:
        return Ended(place=state.place, end=End.DOSE)
    step = state.step
    if tempo_bpm is not None and step.tempo_bpm is not None:
        step = replace(step, tempo_bpm=min(tempo_bpm, step.tempo_bpm), scored=False)
    place = replace(state.place, ordinal=state.place.ordinal + 1)
    return Ready(place=place, step=step)
