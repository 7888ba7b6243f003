"""While Evenhand loads, nothing is garbage-collected."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Hold the collector back until the end of the ``with``, then leave what is loaded alone.

    What loads stays until the end, so going through it again and again only delays the first
    picture, by 0.08 s (``make bench``), and later a frame of a game.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
