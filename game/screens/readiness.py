"""Whether today's session can begin, and if not, what is missing and how to mend it."""

from enum import Enum

from engine.session.world import Link, World


class Readiness(Enum):
    """What stands between the player and today's session."""

    READY = "ready"
    RESTING = "resting"
    NO_RANGE = "no range"
    NO_INSTRUMENT = "no instrument"


CAN_STOP = "You can stop at any step; nothing is lost."
MISSING = {
    Readiness.RESTING: ("That is enough for today.", "Tomorrow the steps are here again."),
    Readiness.NO_RANGE: (
        "Press any key on your piano.",
        "Evenhand asks once where its keys begin and end.",
    ),
    Readiness.NO_INSTRUMENT: ("A session needs an instrument:", "press any key on your piano."),
}


def readiness(world: World) -> Readiness:
    """Return how far the player is from beginning."""
    match world.port.link:
        case Link.CONNECTED if world.device is None:
            return Readiness.NO_RANGE
        case Link.CONNECTED | Link.COMPUTER_KEYBOARD | Link.VIRTUAL:
            return Readiness.RESTING if is_full(world) else Readiness.READY
        case _:
            return Readiness.NO_INSTRUMENT


def minutes_today(world: World) -> float:
    """Return the minutes at the keys that are kept for today."""
    return sum(each.minutes for each in world.practice if each.local_date == world.today)


def is_full(world: World) -> bool:
    """Return whether today's minutes are played."""
    return world.plan is not None and minutes_today(world) >= world.plan.dose_minutes


def words_beside(world: World, *, steers: bool) -> tuple[str, str]:
    """Return the two sentences beside the main button; ``steers``: the piano's keys do."""
    if world.message:
        return world.message, ""
    ready = readiness(world)
    if ready is Readiness.NO_INSTRUMENT and world.port.link is Link.LOST:
        return f"{world.port.piano} was unplugged.", "Plug it in again and it goes on."
    if ready is not Readiness.READY:
        return MISSING[ready]
    if world.port.link is Link.COMPUTER_KEYBOARD:
        return "A to K play C to C; nothing of it is measured.", CAN_STOP
    how = "play the highest key on your piano" if steers else "press Return"
    return f"or {how}.", CAN_STOP
