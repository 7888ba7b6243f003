"""The foot of every quiet screen: the player's own keys, what sounds, and which keys steer."""

from engine.session.world import World
from game.screens.screen import Moment
from game.theme import Role
from game.view.canvas import Canvas
from game.view.keys import key_name
from game.view.rail import Rail, Steering, draw_rail
from game.view.text import text_width

PIANO = (21, 108)


def draw_foot(
    canvas: Canvas, moment: Moment, *, low: str = "", high: str = "", caption: str = ""
) -> None:
    """Draw the rail; ``low`` and ``high`` say what the outermost keys do, if they steer.

    Without a caption the middle names the key that sounds.
    """
    lowest, highest = ends(moment.world)
    steers = moment.steering is not None
    words = caption or _heard(moment)
    rail = Rail(
        lowest=lowest,
        highest=highest,
        sounding=tuple(sorted(moment.sounding)),
        low=Steering(does=low, key="lowest key") if low and steers else None,
        high=Steering(does=high, key="highest key") if high and steers else None,
        caption=words if _fits(canvas, words, low, high) else "",
    )
    draw_rail(canvas, rail)


def draw_play_foot(canvas: Canvas, moment: Moment, caption: str = "") -> None:
    """Draw the rail of a game that is played on it: its outermost keys together pause."""
    lowest, highest = ends(moment.world)
    known = moment.world.device is not None
    both = Steering(does="Pause", key="both outermost keys") if known else None
    escape = f"{caption}; pause: Esc" if caption else "Pause: Esc"
    rail = Rail(
        lowest=lowest,
        highest=highest,
        sounding=tuple(sorted(moment.sounding)),
        low=both,
        high=both,
        caption=caption if known else escape,
    )
    draw_rail(canvas, rail)


def ends(world: World) -> tuple[int, int]:
    """Return the lowest and the highest key of the piano; those of a whole one while unknown."""
    return (world.device.lowest, world.device.highest) if world.device else PIANO


def _fits(canvas: Canvas, words: str, low: str, high: str) -> bool:
    """Say whether the middle has room between the words at both ends."""
    ends = [f"{end} highest key" for end in (low, high) if end]
    widest = max((text_width(canvas, end, Role.CAPTION_STRONG) for end in ends), default=0)
    free = canvas.layout.width - 2 * (widest + canvas.px(48))
    return text_width(canvas, words, Role.CAPTION) <= free


def _heard(moment: Moment) -> str:
    keys = sorted(moment.sounding)
    if len(keys) == 1:
        return f"You are playing {key_name(keys[0])}"
    return f"You are playing {len(keys)} keys" if keys else ""
