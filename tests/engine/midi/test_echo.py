"""Our own clicks come back, and no played note is ever lost for it."""

from engine.midi.click_line import ClickNote
from engine.midi.echo import EchoGuard
from engine.take import RawMessage

NOTE = ClickNote()
MS = 1_000_000
ON, OFF = NOTE.on(0.8), NOTE.off()


def came(data, at_ms, delta_ns=7):
    return RawMessage(round(at_ms * MS), delta_ns, data, 3)


def heard(guard, data, at_ms):
    """Return whether the message got through as it was."""
    message = came(data, at_ms)
    found = guard.without(message)
    if found is not message:
        assert found == RawMessage(message.arrival_ns, 7, b"", 3)
    return found is message


def looping():
    guard = EchoGuard(NOTE)
    guard.sent(0, guard.probe)
    assert not heard(guard, guard.probe, 8)
    return guard


def test_without_a_proven_loop_nothing_is_taken_away():
    guard = EchoGuard(NOTE)
    guard.sent(0, guard.probe)
    guard.sent(10 * MS, ON)
    assert heard(guard, ON, 12)
    assert heard(guard, OFF, 40)
    assert (guard.loops, guard.count) == (False, 0)


def test_in_a_loop_each_message_sent_takes_away_one_and_its_delta_stays():
    guard = looping()
    guard.sent(100 * MS, ON)
    guard.sent(130 * MS, OFF)
    assert not heard(guard, ON, 105)
    assert heard(guard, ON, 106)
    assert not heard(guard, OFF, 135)
    assert (guard.loops, guard.count) == (True, 3)


def test_in_a_loop_only_the_equal_note_in_time_is_ours():
    guard = looping()
    guard.sent(100 * MS, ON)
    assert heard(guard, NOTE.on(0.5), 105)
    assert heard(guard, bytes((0x91, *ON[1:])), 105)
    assert heard(guard, ON, 99)
    assert heard(guard, ON, 161)
    assert not heard(guard, ON, 160)


def test_a_probe_that_the_key_itself_could_have_sent_proves_nothing():
    guard = EchoGuard(NOTE)
    assert heard(guard, ON, 0)
    guard.sent(5 * MS, guard.probe)
    assert heard(guard, guard.probe, 8)
    assert not guard.loops
    # the key is up now
    guard.sent(10 * MS, guard.probe)
    assert not heard(guard, guard.probe, 12)


def test_a_late_probe_proves_nothing_and_each_probe_asks_anew():
    guard = looping()
    guard.sent(200 * MS, guard.probe)
    assert heard(guard, guard.probe, 301)
    guard.sent(400 * MS, ON)
    assert heard(guard, ON, 401)


def test_other_messages_pass():
    guard = looping()
    assert all(heard(guard, data, 5) for data in (b"\xfe", b"", b"\xb0\x40\x7f", b"\x90\x3c\x40"))
