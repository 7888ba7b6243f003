"""Where a player's evenness usually lies, from her own weeks; nothing before that."""

import math

from engine.measures.statistics import Z95
from engine.progress.baseline import Baseline
from engine.session.state import BlockPlan
from engine.session.world import World

FEWEST_WEEKS = 3


def usual_range(world: World, step: BlockPlan) -> tuple[float, float] | None:
    """Return the lowest and highest weekly median of this step's cell in ms.

    None until three weeks hold the same exercise, hand, direction, tempo and instrument.
    """
    if world.weekly is None:
        return None
    device_id = world.device.id if world.device else None
    wanted = (
        step.exercise.id,
        step.exercise.version,
        step.hand,
        step.direction,
        step.tempo_bpm,
        device_id,
    )
    medians = [
        own.median_ms
        for week in world.weekly.weeks
        for own in week.cells
        if own.median_ms is not None
        and (
            own.cell.exercise_id,
            own.cell.exercise_version,
            own.cell.hand,
            own.cell.direction,
            own.cell.tempo_bpm,
            own.cell.device_id,
        )
        == wanted
    ]
    return (min(medians), max(medians)) if len(medians) >= FEWEST_WEEKS else None


def usual_of(baseline: Baseline | None) -> tuple[float, float] | None:
    """Return where the baseline lies, in ms: its 95 % interval, None while there is none."""
    if baseline is None:
        return None
    wobble = Z95 * baseline.sem
    return math.exp(baseline.y - wobble), math.exp(baseline.y + wobble)
