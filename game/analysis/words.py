"""How numbers stand in the tables for people."""

from rich.table import Table

NOTHING = "-"


def number(value: float | None) -> str:
    """Return a number to a tenth, or a dash where there is none."""
    return NOTHING if value is None else f"{value:.1f}"


def signed(value: float | None) -> str:
    """Return a number to a tenth with its sign, or a dash where there is none."""
    return NOTHING if value is None else f"{value:+.1f}"


def small_table(title: str, *columns: str) -> Table:
    """Return a table without lines, words to the left in its first column, numbers to the right."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place == 0 else "right", no_wrap=True)
    return table
