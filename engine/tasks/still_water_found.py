"""What a take of Still Water says: for each round, where held keys came up and for how long.

Times are in s from the round's beginning. A *ripple* is the time from a held key's note-off to its
next note-on: the one thing MIDI sees of a tug at a held finger.

The share of time that the held keys were down together, fingers times seconds, has its interval
from the ripples: lost time is a sum of rare events, each weighing as long as it lasted, whose 95 %
interval is that of Fay and Feuer. Where no key came up at all, the interval reckons with ripples of
half a second that might have come. Rates a stroke are pooled over earlier trials, newest
first, until they rest on about 290 strokes (SCIENCE 2.3).

References
----------
Fay and Feuer 1997, Statistics in Medicine 16:791; SCIENCE 2.3, 2.4; Furuya and Altenmueller 2013.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.exercise import FINGERS
from engine.measures.independence.frequency import Chance, Frequency
from engine.measures.independence.holding import HeldFinger, HeldKeys, Holding, measure_holding
from engine.measures.independence.home import fingers_of, moved
from engine.measures.matching.cutting import bounces
from engine.measures.poisson import gamma_quantile
from engine.note import NoteArray
from engine.tasks.still_water import Round

ENOUGH_STROKES = 290
FEWEST_EARLIER = 3
UNSEEN_S = 0.5
TAIL = 0.025
# a round at 60 drops a minute and one at 62 are played alike
ALIKE_BPM = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ripple:
    """A held key that was up: from when, and for how long."""

    at_s: float
    lost_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """One held finger in a round.

    ``late_s`` is how long its key was missing at the beginning, which is lost time but no ripple.
    ``breaks`` are those of this round, ``pooled`` with earlier trials; null where the key was
    hardly held, with the ``reason``.
    """

    finger: int
    ripples: tuple[Ripple, ...]
    late_s: float
    lost_s: float
    share: float
    breaks: Frequency | None
    pooled: Frequency | None
    reason: str | None

    @property
    def still(self) -> bool:
        """Whether its key was down all the time."""
        return not self.ripples and not self.late_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A finger that neither played nor held: at how many strokes it came down."""

    finger: int
    chance: Chance
    pooled: Chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The share of time held, 0 to 1, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFound:
    """What one round says; ``refused`` is set when it says nothing.

    ``strokes_s`` are those of the playing finger; ``usual`` is the range of earlier rounds played
    alike, null until there are three; ``holding`` has all figures of the record.
    """

    played: Round
    lasted_s: float
    holding: Holding
    strokes_s: tuple[float, ...]
    surfaces: tuple[Surface, ...]
    presses: tuple[Press, ...]
    usual: tuple[float, float] | None
    refused: str | None

    @property
    def ripples(self) -> int:
        """How often a held key came up."""
        return sum(len(each.ripples) for each in self.surfaces)

    @property
    def lost_s(self) -> tuple[float, ...]:
        """How long a held key was up each time, late ones among them."""
        lost_s = [ripple.lost_s for each in self.surfaces for ripple in each.ripples]
        return (*lost_s, *(each.late_s for each in self.surfaces if each.late_s))

    @property
    def together(self) -> Share | None:
        """The share of time that the held keys were down; None for a round that says nothing."""
        if not self.surfaces:
            return None
        return held_interval(self.lost_s, self.lasted_s * len(self.surfaces))

    @property
    def stirred(self) -> int:
        """How many strokes moved another key; all of them where a key was hardly held."""
        if any(each.breaks is None for each in self.surfaces):
            return len(self.strokes_s)
        at_s = [ripple.at_s for each in self.surfaces for ripple in each.ripples]
        by = np.searchsorted(self.strokes_s, at_s, side="right")
        touched = sum(each.chance.hits for each in self.presses)
        return min(len(set(by.tolist())) + touched, len(self.strokes_s))


@dataclass(frozen=True, slots=True, kw_only=True)
class StillWaterFound:
    """What a take says, round by round, in the order they were played."""

    rounds: tuple[RoundFound, ...]

    @property
    def together(self) -> Share | None:
        """The share of time held over all rounds; None where no round says anything."""
        told = [each for each in self.rounds if each.surfaces]
        if not told:
            return None
        asked_s = sum(each.lasted_s * len(each.surfaces) for each in told)
        return held_interval([lost_s for each in told for lost_s in each.lost_s], asked_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRound:
    """What a round leaves for later ones: strokes, breaks and presses by finger, share held."""

    playing: int
    held: tuple[int, ...]
    tempo_bpm: float | None
    strokes: int
    breaks: Mapping[int, int]
    presses: Mapping[int, int]
    share: float


def measure_rounds(
    rounds: Sequence[Round],
    notes: NoteArray,
    home: Mapping[int, int],
    *,
    origin_ns: int,
    earlier: Sequence[EarlierRound] = (),
) -> StillWaterFound:
    """Return what a whole take says of its rounds.

    Parameters
    ----------
    notes : shape (n,), the whole take, in order of onset; second 0 is ``origin_ns``
    home : pitch -> finger, as written
    earlier : rounds of earlier trials with the same hand, newest first
    """
    return StillWaterFound(
        rounds=tuple(_round(each, notes, home, origin_ns, earlier) for each in rounds)
    )


def held_interval(lost_s: Sequence[float], asked_s: float) -> Share:
    """Return the share of ``asked_s`` that was held, its keys being lost for ``lost_s`` each time.

    ValueError unless ``asked_s`` is over 0.
    """
    if not asked_s > 0:
        raise ValueError(f"a share needs time, got {asked_s} s")
    lost = np.asarray([each for each in lost_s if each > 0], np.float64)
    total, squares = float(lost.sum()), float((lost**2).sum())
    longest = float(lost.max()) if lost.size else UNSEEN_S
    least = squares / total * gamma_quantile(TAIL, total**2 / squares) if lost.size else 0.0
    more, spread = total + longest, squares + longest**2
    most = spread / more * gamma_quantile(1 - TAIL, more**2 / spread)
    ends = [min(max(1 - each / asked_s, 0.0), 1.0) for each in (total, most, least)]
    return Share(value=ends[0], low=ends[1], high=ends[2])


def left_for_later(found: RoundFound) -> EarlierRound:
    """Return what a round leaves for the pooling and the usual range of later ones."""
    share = found.together
    return EarlierRound(
        playing=found.played.playing,
        held=found.played.held,
        tempo_bpm=found.played.tempo_bpm,
        strokes=len(found.strokes_s),
        breaks={each.finger: each.breaks.events for each in found.surfaces if each.breaks},
        presses={each.finger: each.chance.hits for each in found.presses},
        share=share.value if share else 0.0,
    )


def _round(
    played: Round,
    notes: NoteArray,
    home: Mapping[int, int],
    origin_ns: int,
    earlier: Sequence[EarlierRound],
) -> RoundFound:
    start_s, end_s = ((at - origin_ns) / 1e9 for at in (played.begins_ns, played.ends_ns))
    offset_s = np.where(np.isnan(notes["offset_s"]), np.inf, notes["offset_s"])
    here = notes[(notes["onset_s"] < end_s) & (offset_s > start_s)]
    keys = moved(home, played.octaves)
    asked = HeldKeys(
        home=keys, striking=played.playing, held=played.held, start_s=start_s, end_s=end_s
    )
    holding = measure_holding(here, asked)
    finger = fingers_of(here["pitch"], moved(keys, holding.transposition))
    alike = [each for each in earlier if each.playing == played.playing]
    surfaces = tuple(
        _surface(each, here[finger == each.finger], (start_s, end_s), alike)
        for each in holding.held
    )
    strokes_s = () if holding.refused else _strokes(here[finger == played.playing], start_s)
    return RoundFound(
        played=played,
        lasted_s=end_s - start_s,
        holding=holding,
        strokes_s=strokes_s,
        surfaces=surfaces,
        presses=_presses(holding, alike),
        usual=_usual(played, alike),
        refused=holding.refused,
    )


def _strokes(struck: NoteArray, start_s: float) -> tuple[float, ...]:
    onset_s = struck[~bounces(struck)]["onset_s"] - start_s
    return tuple(float(each) for each in onset_s if each >= 0)


def _surface(
    held: HeldFinger,
    notes: NoteArray,
    span: tuple[float, float],
    alike: Sequence[EarlierRound],
) -> Surface:
    start_s, end_s = span
    reached_s, late_s, ripples = start_s, 0.0, []
    offset_s = np.where(np.isnan(notes["offset_s"]), np.inf, notes["offset_s"])
    for index, (on_s, off_s) in enumerate(
        zip([*notes["onset_s"].tolist(), end_s], [*offset_s.tolist(), end_s], strict=True)
    ):
        if on_s > reached_s and index:
            ripples.append(Ripple(at_s=reached_s - start_s, lost_s=on_s - reached_s))
        elif on_s > reached_s:
            late_s = on_s - reached_s
        reached_s = max(reached_s, off_s)
    before = [
        (each.breaks[held.finger], each.strokes) for each in alike if held.finger in each.breaks
    ]
    return Surface(
        finger=held.finger,
        ripples=tuple(ripples),
        late_s=late_s,
        lost_s=held.lost_s,
        share=1 - held.lost_share,
        breaks=held.breaks,
        pooled=Frequency(**_pooled("events", held.breaks.events, held.breaks.n, before))
        if held.breaks
        else None,
        reason=held.reason,
    )


def _presses(holding: Holding, alike: Sequence[EarlierRound]) -> tuple[Press, ...]:
    """Return how often each finger that neither played nor held came down."""
    if holding.unintended is None:
        return ()
    busy = {holding.striking, *(each.finger for each in holding.held)}
    found = []
    for finger in sorted(set(FINGERS) - busy):
        chance = holding.unintended.chance(finger, holding.striking)
        if chance is not None:
            before = [
                (each.presses[finger], each.strokes) for each in alike if finger in each.presses
            ]
            pooled = Chance(**_pooled("hits", chance.hits, chance.n, before))
            found.append(Press(finger=finger, chance=chance, pooled=pooled))
    return tuple(found)


def _pooled(name: str, count: int, n: int, before: Sequence[tuple[int, int]]) -> dict[str, int]:
    """Return counts and strokes with whole earlier rounds, until there are enough strokes."""
    for events, strokes in before:
        if n >= ENOUGH_STROKES:
            break
        count, n = count + events, n + strokes
    return {name: count, "n": n}


def _usual(played: Round, alike: Sequence[EarlierRound]) -> tuple[float, float] | None:
    shares = [
        each.share
        for each in alike
        if each.held == played.held and _paced_alike(each.tempo_bpm, played.tempo_bpm)
    ]
    return (min(shares), max(shares)) if len(shares) >= FEWEST_EARLIER else None


def _paced_alike(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= ALIKE_BPM
