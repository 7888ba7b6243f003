"""How the demo's pictures are taken: the window's size, the type size, the theme."""

import re
from dataclasses import dataclass

from engine import EvenhandError
from engine.record import ThemeChoice

SMALLEST, LARGEST = (640, 360), (7680, 4320)
WHAT = "SIZE[,TYPE[,THEME]], such as 1024x600,200,light"


class LookError(EvenhandError):
    """A look that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The window's size in pixels, the type size in per cent, the theme."""

    size: tuple[int, int] = (1280, 720)
    type_percent: int = 100
    theme: ThemeChoice = ThemeChoice.DARK


def look_of(text: str) -> Look:
    """Return the look that ``text`` names; LookError says what is wrong with it."""
    parts = [part.strip() for part in text.split(",")]
    size, type_percent, theme, *more = (*parts, *("", "100", "dark")[len(parts) :])
    found = re.fullmatch(r"(\d{1,5})x(\d{1,5})", size)
    if found is None or more:
        raise LookError(f"--look {text!r}: give {WHAT}")
    width, height = int(found[1]), int(found[2])
    if not (SMALLEST[0] <= width <= LARGEST[0] and SMALLEST[1] <= height <= LARGEST[1]):
        raise LookError(f"--look {text!r}: the size must be 640x360 to 7680x4320")
    if not type_percent.isdecimal() or not 100 <= int(type_percent) <= 200:
        raise LookError(f"--look {text!r}: the type size must be 100 to 200 per cent")
    names = [choice.value for choice in ThemeChoice]
    if theme not in names:
        raise LookError(f"--look {text!r}: the theme must be one of {', '.join(names)}")
    return Look(size=(width, height), type_percent=int(type_percent), theme=ThemeChoice(theme))
