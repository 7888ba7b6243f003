"""What a person must know beside the numbers: sentences, in plain words.

What no hand can have played is said to be so and is never praised: a machine's evenness, times in
another unit, all notes at once, one velocity for all, a take of many hours.

References
----------
SCIENCE 1.2 (drift), 1.4 (norms), 6.4, 7.3 (noise floor).
"""

import numpy as np

from engine.measures.cell import CellEvenness
from engine.measures.lines import Matrix
from engine.measures.matching.match import Match
from engine.note import NoteArray, Seconds
from engine.take import Take

WARN_FLOOR_SHARE = 0.10
# The best seven of a competition scattered by 7.9 ms; no hand known comes near this (SCIENCE 1.4).
ROBOT_SD_MS = 3.0
FASTEST_IOI_MS = 50.0
TOGETHER_MS = 10.0
DRIFT_SHARE = 0.05
RUNS_FOR_AN_INTERVAL = 6
# A take is at most a sitting, a note at most a slow breath, and a chord's notes are further apart.
LONGEST_S = 3 * 3600.0
LONGEST_IOI_S = 20.0
SHORTEST_IOI_S = 0.001
# Time stamps are whole microseconds at the best.
EQUAL_MS = 0.001
MANY_NOTES = 20


def about_take(take: Take, match: Match, cells: int) -> list[str]:
    """Return what is to be said of the whole take."""
    # The capture has said already what it saw: pedal, clock faults, unmeasured keys.
    said = [*take.warnings, *of_times(take.notes["onset_s"]), *of_touch(take.notes["velocity"])]
    if match.refused:
        said.append(f"Not measured: {match.refused}.")
    said += of_instrument(take, len(match.bounces))
    if match.transposition:
        said.append(_of_octave(match.transposition))
    if match.runs and len(match.outside):
        outside = len(match.outside)
        said.append(f"{outside} note{'s belong' if outside > 1 else ' belongs'} to no run.")
    if cells > 1:
        said.append("More than one way was played; each has its own figure and there is no mean.")
    return said


def of_instrument(take: Take, bounces: int) -> list[str]:
    """Return what the instrument did to the take."""
    said = []
    if take.interrupted:
        said.append("The instrument was lost during the take; what was played before is kept.")
    if bounces == 1:
        said.append(
            "A key came again less than 30 ms after its release: a bounce, left out of the times."
        )
    elif bounces:
        said.append(
            f"Keys came again less than 30 ms after their release {bounces} times: bounces, left "
            "out of the times."
        )
    return said


def _of_octave(semitones: int) -> str:
    """Return what is to be said of a take in another octave: the other hand's may be there."""
    octaves = abs(semitones) // 12
    far = "an octave" if octaves == 1 else f"{octaves} octaves"
    side = "higher" if semitones > 0 else "lower"
    return (
        f"Played {far} {side} than written. If it was the other hand, choose that hand's exercise: "
        "the fingers told here would be wrong."
    )


def about_cell(cell: CellEvenness, ioi_ms: Matrix, floor_ms: float) -> list[str]:
    """Return what is to be said of one cell; ``ioi_ms`` are those of its valid runs."""
    name = f"{cell.hand.capitalize()} hand, {cell.direction}"
    if cell.refused:
        found = [] if cell.sd_ioi_ms is None else _of_machine(cell.sd_ioi_ms, ioi_ms)
        refused = f"this is no score: {cell.refused}."
        return [f"{name}: {sentence}" for sentence in [refused, *found]]
    said = []
    if cell.n_runs == 1:
        said.append("one run cannot tell what comes back from what changes; two are needed.")
    if cell.n_runs < RUNS_FOR_AN_INTERVAL:
        said.append(
            f"{cell.n_runs} valid run{'s' if cell.n_runs > 1 else ''}, too few for an interval of "
            f"the evenness; {RUNS_FOR_AN_INTERVAL} are needed."
        )
    if cell.sd_ioi_ms is not None:
        said += _of_scatter(cell, cell.sd_ioi_ms, ioi_ms, floor_ms)
    return [f"{name}: {sentence}" for sentence in [*said, *_implausible(cell, ioi_ms)]]


def _of_scatter(cell: CellEvenness, raw_ms: float, ioi_ms: Matrix, floor_ms: float) -> list[str]:
    """Return what stands beside a cell's sdIOI."""
    said, detrended_ms = [], cell.sd_ioi_detrended_ms
    said += [*of_floor(raw_ms, floor_ms), *_of_machine(raw_ms, ioi_ms)]
    if detrended_ms is not None and abs(raw_ms - detrended_ms) > DRIFT_SHARE * raw_ms:
        said.append(f"the tempo drifted: {raw_ms:.1f} ms as played, {detrended_ms:.1f} ms without.")
    return said + _of_hesitations(cell, raw_ms)


def of_floor(raw_ms: float, floor_ms: float) -> list[str]:
    """Return what the time stamps add to a scatter."""
    if floor_ms <= WARN_FLOOR_SHARE * raw_ms:
        return []
    return [f"the time stamps alone scatter by {floor_ms:.1f} ms of the {raw_ms:.1f} ms."]


def _of_machine(raw_ms: float, ioi_ms: Matrix) -> list[str]:
    if _equal(ioi_ms):
        return ["all notes are equally far apart: a machine played this, or its times are rounded."]
    return too_even(raw_ms)


def too_even(raw_ms: float) -> list[str]:
    """Return what is to be asked of a scatter that no hand reaches."""
    if raw_ms >= ROBOT_SD_MS:
        return []
    return [f"{raw_ms:.1f} ms is more even than any hand; was this played by a machine?"]


def of_times(onset_s: Seconds) -> list[str]:
    """Return what is wrong with the take's times as a whole."""
    if len(onset_s) < 2:
        return []
    typical_s, whole_s = float(np.median(np.diff(onset_s))), float(onset_s[-1] - onset_s[0])
    if whole_s <= 0:
        return [f"All {len(onset_s)} notes came at once; there is no time to measure."]
    said = []
    if typical_s < SHORTEST_IOI_S:
        said.append(
            f"The notes follow each other after {1e6 * typical_s:.0f} microseconds: no hand does "
            "that; times in seconds may have been read as milliseconds."
        )
    elif typical_s > LONGEST_IOI_S:
        said.append(
            f"The notes follow each other after {typical_s:.0f} seconds: times in milliseconds may "
            "have been read as seconds."
        )
    if whole_s > LONGEST_S:
        said.append(f"The take lasts {whole_s / 3600:.1f} hours; is it one take?")
    return said


def of_touch(velocity: NoteArray) -> list[str]:
    """Return what is wrong with the velocities of a take, shape (n,)."""
    if len(velocity) < MANY_NOTES or velocity.min() != velocity.max():
        return []
    return [
        f"All {len(velocity)} notes have velocity {int(velocity[0])}: the instrument does not "
        "measure how hard a key is struck, or a machine played."
    ]


def _of_hesitations(cell: CellEvenness, sd_ioi_ms: float) -> list[str]:
    if not cell.n_hesitations or cell.sd_ioi_without_hesitations_ms is None:
        return []
    times = "once" if cell.n_hesitations == 1 else f"{cell.n_hesitations} times"
    return [
        f"the hand hesitated {times}: {sd_ioi_ms:.1f} ms as played, "
        f"{cell.sd_ioi_without_hesitations_ms:.1f} ms without."
    ]


def _equal(ioi_ms: Matrix) -> bool:
    there = ioi_ms[~np.isnan(ioi_ms)]
    return len(there) >= MANY_NOTES / 2 and float(there.max() - there.min()) <= EQUAL_MS


def _implausible(cell: CellEvenness, ioi_ms: Matrix) -> list[str]:
    said = []
    if cell.mean_ioi_ms and cell.mean_ioi_ms < FASTEST_IOI_MS:
        said.append(f"{1000 / cell.mean_ioi_ms:.0f} notes a second are faster than any hand.")
    together = int(np.count_nonzero(ioi_ms < TOGETHER_MS))
    if together:
        said.append(f"{together} notes came within {TOGETHER_MS:.0f} ms of the one before.")
    return said
