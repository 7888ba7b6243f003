"""One example of every view, for golden pictures: a size at u = 1 and what is drawn on it."""

from collections.abc import Callable
from dataclasses import dataclass

import pygame

from content.engraving import engraved
from engine.exercise import Direction, Hand, Pattern, Target
from game.theme import Role, Theme
from game.view.button import Button, draw_button
from game.view.canvas import Canvas, canvas_for
from game.view.card import Card, draw_card, draw_row, draw_rule, draw_well
from game.view.chip import Chip, Transition, draw_chip, draw_parts
from game.view.confusion import Confusion, draw_confusion
from game.view.constellation import Constellation, Star, StarState, draw_constellation
from game.view.deviation_chart import (
    Callout,
    Deviation,
    DeviationChart,
    draw_deviation_chart,
    note_area,
)
from game.view.dial import Dial, draw_dial
from game.view.finger_time import FingerTime
from game.view.hand import LitHand, draw_hand
from game.view.hanging_strand import HangingStrand, draw_hanging_strand
from game.view.interval_glyph import (
    Figure,
    Interval,
    draw_interval,
    draw_result,
    draw_ruled_interval,
    interval_axis,
)
from game.view.keyboard import HomeKey, Keyboard, Sounding, draw_keyboard
from game.view.laid_strand import LaidNote, LaidStrand, draw_laid_strand
from game.view.layout import Box, layout_for
from game.view.metronome import Metronome, draw_metronome
from game.view.pearl import Pearl, draw_pearl
from game.view.port_chip import PortChip, draw_logo, draw_port_chip
from game.view.progress_dots import (
    ProgressDots,
    StringsDone,
    draw_progress_dots,
    draw_strings_done,
)
from game.view.rail import Rail, Steering, draw_rail
from game.view.reaction_chart import ReactionChart, draw_reaction_chart
from game.view.staff import Staff, draw_staff, staff_width
from game.view.step_list import Step, StepList, StepState, draw_step_list
from game.view.text import Anchor, draw_figure, draw_fitted, draw_paragraph, draw_text
from game.view.verdict_chart import LinePoint, Reset, VerdictChart, Week, draw_verdict_chart
from game.view.week_dots import DayState, WeekDots, draw_week_dots

FINGERS = (1, 2, 3, 4, 5, 4, 3, 2) * 2 + (1,)
DEVIATIONS = (0, -2, 1, 2, 11, 3, -1, -2, 0, -3, 1, 2, 9, 2, -2, -1, 1)
SPAN = 3.8


@dataclass(frozen=True)
class Example:
    size: tuple[int, int]
    paint: Callable[[Canvas], object]


def five_fingers(loops: int = 4, base: int = 72) -> Pattern:
    steps = (0, 2, 4, 5, 7, 5, 4, 2)
    count = 8 * loops + 1
    targets = (
        Target(
            id=f"n{i + 1}",
            pitch=base + steps[i % 8],
            finger=FINGERS[i % 8],
            onset_beat=i / 4,
            duration_beat=1.0 if i == count - 1 else 0.25,
        )
        for i in range(count)
    )
    return Pattern(direction=Direction.LOOP, targets=tuple(targets))


def deviation_chart() -> DeviationChart:
    notes = tuple(
        Deviation(
            finger=finger,
            mean_ms=None if i == 9 else mean,
            low_ms=mean - SPAN,
            high_ms=mean + SPAN,
        )
        for i, (finger, mean) in enumerate(zip(FINGERS, DEVIATIONS, strict=True))
    )
    into = Transition(finger=4, to_finger=5)
    callout = Callout(index=4, words="11 ms late", interval="7 to 15", transition=into)
    return DeviationChart(notes=notes, wobble_ms=6, callout=callout)


def laid_strand() -> LaidStrand:
    notes = tuple(
        LaidNote(finger=f, deviation_ms=None if i == 9 else d, clear=abs(d) > 6 + 1)
        for i, (f, d) in enumerate(zip(FINGERS, DEVIATIONS, strict=True))
    )
    return LaidStrand(notes=notes, ioi_ms=250, factor=8)


def verdict_chart() -> VerdictChart:
    values = (12.9, 12, 12.7, 12, 12.6, None, 12.1, 11.7, 11.9, 11.2, 11, 10.6, 10.3, 10.4)
    weeks = tuple(
        Week(name=f"wk {33 + i}")
        if value is None
        else Week(name=f"wk {33 + i}", value=value, low=value * 0.91, high=value * 1.1)
        for i, value in enumerate(values)
    )
    smooth = {4: 12.5, 6: 12.4, 7: 12.2, 8: 12.1, 9: 11.8, 10: 11.6, 11: 11.3, 12: 11.0, 13: 10.8}
    wide = [1.06 + 0.006 * n for n in range(len(smooth))]
    line = tuple(
        LinePoint(week=week, value=value, low=12.4 / ratio, high=12.4 * ratio)
        for ratio, (week, value) in zip(wide, smooth.items(), strict=True)
    )
    resets = (Reset(week=9, reason="new piano"),)
    return VerdictChart(weeks=weeks, baseline_weeks=4, baseline=12.4, line=line, resets=resets)


def all_stars() -> tuple[Star, ...]:
    def state(finger: int, to_finger: int) -> StarState:
        if 5 not in (finger, to_finger):
            return StarState.RELIABLE
        return StarState.GATHERING if finger == 5 else StarState.FEW

    pairs = [(a, b) for a in range(1, 6) for b in range(1, 6) if a != b]
    return tuple(Star(finger=a, to_finger=b, state=state(a, b)) for a, b in pairs)


def step_list() -> StepList:
    into, back = Transition(finger=4, to_finger=5), Transition(finger=5, to_finger=4)
    rows = (
        ("Warm-up", ("Slow five-finger pattern, both hands",), 3, StepState.DONE),
        ("Evenness check", ("C major, right hand, ten runs at 60 bpm",), 4, StepState.NOW),
        ("Pearls", ("Dwelling on", into, "and", back), 5, StepState.TO_COME),
        ("Still Water", ("A quiet end: fingers resting on their keys",), 3, StepState.TO_COME),
    )
    steps = tuple(Step(title=t, second=s, minutes=m, state=st) for t, s, m, st in rows)
    return StepList(steps=steps, focused=2)


def _text(canvas: Canvas) -> None:
    theme = canvas.theme
    draw_text(canvas, "Good evening, Clara.", (20, 50), Role.GREETING, theme.text)
    words = "The little finger comes about 10 ms late after the ring finger, both times."
    draw_paragraph(canvas, words, (20, 66), 360, Role.BODY, theme.text2)
    draw_figure(canvas, "120.1", (450, 50), Role.GREETING, theme.accent)
    name = "Maximiliane Wachsmuth-Ostertag"
    draw_fitted(canvas, name, Box(420, 70, 160, 50), Role.LIST, theme.text)
    signs = "± × − – · ’ ½ ° ≤ ≥ é ñ ö"  # noqa: RUF001
    draw_text(canvas, signs, (590, 160), Role.CAPTION, theme.text3, anchor=Anchor.RIGHT)


def _chips(canvas: Canvas) -> None:
    for finger in range(1, 6):
        draw_chip(canvas, (60 * finger - 20, 34), 22, Chip(finger=finger))
        draw_chip(canvas, (60 * finger - 20, 86), 13, Chip(finger=finger, filled=False))
        draw_pearl(canvas, (60 * finger + 300, 34), 16, Pearl(finger=finger, glow=True))
    draw_pearl(canvas, (360, 86), 16, Pearl(glow=True))
    for size in (4, 6, 10, 13):
        draw_pearl(canvas, (370 + 17 * size, 86), size, Pearl())
    parts = ("Dwelling on", Transition(finger=4, to_finger=5), "and", Chip(finger=2))
    draw_parts(canvas, parts, (20, 132), Role.BODY, canvas.theme.text2)


def _panels(canvas: Canvas) -> None:
    inside = draw_card(canvas, Box(20, 16, 400, 130), Card(title="Evenness", scope="ms"))
    draw_rule(canvas, inside.x, inside.right, inside.y + 10)
    draw_well(canvas, Box(inside.x, inside.y + 24, inside.w, 44))
    draw_row(canvas, Box(440, 20, 320, 68), selected=True)
    buttons = (
        Button(label="Again", hint="highest key", primary=True, focused=True),
        Button(label="Slower", hint="54 bpm", hovered=True),
        Button(label="Loop", parts=(Transition(finger=4, to_finger=5),), pressed=True),
        Button(label="Not yet", disabled=True),
    )
    for index, button in enumerate(buttons):
        draw_button(canvas, Box(20 + 240 * index, 170, 220, 56), button)


def _bar(canvas: Canvas) -> None:
    draw_logo(canvas, 20, 44)
    chip = PortChip(name="Roland FP-30X", live=True)
    draw_port_chip(canvas, 560, 37, chip)
    away = PortChip(name="", state="no piano yet", connected=False)
    draw_port_chip(canvas, 780, 37, away)
    draw_strings_done(canvas, 20, 86, StringsDone(done=3, total=10, running=True))
    draw_progress_dots(canvas, Box(380, 70, 560, 32), ProgressDots(done=13, total=24))


def _rail(canvas: Canvas) -> None:
    back = Steering(does="Back", key="lowest key")
    on = Steering(does="Go on", key="highest key")
    words = "You are playing middle C"
    keys = (60, 66)
    rail = Rail(lowest=21, highest=108, sounding=keys, low=back, high=on, caption=words)
    draw_rail(canvas, rail)


def _keyboard(canvas: Canvas) -> None:
    pitches = (60, 62, 64, 65, 67)
    home = tuple(HomeKey(pitch=p, finger=i) for i, p in enumerate(pitches, 1))
    lit = (Sounding(pitch=64), Sounding(pitch=66), Sounding(pitch=62, light=0.4))
    keyboard = Keyboard(lowest=48, highest=72, home=home, sounding=lit)
    draw_keyboard(canvas, Box(0, 0, 1280, 160), keyboard)


def _strand(canvas: Canvas) -> None:
    box = Box(30, 20, 900, 120)
    draw_hanging_strand(canvas, box, HangingStrand(length=33, landed=12, landing=0.8, ripple=0.3))
    draw_metronome(canvas, (1060, 80), Metronome(bpm=60, beat=1, swell=0.75))


def _staff(canvas: Canvas) -> None:
    strip = engraved(five_fingers(2), width=staff_width(canvas))[0]
    staff = Staff(strip=strip, fingers=FINGERS, played=10)
    draw_staff(canvas, (canvas.layout.content.x, 10), staff)


def _hand(canvas: Canvas) -> None:
    draw_hand(canvas, Box(0, 10, 500, 450), LitHand(hand=Hand.RIGHT, lit=4))
    draw_hand(canvas, Box(500, 10, 500, 450), LitHand(hand=Hand.LEFT, lit=1))


def _evenness(canvas: Canvas) -> None:
    card = Card(title="Evenness", scope="4 notes a second")
    inside = draw_card(canvas, Box(16, 10, 352, 210), card)
    figure = Figure(value="11.2", unit="ms", interval="9.8 to 12.8")
    at = (inside.x, inside.y + 46)
    baseline = draw_result(canvas, at, figure, inside.w)
    interval = Interval(value=11.2, low=9.8, high=12.8, usual=(10.4, 14.3))
    ruler = Box(inside.x, baseline + 18, inside.w, 60)
    draw_ruled_interval(canvas, ruler, interval, interval_axis(interval))
    draw_interval(canvas, Box(400, 40, 130, 20), interval)


Drawing = Callable[[Canvas, Box], object]


def _in_card(title: str, scope: str, draw: Drawing) -> Callable[[Canvas], object]:
    def paint(canvas: Canvas) -> None:
        w, h = canvas.surface.get_size()
        draw(canvas, draw_card(canvas, Box(12, 8, w - 24, h - 28), Card(title=title, scope=scope)))

    return paint


def _steps(canvas: Canvas) -> None:
    draw_step_list(canvas, Box(20, 16, 712, 300), step_list())


DIAL = Dial(limit=25, planned=18, done=3)
STARS = Constellation(hand=Hand.RIGHT, stars=all_stars())
WEEK = WeekDots(
    days=(DayState.PLAYED, DayState.REST, DayState.PLAYED, DayState.TODAY, DayState.REST,
          DayState.PLANNED, DayState.REST),
    today=3,
)  # fmt: skip
COUNTS = ((5, 0, 0, 0, 0), (0, 4, 1, 0, 0), (0, 0, 5, 0, 0), (0, 0, 0, 3, 2), (0, 0, 0, 0, 0))
CONFUSION = Confusion(fingers=(1, 2, 3, 4, 5), counts=COUNTS)
REACTIONS = ReactionChart(
    rows=(
        FingerTime(finger=2, median_ms=512, low_ms=470, high_ms=560),
        FingerTime(finger=3, median_ms=498, low_ms=450, high_ms=540),
        FingerTime(finger=4, median_ms=688, low_ms=600, high_ms=790),
        FingerTime(finger=5),
    )
)

EXAMPLES = {
    "text": Example((600, 180), _text),
    "chips_pearls": Example((640, 150), _chips),
    "panels": Example((990, 250), _panels),
    "bar": Example((960, 110), _bar),
    "rail": Example((1280, 720), _rail),
    "keyboard": Example((1280, 160), _keyboard),
    "hanging_strand": Example((1180, 170), _strand),
    "staff": Example((1280, 190), _staff),
    "hand": Example((1000, 470), _hand),
    "evenness": Example((560, 230), _evenness),
    "laid_strand": Example((830, 230), _in_card(
        "Your string, laid on the even grid", "mean of ten, distance drawn 8 times larger",
        lambda c, box: draw_laid_strand(c, note_area(c, box), laid_strand()))),
    "deviation_chart": Example((830, 310), _in_card(
        "How early or late each note came", "ms from even, 95 % interval",
        lambda c, box: draw_deviation_chart(c, box, deviation_chart()))),
    "verdict_chart": Example((760, 320), _in_card(
        "Evenness by week", "ms, lower is more even; 95 % intervals",
        lambda c, box: draw_verdict_chart(c, box, verdict_chart()))),
    "constellation": Example((450, 410), _in_card(
        "Twenty transitions", "12 of 20 reliable",
        lambda c, box: draw_constellation(c, box, STARS))),
    "step_list": Example((760, 320), _steps),
    "dial": Example((450, 290), _in_card(
        "Today\N{RIGHT SINGLE QUOTATION MARK}s dose", "", lambda c, box: draw_dial(c, box, DIAL))),
    "week_dots": Example((450, 160), _in_card(
        "This week", "2 of 4 days", lambda c, box: draw_week_dots(c, box, WEEK))),
    "confusion": Example((410, 440), _in_card(
        "Meant and played", "24 cues",
        lambda c, box: draw_confusion(c, box, CONFUSION))),
    "reaction_chart": Example((410, 320), _in_card(
        "Time to press", "ms, 95 % interval",
        lambda c, box: draw_reaction_chart(c, box, REACTIONS))),
}  # fmt: skip


def painted(
    name: str, theme: Theme, window: tuple[int, int] = (1280, 720), percent: int = 100
) -> pygame.Surface:
    """Return an example drawn for a window size and a size of type."""
    layout = layout_for(*window, percent)
    scale = max(layout.u, percent / 100)
    example = EXAMPLES[name]
    w, h = (round(length * scale) for length in example.size)
    size = window if name == "rail" else (min(w, window[0]) if percent > 100 else w, h)
    canvas = canvas_for(pygame.Surface(size, 0, 32), theme, layout)
    canvas.clear()
    example.paint(canvas)
    if name == "rail":
        return canvas.surface.subsurface((0, size[1] - layout.px(80), size[0], layout.px(80)))
    return canvas.surface
