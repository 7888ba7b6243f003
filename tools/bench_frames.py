"""How long pictures take: a Pearls frame at play, every view for the first time and after.

Run by hand: ``python -m tools.bench_frames``. The budget of a frame at 1280 x 720 is 8.3 ms at the
99th percentile; entering a screen should stay under 300 ms.
"""

import os
from time import perf_counter

import numpy as np

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

from content.engraving import Strip, engraved
from engine.exercise import Hand
from game.theme import DARK, Role
from game.view.canvas import Canvas, canvas_for
from game.view.hand import prepare_hand
from game.view.hanging_strand import HangingStrand, draw_hanging_strand, prepare_hanging_strand
from game.view.keyboard import HomeKey, Keyboard, Sounding, draw_keyboard, prepare_keyboard
from game.view.layout import Box, layout_for
from game.view.metronome import Metronome, draw_metronome, prepare_metronome
from game.view.progress_dots import StringsDone, draw_strings_done
from game.view.staff import Staff, draw_staff, prepare_staff, staff_width
from game.view.text import Anchor, draw_text
from tests.view_examples import EXAMPLES, FINGERS, five_fingers

SIZES = ((1280, 720), (1920, 1080), (3840, 2160))
FRAMES = 600
HOME = tuple(HomeKey(pitch=p, finger=i) for i, p in enumerate((72, 74, 76, 77, 79), 1))


def canvas_at(size: tuple[int, int]) -> Canvas:
    return canvas_for(pygame.Surface(size, 0, 32), DARK, layout_for(*size))


def strand_box(canvas: Canvas) -> Box:
    px = canvas.px
    return Box(canvas.layout.width // 2 - px(500), px(336), px(1000), px(140))


def pearls_frame(canvas: Canvas, strips: tuple[Strip, ...], frame: int) -> None:
    """A frame of Pearls at 60 a second, four notes a second: everything that can move, moves."""
    layout, theme = canvas.layout, canvas.theme
    landed = frame // 15 % 33 + 1
    since = frame % 15 / 60

    def still(onto: Canvas) -> None:
        bar = layout.play_bar
        draw_text(onto, "Pearls", (bar.x, layout.px(52)), Role.GAME, theme.text)
        y = layout.play_hints_y
        draw_text(onto, "Pause: both outermost keys", (bar.x, y), Role.CAPTION, theme.text3)
        words = "4 notes a beat, as evenly as you can"
        at = (bar.right, y)
        draw_text(onto, words, at, Role.CAPTION, theme.text3, anchor=Anchor.RIGHT)
        strings = StringsDone(done=3, total=10, running=True)
        draw_strings_done(onto, bar.right - layout.px(340), layout.px(44), strings)

    canvas.blit(canvas.layer("pearls", still), 0, 0)
    second = landed > 16
    strip = strips[1 if second else 0]
    played = landed - (16 if second else 0)
    draw_staff(canvas, (layout.content.x, layout.px(96)), Staff(
        strip=strip, fingers=FINGERS[: len(strip.notes)], played=played))  # fmt: skip
    strand = HangingStrand(
        length=33, landed=landed, landing=min(1, since / 0.18), ripple=min(1, since / 0.9)
    )
    draw_hanging_strand(canvas, strand_box(canvas), strand)
    swell = max(0.0, 1 - frame % 60 / 20)
    metronome = Metronome(bpm=60, beat=frame // 60 % 2, swell=swell)
    draw_metronome(canvas, (layout.width // 2, layout.px(352)), metronome)
    finger = FINGERS[(landed - 1) % 8]
    lit = (Sounding(pitch=HOME[finger - 1].pitch, light=max(0.0, 1 - since / 0.16)),)
    keyboard = Keyboard(lowest=60, highest=84, home=HOME, sounding=lit)
    draw_keyboard(canvas, layout.keyboard, keyboard)


def percentiles(durations: list[float]) -> str:
    p50, p99 = np.percentile(np.array(durations) * 1e3, [50, 99])
    return f"p50 {p50:7.2f} ms   p99 {p99:7.2f} ms"


def bench_pearls(size: tuple[int, int]) -> None:
    canvas = canvas_at(size)
    start = perf_counter()
    strips = engraved(five_fingers(), width=staff_width(canvas))
    engraving = perf_counter() - start
    start = perf_counter()
    for strip in strips:
        prepare_staff(canvas, strip)
    staffs = perf_counter() - start
    start = perf_counter()
    prepare_hanging_strand(canvas, strand_box(canvas), 33)
    prepare_metronome(canvas, Metronome(bpm=60))
    prepare_keyboard(canvas, canvas.layout.keyboard, Keyboard(lowest=60, highest=84, home=HOME))
    pearls_frame(canvas, strips, 1)
    first = perf_counter() - start
    durations = []
    for frame in range(FRAMES * 2):
        start = perf_counter()
        pearls_frame(canvas, strips, frame)
        durations.append(perf_counter() - start)
    print(f"Pearls {size[0]:4} x {size[1]:4}   first pass {percentiles(durations[:FRAMES])}")
    print(f"                     after      {percentiles(durations[FRAMES:])}")
    print(
        f"                     engraving {engraving * 1e3:.0f} ms, two strips "
        f"{staffs * 1e3:.0f} ms, sprites and first frame {first * 1e3:.0f} ms"
    )


def bench_views(size: tuple[int, int]) -> None:
    for name, example in EXAMPLES.items():
        if name == "staff":
            continue  # engraves inside; measured above
        canvas = canvas_at(size)
        start = perf_counter()
        example.paint(canvas)
        first = perf_counter() - start
        durations = []
        for _ in range(100):
            start = perf_counter()
            example.paint(canvas)
            durations.append(perf_counter() - start)
        print(f"{name:16} {size[0]:4}   first {first * 1e3:6.1f} ms   {percentiles(durations)}")


def main() -> None:
    for size in SIZES:
        bench_pearls(size)
    for size in SIZES[:2]:
        canvas = canvas_at(size)
        start = perf_counter()
        prepare_hand(canvas, Box(0, 0, canvas.px(600), canvas.px(540)), Hand.RIGHT)
        print(f"hand, all fingers {size[0]:4}   {(perf_counter() - start) * 1e3:.0f} ms")
        bench_views(size)


if __name__ == "__main__":
    main()
