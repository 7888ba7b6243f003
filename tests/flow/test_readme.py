"""What README shows of the demo is what the demo prints."""

import io
from pathlib import Path

from rich.console import Console

from game.commands.demo import play_weeks

ROOT = Path(__file__).parents[2]


def test_the_weeks_in_the_readme_are_those_of_the_demo(tmp_path):
    printed = io.StringIO()
    play_weeks(tmp_path, weeks=8, seed=1, console=Console(file=printed, width=100))
    said = [line.rstrip() for line in printed.getvalue().splitlines()]
    readme = (ROOT / "README.md").read_text("utf-8")
    block = readme.partition("$ evenhand demo --headless --weeks 8 --seed 1\n")[2]
    shown = [line for line in block.partition("```")[0].splitlines() if line not in ("", "...")]
    assert len(shown) >= 12
    assert [line for line in shown if line not in said] == []
