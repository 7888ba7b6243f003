"""The window: opened once, by the composition root; or the reason why it cannot be."""

import os
import sys
from importlib import resources

import pygame

from engine import EvenhandError
from game.view.canvas import rendered
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
        icon = resources.files("assets") / "images" / "icon.svg"
        pygame.display.set_icon(rendered(icon.read_text("utf-8")))
        return pygame.display.set_mode((WIDTH, HEIGHT), pygame.RESIZABLE)
    except pygame.error as error:
        raise NoDisplayError(str(error)) from error


def full_screen_toggled(windowed: tuple[int, int] | None) -> tuple[int, int] | None:
    """Fill the screen, or go back to a window of the size ``windowed``.

    Returns the size to go back to, None when in a window. pygame's own toggle would leave the
    window as large as the screen. pygame.error where there is no full screen.
    """
    if windowed is not None:
        pygame.display.set_mode(windowed, pygame.RESIZABLE)
        return None
    size = pygame.display.get_window_size()
    pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
    return size
