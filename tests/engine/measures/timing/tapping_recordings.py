"""Reads the tapping of real people that lies beside the checkout (Pazdera and Trainor 2025)."""

import ast
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.note import Seconds

FOLDER = Path(__file__).parents[5] / "shared" / "data" / "tapping-illusorymotor-e1"
METRONOME_TONES = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tapping:
    """One trial of one person: the metronome's tones, all taps, and those after the metronome."""

    person: str
    ioi_ms: int
    tone_s: Seconds
    tap_s: Seconds
    continuation_s: Seconds


def tappings() -> Iterator[Tapping]:
    """All main trials (not the practice, nor the taps without a metronome), people in order."""
    for path in sorted(FOLDER.glob("ITM_*.csv")):
        # A byte-order mark leads, and one more comma than columns ends, every file.
        with path.open(encoding="utf-8-sig", newline="") as lines:
            header, *rows = csv.reader(lines)
        assert header[-1] == ""
        first, second = (index for index, name in enumerate(header) if name == "event")
        column = {name: header.index(name) for name in header}
        for row in rows:
            assert row[first] == row[second]
            if row[column["event"]] == "trial":
                yield _tapping(row, column)


def _tapping(row: list[str], column: dict[str, int]) -> Tapping:
    tap_s = np.array(ast.literal_eval(row[column["tap_times"]]), np.float64) / 1e3
    tone_s = np.array(ast.literal_eval(row[column["tone_times"]]), np.float64) / 1e3
    alone = np.array([kind == "C" for kind in ast.literal_eval(row[column["tap_types"]])], bool)
    return Tapping(
        person=row[column["subject"]],
        ioi_ms=int(row[column["ioi"]]),
        tone_s=tone_s[:METRONOME_TONES],
        tap_s=tap_s,
        continuation_s=tap_s[alone],
    )
