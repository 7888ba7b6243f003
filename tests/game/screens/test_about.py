"""About: its pages, and words that someone whose hand hurts can read."""

import re

import pytest

from game.screens.about import AboutScreen, pages_of
from game.screens.about_words import PARTS, licence_words, paragraphs
from game.view.layout import layout_for
from tests.game.screens.steering import Steered
from tests.worlds import world

HIGHEST, LOWEST, NEXT = 108, 21, 107
NEVER = ("dystonic", "failed", "bad", "wrong", "streak", "perfect", "score", "!")


@pytest.mark.parametrize("percent", [100, 125, 150, 200])
@pytest.mark.parametrize("size", [(1024, 600), (1280, 720)])
def test_every_part_is_on_a_page(size, percent):
    parts = [part for page in pages_of(layout_for(*size, percent)) for part in page]
    assert parts[: len(PARTS)] == list(range(len(PARTS)))


def test_the_words_are_kind():
    said = " ".join(sentence for part in range(len(PARTS)) for sentence in paragraphs(part)[1])
    for word in NEVER:
        assert word not in said.lower()
    assert "does not diagnose or treat" in said
    assert "'" not in said


def test_the_licences_are_named():
    assert re.match(r"Evenhand \d+\.\d+", licence_words())
    assert "Apache License 2.0" in licence_words()
    assert "SIL Open Font License" in licence_words()


def test_one_page_has_only_the_way_back():
    assert Steered(AboutScreen(), world()).play(HIGHEST).closed
    assert Steered(AboutScreen(), world()).play(LOWEST).closed


def test_the_piano_turns_the_pages_and_goes_back():
    here = Steered(AboutScreen(), world(), percent=200)
    assert [here.play(HIGHEST).screen.page for _ in range(5)] == [1, 2, 3, 4, 0]
    assert here.play(NEXT, HIGHEST).closed
