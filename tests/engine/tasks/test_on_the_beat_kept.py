"""What a trial keeps: read again whole, and pooled with trials of the same finger and tempo."""

import json
from dataclasses import replace

import numpy as np
import pytest

from engine.record import ClickChoice
from engine.tasks.on_the_beat_found import one_finger
from engine.tasks.on_the_beat_kept import MOST_POOLED, Kept, from_json, pooled, to_json
from tests import worlds_beat


@pytest.fixture(scope="module")
def kept() -> Kept:
    done, onset_s, pitches = worlds_beat.notes_of(worlds_beat.step_of())
    return Kept(
        stretches=done,
        clicks=ClickChoice.SPEAKERS,
        calibration=worlds_beat.KNOWN,
        one_finger=one_finger(done[2], onset_s, pitches),
    )


def test_a_kept_trial_is_read_again(kept: Kept):
    again = from_json(to_json(kept))
    assert again.stretches == kept.stretches
    assert (again.clicks, again.calibration, again.hurt) == (kept.clicks, kept.calibration, False)
    assert again.one_finger.finger == 2
    assert again.one_finger.asynchrony_s == pytest.approx(kept.one_finger.asynchrony_s, abs=1e-6)
    assert np.diff(again.one_finger.alone_s) == pytest.approx(
        np.diff(kept.one_finger.alone_s), abs=2e-6
    )


def test_missed_beats_stay_missed(kept: Kept):
    late = kept.one_finger.asynchrony_s.copy()
    late[3] = np.nan
    gap = replace(kept, one_finger=replace(kept.one_finger, asynchrony_s=late))
    again = from_json(to_json(gap))
    assert np.flatnonzero(np.isnan(again.one_finger.asynchrony_s)).tolist() == [3]


def test_a_trial_without_its_last_round_or_a_known_delay_is_kept_too(kept: Kept):
    bare = replace(kept, one_finger=None, calibration=None, stretches=kept.stretches[:1])
    assert from_json(to_json(bare)) == bare


def test_nothing_alone_is_kept_as_nothing(kept: Kept):
    silent = replace(kept.one_finger, alone_s=np.zeros(0))
    assert len(from_json(to_json(replace(kept, one_finger=silent))).one_finger.alone_s) == 0


def test_another_schema_is_refused(kept: Kept):
    text = json.dumps({**json.loads(to_json(kept)), "schema": 2})
    with pytest.raises(ValueError, match="schema 2"):
        from_json(text)


def test_earlier_trials_of_the_same_finger_at_this_tempo_are_pooled_oldest_first(kept: Kept):
    marked = [
        to_json(replace(kept, one_finger=replace(kept.one_finger, alone_s=np.arange(float(count)))))
        for count in range(14, 4, -1)
    ]
    found = pooled(marked, 2, 72.0)
    assert [len(each.alone_s) for each in found] == [8, 9, 10, 11, 12, 13, 14]
    assert len(found) == MOST_POOLED - 1


def test_others_are_left_out(kept: Kept):
    text = to_json(kept)
    assert len(pooled([text], 2, 72.0)) == 1
    assert pooled([text], 3, 72.0) == ()
    assert pooled([text], 2, 84.0) == ()
    assert pooled([to_json(replace(kept, hurt=True))], 2, 72.0) == ()
    assert pooled([to_json(replace(kept, one_finger=None))], 2, 72.0) == ()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema": 9}'])
def test_what_cannot_be_read_is_left_out(text: str):
    assert pooled([text], 2, 72.0) == ()
