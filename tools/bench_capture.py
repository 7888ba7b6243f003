"""What Evenhand's capture adds to the timing of a player, beside polling once a frame, in one run.

A JACK server of its own (dummy driver, period 256) and ``jack_midiseq``, which places notes to the
sample, are the piano. The same messages are stamped in three ways: by the driver's deltas through
the inbox and ``take_of``, by arrival, and by the clock of a 60 Hz frame that polls. Once while
nothing else happens, once while this process draws as fast as it can.

RtMidi's JACK backend stamps once a period, so even a perfect receiver is off by what the period
does; ``beyond port`` is what is left when the best phase of that grid is taken off. The row
``bare`` is another process that does nothing but receive the same notes at the same time: what the
server's own lateness and the other work on this computer add to anyone. ``beyond bare`` is the SD
of the difference from it, note by note: what drawing and Python add.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import numpy as np
import numpy.typing as npt

from engine.midi.capture import raw_array, take_of
from engine.midi.inbox import Inbox
from engine.midi.inputs import Inputs, Plugged
from engine.midi.port import Port, list_ports
from engine.midi.smf import read_smf
from engine.take import RawMessage
from game.clocks import SystemClock

RATE_HZ, PERIOD = 48_000, 256
NOTES_A_LOOP, FIRST_PITCH = 64, 32
MEAN_MS, SD_IOI_MS = 125.0, 7.4
SECONDS = 41.0
FRAME_NS = 16_666_667
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """The note-ons of one condition: index in the endless pattern, and three times in ms."""

    index: npt.NDArray[np.int64]
    driver_ms: Floats
    arrival_ms: Floats
    polled_ms: Floats
    lost_precision_ms: float
    frames: int


def pattern(rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Return the onsets of one loop in samples; the loop is a whole number of periods."""
    iois_ms = rng.normal(0, 1, NOTES_A_LOOP)
    iois_ms = MEAN_MS + (iois_ms - iois_ms.mean()) / iois_ms.std(ddof=1) * SD_IOI_MS
    onsets = np.concatenate([[0], np.cumsum(iois_ms)[:-1]]) * RATE_HZ / 1e3
    return np.rint(onsets).astype(np.int64) + PERIOD


def loop_length() -> int:
    return round(NOTES_A_LOOP * MEAN_MS * RATE_HZ / 1e3 / PERIOD) * PERIOD


def listen(clock: SystemClock, inputs: Inputs, inbox: Inbox, draw: Callable[[], None]) -> Heard:
    assert isinstance(inputs.changes.get(timeout=5), Plugged)
    messages: list[RawMessage] = []
    polled_ns: list[int] = []
    frames = 0
    start_ns = next_poll_ns = clock.now_ns()
    while (now_ns := clock.now_ns()) < start_ns + SECONDS * 1e9:
        draw()
        frames += 1
        now_ns = clock.now_ns()
        if now_ns < next_poll_ns:
            continue
        next_poll_ns += FRAME_NS * (1 + (now_ns - next_poll_ns) // FRAME_NS)
        came = inbox.drain()
        messages += came
        polled_ns += [clock.now_ns()] * len(came)
    raw, sysex_count = raw_array(messages)
    take = take_of(raw, ports=("bench",), api="jack", sysex_count=sysex_count)
    is_on = (raw["status"] & 0xF0 == 0x90) & (raw["data2"] > 0)
    summed_ms = np.cumsum(raw["delta_ns"])[is_on] * 1e-6
    taken_ms = take.notes["onset_s"] * 1e3
    return Heard(
        index=indices(raw["data1"][is_on]),
        driver_ms=taken_ms,
        arrival_ms=raw["arrival_ns"][is_on] * 1e-6,
        polled_ms=np.array(polled_ns)[is_on] * 1e-6,
        lost_precision_ms=float(np.abs(np.diff(taken_ms) - np.diff(summed_ms)).max()),
        frames=frames,
    )


@dataclass(frozen=True, kw_only=True)
class Bare:
    """What the idle process received."""

    index: npt.NDArray[np.int64]
    times_ms: Floats

    def beyond_ms(self, index: npt.NDArray[np.int64], times_ms: Floats) -> float:
        """Return the SD of the difference of IOIs; the two may have begun in different loops."""
        found = []
        for loops in range(-3, 4):
            shifted = index + loops * NOTES_A_LOOP
            _, mine, theirs = np.intersect1d(shifted, self.index, return_indices=True)
            if len(mine) > len(index) // 2:
                off_ms = np.diff(times_ms[mine] - self.times_ms[theirs])
                found.append(float(np.std(off_ms[np.diff(self.index[theirs]) == 1])))
        return min(found)


def rows(name: str, heard: Heard, onsets: npt.NDArray[np.int64], bare: Bare) -> list[str]:
    """Return the table's lines of one condition."""
    return [
        row(name, "bare", bare.index, bare.times_ms, onsets),
        *(
            f"{row(name, source, heard.index, times_ms, onsets)} "
            f"{bare.beyond_ms(heard.index, times_ms):>12.3f}"
            for source, times_ms in (
                ("driver deltas", heard.driver_ms),
                ("arrival", heard.arrival_ms),
                ("polled at 60 Hz", heard.polled_ms),
            )
        ),
    ]


def row(
    name: str,
    source: str,
    index: npt.NDArray[np.int64],
    times_ms: Floats,
    onsets: npt.NDArray[np.int64],
) -> str:
    loops, places = np.divmod(index, NOTES_A_LOOP)
    samples = loops * loop_length() + onsets[places]
    follows = np.diff(index) == 1
    true_ms = np.diff(samples)[follows] / RATE_HZ * 1e3
    found_ms = np.diff(times_ms)[follows]
    error_ms = found_ms - true_ms
    beyond_ms = min(
        float(np.std(found_ms - np.diff((samples + phase) // PERIOD)[follows] * PERIOD / 48))
        for phase in range(PERIOD)
    )
    return (
        f"{name:<8} {source:<16} {len(true_ms):>5} {true_ms.std(ddof=1):>9.3f} "
        f"{found_ms.std(ddof=1):>9.3f} {error_ms.std():>9.3f} {beyond_ms:>12.3f} "
        f"{np.median(np.abs(error_ms)):>10.3f} {np.abs(error_ms).max():>8.2f}"
    )


def indices(pitches: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Return each note's place in the endless pattern; a dropped note leaves a hole."""
    place = pitches.astype(np.int64) - FIRST_PITCH
    return place + NOTES_A_LOOP * np.cumsum(np.diff(place, prepend=place[0]) < 0)


def drawing() -> Callable[[], None]:
    """Return one busy frame at 1280 x 720 on SDL's dummy driver."""
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    import pygame  # noqa: PLC0415  SDL reads its driver when it starts

    pygame.display.init()
    pygame.font.init()
    screen = pygame.display.set_mode((1280, 720))
    font = pygame.font.Font(None, 32)
    state = {"frame": 0}

    def draw() -> None:
        state["frame"] += 1
        screen.fill((18, 20, 24))
        for bar in range(150):
            height = (bar * 37 + state["frame"] * 3) % 500
            pygame.draw.rect(screen, (80, 160, 200), (8 + bar * 8, 700 - height, 6, height))
        for line in range(20):
            text = font.render(f"line {line}, frame {state['frame']}", True, (230, 230, 230))
            screen.blit(text, (20, 10 + line * 34))
        pygame.display.flip()

    return draw


def main() -> None:
    """Run both conditions and print the table."""
    if any(shutil.which(tool) is None for tool in ("jackd", "jack_midiseq")):
        print("bench_capture: needs jackd and jack_midiseq (Debian: apt-get install jackd2)")
        return
    sys.setswitchinterval(0.0005)  # as game/__main__ does
    server = f"evenhand-bench-{os.getpid()}"
    os.environ["JACK_DEFAULT_SERVER"] = server
    onsets = pattern(np.random.default_rng(1))
    words = [
        str(word) for i, on in enumerate(onsets.tolist()) for word in (on, FIRST_PITCH + i, 2_400)
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [
        subprocess.Popen(
            ["jackd", "-n", server, "-r", "-d", "dummy", "-r", str(RATE_HZ), "-p", str(PERIOD)],
            **quiet,
        )
    ]
    port = Port("jack", "Bench:out")
    try:
        wait_for(lambda: not any("JACK" in said for said in list_ports().absent))
        started.append(
            subprocess.Popen(["jack_midiseq", "Bench", str(loop_length()), *words], **quiet)
        )
        wait_for(lambda: port in list_ports().inputs)
        compare(port, onsets)
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(timeout=5)


def compare(port: Port, onsets: npt.NDArray[np.int64]) -> None:
    pause = Event()
    print(
        f"capture: period {PERIOD / 48:.3f} ms, whose own IOI error is {PERIOD / 48 / 6**0.5:.2f}"
    )
    print(
        f"{'':<8} {'stamp':<16} {'IOIs':>5} {'true sd':>9} {'measured':>9} {'error sd':>9} "
        f"{'beyond port':>12} {'median |e|':>10} {'max |e|':>8} {'beyond bare':>12}  (ms)"
    )
    for name, draw in (("idle", lambda: pause.wait(0.001)), ("drawing", drawing())):
        clock = SystemClock()
        inbox = Inbox(clock)
        with tempfile.TemporaryDirectory() as folder:
            bare = receiver(port, Path(folder) / "bare.mid")
            with Inputs(inbox, clock, wanted=frozenset({port}), apis=(port.api,)) as inputs:
                heard = listen(clock, inputs, inbox, draw)
            bare.wait(timeout=30)
            notes = read_smf(Path(folder) / "bare.mid").notes
        received = Bare(index=indices(notes["pitch"]), times_ms=notes["onset_s"] * 1e3)
        print("\n".join(rows(name, heard, onsets, received)))
        print(
            f"{name:<8} {heard.frames / SECONDS:.0f} turns of the loop a second; take_of against "
            f"the bare deltas: at most {heard.lost_precision_ms * 1e6:.0f} ns"
        )


def receiver(port: Port, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "game", "record", "--port", port.name, "--out", str(out)]
    return subprocess.Popen(
        [*command, "--seconds", str(SECONDS), "--json"], stdout=subprocess.DEVNULL
    )


def wait_for(condition: Callable[[], bool]) -> None:
    pause = Event()
    for _ in range(500):
        if condition():
            return
        pause.wait(0.02)
    raise RuntimeError("the JACK server or the sequencer did not start")


if __name__ == "__main__":
    main()
