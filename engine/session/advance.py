"""One function moves a session on: ``advance(state, input) -> state``; pure."""

from dataclasses import replace

from engine.record import Task
from engine.session.playing import answered, begun, heard, heard_in_pause, passed, paused, resumed
from engine.session.state import (
    Again,
    Answer,
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
    Resting,
    Resume,
    Reviewing,
    SessionPlan,
    State,
)

MINUTE_NS = 60_000_000_000
REST_NS = 3 * MINUTE_NS
OWN_TEMPO = (Task.SLOW_ROAD, Task.ON_THE_BEAT, Task.LATE_ONE)


def opening(plan: SessionPlan) -> Ready | Ended:
    """Return the first state of a plan; its end where today's dose is spent already.

    ValueError for a plan without a step.
    """
    if not plan.blocks:
        raise ValueError("a session needs at least one step")
    place = Place(plan=plan, played_ns=round(plan.played_minutes * MINUTE_NS))
    if _dose_is_spent(place):
        return Ended(place=place, end=End.DOSE)
    return Ready(place=place, step=plan.blocks[0])


def advance(state: State, given: Input) -> State:
    """Return the state after one input; an input that means nothing here changes nothing."""
    if isinstance(given, Leave):
        return _left(state)
    match state:
        case Playing():
            return _while_playing(state, given)
        case Paused():
            return _while_paused(state, given)
        case Reviewing():
            return _rested(state, _while_reviewing(state, given))
        case Resting():
            return _while_resting(state, given)
        case _:
            return _while_waiting(state, given)


def _while_waiting(state: Ready | Asking | Measuring | Ended, given: Input) -> State:
    match state, given:
        case Ready(), Begin():
            return begun(state, given.at_ns)
        case Asking(), Report():
            return _answered(state, given)
        case Measuring(), Measured():
            return _measured(state, given)
        case _:
            return state


def _left(state: State) -> State:
    match state:
        case Paused():
            return Ended(place=state.playing.place, end=End.LEFT)
        case Ready() | Playing() | Asking() | Reviewing() | Resting():
            return Ended(place=state.place, end=End.LEFT)
        case Measuring() | Ended():
            return state


def _while_playing(state: Playing, given: Input) -> State:
    match given:
        case Heard():
            return heard(state, given.event)
        case Passed():
            return passed(state, given.now_ns)
        case Answer():
            return answered(state, given.choice, given.at_ns)
        case Pause():
            moved = passed(state, given.at_ns)
            return paused(moved, given.at_ns) if isinstance(moved, Playing) else moved
        case _:
            return state


def _while_paused(state: Paused, given: Input) -> State:
    match given:
        case Heard():
            return heard_in_pause(state, given.event)
        case Resume():
            return resumed(state, given.at_ns)
        case _:
            return state


def _answered(state: Asking, given: Report) -> Measuring:
    return Measuring(
        place=state.place,
        step=state.step,
        task=state.task,
        pulled=given.pulled,
        pain=given.pain,
    )


def _measured(state: Measuring, given: Measured) -> State:
    if state.pain:
        return Ended(place=state.place, end=End.PAIN)
    return Reviewing(place=state.place, step=state.step, outcome=given.outcome, pulled=state.pulled)


def _while_reviewing(state: Reviewing, given: Input) -> State:
    match given:
        case Next():
            return _next(state.place)
        case Again():
            return _again(state, given.step)
        case _:
            return state


def _rested(state: Reviewing, after: State) -> State:
    """Return the rest that a tired hand has first; a second one is the day's end."""
    if not state.outcome.tired or not isinstance(after, Ready):
        return after
    if state.place.rests:
        return Ended(place=state.place, end=End.TIRED)
    place = replace(after.place, rests=1)
    return Resting(then=replace(after, place=place))


def _while_resting(state: Resting, given: Input) -> State:
    match given:
        case Passed() if state.until_ns is None:
            return replace(state, until_ns=given.now_ns + REST_NS)
        case Begin() if state.until_ns is not None and given.at_ns >= state.until_ns:
            return state.then
        case _:
            return state


def _next(place: Place) -> State:
    block = place.block + 1
    if block == len(place.plan.blocks):
        return Ended(place=place, end=End.DONE)
    if _dose_is_spent(place):
        return Ended(place=place, end=End.DOSE)
    place = replace(place, block=block, ordinal=0)
    return Ready(place=place, step=place.step)


def _again(state: Reviewing, wanted: BlockPlan | None) -> State:
    if _dose_is_spent(state.place):
        return Ended(place=state.place, end=End.DOSE)
    step = state.step
    if wanted is not None and wanted != step:
        step = replace(wanted, tempo_bpm=_no_faster(wanted.tempo_bpm, step), scored=False)
    # a level asked for by itself (fewer fingers to hold) stands; else the adaptation's holds
    chosen = wanted is not None and wanted.level_json != state.step.level_json
    if state.outcome.next_level_json is not None and not chosen:
        step = replace(step, level_json=state.outcome.next_level_json)
    eased = state.pulled or step.task in OWN_TEMPO
    if eased and step.task is not Task.EVENNESS_CHECK and state.outcome.next_tempo_bpm is not None:
        # what pulled is not asked for again, and a level of its own comes with its tempo
        step = replace(step, tempo_bpm=_no_faster(state.outcome.next_tempo_bpm, step))
    place = replace(state.place, ordinal=state.place.ordinal + 1)
    return Ready(place=place, step=step)


def _no_faster(tempo_bpm: float | None, played: BlockPlan) -> float | None:
    """Return a tempo held to the one just played: nobody is asked to hurry within a session."""
    if tempo_bpm is None or played.tempo_bpm is None:
        return tempo_bpm
    return min(tempo_bpm, played.tempo_bpm)


def _dose_is_spent(place: Place) -> bool:
    return place.played_ns >= place.plan.dose_minutes * MINUTE_NS
