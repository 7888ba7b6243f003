"""Measures that fit something load scipy, which the window's start must not wait for."""

import importlib
from types import ModuleType


def late(module: str) -> ModuleType:
    """Return a module by its name, imported when it is first asked for."""
    return importlib.import_module(module)
