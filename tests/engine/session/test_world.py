"""What the screens say of the instrument."""

import pytest

from engine.session.world import Link, PortStatus


@pytest.mark.parametrize(
    ("port", "piano"),
    [
        ("FP-30X:FP-30X MIDI 1 20:0", "FP-30X"),
        ("Stage:Stage", "Stage"),
        ("a2j:Roland (capture)", "a2j:Roland (capture)"),
        ("Digital Piano", "Digital Piano"),
        (":1", ":1"),
        ("", ""),
    ],
)
def test_a_piano_is_called_by_its_own_name(port: str, piano: str):
    assert PortStatus(link=Link.CONNECTED, name=port).piano == piano
