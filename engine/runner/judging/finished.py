"""What judging is given and gives: a finished take, the levels before it, what it said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from engine.adaptation.ladder import Ladder
from engine.measures.judgement.discrimination import Counts
from engine.progress.curve import Curve
from engine.record import Result
from engine.runner.facts import TakeFacts
from engine.session.state import Outcome
from engine.take import Take
from engine.tasks.play import Play

HURT = "It hurt, so this take is kept without a score."


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Where the player's levels stood before the take; ``curve`` is null with nothing to go by.

    ``confusions`` are those of her latest answers in Which Finger?, null outside it. ``kept`` is
    each level by its track without the hand ("pearls"), ``earlier`` the ``task_json`` of her
    earlier trials of this game with this hand, newest first.
    """

    ladder: Ladder
    curve: Curve | None = None
    confusions: Counts | None = None
    kept: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a take said: rows for the record, the outcome for the screen, the levels after it.

    ``ladder`` is null where the take left the tempo alone; ``levels`` are those of other tracks
    that it moved, (track, JSON), and ``levels_if_hurt`` those that pain moves. ``level`` is the
    trial's own, in the game's unit; ``task_json`` is what measuring it again needs.
    """

    results: tuple[Result, ...]
    outcome: Outcome
    ladder: Ladder | None = None
    levels: tuple[tuple[str, str], ...] = ()
    levels_if_hurt: tuple[tuple[str, str], ...] = ()
    level: float | None = None
    task_json: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A take that is over, with what is needed to judge it.

    ``origin_ns`` is when its first message was played, on the clock of the cues; ``report`` is
    (pulled, pain) as answered, null where the player left without an answer, which moves no level.
    """

    facts: TakeFacts
    trial_id: UUID
    take: Take
    origin_ns: int
    task: Play
    report: tuple[bool, bool] | None

    @property
    def pulled(self) -> bool:
        """Whether something pulled or curled."""
        return self.report is not None and self.report[0]

    @property
    def pain(self) -> bool:
        """Whether it hurt: the take is kept without a score."""
        return self.report is not None and self.report[1]
