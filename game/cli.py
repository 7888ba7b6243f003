"""The command line: which commands there are, and how an error reaches a person.

Commands import what they need when they run, so that ``--help`` answers at once.
"""

import os
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
    failed = None
    code = 1
    try:
        code = _exit_code(arguments)
    except EvenhandError as error:
        code = _complain(str(error))
    except OSError as error:
        failed = error
    output = _flush()
    failed = failed or output
    if failed is None:
        return code
    if isinstance(failed, BrokenPipeError):
        # what reads our output has seen enough
        return 1
    return _complain(sentence_of(failed))


def _exit_code(arguments: Sequence[str] | None) -> int:
    try:
        command_line()(args=arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    return 0


def _complain(sentence: str) -> int:
    if sys.stderr is not None:
        sys.stderr.write(f"evenhand: {sentence}\n")
    return 1


def sentence_of(error: OSError) -> str:
    """Return what went wrong, where, what to do; an error without a file is one of the output."""
    what = f"{error.filename or 'the output'}: {error.strerror or error}"
    return f"{what}; check that it is there, that it can be written and that the disk has room."


def _flush() -> OSError | None:
    """Write what waits for standard output; return why that failed, if it did."""
    if sys.stdout is None:
        return None
    try:
        sys.stdout.flush()
    except OSError as error:
        # else Python tries again when it ends, and says so
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        return error
    return None
