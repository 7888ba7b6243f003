"""How the demo's pictures look, read from one word of the command line."""

import pytest

from engine.record import ThemeChoice
from game.commands.look import Look, LookError, look_of


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("1280x720", Look()),
        ("1024x600,200", Look(size=(1024, 600), type_percent=200)),
        (
            "1920x1080,125,high_contrast",
            Look(size=(1920, 1080), type_percent=125, theme=ThemeChoice.HIGH_CONTRAST),
        ),
    ],
)
def test_a_look_is_size_type_and_theme(text, look):
    assert look_of(text) == look


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "give SIZE"),
        ("big", "give SIZE"),
        ("1x2x3", "give SIZE"),
        ("1280x720,100,dark,more", "give SIZE"),
        ("320x200", "640x360 to 7680x4320"),
        ("1280x720,300", "100 to 200 per cent"),
        ("1280x720,large", "100 to 200 per cent"),
        ("1280x720,100,sepia", "one of dark, light, high_contrast"),
    ],
)
def test_what_cannot_be_read_is_said(text, told):
    with pytest.raises(LookError, match=told):
        look_of(text)
