"""The takes on the shelf: the latest ones as a list shows them, and one opened for its replay."""

from collections.abc import Callable, Mapping
from uuid import UUID

from engine.exercise import FINGER_NAMES, Exercise
from engine.measures import evenness
from engine.measures.evenness import Evenness
from engine.midi.capture import take_of
from engine.record import Person, Result, Task
from engine.session.world import Replay, TakeSummary
from engine.storage.errors import StorageError
from engine.storage.listing import ListedTake
from engine.storage.rows import KeptTake
from engine.storage.store import Store
from engine.take import Take, TimeSource

MOST = 60
LOOSE = "Nothing of it counts."
NO_FIGURE = "Kept without a figure."


def takes_of(
    store: Store, person: Person, exercises: Mapping[str, Exercise], limit: int = MOST
) -> tuple[TakeSummary, ...]:
    """Return a player's last takes, newest first; no message of any take is read."""
    listed = store.latest_takes(person.id, MEASURES, limit=limit)
    return tuple(_summary(each, exercises) for each in listed)


def replay_of(store: Store, trial_id: UUID, exercises: Mapping[str, Exercise]) -> Replay:
    """Return one take decoded and measured again.

    It is measured where it was played as runs of the exercise as it still stands, unless it is
    kept without a score. StorageError when it is not in the record or its exercise not in
    ``exercises``.
    """
    listed, kept = store.listed_take(trial_id, MEASURES), store.take(trial_id)
    if listed is None or kept is None:
        raise StorageError("This take is no longer in the record")
    exercise = exercises.get(listed.trial.exercise_id)
    if exercise is None:
        name = listed.trial.exercise_id
        raise StorageError(f"This take is of the exercise {name!r}, which is not in the library")
    take = _decoded(kept)
    return Replay(
        summary=_summary(listed, exercises),
        take=take,
        exercise=exercise,
        direction=listed.trial.direction,
        found=_measured(listed, take, exercise),
    )


def _decoded(kept: KeptTake) -> Take:
    return take_of(
        kept.raw,
        ports=kept.ports,
        api=kept.api,
        sysex_count=kept.sysex_count,
        interrupted=kept.interrupted,
        measured=kept.timing.source is not TimeSource.UNMEASURED,
    )


def _measured(listed: ListedTake, take: Take, exercise: Exercise) -> Evenness | None:
    trial = listed.trial
    # another version has other targets, and what hurt has no rows of its main measure
    hurt = trial.task in MAIN and not _main_rows(listed)
    if trial.direction is None or trial.exercise_version != exercise.version or hurt:
        return None
    return evenness.measure(take, exercise, tempo_bpm=trial.tempo_bpm)


def _summary(listed: ListedTake, exercises: Mapping[str, Exercise]) -> TakeSummary:
    trial = listed.trial
    exercise = exercises.get(trial.exercise_id)
    return TakeSummary(
        trial_id=trial.id,
        started_utc=trial.started_utc,
        task=trial.task,
        title=exercise.title if exercise else trial.exercise_id,
        hand=trial.hand,
        direction=trial.direction,
        tempo_bpm=trial.tempo_bpm,
        notes=listed.notes,
        seconds=listed.at_keys_s,
        said=_said(listed),
    )


def _said(listed: ListedTake) -> str:
    task = listed.trial.task
    if task.loose:
        return LOOSE
    rows = _main_rows(listed)
    if not rows:
        return NO_FIGURE
    # a game of one finger at a time has no row for the hand
    row = next((each for each in rows if each.finger is None), rows[0])
    if row.value is None:
        return _sentence(row.reason) if row.reason else NO_FIGURE
    return MAIN[task][1](row, row.value)


def _main_rows(listed: ListedTake) -> list[Result]:
    known = MAIN.get(listed.trial.task)
    return [row for row in listed.results if known and row.measure == known[0]]


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def _strings(row: Result, value: float) -> str:
    runs = "one string" if row.n == 1 else f"{row.n} strings"
    return f"{value:.1f} ms{_interval(row, 1)}, {runs}"


def _share(row: Result, value: float) -> str:
    return f"{value:.0f} %{_interval(row, 0)} of {row.n} cues with the finger asked for"


def _spread(row: Result, value: float) -> str:
    return f"{value:.1f} ms{_interval(row, 1)} of spread around the clicks, {row.n} notes"


def _held(row: Result, value: float) -> str:
    return f"held for {value:.0f} %{_interval(row, 0)} of the time asked"


def _loudness(row: Result, value: float) -> str:
    whose = f", {FINGER_NAMES[row.finger]}" if row.finger else ""
    return f"told apart from {value:.1f} of 127{_interval(row, 1)}{whose}"


def _awareness(row: Result, value: float) -> str:
    return f"{value:.2f}{_interval(row, 2)}, where 0.5 is chance"


def _interval(row: Result, digits: int) -> str:
    if row.low is None or row.high is None:
        return ""
    return f" ({row.low:.{digits}f} to {row.high:.{digits}f})"


# Each game's main measure of a whole take, and its words.
MAIN: Mapping[Task, tuple[str, Callable[[Result, float], str]]] = {
    Task.EVENNESS_CHECK: ("sd_ioi", _strings),
    Task.PEARLS: ("sd_ioi", _strings),
    Task.SLOW_ROAD: ("sd_ioi", _strings),
    Task.ON_THE_BEAT: ("asynchrony_sd", _spread),
    Task.WHICH_FINGER: ("accuracy", _share),
    Task.STILL_WATER: ("hold_together", _held),
    Task.HEAVIER: ("force_jnd", _loudness),
    Task.LATE_ONE: ("awareness", _awareness),
}
MEASURES = frozenset(measure for measure, _ in MAIN.values())
