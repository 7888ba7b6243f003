"""After Still Water: a page a round, its sentences, and the ways on."""

from dataclasses import replace

import pytest

from engine.adaptation.water_level import WaterLevel
from engine.record import Task
from engine.session.state import Again, Leave, Next
from game.input import Intent
from game.screens.after import Seen
from game.screens.screen import NOTHING
from game.screens.still_water_after import StillWaterAfterScreen, pages_of, sentences
from game.screens.still_water_chart import drops_of, row_words
from game.screens.still_water_words import (
    facts,
    played_words,
    pooled_words,
    share_words,
    speed_words,
)
from game.screens.today_lines import LINES
from game.theme import DARK, HIGH_CONTRAST, LIGHT
from tests import worlds_water as water
from tests.golden_screens import assert_screen
from tests.moments import drawn, given_to

NEXT, CONFIRM = Intent.NEXT, Intent.CONFIRM


def chosen(moment, steps):
    """Return what the way on so many steps from the first gives."""
    return StillWaterAfterScreen().update(moment, [*[NEXT] * steps, CONFIRM]).inputs


def reviewing(level=None, **how):
    state = water.reviewing(**how)
    if level is None:
        return state
    return replace(state, outcome=replace(state.outcome, next_level_json=level.to_json()))


def test_by_piano_alone_next_again_slower_fewer_and_back():
    moment = water.moment(water.reviewing())
    step = moment.state.step
    assert chosen(moment, 0) == (Next(),)
    assert chosen(moment, 1) == (Again(step),)
    assert chosen(moment, 2) == (Again(replace(step, tempo_bpm=54.0)),)
    ((fewer,),) = (chosen(moment, 3),)
    assert WaterLevel.resumed(fewer.step.level_json).held == 3
    assert fewer.step.tempo_bpm == 60.0
    back = StillWaterAfterScreen().update(moment, [Intent.BACK])
    assert back.inputs == (Leave(moment.now_ns),)


def test_the_last_way_turns_to_the_next_round():
    moment = water.moment(water.reviewing())
    screen = given_to(StillWaterAfterScreen(), moment, NEXT, NEXT, NEXT, NEXT, CONFIRM)
    assert screen.seen == Seen(focus=4, page=1)


def test_one_round_needs_no_pages():
    moment = water.moment(water.reviewing(rounds=1))
    assert chosen(moment, 4) == (Next(),)


def test_with_one_finger_held_at_the_slowest_there_is_nothing_to_take_away():
    slowest = WaterLevel(tempo_bpm=40.0)
    moment = water.moment(reviewing(slowest, held=1, rounds=1))
    assert chosen(moment, 2) == (Next(),)


def test_a_level_that_fell_slows_the_drops_of_again():
    moment = water.moment(reviewing(WaterLevel(held=4, tempo_bpm=54.0)))
    ((again,),) = (chosen(moment, 1),)
    assert again.step.tempo_bpm == 54.0


def test_the_own_pace_goes_on_unless_the_water_is_no_longer_calm():
    calm = WaterLevel(held=4, calmed=True)
    moment = water.moment(reviewing(calm, own_pace=True))
    assert chosen(moment, 1)[0].step.tempo_bpm is None
    assert chosen(moment, 2)[0].step.tempo_bpm == 60.0
    pulled = water.moment(reviewing(WaterLevel(held=3), own_pace=True))
    assert chosen(pulled, 1)[0].step.tempo_bpm == 60.0


def test_nothing_is_wished_outside_its_state():
    moment = water.moment(water.ready())
    assert StillWaterAfterScreen().update(moment, [CONFIRM]) == NOTHING
    drawn(StillWaterAfterScreen(), moment)


def test_pages_begin_with_the_round_that_lost_most_and_go_on_in_order():
    outcome = water.reviewing().outcome
    lost = {each.played.playing: sum(each.lost_s) for each in outcome.found.rounds}
    order = [each.played.playing for each in pages_of(outcome)]
    assert order[0] == max(lost, key=lambda finger: lost[finger])
    turn = water.FIVE.index(order[0])
    assert order == [*water.FIVE[turn:], *water.FIVE[:turn]]


def by_finger(finger, **how):
    state = water.reviewing(**how)
    found = next(each for each in pages_of(state.outcome) if each.played.playing == finger)
    return state.outcome, found


def test_what_happened_where_and_what_next():
    outcome, found = by_finger(3)
    assert sentences(outcome, found) == (
        "Calm water, three ripples.",
        "The ring finger lifted twice and the little finger lifted once while the middle finger "
        "played; thumb and index finger stayed still.",
        outcome.because,
    )


def changed(found, **surfaces):
    """Return a round in which only some fingers have ripples: finger -> count."""
    counts = {int(name[1:]): count for name, count in surfaces.items()}
    one = next(each.ripples[0] for each in found.surfaces if each.ripples)
    return replace(
        found,
        surfaces=tuple(
            replace(each, ripples=(one,) * counts.get(each.finger, 0), late_s=0.0)
            for each in found.surfaces
        ),
    )


def test_still_water_is_said_in_one_sentence():
    outcome, found = by_finger(3)
    assert sentences(outcome, changed(found)) == (
        "Still water while the middle finger played.",
        outcome.because,
    )


def test_many_ripples_are_counted_and_no_finger_is_praised_that_moved():
    outcome, found = by_finger(3)
    said = sentences(outcome, changed(found, f1=1, f2=1, f4=3, f5=2))
    assert said[0] == "Seven ripples on the water."
    assert said[1] == (
        "The ring finger lifted three times and the little finger lifted twice while the middle "
        "finger played."
    )


def test_a_late_key_alone_is_no_ripple():
    outcome, found = by_finger(3)
    calm = changed(found)
    late = replace(calm, surfaces=(replace(calm.surfaces[0], late_s=0.5), *calm.surfaces[1:]))
    assert sentences(outcome, late)[0] == "No ripples; a key came down late."


def test_pooled_words_need_earlier_rounds_and_a_ripple():
    _, found = by_finger(3)
    assert pooled_words(found).startswith("Over 160 strokes so far, the ring finger came up") or (
        pooled_words(found).startswith("Over 159 strokes so far, the ring finger came up")
    )
    assert pooled_words(by_finger(3, earlier=False)[1]) == ""


def test_the_words_beside_the_rows():
    _, found = by_finger(3)
    assert row_words(found, 3) == ("plays", "1.0 a second")
    assert row_words(found, 1) == ("100 %", "still")
    share, lost = row_words(found, 4)
    assert share.endswith(" %")
    assert lost == "0.5 s lost"
    _, two = by_finger(3, held=2)
    assert row_words(two, 1) == ("rested", "")


def test_a_few_strokes_are_counted_and_a_short_ripple_is_no_zero():
    _, found = by_finger(3)
    few = replace(found, holding=replace(found.holding, rate=None), strokes_s=(0.5, 1.5))
    assert row_words(few, 3) == ("plays", "2 strokes")
    short = replace(found, surfaces=(replace(found.surfaces[3], lost_s=0.02),))
    assert row_words(short, 5)[1] == "under 0.1 s"


def test_a_free_finger_that_came_down_is_told():
    _, found = by_finger(4, held=2)
    press = found.presses[0]
    chance = replace(press.chance, hits=2)
    pressed = replace(found, presses=(replace(press, chance=chance),))
    assert row_words(pressed, press.finger) == ("came down", f"2 in {chance.n}")


def test_drops_stand_where_the_strokes_were():
    _, found = by_finger(3)
    row = drops_of(found)
    assert len(row.beats) == 20
    assert row.drops == tuple(each / found.lasted_s for each in found.strokes_s)
    _, alone = by_finger(3, own_pace=True)
    assert drops_of(alone).beats == ()


def test_only_what_is_whole_reads_as_100():
    assert [share_words(share) for share in (1.0, 0.99996, 0.975)] == ["100 %", "99.9 %", "97.5 %"]


def test_at_the_own_pace_speed_and_evenness_are_told_together():
    _, alone = by_finger(3, own_pace=True)
    rate = alone.holding.rate
    assert speed_words(alone) == (
        f"{rate.rate_hz.value:.1f} strokes a second ({rate.rate_hz.low:.1f} to "
        f"{rate.rate_hz.high:.1f}), CV {100 * rate.cv.value:.0f} % ({100 * rate.cv.low:.0f} to "
        f"{100 * rate.cv.high:.0f})."
    )
    assert speed_words(by_finger(3)[1]) == ""


def test_a_lifted_round_says_when():
    outcome, found = by_finger(3)
    lifted = replace(found, played=replace(found.played, lifted=True), lasted_s=8.0)
    words = "finger 3 plays, the others hold; right hand, lifted after 8 seconds"
    assert played_words(lifted, outcome.plan) == words


def test_words_before_it():
    step = water.the_step(held=2)
    assert LINES[Task.STILL_WATER](step) == "Two fingers held, one drop a second, right hand"
    assert facts(step)[1:] == (
        "Right hand, thumb on middle C; two fingers held",
        "Five rounds of 20 seconds with rests between, one drop a second",
    )
    alone = water.the_step(own_pace=True)
    assert facts(alone)[2] == "Five rounds of 10 seconds with rests between, at your own pace"


def test_a_round_without_strokes_says_so():
    outcome, found = by_finger(3)
    silent = replace(found, refused="not estimable: the middle finger's key was not struck")
    assert sentences(outcome, silent) == (
        "The middle finger\N{RIGHT SINGLE QUOTATION MARK}s key was not struck.",
        outcome.because,
    )


def test_picture():
    moment = water.moment(water.reviewing())
    assert_screen(drawn(StillWaterAfterScreen(), moment), "SCREEN_still_water_after_dark")


def test_picture_in_a_small_window():
    moment = water.moment(water.reviewing(held=2), size=(1024, 600))
    shown = drawn(StillWaterAfterScreen(), moment, LIGHT)
    assert_screen(shown, "SCREEN_still_water_after_1024_light")


def test_picture_at_the_own_pace():
    moment = water.moment(water.reviewing(own_pace=True, earlier=False))
    shown = drawn(StillWaterAfterScreen(seen=Seen(focus=3)), moment, HIGH_CONTRAST)
    assert_screen(shown, "SCREEN_still_water_after_own_pace_contrast")


@pytest.mark.parametrize("page", range(2))
def test_pictures_with_large_words(page):
    moment = water.moment(water.reviewing(), size=(1024, 600), text_percent=200)
    screen = StillWaterAfterScreen(seen=Seen(page=page))
    assert_screen(drawn(screen, moment), f"SCREEN_still_water_after_1024_200_{page}_dark")


def refused_rounds():
    state = water.reviewing(rounds=1)
    (one,) = state.outcome.found.rounds
    silent = replace(
        one,
        refused="not estimable: the index finger's key was not struck",
        surfaces=(),
        presses=(),
        strokes_s=(),
        holding=replace(one.holding, rate=None),
    )
    found = replace(state.outcome.found, rounds=(silent,))
    return replace(state, outcome=replace(state.outcome, found=found))


@pytest.mark.parametrize("percent", [100, 200])
def test_a_silent_round_is_drawn_with_its_reason(percent):
    moment = water.moment(refused_rounds(), text_percent=percent)
    shown = drawn(StillWaterAfterScreen(), moment)
    assert_screen(shown, f"SCREEN_still_water_after_silent_{percent}_dark")


def test_picture_without_a_figure():
    nothing = water.reviewing(found=None, refused="No round was played to its end.")
    shown = drawn(StillWaterAfterScreen(), water.moment(nothing), DARK)
    assert_screen(shown, "SCREEN_still_water_after_refused_dark")
