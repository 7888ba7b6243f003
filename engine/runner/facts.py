"""What a journal knows of its take, so that a killed session's take can be measured after all."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.exercise import Direction, Exercise, Hand
from engine.record import Calibration, ClickChoice, Session, Settings, Task
from engine.session.state import BlockPlan
from engine.session.world import PortStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeFacts:
    """One take's place in the record: its session, its step, and when and how it began.

    ``started_ns`` is on the clock of the arrival stamps; ``seed`` gave the task its chance.
    ``clicks`` is where they came from and ``calibration`` the delay that was known of them on this
    port, null while it is not; ``port_name`` names the instrument.
    """

    session: Session
    step: BlockPlan
    block: int
    ordinal: int
    started_ns: int
    started_utc: datetime
    seed: int
    measured: bool
    outer: tuple[int, int] | None
    clicks: ClickChoice = ClickChoice.SPEAKERS
    calibration: Calibration | None = None
    port_name: str = ""


def clicks_heard(settings: Settings, port: PortStatus) -> ClickChoice:
    """Return where the clicks come from as things are: muted, or without a way out, they are shown.

    A piano that clicks needs an output that leads to it.
    """
    silent = settings.muted and settings.clicks is ClickChoice.SPEAKERS
    unsent = settings.clicks is ClickChoice.PIANO and not port.output
    return ClickChoice.SHOWN if silent or unsent else settings.clicks


def to_json(facts: TakeFacts) -> dict[str, Any]:
    """Return the facts as plain values for the journal's header."""
    step = {each.name: getattr(facts.step, each.name) for each in fields(facts.step)}
    step |= {"exercise": facts.step.exercise.id}
    session = {each.name: getattr(facts.session, each.name) for each in fields(facts.session)}
    return {
        "session": {name: _plain(value) for name, value in session.items()},
        "step": {name: _plain(value) for name, value in step.items()},
        "block": facts.block,
        "ordinal": facts.ordinal,
        "started_ns": facts.started_ns,
        "started_utc": facts.started_utc.isoformat(),
        "seed": facts.seed,
        "measured": facts.measured,
        "outer": facts.outer,
        "clicks": facts.clicks,
        "calibration": None if facts.calibration is None else asdict(facts.calibration),
        "port_name": facts.port_name,
    }


def from_json(kept: Mapping[str, Any], exercises: Mapping[str, Exercise]) -> TakeFacts:
    """Return the facts of a journal's header; KeyError or ValueError where they are not whole."""
    session, step = dict(kept["session"]), dict(kept["step"])
    device_id = session["device_id"]
    session |= {
        "id": UUID(session["id"]),
        "person_id": UUID(session["person_id"]),
        "device_id": None if device_id is None else UUID(device_id),
        "started_utc": datetime.fromisoformat(session["started_utc"]),
        "local_date": date.fromisoformat(session["local_date"]),
    }
    direction = step["direction"]
    # as the journals of the first Evenhand called it
    level_json = step.pop("staircase_json", None)
    step |= {
        "task": Task(step["task"]),
        "exercise": exercises[step["exercise"]],
        "hand": Hand(step["hand"]),
        "level_json": step.get("level_json", level_json),
        "direction": None if direction is None else Direction(direction),
        "fingers": tuple(step["fingers"]),
        "dwelling": tuple((first, second) for first, second in step["dwelling"]),
    }
    outer = kept["outer"]
    # not in the journals of the first Evenhand
    calibration = kept.get("calibration")
    return TakeFacts(
        session=Session(**session),
        step=BlockPlan(**step),
        block=kept["block"],
        ordinal=kept["ordinal"],
        started_ns=kept["started_ns"],
        started_utc=datetime.fromisoformat(kept["started_utc"]),
        seed=kept["seed"],
        measured=kept["measured"],
        outer=None if outer is None else (outer[0], outer[1]),
        clicks=ClickChoice(kept.get("clicks", ClickChoice.SPEAKERS)),
        calibration=None if calibration is None else calibration_of(calibration),
        port_name=kept.get("port_name", ""),
    )


def calibration_of(kept: Mapping[str, Any]) -> Calibration:
    """Return a calibration that was written out; KeyError or ValueError where it is not whole."""
    return Calibration(**{**kept, "clicks": ClickChoice(kept["clicks"])})


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
