"""The output that belongs to an input, by name."""

import pytest

from engine.midi.errors import MidiPortError
from engine.midi.outlet import OpenOutput, SystemOutputs, output_for
from engine.midi.port import Port, compiled_apis


def named(names, api="alsa"):
    return [Port(api, name) for name in names]


@pytest.mark.parametrize(
    ("api", "played", "found", "others"),
    [
        ("alsa", "Roland FP-30X:Roland FP-30X MIDI 1", "Roland FP-30X:Roland FP-30X MIDI 1",
         ["Midi Through:Midi Through Port-0", "Roland FP-30X:Roland FP-30X MIDI 2"]),
        ("alsa", "MIO:MIO MIDI 2", "MIO:MIO MIDI 2", ["MIO:MIO MIDI 1", "MIO:MIO MIDI 3"]),
        ("alsa", "Piano:M #2", "Piano:M #2", ["Piano:M"]),
        ("alsa", "USB-MIDI:USB-MIDI MIDI 1", "USB-MIDI:USB-MIDI MIDI 1", ["USB-MIDI:USB-MIDI 2"]),
        ("jack", "a2j:Roland FP-30X [20] (capture): Roland FP-30X MIDI 1",
         "a2j:Roland FP-30X [24] (playback): Roland FP-30X MIDI 1",
         ["a2j:Midi Through [14] (playback): Midi Through Port-0"]),
        ("jack", "Midi-Bridge:FP-30X:(capture_0) FP-30X MIDI 1",
         "Midi-Bridge:FP-30X:(playback_0) FP-30X MIDI 1", ["Midi-Bridge:RD-88:(playback_0) RD-88"]),
        ("jack", "system:midi_capture_2", "system:midi_playback_2", ["system:midi_playback_1"]),
        ("jack", "TestPiano:out", "TestPiano:in", []),
        ("winmm", "MIDIIN2 (Roland)", "MIDIOUT2 (Roland)", ["Microsoft GS Wavetable Synth"]),
        ("winmm", "2- FP-30X", "3- FP-30X", []),
        ("core", "Piano IN", "Piano OUT", ["Piano B OUT"]),
    ],
)  # fmt: skip
def test_the_output_of_the_same_instrument_is_found(api, played, found, others):
    outputs = named([*others, found], api)
    assert output_for(outputs, Port(api, played)) == Port(api, found)
    assert output_for(list(reversed(outputs)), Port(api, played)) == Port(api, found)


@pytest.mark.parametrize(
    ("played", "outputs"),
    [
        ("Roland FP-30X", ["Roland FP-10", "FP-30X", "Roland FP-30X Bluetooth"]),
        ("system:midi_capture_3", ["system:midi_playback_1", "system:midi_playback_2"]),
        ("RD 88", ["RD 2000"]),
        ("Piano", []),
    ],
)
def test_another_instrument_is_never_taken_instead(played, outputs):
    assert output_for(named(outputs), Port("alsa", played)) is None


def test_an_output_of_another_system_is_not_the_pianos():
    assert output_for([Port("jack", "Piano")], Port("alsa", "Piano")) is None


def test_a_piano_that_cannot_be_sent_to_says_so_in_a_sentence():
    outputs = SystemOutputs()
    for api in compiled_apis():
        for _ in range(2):
            with pytest.raises(MidiPortError, match="No Piano can be heard, but nothing"):
                outputs.open_for(Port(api, "No Piano"))
    outputs.close()


def test_a_port_that_has_gone_or_has_no_service_cannot_be_opened(monkeypatch):
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "no-such-server")
    for api in compiled_apis():
        with pytest.raises(MidiPortError, match=r"no longer there|cannot be opened"):
            OpenOutput(Port(api, "No Piano"))
