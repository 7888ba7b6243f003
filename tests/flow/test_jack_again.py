"""A JACK server that ends and begins again while Evenhand listens: the piano is heard again.

Skipped where jackd2 is missing, unless EVENHAND_REQUIRE_JACK is 1: then that is a failure.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import rtmidi

from engine.midi.inbox import Inbox
from engine.midi.inputs import Inputs, Plugged, Unplugged
from engine.midi.outlet import SystemOutputs
from engine.midi.port import Port
from game.clocks import SystemClock
from tests.jack_server import Piano, jack_server, until

pytestmark = pytest.mark.jack

# A long period: a server without priority then loses fewer notes.
PERIOD = 1024


@contextmanager
def instrument() -> Iterator[Piano]:
    piano = Piano("Grand capture")
    receives = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="Grand playback")
    receives.open_virtual_port("in")
    try:
        yield piano
    finally:
        piano.unplug()
        receives.delete()


def told(inputs: Inputs, kind: type) -> Port:
    def found() -> Port | None:
        changes = inputs.drain_changes()
        return next((each.port for each in changes if isinstance(each, kind)), None)

    return until(found, 15)


def heard(inbox: Inbox, piano: Piano) -> bool:
    def arrives() -> bool:
        piano.send(0x90, 60, 64)
        return any(message.data == bytes((0x90, 60, 64)) for message in inbox.drain())

    return until(arrives)


def test_a_piano_is_heard_again_after_its_server_began_again_though_something_was_sent_to_it():
    clock = SystemClock()
    inbox, outputs = Inbox(clock), SystemOutputs()
    with Inputs(inbox, clock, apis=("jack",)) as inputs:
        for _ in range(2):
            with jack_server(PERIOD), instrument() as piano:
                output = outputs.open_for(told(inputs, Plugged))
                assert heard(inbox, piano)
            told(inputs, Unplugged)
            output.close()
    outputs.close()
