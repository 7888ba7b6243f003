"""What the linters do not see: room sizes, forbidden names, imports that do things."""

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("engine", "content", "game", "assets")
SOURCES = sorted(
    path for folder in (*PACKAGES, "tools", "tests") for path in (ROOT / folder).rglob("*.py")
)
VAGUE = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
NOT_OUR_WORDS = {
    "press", "volume", "force", "gap", "delta", "lag", "smoothness", "question", "song", "level_up",
    "performance", "attempt", "round", "repetition", "login", "minigame", "mode", "user", "student",
    "patient", "pack", "difficulty", "intensity", "metric", "scene", "page",
}  # fmt: skip


def modules() -> list[str]:
    found = []
    for package in PACKAGES:
        found.append(package)
        imported = importlib.import_module(package)
        found += [m.name for m in pkgutil.walk_packages(imported.__path__, f"{package}.")]
    return [name for name in found if ".migrations" not in name]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_over_400_lines(path: Path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_has_a_vague_name(path: Path):
    assert not VAGUE & set(path.stem.split("_"))


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCES if path.relative_to(ROOT).parts[0] in ("engine", "content")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_engine_and_content_are_named_in_the_glossarys_words(path: Path):
    assert path.stem not in NOT_OUR_WORDS


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_importing_calls_no_pygame(path: Path):
    tree = ast.parse(path.read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.If):
            continue
        for call in ast.walk(node):
            if isinstance(call, ast.Call):
                name = ast.unparse(call.func)
                assert not name.startswith("pygame."), f"{path.name}:{call.lineno} calls {name}"


def test_every_module_imports_on_its_own():
    code = "import importlib, sys\nfor name in sys.argv[1:]:\n    importlib.import_module(name)"
    for name in modules():
        if name == "game.__main__":
            continue
        importlib.import_module(name)
    leaves = [name for name in modules() if name.count(".") == 1][:40]
    for name in leaves:
        done = subprocess.run(
            [sys.executable, "-c", code, name], cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()


def test_the_window_opens_without_what_only_figures_and_pictures_need():
    slow = ("scipy", "matplotlib", "verovio", "rich", "game.screens.games")
    code = (
        "import sys\nimport game.window, game.commands.household, game.commands.window\n"
        f"print([name for name in {slow} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
