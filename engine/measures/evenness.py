"""Evenness: how regularly the notes of a run follow each other, and where they do not.

Conventions: ms; SD of IOIs with ddof 1 unless it says detrended (ddof 2). A run is one traversal;
a cell is all runs of one hand and direction at one tempo. A cell's figure is the median over its
valid runs, and cells are never averaged. A number that the data cannot bear is None, with a reason.

Metrics: sdIOI raw and detrended, mean IOI, CV, irregularity and instability, per finger, per
transition, velocity, overlap, and the share of runs that could not be used.

References
----------
SCIENCE 1.2, 1.3, 6.1 to 6.4, 7.1.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.exercise import Direction, Exercise, Hand
from engine.measures.caveats import about_cell, about_take
from engine.measures.cell import UNMEASURED, CellEvenness, measure_cell
from engine.measures.flags import Flag, cell_flags
from engine.measures.intervals import Intervals, intervals
from engine.measures.lines import Matrix, rows_or_none
from engine.measures.matching.match import Match, match
from engine.measures.matching.validity import reasons
from engine.measures.steadiness import Steadiness, steadiness
from engine.take import Take, TimeSource


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RunEvenness:
    """One run; its SDs are None when it is not valid.

    Attributes
    ----------
    run : counted from 1 in the order played
    notes : targets that were played, hit or substituted
    drift_ms : slope of IOI on its index, ms a note, + slowing down
    hesitations : indices of the targets that came after one, of a valid run
    sd_ioi_without_hesitations_ms : sdIOI without those IOIs; the same where there are none
    deviation_ms : shape (targets,), onset less the run's fitted line, + late; NaN where no hit
    """

    run: int
    hand: Hand
    direction: Direction
    invalid_because: str | None
    notes: int
    missed: int
    extra: int
    substituted: int
    transposition: int
    start_s: float
    mean_ioi_ms: float | None
    sd_ioi_ms: float | None
    sd_ioi_detrended_ms: float | None
    drift_ms: float | None
    hesitations: tuple[int, ...]
    sd_ioi_without_hesitations_ms: float | None
    deviation_ms: Matrix

    @property
    def valid(self) -> bool:
        """Whether the run enters the score."""
        return self.invalid_because is None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evenness:
    """What one take of an exercise says; ``invalid_because`` is set when it gives no figure.

    ``flags`` are the crossings, transitions and fingers that stand out, cell by cell.
    """

    exercise_id: str
    exercise_version: int
    hand: Hand
    tempo_bpm: float | None
    match: Match
    runs: tuple[RunEvenness, ...]
    cells: tuple[CellEvenness, ...]
    noise_floor_ms: float
    invalid_because: str | None
    warnings: tuple[str, ...]
    flags: tuple[Flag, ...]

    @property
    def valid(self) -> bool:
        """Whether at least one cell has a figure."""
        return self.invalid_because is None

    @property
    def cell(self) -> CellEvenness | None:
        """The one cell that was played; None with none or with more than one."""
        return self.cells[0] if len(self.cells) == 1 else None

    @property
    def sd_ioi_ms(self) -> float | None:
        """Median sdIOI over the valid runs of the one cell played."""
        return self.cell.sd_ioi_ms if self.cell else None

    @property
    def mean_ioi_ms(self) -> float | None:
        """Median over the valid runs of the one cell played of their mean IOI."""
        return self.cell.mean_ioi_ms if self.cell else None

    @property
    def invalid_rate(self) -> float | None:
        """Share of the runs begun that could not be used; a score of its own (SCIENCE 6.4)."""
        if not self.runs:
            return None
        return sum(not run.valid for run in self.runs) / len(self.runs)


def measure(take: Take, exercise: Exercise, *, tempo_bpm: float | None = None) -> Evenness:
    """Return the evenness of a take.

    Parameters
    ----------
    tempo_bpm : the tempo asked for, in quarters; None compares each run with the take's own median
    """
    found = match(take.notes, exercise)
    numbers = [
        next(k for k, pattern in enumerate(exercise.patterns) if pattern is run.pattern)
        for run in found.runs
    ]
    of_run = np.array(numbers, np.intp)
    times = {
        number: intervals(
            take.notes,
            exercise.patterns[number],
            [run for run, k in zip(found.runs, numbers, strict=True) if k == number],
        )
        for number in sorted(set(numbers))
    }
    bpm = np.full(len(numbers), np.nan)
    for number, part in times.items():
        known = ~np.isnan(part.sd_ioi_detrended_ms)
        with np.errstate(divide="ignore"):
            tempo = 60_000 * part.unit_beat / part.mean_ioi_ms
        bpm[of_run == number] = np.where(known, tempo, np.nan)
    because = reasons(found, bpm.tolist(), tempo_bpm)
    if take.timing.source is TimeSource.UNMEASURED:
        because = [UNMEASURED] * len(because)
    valid = np.array([reason is None for reason in because], np.bool_)
    measured: dict[int, tuple[Intervals, Steadiness]] = {}
    cells, flags, warnings = [], list[Flag](), about_take(take, found, len(times))
    for number, part in times.items():
        kept = valid[of_run == number]
        steady = steadiness(part, kept)
        measured[number] = part, steady
        cell = measure_cell(exercise, exercise.patterns[number], part, kept, steady, take.timing)
        cells.append(cell)
        warnings += about_cell(cell, part.ioi_ms[kept], take.timing.noise_floor_ms)
        if cell.refused is None:
            pattern = exercise.patterns[number]
            flags += cell_flags(exercise.hand, pattern, part, kept, cells=len(times))
    refusals = [found.refused] if found.refused else [cell.refused for cell in cells]
    return Evenness(
        exercise_id=exercise.id,
        exercise_version=exercise.version,
        hand=exercise.hand,
        tempo_bpm=tempo_bpm,
        match=found,
        runs=_runs(take, exercise.hand, found, numbers, measured, because),
        cells=tuple(cells),
        noise_floor_ms=take.timing.noise_floor_ms,
        invalid_because=None if None in refusals else refusals[0],
        warnings=tuple(warnings),
        flags=tuple(flags),
    )


def _runs(
    take: Take,
    hand: Hand,
    found: Match,
    numbers: Sequence[int],
    measured: Mapping[int, tuple[Intervals, Steadiness]],
    because: Sequence[str | None],
) -> tuple[RunEvenness, ...]:
    onset_s = take.notes["onset_s"]
    rows = {number: _rows(*each) for number, each in measured.items()}
    runs = []
    for k, (run, number, reason) in enumerate(zip(found.runs, numbers, because, strict=True)):
        (mean_ms, *scores), deviation_ms, late = next(rows[number])
        sd_ms, detrended_ms, drift_ms, without_ms = (None,) * 4 if reason else scores
        runs.append(
            RunEvenness(
                run=k + 1,
                hand=hand,
                direction=run.pattern.direction,
                invalid_because=reason,
                notes=run.hit_count + run.substituted_count,
                missed=run.missed_count,
                extra=len(run.extra),
                substituted=run.substituted_count,
                transposition=run.transposition,
                start_s=float(onset_s[next(i for i in run.note_index.tolist() if i >= 0)]),
                mean_ioi_ms=mean_ms,
                sd_ioi_ms=sd_ms,
                sd_ioi_detrended_ms=detrended_ms,
                drift_ms=drift_ms,
                hesitations=late,
                sd_ioi_without_hesitations_ms=without_ms,
                deviation_ms=deviation_ms,
            )
        )
    return tuple(runs)


def _rows(
    times: Intervals, steady: Steadiness
) -> Iterator[tuple[list[float | None], Matrix, tuple[int, ...]]]:
    """Yield each run's mean IOI and scores, its deviations, and where it hesitated."""
    scores = (times.sd_ioi_ms, times.sd_ioi_detrended_ms, times.drift_ms, steady.sd_ioi_without_ms)
    deviations = times.lines.residual
    deviations.flags.writeable = False
    late: list[tuple[int, ...]] = [()] * len(deviations)
    if steady.count:
        late = [tuple((np.flatnonzero(row) + 1).tolist()) for row in steady.late]
    return zip(
        rows_or_none(np.array([times.mean_ioi_ms, *scores]).T), deviations, late, strict=True
    )
