"""The rows of Settings: what can be changed, its values, and what the settings then are."""

from dataclasses import replace
from enum import Enum

from engine.record import ClickChoice, Settings, ThemeChoice, VoiceChoice
from game.screens.value_row import ValueRow


class Row(Enum):
    """A setting by its title."""

    THEME = "Theme"
    TYPE = "Type size"
    MOTION = "Motion"
    STRIP = "Early and late in On the Beat"
    SOUND = "All sounds"
    VOLUME = "Volume"
    CLICKS = "Clicks"
    VOICE = "Evenhand plays your notes"


LOOK = (Row.THEME, Row.TYPE, Row.MOTION, Row.STRIP)
SOUND = (Row.SOUND, Row.VOLUME, Row.CLICKS, Row.VOICE)
ROWS = (*LOOK, *SOUND)
VALUES: dict[Row, tuple[object, ...]] = {
    Row.THEME: tuple(ThemeChoice),
    Row.TYPE: (1.0, 1.25, 1.5, 2.0),
    Row.MOTION: (False, True),
    Row.STRIP: (False, True),
    Row.SOUND: (False, True),
    Row.VOLUME: (0.2, 0.4, 0.6, 0.8, 1.0),
    Row.CLICKS: tuple(ClickChoice),
    Row.VOICE: tuple(VoiceChoice),
}
WORDS: dict[Row, tuple[str, ...]] = {
    Row.THEME: ("Dark", "Light", "High contrast"),
    Row.TYPE: ("100", "125", "150", "200 %"),
    Row.MOTION: ("Full", "Reduced"),
    Row.STRIP: ("Not shown", "Shown"),
    Row.SOUND: ("On", "Mute"),
    Row.VOLUME: ("20", "40", "60", "80", "100 %"),
    Row.CLICKS: ("Speakers", "Piano", "Shown only"),
    Row.VOICE: ("When needed", "Yes", "No"),
}
FIELDS = {
    Row.THEME: "theme",
    Row.TYPE: "type_scale",
    Row.MOTION: "reduced_motion",
    Row.STRIP: "hit_strip",
    Row.SOUND: "muted",
    Row.VOLUME: "volume",
    Row.CLICKS: "clicks",
    Row.VOICE: "voice",
}


def chosen_value(row: Row, settings: Settings) -> int:
    """Return which of a row's values is set: the nearest one."""
    now = getattr(settings, FIELDS[row])
    values = VALUES[row]
    if now in values:
        return values.index(now)
    numbers = [value for value in values if isinstance(value, float)]
    return min(range(len(numbers)), key=lambda index: abs(numbers[index] - now))


def picked(row: Row, index: int, settings: Settings) -> Settings:
    """Return the settings with one of a row's values."""
    change: dict[str, object] = {FIELDS[row]: VALUES[row][index]}
    return replace(settings, **change)  # type: ignore[arg-type]


def changed(row: Row, settings: Settings) -> Settings:
    """Return the settings with the row's next value, the first after the last."""
    return picked(row, (chosen_value(row, settings) + 1) % len(VALUES[row]), settings)


def row_of(row: Row, settings: Settings) -> ValueRow:
    """Return a setting as it is drawn."""
    return ValueRow(title=row.value, words=WORDS[row], chosen=chosen_value(row, settings))
