"""A take of runs: evenness, and what it does to the tempo."""

from dataclasses import replace

from engine.adaptation.ladder import BlockOutcome
from engine.adaptation.tiring import Strain, strain_of
from engine.measures import evenness
from engine.measures.evenness import Evenness
from engine.measures.results import results as evenness_results
from engine.progress.curve import Curve
from engine.runner.judging.finished import Finished, Judged, Levels
from engine.runner.judging.tempo import FIRST_TEMPO_BPM, ladder_rows, moves_the_tempo
from engine.session.state import BlockPlan, Outcome

KNOWN_DAYS = 3


def judge_runs(finished: Finished, levels: Levels) -> Judged:
    """Return what a take of runs said."""
    step, take = finished.facts.step, finished.take
    found = evenness.measure(take, step.exercise, tempo_bpm=step.tempo_bpm)
    counts = finished.facts.measured and not step.task.loose
    outcome = Outcome(
        plan=step,
        found=found,
        refused=found.invalid_because,
        warnings=take.warnings,
        strain=_strain(found, step, levels.curve) if counts else None,
    )
    rows = evenness_results(found)
    if not moves_the_tempo(finished):
        return Judged(results=rows, outcome=outcome, level=step.tempo_bpm)
    move = levels.ladder.after(block_of(found, finished, levels.curve))
    outcome = replace(outcome, next_tempo_bpm=move.ladder.tempo_bpm, because=move.sentence)
    return Judged(
        results=(*rows, *ladder_rows(move.ladder, step)),
        outcome=outcome,
        ladder=move.ladder,
        level=step.tempo_bpm,
    )


def _strain(found: Evenness, step: BlockPlan, curve: Curve | None) -> Strain | None:
    expected_ms = None
    # a curve of a day or two still holds those days' wobble
    if curve is not None and curve.days >= KNOWN_DAYS and found.mean_ioi_ms is not None:
        expected_ms = curve.expected(found.mean_ioi_ms).value_ms
    cell = f"{step.exercise.id} {step.direction} {step.tempo_bpm}"
    return strain_of(_valid_sds(found), cell=cell, expected_ms=expected_ms)


def _valid_sds(found: Evenness) -> list[float]:
    return [run.sd_ioi_ms for run in found.runs if run.valid and run.sd_ioi_ms is not None]


def block_of(found: Evenness, finished: Finished, curve: Curve | None) -> BlockOutcome:
    """Return what a take of runs says to the tempo: how many were clean, by the player's curve."""
    sds = _valid_sds(found)
    perfect = [
        run.sd_ioi_ms
        for run in found.runs
        if run.valid and not (run.missed or run.extra or run.substituted)
    ]
    mean_ioi_ms = found.mean_ioi_ms
    clean = len(perfect)
    rho_low = None
    if curve is not None and mean_ioi_ms is not None and sds:
        limit_ms = curve.expected(mean_ioi_ms).run_limit_ms
        clean = sum(sd is not None and sd <= limit_ms for sd in perfect)
        rho = curve.rho(sds, ioi_ms=mean_ioi_ms)
        rho_low = rho.low if rho else None
    return BlockOutcome(
        local_date=finished.facts.session.local_date,
        tempo_bpm=finished.facts.step.tempo_bpm or FIRST_TEMPO_BPM,
        runs=len(found.runs),
        clean_runs=clean,
        pulled=finished.pulled,
        pain=finished.pain,
        rho_low=rho_low,
    )
