"""Windows of every size: each screen there is, drawn, read, clicked and steered."""

from dataclasses import replace

import pytest

from engine.record import ThemeChoice
from game.input import Clicked, Intent, Pointed
from game.screens.screen import NOTHING, Replace
from tests.recorder import KnownPictures, Recorded, Words, recorded
from tests.situations import SITUATIONS, situation

DARK, LIGHT, CONTRAST = ThemeChoice
# Each size with each size of type; the themes take turns. Of the large ones, which take long to
# draw, each shows a part of the screens: from the first number on, in steps of the second.
WINDOWS = [
    ((1024, 600), 100, DARK, (0, 1)),
    ((1024, 600), 200, CONTRAST, (0, 1)),
    ((1280, 720), 100, LIGHT, (0, 1)),
    ((1280, 720), 200, DARK, (0, 1)),
    ((1024, 768), 100, CONTRAST, (0, 1)),
    ((1024, 768), 200, LIGHT, (0, 1)),
    ((1920, 1080), 100, DARK, (0, 2)),
    ((1920, 1080), 200, CONTRAST, (1, 2)),
    ((2560, 1080), 100, LIGHT, (1, 2)),
    ((2560, 1080), 200, DARK, (0, 2)),
    ((3840, 2160), 100, DARK, (0, 6)),
    ((3840, 2160), 200, LIGHT, (3, 6)),
]
LEAST_PX, LEAST_BUTTON = 14, 48
MOST_STEPS = 30
# An arrow key is the answer itself.
BY_ARROWS = ("heavier asks",)
# What is shown but waits, and does nothing until then.
NOT_YET = {("resting", "Go on")}
# Nothing lies behind the first screen of all: it is closed by its button, or with the window.
OUTERMOST = "welcome first"


def ink(text: Words) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of capitals and small letters."""
    middle = text.box.y + text.box.h * 0.52
    up = text.px * 0.33
    return text.box.x + 1, middle - up, text.box.right - 1, middle + up


def apart(a, b) -> bool:
    """Whether two areas (left, top, right, bottom) share no more than an edge."""
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    return wide <= 2 or high <= 2


def inside(area, whole) -> bool:
    return (
        area[0] >= whole[0] - 1
        and area[1] >= whole[1] - 1
        and area[2] <= whole[2] + 1
        and area[3] <= whole[3] + 1
    )


def corners(box) -> tuple[int, int, int, int]:
    return box.x, box.y, box.right, box.bottom


def faults(drawn: Recorded, scale: float) -> list[str]:
    """What a reader or a hand at the mouse would trip over in one picture."""
    window = (0, 0, *drawn.picture.get_size())
    texts = tuple(dict.fromkeys(drawn.texts))
    buttons = dict(reversed([(box, label) for label, box in drawn.buttons(scale)]))
    found = [f"below 14 px: {text.words!r}" for text in texts if text.px < LEAST_PX]
    found += [f"out of the window: {t.words!r}" for t in texts if not inside(ink(t), window)]
    for number, text in enumerate(texts):
        found += [
            f"{text.words!r} over {other.words!r}"
            for other in texts[:number]
            if other.words != text.words and not apart(ink(text), ink(other))
        ]
    for number, (box, label) in enumerate(buttons.items()):
        area = corners(box)
        if not inside(area, window) or box.h < LEAST_BUTTON:
            found.append(f"the button {label!r} is cut or low: {box}")
        found += [
            f"the buttons {label!r} and {other!r} lie on each other"
            for near, other in list(buttons.items())[:number]
            if not apart(area, corners(near))
        ]
        found += [
            f"{text.words!r} sticks out of the button {label!r}"
            for text in texts
            if not apart(ink(text), area) and not inside(ink(text), area)
        ]
    return found


def unanswered(name: str, drawn: Recorded, now) -> list[str]:
    """Return the buttons that a click, the mouse with Enter, or the keys do not reach."""
    screen = situation(name).shown
    if hasattr(screen, "settled"):
        # the hand has rested: keys count
        screen = replace(screen, settled=True)
    by_keys = wishes_by_keys(screen, now)
    found = []
    for label, box in dict.fromkeys(drawn.buttons(now.layout.t)):
        x, y = box.centre
        wish = screen.update(now, [Clicked(x, y)])
        if (name, label) in NOT_YET:
            found += [f"{label!r} does something before its time"] if wish != NOTHING else []
            continue
        if wish == NOTHING:
            found.append(f"a click on {label!r} does nothing")
        if name in BY_ARROWS:
            continue
        if meant(screen.update(now, [Pointed(x, y), Intent.CONFIRM])) != meant(wish):
            found.append(f"Enter under the mouse at {label!r} does something else")
        if meant(wish) not in by_keys:
            found.append(f"no way by keys to {label!r}")
    return found


def meant(wish) -> tuple:
    """What a wish does, whatever has the focus after it."""
    go = wish.go
    shown = getattr(go, "screen", None)
    aside = {"focus": 0} if hasattr(shown, "focus") else {}
    return type(go), shown and replace(shown, **aside), wish.inputs, wish.requests


def wishes_by_keys(screen, now) -> list[tuple]:
    """What Enter does after so many arrows: those that the piano's keys give as well."""
    found = [meant(screen.update(now, [Intent.CONFIRM]))]
    for _ in range(MOST_STEPS):
        wish = screen.update(now, [Intent.NEXT])
        screen = wish.go.screen if isinstance(wish.go, Replace) else screen
        # where the focus walks on to the next page, nobody needs the button to it
        found += [meant(wish), meant(screen.update(now, [Intent.CONFIRM]))]
    return found


def walked(size, percent, theme, names) -> list[str]:
    pictures, found = KnownPictures(), []
    for name in names:
        now = situation(name).at(size, percent, theme)
        drawn = recorded(situation(name).shown, now, theme, pictures)
        said = faults(drawn, now.layout.t) + unanswered(name, drawn, now)
        found += [f"{name}: {each}" for each in said]
    return found


@pytest.mark.parametrize(("size", "percent", "theme", "part"), WINDOWS)
def test_every_screen_is_whole_in_every_window(size, percent, theme, part):
    first, steps = part
    assert walked(size, percent, theme, list(SITUATIONS)[first::steps]) == []


@pytest.mark.parametrize("name", [name for name in SITUATIONS if name != OUTERMOST])
def test_escape_leads_on_from_every_screen(name):
    now = situation(name).at((1280, 720))
    assert situation(name).shown.update(now, [Intent.BACK]) != NOTHING


def test_the_walk_sees_what_is_wrong():
    seen = recorded(situation("asking").shown, situation("asking").at((1280, 720)))
    whole = seen.texts[-1]
    outside = whole._replace(words="outside", box=whole.box.moved(2000, 0))
    small = whole._replace(words="small", px=13.0, box=whole.box.moved(0, -whole.box.y))
    over = whole._replace(words="over")
    wrong = replace(seen, texts=(*seen.texts, outside, small, over))
    said = faults(wrong, 1.0)
    assert any(each.startswith("out of the window: 'outside'") for each in said)
    assert "below 14 px: 'small'" in said
    assert any(each.startswith("'over' over") for each in said)
