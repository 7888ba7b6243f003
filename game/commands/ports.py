"""``evenhand ports``: the MIDI inputs and outputs of this computer, or why there are none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from engine.midi.port import Listing

SCHEMA = 1


def ports(
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, nothing else.")
    ] = False,
) -> None:
    """List the MIDI inputs and outputs by system."""
    from engine.midi.port import list_ports

    listing = list_ports()
    if as_json:
        typer.echo(json.dumps(_as_object(listing)))
    else:
        _show(listing)


def _as_object(listing: Listing) -> dict[str, object]:
    from engine.midi.port import NO_INPUT

    return {
        "schema": SCHEMA,
        "inputs": [{"name": port.name, "api": port.api} for port in listing.inputs],
        "outputs": [{"name": port.name, "api": port.api} for port in listing.outputs],
        "absent": list(listing.absent),
        "advice": None if listing.inputs else NO_INPUT,
    }


def _show(listing: Listing) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from engine.midi.port import NO_INPUT

    console = Console()
    rows = [("input", port) for port in listing.inputs]
    rows += [("output", port) for port in listing.outputs]
    if rows:
        table = Table("system", "direction", "name", box=None, pad_edge=False)
        for direction, port in rows:
            # A port may be called anything, also what looks like markup.
            table.add_row(port.api, direction, Text(port.name))
        console.print(table)
    for sentence in listing.absent:
        console.print(sentence, markup=False, highlight=False, soft_wrap=True)
    if not listing.inputs:
        console.print(NO_INPUT, markup=False, highlight=False, soft_wrap=True)
