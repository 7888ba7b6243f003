"""Takes that a killed session left in the journal: offered at the next start, measured if wanted.

The messages go through the same task again, as if they came from the piano now.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from engine.exercise import Exercise
from engine.midi.capture import origin_ns, take_of
from engine.midi.message import Decoder, to_bytes
from engine.midi.timebase import LiveTime
from engine.runner.facts import TakeFacts, from_json
from engine.runner.judging.finished import Finished
from engine.runner.keeping import keep
from engine.runner.parts import Parts
from engine.session.beginning import task_of
from engine.session.playing import heard, passed, resumed
from engine.session.state import Paused, Place, Playing, SessionPlan
from engine.session.world import Found
from engine.storage import journal
from engine.storage.errors import StorageError
from engine.storage.journal import FoundTake
from engine.storage.record_format import JOURNAL_DTYPE
from engine.take import RawArray, RawMessage
from engine.tasks.cues import TOGETHER_NS
from engine.tasks.heavier import HeavierState
from engine.tasks.pearls import PearlsState
from engine.tasks.play import Play

NOTE_ON = 0x90


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What killed sessions left: takes that can be kept, by key, and what the player is told."""

    takes: Mapping[str, FoundTake]
    message: str = ""


def offer(parts: Parts) -> Offer:
    """Return what was left behind.

    A journal with nothing to keep, or whose take is in the record, is put away. One that cannot be
    read is left where it is, and ``message`` says so. StorageError when the folder or the record
    cannot be read.
    """
    takes: dict[str, FoundTake] = {}
    unread, told = 0, []
    for take in journal.found(parts.journals):
        header = take.header
        if header is not None and (_is_empty(take) or parts.store.is_kept(header.take_id)):
            try:
                take.discard()
            except StorageError as error:
                told.append(f"{error}.")
        elif header is not None and _notes(take.raw) and _facts(take, parts.exercises):
            takes[str(header.take_id)] = take
        else:
            unread += 1
    if unread:
        told.append(_unread(unread, parts.journals))
    return Offer(takes=takes, message=" ".join(told))


def described(
    key: str, take: FoundTake, exercises: Mapping[str, Exercise], names: Mapping[UUID, str]
) -> Found | None:
    """Return what the player is told about a found take; None when its header is of no use.

    ``names`` are those of the people by id.
    """
    facts = _facts(take, exercises)
    if facts is None:
        return None
    arrival_ns = take.raw["arrival_ns"]
    return Found(
        key=key,
        player=names.get(facts.session.person_id, ""),
        started_utc=facts.started_utc,
        task=facts.step.task,
        title=facts.step.exercise.title,
        notes=_notes(take.raw),
        seconds=float(arrival_ns[-1] - arrival_ns[0]) * 1e-9,
    )


def keep_found(parts: Parts, take: FoundTake) -> None:
    """Measure and keep a found take, without an answer about the hand, so no level moves.

    One that is in the record already is put away. StorageError when it cannot be kept; its journal
    stays then.
    """
    header, facts = take.header, _facts(take, parts.exercises)
    if header is None or facts is None:
        return
    if parts.store.is_kept(header.take_id):
        take.discard()
        return
    if parts.store.session(facts.session.id) is None:
        parts.store.open_session(facts.session)
    captured = take_of(
        take.raw,
        ports=header.ports,
        api=header.api,
        interrupted=True,
        measured=facts.measured,
    )
    keep(
        parts,
        Finished(
            facts=facts,
            trial_id=header.take_id,
            take=captured,
            origin_ns=origin_ns(captured.raw, measured=facts.measured),
            task=_played_again(facts, take.raw),
            report=None,
        ),
    )
    take.discard()


def _played_again(facts: TakeFacts, raw: RawArray) -> Play:
    plan = SessionPlan(
        blocks=(facts.step,),
        seed=facts.seed,
        dose_minutes=0,
        measured=facts.measured,
        outer=facts.outer,
    )
    state = Playing(
        place=Place(plan=plan),
        step=facts.step,
        task=task_of(facts.step, seed=facts.seed, at_ns=facts.started_ns),
        started_ns=facts.started_ns,
        last_event_ns=facts.started_ns,
    )
    live, decoder = LiveTime(), Decoder()
    at_ns = facts.started_ns
    for delta_ns, arrival_ns, port, status, data1, data2 in raw.tolist():
        message = RawMessage(arrival_ns, delta_ns, to_bytes((status, data1, data2)), port)
        at_ns = live.at_ns(message)
        for event in decoder.decode(message, at_ns):
            moved = heard(state, event)
            if isinstance(moved, Paused):
                # When a pause ended is not in the journal, and with it the times of later cues;
                # runs and pairs begin when they are played.
                if not isinstance(moved.playing.task, PearlsState | HeavierState):
                    return moved.playing.task
                # a pair's first press ended its pause, and belongs to what is judged
                is_pairs = isinstance(moved.playing.task, HeavierState)
                moved = resumed(moved, moved.since_ns if is_pairs else at_ns)
            if not isinstance(moved, Playing):
                return moved.task
            state = moved
    # an answer is complete a moment after its last key
    settled = passed(state, at_ns + TOGETHER_NS)
    return settled.playing.task if isinstance(settled, Paused) else settled.task


def _is_empty(take: FoundTake) -> bool:
    # A kill cuts at most the record being written; more than that were messages once.
    return not _notes(take.raw) and take.bytes_cut < JOURNAL_DTYPE.itemsize


def _unread(count: int, folder: Path) -> str:
    if count == 1:
        return (
            "A take that was left behind cannot be read: its journal is damaged, or its exercise "
            f"is no longer in the library. It stays in {folder}."
        )
    return (
        f"{count} takes that were left behind cannot be read: their journals are damaged, or their "
        f"exercises are no longer in the library. They stay in {folder}."
    )


def _notes(raw: RawArray) -> int:
    return int(((raw["status"] & 0xF0 == NOTE_ON) & (raw["data2"] > 0)).sum())


def _facts(take: FoundTake, exercises: Mapping[str, Exercise]) -> TakeFacts | None:
    try:
        return from_json(take.header.facts, exercises) if take.header else None
    except (KeyError, ValueError, TypeError):
        return None
