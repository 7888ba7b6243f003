"""What the screens after a take share: the ways on, and a take without a figure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from engine.adaptation import beat_level
from engine.adaptation.ladder import SLOWEST_BPM
from engine.record import Task
from engine.session.state import Again, Input, Leave, Next, Outcome, Reviewing
from game.input import Given, Intent
from game.screens.choices import choose
from game.screens.foot import draw_foot
from game.screens.heading import back_words, button_row, draw_buttons, minutes_left
from game.screens.screen import NOTHING, Moment, Screen, Wish, go_to
from game.theme import Role
from game.view.button import Button
from game.view.canvas import Canvas
from game.view.chip import parts_width
from game.view.layout import Box, Layout
from game.view.text import draw_paragraph, draw_text, paragraph_height, text_width

NO_FIGURE = "No figure this time; the take is kept."
SLOWER = 0.9
FIXED = (Task.EVENNESS_CHECK, Task.CALIBRATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way on: its button and what it gives the session; ``short`` is its label in little room.

    A game hands its own ways (a spot, a finger by itself) to ``wish_after`` and ``draw_ways``.
    """

    button: Button
    gives: Input
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The way on in focus, and the page shown where large words need several."""

    focus: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """All ways on of a game that has them to itself, Next (with its hint) among them.

    ``turning`` says that there are pages at every size of type, not only with large words.
    """

    ways: tuple[Way, ...]
    turning: bool = False


def ways(state: Reviewing, *, hint: str) -> tuple[Way, ...]:
    """Return Next first, then Again and Slower, but not after a check: its tempo stays."""
    is_last = state.place.block + 1 == len(state.place.plan.blocks)
    first = Button(label="Finish" if is_last else "Next", hint=hint, primary=True)
    found = [Way(button=first, gives=Next()), Way(button=Button(label="Again"), gives=Again())]
    tempo_bpm = state.step.tempo_bpm
    slower = tempo_bpm
    if tempo_bpm is not None and state.step.task not in FIXED:
        slowest = beat_level.SLOWEST_BPM if state.step.task is Task.ON_THE_BEAT else SLOWEST_BPM
        slower = slower_bpm(tempo_bpm, slowest)
    if slower is not None and tempo_bpm is not None and slower < tempo_bpm:
        button = Button(label="Slower", hint=f"{slower:.0f} bpm")
        step = replace(state.step, tempo_bpm=slower)
        found.append(Way(button=button, gives=Again(step)))
    return tuple(found)


def slower_bpm(tempo_bpm: float, slowest_bpm: float = SLOWEST_BPM) -> float:
    """Return nine tenths of a tempo in whole bpm, ``slowest_bpm`` at the least."""
    return max(slowest_bpm, round(tempo_bpm * SLOWER))


def boxes(layout: Layout, count: int, *, turning: bool = False, whole: bool = False) -> list[Box]:
    """Return where the ways on stand, and with large type the button to the next page.

    ``turning`` is for a game that has pages at every size, ``whole`` for one page at any size.
    """
    if layout.large_type and whole:
        return button_row(layout, (1.0,) * count)
    if layout.large_type:
        return button_row(layout, (*(1.0,) * count, 0.85))
    if turning:
        return button_row(layout, (1.0, 0.7, *(1.4,) * (count - 2), 1.1))
    if count <= 3:
        return button_row(layout, (1.0,) * 3, columns(layout.content, layout)[0].w)[:count]
    # a way of the game's own names its fingers, and needs the room
    width = layout.content.w if layout.compact else round(layout.content.w * 0.78)
    return button_row(layout, (1.0, 0.7, *(0.95,) * (count - 3), 1.45), width)


def wish_after(
    moment: Moment,
    seen: Seen,
    given: Sequence[Given],
    showing: Callable[[Seen], Screen],
    more: Sequence[Way] | Own = (),
) -> Wish:
    """Return what the player chose: a way on, or the same screen ``showing`` something else.

    ``more`` are the game's own ways on, after Next, Again and Slower or in place of them.
    """
    if not isinstance(moment.state, Reviewing):
        return NOTHING
    found, turning = _found(moment.state, more, hint="")
    whole = _is_whole(moment.state)
    places = boxes(moment.layout, len(found), turning=turning, whole=whole)
    after = _seen_after(moment, found, places, seen, given)
    if not isinstance(after, Seen):
        return Wish(inputs=(after,))
    return go_to(showing(seen), showing(after))


def _is_whole(state: Reviewing) -> bool:
    """Return True for what counts for nothing: its few words need no further page."""
    return state.step.task.loose


def _found(
    state: Reviewing, more: Sequence[Way] | Own, *, hint: str
) -> tuple[tuple[Way, ...], bool]:
    """Return the ways on, and whether there are pages at every size of type."""
    if isinstance(more, Own):
        return more.ways, more.turning
    return (*ways(state, hint=hint), *more), False


def _seen_after(
    moment: Moment,
    found: Sequence[Way],
    places: Sequence[Box],
    seen: Seen,
    given: Sequence[Given],
) -> Seen | Input:
    """Return the input that the player chose, else what is seen now."""
    if Intent.BACK in given:
        return Leave(moment.now_ns)
    choice = choose(places, seen.focus, given)
    if choice.chosen is None:
        return Seen(focus=choice.focus, page=seen.page)
    if choice.chosen == len(found):
        return Seen(focus=choice.focus, page=seen.page + 1)
    return found[choice.chosen].gives


def draw_ways(
    canvas: Canvas,
    moment: Moment,
    state: Reviewing,
    seen: Seen,
    *,
    pages: int = 1,
    more: Sequence[Way] | Own = (),
) -> None:
    """Draw the buttons, what is left of today, and the foot; ``pages`` with large type."""
    layout = canvas.layout
    hint = "highest key" if moment.steering else "Enter"
    found, turning = _found(state, more, hint=hint)
    whole = _is_whole(state)
    places = boxes(layout, len(found), turning=turning, whole=whole)
    buttons = [_fitted(canvas, box, way) for way, box in zip(found, places, strict=False)]
    if turning or (layout.large_type and not whole):
        buttons.append(_turn(canvas, places[-1], seen.page % pages + 1, pages))
    draw_buttons(canvas, places, buttons, seen.focus)
    words = minutes_left(state.place)
    x = max(columns(layout.content, layout)[1].x, places[-1].right + layout.space)
    y = places[-1].centre[1] + canvas.tpx(5)
    room = not layout.large_type and x + text_width(canvas, words, Role.CAPTION)
    if room and room <= layout.content.right:
        draw_text(canvas, words, (x, y), Role.CAPTION, canvas.theme.text3)
    low = back_words(state.place.plan)
    draw_foot(canvas, moment, low=low, high=buttons[seen.focus % len(buttons)].label)


def _fitted(canvas: Canvas, box: Box, way: Way) -> Button:
    """Return a way's button without its chips, or with its short label, where that must be."""
    button, room = way.button, box.w - canvas.px(40)
    wide = text_width(canvas, button.label, Role.BUTTON)
    if button.parts:
        chips = canvas.tpx(12) + parts_width(canvas, button.parts, Role.BUTTON)
        if wide + chips > room:
            button = replace(button, parts=())
    return replace(button, label=way.short) if way.short and wide > room else button


def _turn(canvas: Canvas, place: Box, page: int, pages: int) -> Button:
    """Return the button to the next page; the counter stays where only one has room."""
    if pages == 1:
        return Button(label="More", disabled=True)
    count = f"{page} of {pages}"
    room = place.w - canvas.px(40) - canvas.tpx(13)
    room -= text_width(canvas, count, Role.CAPTION_STRONG)
    for label in ("More",) if page < pages else ("From the start", "First"):
        if text_width(canvas, label, Role.BUTTON) <= room:
            return Button(label=label, hint=count)
    return Button(label=count)


def columns(box: Box, layout: Layout) -> tuple[Box, ...]:
    """Split a box into the wide column of charts and the narrow one of words."""
    return box.columns((0.69, 0.31), layout.space + layout.px(8))


def body_box(layout: Layout) -> Box:
    """Return the area above the buttons."""
    row = boxes(layout, 1)[0]
    content = layout.content
    return Box(content.x, content.y, content.w, row.y - layout.space - content.y)


def draw_calm(canvas: Canvas, opening: str, sentences: Sequence[str]) -> None:
    """Draw a few sentences alone, where there is nothing to measure or no figure."""
    theme, layout = canvas.theme, canvas.layout
    body = body_box(layout)
    width = min(body.w, round(720 * layout.pitch))
    heights = [paragraph_height(canvas, words, Role.BODY, width) for words in sentences]
    whole = paragraph_height(canvas, opening, Role.VERDICT, width)
    whole += sum(heights) + layout.tpx(12) * len(heights)
    y = body.y + max(0, round((body.h - whole) * 0.4))
    y = draw_paragraph(canvas, opening, (body.x, y), width, Role.VERDICT, theme.text)
    for words in sentences:
        y += layout.tpx(12)
        y = draw_paragraph(canvas, words, (body.x, y), width, Role.BODY, theme.text2)


def draw_refused(canvas: Canvas, *said: str) -> None:
    """Draw that a take has no figure, and below it why and what comes next, where that is said."""
    draw_calm(canvas, NO_FIGURE, [words for words in said if words])


def draw_sentences(canvas: Canvas, box: Box, sentences: Sequence[str]) -> int:
    """Draw the opening and at most two more sentences in a column; return the y below."""
    theme, gap = canvas.theme, canvas.tpx(9)
    y = draw_paragraph(canvas, sentences[0], (box.x, box.y), box.w, Role.OPENING, theme.text)
    for words in sentences[1:3]:
        tall = paragraph_height(canvas, words, Role.BODY, box.w)
        if y + gap + tall > box.bottom:
            break
        y = draw_paragraph(canvas, words, (box.x, y + gap), box.w, Role.BODY, theme.text2)
    return y


def draw_page_words(canvas: Canvas, box: Box, sentences: Sequence[str]) -> None:
    """Draw sentences beside a figure in large type, the first ones where not all have room."""
    theme, y = canvas.theme, box.y
    for index, words in enumerate(sentences[: fitting(canvas, box, sentences)]):
        colour = theme.text2 if index else theme.text
        at = (box.x, y)
        y = draw_paragraph(canvas, words, at, box.w, Role.BODY, colour) + canvas.tpx(9)


def fitting(canvas: Canvas, box: Box, sentences: Sequence[str]) -> int:
    """Return how many of the sentences ``draw_page_words`` has room for."""
    y = box.y
    for index, words in enumerate(sentences):
        y += paragraph_height(canvas, words, Role.BODY, box.w)
        if y > box.bottom:
            return index
        y += canvas.tpx(9)
    return len(sentences)


def refusal(outcome: Outcome) -> str:
    """Return why a take has no figure, as a sentence; empty where it has one."""
    if outcome.refused is None:
        return ""
    words = outcome.refused.rstrip(".")
    return f"{words[:1].upper()}{words[1:]}."
