"""A progress bar on standard error, above which lines may still be written."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.console import Console

Item = TypeVar("Item")
Write = Callable[[], None]
Above = Callable[[Write], None]
MANY = 20


@contextmanager
def bar(
    items: Sequence[Item], what: str, console: "Console"
) -> "Iterator[tuple[Iterator[Item], Above]]":
    """Give the items one by one, and how to write while the bar stands.

    The bar is drawn where ``console`` is a terminal and the items are many. What is written goes
    where it always goes; the bar makes room for it and comes back below.
    """
    if len(items) < MANY or not console.is_terminal:
        yield iter(items), lambda write: write()
        return
    from rich.progress import MofNCompleteColumn, Progress

    with Progress(
        *Progress.get_default_columns(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        # rich would send what is meant for standard output to the bar's terminal instead
        redirect_stdout=False,
        redirect_stderr=False,
    ) as progress:
        task = progress.add_task(what, total=len(items))

        def each() -> Iterator[Item]:
            for item in items:
                yield item
                progress.advance(task)

        def above(write: Write) -> None:
            progress.stop()
            write()
            progress.start()

        yield each(), above
