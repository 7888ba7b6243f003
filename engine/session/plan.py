"""Today's session: warm-up, evenness check, Pearls, Which Finger?, in this order.

Only the check is scored: it is played at the fixed score tempo (SCIENCE 1.5), and where the tempo
ceiling has fallen below that no check is offered. Pearls and Which Finger? follow their own
adaptation and enter no weekly score.
"""

from collections.abc import Mapping

from engine.exercise import Direction, Exercise, Pattern
from engine.record import Task
from engine.session.standing import Standing
from engine.session.state import BlockPlan, SessionPlan

FAMILIARISATION_SESSIONS = 2
PEARLS_RUNS = 10
WARM_UP_RUNS = 4
WARM_UP_SLOWER = 0.8
CUES = 30
CUE_S = 3.0
DOSE_MINUTES = 25.0


def plan_today(
    standing: Standing,
    exercises: Mapping[str, Exercise],
    *,
    seed: int,
    measured: bool = True,
    outer: tuple[int, int] | None = None,
) -> SessionPlan:
    """Return today's blocks for one player.

    ``measured`` is false for the computer keyboard: nothing is scored. KeyError when a built-in
    exercise is missing from ``exercises``.
    """
    five = exercises[f"five-finger-c-{standing.hand}"]
    scale = exercises[f"scale-c-{standing.hand}"]
    scored = measured and standing.sessions_before >= FAMILIARISATION_SESSIONS
    no_check = _why_no_check(scale, standing, outer)
    blocks = [_warm_up(five, standing)]
    if not no_check:
        blocks += [_check(scale, pattern, standing, scored=scored) for pattern in scale.patterns]
    blocks += [_pearls(five, standing), _which_finger(five, standing)]
    return SessionPlan(
        blocks=tuple(blocks),
        seed=seed,
        dose_minutes=DOSE_MINUTES,
        measured=measured,
        outer=outer,
        played_minutes=standing.played_minutes,
        no_check=no_check,
    )


def _why_no_check(scale: Exercise, standing: Standing, outer: tuple[int, int] | None) -> str:
    """Return why today has no evenness check, as a sentence; nothing where it has one."""
    if scale.tempo_bpm > standing.ceiling_bpm:
        return (
            f"No check today: it is played at {scale.tempo_bpm:g} bpm, above your ceiling of "
            f"{standing.ceiling_bpm:g}."
        )
    pitches = [pitch for pattern in scale.patterns for pitch in pattern.pitches]
    if outer is not None and not _fits(min(pitches), max(pitches), outer):
        return "No check today: its two octaves from C do not fit on this keyboard."
    return ""


def _fits(lowest: int, highest: int, outer: tuple[int, int]) -> bool:
    octaves_down = (lowest - outer[0]) // 12
    return highest - 12 * octaves_down <= outer[1]


def minutes_of(pattern: Pattern, *, tempo_bpm: float, runs: int, gap_s: float) -> float:
    """Return how long ``runs`` runs take, with their rests, in minutes."""
    beats = sum(target.duration_beat for target in pattern.targets)
    return runs * (beats * 60 / tempo_bpm + gap_s) / 60


def _warm_up(five: Exercise, standing: Standing) -> BlockPlan:
    tempo_bpm = round(min(standing.tempo_bpm, five.tempo_bpm) * WARM_UP_SLOWER)
    pattern = five.patterns[0]
    return BlockPlan(
        task=Task.WARM_UP,
        exercise=five,
        hand=standing.hand,
        direction=pattern.direction,
        tempo_bpm=tempo_bpm,
        ceiling_bpm=standing.ceiling_bpm,
        runs=WARM_UP_RUNS,
        max_attempts=WARM_UP_RUNS + 2,
        minutes=minutes_of(pattern, tempo_bpm=tempo_bpm, runs=WARM_UP_RUNS, gap_s=five.gap_s),
        scored=False,
        why="Slow and loose. Nothing here counts.",
    )


def _check(scale: Exercise, pattern: Pattern, standing: Standing, *, scored: bool) -> BlockPlan:
    way = {Direction.UP: "upwards", Direction.DOWN: "downwards"}.get(pattern.direction, "")
    return BlockPlan(
        task=Task.EVENNESS_CHECK,
        exercise=scale,
        hand=standing.hand,
        direction=pattern.direction,
        tempo_bpm=scale.tempo_bpm,
        ceiling_bpm=standing.ceiling_bpm,
        runs=scale.runs,
        max_attempts=scale.max_attempts,
        minutes=minutes_of(pattern, tempo_bpm=scale.tempo_bpm, runs=scale.runs, gap_s=scale.gap_s),
        scored=scored,
        why=f"The scale {way}, always at this tempo, so that weeks can be compared."
        if scored
        else f"The scale {way}. The first two sittings are for getting to know it.",
    )


def _pearls(five: Exercise, standing: Standing) -> BlockPlan:
    pattern = five.patterns[0]
    return BlockPlan(
        task=Task.PEARLS,
        exercise=five,
        hand=standing.hand,
        direction=pattern.direction,
        tempo_bpm=standing.tempo_bpm,
        ceiling_bpm=standing.ceiling_bpm,
        runs=PEARLS_RUNS,
        max_attempts=five.max_attempts,
        minutes=minutes_of(
            pattern, tempo_bpm=standing.tempo_bpm, runs=PEARLS_RUNS, gap_s=five.gap_s
        ),
        scored=False,
        why="Every note becomes a pearl.",
        dwelling=standing.dwelling,
    )


def _which_finger(five: Exercise, standing: Standing) -> BlockPlan:
    return BlockPlan(
        task=Task.WHICH_FINGER,
        exercise=five,
        hand=standing.hand,
        minutes=CUES * CUE_S / 60,
        scored=False,
        why="A finger lights up. Press with that one; the others rest.",
        fingers=(1, 2, 3, 4, 5),
        cues=CUES,
        level_json=standing.level(Task.WHICH_FINGER),
    )
