"""What a person must know beside the numbers: sentences, in plain words."""

import numpy as np

from engine.measures.cell import CellEvenness
from engine.measures.lines import Matrix
from engine.measures.match import Match
from engine.take import Take

WARN_FLOOR_SHARE = 0.10
# The best seven of a competition scattered by 7.9 ms; no hand known comes near this (SCIENCE 1.4).
ROBOT_SD_MS = 3.0
FASTEST_IOI_MS = 50.0
TOGETHER_MS = 10.0
DRIFT_SHARE = 0.05
RUNS_FOR_AN_INTERVAL = 6


def about_take(take: Take, match: Match, cells: int) -> list[str]:
    """Return what is to be said of the whole take."""
    # The capture has said already what it saw: pedal, clock faults, unmeasured keys.
    said = list(take.warnings)
    if match.refused:
        said.append(f"Not measured: {match.refused}.")
    if take.interrupted:
        said.append("The instrument was lost during the take; what was played before is kept.")
    if len(match.bounces):
        said.append(
            f"{len(match.bounces)} re-strikes came less than 30 ms after their release: bounces, "
            "left out of the times."
        )
    if match.runs and len(match.outside):
        said.append(f"{len(match.outside)} notes belong to no run.")
    if cells > 1:
        said.append("More than one cell was played; each has its own figure and there is no mean.")
    return said


def about_cell(cell: CellEvenness, ioi_ms: Matrix, floor_ms: float) -> list[str]:
    """Return what is to be said of one cell; ``ioi_ms`` are those of its valid runs."""
    name = f"{cell.hand.capitalize()} hand, {cell.direction}"
    if cell.refused:
        return [f"{name}: this is no score: {cell.refused}."]
    said = []
    if cell.n_runs == 1:
        said.append("one run cannot tell irregularity from instability; two are needed.")
    if cell.n_runs < RUNS_FOR_AN_INTERVAL:
        said.append(
            f"{cell.n_runs} valid run{'s' if cell.n_runs > 1 else ''}, too few for an interval; "
            f"{RUNS_FOR_AN_INTERVAL} are needed."
        )
    raw, detrended = cell.sd_ioi_ms, cell.sd_ioi_detrended_ms
    if raw is not None:
        if floor_ms > WARN_FLOOR_SHARE * raw:
            said.append(f"the time stamps alone scatter by {floor_ms:.1f} ms of the {raw:.1f} ms.")
        if raw < ROBOT_SD_MS:
            said.append(f"{raw:.1f} ms is more even than any hand; was this played by a machine?")
        if detrended is not None and abs(raw - detrended) > DRIFT_SHARE * raw:
            said.append(f"the tempo drifted: {raw:.1f} ms as played, {detrended:.1f} ms without.")
    return [f"{name}: {sentence}" for sentence in [*said, *_implausible(cell, ioi_ms)]]


def _implausible(cell: CellEvenness, ioi_ms: Matrix) -> list[str]:
    said = []
    if cell.mean_ioi_ms is not None and cell.mean_ioi_ms < FASTEST_IOI_MS:
        said.append(f"{1000 / cell.mean_ioi_ms:.0f} notes a second are faster than any hand.")
    together = int(np.count_nonzero(ioi_ms < TOGETHER_MS))
    if together:
        said.append(f"{together} notes came within {TOGETHER_MS:.0f} ms of the one before.")
    return said
