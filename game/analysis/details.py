"""What ``analyse`` says beyond evenness: places, windows, independence and what stands out."""

from typing import TYPE_CHECKING, Any

import numpy as np

from game.analysis.numbers import column, rounded
from game.analysis.spreads import Object

if TYPE_CHECKING:
    from engine.measures.cell import CellEvenness
    from engine.measures.flags import Flag
    from engine.measures.independence.ordinary import Independence
    from engine.measures.positions import Positions
    from game.analysis.heard import Measured, RunWindows

QUANTITIES = ("deviation_ms", "duration_ms", "overlap_ms", "overlap_share", "velocity")
FIGURES = ("mean", "low", "high")


def details(heard: "Measured") -> Object:
    """Return the further keys of a take's object."""
    return {
        "positions": [
            _places(heard, cell, cell.positions) for cell in heard.evenness.cells if cell.positions
        ],
        "windows": [row for line in heard.windows for row in _windows(line)],
        "independence": [_independence(each) for each in heard.independence],
        "flags": [_flag(each) for each in heard.evenness.flags],
    }


def _places(heard: "Measured", cell: "CellEvenness", places: "Positions") -> Object:
    """Return every place of a cell as columns: one number a target."""
    targets = heard.exercise.pattern(cell.direction).targets
    return {
        "hand": cell.hand,
        "direction": cell.direction,
        "score_id": [target.id for target in targets],
        "pitch": [target.pitch for target in targets],
        "finger": [target.finger for target in targets],
        **_quantities(places),
    }


def _quantities(places: "Positions") -> dict[str, dict[str, list[Any]]]:
    of_all = [getattr(places, name) for name in QUANTITIES]
    # rounded together, to a nanosecond: a take has hundreds of these, a folder hundreds of takes
    table = column(
        np.array([[getattr(each, name) for name in FIGURES] for each in of_all]), digits=6
    )
    return {
        quantity: {"n": each.n.tolist(), **dict(zip(FIGURES, rows, strict=True))}
        for quantity, each, rows in zip(QUANTITIES, of_all, table, strict=True)
    }


def _windows(line: "RunWindows") -> list[Object]:
    found = line.windows
    rows = zip(
        found.start.tolist(),
        column(found.step_beat),
        column(found.mean_ioi_ms),
        column(found.sd_ioi_ms),
        column(found.sd_ioi_detrended_ms),
        strict=True,
    )
    return [
        {
            "hand": line.hand,
            "run": line.run,
            "score_id": line.targets[start].id,
            "start_beat": rounded(line.targets[start].onset_beat),
            "step_beat": step_beat,
            "mean_ioi_ms": mean_ms,
            "sd_ioi_ms": sd_ms,
            "sd_ioi_detrended_ms": detrended_ms,
        }
        for start, step_beat, mean_ms, sd_ms, detrended_ms in rows
    ]


def _independence(cell: "Independence") -> Object:
    coupling, unintended = cell.coupling, cell.unintended
    return {
        "hand": cell.hand,
        "direction": cell.direction,
        "n_runs": cell.n_runs,
        "refused": cell.refused,
        "carry_over": [
            {
                "from": each.finger,
                "to": each.to_finger,
                "long_overlap": _chance(each.long_overlap),
                "crowded": _chance(each.crowded),
            }
            for each in cell.carry_over
        ],
        "velocity_coupling": {
            "n": coupling.n,
            "r": rounded(coupling.value),
            "low": rounded(coupling.low),
            "high": rounded(coupling.high),
            "refused": coupling.reason,
            "wandering": coupling.wandering,
        },
        "swap": [
            {
                "from": each.finger,
                "to": each.to_finger,
                "n": each.n,
                "raw_ms": rounded(each.raw_ms),
                "cost_ms": rounded(each.cost_ms),
                "low_ms": rounded(each.low_ms),
                "high_ms": rounded(each.high_ms),
                "refused": each.reason,
            }
            for each in cell.swap
        ],
        "unintended": None
        if unintended is None
        else {
            "strokes": list(unintended.strokes),
            "touched": [list(row) for row in unintended.touched],
            "elsewhere": unintended.elsewhere,
        },
    }


def _chance(chance: Any) -> Object | None:
    return None if chance is None else {"hits": chance.hits, "n": chance.n}


def _flag(flag: "Flag") -> Object:
    from engine.measures.flag_words import what_comes

    start, end = flag.key if isinstance(flag.key, tuple) else (None, None)
    return {
        "kind": flag.kind,
        "hand": flag.hand,
        "direction": flag.direction,
        "crossing": flag.key if isinstance(flag.key, str) else None,
        "finger": flag.key if isinstance(flag.key, int) else None,
        "from": start,
        "to": end,
        "late_ms": rounded(flag.late_ms),
        "low_ms": rounded(flag.low_ms),
        "high_ms": rounded(flag.high_ms),
        "n": flag.n,
        "runs": flag.runs,
        "says": what_comes(flag),
    }
