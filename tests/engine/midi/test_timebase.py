"""Each known fault of drivers by its name, and what is true in spite of it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest

from engine.midi.timebase import LiveTime, stamp
from engine.take import RAW_DTYPE, RawArray, RawMessage, TimeSource

MS = 1_000_000
START_NS = 10**12


@dataclass(frozen=True, kw_only=True)
class Played:
    """When messages were really played, and what driver and thread made of it."""

    true_ns: npt.NDArray[np.int64]
    delta_ns: npt.NDArray[np.int64]
    arrival_ns: npt.NDArray[np.int64]

    def raw(self, port: int = 0) -> RawArray:
        raw = np.zeros(len(self.true_ns), RAW_DTYPE)
        raw["delta_ns"], raw["arrival_ns"], raw["port"] = self.delta_ns, self.arrival_ns, port
        return raw

    def with_deltas(self, **changes: int) -> "Played":
        """Return the same with ``at7=0``: the delta of message 7 is 0."""
        delta_ns = self.delta_ns.copy()
        for name, value in changes.items():
            delta_ns[int(name.removeprefix("at"))] = value
        return Played(true_ns=self.true_ns, delta_ns=delta_ns, arrival_ns=self.arrival_ns)


def played(
    seed: int = 0, *, n: int = 120, step_ms: float = 0.0, late_ms: float = 0.2, rate: float = 1.0
) -> Played:
    """Return n messages some 62 ms apart; ``rate`` is how fast the driver's clock runs."""
    rng = np.random.default_rng(seed)
    true_ms = np.cumsum(62.5 + rng.normal(0, 6, n).clip(-40, 40))
    stamped_ms = np.floor(true_ms / step_ms) * step_ms if step_ms else true_ms
    arrival_ms = np.maximum.accumulate(true_ms + rng.exponential(late_ms, n))
    return Played(
        true_ns=START_NS + (true_ms * MS).round().astype(np.int64),
        delta_ns=(np.diff(stamped_ms, prepend=stamped_ms[0] - 50) * rate * MS)
        .round()
        .astype(np.int64),
        arrival_ns=START_NS + (arrival_ms * MS).round().astype(np.int64),
    )


def worst_ioi_error_ms(found, it: Played, ignored: tuple[int, ...] = ()) -> float:
    error = np.diff(found.at_ns - it.true_ns) / MS
    return float(np.abs(np.delete(error, [index - 1 for index in ignored])).max())


def test_the_drivers_deltas_carry_the_intervals_and_the_least_late_message_anchors_them():
    it = played(late_ms=2.0)
    found = stamp(it.raw())
    assert found.timing.source is TimeSource.DRIVER
    assert worst_ioi_error_ms(found, it) < 1e-5
    least_late_ns = int((it.arrival_ns - it.true_ns).min())
    assert found.at_ns - it.true_ns == pytest.approx(np.full(120, least_late_ns), abs=20)
    assert found.warnings == ()


@pytest.mark.parametrize("first_ms", [0, 50, -3, 3_600_000])
def test_the_first_delta_means_nothing(first_ms):
    it = played().with_deltas(at0=first_ms * MS)
    assert stamp(it.raw()).at_ns.tolist() == stamp(played().raw()).at_ns.tolist()


@pytest.mark.parametrize("late_ms", [0.05, 0.2, 1.0])
def test_how_late_our_thread_ran_is_recovered(late_ms):
    spread = [
        stamp(played(seed, late_ms=late_ms).raw()).timing.arrival_jitter_ms for seed in range(20)
    ]
    assert np.mean(spread) == pytest.approx(late_ms, rel=0.1)


# --- a late thread is no fault -------------------------------------------------------------------


@pytest.mark.parametrize("where", [0, 1, 2, 30, 60, 116, 118, 119])
@pytest.mark.parametrize("stall_ms", [10, 45, 200])
def test_a_stalled_thread_changes_no_interval(where, stall_ms):
    it = played()
    until_ns = it.true_ns[where] + stall_ms * MS
    stalled = np.where(
        (it.true_ns >= it.true_ns[where]) & (it.arrival_ns < until_ns), until_ns, it.arrival_ns
    )
    found = stamp(Played(true_ns=it.true_ns, delta_ns=it.delta_ns, arrival_ns=stalled).raw())
    assert found.timing.resets == 0
    assert worst_ioi_error_ms(found, it) < 1e-5


# --- the known faults ----------------------------------------------------------------------------


@pytest.mark.parametrize("left_ms", [0, 20])
@pytest.mark.parametrize("where", [3, 40, 100, 116])
def test_a_reset_after_filtered_messages(where, left_ms):
    it = played().with_deltas(**{f"at{where}": left_ms * MS})
    found = stamp(it.raw())
    assert found.timing.source is TimeSource.DRIVER
    assert found.timing.resets == 1
    assert worst_ioi_error_ms(found, it, ignored=(where,)) < 1e-5
    # across the reset arrival is all there is: as good as the least late on either side
    assert worst_ioi_error_ms(found, it) < 0.5
    assert "reset 1 time" in found.warnings[0]


def test_two_resets_close_together():
    it = played().with_deltas(at50=0, at55=0)
    found = stamp(it.raw())
    assert found.timing.resets == 2
    assert worst_ioi_error_ms(found, it) < 0.5


def test_a_reset_in_nearly_every_delta_is_given_up_for_arrival():
    it = played()
    deltas = (it.delta_ns % (20 * MS)).astype(np.int64)
    found = stamp(Played(true_ns=it.true_ns, delta_ns=deltas, arrival_ns=it.arrival_ns).raw())
    assert found.timing.source is TimeSource.ARRIVAL
    assert found.at_ns.tolist() == it.arrival_ns.tolist()
    assert "arrival times were used" in found.warnings[0]


def test_a_delta_repeated_inside_a_packet():
    it = played()
    true_ns, arrival_ns = it.true_ns.copy(), it.arrival_ns.copy()
    deltas = it.delta_ns.copy()
    for index in (20, 21, 50, 90):
        # the same packet: played and delivered with the message before
        true_ns[index], arrival_ns[index] = true_ns[index - 1], arrival_ns[index - 1] + 20_000
        deltas[index] = deltas[index - 1]
        deltas[index + 1] = true_ns[index + 1] - true_ns[index]
    deltas[21] = deltas[20]
    deltas[22] = true_ns[22] - true_ns[21]
    it = Played(true_ns=true_ns, delta_ns=deltas, arrival_ns=arrival_ns)
    found = stamp(it.raw())
    assert found.timing.source is TimeSource.DRIVER
    assert found.timing.resets == 0
    assert worst_ioi_error_ms(found, it) < 1e-5
    assert "4 time(s)" in found.warnings[0]


def test_equal_deltas_of_an_even_player_are_no_repeats():
    even_ns = START_NS + np.arange(60, dtype=np.int64) * 125 * MS
    late = np.where(np.arange(60) == 30, 120 * MS, 0)
    it = Played(
        true_ns=even_ns,
        delta_ns=np.full(60, 125 * MS, np.int64),
        arrival_ns=even_ns + late + np.arange(60) % 3 * 1_000,
    )
    found = stamp(it.raw())
    assert worst_ioi_error_ms(found, it) == 0
    assert found.warnings == ()


@pytest.mark.parametrize("rate", [0.98, 0.995, 1.005, 1.02])
def test_sums_that_drift_from_arrival_are_given_up(rate):
    it = played(rate=rate, n=400)
    found = stamp(it.raw())
    assert found.timing.source is TimeSource.ARRIVAL
    assert worst_ioi_error_ms(found, it) < 2.0
    assert found.timing.jitter_ms == pytest.approx(0.2, rel=0.5)


@pytest.mark.parametrize("rate", [1 - 1e-4, 1 + 1e-4])
def test_two_crystals_may_differ(rate):
    it = played(rate=rate, n=400)
    found = stamp(it.raw())
    assert found.timing.source is TimeSource.DRIVER
    assert worst_ioi_error_ms(found, it) < 0.01
    assert found.warnings == ()


def test_deltas_cut_to_whole_milliseconds_lose_time_and_are_given_up():
    it = played(n=400)
    cut = it.delta_ns // MS * MS
    found = stamp(Played(true_ns=it.true_ns, delta_ns=cut, arrival_ns=it.arrival_ns).raw())
    assert found.timing.source is TimeSource.ARRIVAL


def test_whole_millisecond_stamps_are_seen():
    it = played(step_ms=1.0)
    found = stamp(it.raw())
    assert found.timing.source is TimeSource.DRIVER
    assert found.timing.grid_ms == pytest.approx(1.0)
    assert found.timing.jitter_ms == pytest.approx(0, abs=1e-6)
    assert found.timing.noise_floor_ms == pytest.approx(1 / np.sqrt(6))
    assert worst_ioi_error_ms(found, it) <= 1.0


def test_the_noise_floor_of_a_jack_period_is_what_the_period_does():
    step_ms = 256 / 48
    floors, errors = [], []
    for seed in range(10):
        it = played(seed, step_ms=step_ms)
        found = stamp(it.raw())
        floors.append(found.timing.noise_floor_ms)
        errors.append(np.diff(found.at_ns - it.true_ns).std() / MS)
    assert np.mean(floors) == pytest.approx(step_ms / np.sqrt(6), rel=0.01)
    assert np.mean(errors) == pytest.approx(np.mean(floors), rel=0.05)


def test_several_ports_merge_by_our_clock():
    right, left = played(1), played(2)
    raw = np.concatenate([right.raw(0), left.raw(1)])
    true_ns = np.concatenate([right.true_ns, left.true_ns])
    order = np.argsort(raw["arrival_ns"], kind="stable")
    found = stamp(raw[order])
    # each port is anchored by its own least late message
    assert np.abs(found.at_ns - true_ns[order]).max() < 0.05 * MS


def test_one_port_that_cannot_be_trusted_gives_the_take_to_arrival():
    good, bad = played(1, n=400), played(2, n=400, rate=0.98)
    raw = np.concatenate([good.raw(0), bad.raw(1)])
    raw = raw[np.argsort(raw["arrival_ns"], kind="stable")]
    assert stamp(raw).at_ns.tolist() == raw["arrival_ns"].tolist()


# --- live ----------------------------------------------------------------------------------------


def live(it: Played) -> npt.NDArray[np.int64]:
    time = LiveTime()
    return np.array(
        [
            time.at_ns(RawMessage(arrival_ns, delta_ns, b"\x90\x3c\x40"))
            for arrival_ns, delta_ns in zip(
                it.arrival_ns.tolist(), it.delta_ns.tolist(), strict=True
            )
        ]
    )


def test_live_stamps_are_never_later_than_arrival_and_soon_right():
    it = played(late_ms=1.0)
    at_ns = live(it)
    assert (at_ns <= it.arrival_ns).all()
    assert np.abs(at_ns - it.true_ns)[20:].max() < 0.5 * MS


def test_a_live_stamp_finds_back_after_a_reset():
    at_ns = live(it := played().with_deltas(at50=0))
    assert np.abs(at_ns - it.true_ns)[60:].max() < 1 * MS


def test_a_live_stamp_does_not_drift_away_with_a_crystal():
    it = played(rate=1 - 1e-4, n=10_000)
    assert np.abs(live(it) - it.true_ns).max() < 2 * MS


def test_each_live_port_has_its_own_sum():
    time = LiveTime()
    assert time.at_ns(RawMessage(100 * MS, 7 * MS, b"", 0)) == 100 * MS
    assert time.at_ns(RawMessage(103 * MS, 9 * MS, b"", 1)) == 103 * MS
    assert time.at_ns(RawMessage(151 * MS, 50 * MS, b"", 0)) == pytest.approx(150 * MS, abs=20_000)
