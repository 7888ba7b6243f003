"""A player's record, read from the store into the values that Progress and the plan are made of."""

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from engine.adaptation.dwelling import SwapCost
from engine.adaptation.ladder import Ladder
from engine.progress.transitions import TransitionDeviation
from engine.record import Person, Task
from engine.runner.judging import first_ladder
from engine.runner.sitting import LADDER_TRACK, STAIRCASE_TRACK, track
from engine.session.plan import Standing
from engine.session.world import Practice
from engine.storage.store import Store

RECENT = timedelta(weeks=4)


def deviations_of(store: Store, person: Person) -> list[TransitionDeviation]:
    """Return each session's transitions of the hand being trained, warm-ups left out."""
    iois = {
        (each.trial_id, each.result.finger, each.result.to_finger): each.result.value
        for each in store.results_of(person.id, "transition")
    }
    return [
        TransitionDeviation(
            local_date=each.local_date,
            finger=each.result.finger,
            to_finger=each.result.to_finger,
            deviation_ms=each.result.value,
            standard_error_ms=each.result.standard_error,
            n=each.result.n,
            ioi_ms=ioi_ms,
        )
        for each in store.results_of(person.id, "transition_deviation")
        if each.task is not Task.WARM_UP
        and each.result.hand == person.hand
        and each.result.finger is not None
        and each.result.to_finger is not None
        and each.result.value is not None
        and (ioi_ms := iois[each.trial_id, each.result.finger, each.result.to_finger])
    ]


def swap_costs(deviations: Sequence[TransitionDeviation], today: date) -> list[SwapCost]:
    """Return what each transition cost over the last four weeks: the mean over its notes."""
    recent: dict[tuple[int, int], list[TransitionDeviation]] = defaultdict(list)
    for each in deviations:
        if each.local_date > today - RECENT and each.standard_error_ms:
            recent[each.finger, each.to_finger].append(each)
    costs = []
    for (finger, to_finger), played in recent.items():
        n = sum(each.n for each in played)
        squares = sum((each.n * (each.standard_error_ms or 0.0)) ** 2 for each in played)
        costs.append(
            SwapCost(
                finger=finger,
                to_finger=to_finger,
                cost_ms=sum(each.n * each.deviation_ms for each in played) / n,
                standard_error_ms=math.sqrt(squares) / n,
                n=n,
            )
        )
    return costs


def practice_of(store: Store, person: Person) -> tuple[Practice, ...]:
    """Return the minutes at the keys of each day, with the tempo ceiling that it ended with."""
    ceilings = {
        each.local_date: each.result.value
        for each in store.results_of(person.id, "tempo_ceiling")
        if each.result.hand == person.hand
    }
    return tuple(
        Practice(local_date=day, minutes=minutes, ceiling_bpm=ceilings.get(day))
        for day, minutes in store.practice_minutes(person.id).items()
    )


def standing_of(
    store: Store, person: Person, today: date, dwelling: tuple[tuple[int, int], ...]
) -> Standing:
    """Return where a player stands before a session."""
    kept = store.adaptation(person.id, track(LADDER_TRACK, person.hand))
    staircase = store.adaptation(person.id, track(STAIRCASE_TRACK, person.hand))
    ladder = Ladder.from_json(kept.state_json) if kept else first_ladder(today)
    return Standing(
        hand=person.hand,
        sessions_before=len(store.sessions(person.id)),
        tempo_bpm=ladder.tempo_bpm,
        ceiling_bpm=ladder.ceiling_bpm,
        staircase_json=staircase.state_json if staircase else None,
        dwelling=dwelling,
        played_minutes=store.practice_minutes(person.id).get(today, 0.0),
    )
