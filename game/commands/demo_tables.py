"""What a season says, as tables: sessions with their levels, and the weekly scores."""

from collections.abc import Iterable
from datetime import date
from statistics import fmean
from uuid import UUID

from rich.console import Console
from rich.table import Table

from engine.progress.week import Week
from engine.record import KeptResult, Task, Trial
from engine.session.world import World
from engine.storage.store import Store
from game.screens.words import TITLES

NOTHING = "-"
NO_WEEKS = "No weekly score yet: the first two sittings are for getting to know the exercises."


def show(store: Store, world: World, console: Console) -> None:
    """Print the sessions and the weekly scores of the player in ``world``."""
    if world.person is None:
        return
    person_id = world.person.id
    sessions = Table(title="Sessions", title_justify="left", box=None, pad_edge=False)
    for head in ("day", "check", "runs", "Pearls", "ceiling"):
        sessions.add_column(head, justify="left" if head == "day" else "right")
    sessions.add_column("and then")
    runs = _by_session(store.results_of(person_id, "sd_ioi"))
    tempi = _by_session(store.results_of(person_id, "next_tempo"))
    ceilings = _by_session(store.results_of(person_id, "tempo_ceiling"))
    for session in store.sessions(person_id):
        trials = store.trials(session.id)
        checks = [each for each in runs.get(session.id, []) if each.task == "evenness_check"]
        sessions.add_row(
            session.local_date.strftime("%a %d %b"),
            _mean(checks, run=False, unit="ms"),
            _counted(checks),
            _mean(tempi.get(session.id, []), unit="bpm", digits=0),
            _mean(ceilings.get(session.id, []), unit="bpm", digits=0),
            ", ".join(TITLES[each] for each in _games(trials)) or NOTHING,
        )
    console.print(sessions)
    console.print()
    if world.weekly and world.weekly.weeks:
        console.print(_weeks(world.weekly.weeks))
    else:
        console.print(NO_WEEKS, highlight=False)


def _games(trials: Iterable[Trial]) -> tuple[Task, ...]:
    """Return the games of a day beside those that have a column, in the order of play."""
    shown = (Task.EVENNESS_CHECK, Task.PEARLS)
    return tuple(dict.fromkeys(t.task for t in trials if not t.task.loose and t.task not in shown))


def _weeks(weeks: Iterable[Week]) -> Table:
    table = Table(title="Weekly scores", title_justify="left", box=None, pad_edge=False)
    for head in ("week of", "days", "evenness", "95 % interval", "score"):
        table.add_column(head, justify="left" if head == "week of" else "right")
    table.add_column("verdict")
    for week in weeks:
        value = week.estimate
        table.add_row(
            _day(week.monday),
            str(week.days),
            f"{value.value_ms:.1f} ms" if value else NOTHING,
            f"{value.low_ms:.1f} to {value.high_ms:.1f}" if value else "",
            f"{value.score:.0f}" if value else "",
            week.verdict.headline,
        )
    return table


def _day(day: date) -> str:
    return day.strftime("%d %b")


def _by_session(results: Iterable[KeptResult]) -> dict[UUID, list[KeptResult]]:
    found: dict[UUID, list[KeptResult]] = {}
    for each in results:
        found.setdefault(each.session_id, []).append(each)
    return found


def _mean(
    results: Iterable[KeptResult], *, unit: str, digits: int = 1, run: bool | None = None
) -> str:
    values = [
        each.result.value
        for each in results
        if each.result.value is not None and (run is None or (each.result.run is not None) == run)
    ]
    return f"{fmean(values):.{digits}f} {unit}" if values else NOTHING


def _counted(results: Iterable[KeptResult]) -> str:
    runs = [each.result.value for each in results if each.result.run is not None]
    return f"{sum(value is not None for value in runs)} of {len(runs)}" if runs else NOTHING
