"""What every view draws with: a surface, a theme, a layout, and the pictures made so far.

Vector art is SVG rendered by resvg once and blitted ever after; text is rendered at three times its
size and shrunk (LOOK 10). The pictures belong to one theme and one layout: a new theme or window
size gets a new ``Canvas``, so no key has to name them.
"""

import io
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from importlib import resources
from typing import TypeVar, cast

import pygame
import resvg_py

from game.theme import Theme
from game.view.layout import Layout

FONT_FILES = {
    400: "AtkinsonHyperlegibleNext-Regular.ttf",
    500: "AtkinsonHyperlegibleNext-Medium.ttf",
    600: "AtkinsonHyperlegibleNext-SemiBold.ttf",
    700: "AtkinsonHyperlegibleNext-Bold.ttf",
}
BUDGET_BYTES = 48_000_000
MOST_VALUES = 4096

T = TypeVar("T")


class Pictures:
    """Surfaces and fonts by key; the longest unused surfaces go when ``budget`` bytes are full."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._bytes = 0
        self._surfaces: OrderedDict[Hashable, pygame.Surface] = OrderedDict()
        self._fonts: dict[tuple[int, int], pygame.font.Font] = {}
        self._values: dict[Hashable, object] = {}

    def get(self, key: Hashable, make: Callable[[], pygame.Surface]) -> pygame.Surface:
        """Return the surface of this key, made by ``make`` the first time."""
        surface = self._surfaces.get(key)
        if surface is not None:
            self._surfaces.move_to_end(key)
            return surface
        surface = make()
        self._surfaces[key] = surface
        self._bytes += _size(surface)
        while self._bytes > self._budget and len(self._surfaces) > 1:
            self._bytes -= _size(self._surfaces.popitem(last=False)[1])
        return surface

    def value(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return a small computed value (a curve's points, key boxes), made the first time."""
        if key not in self._values:
            if len(self._values) >= MOST_VALUES:
                self._values.clear()
            self._values[key] = make()
        return cast(T, self._values[key])

    def font(self, weight: int, size: int) -> pygame.font.Font:
        """Return a font of the bundled family, opened once a weight and size."""
        if (weight, size) not in self._fonts:
            if not pygame.font.get_init():
                pygame.font.init()
            file = resources.files("assets") / "fonts" / FONT_FILES[weight]
            # SDL_ttf reads glyphs from the file as they are needed: give it memory, not a path.
            opened = pygame.font.Font(io.BytesIO(file.read_bytes()), size)
            self._fonts[weight, size] = opened
        return self._fonts[weight, size]


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """A surface to draw on, with its theme, layout and pictures; make it with ``canvas_for``."""

    surface: pygame.Surface
    theme: Theme
    layout: Layout
    pictures: Pictures

    def onto(self, surface: pygame.Surface) -> "Canvas":
        """Return a canvas that draws on another surface and shares the pictures."""
        return replace(self, surface=surface)

    def px(self, length: float) -> int:
        """Return a shape's length in pixels (``Layout.px``)."""
        return self.layout.px(length)

    def tpx(self, length: float) -> int:
        """Return a length that goes with words in pixels (``Layout.tpx``)."""
        return self.layout.tpx(length)

    def clear(self) -> None:
        """Fill the whole surface with the theme's ground."""
        self.surface.fill(self.theme.bg)

    def vector(
        self,
        key: Hashable,
        size: tuple[int, int],
        body: Callable[[], str],
        *,
        view: tuple[float, float, float, float] | None = None,
    ) -> pygame.Surface:
        """Return SVG art of ``size`` pixels, rendered once a key.

        Parameters
        ----------
        body : returns the elements inside ``<svg>``; called only where the key is new
        view : the ``viewBox``; without one the art is written in pixels
        """
        box = view or (0, 0, *size)
        return self.pictures.get(
            ("vector", key, size),
            lambda: rendered(svg_document(size, body(), box)),
        )

    def layer(self, key: Hashable, paint: Callable[["Canvas"], None]) -> pygame.Surface:
        """Return an opaque picture of the whole window, painted once a key on the ground colour."""

        def make() -> pygame.Surface:
            surface = pygame.Surface(self.surface.get_size(), 0, 32)
            surface.fill(self.theme.bg)
            paint(self.onto(surface))
            return surface

        return self.pictures.get(("layer", key, self.surface.get_size()), make)

    def blit(self, picture: pygame.Surface, x: float, y: float) -> None:
        """Put a picture's top left corner at (x, y)."""
        self.surface.blit(picture, (round(x), round(y)))

    def blit_centred(self, picture: pygame.Surface, x: float, y: float) -> None:
        """Put a picture's middle at (x, y)."""
        w, h = picture.get_size()
        self.surface.blit(picture, (round(x - w / 2), round(y - h / 2)))


def canvas_for(surface: pygame.Surface, theme: Theme, layout: Layout) -> Canvas:
    """Return a canvas with no pictures yet."""
    budget = round(BUDGET_BYTES * min(max(layout.u, 1) ** 2, 6))
    return Canvas(surface=surface, theme=theme, layout=layout, pictures=Pictures(budget))


def svg_document(size: tuple[int, int], body: str, view: tuple[float, float, float, float]) -> str:
    """Return a whole SVG of ``size`` pixels around ``body``."""
    box = " ".join(f"{number:g}" for number in view)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" '
        f'viewBox="{box}" preserveAspectRatio="xMidYMid meet">{body}</svg>'
    )


def rendered(svg: str) -> pygame.Surface:
    """Return an SVG as a surface with straight alpha; needs no window."""
    loaded = pygame.image.load(io.BytesIO(resvg_py.svg_to_bytes(svg, skip_system_fonts=True)))
    # The PNG's channel order blits half as fast as the display's: copied once, here.
    surface = pygame.Surface(loaded.get_size(), pygame.SRCALPHA, 32)
    surface.blit(loaded, (0, 0))
    return surface


def opaque(picture: pygame.Surface) -> pygame.Surface:
    """Return a picture without its alpha channel, which blits three times as fast."""
    surface = pygame.Surface(picture.get_size(), 0, 32)
    surface.blit(picture, (0, 0))
    return surface


def _size(surface: pygame.Surface) -> int:
    w, h = surface.get_size()
    return w * h * 4
