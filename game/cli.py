"""The command line: which commands there are, and how an error reaches a person.

Commands import what they need when they run, so that ``--help`` answers at once.
"""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from engine import EvenhandError
from game.commands.analyse import analyse
from game.commands.demo import demo
from game.commands.doctor import doctor
from game.commands.exercises import exercises
from game.commands.play import play
from game.commands.players import players
from game.commands.ports import ports
from game.commands.record import record
from game.commands.simulate import simulate

COMMANDS = (ports, doctor, record, analyse, exercises, simulate, demo, players)


def command_line() -> typer.Typer:
    """Return the command line with all its commands."""
    line = typer.Typer(
        name="evenhand",
        help="Measures and trains finger control on a real piano. Without a command the app opens.",
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    line.callback(invoke_without_command=True)(_open)
    for command in COMMANDS:
        line.command(command.__name__)(command)
    return line


def _open(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"evenhand {version_of('evenhand')}")
    elif context.invoked_subcommand is None:
        play()


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; errors for people go to standard error."""
    try:
        command_line()(args=arguments)
    except EvenhandError as error:
        sys.stderr.write(f"evenhand: {error}\n")
        return 1
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except BrokenPipeError:
        # what reads our output has seen enough
        sys.stderr.close()
        return 1
    return 0
