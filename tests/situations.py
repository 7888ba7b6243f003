"""Every screen there is, in a situation that fills it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from uuid import UUID

from engine.record import Task, ThemeChoice
from engine.session.advance import REST_NS
from engine.session.state import End, Paused, Resting, State
from engine.session.world import Link, PortStatus, TimingCheck, World
from engine.take import NoteOff, NoteOn
from game.replaying import parts_of
from game.screens.about import AboutScreen
from game.screens.device import DeviceScreen
from game.screens.device_heard import Heard
from game.screens.menu import MenuScreen
from game.screens.new_player import NewPlayerScreen
from game.screens.places import Place
from game.screens.practice import PractiseScreen
from game.screens.practice_game import PracticeGameScreen
from game.screens.practice_steps import chosen_of
from game.screens.progress import ProgressScreen
from game.screens.range import RangeScreen
from game.screens.recovery import RecoveryScreen
from game.screens.replay import ReplayScreen
from game.screens.resting import RestingScreen
from game.screens.router import screen_of
from game.screens.screen import Moment, Screen
from game.screens.settings import SettingsScreen
from game.screens.takes import TakesScreen
from game.screens.timing_check import TimingCheckScreen
from game.screens.today import TodayScreen
from game.screens.welcome import WelcomeScreen
from tests import (
    worlds,
    worlds_beat,
    worlds_force,
    worlds_late,
    worlds_road,
    worlds_water,
)
from tests.game.drawing import NOW_NS, moment
from tests.practising import practising, steps
from tests.replays import answers, strings, summaries

S = 1_000_000_000
HEARD = Heard().after([NoteOn(0, 60, 70), NoteOff(0, 60), NoteOn(0, 84, 71)])
CHECKED = TimingCheck(
    way="ALSA, a virtual port",
    events=200,
    done=200,
    driver_sd_ms=0.06,
    arrival_sd_ms=0.21,
    worst_ms=0.83,
    passed=True,
    said="An interval between two notes carries 0.08 ms of this computer's own.",
)
NAMES = ("Clara", "Tomás Ribeiro", "Ines Laurent", "Wilhelmine Friederike von Hohenstein-Bay")
PEOPLE = tuple(
    replace(worlds.CLARA, id=UUID(int=1 + index), name=name) for index, name in enumerate(NAMES)
)
PIANO = PortStatus(link=Link.CONNECTED, name="Roland FP-30X", output="Roland FP-30X MIDI 1")


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A screen with what it knows; without a screen the state brings its own."""

    world: World
    screen: Screen | None = None
    state: State | None = None
    now_ns: int = NOW_NS

    @property
    def shown(self) -> Screen:
        return self.screen or screen_of(self.state)

    def at(
        self, size: tuple[int, int], percent: int = 100, theme: ThemeChoice = ThemeChoice.DARK
    ) -> Moment:
        settings = replace(self.world.settings, type_scale=percent / 100, theme=theme)
        known = replace(self.world, settings=settings)
        return moment(known, self.state, size=size, percent=percent, now_ns=self.now_ns)


def _outside(screen: Screen, known: World | None = None) -> Situation:
    return Situation(screen=screen, world=known or worlds.world(port=PIANO))


def _replay(replay, **changes: object) -> Situation:
    screen = ReplayScreen(of=replay.summary.trial_id, parts=parts_of(replay))
    return _outside(replace(screen, **changes), worlds.world(replay=replay))


def _inside(state: State, now_ns: int = NOW_NS) -> Situation:
    return Situation(world=worlds.world(), state=state, now_ns=now_ns)


def _beat() -> Situation:
    playing = worlds_beat.playing(worlds_beat.step_of(), notes=6)
    return _inside(playing, worlds_beat.at_beat(playing, 9.3))


def _strip() -> Situation:
    seen = _beat()
    settings = replace(seen.world.settings, hit_strip=True)
    return replace(seen, world=replace(seen.world, settings=settings))


def _calibrating() -> Situation:
    playing = worlds_beat.calibrating(12)
    return _inside(playing, worlds_beat.at_beat(playing, 16.3))


def _pausing(playing) -> Situation:
    return _inside(Paused(playing=playing, since_ns=NOW_NS - 2 * S))


def _resting(past_s: int) -> Situation:
    until_ns = NOW_NS + REST_NS - past_s * S
    state = Resting(then=worlds.ready(Task.PEARLS), until_ns=until_ns)
    screen = RestingScreen(past=past_s // 10)
    return Situation(world=worlds.world(), state=state, screen=screen)


SITUATIONS: dict[str, Callable[[], Situation]] = {
    "welcome first": lambda: _outside(WelcomeScreen(), worlds.nobody()),
    "welcome": lambda: _outside(WelcomeScreen(), worlds.world(people=PEOPLE)),
    "range": lambda: _outside(RangeScreen(), worlds.world(device=None)),
    "range done": lambda: _outside(RangeScreen(lowest=48, highest=72), worlds.world(device=None)),
    "new player": lambda: _outside(NewPlayerScreen(), worlds.nobody()),
    "recovery": lambda: _outside(RecoveryScreen(), worlds.world(found=(worlds.FOUND,))),
    "today first": lambda: _outside(TodayScreen(), worlds.first_world()),
    "today": lambda: _outside(TodayScreen()),
    "menu": lambda: _outside(MenuScreen(active=Place.TODAY)),
    "practise": lambda: _outside(PractiseScreen(), practising()),
    "progress first": lambda: _outside(ProgressScreen(), worlds.first_world()),
    "progress": lambda: _outside(ProgressScreen(), worlds.world(takes=summaries())),
    "takes": lambda: _outside(TakesScreen(), worlds.world(takes=summaries(60))),
    "replay": lambda: _replay(strings(), from_s=1.1),
    "replay answers": lambda: _replay(answers(), from_s=3.1),
    "settings": lambda: _outside(SettingsScreen()),
    "device": lambda: _outside(DeviceScreen(heard=HEARD)),
    "device none": lambda: _outside(DeviceScreen(), worlds.nobody()),
    "timing first": lambda: _outside(TimingCheckScreen()),
    "timing": lambda: _outside(TimingCheckScreen(), worlds.world(timing=CHECKED)),
    "about": lambda: _outside(AboutScreen()),
    "ready pearls": lambda: _inside(worlds.ready(Task.PEARLS)),
    "ready which finger": lambda: _inside(worlds.ready(Task.WHICH_FINGER)),
    "ready beat": lambda: _inside(worlds_beat.ready(worlds_beat.step_of())),
    "ready calibration": lambda: _inside(worlds_beat.ready(worlds_beat.calibration_plan())),
    "ready water": lambda: _inside(worlds_water.ready()),
    "ready heavier": lambda: _inside(worlds_force.ready_heavier()),
    "ready late": lambda: _inside(worlds_late.late_ready()),
    "ready road": lambda: _inside(worlds_road.ready(worlds_road.road())),
    "pearls": lambda: _inside(worlds.playing_pearls()),
    "which finger": lambda: _inside(
        worlds.playing_which_finger(), worlds.START_NS + 30_100_000_000
    ),
    "beat": _beat,
    "beat with its strip": _strip,
    "calibration": _calibrating,
    "water": lambda: _inside(worlds_water.flowing(strokes=(0, S)), worlds_water.flows_ns() + 3 * S),
    "water rests": lambda: _inside(worlds_water.resting(), worlds_water.flows_ns()),
    "heavier": lambda: _inside(worlds_force.playing_heavier(60), worlds_force.NOW_NS),
    "heavier asks": lambda: _inside(worlds_force.playing_heavier(60, 64), worlds_force.NOW_NS),
    "late": lambda: _inside(worlds_late.late_playing()),
    "late asks": lambda: _inside(worlds_late.late_playing(landed=5)),
    "road": lambda: _inside(worlds_road.playing()),
    "paused": lambda: _inside(worlds.paused(), worlds.START_NS + 25 * S),
    "paused heavier": lambda: _pausing(worlds_force.playing_heavier()),
    "paused water": lambda: _pausing(worlds_water.resting()),
    "resting": lambda: _resting(past_s=70),
    "rested": lambda: _resting(past_s=180),
    "asking": lambda: _inside(worlds.asking()),
    "pearls after": lambda: _inside(worlds.reviewing_pearls()),
    "check after": lambda: _inside(worlds.reviewing_pearls(Task.EVENNESS_CHECK)),
    "which finger after": lambda: _inside(worlds.reviewing_which_finger()),
    "beat after": lambda: _inside(worlds_beat.reviewing(worlds_beat.step_of())),
    "beat after nothing": lambda: _inside(worlds_beat.without_figure()),
    "calibration after": lambda: _inside(worlds_beat.calibrated()),
    "water after": lambda: _inside(worlds_water.reviewing()),
    "heavier after": lambda: _inside(worlds_force.reviewing_heavier()),
    "late after": lambda: _inside(worlds_late.late_reviewing()),
    "road after": lambda: _inside(worlds_road.reviewing()),
    **{f"ended {end}": lambda end=end: _inside(worlds.ended(end)) for end in End},
    **{
        f"practise {task}": lambda task=task: _outside(
            PracticeGameScreen(chosen=chosen_of(steps()[task])), practising()
        )
        for task in steps()
        if task is not Task.CALIBRATION
    },
}


@cache
def situation(name: str) -> Situation:
    return SITUATIONS[name]()
