"""What a trial of On the Beat keeps, to be measured again and pooled with later ones."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from engine.record import Calibration, ClickChoice
from engine.tasks.on_the_beat import Placed, Stretch
from engine.tasks.on_the_beat_found import OneFinger

SCHEMA = 1
SAME_TEMPO = 0.10
MOST_POOLED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A kept trial: its stretches in time, its clicks, what one finger did, whether it hurt."""

    stretches: tuple[Placed, ...]
    clicks: ClickChoice
    calibration: Calibration | None
    one_finger: OneFinger | None
    hurt: bool = False


def to_json(kept: Kept) -> str:
    """Return the trial as JSON with its ``schema``; seconds alone are from the first onset."""
    one = kept.one_finger
    return json.dumps(
        {
            "schema": SCHEMA,
            "clicks": kept.clicks,
            "calibration": None if kept.calibration is None else asdict(kept.calibration),
            "hurt": kept.hurt,
            "stretches": [asdict(placed) for placed in kept.stretches],
            "one_finger": None
            if one is None
            else {
                "finger": one.finger,
                "asynchrony_s": [
                    None if np.isnan(late) else round(float(late), 6) for late in one.asynchrony_s
                ],
                "alone_s": [round(float(at - one.alone_s[0]), 6) for at in one.alone_s],
            },
        }
    )


def from_json(text: str) -> Kept:
    """Return a kept trial; KeyError, TypeError or ValueError where it is none of ours."""
    kept = json.loads(text)
    if kept["schema"] != SCHEMA:
        raise ValueError(f"a trial of schema {kept['schema']}; this Evenhand knows {SCHEMA}")
    calibration, one = kept["calibration"], kept["one_finger"]
    if calibration is not None:
        clicks = ClickChoice(calibration["clicks"])
        calibration = Calibration(**{**calibration, "clicks": clicks})
    return Kept(
        stretches=tuple(_placed(each) for each in kept["stretches"]),
        clicks=ClickChoice(kept["clicks"]),
        calibration=calibration,
        one_finger=None if one is None else _one_finger(one),
        hurt=kept["hurt"],
    )


def pooled(earlier: Sequence[str], finger: int | None, tempo_bpm: float) -> tuple[OneFinger, ...]:
    """Return what the same finger did at about this tempo in earlier trials, oldest first.

    ``earlier`` are kept trials, newest first; one that hurt or cannot be read is left out. With the
    trial just played there are eight at most, so that what is told is of now.
    """
    return tuple(reversed(list(_of_one_kind(earlier, finger, tempo_bpm))[: MOST_POOLED - 1]))


def _of_one_kind(
    earlier: Iterable[str], finger: int | None, tempo_bpm: float
) -> Iterator[OneFinger]:
    for text in earlier:
        try:
            kept = from_json(text)
        except (KeyError, TypeError, ValueError):
            continue
        one = kept.one_finger
        if one is None or one.finger != finger or kept.hurt:
            continue
        if abs(kept.stretches[-1].tempo_bpm / tempo_bpm - 1) <= SAME_TEMPO:
            yield one


def _placed(kept: dict[str, Any]) -> Placed:
    stretch = kept["stretch"]
    stretch |= {"pitches": tuple(stretch["pitches"]), "fingers": tuple(stretch["fingers"])}
    return Placed(**{**kept, "stretch": Stretch(**stretch)})


def _one_finger(kept: dict[str, Any]) -> OneFinger:
    late = [np.nan if each is None else each for each in kept["asynchrony_s"]]
    return OneFinger(
        finger=kept["finger"],
        asynchrony_s=np.array(late, np.float64),
        alone_s=np.array(kept["alone_s"], np.float64),
    )
