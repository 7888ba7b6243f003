"""Colours, finger colours and type roles as frozen values (LOOK 2 and 3).

A view gets a ``Theme`` and asks it for tokens by name; nothing here knows pygame. Colours are
``#RRGGBB`` strings, which SVG and pygame both read.
"""

from dataclasses import dataclass
from enum import Enum

from engine.record import ThemeChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRole:
    """Size in px at 1280 x 720, weight, and line height as a multiple of the size."""

    size: float
    weight: int
    leading: float = 1.45


class Role(Enum):
    """What a piece of text is for; its size and weight follow."""

    RESULT = TypeRole(size=56, weight=500, leading=1.2)
    UNIT = TypeRole(size=24, weight=400, leading=1.2)
    GREETING = TypeRole(size=40, weight=500, leading=1.2)
    VERDICT = TypeRole(size=34, weight=500, leading=1.2)
    GAME = TypeRole(size=26, weight=600, leading=1.2)
    OPENING = TypeRole(size=22, weight=500, leading=1.3)
    NUMERAL = TypeRole(size=22, weight=600, leading=1.2)
    LIST = TypeRole(size=20, weight=600, leading=1.2)
    BUTTON = TypeRole(size=19, weight=600, leading=1.2)
    BODY = TypeRole(size=18, weight=400)
    BODY_STRONG = TypeRole(size=18, weight=600)
    CARD_TITLE = TypeRole(size=17, weight=600, leading=1.2)
    TAB = TypeRole(size=17, weight=400, leading=1.2)
    SECOND = TypeRole(size=16, weight=400)
    SECOND_STRONG = TypeRole(size=16, weight=600)
    CAPTION = TypeRole(size=15, weight=400)
    CAPTION_STRONG = TypeRole(size=15, weight=600)
    AXIS = TypeRole(size=14, weight=400)
    AXIS_STRONG = TypeRole(size=14, weight=600)


INK = "#16130E"
IVORY = "#FFFDF8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Every colour token of LOOK 2; ``plain`` means no glow, gradient or shadow.

    ``fingers[0]`` is the thumb's fill and ``on_fingers[0]`` the ink of a number on it.
    """

    name: ThemeChoice
    bg: str
    deep: str
    card: str
    raised: str
    line: str
    line2: str
    text: str
    text2: str
    text3: str
    accent: str
    on_accent: str
    lamp: str
    care: str
    key: str
    key_black: str
    staff: str
    played: str
    fingers: tuple[str, str, str, str, str]
    on_fingers: tuple[str, str, str, str, str]
    plain: bool = False

    def finger(self, finger: int) -> str:
        """Return the fill of a finger, 1 (thumb) to 5 (little finger)."""
        return self.fingers[finger - 1]

    def on_finger(self, finger: int) -> str:
        """Return the colour of a number that stands on the finger's fill."""
        return self.on_fingers[finger - 1]

    @property
    def is_light(self) -> bool:
        """True where words are darker than their ground."""
        return self.name is ThemeChoice.LIGHT


DARK = Theme(
    name=ThemeChoice.DARK,
    bg="#171512",
    deep="#100E0C",
    card="#211E19",
    raised="#2C2822",
    line="#3A342B",
    line2="#857A68",
    text="#F3EDE1",
    text2="#C6BCAA",
    text3="#A0957F",
    accent="#E8CD96",
    on_accent="#1B1711",
    lamp="#E8CD96",
    care="#EBA893",
    key="#2C2822",
    key_black="#0E0C0A",
    staff="#6E6556",
    played="#8F8573",
    fingers=("#EA6410", "#8FD3FA", "#3A9F78", "#ECE069", "#B678A9"),
    on_fingers=(INK, INK, INK, INK, INK),
)

LIGHT = Theme(
    name=ThemeChoice.LIGHT,
    bg="#F6F0E4",
    deep="#EBE2D1",
    card="#FFFDF8",
    raised="#FFFFFF",
    line="#E0D6C2",
    line2="#8A7D67",
    text="#211C14",
    text2="#544A3C",
    text3="#6F6452",
    accent="#6B4A10",
    on_accent="#FFFDF8",
    lamp="#AD7B12",
    care="#9C3F2A",
    key="#FFFDF8",
    key_black="#4A4134",
    staff="#8A7D67",
    played="#8A7D67",
    fingers=("#A02800", "#3A92BF", "#2F6D59", "#948C32", "#631A56"),
    on_fingers=(IVORY, INK, IVORY, INK, IVORY),
)

HIGH_CONTRAST = Theme(
    name=ThemeChoice.HIGH_CONTRAST,
    bg="#000000",
    deep="#000000",
    card="#000000",
    raised="#1C1C1C",
    line="#FFFFFF",
    line2="#FFFFFF",
    text="#FFFFFF",
    text2="#FFFFFF",
    text3="#E6E0D4",
    accent="#FFE08A",
    on_accent="#000000",
    lamp="#FFE08A",
    care="#FFB8A3",
    key="#000000",
    key_black="#FFFFFF",
    staff="#FFFFFF",
    played="#A8A296",
    fingers=("#FD8700", "#ABDDFF", "#45BA87", "#F6EF8D", "#C998B5"),
    on_fingers=(INK, INK, INK, INK, INK),
    plain=True,
)


def theme_named(name: ThemeChoice) -> Theme:
    """Return the theme of this name."""
    return {theme.name: theme for theme in (DARK, LIGHT, HIGH_CONTRAST)}[name]


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB``, 0 to 1 (WCAG 2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """Return ``one`` with ``share`` (0 to 1) of ``other`` mixed in, channel by channel in sRGB."""
    parts = []
    for i in (1, 3, 5):
        a, b = int(one[i : i + 2], 16), int(other[i : i + 2], 16)
        parts.append(f"{round(a + (b - a) * share):02X}")
    return "#" + "".join(parts)
