"""What lies beside the session: people, instrument, settings, today's plan, progress."""

from dataclasses import replace
from datetime import datetime, timedelta

from engine import EvenhandError
from engine.adaptation.dwelling import dwelling
from engine.progress.transitions import constellation
from engine.progress.weekly import weekly_scores
from engine.record import Device, Person, Settings
from engine.runner import recovery
from engine.runner.parts import Parts
from engine.runner.reading import deviations_of, practice_of, standing_of, swap_costs, told
from engine.runner.shelf import replay_of, takes_of
from engine.runner.timing import Timing
from engine.session.plan import plan_today, steps_for
from engine.session.world import (
    AddPlayer,
    ChangeSettings,
    CheckTiming,
    ChoosePlayer,
    CloseTake,
    DropFound,
    Found,
    KeepFound,
    ListenAgain,
    OpenTake,
    Request,
    SetRange,
    UseComputerKeyboard,
    World,
)
from engine.storage.errors import StorageError
from engine.storage.journal import FoundTake

OCTAVE = 12


class Desk:
    """Holds the ``World`` and carries out what screens ask for outside a session."""

    def __init__(self, parts: Parts, settings: Settings) -> None:
        self._parts = parts
        self._timing = Timing(parts.new_timing_run) if parts.new_timing_run else None
        offer = recovery.offer(parts)
        self._found: dict[str, FoundTake] = dict(offer.takes)
        self._dwelling: tuple[tuple[int, int], ...] = ()
        people = tuple(parts.store.people())
        person = next((each for each in people if each.id == settings.player_id), None)
        self.world = World(
            today=self._now().date(),
            people=people,
            person=person,
            port=parts.instrument.status,
            device=self._device(),
            settings=settings,
            message=offer.message,
            exercises=tuple(parts.exercises.values()),
        )
        self.world = replace(self.world, found=self._described())
        self.refresh()

    def refresh(self) -> None:
        """Read the player's record again; what cannot be read is said in ``world.message``."""
        try:
            self._read()
        except EvenhandError as error:
            self.tell(str(error))

    def follow_day(self) -> None:
        """Make today's plan anew when the date has changed since it was made."""
        if self._now().date() != self.world.today:
            self.refresh()

    def _read(self) -> None:
        person = self.world.person
        now = self._now()
        offset = now.utcoffset() or timedelta()
        self.world = replace(
            self.world,
            today=now.date(),
            local_hour=now.hour,
            utc_offset_min=offset // timedelta(minutes=1),
        )
        # only now what can fail: a record that does not answer is not asked again every frame
        self.world = replace(self.world, people=tuple(self._parts.store.people()))
        if person is None:
            self.world = replace(
                self.world,
                plan=None,
                weekly=None,
                transitions=(),
                practice=(),
                practice_steps=(),
                takes=(),
            )
            return
        store = self._parts.store
        deviations = deviations_of(store, person)
        self._dwelling = dwelling(swap_costs(deviations, self.world.today)).pairs
        practice = practice_of(store, person)
        weekly = weekly_scores(
            store.run_values(person.id),
            store.baseline_resets(person.id),
            until=self.world.today,
        )
        self.world = replace(
            self.world,
            weekly=told(weekly, practice, self._score_bpm(person)),
            transitions=constellation(deviations),
            practice=practice,
            takes=takes_of(store, person, self._parts.exercises),
        )
        self.world = self._planned(self.world, person)

    def follow_instrument(self) -> None:
        """Take in how the instrument stands; a piano that is found is remembered."""
        instrument = self._parts.instrument
        for sentence in instrument.drain_said():
            self.tell(sentence)
        if instrument.status == self.world.port:
            return
        self.world = replace(self.world, port=instrument.status, device=self._device())
        port, settings = instrument.port, self.world.settings
        if port is not None and (port.name, port.api) != (settings.port_name, settings.port_api):
            self._settle(replace(settings, port_name=port.name, port_api=port.api))
        if self.world.person is not None:
            self.world = self._planned(self.world, self.world.person)

    def follow_timing(self) -> None:
        """Take in how far the timing check is."""
        if self._timing is not None and (timing := self._timing.follow()) != self.world.timing:
            self.world = replace(self.world, timing=timing)

    def close(self) -> None:
        """Break off a timing check that runs."""
        if self._timing is not None:
            self._timing.close()

    def carry_out(self, request: Request) -> None:
        """Do what a screen asked for; what cannot be done is said in ``world.message``."""
        self.world = replace(self.world, message="")
        try:
            self._carry_out(request)
        except StorageError as error:
            self.tell(str(error))

    def tell(self, message: str) -> None:
        """Show a sentence to the player, after those that nobody has answered yet."""
        if message not in self.world.message:
            self.world = replace(self.world, message=f"{self.world.message} {message}".strip())

    def _carry_out(self, request: Request) -> None:
        match request:
            case AddPlayer():
                self._choose(self._parts.store.add_person(request.name, hand=request.hand))
            case ChoosePlayer():
                self._choose(next(p for p in self.world.people if p.id == request.person_id))
            case SetRange():
                self._keep_range(request)
            case UseComputerKeyboard():
                self._parts.instrument.use_computer_keyboard()
            case ListenAgain():
                self._parts.instrument.listen_again()
            case ChangeSettings():
                self._settle(request.settings)
            case KeepFound() | DropFound():
                self._settle_found(request)
            case _:
                self._look_into(request)
        self.follow_instrument()

    def _look_into(self, request: Request) -> None:
        match request:
            case OpenTake():
                # the one before goes first: a take that cannot be opened shows none
                self.world = replace(self.world, replay=None)
                parts = self._parts
                replay = replay_of(parts.store, request.trial_id, parts.exercises)
                self.world = replace(self.world, replay=replay)
            case CloseTake():
                self.world = replace(self.world, replay=None)
            case CheckTiming():
                self._check_timing()
            case _:
                pass

    def _check_timing(self) -> None:
        if self._timing is None:
            self.tell("A virtual piano takes no time: there is nothing to measure.")
            return
        timing = self._timing.begin(self._parts.instrument.api)
        self.world = replace(self.world, timing=timing)

    def _choose(self, person: Person) -> None:
        self.world = replace(self.world, person=person)
        self._settle(replace(self.world.settings, player_id=person.id))
        self.refresh()

    def _settle(self, settings: Settings) -> None:
        self.world = replace(self.world, settings=settings)
        try:
            self._parts.keep_settings(settings)
        except StorageError as error:
            self.tell(str(error))

    def _keep_range(self, request: SetRange) -> None:
        port = self._parts.instrument.port
        if port is None:
            return
        lowest, highest = sorted((request.lowest, request.highest))
        if highest - lowest < OCTAVE:
            self.tell("These two keys are less than an octave apart; press the two outermost keys.")
            return
        device = self._parts.store.add_device(port.name, port.api, lowest=lowest, highest=highest)
        self.world = replace(self.world, device=device)
        self.refresh()

    def _settle_found(self, request: KeepFound | DropFound) -> None:
        take = self._found.get(request.key)
        if take is None:
            return
        if isinstance(request, KeepFound):
            recovery.keep_found(self._parts, take)
        else:
            take.discard()
        # only now: what could not be kept is still offered
        del self._found[request.key]
        self.world = replace(self.world, found=self._described())
        self.refresh()

    def _described(self) -> tuple[Found, ...]:
        names = {person.id: person.name for person in self.world.people}
        exercises = self._parts.exercises
        found = [
            recovery.described(key, take, exercises, names) for key, take in self._found.items()
        ]
        return tuple(each for each in found if each is not None)

    def _score_bpm(self, person: Person) -> float:
        return self._parts.exercises[f"scale-c-{person.hand}"].tempo_bpm

    def _now(self) -> datetime:
        return self._parts.local(self._parts.clock.now_utc())

    def _device(self) -> Device | None:
        port = self._parts.instrument.port
        if port is None:
            return None
        known = self._parts.store.devices()
        return next((d for d in known if (d.name, d.api) == (port.name, port.api)), None)

    def _planned(self, world: World, person: Person) -> World:
        """Return the world with today's plan, and the steps that can be practised by choice."""
        device = world.device
        standing = standing_of(self._parts.store, person, world.today, self._dwelling)
        plan = plan_today(
            standing,
            self._parts.exercises,
            seed=self._parts.new_seed(),
            measured=self._parts.instrument.measured,
            outer=(device.lowest, device.highest) if device else None,
        )
        steps = steps_for(standing, self._parts.exercises)
        return replace(world, plan=plan, practice_steps=steps)
