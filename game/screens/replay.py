"""A kept take played again: slowly, to be seen and heard, one string at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from engine.session.world import CloseTake
from game.input import Given, Intent
from game.replaying import Part, parts_of
from game.screens.choices import choose
from game.screens.replay_pictures import Shown, draw_nothing, draw_replay, replay_boxes
from game.screens.replay_words import NO_NOTES, NOT_OPEN
from game.screens.screen import NOTHING, Moment, Pop, Replace, Wish, go_to
from game.sound import Note
from game.view.canvas import Canvas

SPEEDS = (0.25, 0.5, 1.0)
PLAY, SPEED, PREVIOUS, NEXT = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayScreen:
    """One part of the open take, at rest at ``from_s`` or playing from there since ``since_ns``.

    ``of`` is the take that ``parts`` belong to, null before it was opened.
    """

    of: UUID | None = None
    parts: tuple[Part, ...] = ()
    part: int = 0
    speed: int = 1
    focus: int = PLAY
    from_s: float = 0.0
    since_ns: int | None = None

    @property
    def name(self) -> str:
        """The screen's name."""
        return "replay"

    @property
    def moving(self) -> bool:
        """Whether it plays now, so that its picture changes by itself."""
        return self.since_ns is not None

    def at_s(self, now_ns: int) -> float:
        """Return where in the part the replay stands, in seconds of the take."""
        if self.since_ns is None:
            return self.from_s
        played_s = (now_ns - self.since_ns) * 1e-9 * SPEEDS[self.speed]
        return min(self.from_s + played_s, self.parts[self.part].seconds)

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Play and pause, change the speed, go to another part, or back to the list."""
        if Intent.BACK in given:
            return Wish(go=Pop(), requests=(CloseTake(),), hush=True)
        opened = moment.world.replay
        if opened is not None and opened.summary.trial_id != self.of:
            fresh = ReplayScreen(of=opened.summary.trial_id, parts=parts_of(opened))
            return Wish(go=Replace(fresh))
        if opened is None or not self.parts:
            return NOTHING
        choice = choose(replay_boxes(moment.layout), self.focus, given)
        here = replace(self, focus=choice.focus)
        if choice.chosen is not None:
            return _chosen(here, choice.chosen, moment.now_ns)
        if self.moving and self.at_s(moment.now_ns) >= self.parts[self.part].seconds:
            here = _resting(here, self.parts[self.part].seconds)
        return go_to(self, here)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the part with its playhead."""
        opened = moment.world.replay
        if opened is None:
            said = moment.world.message.rstrip(".")
            draw_nothing(canvas, moment, f"{said}." if said else NOT_OPEN)
            return
        if opened.summary.trial_id != self.of or not self.parts:
            # for a frame a take that was just opened is not cut into parts yet
            draw_nothing(canvas, moment, NO_NOTES if opened.summary.trial_id == self.of else "")
            return
        shown = Shown(
            replay=opened,
            part=self.parts[self.part],
            index=self.part,
            count=len(self.parts),
            at_s=self.at_s(moment.now_ns),
            moving=self.moving,
            speed=SPEEDS[self.speed],
            focus=self.focus,
        )
        draw_replay(canvas, moment, shown)


def _chosen(screen: ReplayScreen, which: int, now_ns: int) -> Wish:
    at_s, length_s = screen.at_s(now_ns), screen.parts[screen.part].seconds
    match which:
        case 0 if screen.moving:
            return Wish(go=Replace(_resting(screen, at_s)), hush=True)
        case 0:
            return _playing(screen, 0.0 if at_s >= length_s else at_s, now_ns)
        case 1:
            other = replace(screen, speed=(screen.speed + 1) % len(SPEEDS))
        case _:
            step = 1 if which == NEXT else -1
            other = replace(screen, part=(screen.part + step) % len(screen.parts))
            at_s = 0.0
    return (
        _playing(other, at_s, now_ns) if screen.moving else Wish(go=Replace(_resting(other, at_s)))
    )


def _resting(screen: ReplayScreen, at_s: float) -> ReplayScreen:
    return replace(screen, from_s=at_s, since_ns=None)


def _playing(screen: ReplayScreen, at_s: float, now_ns: int) -> Wish:
    sounds = passage(screen.parts[screen.part], at_s, SPEEDS[screen.speed])
    return Wish(go=Replace(replace(screen, from_s=at_s, since_ns=now_ns)), sounds=sounds)


def passage(part: Part, from_s: float, speed: float) -> tuple[Note, ...]:
    """Return what is to be heard from a moment on, slowed down."""
    return tuple(
        Note(
            at_s=(note.at_s - from_s) / speed,
            pitch=note.pitch,
            velocity=note.velocity,
            seconds=note.seconds / speed,
        )
        for note in part.notes
        if note.at_s >= from_s
    )
