"""Which input is the piano: the one that speaks first, or the one remembered."""

from collections import deque

from engine.midi.inputs import Plugged, Refused, Unplugged
from engine.midi.port import Port
from engine.runner.instrument import Instrument
from engine.runner.piano_out import ClickSent
from engine.session.world import Link, PortStatus
from engine.take import RawMessage

PIANO, PAD = Port("alsa", "Piano"), Port("alsa", "Pad")
LISTENING = PortStatus(link=Link.LISTENING, reason="nothing plugged in")
KEY = b"\x90\x3c\x40"


class Plugs:
    """Plugging and unplugging by hand."""

    def __init__(self, *changes):
        self.changes = list(changes)
        self.wanted = []

    def drain_changes(self):
        changes, self.changes = self.changes, []
        return changes

    def listen_to(self, wanted):
        self.wanted.append(wanted)


def plugged(*ports):
    return [Plugged(0, index, port) for index, port in enumerate(ports)]


def message(port: int, data: bytes = KEY) -> RawMessage:
    return RawMessage(1, 0, data, port)


def test_every_input_is_named_until_one_speaks():
    instrument = Instrument(Plugs(*plugged(PIANO, PAD)), LISTENING)
    assert not instrument.follow()
    assert instrument.status == PortStatus(link=Link.LISTENING, heard=("Piano", "Pad"))


def test_the_first_key_chooses_its_input_and_the_others_are_closed():
    plugs = Plugs(*plugged(PAD, PIANO))
    instrument = Instrument(plugs, LISTENING)
    instrument.follow()
    assert not instrument.hears(message(1, b"\xfe"))
    assert not instrument.hears(message(1, b"\x90\x3c\x00"))
    assert instrument.hears(message(1))
    assert instrument.status == PortStatus(link=Link.CONNECTED, name="Piano")
    assert plugs.wanted == [frozenset({PIANO})]
    assert not instrument.hears(message(0))
    assert (instrument.api, instrument.names[1], instrument.measured) == ("alsa", "Piano", True)


def test_a_remembered_piano_is_taken_as_soon_as_it_is_there():
    plugs = Plugs(*plugged(PAD))
    instrument = Instrument(plugs, LISTENING, remembered=PIANO)
    instrument.follow()
    assert instrument.status.link is Link.LISTENING
    plugs.changes = [Plugged(0, 1, PIANO)]
    instrument.follow()
    assert instrument.status == PortStatus(link=Link.CONNECTED, name="Piano")


def test_unplugging_is_told_once_and_replugging_goes_on():
    plugs = Plugs(*plugged(PIANO))
    instrument = Instrument(plugs, LISTENING)
    instrument.follow()
    instrument.hears(message(0))
    plugs.changes = [Unplugged(1, 0, PIANO)]
    assert instrument.follow()
    assert instrument.status == PortStatus(link=Link.LOST, name="Piano")
    assert not instrument.follow()
    plugs.changes = [Plugged(2, 0, PIANO)]
    assert not instrument.follow()
    assert instrument.status == PortStatus(link=Link.CONNECTED, name="Piano")
    assert instrument.hears(message(0))


def test_another_input_that_goes_is_no_loss():
    plugs = Plugs(*plugged(PIANO, PAD))
    instrument = Instrument(plugs, LISTENING)
    instrument.follow()
    plugs.changes = [Unplugged(1, 1, PAD)]
    assert not instrument.follow()
    assert instrument.status.heard == ("Piano",)
    plugs.changes = [Unplugged(1, 0, PIANO)]
    instrument.follow()
    assert instrument.status == LISTENING


def test_an_input_that_cannot_be_opened_says_why():
    plugs = Plugs(Refused(0, PIANO, "held by another program"))
    instrument = Instrument(plugs, LISTENING)
    instrument.follow()
    assert instrument.status.reason == "held by another program"
    plugs.changes = plugged(PIANO)
    instrument.follow()
    assert instrument.status == PortStatus(link=Link.LISTENING, heard=("Piano",))


def test_the_computer_keyboard_is_heard_and_not_measured():
    plugs = Plugs(*plugged(PIANO))
    instrument = Instrument(plugs, LISTENING, remembered=PIANO)
    instrument.use_computer_keyboard()
    assert instrument.hears(message(0))
    assert not instrument.measured
    assert plugs.wanted == [frozenset()]
    instrument.follow()
    assert instrument.status.link is Link.COMPUTER_KEYBOARD
    assert instrument.names == ("Computer keyboard",)
    assert instrument.api == "computer_keyboard"


def test_listening_again_forgets_the_piano():
    plugs = Plugs(*plugged(PIANO))
    instrument = Instrument(plugs, LISTENING)
    instrument.follow()
    instrument.hears(message(0))
    instrument.listen_again()
    assert instrument.status == PortStatus(link=Link.LISTENING, heard=("Piano",))
    assert plugs.wanted[-1] is None
    assert Instrument(None, LISTENING).listen_again() is None


# --- what goes back to it -------------------------------------------------------------------------


class Out:
    """What goes to the piano, told as it is asked for."""

    def __init__(self):
        self.did, self.name, self.reason, self.said = [], "", "", []
        self.clicks, self.echoes = deque([ClickSent(due_ns=1, at_ns=2)]), 3

    def connect(self, played):
        self.did.append(("connect", played))
        self.name = played.name

    def disconnect(self, *, gone=False):
        self.did.append(("disconnect", gone))
        self.name = ""

    def follow(self):
        pass

    def quieten(self, silent):
        self.did.append(("quieten", silent))

    def click(self, clicks, volume):
        self.did.append(("click", clicks, volume))

    def without_echo(self, message):
        return RawMessage(message.arrival_ns, message.delta_ns, b"", message.port)

    def close(self):
        self.did.append(("close",))


def test_what_is_played_is_also_sent_to():
    plugs, out = Plugs(*plugged(PIANO, PAD)), Out()
    instrument = Instrument(plugs, LISTENING, out=out)
    instrument.follow()
    assert out.did == []
    instrument.hears(message(0))
    assert instrument.status.output == "Piano"
    plugs.changes = [Unplugged(1, 0, PIANO)]
    instrument.follow()
    assert (instrument.status.link, instrument.status.output) == (Link.LOST, "")
    plugs.changes = [Plugged(2, 0, PIANO)]
    instrument.follow()
    instrument.use_computer_keyboard()
    instrument.listen_again()
    assert out.did == [
        ("connect", PIANO), ("disconnect", True), ("connect", PIANO), ("disconnect", False),
        ("disconnect", False),
    ]  # fmt: skip
    assert instrument.status.output == ""


def test_why_nothing_can_be_sent_is_told():
    out = Out()
    instrument = Instrument(Plugs(*plugged(PIANO)), LISTENING, remembered=PIANO, out=out)
    instrument.follow()
    out.name, out.reason = "", "It has no output."
    instrument.follow()
    assert instrument.status == PortStatus(
        link=Link.CONNECTED, name="Piano", no_output="It has no output."
    )


def test_silence_and_clicks_are_handed_on():
    out = Out()
    instrument = Instrument(Plugs(), LISTENING, out=out)
    instrument.quieten(True)
    instrument.click(None, 0.5)
    instrument.close()
    assert out.did == [("quieten", True), ("click", None, 0.5), ("close",)]
    assert instrument.without_echo(message(0)).data == b""
    assert instrument.echoes == 3
    assert instrument.drain_clicks() == [ClickSent(due_ns=1, at_ns=2)]
    assert instrument.drain_clicks() == []
    out.said = ["a sentence"]
    assert instrument.drain_said() == ["a sentence"]
    assert instrument.drain_said() == []


def test_where_nothing_can_be_sent_nothing_happens():
    instrument = Instrument(None, LISTENING)
    instrument.quieten(True)
    instrument.click(None, 0.5)
    instrument.close()
    heard = message(0)
    assert instrument.without_echo(heard) is heard
    assert (instrument.echoes, instrument.drain_clicks(), instrument.drain_said()) == (0, [], [])
