"""``make evidence``: every acceptance figure at its full number of repetitions, as one page."""

import importlib
import pkgutil
import sys
from pathlib import Path

from tests.evidence.finding import HEADER

FOLDER = Path(__file__).parents[1] / "tests" / "evidence"
INTRODUCTION = """# Evidence

What Evenhand's figures are held to, and what was found: written by `make evidence` (the same seeds
give the same page), checked with fewer repetitions by `make test`. A number alone in the column
*test* is that of the acceptance test in the project's paper on the science (SCIENCE 8). In brackets
stands the standard error of the simulation itself; a figure holds when it lies within the stated
tolerance and three of those errors. Nothing here is a clinical finding.
"""


def main() -> None:
    names = sorted(each.name for each in pkgutil.iter_modules([str(FOLDER)]))
    chosen = [name for name in names if name != "finding" and not name.startswith("test_")]
    page, missed = [INTRODUCTION], 0
    for name in chosen:
        module = importlib.import_module(f"tests.evidence.{name}")
        print(f"{name} ...", file=sys.stderr, flush=True)
        found = module.findings(1.0)
        missed += sum(not each.holds for each in found)
        page += [f"## {module.TITLE}\n", f"{module.ABOUT}\n", HEADER]
        page += [*(each.row for each in found), ""]
    Path(sys.argv[1]).write_text("\n".join(page), encoding="utf-8")
    if missed:
        sys.exit(f"{missed} figures were not reached; see {sys.argv[1]}")


if __name__ == "__main__":
    main()
