"""Before a step: what it is in one picture and two sentences, the hand, the tempo, the start."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.adaptation.cue_level import CueLevel
from engine.record import Task
from engine.session.state import Begin, BlockPlan, Leave, Ready
from game.input import Given, Intent
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.games import Picture, game_of
from game.screens.heading import (
    button_row,
    draw_buttons,
    draw_heading,
    exercise_words,
    step_words,
    title_of,
)
from game.screens.pages import turning_words
from game.screens.pearls_ahead import keyboard_ahead, prepare_pearls
from game.screens.screen import NOTHING, Moment, Wish, go_to
from game.screens.strip import (
    draw_strip,
    notes_a_beat,
    on_its_keys,
    pattern_of,
    staff_bottom,
    start_words,
)
from game.screens.which_finger import Cue, draw_cue, hand_box
from game.screens.words import about_minutes
from game.theme import Role
from game.view.button import Button
from game.view.canvas import Canvas
from game.view.hand import prepare_hand
from game.view.keyboard import draw_keyboard
from game.view.layout import Box, Layout
from game.view.text import draw_paragraph, draw_text, paragraph_height

HOW = {
    Task.WARM_UP: "Play along loosely; the click only keeps you company.",
    Task.EVENNESS_CHECK: "Legato, no expression; take a breath between two strings.",
    Task.PEARLS: "Play the line to its end, take a breath, begin again.",
    Task.CALM_END: "Softly and without hurry; let the hand grow quiet.",
    Task.WHICH_FINGER: (
        "The time adapts to you; about one in six comes too late, and that is meant."
    ),
}
MORE, PAGES = 2, 2
# words, size, colour, and the space above them
Line = tuple[str, Role, str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyScreen:
    """A step that waits for the player; ``focus`` is 0 for Begin, 1 for Stop here, 2 for More.

    With large words ``page`` 0 has the picture and the first sentence, 1 has what follows it.
    """

    name: str = "ready"
    focus: int = 0
    page: int = 0

    def update(self, moment: Moment, given: Sequence[Given]) -> Wish:
        """Begin or leave."""
        if not isinstance(moment.state, Ready):
            return NOTHING
        if Intent.BACK in given:
            return Wish(inputs=(Leave(moment.now_ns),))
        choice = choose(boxes(moment.layout), self.focus, given)
        if choice.chosen == MORE:
            return go_to(self, replace(self, focus=MORE, page=self.page + 1))
        if choice.chosen is not None:
            now_ns = moment.now_ns
            return Wish(inputs=((Begin, Leave)[choice.chosen](now_ns),))
        return go_to(self, replace(self, focus=choice.focus))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Draw the step."""
        state = moment.state
        canvas.clear()
        if not isinstance(state, Ready):
            return
        draw_heading(canvas, moment, title_of(state.step), exercise_words(state.step))
        picture = game_of(state.step.task).picture
        page = self.page % PAGES if canvas.layout.large_type else 0
        if page:
            _draw_lines(canvas, canvas.layout.content, _lines(canvas, moment, state)[1:])
        elif picture is not None:
            _draw_picture(canvas, moment, state, picture)
        elif state.step.task is Task.WHICH_FINGER:
            _draw_hand(canvas, moment, state)
        else:
            _draw_runs(canvas, moment, state)
            prepare_pearls(canvas, moment, state.step)
        hint = "highest key" if moment.steering else "Enter"
        buttons = [Button(label="Begin", hint=hint, primary=True), Button(label="Stop here")]
        if canvas.layout.large_type:
            label, count = turning_words(page, PAGES)
            buttons.append(Button(label="First" if page else label, hint=count))
        draw_buttons(canvas, boxes(canvas.layout), buttons, self.focus)
        high = buttons[self.focus % len(buttons)].label
        draw_foot(canvas, moment, low="Stop here", high=high, caption=moment.world.message)


def how_of(task: Task) -> str:
    """Return how a game is played, in one sentence."""
    return game_of(task).how or HOW[task]


def boxes(layout: Layout) -> list[Box]:
    """Return where Begin and Stop here stand, and with large words the button to more of them."""
    if layout.large_type:
        return button_row(layout, (1.25, 0.8, 0.9))
    return button_row(layout, (1.25, 1), round(layout.pitch * 460))


def _draw_hand(canvas: Canvas, moment: Moment, state: Ready) -> None:
    box = hand_box(canvas.layout)
    prepare_hand(canvas, box, state.step.hand)
    shown = box
    if canvas.layout.large_type:
        # The wide buttons reach below the hand: it stands above them.
        high = boxes(canvas.layout)[0].y - canvas.px(16) - box.y
        shown = Box(box.x, box.y, box.w, min(box.h, high))
    kind = CueLevel.resumed(state.step.level_json).kind
    draw_cue(canvas, shown, Cue(hand=state.step.hand, kind=kind, finger=4))
    content = canvas.layout.content
    top = round(content.h * (0 if canvas.layout.large_type else 0.2))
    width = box.x - content.x - canvas.px(8)
    column = Box(content.x, content.y + top, width, content.h - top)
    _draw_words(canvas, moment, column, state)


def _draw_runs(canvas: Canvas, moment: Moment, state: Ready) -> None:
    layout = canvas.layout
    pattern = pattern_of(state.step)
    draw_strip(canvas, pattern, 0, waiting=True)
    top = staff_bottom(canvas, pattern) + layout.px(8)
    area = Box(layout.content.x, top, layout.content.w, layout.content.bottom - top)
    if layout.large_type:
        _draw_words(canvas, moment, area, state)
        return
    left, right = area.columns((0.42, 0.58), 2 * layout.space)
    _draw_words(canvas, moment, left, state)
    keys = Box(right.x, right.y + layout.px(12), right.w, min(layout.px(220), right.h))
    if keys.h < layout.px(90):
        return
    draw_keyboard(canvas, keys, keyboard_ahead(moment, pattern))


def _draw_picture(canvas: Canvas, moment: Moment, state: Ready, picture: Picture) -> None:
    content = canvas.layout.content
    foot = boxes(canvas.layout)[0].y - canvas.layout.space
    area = Box(content.x, content.y, content.w, foot - content.y)
    left, right = area.columns((0.4, 0.6), 2 * canvas.layout.space)
    _draw_words(canvas, moment, left, state)
    picture(canvas, moment, right, state.step)


def _draw_words(canvas: Canvas, moment: Moment, box: Box, state: Ready) -> None:
    top = 0
    if place := step_words(state.place):
        at = (box.x, box.y + canvas.tpx(20))
        draw_text(canvas, place, at, Role.CAPTION, canvas.theme.text3)
        top = canvas.tpx(28)
    _draw_lines(canvas, box.below(box.y + top), _lines(canvas, moment, state))


def _lines(canvas: Canvas, moment: Moment, state: Ready) -> list[Line]:
    theme, step = canvas.theme, state.step
    facts = _facts(on_its_keys(moment, step))
    return [
        (step.why, Role.OPENING, theme.text, 0),
        (how_of(step.task), Role.BODY, theme.text2, 4),
        *(
            (words, Role.SECOND, theme.text2, 0 if index else 14)
            for index, words in enumerate(facts)
        ),
    ]


def _draw_lines(canvas: Canvas, box: Box, lines: Sequence[Line]) -> None:
    y, foot = box.y, boxes(canvas.layout)[0].y - canvas.px(4)
    for words, role, colour, above in lines:
        y += canvas.tpx(above)
        # Large words may leave no room for the last: they stand on the next page.
        if y + paragraph_height(canvas, words, role, box.w) > foot:
            return
        y = draw_paragraph(canvas, words, (box.x, y), box.w, role, colour)


def _facts(step: BlockPlan) -> tuple[str, ...]:
    hand = f"{step.hand.capitalize()} hand"
    if facts := game_of(step.task).facts:
        return facts(step)
    if step.task is Task.WHICH_FINGER:
        lies = start_words(step.exercise.patterns[0])
        return (f"{hand}, {lies}", f"{step.cues} cues, {about_minutes(step)}")
    pattern = pattern_of(step)
    tempo = f"{step.tempo_bpm:.0f} bpm, {notes_a_beat(pattern)}"
    strings = f"{tempo}; {step.runs} strings, {about_minutes(step)}"
    return (f"{hand}, {start_words(pattern)}", strings)
