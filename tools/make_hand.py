"""Build the outline of the hand from tapered tubes and write assets/images/hand.svg (LOOK 5).

Run by hand after a change to the tubes: ``python -m tools.make_hand``. The tubes are joined on a
fine grid, gaps between them closed by discs, and the edge read back as one path.
"""

from itertools import pairwise
from pathlib import Path

import contourpy
import numpy as np
from scipy import ndimage

from game.view.hand_shape import FINGERS, FOREARM, PALM, Tube

FINE = 5  # grid points a unit
LEFT, TOP, RIGHT, BOTTOM = -40, 20, 420, 800
OUT = Path(__file__).parents[1] / "assets" / "images" / "hand.svg"


def grid() -> tuple[np.ndarray, np.ndarray]:
    x = np.arange(LEFT, RIGHT, 1 / FINE)
    y = np.arange(TOP, BOTTOM, 1 / FINE)
    return np.meshgrid(x, y)


def inside(tube: Tube, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Union of the convex hulls of neighbouring circles."""
    found = np.zeros(x.shape, bool)
    for (x0, y0, r0), (x1, y1, r1) in pairwise(tube):
        long = np.hypot(x1 - x0, y1 - y0)
        ux, uy = (x1 - x0) / long, (y1 - y0) / long
        along = (x - x0) * ux + (y - y0) * uy
        across = np.abs((y - y0) * ux - (x - x0) * uy)
        lean = (r0 - r1) / long
        # A point's nearest circle lies where its perpendicular to the sloping side meets the axis.
        at = np.clip((along + across * lean / np.sqrt(1 - lean**2)) / long, 0, 1)
        away = np.hypot(along - at * long, across)
        found |= away <= r0 + (r1 - r0) * at
    return found


def closed(shape: np.ndarray, radius: float) -> np.ndarray:
    """Fill every place that a disc of ``radius`` outside the shape cannot reach."""
    wide = ndimage.distance_transform_edt(~shape) <= radius * FINE
    return ndimage.distance_transform_edt(wide) > radius * FINE


def simplified(points: np.ndarray, tolerance: float) -> np.ndarray:
    """Ramer, Douglas and Peucker."""
    keep = np.zeros(len(points), bool)
    keep[[0, -1]] = True
    todo = [(0, len(points) - 1)]
    while todo:
        a, b = todo.pop()
        if b - a < 2:
            continue
        chord = points[b] - points[a]
        long = np.hypot(*chord) or 1.0
        between = points[a + 1 : b] - points[a]
        away = np.abs(between[:, 0] * chord[1] - between[:, 1] * chord[0]) / long
        worst = int(away.argmax())
        if away[worst] > tolerance:
            keep[a + 1 + worst] = True
            todo += [(a, a + 1 + worst), (a + 1 + worst, b)]
    return points[keep]


def outline() -> np.ndarray:
    x, y = grid()
    shape = np.zeros(x.shape, bool)
    for tube in (*FINGERS, *PALM, FOREARM):
        shape |= inside(tube, x, y)
    web = (x > 60) & (x < 190) & (y > 250) & (y < 420)
    sides = ((x < 190) & (y > 395)) | ((x > 285) & (y > 235))
    whole = closed(shape, 4.5)
    whole |= closed(shape, 19) & web
    whole |= closed(whole, 36) & sides
    whole = closed(whole, 5)
    away = ndimage.distance_transform_edt(whole) - ndimage.distance_transform_edt(~whole)
    # Smoothing shrinks fingertips by about 0.4, which the level gives back.
    away = ndimage.gaussian_filter(away, 1.2 * FINE) / FINE
    lines = contourpy.contour_generator(x[0], y[:, 0], away).lines(-0.4)
    edge = max(lines, key=len)
    start = int(np.argmax(edge[:, 1] - 0.001 * edge[:, 0]))
    return simplified(np.roll(edge[:-1], -start, axis=0), 0.06)


def main() -> None:
    points = outline()
    path = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in points) + "Z"
    OUT.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 40 380 720">'
        f'<path id="hand" d="{path}"/></svg>\n'
    )
    print(f"{OUT.name}: {len(points)} points")


if __name__ == "__main__":
    main()
