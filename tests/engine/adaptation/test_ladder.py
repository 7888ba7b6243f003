from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.adaptation.ladder import BlockOutcome, Change, Ladder, LadderError

MONDAY = date(2026, 1, 5)

BLOCKS = {
    "c": {"clean_runs": 6},
    "u": {"clean_runs": 4},
    "s": {"clean_runs": 6, "pulled": True},
    "p": {"clean_runs": 6, "pain": True},
    "r": {"clean_runs": 6, "rho_low": 1.05},
    "1": {"runs": 1, "clean_runs": 1, "pulled": True},
}


def block(mark, tempo_bpm, day=0):
    given_ = {"runs": 6, "pulled": False, "pain": False, **BLOCKS[mark]}
    return BlockOutcome(local_date=MONDAY + timedelta(days=day), tempo_bpm=tempo_bpm, **given_)


def start(tempo_bpm=60.0, ceiling_bpm=72.0, limit_bpm=88.0):
    return Ladder.start(
        tempo_bpm=tempo_bpm, ceiling_bpm=ceiling_bpm, limit_bpm=limit_bpm, on=MONDAY
    )


def played(timeline, ladder=None):
    """Play a drawn timeline: one letter a block, a space for the next day; return the moves.

    c clean, u unclean, s something pulled, 1 the same in one string alone, p pain, r less even
    than the curve expects. Every block is played at the ladder's own tempo.
    """
    ladder = ladder or start()
    moves, day = [], 0
    for mark in timeline:
        if mark == " ":
            day += 1
            continue
        moves.append(ladder.after(block(mark, ladder.tempo_bpm, day)))
        ladder = moves[-1].ladder
    return moves


def tempi(moves):
    return [move.ladder.tempo_bpm for move in moves]


def test_three_clean_blocks_rise_by_at_most_4_percent():
    #  blocks           c   c   c   c   c   c   c   c   c
    assert tempi(played("ccc ccc ccc")) == [60, 60, 62, 62, 62, 64, 64, 64, 66]


def test_an_unclean_block_starts_the_count_again():
    assert tempi(played("ccuccc")) == [60, 60, 60, 60, 60, 62]


def test_a_rise_says_why():
    rise = played("ccc")[-1]
    assert rise.change is Change.RISE
    assert rise.sentence == "18 clean strings in three sets: 62 bpm next."


def test_something_pulled_and_it_falls_at_once():
    fall = played("ccs")[-1]
    assert fall.change is Change.FALL
    assert (fall.ladder.tempo_bpm, fall.ladder.ceiling_bpm) == (55, 55)
    assert fall.sentence.startswith("Something pulled or curled: 55 bpm next")
    assert "two weeks" in fall.sentence


def test_one_symptomatic_run_holds_and_a_second_falls():
    moves = played("11")
    assert [move.change for move in moves] == [Change.HOLD, Change.FALL]
    assert "stays at 60 bpm" in moves[0].sentence
    #  a block without symptoms between them clears the count
    assert [move.change for move in played("1c1")] == [Change.HOLD] * 3


def test_one_report_of_pain_is_enough():
    fall = played("p")[-1]
    assert fall.change is Change.FALL
    assert fall.sentence.startswith("It hurt: 55 bpm next")


def test_less_even_than_expected_steps_back_once_and_leaves_the_ceiling():
    back = played("ccr")[-1]
    assert (back.ladder.tempo_bpm, back.ladder.ceiling_bpm) == (57, 72)
    assert back.sentence == "Less even than you usually are at 60 bpm: 57 bpm next."
    assert back.ladder.clean_blocks == 0


def test_never_above_the_ceiling():
    moves = played("ccc" * 8, start(ceiling_bpm=63))
    assert max(tempi(moves)) == 63
    assert moves[-1].change is Change.HOLD


def test_the_ceiling_rests_14_days_and_needs_three_clean_days():
    #  days    0 1 2            13            14: 10 % up
    ladder = start(tempo_bpm=60, ceiling_bpm=60)
    early = played("c c c" + " " * 11 + "c", ladder)
    assert {move.change for move in early} == {Change.HOLD}
    assert "rests one more day" in early[-1].sentence
    due = played("c c c" + " " * 12 + "c", ladder)[-1]
    assert due.change is Change.CEILING_RISE
    assert due.ladder.ceiling_bpm == 66
    assert due.ladder.tempo_bpm == 60
    assert due.sentence == "Four clean days at 60 bpm: your ceiling is 66 bpm now."


def test_fourteen_days_without_three_clean_ones_do_not_raise_it():
    moves = played("c" + " " * 14 + "c", start(tempo_bpm=60, ceiling_bpm=60))
    assert moves[-1].change is Change.HOLD
    assert "One more clean day" in moves[-1].sentence


def test_a_day_with_an_unclean_block_is_no_clean_day():
    ladder = start(tempo_bpm=60, ceiling_bpm=60)
    assert played("cu", ladder)[-1].ladder.clean_days == ()
    assert played("uc", ladder)[-1].ladder.clean_days == ()
    assert played("cc", ladder)[-1].ladder.clean_days == (MONDAY,)


def test_two_rises_of_the_ceiling_are_14_days_apart():
    moves = played("c " * 43, start(tempo_bpm=60, ceiling_bpm=60, limit_bpm=200))
    rises = [n for n, move in enumerate(moves) if move.change is Change.CEILING_RISE]
    assert len(rises) >= 2
    assert min(b - a for a, b in pairwise(rises)) >= 14


def test_sakai_a_symptom_after_a_rise_returns_to_the_ceiling_before():
    #  SCIENCE 8.20: 14 clean days at 80 -> 88 is offered; a symptom above 80 -> back to 80
    rise = played("c " * 15, start(tempo_bpm=80, ceiling_bpm=80, limit_bpm=100))[-1].ladder
    assert rise.ceiling_bpm == 88
    higher = rise
    for _ in range(3):
        higher = higher.after(block("c", higher.tempo_bpm, 15)).ladder
    assert higher.tempo_bpm == 83
    fall = higher.after(block("s", 83, 16)).ladder
    assert fall.ceiling_bpm == 80
    assert fall.tempo_bpm == 76
    #  and stays there for two weeks
    for day in range(17, 29):
        fall = fall.after(block("c", fall.tempo_bpm, day)).ladder
        assert fall.ceiling_bpm == 80


def test_the_ceiling_never_passes_the_limit():
    moves = played("c " * 60, start(tempo_bpm=60, ceiling_bpm=60, limit_bpm=64))
    assert max(move.ladder.ceiling_bpm for move in moves) == 64
    ladder = moves[-1].ladder
    while ladder.tempo_bpm < 64:
        ladder = ladder.after(block("c", ladder.tempo_bpm, 61)).ladder
    assert "64 bpm, the highest tempo chosen" in ladder.after(block("c", 64, 61)).sentence


def test_playing_slower_counts_neither_for_nor_against():
    ladder = played("cc")[-1].ladder
    slower = ladder.after(block("c", 50))
    assert slower.ladder.clean_blocks == 2
    assert slower.change is Change.HOLD
    assert "60 bpm still stands" in slower.sentence


def test_a_symptom_at_a_slower_tempo_falls_from_there():
    fall = start().after(block("s", 50)).ladder
    assert (fall.tempo_bpm, fall.ceiling_bpm) == (46, 46)


def test_it_never_falls_below_20_bpm():
    assert min(tempi(played("s" * 30))) == 20


def test_slow_tempi_rise_by_tenths():
    assert tempi(played("ccc", start(tempo_bpm=20)))[-1] == 20.8


@given(st.text("cusp1r ", max_size=120))
def test_whatever_happens_the_order_of_tempi_holds(timeline):
    ladder = start()
    for move in played(timeline):
        after = move.ladder
        assert 20 <= after.tempo_bpm <= after.ceiling_bpm <= after.limit_bpm
        assert after.tempo_bpm <= ladder.tempo_bpm * 1.04 + 1e-9
        assert after.ceiling_bpm <= ladder.ceiling_bpm * 1.10 + 1e-9
        assert move.sentence.endswith(".")
        assert (move.change is Change.HOLD) <= (after.tempo_bpm == ladder.tempo_bpm)
        assert Ladder.from_json(after.to_json()) == after
        ladder = after


@given(st.text("cu ", max_size=60), st.integers(-300, 300))
def test_a_shift_of_the_calendar_changes_no_tempo(timeline, days):
    on = MONDAY + timedelta(days=days)
    ladder = Ladder.start(tempo_bpm=60, ceiling_bpm=72, limit_bpm=88, on=on)
    shifted, day = [], 0
    for mark in timeline:
        if mark == " ":
            day += 1
            continue
        ladder = ladder.after(block(mark, ladder.tempo_bpm, days + day)).ladder
        shifted.append(ladder.tempo_bpm)
    assert shifted == tempi(played(timeline))


def test_travel_may_turn_the_date_back():
    ladder = start().after(block("c", 60, 3)).ladder
    assert ladder.after(block("c", 60, 2)).ladder == ladder.after(block("c", 60, 3)).ladder


def test_sentences_say_what_was_played_and_what_stands():
    slower = BlockOutcome(
        local_date=block("c", 60, 0).local_date,
        tempo_bpm=48,
        runs=10,
        clean_runs=0,
        pulled=False,
        pain=False,
    )
    said = start().after(slower).sentence
    assert said == "None of ten strings was clean. The tempo stays at 60 bpm."
    nothing = start().after(replace(slower, runs=0)).sentence
    assert nothing == "No string was played. The tempo stays at 60 bpm."


def test_impossible_values_are_refused():
    with pytest.raises(ValueError, match="tempo <= ceiling <= limit"):
        start(tempo_bpm=80)
    with pytest.raises(ValueError, match="7 clean runs of 6"):
        BlockOutcome(
            local_date=MONDAY, tempo_bpm=60, runs=6, clean_runs=7, pulled=False, pain=False
        )


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 7}'])
def test_an_unreadable_state_says_what_to_do(text):
    with pytest.raises(LadderError, match="Choose the tempo again"):
        Ladder.from_json(text)
