"""``evenhand players``: who plays here, how often, and a new player."""

import os
import uuid
from typing import TYPE_CHECKING, Annotated

import typer

from engine import EvenhandError
from engine.exercise import Hand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.record import Person
    from engine.storage.reading import Attendance

SCHEMA = 1


def players(
    add: Annotated[str | None, typer.Option("--add", help="Add a player of this name.")] = None,
    hand: Annotated[
        Hand | None, typer.Option("--hand", help="The hand the new player trains; else the right.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option("--database", help="sqlite:///PATH or postgresql://USER@HOST/NAME."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the players with their sessions and last day; add one."""
    from engine.storage.places import Places
    from engine.storage.store import Store
    from game.clocks import SystemClock

    if hand is not None and add is None:
        raise EvenhandError("--hand is for a new player: name one with --add")
    address = database or Places.found(os.environ).database_url
    with Store.open(address, clock=SystemClock(), new_id=uuid.uuid4) as store:
        if add is not None:
            store.add_person(add, hand=hand or Hand.RIGHT)
        people = store.people()
        attendance = store.attendance()
        where = store.where
    if json:
        import json as writer

        for person in people:
            typer.echo(writer.dumps(_as_json(person, attendance.get(person.id))))
    elif people:
        _show(people, attendance)
    else:
        typer.echo(f"No players yet in {where}. Add one: evenhand players --add NAME --hand right")


def _as_json(person: "Person", attended: "Attendance | None") -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "id": str(person.id),
        "name": person.name,
        "role": person.role,
        "hand": person.hand,
        "sessions": attended.sessions if attended else 0,
        "last_day": attended.last_date.isoformat() if attended else None,
    }


def _show(people: "list[Person]", attendance: "Mapping[uuid.UUID, Attendance]") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("name", "role", "hand"):
        table.add_column(heading)
    table.add_column("sessions", justify="right")
    table.add_column("last day", no_wrap=True)
    for person in people:
        attended = attendance.get(person.id)
        table.add_row(
            Text(person.name, style="bold"),
            person.role,
            person.hand,
            str(attended.sessions if attended else 0),
            attended.last_date.isoformat() if attended else "not yet",
        )
    Console().print(table)
