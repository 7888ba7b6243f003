"""``evenhand exercises``: the library."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from engine.exercise import Exercise, Pattern

SCHEMA = 1


def exercises(
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the exercises of the library."""
    from content.loader import load_exercises

    library = list(load_exercises().values())
    if json:
        import json as writer

        for exercise in library:
            typer.echo(writer.dumps(_as_json(exercise)))
        return
    from rich.console import Console

    _show(library, Console())


def _as_json(exercise: "Exercise") -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "id": exercise.id,
        "version": exercise.version,
        "title": exercise.title,
        "summary": exercise.summary,
        "source": exercise.source,
        "hand": exercise.hand,
        "tempo_bpm": exercise.tempo_bpm,
        "runs": exercise.runs,
        "max_attempts": exercise.max_attempts,
        "gap_s": exercise.gap_s,
        "patterns": [
            {
                "direction": pattern.direction,
                "notes": len(pattern.targets),
                "pitches": pattern.pitches,
                "fingers": pattern.fingers,
                "onset_beats": [target.onset_beat for target in pattern.targets],
            }
            for pattern in exercise.patterns
        ],
    }


def _show(library: "list[Exercise]", console: "Console") -> None:
    from rich import box
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_lines=False, pad_edge=False)
    table.add_column("exercise", no_wrap=True)
    table.add_column("hand")
    table.add_column("notes", no_wrap=True)
    table.add_column("fingers")
    table.add_column("bpm", justify="right")
    for exercise in library:
        table.add_row(
            Text(exercise.id, style="bold"),
            exercise.hand,
            "\n".join(f"{each.direction} {len(each.targets)}" for each in exercise.patterns),
            "\n".join(fingering(each) for each in exercise.patterns),
            f"{exercise.tempo_bpm:g}",
        )
    console.print(table)
    for exercise in library:
        console.print(Text.assemble((exercise.id, "bold"), f"  {exercise.title}"))
        about = Text(exercise.summary).append(f"\nSource: {exercise.source}", style="dim")
        console.print(Padding(about, (0, 0, 1, 2)))


def fingering(pattern: "Pattern") -> str:
    """Return the fingers in a line; a figure that comes round says how often: ``2 x 1 2 3, 1``."""
    fingers = ["-" if finger is None else str(finger) for finger in pattern.fingers]
    for length in range(1, len(fingers) // 2 + 1):
        times = len(fingers) // length
        figure, rest = fingers[:length], fingers[times * length :]
        if figure * times + rest == fingers:
            closing = f", {' '.join(rest)}" if rest else ""
            return f"{times} x {' '.join(figure)}{closing}"
    return " ".join(fingers)
