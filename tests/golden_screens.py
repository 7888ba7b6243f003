"""Golden pictures: what was drawn against what a person looked at and blessed.

A missing reference fails. ``BLESS=1`` writes; a failure leaves computed, expected and difference
side by side in tests/golden/failed.
"""

import os
from pathlib import Path

import numpy as np
import pygame

SCREENS = Path(__file__).parent / "golden" / "screens"
FAILED = Path(__file__).parent / "golden" / "failed"
ATOL = 2


def assert_screen(surface: pygame.Surface, name: str) -> None:
    """Compare a surface with tests/golden/screens/NAME.png, channel by channel, within ATOL."""
    reference = SCREENS / f"{name}.png"
    if os.environ.get("BLESS") == "1":
        reference.parent.mkdir(parents=True, exist_ok=True)
        pygame.image.save(surface, reference)
        return
    if not reference.exists():
        _keep(name, surface)
        raise AssertionError(
            f"{reference.name} is missing: look at tests/golden/failed/{name}.png, then BLESS=1"
        )
    expected = pygame.image.load(reference)
    if expected.get_size() != surface.get_size():
        _keep(name, surface, expected)
        raise AssertionError(f"{name}: {surface.get_size()}, expected {expected.get_size()}")
    apart = np.abs(_rgb(surface).astype(int) - _rgb(expected).astype(int))
    if (apart > ATOL).any():
        wrong = int((apart.max(axis=2) > ATOL).sum())
        _keep(name, surface, expected, apart)
        raise AssertionError(
            f"{name}: {wrong} pixels differ by more than {ATOL}, at most by {apart.max()}; "
            f"see tests/golden/failed/{name}.png"
        )


def _rgb(surface: pygame.Surface) -> np.ndarray:
    return pygame.surfarray.array3d(surface)


def _keep(
    name: str,
    computed: pygame.Surface,
    expected: pygame.Surface | None = None,
    apart: np.ndarray | None = None,
) -> None:
    """Write computed, expected and eight times the difference side by side."""
    pictures = [computed]
    if expected is not None:
        pictures.append(expected)
    if apart is not None:
        pictures.append(pygame.surfarray.make_surface(np.minimum(apart * 8, 255).astype("u1")))
    width = sum(picture.get_width() for picture in pictures)
    side_by_side = pygame.Surface((width, max(picture.get_height() for picture in pictures)))
    x = 0
    for picture in pictures:
        side_by_side.blit(picture, (x, 0))
        x += picture.get_width()
    FAILED.mkdir(parents=True, exist_ok=True)
    pygame.image.save(side_by_side, FAILED / f"{name}.png")
