"""A canvas that remembers what was drawn on it: words with their boxes, buttons, keyboards."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import pygame

from engine.record import ThemeChoice
from game.screens.screen import Moment, Screen
from game.theme import Role, theme_named
from game.view.canvas import BUDGET_BYTES, Canvas, Pictures
from game.view.layout import Box


class Words(NamedTuple):
    """One line of text, its size in pixels and where its ink may stand."""

    words: str
    px: float
    weight: int
    box: Box


class Keys(NamedTuple):
    """A keyboard that was drawn: its ends, and the pitches with a finger on them."""

    lowest: int
    highest: int
    home: tuple[int, ...]


class KnownPictures(Pictures):
    """Pictures that can be asked which key they were made for."""

    def __init__(self) -> None:
        super().__init__(BUDGET_BYTES * 6)
        self.keys: dict[int, Hashable] = {}
        self.layers: dict[int, tuple[pygame.Surface, list[tuple[Hashable, Box]]]] = {}

    def get(self, key: Hashable, make: Callable[[], pygame.Surface]) -> pygame.Surface:
        picture = super().get(key, make)
        self.keys[id(picture)] = key
        return picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder(Canvas):
    """Remembers every picture put on a surface of the window's size."""

    drawn: list[tuple[Hashable, Box]] = field(default_factory=list)

    def layer(self, key: Hashable, paint: Callable[[Canvas], None]) -> pygame.Surface:
        # painted anew each time, so that its words are known; they count where it is shown
        surface = pygame.Surface(self.surface.get_size(), 0, 32)
        surface.fill(self.theme.bg)
        on_layer: list[tuple[Hashable, Box]] = []
        paint(replace(self, surface=surface, drawn=on_layer))
        self.pictures.layers[id(surface)] = (surface, on_layer)
        return surface

    def blit(self, picture: pygame.Surface, x: float, y: float) -> None:
        # what is only prepared is drawn on a surface of one pixel
        key = self.pictures.keys.get(id(picture))
        if id(picture) in self.pictures.layers:
            self.drawn.extend(self.pictures.layers[id(picture)][1])
        elif key is not None and self.surface.get_size() == (self.layout.width, self.layout.height):
            self.drawn.append((key, Box(round(x), round(y), *picture.get_size())))
        Canvas.blit(self, picture, x, y)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A picture of a screen and what it consists of."""

    picture: pygame.Surface
    texts: tuple[Words, ...]
    plates: tuple[tuple[object, Box], ...]
    keyboards: tuple[Keys, ...]

    @property
    def words(self) -> str:
        return " | ".join(text.words for text in self.texts)

    def buttons(self, canvas_scale: float) -> tuple[tuple[str, Box], ...]:
        """The pills that have a label in the type of buttons, with their boxes."""
        px = max(Role.BUTTON.value.size * canvas_scale, 14)
        labels = [each for each in self.texts if (each.weight, each.px) == (600, px)]
        pills = [
            (plate, box)
            for plate, box in self.plates
            if plate.fill and plate.opacity and plate.radius == box.h // 2
        ]
        found = []
        for label in labels:
            x, y = label.box.centre
            around = [box for _, box in pills if box.contains(x, y)]
            if around:
                found.append((label.words, min(around, key=lambda box: box.w * box.h)))
        return tuple(found)


def recorded(
    screen: Screen,
    now: Moment,
    theme: ThemeChoice = ThemeChoice.DARK,
    pictures: KnownPictures | None = None,
) -> Recorded:
    """Return what a screen draws in a moment; ``pictures`` are those of earlier screens."""
    surface = pygame.Surface((now.layout.width, now.layout.height), 0, 32)
    known = pictures or KnownPictures()
    canvas = Recorder(surface=surface, theme=theme_named(theme), layout=now.layout, pictures=known)
    screen.draw(canvas, now)
    texts, plates, keyboards = [], [], []
    for key, box in canvas.drawn:
        match key:
            case ("text", words, weight, px, _):
                texts.append(Words(words, px, weight, box.inset(1, 0)))
            case ("plate", w, h, plate):
                margin = (box.w - w) // 2
                plates.append((plate, Box(box.x + margin, box.y + margin, w, h)))
            case ("keyboard", (lowest, highest, home), _):
                keyboards.append(Keys(lowest, highest, tuple(each.pitch for each in home)))
    return Recorded(
        picture=canvas.surface,
        texts=tuple(texts),
        plates=tuple(plates),
        keyboards=tuple(keyboards),
    )
