"""Which finger strikes which note, from fingerings as scores have them.

The rule, in this order (w3c-cg/musicxml issues 437 and 439 tell why one is needed):

1. One finger on a note is that note's. Of "3-1" (a change on the held key) and "3/1" or "(3)"
   the first counts: it strikes. What is not 1 to 5 names no finger.
2. Several fingers on one note of a chord, as many as the chord has notes without one, are those
   notes' fingers. Software writes them in either order, so they go by the hand: a right hand's
   fingers rise with pitch, a left hand's fall.
3. Any other note with several fingers keeps the first: others replace it or are another's choice.
4. A chord with a finger on each note, in exactly the reverse of the hand's order, is turned round.
"""

import re
from collections.abc import Mapping, Sequence

from engine.exercise import Hand

ONE = re.compile(r"[(\[]?\s*([1-5])\s*[)\]]?(?:\s*[-\u2010-\u2015_/~]\s*[(\[]?\s*[1-5]\s*[)\]]?)*")


def fingers_of_chord(
    chord: Sequence[tuple[str, int]], signs: Mapping[str, Sequence[str]], hand: Hand
) -> dict[str, int | None]:
    """Return the finger of each note of a chord; None where none is written.

    Parameters
    ----------
    chord : (id, pitch) of notes that are struck together by one hand, in any order
    signs : the fingerings written at each id, in the order of the file
    """
    said = {name: _fingers(signs.get(name, ())) for name, _ in chord}
    rising = sorted(chord, key=lambda note: note[1], reverse=hand is Hand.LEFT)
    bare = [name for name, _ in rising if not said[name]]
    found: dict[str, int | None] = {name: (own[0] if own else None) for name, own in said.items()}
    for name, own in said.items():
        share = [other for other, _ in rising if other == name or other in bare]
        if len(own) > 1 and len(set(own)) == len(own) == len(share):
            found |= dict(zip(share, sorted(own), strict=True))
            bare = []
    order = [found[name] for name, _ in rising]
    fingers = [finger for finger in order if finger is not None]
    if len(fingers) == len(order) > 1 and fingers == sorted(set(fingers), reverse=True):
        found = dict(zip([name for name, _ in rising], sorted(fingers), strict=True))
    return found


def _fingers(signs: Sequence[str]) -> list[int]:
    fingers = []
    for sign in signs:
        for word in re.sub(r"\s*([-\u2010-\u2015_/~])\s*", r"\1", sign).split():
            read = ONE.fullmatch(word)
            if read:
                fingers.append(int(read[1]))
    return fingers
