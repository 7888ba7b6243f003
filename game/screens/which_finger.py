"""Which Finger? at play: a finger lights up. Whether an answer was right is never shown here."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.adaptation.cue_level import CueKind
from engine.exercise import FINGER_NAMES, Hand
from engine.progress.verdict import counted
from engine.session.state import Pause, Playing
from engine.tasks.which_finger import WhichFingerState, lit
from game.input import Given, Intent
from game.screens.foot import draw_play_foot
from game.screens.heading import draw_heading, title_of
from game.screens.screen import NOTHING, Moment, Wish
from game.theme import Role
from game.view.canvas import Canvas
from game.view.card import draw_rule
from game.view.chip import Chip, draw_chip
from game.view.cue_sign import Sign, draw_sign
from game.view.hand import LitHand, draw_hand
from game.view.layout import Box, Layout
from game.view.progress_dots import ProgressDots, draw_progress_dots
from game.view.text import draw_fitted, draw_paragraph, draw_text

CUE_WORDS = {
    CueKind.HAND: "the cue is a lit hand",
    CueKind.NUMBER: "the cue is a number",
    CueKind.MIRROR: "the cue is the other hand",
    CueKind.TONE: "the cue is a tone",
}
WAITING = {
    CueKind.HAND: "A finger will light up.",
    CueKind.NUMBER: "A number will appear.",
    CueKind.MIRROR: "A finger of the other hand will light up.",
    CueKind.TONE: "A tone will sound.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichFingerScreen:
    """The lit hand; a pure picture of the task's state and the time."""

    name: str = "which_finger"

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Escape pauses; no single key of the piano does anything but answer."""
        if isinstance(moment.state, Playing) and Intent.BACK in given:
            return Wish(inputs=(Pause(moment.now_ns),))
        return NOTHING

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the moment."""
        state = moment.state
        canvas.clear()
        if not isinstance(state, Playing) or not isinstance(state.task, WhichFingerState):
            return
        task = state.task
        subtitle = f"{state.step.hand} hand, {CUE_WORDS[task.task.level.kind]}"
        draw_heading(canvas, moment, title_of(state.step), subtitle)
        finger = task.cued if lit(task, moment.now_ns) else None
        box = hand_box(canvas.layout)
        kind = task.task.level.kind
        cue = Cue(hand=task.task.hand, kind=kind, finger=finger, audible=moment.audible)
        draw_cue(canvas, box, cue)
        _draw_left(canvas, box, task, finger)
        if not canvas.layout.large_type:
            _draw_right(canvas, box, task, finger)
        _draw_progress(canvas, task)
        answered = min(len(task.responses) + 1, task.task.cues)
        draw_play_foot(canvas, moment, f"{answered} of {task.task.cues}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """How a cue names a ``finger``, None between two cues, to a ``hand``."""

    hand: Hand
    kind: CueKind
    finger: int | None
    audible: bool = True


def draw_cue(canvas: Canvas, box: Box, cue: Cue) -> None:
    """Draw the hand as the kind of cue has it, or the number, or the sign to listen."""
    hand, kind = cue.hand, cue.kind
    match kind:
        case CueKind.HAND:
            draw_hand(canvas, box, LitHand(hand=hand, lit=cue.finger))
        case CueKind.MIRROR:
            other = Hand.LEFT if hand is Hand.RIGHT else Hand.RIGHT
            draw_hand(canvas, box, LitHand(hand=other, lit=cue.finger, numbers=False))
        case CueKind.NUMBER | CueKind.TONE:
            told = kind is CueKind.NUMBER or not cue.audible
            draw_sign(canvas, box, Sign(number=cue.finger if told else None, lit=bool(cue.finger)))


def hand_box(layout: Layout) -> Box:
    """Return where the hand lies: in the middle, and with large words at the right end."""
    content = layout.content
    foot = content.bottom - layout.px(26)
    height = foot - content.y
    width = min(round(height * 540 / 486), round(content.w * 0.5))
    left = content.right - width if layout.large_type else (layout.width - width) // 2
    return Box(left, content.y, width, height)


def _draw_left(canvas: Canvas, hand: Box, task: WhichFingerState, finger: int | None) -> None:
    layout, theme = canvas.layout, canvas.theme
    content, kind = layout.content, task.task.level.kind
    width = hand.x - content.x - layout.px(4)
    y = content.y + round(content.h * 0.38)
    if finger is None:
        begun = bool(task.responses)
        words = "Let the hand rest on its keys." if begun else "Lay the fingers on their keys."
        y = draw_paragraph(canvas, words, (content.x, y), width, Role.OPENING, theme.text)
        at = (content.x, y)
        draw_paragraph(canvas, WAITING[kind], at, width, Role.BODY, theme.text2)
        return
    # the name beside any other cue would give it away
    if kind is CueKind.HAND:
        radius = round(24 * layout.pitch)
        draw_chip(canvas, (content.x + radius, y + radius), radius, Chip(finger=finger))
        name = FINGER_NAMES[finger]
        x = content.x + 2 * radius + canvas.tpx(14)
        room = Box(x, y, hand.x - canvas.px(20) - x, 2 * radius)
        draw_fitted(canvas, name[:1].upper() + name[1:], room, Role.VERDICT, theme.text)
        y += 2 * radius + canvas.tpx(10)
    words = "Press its key. The others rest where they are."
    draw_paragraph(canvas, words, (content.x, y), width, Role.BODY, theme.text2)


def _draw_right(canvas: Canvas, hand: Box, task: WhichFingerState, finger: int | None) -> None:
    layout, theme = canvas.layout, canvas.theme
    x = hand.right + layout.px(4)
    width = layout.content.right - x
    y = layout.content.y + round(layout.content.h * 0.38)
    in_play = counted(len(task.task.fingers), "finger").capitalize() + " in play"
    draw_text(canvas, in_play, (x, y + canvas.tpx(14)), Role.SECOND_STRONG, theme.text)
    radius = round(13 * layout.pitch)
    pitch = min(2 * radius + layout.px(10), width // len(task.task.fingers))
    y += canvas.tpx(30) + radius
    for index, each in enumerate(task.task.fingers):
        chip = Chip(finger=each, filled=each == finger and task.task.level.kind is CueKind.HAND)
        draw_chip(canvas, (x + radius + index * pitch, y), min(radius, pitch // 2 - 2), chip)
    y += radius + canvas.tpx(22)
    draw_rule(canvas, x, layout.content.right, y)
    words = "Results come after the block."
    draw_paragraph(canvas, words, (x, y + canvas.tpx(12)), width, Role.SECOND, theme.text3)


def _draw_progress(canvas: Canvas, task: WhichFingerState) -> None:
    content = canvas.layout.content
    box = Box(content.x, content.bottom - canvas.px(16), content.w, canvas.px(16))
    dots = ProgressDots(done=len(task.responses), total=task.task.cues)
    draw_progress_dots(canvas, box, dots)
