"""On the Beat and the calibration before they begin: their words, and what will happen."""

import pygame

from engine.session.beginning import task_of
from engine.session.state import BlockPlan
from engine.tasks.on_the_beat import OnTheBeatState
from game.screens import calibration
from game.screens.on_the_beat import lane_of, prepare_beat, ring_scale
from game.screens.screen import Moment
from game.screens.strip import start_words
from game.screens.words import about_minutes
from game.theme import Role
from game.view.beat_lane import BeatLane, draw_beat_lane, lane_height
from game.view.canvas import Canvas
from game.view.layout import Box
from game.view.metronome import Metronome, draw_metronome, ring_radius
from game.view.progress_dots import ProgressDots, draw_progress_dots
from game.view.text import Anchor, draw_text

HOW = "When they stop, keep the beat until the line ends; being a little early is usual."
CALIBRATION_HOW = "It shows the delay between click and note; everything works without it too."
SHOWN, SHOWN_ALONE = 2, 3


def facts(step: BlockPlan) -> tuple[str, ...]:
    """Return what is said before it: where the hand lies, the beat, how long."""
    task = _task(step)
    two = task.task.stretches[0].subdivision > 1
    notes = "two notes on a click" if two else "one note on a click"
    where = start_words(step.exercise.patterns[0])
    alone = task.task.stretches[0].alone // task.task.stretches[0].subdivision
    return (
        f"{step.hand.capitalize()} hand, {where}",
        f"{step.tempo_bpm:.0f} bpm, {notes}, then {alone} beats alone",
        f"{step.cues} rounds, the last with one finger, {about_minutes(step)}",
    )


def calibration_facts(step: BlockPlan) -> tuple[str, ...]:
    """Return what is said before the calibration."""
    return (f"{step.cues} clicks, less than a minute", "At least 50 taps are needed")


def draw_beat_ready(canvas: Canvas, moment: Moment, box: Box, step: BlockPlan) -> None:
    """Draw the ring, and below it a line whose clicks stop; prepare what play needs."""
    task = _task(step)
    key = ("beat ahead", step, moment.world.device is None, moment.world.settings.hit_strip)
    canvas.pictures.value(key, lambda: _prepared(canvas, moment, task))
    high = lane_height(canvas)
    scale = ring_scale(canvas)
    ring = ring_radius(canvas, scale) + canvas.px(34)
    if 2 * ring + high > box.h:
        return
    y = box.y + (box.h - 2 * ring - high) * 0.42
    metronome = Metronome(bpm=round(task.task.tempo_bpm), scale=scale)
    draw_metronome(canvas, (box.centre[0], y + ring), metronome)
    top = round(y + 2 * ring + canvas.px(14))
    lane = _few(lane_of(task, moment))
    draw_beat_lane(canvas, Box(box.x, top, box.w, high), lane)


def draw_calibration_ready(canvas: Canvas, moment: Moment, box: Box, step: BlockPlan) -> None:
    """Draw the ring, and a row of taps to come; prepare what play needs."""
    tempo_bpm = step.tempo_bpm or 0.0
    key = ("calibration ahead", tempo_bpm)
    canvas.pictures.value(key, lambda: _prepared_calibration(canvas, tempo_bpm))
    scale = calibration.ring_scale(canvas)
    ring = ring_radius(canvas, scale) + canvas.px(34)
    if 2 * ring + canvas.px(40) > box.h:
        return
    y = box.y + box.h * 0.42
    metronome = Metronome(bpm=round(tempo_bpm), scale=scale)
    draw_metronome(canvas, (box.centre[0], y), metronome)
    dots = Box(box.x, round(y + ring + canvas.px(24)), box.w, canvas.px(20))
    draw_progress_dots(canvas, dots, ProgressDots(done=6, total=24))
    words = "a dot for each tap"
    at = (box.centre[0], dots.bottom + canvas.tpx(24))
    if at[1] <= box.bottom:
        draw_text(canvas, words, at, Role.CAPTION, canvas.theme.text3, anchor=Anchor.CENTRE)


def _task(step: BlockPlan) -> OnTheBeatState:
    task = task_of(step, seed=0, at_ns=0)
    if not isinstance(task, OnTheBeatState):
        raise TypeError(f"{step.task} is not played on the beat")
    return task


def _few(lane: BeatLane) -> BeatLane:
    """Return the same lane with a few notes of each kind, at its beginning."""
    return BeatLane(
        fingers=lane.fingers,
        paced=SHOWN * lane.subdivision + 1,
        alone=SHOWN_ALONE,
        position=0.0,
        subdivision=lane.subdivision,
        count_in=1,
    )


def _prepared(canvas: Canvas, moment: Moment, task: OnTheBeatState) -> bool:
    prepare_beat(canvas.onto(pygame.Surface((1, 1))), moment, task)
    return True


def _prepared_calibration(canvas: Canvas, tempo_bpm: float) -> bool:
    calibration.prepare_calibration(canvas, tempo_bpm)
    return True
