"""When each message was played: driver deltas for the intervals, arrival for the anchor; pure.

Conventions
-----------
``lateness`` is arrival minus the sum of the driver's deltas: a constant, plus how late our own
thread ran (never negative), plus whatever is wrong with the deltas. A late thread catches up; a
fault of the deltas lasts. All times are int64 ns on our clock.

Known faults: a first delta that means nothing, a delta counted from a message that was filtered (a
reset), a delta repeated inside a packet, sums that drift from arrival, stamps on a coarse grid.

References
----------
SCIENCE 7.2 and 7.3; DESIGN 3.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from engine.midi.grid import Grid, grid_of
from engine.note import Seconds
from engine.take import RawArray, RawMessage, TimeSource, Timing

Nanoseconds = npt.NDArray[np.int64]

# A disagreement that no thread of ours explains; below it the deltas are believed (PEERS D2).
TOLERANCE_NS = 3_000_000
# Two crystals differ by up to some 100 ppm; sums that are wrong differ by far more.
DRIFT_LIMIT = 1e-3
# How many messages on each side are asked whether a step in the lateness lasts.
REACH = 16
# A floor is where several messages lie close together; one late message makes none.
NEAR_NS = 1_000_000
WITNESSES = 3
SMALLEST_REPEAT_NS = 2_000_000
# Deltas so far from arrival for half of a take are not the deltas of these messages.
MEDIAN_LATENESS_NS = 10_000_000
# The live clock gives up its anchor here: no thread of ours is kept waiting so long for nothing.
REANCHOR_NS = 50_000_000
# The live anchor may rise this fast, so that a driver's slower crystal does not leave it behind.
CREEP = 2e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """When each message of a take was played, and how far that can be trusted."""

    at_ns: Nanoseconds
    timing: Timing
    warnings: tuple[str, ...] = ()

    @property
    def since_first_s(self) -> Seconds:
        """Seconds of each message since the first of the take, shape (n,), float64."""
        if not len(self.at_ns):
            return np.zeros(0, np.float64)
        seconds: Seconds = (self.at_ns - self.at_ns[0]) * 1e-9
        return seconds


@dataclass(frozen=True, slots=True)
class _Anchor:
    sum_ns: int
    offset_ns: int
    arrival_ns: int


class LiveTime:
    """Stamps messages as they come, by the least late message so far; for the state, not results.

    A stamp is never later than its arrival and, after a fault, finds back by itself.
    """

    def __init__(self) -> None:
        self._anchors: dict[int, _Anchor] = {}

    def at_ns(self, message: RawMessage) -> int:
        """Return when ``message`` was played, in ns on our clock; each message once, in order."""
        arrival_ns = message.arrival_ns
        anchor = self._anchors.get(message.port)
        if anchor is None:
            self._anchors[message.port] = _Anchor(0, arrival_ns, arrival_ns)
            return arrival_ns
        sum_ns = anchor.sum_ns + message.delta_ns
        offset_ns = anchor.offset_ns + round((arrival_ns - anchor.arrival_ns) * CREEP)
        late_ns = arrival_ns - sum_ns - offset_ns
        if late_ns < 0 or late_ns > REANCHOR_NS:
            offset_ns = arrival_ns - sum_ns
        self._anchors[message.port] = _Anchor(sum_ns, offset_ns, arrival_ns)
        return sum_ns + offset_ns


@dataclass(frozen=True, slots=True, kw_only=True)
class _PortStamps:
    at_ns: Nanoseconds
    grid: Grid
    arrival_jitter_ns: float
    resets: int = 0
    repeats: int = 0
    unsure_ns: int = 0
    consistent: bool = True


def stamp(raw: RawArray) -> Stamps:
    """Return when each message of a whole take was played.

    Each port is stamped by its own deltas and anchored by its least late message; the first delta
    of a port is ignored; ports merge by our clock. Where a port's deltas contradict arrival, all
    of the take is stamped by arrival and a warning says so.

    Parameters
    ----------
    raw : RawArray, shape (n,), in order of arrival; its deltas as received
    """
    at_ns = raw["arrival_ns"].astype(np.int64)
    if not len(raw):
        return Stamps(at_ns=at_ns, timing=Timing(source=TimeSource.DRIVER))
    start_ns = at_ns[0]
    ports: list[_PortStamps] = []
    for port in np.unique(raw["port"]):
        rows = np.flatnonzero(raw["port"] == port)
        # Counted from the take's start, so that a replay at another time rounds alike.
        stamped = _port_stamps(raw["delta_ns"][rows], raw["arrival_ns"][rows] - start_ns)
        ports.append(stamped)
        at_ns[rows] = start_ns + stamped.at_ns
    jitter_ms = max(stamped.arrival_jitter_ns for stamped in ports) * 1e-6
    resets = sum(stamped.resets for stamped in ports)
    if not all(stamped.consistent for stamped in ports):
        timing = Timing(
            source=TimeSource.ARRIVAL,
            jitter_ms=jitter_ms,
            arrival_jitter_ms=jitter_ms,
            resets=resets,
        )
        return Stamps(
            at_ns=raw["arrival_ns"].astype(np.int64),
            timing=timing,
            warnings=(
                "The driver's time stamps contradict themselves; arrival times were used instead "
                f"(jitter about {jitter_ms:.1f} ms).",
            ),
        )
    timing = Timing(
        source=TimeSource.DRIVER,
        grid_ms=max(stamped.grid.period_ns for stamped in ports) * 1e-6,
        jitter_ms=max(stamped.grid.jitter_ns for stamped in ports) * 1e-6,
        arrival_jitter_ms=jitter_ms,
        resets=resets,
    )
    return Stamps(at_ns=at_ns, timing=timing, warnings=_warnings(ports, timing))


def _warnings(ports: list[_PortStamps], timing: Timing) -> tuple[str, ...]:
    warnings: list[str] = []
    if timing.resets:
        warnings.append(
            f"The driver's clock was reset {timing.resets} time(s); the intervals across a reset "
            "come from arrival times."
        )
    repeats = sum(stamped.repeats for stamped in ports)
    if repeats:
        warnings.append(
            f"The driver gave the same interval twice for messages that came together, {repeats} "
            "time(s); the second was left out."
        )
    unsure_ns = max(stamped.unsure_ns for stamped in ports)
    if unsure_ns:
        warnings.append(
            f"Arrival and driver disagree by {unsure_ns * 1e-6:.0f} ms near an end of the take; "
            "the driver was believed."
        )
    return tuple(warnings)


def _port_stamps(delta_ns: Nanoseconds, arrival_ns: Nanoseconds) -> _PortStamps:
    deltas = delta_ns.astype(np.int64)
    deltas[0] = 0
    grid = grid_of(deltas[1:])
    tolerance_ns = np.maximum(TOLERANCE_NS, 2 * grid.period_ns) + DRIFT_LIMIT / 2 * np.diff(
        arrival_ns, prepend=arrival_ns[0]
    )
    deltas, repeats = _without_repeats(deltas, arrival_ns)
    sum_ns = np.cumsum(deltas)
    lateness = arrival_ns - sum_ns
    near_ns = max(NEAR_NS, 1.5 * grid.period_ns)
    breaks, unsure_ns = _breaks(lateness, tolerance_ns, near_ns)
    bounds = [0, *breaks, len(deltas)]
    segments = [slice(start, stop) for start, stop in pairwise(bounds)]
    at_ns = sum_ns.copy()
    residuals = np.zeros(len(deltas))
    for segment in segments:
        at_ns[segment] += lateness[segment].min()
        residuals[segment] = _detrended(lateness[segment], arrival_ns[segment])
    stamped = _PortStamps(
        at_ns=np.maximum.accumulate(at_ns),
        grid=grid,
        arrival_jitter_ns=_spread(residuals, len(segments)),
        resets=len(breaks),
        repeats=repeats,
        unsure_ns=unsure_ns,
    )
    few = len(breaks) <= max(3, len(deltas) // 50)
    if few and all(_agrees(lateness[s], arrival_ns[s], near_ns) for s in segments):
        return stamped
    steps = np.diff(lateness)
    # Wrong deltas are outliers here; the middle of the steps still shows our own thread.
    jitter_ns = 1.4826 * float(np.median(np.abs(steps - np.median(steps)))) / np.sqrt(2)
    return replace(stamped, consistent=False, arrival_jitter_ns=jitter_ns)


def _without_repeats(deltas: Nanoseconds, arrival_ns: Nanoseconds) -> tuple[Nanoseconds, int]:
    """Return deltas with those of messages in one packet, given twice, set to 0; and how many."""
    gap_ns = np.diff(arrival_ns, prepend=arrival_ns[0])
    same = np.zeros(len(deltas), bool)
    same[1:] = (deltas[1:] == deltas[:-1]) & (deltas[1:] >= SMALLEST_REPEAT_NS)
    repeats = 0
    kept = deltas.copy()
    for index in np.flatnonzero(same & (gap_ns < deltas / 2)).tolist():
        # Not merely a late thread that catches up: the sum stays ahead from here on.
        lateness = arrival_ns - np.cumsum(kept)
        before = lateness[max(0, index - REACH) : index].min()
        after = lateness[index : index + REACH].min()
        if before - after > deltas[index] / 2:
            kept[index] = 0
            repeats += 1
    return kept, repeats


def _breaks(
    lateness: Nanoseconds, tolerance_ns: npt.NDArray[np.float64], near_ns: float
) -> tuple[list[int], int]:
    """Return where the lateness takes a lasting step, and the largest step without witnesses."""
    breaks: list[int] = []
    unsure_ns = 0
    steps = np.diff(lateness, prepend=lateness[0])
    start = 0
    suspects = np.flatnonzero(np.abs(steps) > tolerance_ns).tolist()
    for index, following in pairwise([*suspects, len(lateness)]):
        before = lateness[max(start, index - REACH) : index]
        after = lateness[index : index + REACH]
        shift = int(after.min() - before.min())
        if abs(shift) <= tolerance_ns[index] or (shift > 0) != (steps[index] > 0):
            continue
        # Between two resets close together only the messages up to the second bear witness.
        after = after[: following - index] if following - index >= WITNESSES else after
        if _has_floor(before, near_ns) and _has_floor(after, near_ns):
            breaks.append(index)
            start = index
        elif abs(shift) > REANCHOR_NS:
            unsure_ns = max(unsure_ns, abs(shift))
    return breaks, unsure_ns


def _has_floor(lateness: Nanoseconds, near_ns: float) -> bool:
    return int(np.count_nonzero(lateness <= lateness.min() + near_ns)) >= WITNESSES


def _agrees(lateness: Nanoseconds, arrival_ns: Nanoseconds, near_ns: float) -> bool:
    """Return whether deltas and arrival tell of the same playing, apart from late threads."""
    if np.median(lateness) - lateness.min() > MEDIAN_LATENESS_NS:
        return False
    third = len(lateness) // 3
    if third < WITNESSES:
        return True
    first, last = lateness[:third], lateness[-third:]
    drift_ns = abs(int(last.min() - first.min()))
    span_ns = int(arrival_ns[-third:].mean() - arrival_ns[:third].mean())
    return drift_ns <= max(TOLERANCE_NS, 2 * near_ns) or drift_ns <= DRIFT_LIMIT * span_ns


def _detrended(lateness: Nanoseconds, arrival_ns: Nanoseconds) -> npt.NDArray[np.float64]:
    late = lateness - lateness.mean()
    time = arrival_ns - arrival_ns.mean()
    power = float(time @ time)
    residual: npt.NDArray[np.float64] = late - (float(late @ time) / power * time if power else 0)
    return residual


def _spread(residuals: npt.NDArray[np.float64], segments: int) -> float:
    freedom = len(residuals) - 2 * segments
    return float(np.sqrt(residuals @ residuals / freedom)) if freedom > 0 else 0.0
