"""The session that is open: who plays, on what, and where its levels come from."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np

from engine.adaptation.ladder import Ladder, LadderError
from engine.adaptation.tiring import Tiring
from engine.exercise import Hand
from engine.measures.judgement.discrimination import MIN_ANSWERS, Counts
from engine.progress.curve import Curve, fit_curve
from engine.record import AdaptationState, Device, Person, Session, Task
from engine.runner.judging.finished import Finished, Judged, Levels
from engine.runner.judging.tempo import first_ladder, moves_the_tempo
from engine.runner.parts import Parts
from engine.session.state import (
    BlockPlan,
    End,
    Ended,
    Outcome,
    Ready,
    Resting,
    SessionPlan,
)
from engine.storage.store import Store

LADDER_TRACK = "pearls"
EARLIER = 20
COMPARED = (Task.EVENNESS_CHECK, Task.PEARLS, Task.SLOW_ROAD)
RUNS = (Task.WARM_UP, Task.EVENNESS_CHECK, Task.PEARLS, Task.SLOW_ROAD, Task.CALM_END)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One open session; it is kept with its first take, so that opening the day leaves no trace.

    ``tiring`` is how the evenness holds on this day, in this sitting and those before it.
    """

    session: Session
    kept: bool = False
    tiring: Tiring = field(default_factory=Tiring)

    def after(self, outcome: Outcome) -> tuple["Sitting", Outcome]:
        """Return the sitting after a take, and the take with whether the hand has tired in it."""
        if outcome.strain is None:
            return self, outcome
        tiring = self.tiring.after(outcome.strain)
        return replace(self, tiring=tiring), replace(outcome, tired=tiring.tired)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a day's sittings so far say of a hand that tires; known while Evenhand runs.

    ``until_ns`` is when a rest that was left ends; ``over`` that the hand tired a second time.
    """

    person_id: UUID
    on: date
    tiring: Tiring
    rests: int
    until_ns: int | None
    over: bool

    @staticmethod
    def by(sitting: Sitting, ended: Ended, until_ns: int | None) -> "Spent":
        """Return what a sitting that has ended leaves to the next one of its day."""
        return Spent(
            person_id=sitting.session.person_id,
            on=sitting.session.local_date,
            tiring=sitting.tiring,
            rests=ended.place.rests,
            until_ns=until_ns,
            over=ended.end is End.TIRED,
        )

    def goes_on(
        self, sitting: Sitting, state: Ready | Ended
    ) -> tuple[Sitting, Ready | Resting | Ended]:
        """Return the next sitting and its first state; untouched on another day or by another."""
        session = sitting.session
        if (session.person_id, session.local_date) != (self.person_id, self.on):
            return sitting, state
        sitting = replace(sitting, tiring=self.tiring)
        place = replace(state.place, rests=self.rests)
        if isinstance(state, Ended):
            return sitting, replace(state, place=place)
        if self.over:
            return sitting, Ended(place=place, end=End.TIRED)
        ready = replace(state, place=place)
        if self.until_ns is None:
            return sitting, ready
        return sitting, Resting(then=ready, until_ns=self.until_ns)


def new_sitting(parts: Parts, person: Person, device: Device | None, plan: SessionPlan) -> Sitting:
    """Return a session that starts now; its local date is fixed here for good."""
    now_utc = parts.clock.now_utc()
    local = parts.local(now_utc)
    return Sitting(
        session=Session(
            id=parts.new_id(),
            person_id=person.id,
            device_id=device.id if device else None,
            started_utc=now_utc,
            utc_offset_min=_offset_min(local),
            local_date=local.date(),
            seed=plan.seed,
            app_version=parts.app_version,
        )
    )


def _offset_min(local: datetime) -> int:
    return round((local.utcoffset() or timedelta()) / timedelta(minutes=1))


def track(name: str, hand: str) -> str:
    """Return the name of one level's track: each hand has its own."""
    return f"{name}:{hand}"


def ladder_of(store: Store, person_id: UUID, hand: Hand, today: date) -> Ladder:
    """Return where Pearls' tempo stands; a first one where none is kept or none can be read."""
    kept = store.adaptation(person_id, track(LADDER_TRACK, hand))
    try:
        return Ladder.from_json(kept.state_json) if kept else first_ladder(today)
    except LadderError:
        return first_ladder(today)


def levels_of(parts: Parts, finished: Finished) -> Levels:
    """Return where a player's levels stood before a take, as far as judging it asks for them."""
    session, step = finished.facts.session, finished.facts.step
    ladder = ladder_of(parts.store, session.person_id, step.hand, session.local_date)
    levels = Levels(
        ladder=ladder,
        kept=kept_levels(parts.store, session.person_id, step.hand),
        earlier=_earlier(parts, session, step),
    )
    if step.task is Task.WHICH_FINGER:
        return replace(levels, confusions=_confusions(parts, session, step.hand))
    if step.task not in COMPARED and not moves_the_tempo(finished):
        return levels
    return replace(levels, curve=_curve(parts, session, step))


def kept_levels(store: Store, person_id: UUID, hand: Hand) -> dict[str, str]:
    """Return every game's own level with one hand, by the name of the game."""
    kept = store.adaptations(person_id)
    return {str(task): kept[name] for task in Task if (name := track(task, hand)) in kept}


def _earlier(parts: Parts, session: Session, step: BlockPlan) -> tuple[str, ...]:
    """Return what the latest trials of this game with this hand kept of themselves."""
    if step.task in RUNS:
        return ()
    return tuple(parts.store.task_texts(session.person_id, step.task, step.hand, most=EARLIER))


def _confusions(parts: Parts, session: Session, hand: Hand) -> Counts:
    """Return the player's latest confusions, whole trials until there are enough of them."""
    counts: Counts = np.zeros((5, 5), np.int64)
    latest: UUID | None = None
    for each in reversed(parts.store.results_of(session.person_id, "confusion")):
        row = each.result
        if each.trial_id != latest and counts.sum() >= MIN_ANSWERS:
            break
        if row.hand == hand and row.finger and row.to_finger and row.value:
            latest = each.trial_id
            counts[row.finger - 1, row.to_finger - 1] += round(row.value)
    return counts


def _curve(parts: Parts, session: Session, step: BlockPlan) -> Curve | None:
    """Return the player's own curve from the days before this session's, on this instrument."""
    runs = parts.store.run_values(session.person_id, exercise_id=step.exercise.id)
    return fit_curve(
        [
            run
            for run in runs
            if run.local_date < session.local_date
            and run.cell.exercise_version == step.exercise.version
            and run.cell.direction == step.direction
            and run.cell.device_id == session.device_id
        ]
    )


def states_of(session: Session, hand: Hand, judged: Judged) -> tuple[AdaptationState, ...]:
    """Return the levels to keep with a take; those it left alone are left out."""
    ladder = ((LADDER_TRACK, judged.ladder.to_json()),) if judged.ladder else ()
    return tuple(
        AdaptationState(person_id=session.person_id, track=track(name, hand), state_json=text)
        for name, text in (*ladder, *judged.levels)
    )
