"""The window: opened once, by the composition root; or the reason why it cannot be."""

import os
import sys

import pygame

from engine import EvenhandError
from game.view.layout import HEIGHT, WIDTH

# SDL falls back to these where there is nothing to show a picture on.
UNSEEN = {"offscreen", "dummy"}
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


class NoDisplayError(EvenhandError):
    """There is nothing to show a window on."""


def opened() -> pygame.Surface:
    """Open the window, resizable, at the size of the drawings; NoDisplayError says why not."""
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in DISPLAYS):
        raise NoDisplayError("neither X11 nor Wayland is running")
    try:
        pygame.display.init()
        driver = pygame.display.get_driver()
        if driver in UNSEEN:
            raise NoDisplayError(f"SDL found only the driver {driver!r}")
        pygame.display.set_caption("Evenhand")
        return pygame.display.set_mode((WIDTH, HEIGHT), pygame.RESIZABLE)
    except pygame.error as error:
        raise NoDisplayError(str(error)) from error
