"""First frame after start, memory in play, and messages counted while drawing (DESIGN 9)."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from uuid import uuid4

from rich.console import Console

from engine.record import Settings
from engine.storage.places import Places
from engine.storage.settings import save_settings
from engine.storage.store import Store
from game.clocks import SystemClock
from game.commands.demo import play_weeks

ROOT = Path(__file__).parents[1]
STARTS = 5
# What ``evenhand`` does from its first line to the first picture, on SDL's dummy drivers.
FIRST_FRAME = """
import os, sys
from pathlib import Path
import game.__main__
import pygame
from game.window import WIDTH, HEIGHT
pygame.display.init()
surface = pygame.display.set_mode((WIDTH, HEIGHT))
from engine.storage.places import Places
from game.commands.window import opened_app
with opened_app(surface, Places(folder=Path(sys.argv[1]))):
    print("first frame", flush=True)
"""
IN_PLAY = """
import os, resource, sys, threading, time
os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
from pathlib import Path
import numpy as np, pygame
from engine.session.state import Begin, Playing
from engine.session.world import AddPlayer, StartSession
from engine.exercise import Hand
from engine.take import RawMessage
from game.app import App
from game.clocks import SystemClock
from game.commands.household import virtual_household
from game.sound import Sound
pygame.display.init()
surface = pygame.display.set_mode((1280, 720))
clock, seconds, rate = SystemClock(), float(sys.argv[2]), 3000
sys.setswitchinterval(0.0005)
rng = np.random.default_rng(1)
with virtual_household(Path(sys.argv[1]), clock, rng, lambda utc: utc) as house:
    house.runner.step(requests=(AddPlayer("Clara", Hand.RIGHT),))
    house.runner.step(requests=(StartSession(),))
    app = App(house.runner, clock, surface, put=house.inbox.put, sound=Sound.silent("bench"))
    app.frame()
    house.runner.step((Begin(clock.now_ns()),))
    sent, listen = 0, house.inbox.listener(0)
    def send():
        global sent
        wait, began = threading.Event(), time.perf_counter()
        while (now := time.perf_counter() - began) < seconds:
            while sent < now * rate:
                listen(([0xB0, 1, sent % 128], 1 / rate), None)
                sent += 1
            wait.wait(0.001)
    thread = threading.Thread(target=send)
    thread.start()
    frames = []
    while thread.is_alive():
        began = time.perf_counter()
        app.frame()
        frames.append(time.perf_counter() - began)
        pygame.display.flip()
    app.frame()
    # before the take of 60,000 messages is made, which no take of a person holds
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kept = house.runner._take[0].take(interrupted=False).raw.size
    frames.sort()
    print(sent, sent - kept, len(frames), 1e3 * frames[int(len(frames) * 0.99)],
          rss)
"""


def main(seconds: float = 20.0) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = f"{folder}/compiled"
        _start(Path(folder), cache)
        _told("of a new player", [_start(Path(folder) / f"{n}", cache) for n in range(STARTS)])
        _demo(Path(folder) / "clara")
        _told("on eight weeks", [_start(Path(folder) / "clara", cache) for _ in range(STARTS)])
        said = _run(IN_PLAY, str(Path(folder) / "play"), str(seconds)).split()
        sent, lost, frames, p99_ms, rss = (float(word) for word in said)
        print(f"{sent:.0f} messages at 3,000 a second while drawing: {lost:.0f} lost (0)")
        print(f"{frames:.0f} frames of Pearls meanwhile, p99 {p99_ms:.1f} ms (8.3 ms)")
        print(f"memory in play: {rss:.0f} MB (250 MB)")


def _told(whose: str, starts: list[float]) -> None:
    print(f"first frame, {whose}: {median(starts):.2f} s (best {min(starts):.2f}; 1.0 s)")


def _demo(folder: Path) -> None:
    """Keep eight weeks of the virtual pianist in ``folder``, the player chosen."""
    folder.mkdir()
    play_weeks(folder, weeks=8, seed=1, console=Console(quiet=True))
    store = Store.open(Places(folder=folder).database_url, clock=SystemClock(), new_id=uuid4)
    with store:
        (clara,) = store.people()
    save_settings(Places(folder=folder).settings, Settings(player_id=clara.id))


def _start(folder: Path, cache: str) -> float:
    """Return the seconds from the start of the process to its first picture.

    ``cache`` is where the compiled code lies, as it does for a user from the second start on.
    """
    began = time.perf_counter()
    command = [sys.executable, "-c", FIRST_FRAME, str(folder)]
    drivers = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    environment = os.environ | drivers | {"PYTHONPYCACHEPREFIX": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=environment) as program:
        assert program.stdout is not None
        while line := program.stdout.readline():
            if line == b"first frame\n":
                return time.perf_counter() - began
    raise RuntimeError(f"Evenhand ended with {program.returncode} before its first picture")


def _run(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


if __name__ == "__main__":
    main()
