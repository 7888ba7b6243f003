"""The runner: drain, advance, measure, adapt, keep; once a frame, and being late changes nothing.

Messages are stamped before any frame sees them. ``Passed`` lags behind the clock, so that no
message stamped earlier can still be on its way when a time-out is judged.
"""

from collections.abc import Sequence
from dataclasses import replace

from engine.midi.capture import origin_ns
from engine.midi.message import Decoder
from engine.midi.timebase import LiveTime
from engine.record import ClickChoice, Settings
from engine.runner.desk import Desk
from engine.runner.facts import TakeFacts, clicks_heard, to_json
from engine.runner.judging.finished import Finished
from engine.runner.keeping import keep
from engine.runner.parts import Parts
from engine.runner.recorder import Recorder
from engine.runner.sitting import Sitting, Spent, new_sitting
from engine.session.advance import advance, opening
from engine.session.beginning import trial_seed
from engine.session.state import (
    Asking,
    Ended,
    Heard,
    Input,
    Measured,
    Measuring,
    Outcome,
    Passed,
    Paused,
    Playing,
    Ready,
    Resting,
    SessionPlan,
    State,
)
from engine.session.world import EndSession, Request, StartPractice, StartSession, Step, World
from engine.storage.errors import StorageError
from engine.storage.journal import JournalHeader
from engine.take import Event, PortLost, RawMessage
from engine.tasks.play import Play

LAG_NS = 50_000_000


class Runner:
    """Moves one session on, and keeps what it says.

    Parameters
    ----------
    parts : everything it touches
    settings : what this computer remembers, as loaded
    warning : a sentence from loading them, shown to the player first
    """

    def __init__(self, parts: Parts, settings: Settings, warning: str | None = None) -> None:
        self._parts = parts
        self._desk = Desk(parts, settings)
        if warning:
            self._desk.tell(warning)
        self._decoder = Decoder()
        self._live = LiveTime()
        self._state: State | None = None
        self._sitting: Sitting | None = None
        self._spent: Spent | None = None
        self._take: tuple[Recorder, TakeFacts] | None = None
        self._interrupted = False
        self._events: list[Event] = []

    @property
    def state(self) -> State | None:
        """Where the session stands; None outside a session."""
        return self._state

    @property
    def world(self) -> World:
        """What the screens know beside the state."""
        return self._desk.world

    def step(self, inputs: Sequence[Input] = (), requests: Sequence[Request] = ()) -> Step:
        """Take in everything that has happened until now and return where it leads.

        A take that cannot be kept stays in its journal and ``world.message`` says why.
        """
        now_ns = self._parts.clock.now_ns()
        self._events = []
        if self._state is None:
            self._desk.follow_day()
        for request in requests:
            self._carry_out(request)
        self._follow_instrument(now_ns)
        self._hear(self._parts.inbox.drain())
        self._desk.follow_instrument()
        self._desk.follow_timing()
        self._watch_journal()
        self._move(Passed(now_ns - LAG_NS))
        for given in inputs:
            self._move(given)
        self._guide_instrument()
        return Step(state=self._state, world=self._desk.world, events=tuple(self._events))

    def _guide_instrument(self) -> None:
        """Let the piano be silent, or click, as the trial being played asks for."""
        instrument, settings = self._parts.instrument, self._desk.world.settings
        task = self._state.task if isinstance(self._state, Playing) else None
        instrument.quieten(isinstance(self._state, Playing) and self._state.step.task.silent)
        through_piano = settings.clicks is ClickChoice.PIANO and not settings.muted
        instrument.click(task.clicks if task and through_piano else None, settings.volume)

    def _watch_journal(self) -> None:
        failure = self._take[0].failure if self._take else None
        if failure and not self._desk.world.message:
            self._desk.tell(f"{failure}. The take goes on, but a power cut would lose it.")

    def close(self) -> None:
        """Stop; a take being played stays in its journal and is offered at the next start."""
        if self._take is not None:
            self._take[0].close()
            self._take = None
        self._desk.close()

    def _carry_out(self, request: Request) -> None:
        world = self._desk.world
        match request:
            case StartSession() if world.plan and self._state is None:
                self._open(world.plan)
            case StartPractice() if world.plan and self._state is None:
                # a step of one's own choice spends the same dose as today's plan
                self._open(replace(world.plan, blocks=(replace(request.step, scored=False),)))
            case EndSession() if self._state is None or isinstance(self._state, Ended):
                self._state, self._sitting = None, None
                self._desk.refresh()
            case _:
                self._desk.carry_out(request)

    def _open(self, plan: SessionPlan) -> None:
        world = self._desk.world
        if world.person is not None:
            self._sitting = new_sitting(self._parts, world.person, world.device, plan)
            self._state = opening(plan)
            if self._spent is not None:
                self._sitting, self._state = self._spent.goes_on(self._sitting, self._state)

    def _follow_instrument(self, now_ns: int) -> None:
        if self._parts.instrument.follow():
            self._interrupted = True
            self._live, self._decoder = LiveTime(), Decoder()
            self._tell(PortLost(now_ns))

    def _hear(self, messages: Sequence[RawMessage]) -> None:
        instrument = self._parts.instrument
        for message in map(instrument.without_echo, filter(instrument.hears, messages)):
            if self._take is not None:
                self._take[0].add((message,))
            for event in self._decoder.decode(message, self._live.at_ns(message)):
                self._tell(event)

    def _tell(self, event: Event) -> None:
        self._events.append(event)
        self._move(Heard(event))

    def _move(self, given: Input) -> None:
        before = self._state
        if before is None:
            return
        after = advance(before, given)
        self._state = after
        if isinstance(after, Ended) and not isinstance(before, Ended) and self._sitting:
            until_ns = before.until_ns if isinstance(before, Resting) else None
            self._spent = Spent.by(self._sitting, after, until_ns)
        match before, after:
            case Ready(), Playing():
                self._begin(after)
            case Asking(), Measuring():
                self._move(Measured(self._finish(after.task, (after.pulled, after.pain))))
            case ((Playing() | Paused() | Asking()), Ended()):
                left = before.playing if isinstance(before, Paused) else before
                self._finish(left.task, None)
            case _:
                pass

    def _begin(self, state: Playing) -> None:
        sitting = self._sitting
        if sitting is None:
            raise RuntimeError("a take begins outside a session")
        world = self._desk.world
        clicks = clicks_heard(world.settings, world.port)
        facts = TakeFacts(
            session=sitting.session,
            step=state.step,
            block=state.place.block,
            ordinal=state.place.ordinal,
            started_ns=state.started_ns,
            started_utc=self._parts.clock.now_utc(),
            seed=trial_seed(state.place),
            measured=state.place.plan.measured,
            outer=state.place.plan.outer,
            clicks=clicks,
            calibration=replace(world.settings, clicks=clicks).calibration(world.port.name),
            port_name=world.port.name,
        )
        header = JournalHeader(
            take_id=self._parts.new_id(),
            ports=self._parts.instrument.names,
            api=self._parts.instrument.api,
            started_utc=facts.started_utc,
            facts=to_json(facts),
        )
        self._interrupted = False
        try:
            if not sitting.kept:
                self._parts.store.open_session(sitting.session)
                self._sitting = replace(sitting, kept=True)
            recorder = Recorder(self._parts.journals, header, measured=facts.measured)
        except StorageError as error:
            # without a place to keep it, a take is not begun: nothing is played in vain
            self._state = Ready(place=state.place, step=state.step)
            self._desk.tell(str(error))
            return
        self._take = (recorder, facts)

    def _finish(self, task: Play, report: tuple[bool, bool] | None) -> Outcome:
        if self._take is None:
            raise RuntimeError("a take is finished that was never begun")
        recorder, facts = self._take
        self._take = None
        take = recorder.take(interrupted=self._interrupted)
        if report is None and not len(take.notes):
            self._put_away(recorder)
            return Outcome(plan=facts.step, refused="Nothing was played.")
        finished = Finished(
            facts=facts,
            trial_id=recorder.header.take_id,
            take=take,
            origin_ns=origin_ns(take.raw, measured=facts.measured),
            task=task,
            report=report,
        )
        try:
            outcome = keep(self._parts, finished)
        except StorageError as error:
            recorder.close()
            message = f"{error}. The take is safe in its journal and is offered at the next start."
            self._desk.tell(message)
            return Outcome(plan=facts.step, refused=message)
        self._put_away(recorder)
        if self._sitting is not None:
            self._sitting, outcome = self._sitting.after(outcome)
        return outcome

    def _put_away(self, recorder: Recorder) -> None:
        try:
            recorder.discard()
        except StorageError as error:
            # the take is kept, and its journal is put away at the next start
            self._desk.tell(str(error))
