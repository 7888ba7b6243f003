"""Weeks of a virtual pianist's practice, on a clock turned by hand: what the demo plays."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from engine.clock import ManualClock
from engine.exercise import Hand
from engine.pianist import Change, Pianist, Rhythm, Slips
from engine.runner.loop import Runner
from engine.session.state import Ended, Ready, Reviewing, State
from engine.session.world import AddPlayer, EndSession, SetRange, StartSession
from engine.take import RawMessage
from game.rehearsal import Rehearsal

FIRST_DAY = date(2026, 9, 7)
WEEKDAYS = (0, 1, 3, 5)
EVENING = time(18, 0)
FRAME_NS = 50_000_000
LOWEST, HIGHEST = 21, 108
PULLS_ABOVE_BPM = 70.0
# Someone who comes back to the piano: uneven, the little finger late after the ring finger, some
# five per cent more even with each week; above 70 bpm something pulls now and then.
CLARA = Pianist(
    rhythm=Rhythm(
        onset_sd_ms=7.5,
        clock_sd_ms=3.0,
        transition_late_ms=((4, 5, 11.0), (3, 4, 4.0)),
        tempo_exponent=-0.4,
    ),
    slips=Slips(
        miss_rate=0.0003,
        substitute_rate=0.0003,
        extra_rate=0.0003,
        bounce_rate=0.0003,
        break_off_rate=0.01,
    ),
    change=Change(fatigue_per_min=0.004, day_log_sd=0.08, gain_per_week=0.05),
)


def starts(weeks: int, rng: np.random.Generator) -> Iterator[datetime]:
    """Give the start of each session: four evenings a week, by local time in UTC."""
    for week in range(weeks):
        for weekday in WEEKDAYS:
            day = FIRST_DAY + timedelta(weeks=week, days=weekday)
            late = timedelta(minutes=int(rng.integers(0, 90)))
            yield datetime.combine(day, EVENING, tzinfo=UTC) + late


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One session as it ended; ``told`` is what went wrong in it, empty when all was kept."""

    day: date
    ended: Ended
    told: str


class Season:
    """Plays sessions one after the other through the real loop.

    Parameters
    ----------
    runner, put : the loop, and where messages go
    clock : the clock of both
    """

    def __init__(
        self,
        runner: Runner,
        put: Callable[[RawMessage], None],
        clock: ManualClock,
        rng: np.random.Generator,
        pianist: Pianist = CLARA,
    ) -> None:
        self._runner = runner
        self._put = put
        self._clock = clock
        self._rng = rng
        self._pianist = pianist

    def welcome(self, name: str = "Clara", hand: Hand = Hand.RIGHT) -> None:
        """Add the player, if she is not there yet."""
        if self._runner.world.person is None:
            self._runner.step(requests=(AddPlayer(name, hand), SetRange(LOWEST, HIGHEST)))

    def rehearsal(self, start: datetime) -> Rehearsal:
        """Return the pianist as she is on the evening of ``start``, with the clock set to it."""
        wait = start - self._clock.now_utc()
        if wait > timedelta():
            self._clock.advance_ns(round(wait / timedelta(microseconds=1)) * 1000)
        week = (start.date() - FIRST_DAY).days / 7
        pianist = self._pianist.on_day(week, self._rng)
        # the day's view is made anew, so that plan and seed are those of today
        self._runner.step(requests=(EndSession(),))
        return Rehearsal(pianist, self._put, self._rng, pulls_above_bpm=PULLS_ABOVE_BPM)

    def wait(self, duration_ns: int) -> None:
        """Let time go on."""
        self._clock.advance_ns(duration_ns)

    def play(self, start: datetime) -> Played:
        """Play one whole session without a screen."""
        rehearsal = self.rehearsal(start)
        self._runner.step(requests=(StartSession(),))
        while not isinstance(state := self._runner.state, Ended):
            self.wait(frame_ns(state))
            self._runner.step(rehearsal.act(state, self._clock.now_ns()))
        told = self._runner.world.message
        self._runner.step(requests=(EndSession(),))
        return Played(day=start.date(), ended=state, told=told)


def frame_ns(state: State | None) -> int:
    """Return how far the clock may go in one step; nothing is missed while nobody plays."""
    return 10 * FRAME_NS if isinstance(state, Ready | Reviewing) else FRAME_NS
