"""What ``analyse`` says of a take to programs: one JSON object.

The keys are a contract (DESIGN 7): they may grow, never change.
"""

from collections.abc import Iterator

from engine.measures.cell import CellEvenness
from engine.measures.evenness import Evenness, RunEvenness
from engine.measures.matching.match import Match
from engine.measures.profile import Uncertainty
from engine.measures.results import MEASURE_VERSION
from game.analysis.details import details
from game.analysis.heard import Heard, MeasuredPiece, Unread
from game.analysis.numbers import rounded
from game.analysis.piece_object import piece_object
from game.analysis.spreads import Object, spread_object

SCHEMA = 1
MORE_FIGURES = (
    "mean_sd_ioi_ms",
    "rms_sd_ioi_ms",
    "trimmed_sd_ioi_ms",
    "sd_ioi_without_hesitations_ms",
    "drift_ms",
    "overlap_msd_ms",
    "overlap_share_mean",
    "duration_mean_ms",
    "duration_sd_ms",
    "duration_msd_ms",
)


def as_json(heard: Heard) -> Object:
    """Return everything measured in one file; ``error`` is there when it is not the exercise."""
    if isinstance(heard, Unread):
        return {"file": heard.file, "error": heard.error}
    refused = heard.evenness.match.refused
    return {
        "schema": SCHEMA,
        "file": heard.file,
        **({"error": f"{heard.file}: {refused}."} if refused else {}),
        **(
            piece_object(heard)
            if isinstance(heard, MeasuredPiece)
            else {**_evenness(heard.evenness), **details(heard)}
        ),
    }


def _evenness(evenness: Evenness) -> Object:
    cell, match = evenness.cell, evenness.match
    mean_ioi_ms = evenness.mean_ioi_ms
    return {
        "exercise": evenness.exercise_id,
        "exercise_version": evenness.exercise_version,
        "measure_version": MEASURE_VERSION,
        "hand": evenness.hand,
        "tempo_bpm": evenness.tempo_bpm,
        "valid": evenness.valid,
        "invalid_because": evenness.invalid_because,
        "invalid_rate": rounded(evenness.invalid_rate),
        "transposition": match.transposition,
        "match": _match(match),
        "note_rate_hz": rounded(1000 / mean_ioi_ms) if mean_ioi_ms else None,
        "mean_ioi_ms": rounded(mean_ioi_ms),
        "sd_ioi_ms": rounded(evenness.sd_ioi_ms),
        **_spreads(cell),
        "runs": [_run(run) for run in evenness.runs],
        "cells": [_cell(each) for each in evenness.cells],
        **{
            f"{group}s": [
                {
                    "hand": each.hand,
                    "direction": each.direction,
                    group: spread.key,
                    **spread_object(spread),
                }
                for each in evenness.cells
                for spread in getattr(each, f"{group}s")
            ]
            for group in ("crossing", "finger")
        },
        "transitions": [row for each in evenness.cells for row in _transitions(each)],
        "noise_floor_ms": rounded(evenness.noise_floor_ms),
        "warnings": list(evenness.warnings),
    }


def _match(match: Match) -> Object:
    return {
        "expected": match.expected,
        "hit": match.hit,
        "missed": match.missed,
        "extra": match.extra,
        "substituted": match.substituted,
        "bounces": len(match.bounces),
    }


def _spreads(cell: CellEvenness | None) -> Object:
    """Return the figures of a cell beside sdIOI; all null where there is not just one cell."""

    def of(name: str) -> float | None:
        return rounded(getattr(cell, name)) if cell else None

    return {
        "sd_ioi_detrended_ms": of("sd_ioi_detrended_ms"),
        "cv": of("cv"),
        "irregularity_ms": of("irregularity_ms"),
        "instability_ms": of("instability_ms"),
        "velocity": {"mean": of("velocity_mean"), "sd": of("velocity_sd")},
        "overlap": {"mean_ms": of("overlap_mean_ms"), "sd_ms": of("overlap_sd_ms")},
    }


def _run(run: RunEvenness) -> Object:
    return {
        "run": run.run,
        "hand": run.hand,
        "direction": run.direction,
        "valid": run.valid,
        "invalid_because": run.invalid_because,
        "notes": run.notes,
        "missed": run.missed,
        "extra": run.extra,
        "substituted": run.substituted,
        "transposition": run.transposition,
        "start_s": rounded(run.start_s),
        "mean_ioi_ms": rounded(run.mean_ioi_ms),
        "sd_ioi_ms": rounded(run.sd_ioi_ms),
        "sd_ioi_detrended_ms": rounded(run.sd_ioi_detrended_ms),
        "sd_ioi_without_hesitations_ms": rounded(run.sd_ioi_without_hesitations_ms),
        "drift_ms": rounded(run.drift_ms),
        "hesitations": list(run.hesitations),
    }


def _cell(cell: CellEvenness) -> Object:
    return {
        "hand": cell.hand,
        "direction": cell.direction,
        "n_runs": cell.n_runs,
        "attempts": cell.attempts,
        "refused": cell.refused,
        "mean_ioi_ms": rounded(cell.mean_ioi_ms),
        "sd_ioi_ms": rounded(cell.sd_ioi_ms),
        "se": rounded(cell.se_ms),
        "low": rounded(cell.low_ms),
        "high": rounded(cell.high_ms),
        **_spreads(cell),
        **{name: rounded(getattr(cell, name)) for name in MORE_FIGURES},
        "uncertainty": {
            name: _uncertainty(getattr(cell, f"{name}_uncertainty"))
            for name in ("trimmed", "irregularity", "instability", "drift")
        },
        "n_hesitations": cell.n_hesitations,
        "audibly_uneven": cell.audibly_uneven,
    }


def _uncertainty(found: Uncertainty | None) -> Object | None:
    if found is None:
        return None
    ends = {"se_ms": found.se_ms, "low_ms": found.low_ms, "high_ms": found.high_ms}
    return {name: rounded(value) for name, value in ends.items()}


def _transitions(cell: CellEvenness) -> Iterator[Object]:
    for ioi, deviation in zip(cell.transitions, cell.transition_deviations, strict=True):
        yield {
            "hand": cell.hand,
            "direction": cell.direction,
            "from": ioi.key[0],
            "to": ioi.key[1],
            **spread_object(ioi),
            "deviation": spread_object(deviation),
        }
