"""``make bench``: every benchmark, one after the other; medians and ratios of one run."""

import importlib
import pkgutil
import sys
from pathlib import Path


def main() -> None:
    names = [each.name for each in pkgutil.iter_modules([str(Path(__file__).parent)])]
    wanted = sys.argv[1:] or [name for name in names if name.startswith("bench_")]
    for name in wanted:
        print(f"\n== {name.removeprefix('bench_')} ==", flush=True)
        importlib.import_module(f"tools.{name}").main()


if __name__ == "__main__":
    main()
