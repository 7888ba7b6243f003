"""Weekly scores of three years of one player: the budget is 50 ms (DESIGN 9)."""

import math
import statistics
import time
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from engine.exercise import Direction, Hand
from engine.progress.weekly import weekly_scores
from engine.record import Cell, RunValue

DAYS = 500
RUNS = 10
BUDGET_MS = 50
REPEATS = 9


def three_years(*, shared_cells: bool, seed: int = 1) -> list[RunValue]:
    """500 days in 156 weeks, four cells, ten runs each; a hand that slowly gets more even."""
    rng = np.random.default_rng(seed)
    cells = [
        Cell(
            exercise_id=f"scale-c-{hand}",
            exercise_version=1,
            hand=hand,
            direction=direction,
            tempo_bpm=60.0,
            device_id=UUID(int=1),
        )
        for hand in Hand
        for direction in (Direction.UP, Direction.DOWN)
    ]
    runs = []
    for n in range(DAYS):
        day = date(2023, 1, 2) + timedelta(days=round(n * 156 * 7 / DAYS))
        form = rng.normal(math.log(10) - 0.2 * n / DAYS, 0.1)
        for cell in cells:
            for run, wobble in enumerate(rng.normal(0, 0.2, RUNS)):
                own = (
                    cell if shared_cells else Cell(**{f: getattr(cell, f) for f in cell.__slots__})
                )
                runs.append(
                    RunValue(
                        local_date=day,
                        session_id=UUID(int=n),
                        cell=own,
                        run=run,
                        sd_ioi_ms=math.exp(form + wobble),
                        mean_ioi_ms=250.0,
                        noise_floor_ms=0.4,
                    )
                )
    return runs


def main() -> None:
    for shared_cells in (True, False):
        runs = three_years(shared_cells=shared_cells)
        took_ms = []
        for _ in range(REPEATS):
            started_ns = time.perf_counter_ns()
            scores = weekly_scores(runs)
            took_ms.append((time.perf_counter_ns() - started_ns) / 1e6)
        cells = "one value a cell" if shared_cells else "one value a run"
        print(
            f"weekly scores, {len(runs)} runs, {len(scores.weeks)} weeks, cells as {cells}: "
            f"median {statistics.median(took_ms):.1f} ms, best {min(took_ms):.1f} ms, "
            f"worst {max(took_ms):.1f} ms (budget {BUDGET_MS} ms)"
        )


if __name__ == "__main__":
    main()
