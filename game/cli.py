"""The command line: which commands there are, and how an error reaches a person."""

import sys
from collections.abc import Sequence

import typer

from engine import EvenhandError

app = typer.Typer(
    name="evenhand",
    help="Measures and trains finger control on a real piano. Without a command the app opens.",
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; errors for people go to standard error."""
    try:
        return int(app(args=arguments, standalone_mode=True) or 0)
    except EvenhandError as error:
        sys.stderr.write(f"evenhand: {error}\n")
        return 1
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
