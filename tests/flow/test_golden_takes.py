"""Golden takes: the same raw messages give the same numbers, to 1e-9; see tools/bless.py."""

import json
import math

import pytest

from tests.golden_takes import FOLDER, numbers

TAKES = sorted(FOLDER.glob("*.jsonl"))


def differences(found, expected, where=""):
    if isinstance(expected, dict):
        assert found.keys() == expected.keys(), where
        return [
            d for key in expected for d in differences(found[key], expected[key], f"{where}/{key}")
        ]
    if isinstance(expected, list):
        assert len(found) == len(expected), where
        pairs = enumerate(zip(found, expected, strict=True))
        return [d for index, (a, b) in pairs for d in differences(a, b, f"{where}/{index}")]
    if isinstance(expected, float):
        return [] if math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9) else [where]
    return [] if found == expected else [where]


def test_there_are_golden_takes():
    assert len(TAKES) >= 4


@pytest.mark.parametrize("path", TAKES, ids=lambda path: path.stem)
def test_a_golden_take_says_what_it_said(path):
    expected = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    found = json.loads(json.dumps(numbers(path)))
    assert differences(found, expected) == []
