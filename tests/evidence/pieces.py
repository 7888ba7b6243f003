"""Whole pieces: real performances against their reference, Hanon, and slips of known truth."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from engine.exercise import Piece
from engine.measures.pieces.match import match_piece
from engine.measures.windows import windows
from tests.evidence.finding import Claim, Finding
from tests.piece_playing import Stroke, as_played, left_out, restarted, strokes, two_hands
from tests.reference_alignment import Recording, agreement, hanon, recordings

TITLE = "Whole pieces"
ABOUT = (
    "Performances of Mozart, Bach, Haydn and Rachmaninoff, each read from its MusicXML file and "
    "matched, against the reference alignment of the data set: F of the pairs of score note and "
    "played note, one pair a key press. The reference knows no wrong keys, so substituted notes "
    "make no pair here. A recording of Hanon 21, right hand, in windows of 12 IOIs. And a piece "
    "for two hands (448 notes) played with a swinging tempo, 2 % of its notes missed, 2 % on a "
    "wrong key, 2 % extra, and bars played again or left out, truth known. No line for recordings "
    "that are absent."
)

REACHED = (
    ("mozart-k265-var1", 0.99),
    ("nasap-subset/Bach", 0.99),
    ("nasap-subset/Haydn", 0.98),
    ("nasap-subset/Mozart", 0.98),
)
DISPUTED = "nasap-subset/Rachmaninoff"
# The Rachmaninoff is told, not held to a figure; below this something of ours would be broken.
TOLD = 0.85
PERFORMANCES = 200
SLIP_RATE = 0.02


def findings(share: float) -> list[Finding]:
    """Return what is found; ``share`` is of the simulated performances."""
    found = [
        Finding(
            test="",
            what=f"{each.name}, F",
            unit="1",
            stated=stated,
            found=agreement(each.found(match_piece(each.take.notes, each.piece)), each.pairs),
            claim=Claim.AT_LEAST,
            digits=4,
        )
        for folder, stated in REACHED
        for each in recordings(folder)
    ]
    for each in recordings(DISPUTED):
        found += _disputed(each)
    return [*found, *_hanon(), *_simulated(max(3, round(share * PERFORMANCES)))]


def _disputed(each: Recording) -> Iterator[Finding]:
    """Yield how far the match and the reference differ, and who is nearer to the annotated beat.

    The beats were annotated by hand and took no part in either alignment.
    """
    ours = each.found(match_piece(each.take.notes, each.piece))
    press = _presses(each.piece)
    by_key = frozenset((press[name], note) for name, note in ours)
    theirs_by_key = frozenset((press[name], note) for name, note in each.pairs)
    mine, theirs = by_key - theirs_by_key, theirs_by_key - by_key
    voices = len(each.pairs - ours) - len(theirs)
    line = partial(Finding, test="", unit="1", claim=Claim.AT_LEAST, digits=4)
    yield line(
        what=f"{each.name}, F ({len(ours - each.pairs)} pairs are ours only, "
        f"{len(each.pairs - ours)} the reference's only; {voices} of them differ only in which of "
        "two voices on one key is named)",
        stated=TOLD,
        found=agreement(ours, each.pairs),
    )
    mine_s, theirs_s = _off_beat_s(each, mine), _off_beat_s(each, theirs)
    yield line(
        what=f"{each.name}, F by key press ({len(mine)} ours only, {len(theirs)} the reference's "
        f"only; of these {int(np.sum(mine_s > 0.5))} and {int(np.sum(theirs_s > 0.5))} lie over "
        "half a second from the annotated beat)",
        stated=TOLD,
        found=agreement(by_key, theirs_by_key),
    )
    yield Finding(
        test="",
        what=f"{each.name}, where they differ: median distance of our notes from the annotated "
        "beat, stated that of the reference's",
        unit="ms",
        stated=1e3 * float(np.median(theirs_s)),
        found=1e3 * float(np.median(mine_s)),
        claim=Claim.AT_MOST,
        digits=0,
    )


def _presses(piece: Piece) -> dict[str, str]:
    """Return for each target the first that has its key and beat."""
    first: dict[tuple[int, float], str] = {}
    return {
        target.id: first.setdefault((target.pitch, round(target.onset_beat, 3)), target.id)
        for target in piece.targets
        if not target.grace
    } | {target.id: target.id for target in piece.targets if target.grace}


def _off_beat_s(each: Recording, pairs: frozenset[tuple[str, int]]) -> np.ndarray:
    """Return how far the notes of pairs are from their target's time by the annotated beats."""
    beat_of = {target.id: target.onset_beat for target in each.piece.targets}
    notes, order = each.take.notes, np.argsort(each.place)
    due_s = np.interp(
        [beat_of[name] for name, _ in pairs], np.arange(len(each.beat_s)), each.beat_s
    )
    played_s = notes["onset_s"][order[[note for _, note in pairs]]]
    return np.abs(played_s - notes["onset_s"][0] - due_s)


def _hanon() -> list[Finding]:
    there = hanon()
    if there is None:
        return []
    piece, notes = there
    found = match_piece(notes, piece)
    beats = np.array([target.onset_beat for target in piece.targets])
    cut = windows(notes["onset_s"][found.note_index], beats, found.hit)
    low_ms, median_ms, high_ms = np.percentile(cut.sd_ioi_detrended_ms, [5, 50, 95])
    count = partial(Finding, test="", unit="notes", digits=0)
    sd = partial(Finding, test="", unit="ms", tolerance=0.1, digits=1)
    return [
        count(what="Hanon 21: hit", stated=449, found=found.hit_count),
        count(what="Hanon 21: extra", stated=1, found=found.extra_count),
        count(what="Hanon 21: missed", stated=0, found=found.missed_count),
        sd(what="Hanon 21: detrended sdIOI, median of windows", stated=10.6, found=median_ms),
        sd(what="Hanon 21: the same, 5th percentile", stated=7.3, found=low_ms),
        sd(what="Hanon 21: the same, 95th percentile", stated=16.5, found=high_ms),
    ]


def _simulated(performances: int) -> list[Finding]:
    rng = np.random.default_rng(21)
    piece = two_hands()
    agreements: dict[str, list[float]] = {"straight": [], "again": [], "left out": []}
    jumps: dict[str, list[int]] = {name: [] for name in agreements}
    for _ in range(performances):
        slipped = _with_slips(piece, rng)
        bar, length = int(rng.integers(1, 10)), int(rng.integers(1, 5))
        ways = {
            "straight": slipped,
            "again": restarted(piece, slipped, bar, bar + length),
            "left out": left_out(piece, slipped, bar, bar + length),
        }
        for name, way in ways.items():
            played = as_played(way)
            found = match_piece(played.notes, piece)
            truth = played.note_index(len(piece.targets))
            agreements[name].append(_agreement(found.note_index, truth))
            jumps[name].append(len(found.jumps))
    said = {
        "straight": ("played through", 0),
        "again": ("1 to 4 bars again", 1),
        "left out": ("1 to 4 bars left out", 1),
    }
    lines = []
    for name, (words, expected) in said.items():
        jumps_told = "one jump" if expected else "no jump"
        lines += [
            Finding(
                test="",
                what=f"simulated with slips, {words}: F with the truth",
                unit="1",
                stated=0.99,
                found=float(np.mean(agreements[name])),
                error=float(np.std(agreements[name], ddof=1) / performances**0.5),
                claim=Claim.AT_LEAST,
                digits=4,
            ),
            Finding(
                test="",
                what=f"simulated with slips, {words}: performances with {jumps_told} found",
                unit="share",
                stated=0.99,
                found=float(np.mean(np.array(jumps[name]) == expected)),
                claim=Claim.AT_LEAST,
                digits=3,
            ),
        ]
    return lines


def _with_slips(piece: Piece, rng: np.random.Generator) -> list[Stroke]:
    played = []
    for stroke in strokes(piece, rng):
        luck = rng.random()
        if luck < SLIP_RATE:
            continue
        wrong = luck < 2 * SLIP_RATE
        beside = stroke.pitch + int(rng.choice((-2, -1, 1, 2)))
        played.append(replace(stroke, pitch=beside) if wrong else stroke)
        if luck > 1 - SLIP_RATE:
            played.append(Stroke(at_s=stroke.at_s + 0.03, pitch=beside, target=-1))
    return played


def _agreement(found: np.ndarray, truth: np.ndarray) -> float:
    same = np.count_nonzero((found == truth) & (truth >= 0))
    return float(2 * same / (np.count_nonzero(found >= 0) + np.count_nonzero(truth >= 0)))
