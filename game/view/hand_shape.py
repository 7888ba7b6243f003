"""The right hand from above as tapered tubes of (x, y, radius): LOOK 5's numbers.

Fingertips are 60 apart, as far as one white key is wide. The outline made from them is kept in
assets/images/hand.svg (``tools/make_hand.py``).
"""

import re
from importlib import resources

Circle = tuple[float, float, float]
Tube = tuple[Circle, ...]

FINGERS: tuple[Tube, Tube, Tube, Tube, Tube] = (
    ((206, 505, 36), (158, 424, 38), (116, 346, 29), (88, 296, 25), (66, 252, 20)),
    ((166, 270, 25), (151, 207, 23), (142, 154, 20.5), (138, 112, 17)),
    ((208, 256, 25), (202, 186, 23.5), (199, 126, 21), (198, 80, 17.5)),
    ((249, 264, 24), (254, 200, 22.5), (257, 142, 20.5), (258, 98, 17)),
    (
        (256, 490, 36),
        (272, 392, 38),
        (288, 300, 24),
        (302, 240, 20.5),
        (312, 194, 18),
        (318, 156, 15),
    ),
)
PALM: tuple[Tube, ...] = (
    ((226, 505, 46), (196, 400, 42), (173, 288, 30)),
    ((230, 505, 46), (214, 390, 40), (208, 272, 31)),
    ((234, 505, 46), (242, 390, 40), (249, 282, 30)),
)
FOREARM: Tube = ((230, 760, 60), (230, 620, 57), (229, 505, 54))


def outline_path() -> str:
    """Return the path of the hand's outline in units of the tubes."""
    svg = (resources.files("assets") / "images" / "hand.svg").read_text("utf-8")
    found = re.search(r'id="hand" d="([^"]+)"', svg)
    if found is None:
        raise RuntimeError("assets/images/hand.svg holds no path with the id hand")
    return found.group(1)
