"""Clicks and silence go to the piano, and no piano stays silent."""

import json

import pytest

from engine.midi.click_line import ClickNote
from engine.midi.port import Port
from engine.midi.sending import (
    Connect,
    Disconnect,
    LocalSet,
    NoOutput,
    Opened,
    Play,
    SendNow,
    Sent,
    SetLocal,
)
from engine.runner.piano_out import SET_BACK, ClickSent, PianoOut, SilentMarks
from engine.take import RawMessage
from engine.tasks.clicks import Clicks

PIANO, OTHER = Port("alsa", "Piano"), Port("alsa", "Other")
CLICKS = Clicks(from_ns=0, tempo_bpm=60)
PROBE = b"\x80\x6c\x2b"


class Sender:
    """Keeps what is asked of it; what it reports is told by the test."""

    def __init__(self):
        self.note, self.asked, self.reports = ClickNote(), [], []
        self.at_close = []

    def ask(self, wish):
        self.asked.append(wish)

    def drain_reports(self):
        reports, self.reports = self.reports, []
        return reports

    def close(self):
        self.reports += self.at_close

    def drain(self):
        asked, self.asked = self.asked, []
        return asked


@pytest.fixture
def sender():
    return Sender()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "silent.json"


def opened(sender, path, played=PIANO):
    out = PianoOut(sender, SilentMarks(path))
    out.connect(played)
    told(out, sender, Opened(played))
    sender.drain()
    return out


def told(out, sender, *reports):
    sender.reports += reports
    out.follow()


def marked(path):
    if not path.exists():
        return []
    return [each["name"] for each in json.loads(path.read_bytes())["local_control_off"]]


def test_a_piano_is_connected_and_named_once_its_output_is_open(sender, path):
    out = PianoOut(sender, SilentMarks(path))
    out.connect(PIANO)
    assert sender.drain() == [Connect(PIANO)]
    assert out.name == ""
    told(out, sender, Opened(OTHER))
    assert out.name == ""
    told(out, sender, Opened(PIANO))
    assert (out.name, out.reason) == ("Piano", "")
    told(out, sender, NoOutput(OTHER, "x"), NoOutput(PIANO, "It has gone."))
    assert (out.name, out.reason) == ("", "It has gone.")


def test_silence_is_marked_before_it_is_asked_for_and_asked_for_once(sender, path):
    out = opened(sender, path)
    marks_when_asked = []
    sender.ask = lambda wish: marks_when_asked.append((wish, marked(path)))
    out.quieten(True)
    out.quieten(True)
    assert marks_when_asked == [(SetLocal(PIANO, on=False), ["Piano"])]


def test_sound_is_asked_for_once_and_the_mark_goes_when_it_has_left(sender, path):
    out = opened(sender, path)
    out.quieten(False)
    assert sender.drain() == []
    out.quieten(True)
    sender.drain()
    out.quieten(False)
    out.quieten(False)
    assert sender.drain() == [SetLocal(PIANO, on=True)]
    assert marked(path) == ["Piano"]
    told(out, sender, LocalSet(PIANO, on=True))
    assert not path.exists()
    assert out.said == []


def test_a_mark_stays_where_the_piano_is_silent_again_by_then(sender, path):
    out = opened(sender, path)
    for silent in (True, False, True):
        out.quieten(silent)
    told(out, sender, LocalSet(PIANO, on=True), LocalSet(PIANO, on=False))
    assert marked(path) == ["Piano"]


def test_a_piano_left_silent_is_set_back_at_the_next_start_and_that_is_said_once(sender, path):
    opened(sender, path).quieten(True)
    opened(sender, path, OTHER).quieten(True)
    assert marked(path) == ["Other", "Piano"]
    sender.drain()
    again = PianoOut(sender, SilentMarks(path))
    assert sender.drain() == [SetLocal(OTHER, on=True), SetLocal(PIANO, on=True)]
    told(again, sender, LocalSet(PIANO, on=True))
    assert marked(path) == ["Other"]
    told(again, sender, LocalSet(PIANO, on=True), LocalSet(OTHER, on=True))
    assert not path.exists()
    assert again.said == [SET_BACK, SET_BACK]


def test_a_silenced_piano_that_was_unplugged_is_set_right_when_it_is_back(sender, path):
    out = opened(sender, path)
    out.quieten(True)
    sender.drain()
    out.disconnect(gone=True)
    assert sender.drain() == [Disconnect(gone=True)]
    assert (out.name, marked(path)) == ("", ["Piano"])
    out.connect(PIANO)
    told(out, sender, Opened(PIANO))
    assert sender.drain() == [Connect(PIANO), SetLocal(PIANO, on=False)]
    out.disconnect(gone=True)
    out.quieten(False)
    out.connect(PIANO)
    told(out, sender, Opened(PIANO))
    assert sender.drain() == [Disconnect(gone=True), Connect(PIANO), SetLocal(PIANO, on=True)]


def test_another_piano_takes_over_the_silence_and_the_first_sounds_again(sender, path):
    out = opened(sender, path)
    out.quieten(True)
    sender.drain()
    out.connect(OTHER)
    told(out, sender, LocalSet(PIANO, on=True), Opened(OTHER))
    assert sender.drain() == [
        SetLocal(PIANO, on=True), Disconnect(), Connect(OTHER), SetLocal(OTHER, on=False),
    ]  # fmt: skip
    assert marked(path) == ["Other"]


def test_closing_lets_the_piano_sound_and_takes_the_mark_away(sender, path):
    out = opened(sender, path)
    out.quieten(True)
    sender.drain()
    sender.at_close = [LocalSet(PIANO, on=True)]
    out.close()
    assert sender.drain() == [SetLocal(PIANO, on=True), Disconnect()]
    assert not path.exists()
    out.disconnect()
    assert sender.drain() == []


def test_without_a_place_for_the_mark_the_piano_is_not_silenced(sender, path):
    path.parent.write_text("not a folder")
    out = opened(sender, path)
    out.quieten(True)
    assert sender.drain() == []
    (said,) = out.said
    assert said.startswith(f"The piano is left sounding, turn its volume down: {path} cannot be")


def test_clicks_go_out_behind_a_probe_and_the_same_is_asked_once(sender, path):
    out = opened(sender, path)
    out.click(None, 0.5)
    assert sender.drain() == [Play(None, 0.5)]
    for _ in range(2):
        out.click(CLICKS, 0.5)
    assert sender.drain() == [SendNow(PROBE), Play(CLICKS, 0.5)]
    out.click(CLICKS, 0.6)
    out.click(None, 0.6)
    assert sender.drain() == [Play(CLICKS, 0.6), Play(None, 0.6)]
    told(out, sender, Sent(7, ClickNote().on(1), 5), Sent(8, ClickNote().off()))
    assert list(out.clicks) == [ClickSent(due_ns=5, at_ns=7)]


def test_clicks_wait_for_the_output_and_begin_again_with_it(sender, path):
    out = PianoOut(sender, SilentMarks(path))
    out.click(CLICKS, 1)
    assert sender.drain() == []
    out.connect(PIANO)
    out.click(CLICKS, 1)
    told(out, sender, Opened(PIANO))
    out.click(CLICKS, 1)
    assert sender.drain() == [Connect(PIANO), SendNow(PROBE), Play(CLICKS, 1)]
    told(out, sender, NoOutput(PIANO, "gone"), Opened(PIANO))
    out.click(CLICKS, 1)
    assert sender.drain() == [SendNow(PROBE), Play(CLICKS, 1)]


def test_an_echo_is_known_even_when_its_sending_has_not_been_taken_in_yet(sender, path):
    out = opened(sender, path)
    on = ClickNote().on(1)
    sender.reports = [Sent(1000, PROBE), Sent(3000, on, 3000)]
    assert out.without_echo(RawMessage(2000, 1, PROBE)).data == b""
    assert out.without_echo(RawMessage(4000, 2, on)) == RawMessage(4000, 2, b"")
    assert out.without_echo(RawMessage(5000, 1, on)).data == on
    assert out.echoes == 2


def test_a_mark_that_cannot_be_taken_away_is_taken_away_next_time(sender, path, monkeypatch):
    marks = SilentMarks(path)
    marks.add(PIANO)
    path.unlink()
    path.mkdir()
    marks.remove(PIANO)
    marks.remove(PIANO)
    assert marks.ports == frozenset()
