"""What the app knows of each game beside its rules: its screens and its words.

Warm-up, evenness check, Pearls, Slow Road and the calm end are played as runs and share theirs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.record import Task
from engine.session.state import BlockPlan
from game.screens import beat_ready, late_one, slow_road, still_water_words
from game.screens.calibration import CalibrationScreen
from game.screens.calibration_after import CalibrationAfterScreen
from game.screens.heavier import HeavierScreen
from game.screens.heavier_after import HeavierAfterScreen
from game.screens.heavier_ready import HOW as HEAVIER_HOW
from game.screens.heavier_ready import draw_heavier_ready
from game.screens.heavier_words import facts as heavier_facts
from game.screens.late_one import LateOneScreen
from game.screens.late_one_after import LateOneAfterScreen
from game.screens.on_the_beat import OnTheBeatScreen
from game.screens.on_the_beat_after import OnTheBeatAfterScreen
from game.screens.pearls import PearlsScreen
from game.screens.pearls_after import PearlsAfterScreen
from game.screens.screen import Moment, Screen
from game.screens.slow_road_after import SlowRoadAfterScreen
from game.screens.still_water import StillWaterScreen
from game.screens.still_water_after import StillWaterAfterScreen
from game.screens.still_water_ahead import draw_ahead as draw_water_ahead
from game.screens.which_finger import WhichFingerScreen
from game.screens.which_finger_after import WhichFingerAfterScreen
from game.view.canvas import Canvas
from game.view.layout import Box

Picture = Callable[[Canvas, Moment, Box, BlockPlan], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Game:
    """One game: its screens, and how it is introduced.

    ``how`` is the second of the two sentences on the screen before it (the first is the step's
    ``why``); ``facts`` are the lines below (hand, tempo, how long).
    ``picture`` draws what will happen into a box, and prepares what play would else draw anew.
    ``resumes`` says at a pause what begins again; ``strings`` that its parts are strings of pearls.
    """

    play: Callable[[], Screen]
    after: Callable[[], Screen]
    how: str = ""
    facts: Callable[[BlockPlan], tuple[str, ...]] | None = None
    picture: Picture | None = None
    resumes: str
    strings: bool = False


STRING_RESUMES = "The string you were on begins again; those before it are kept."
ROUND_RESUMES = "The round you were on begins again; those before it are kept."
RUNS = Game(play=PearlsScreen, after=PearlsAfterScreen, resumes=STRING_RESUMES, strings=True)
GAMES: Mapping[Task, Game] = {
    Task.LATE_ONE: Game(
        play=LateOneScreen,
        after=LateOneAfterScreen,
        how=late_one.HOW,
        facts=late_one.facts,
        picture=late_one.draw_ahead,
        resumes="The run you were on begins again; those before it are kept.",
    ),
    Task.SLOW_ROAD: Game(
        play=PearlsScreen,
        after=SlowRoadAfterScreen,
        how=slow_road.HOW,
        picture=slow_road.draw_ahead,
        resumes=STRING_RESUMES,
        strings=True,
    ),
    Task.ON_THE_BEAT: Game(
        play=OnTheBeatScreen,
        after=OnTheBeatAfterScreen,
        how=beat_ready.HOW,
        facts=beat_ready.facts,
        picture=beat_ready.draw_beat_ready,
        resumes=ROUND_RESUMES,
    ),
    Task.CALIBRATION: Game(
        play=CalibrationScreen,
        after=CalibrationAfterScreen,
        how=beat_ready.CALIBRATION_HOW,
        facts=beat_ready.calibration_facts,
        picture=beat_ready.draw_calibration_ready,
        resumes="The clicks begin again, and the taps with them.",
    ),
    Task.WHICH_FINGER: Game(
        play=WhichFingerScreen,
        after=WhichFingerAfterScreen,
        resumes="The last cue comes again; those before it are kept.",
    ),
    Task.STILL_WATER: Game(
        play=StillWaterScreen,
        after=StillWaterAfterScreen,
        how=still_water_words.HOW,
        facts=still_water_words.facts,
        picture=draw_water_ahead,
        resumes=ROUND_RESUMES,
    ),
    Task.HEAVIER: Game(
        play=HeavierScreen,
        after=HeavierAfterScreen,
        how=HEAVIER_HOW,
        facts=heavier_facts,
        picture=draw_heavier_ready,
        resumes="The pair you were on begins again; those before it are kept.",
    ),
}


def game_of(task: Task) -> Game:
    """Return what is known of a game; that of runs where it is played as runs."""
    return GAMES.get(task, RUNS)
