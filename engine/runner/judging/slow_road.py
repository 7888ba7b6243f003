"""A take on Slow Road: evenness, and how far its road has come; trouble elsewhere begins a road."""

from dataclasses import replace

from engine.adaptation.beat_level import CEILING_NOTES, BeatLevel
from engine.adaptation.roads import Roads
from engine.adaptation.slow_road import START, Road
from engine.exercise.spot import passage
from engine.record import Result, Task
from engine.runner.judging.finished import Finished, Judged, Levels
from engine.runner.judging.runs import block_of, judge_runs
from engine.session.beginning import direction_and_tempo
from engine.tasks.slow_road_found import SlowRoadFound

VERSION = 1


def judge_slow_road(finished: Finished, levels: Levels) -> Judged:
    """Return what a take on Slow Road said; one that was not measured moves the road only back."""
    judged = judge_runs(finished, levels)
    found = judged.outcome.evenness
    pulled = finished.pulled or finished.pain
    heard = finished.report is not None and (finished.facts.measured or pulled)
    if found is None or not heard:
        return judged
    roads = Roads.resumed(levels.kept.get(Task.SLOW_ROAD))
    block = block_of(found, finished, levels.curve)
    # the ceiling that the step was made for: a pull lowers it, and the road steps back by itself
    move = _road(finished, roads).after(block, limit_bpm=levels.ladder.ceiling_bpm)
    kept = roads.having(move.road).to_json()
    outcome = replace(
        judged.outcome,
        found=SlowRoadFound(
            evenness=found,
            road=move.road,
            on=block.local_date,
            limit_bpm=(judged.ladder or levels.ladder).ceiling_bpm,
            clean_runs=block.clean_runs,
        ),
        next_tempo_bpm=move.road.tempo_bpm,
        next_level_json=kept,
        because=move.sentence,
    )
    road_row = Result(
        measure="slow_road_tempo",
        measure_version=VERSION,
        unit="bpm",
        value=move.road.tempo_bpm,
        n=move.road.day(block.local_date),
        hand=finished.facts.step.hand,
    )
    return replace(
        judged,
        results=(*judged.results, road_row),
        outcome=outcome,
        levels=((Task.SLOW_ROAD, kept),),
        levels_if_hurt=((Task.SLOW_ROAD, kept),),
    )


def _road(finished: Finished, roads: Roads) -> Road:
    """Return the road that was walked: the one kept, else the one that the step began."""
    step = finished.facts.step
    _, tempo_bpm = direction_and_tempo(step)
    road = roads.of(step.exercise.id) or Roads.resumed(step.level_json).of(step.exercise.id)
    if road is not None:
        return road
    on = finished.facts.session.local_date
    return Road.start(step.exercise.id, troubled_bpm=tempo_bpm / START, on=on)


def with_trouble(finished: Finished, judged: Judged, levels: Levels) -> Judged:
    """Return what a take said, with the road of its passage where something pulled in it."""
    step = finished.facts.step
    quiet = not (finished.pulled or finished.pain)
    if quiet or step.task is Task.SLOW_ROAD or step.direction is None or step.tempo_bpm is None:
        return judged
    roads = Roads.resumed(levels.kept.get(Task.SLOW_ROAD)).troubled(
        passage(step.exercise, step.direction).id,
        tempo_bpm=_pattern_bpm(step.task, step.tempo_bpm, step.level_json),
        on=finished.facts.session.local_date,
    )
    kept = (str(Task.SLOW_ROAD), roads.to_json())
    return replace(
        judged,
        levels=(*judged.levels, kept),
        levels_if_hurt=(*judged.levels_if_hurt, kept),
    )


def _pattern_bpm(task: Task, tempo_bpm: float, level_json: str | None) -> float:
    """Return a tempo as a pattern counts it: four notes on a beat, where On the Beat has fewer."""
    if task is not Task.ON_THE_BEAT:
        return tempo_bpm
    return tempo_bpm * BeatLevel.resumed(level_json).subdivision / CEILING_NOTES
