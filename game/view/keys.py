"""Where the keys of a piano lie: white keys side by side, black ones a little off the gaps."""

from game.view.layout import Box

BLACK = frozenset({1, 3, 6, 8, 10})
# How far a black key's middle lies from the gap, in white keys: C sharp leans left, D sharp right.
LEAN = {1: -0.085, 3: 0.085, 6: -0.11, 8: 0.0, 10: 0.11}
BLACK_WIDTH, BLACK_HEIGHT = 0.58, 0.58
NAMES = ("C", "C sharp", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B")


def is_black(pitch: int) -> bool:
    """Return True for a black key."""
    return pitch % 12 in BLACK


def key_name(pitch: int) -> str:
    """Return a key in words: middle C, or its letter and octave (C4 is middle C)."""
    if pitch == 60:
        return "middle C"
    return f"{NAMES[pitch % 12]} {pitch // 12 - 1}"


def key_boxes(lowest: int, highest: int, box: Box) -> dict[int, Box]:
    """Return a box for each pitch from ``lowest`` to ``highest``, filling ``box`` across.

    White keys are as high as the box; a black key at either end is cut by it.
    """
    whites = [pitch for pitch in range(lowest, highest + 1) if not is_black(pitch)]
    edges = [box.x + round(i * box.w / len(whites)) for i in range(len(whites) + 1)]
    boxes = {
        pitch: Box(left, box.y, right - left, box.h)
        for pitch, left, right in zip(whites, edges, edges[1:], strict=False)
    }
    wide = box.w / len(whites)
    for pitch in range(lowest, highest + 1):
        if is_black(pitch):
            gap = boxes[pitch - 1].right if pitch > lowest else box.x
            left = max(box.x, round(gap + (LEAN[pitch % 12] - BLACK_WIDTH / 2) * wide))
            right = min(box.right, round(gap + (LEAN[pitch % 12] + BLACK_WIDTH / 2) * wide))
            boxes[pitch] = Box(left, box.y, right - left, round(box.h * BLACK_HEIGHT))
    return boxes


def play_range(pitches: tuple[int, ...], lowest: int, highest: int) -> tuple[int, int]:
    """Return the lowest and highest key of a keyboard of two octaves, C to C, around ``pitches``.

    It is widened by whole octaves where the pitches need more, lies on the instrument (``lowest``
    to ``highest``) where that leaves them in view, and shows no key that the instrument lacks.
    """
    first = min(pitches) // 12 * 12
    last = -(-max(pitches) // 12) * 12
    if last == first:
        last += 12
    if last - first < 24:
        down = first - 12 >= lowest and (last + 12 > highest or min(pitches) - first < 7)
        first, last = (first - 12, last) if down else (first, last + 12)
    first, last = max(first, lowest), min(last, highest)
    # where one end is cut off, the other side may have room for what it took
    first, last = max(lowest, min(first, last - 24)), min(highest, max(last, first + 24))
    # pitches off the instrument stay in view: what is played is shown
    return min(first, *pitches), max(last, *pitches)
