"""A score written out in a test is read as a player's file is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from content.score import read_score
from engine.exercise import Hand, Piece


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Piece]:
    def reading(text: str, hand: Hand = Hand.RIGHT) -> Piece:
        path = tmp_path / "study.musicxml"
        path.write_text(text, "utf-8")
        return read_score(path, hand)

    return reading
