"""A player's record, read from the store into the values that Progress and the plan are made of."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from engine.adaptation.dwelling import SwapCost
from engine.exercise import Direction
from engine.progress.transitions import TransitionDeviation
from engine.progress.verdict import Outcome, not_offered
from engine.progress.week import Week, Weekly
from engine.record import KeptResult, Person, Task
from engine.runner.sitting import kept_levels, ladder_of
from engine.session.standing import Standing
from engine.session.world import Practice
from engine.storage.store import Store

RECENT = timedelta(weeks=4)


def deviations_of(store: Store, person: Person) -> list[TransitionDeviation]:
    """Return each session's transitions of the hand being trained, as far as they count."""
    iois = {_place(each): each.result.value for each in store.results_of(person.id, "transition")}
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
        if not each.task.loose
        and each.result.hand == person.hand
        and each.result.finger is not None
        and each.result.to_finger is not None
        and each.result.value is not None
        and (ioi_ms := iois.get(_place(each)))
    ]


def _place(each: KeptResult) -> tuple[UUID, Direction | None, int | None, int | None]:
    row = each.result
    return (each.trial_id, row.direction, row.finger, row.to_finger)


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
                ioi_ms=sum(each.n * each.ioi_ms for each in played) / n,
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
    """Return where a player stands before a session.

    A level that cannot be read starts afresh: the takes that it came from are kept.
    """
    ladder = ladder_of(store, person.id, person.hand, today)
    minutes = store.practice_minutes(person.id)
    levels = kept_levels(store, person.id, person.hand)
    return Standing(
        hand=person.hand,
        sessions_before=_sittings(store, person),
        tempo_bpm=ladder.tempo_bpm,
        ceiling_bpm=ladder.ceiling_bpm,
        levels=levels,
        dwelling=dwelling,
        played_minutes=minutes.get(today, 0.0),
        days_before=sum(day < today for day in minutes),
        today=today,
    )


def _sittings(store: Store, person: Person) -> int:
    """Return in how many sessions this hand's scale was measured, which makes it familiar."""
    measured = store.results_of(person.id, "irregularity")
    return len(
        {
            each.session_id
            for each in measured
            if each.task is Task.EVENNESS_CHECK
            and each.result.hand == person.hand
            and each.result.value is not None
        }
    )


def told(weekly: Weekly, practice: Sequence[Practice], score_bpm: float) -> Weekly:
    """Return the weeks with those explained in which the ceiling left no room for a check."""
    ceilings = {
        each.local_date - timedelta(days=each.local_date.weekday()): each.ceiling_bpm
        for each in practice
        if each.ceiling_bpm is not None
    }
    weeks = (_explained(week, ceilings.get(week.monday), score_bpm) for week in weekly.weeks)
    return replace(weekly, weeks=tuple(weeks))


def _explained(week: Week, ceiling_bpm: float | None, score_bpm: float) -> Week:
    nothing = week.verdict.outcome is Outcome.NOTHING_PLAYED
    if not nothing or ceiling_bpm is None or ceiling_bpm >= score_bpm:
        return week
    return replace(week, verdict=not_offered(ceiling_bpm=ceiling_bpm, score_bpm=score_bpm))
