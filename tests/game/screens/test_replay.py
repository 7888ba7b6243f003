"""The replay of a take: steered by the piano, slow, from any note, and what it says of each."""

from dataclasses import replace

import numpy as np
import pytest

from engine.exercise import Direction
from engine.measures import evenness
from engine.note import note_array
from engine.record import Settings, ThemeChoice
from engine.session.world import CloseTake, Replay, World
from game.input import Clicked, Intent
from game.replaying import PlayedNote, parts_of
from game.screens.replay import NEXT, PREVIOUS, SPEED, ReplayScreen, passage
from game.screens.replay_pictures import replay_boxes
from game.screens.replay_words import left_out_words, note_words, part_words
from game.screens.screen import NOTHING, Pop, Replace, Wish, moves
from game.view.layout import layout_for
from tests.game.drawing import NOW_NS, drawn, moment
from tests.game.screens.steering import Steered
from tests.golden_screens import assert_screen
from tests.replays import answers, strings
from tests.worlds import world

SCALE = strings("scale-c-right", Direction.UP)
EMPTY = replace(answers(), take=replace(answers().take, notes=note_array([], [])))
HIGHEST, LOWEST, SECOND_HIGHEST = 108, 21, 107


def opened(replay: Replay, **changes: object) -> ReplayScreen:
    first = ReplayScreen(of=replay.summary.trial_id, parts=parts_of(replay))
    return replace(first, **changes)


def after(screen: ReplayScreen, replay: Replay, *given: object, now_ns: int = NOW_NS) -> Wish:
    return screen.update(moment(world(replay=replay), now_ns=now_ns), given)


def screen_after(screen: ReplayScreen, *given: object, now_ns: int = NOW_NS) -> ReplayScreen:
    wish = after(screen, strings(), *given, now_ns=now_ns)
    assert isinstance(wish.go, Replace)
    return wish.go.screen


def test_a_take_is_cut_into_parts_once_when_it_is_there():
    assert after(ReplayScreen(), strings()).go == Replace(opened(strings()))
    assert ReplayScreen().update(moment(world()), [Intent.CONFIRM]) == NOTHING
    assert after(opened(strings()), strings()) == NOTHING


def test_play_begins_now_and_gives_the_passage_to_the_ear_slowed_down():
    wish = after(opened(strings()), strings(), Intent.CONFIRM)
    screen = wish.go.screen
    assert (screen.since_ns, screen.from_s) == (NOW_NS, 0.0)
    first, second, *_ = parts_of(strings())[0].notes
    assert wish.sounds[0].at_s == 0
    assert wish.sounds[1].at_s == pytest.approx(2 * (second.at_s - first.at_s))
    assert wish.sounds[1].seconds == pytest.approx(2 * second.seconds)
    assert len(wish.sounds) == len(parts_of(strings())[0].notes)


def test_it_moves_only_while_it_plays():
    resting, playing = opened(strings()), opened(strings(), since_ns=NOW_NS)
    assert (moves(resting), moves(playing)) == (False, True)
    assert resting.at_s(NOW_NS + 10**9) == 0
    assert playing.at_s(NOW_NS + 10**9) == pytest.approx(0.5)


def test_pause_keeps_the_place_and_falls_silent():
    playing = opened(strings(), since_ns=NOW_NS)
    wish = after(playing, strings(), Intent.CONFIRM, now_ns=NOW_NS + 3 * 10**9)
    assert wish.hush
    assert wish.go == Replace(opened(strings(), from_s=1.5))
    again = after(wish.go.screen, strings(), Intent.CONFIRM)
    assert again.sounds == passage(parts_of(strings())[0], 1.5, 0.5)
    assert all(note.at_s >= 0 for note in again.sounds)


def test_at_the_end_it_rests_and_play_starts_from_the_beginning():
    playing = opened(strings(), since_ns=NOW_NS)
    rested = screen_after(playing, now_ns=NOW_NS + 60 * 10**9)
    assert (rested.moving, rested.from_s) == (False, parts_of(strings())[0].seconds)
    assert screen_after(rested, Intent.CONFIRM).from_s == 0


def test_another_speed_goes_on_from_the_same_note():
    playing = opened(strings(), since_ns=NOW_NS, focus=SPEED)
    wish = after(playing, strings(), Intent.CONFIRM, now_ns=NOW_NS + 2 * 10**9)
    faster = wish.go.screen
    assert (faster.speed, faster.from_s, faster.moving) == (2, 1.0, True)
    assert wish.sounds == passage(parts_of(strings())[0], 1.0, 1.0)
    assert screen_after(opened(strings(), focus=SPEED, speed=2), Intent.CONFIRM).speed == 0


def test_next_and_previous_string_go_round_and_keep_playing():
    playing = opened(strings(), since_ns=NOW_NS - 10**9, focus=NEXT)
    wish = after(playing, strings(), Intent.CONFIRM)
    assert (wish.go.screen.part, wish.go.screen.since_ns) == (1, NOW_NS)
    assert wish.sounds == passage(parts_of(strings())[1], 0.0, 0.5)
    resting = screen_after(opened(strings(), focus=PREVIOUS, from_s=2.0), Intent.CONFIRM)
    assert (resting.part, resting.from_s, resting.moving) == (9, 0.0, False)


def test_back_puts_the_take_away():
    wish = after(opened(strings(), since_ns=NOW_NS), strings(), Intent.BACK)
    assert wish == Wish(go=Pop(), requests=(CloseTake(),), hush=True)


def test_the_piano_alone_plays_turns_and_leaves():
    steered = Steered(opened(strings()), world(replay=strings()), below=[opened(answers())])
    steered.play(HIGHEST)
    assert steered.screen.moving
    steered.play(SECOND_HIGHEST, SECOND_HIGHEST, SECOND_HIGHEST, HIGHEST)
    assert (steered.screen.focus, steered.screen.part) == (NEXT, 1)
    steered.play(LOWEST)
    assert steered.requests == [CloseTake()]


def test_a_click_reaches_every_button():
    for which, box in enumerate(replay_boxes(layout_for(1280, 720))):
        assert screen_after(opened(strings()), Clicked(*box.centre)).focus == which


def test_each_note_is_told_in_ms_and_by_its_finger():
    part = parts_of(strings())[0]
    note = next(each for each in part.notes if each.target == 4)
    assert note_words(part, replace(note, deviation_ms=12.4)) == "12 ms late, little finger"
    assert note_words(part, replace(note, deviation_ms=-3.6)) == "4 ms early, little finger"
    assert note_words(part, replace(note, deviation_ms=0.3)) == "Even, little finger"
    assert note_words(part, replace(note, deviation_ms=None)) == "Little finger"
    other = replace(note, deviation_ms=None, pitch=note.pitch + 1)
    assert note_words(part, other) == "Little finger, another key than written"
    unfingered = replace(note, deviation_ms=5, finger=None, pitch=60)
    assert note_words(part, unfingered) == "5 ms late, middle C"
    more = PlayedNote(at_s=1, seconds=0.1, pitch=62, velocity=50)
    assert note_words(part, more) == "One note more: D 4"
    assert part_words(part, 2, 10) == "String 3 of 10"


def test_without_runs_the_touch_is_told():
    part = parts_of(answers())[0]
    note = replace(part.notes[0], pitch=60, velocity=64, seconds=0.42)
    assert note_words(part, note) == "Middle C, struck at 64 of 127, held for 0.4 s"
    assert part_words(part, 0, 5) == "Part 1 of 5"


def test_a_string_left_out_says_so():
    part = replace(parts_of(strings())[0], left_out="one note missed")
    assert left_out_words(part) == "This string was left out: one note missed."


PICTURES = {
    "dark": (strings(), {"from_s": 1.1, "since_ns": NOW_NS}, {}),
    "scale_light": (SCALE, {"part": 2}, {"theme": ThemeChoice.LIGHT}),
    "1024": (strings(), {"from_s": 5.3, "since_ns": NOW_NS, "focus": NEXT}, {"size": (1024, 600)}),
    "200_contrast": (
        strings(),
        {"from_s": 1.1, "since_ns": NOW_NS},
        {"percent": 200, "theme": ThemeChoice.HIGH_CONTRAST},
    ),
    "1024_200": (strings(), {"from_s": 1.1}, {"size": (1024, 600), "percent": 200}),
    "1920": (strings(), {"from_s": 6.1, "since_ns": NOW_NS}, {"size": (1920, 1080)}),
    "roll_dark": (answers(), {"part": 1, "from_s": 3.1, "since_ns": NOW_NS}, {}),
    "roll_1024_200_light": (
        answers(),
        {"part": 1, "from_s": 3.1},
        {"size": (1024, 600), "percent": 200, "theme": ThemeChoice.LIGHT},
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_replay_looks_as_it_was_blessed(name: str):
    replay, state, how = PICTURES[name]
    picture = drawn(opened(replay, **state), world(replay=replay), **how)
    assert_screen(picture, f"SCREEN_replay_{name}")


def left_out() -> Replay:
    base = strings("scale-c-right", Direction.UP)
    kept = np.arange(len(base.take.notes)) >= 6
    take = replace(base.take, notes=base.take.notes[kept])
    return replace(base, take=take, found=evenness.measure(take, base.exercise, tempo_bpm=60.0))


def test_a_string_that_did_not_count_looks_as_it_was_blessed():
    picture = drawn(opened(left_out(), from_s=1.0), world(replay=left_out()))
    assert_screen(picture, "SCREEN_replay_left_out_dark")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("gone", world(message="This take is no longer in the record")),
        ("empty", world(replay=EMPTY)),
    ],
)
def test_what_cannot_be_replayed_says_so(name: str, shown: World):
    screen = ReplayScreen(of=answers().summary.trial_id)
    assert_screen(drawn(screen, shown), f"SCREEN_replay_{name}")


def test_with_reduced_motion_the_playhead_stands_on_a_note():
    still = world(replay=strings(), settings=Settings(reduced_motion=True))
    second = parts_of(strings())[0].notes[1].at_s
    between = drawn(opened(strings(), from_s=second + 0.08, since_ns=NOW_NS), still)
    on_note = drawn(opened(strings(), from_s=second, since_ns=NOW_NS), still)
    assert between.get_buffer().raw == on_note.get_buffer().raw
    gliding = world(replay=strings())
    moved = drawn(opened(strings(), from_s=second + 0.08, since_ns=NOW_NS), gliding)
    assert moved.get_buffer().raw != on_note.get_buffer().raw
