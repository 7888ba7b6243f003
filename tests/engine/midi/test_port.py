import subprocess
import sys
from pathlib import Path

import pytest

from engine.midi.errors import MidiPortError
from engine.midi.port import Port, compiled_apis, find_port, hush_drivers, list_ports, numbered

PIANO = Port("alsa", "Digital Piano:Digital Piano MIDI 1")
STAGE = Port("alsa", "Stage Piano:Stage Piano MIDI 1")
THROUGH = Port("alsa", "Midi Through:Midi Through Port-0")
JACK_PIANO = Port("jack", "Digital Piano:capture_1")
PORTS = (PIANO, STAGE, THROUGH, JACK_PIANO)


@pytest.mark.parametrize(
    ("name", "api", "found"),
    [
        ("stage", None, STAGE),
        ("THROUGH", None, THROUGH),
        ("Digital Piano:capture_1", None, JACK_PIANO),
        ("digital", "alsa", PIANO),
        ("digital", "JACK", JACK_PIANO),
    ],
)
def test_a_part_that_only_one_has_is_enough(name, api, found):
    assert find_port(PORTS, name, api) == found


def test_the_whole_name_wins_over_a_part():
    short, long = Port("alsa", "Piano"), Port("alsa", "Piano 2")
    assert find_port((long, short), "piano") == short


@pytest.mark.parametrize(
    ("name", "api", "said"),
    [
        ("piano", None, r"Several MIDI inputs match 'piano': 'Digital Piano:Digital Piano MIDI 1'"),
        ("organ", None, r"no MIDI input 'organ'; there is: .*'Midi Through:Midi Through Port-0'"),
        ("stage", "jack", r"no MIDI input 'stage'; there is: 'Digital Piano:capture_1' \(jack\)\."),
        ("stage", "tin", "MIDI system 'tin' is not built in"),
    ],
)
def test_an_unknown_or_ambiguous_name_lists_what_there_is(name, api, said):
    if api == "jack" and "jack" not in compiled_apis():
        pytest.skip("this build of RtMidi does not speak JACK")
    with pytest.raises(MidiPortError, match=said):
        find_port(PORTS, name, api)


def test_without_any_input_the_sentence_says_what_to_do():
    with pytest.raises(MidiPortError, match="connect the piano by USB"):
        find_port((), "piano")


def test_numbers_that_change_at_each_plugging_are_no_part_of_the_name():
    assert numbered("alsa", ["Through:Port-0 14:0", "Piano:MIDI 1 20:0"]) == [
        (0, Port("alsa", "Through:Port-0")),
        (1, Port("alsa", "Piano:MIDI 1")),
    ]
    assert numbered("winmm", ["Piano 3"]) == [(0, Port("winmm", "Piano"))]
    assert numbered("jack", ["a2j:Piano 3"]) == [(0, Port("jack", "a2j:Piano 3"))]


def test_two_pianos_of_one_make_are_told_apart():
    assert [port.name for _, port in numbered("alsa", ["P:M 20:0", "P:M 24:0"])] == [
        "P:M",
        "P:M #2",
    ]


def test_our_own_ports_are_not_listed_and_the_numbers_stay_rtmidis():
    assert numbered("jack", ["Evenhand:out", "Piano:out"]) == [(1, Port("jack", "Piano:out"))]


def test_a_computer_without_any_midi_service_is_a_normal_state(monkeypatch, capfd):
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "no-such-server")
    listing = list_ports()
    assert not [port for port in listing.inputs if port.api == "jack"]
    if "jack" in compiled_apis():
        assert any("no server is running" in sentence for sentence in listing.absent)
    assert capfd.readouterr().err == ""


def test_hushing_twice_does_no_harm():
    hush_drivers()
    hush_drivers()


def test_without_rtmidi_everything_starts_and_says_what_to_do():
    code = (
        "import sys; sys.modules['rtmidi'] = None\n"
        "from engine.midi.port import list_ports, find_port\n"
        "print(list_ports())"
    )
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    assert "make midi" in said
    assert "inputs=()" in said
