"""What a trial of Still Water keeps of itself: its rounds, to be measured again, and their counts.

The counts are what later trials pool with, without opening the takes of earlier ones.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from engine.tasks.still_water import Round
from engine.tasks.still_water_found import EarlierRound, RoundFound, left_for_later

SCHEMA = 1


def to_json(found: Sequence[RoundFound], home: Mapping[int, int], *, hurt: bool) -> str:
    """Return what a trial keeps; one that hurt is kept, and counts for nothing later."""
    return json.dumps(
        {
            "schema": SCHEMA,
            "hurt": hurt,
            "home": {str(pitch): finger for pitch, finger in home.items()},
            "rounds": [_kept(each) for each in found],
        }
    )


def rounds_from_json(text: str) -> tuple[tuple[Round, ...], dict[int, int]]:
    """Return rounds and home keys of a kept trial; ValueError for another schema."""
    kept = _read(text)
    rounds = tuple(
        Round(
            playing=each["playing"],
            held=tuple(each["held"]),
            begins_ns=each["begins_ns"],
            ends_ns=each["ends_ns"],
            tempo_bpm=each["tempo_bpm"],
            octaves=each["octaves"],
            lifted=each["lifted"],
        )
        for each in kept["rounds"]
    )
    return rounds, {int(pitch): finger for pitch, finger in kept["home"].items()}


def earlier_from_json(texts: Sequence[str]) -> tuple[EarlierRound, ...]:
    """Return the rounds of earlier trials, newest first.

    Those that hurt, say nothing or cannot be read are left out: their takes are kept all the same.
    """
    found: list[EarlierRound] = []
    for text in texts:
        try:
            kept = _read(text)
        except ValueError:
            continue
        if not kept["hurt"]:
            found += [_earlier(each) for each in reversed(kept["rounds"]) if each["strokes"]]
    return tuple(found)


def _read(text: str) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(text)
    if kept.get("schema") != SCHEMA:
        raise ValueError(f"rounds of schema {kept.get('schema')}; this Evenhand knows {SCHEMA}")
    return kept


def _kept(found: RoundFound) -> dict[str, Any]:
    played, left = found.played, left_for_later(found)
    return {
        "playing": played.playing,
        "held": list(played.held),
        "begins_ns": played.begins_ns,
        "ends_ns": played.ends_ns,
        "tempo_bpm": played.tempo_bpm,
        "octaves": played.octaves,
        "lifted": played.lifted,
        "strokes": left.strokes,
        "breaks": {str(finger): count for finger, count in left.breaks.items()},
        "presses": {str(finger): count for finger, count in left.presses.items()},
        "share": left.share,
    }


def _earlier(kept: Mapping[str, Any]) -> EarlierRound:
    return EarlierRound(
        playing=kept["playing"],
        held=tuple(kept["held"]),
        tempo_bpm=kept["tempo_bpm"],
        strokes=kept["strokes"],
        breaks={int(finger): count for finger, count in kept["breaks"].items()},
        presses={int(finger): count for finger, count in kept["presses"].items()},
        share=kept["share"],
    )
