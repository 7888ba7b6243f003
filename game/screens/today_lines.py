"""Today's line of each game: what it asks for, in a few words.

They stand apart from the games' screens, which load when a session begins: Today is seen first.
"""

from collections.abc import Callable, Mapping

from engine.adaptation.water_level import NUMBERS, WaterLevel, drops_words
from engine.exercise import FINGER_NAMES
from engine.progress.verdict import counted
from engine.record import Task
from engine.session.state import BlockPlan
from game.screens.words import bpm, capital, hand_words, pattern_words


def held_count(step: BlockPlan) -> int:
    """Return how many fingers hold in a step of Still Water."""
    return WaterLevel.resumed(step.level_json).held


def pace_words(step: BlockPlan) -> str:
    """Return "one drop a second", or whose pace it is."""
    return "at your own pace" if step.tempo_bpm is None else drops_words(step.tempo_bpm)


def _on_the_beat(step: BlockPlan) -> str:
    return f"{bpm(step.tempo_bpm or 0)}, with the clicks and without"


def _still_water(step: BlockPlan) -> str:
    held = capital(NUMBERS[held_count(step)])
    return f"{held} held, {pace_words(step)}, {hand_words(step.hand)}"


def _heavier(step: BlockPlan) -> str:
    return f"{step.cues} pairs with the {FINGER_NAMES[step.fingers[0]]}"


def _late_one(step: BlockPlan) -> str:
    return f"{capital(counted(len(step.fingers), 'note'))} in silence, {step.cues} runs"


def _slow_road(step: BlockPlan) -> str:
    return f"{pattern_words(step)}, {bpm(step.tempo_bpm or 0)}"


LINES: Mapping[Task, Callable[[BlockPlan], str]] = {
    Task.ON_THE_BEAT: _on_the_beat,
    Task.STILL_WATER: _still_water,
    Task.HEAVIER: _heavier,
    Task.LATE_ONE: _late_one,
    Task.SLOW_ROAD: _slow_road,
}
