"""Which runs enter a score, and in plain words why the others do not. Source: SCIENCE 6.4.

A run counts when at most 1 of its notes is missing, at most 2 are extra, its tempo is within 10 %
and it lies in the octave of the other runs. A substituted target lacks its own note and brings one
that nobody asked for, so it counts as both.
"""

import math
from collections.abc import Sequence
from statistics import median

from engine.measures.matching.match import Match, MatchedRun

MOST_MISSING = 1
MOST_EXTRA = 2
TEMPO_OFF = 0.10


def reasons(match: Match, bpm: Sequence[float], tempo_bpm: float | None) -> list[str | None]:
    """Return for each run why it is not valid, or None.

    Parameters
    ----------
    bpm : the runs' tempos, NaN where too few IOIs were played for an SD, infinite for IOIs of 0
    tempo_bpm : the tempo asked for; None compares with the median of the take's own runs
    """
    by_notes = [_notes_reason(run, match.transposition) for run in match.runs]
    own = [value for value, reason in zip(bpm, by_notes, strict=True) if reason is None]
    own = [value for value in own if math.isfinite(value)]
    asked, whose = tempo_bpm, "asked for"
    if asked is None:
        asked, whose = (median(own) if own else math.nan), "of the other runs"
    return [
        reason or _tempo_reason(value, asked, whose)
        for value, reason in zip(bpm, by_notes, strict=True)
    ]


def _notes_reason(run: MatchedRun, transposition: int) -> str | None:
    targets = len(run.note_index)
    if run.broken_off:
        return f"broken off after {run.reached} of {targets} notes"
    lacking = run.missed_count + run.substituted_count
    if lacking > MOST_MISSING:
        return f"{lacking} of {targets} notes are missing or another key was struck"
    unasked = len(run.extra) + run.substituted_count
    if unasked > MOST_EXTRA:
        return f"{unasked} extra notes"
    if run.transposition != transposition:
        octaves = abs(run.transposition - transposition) // 12
        side = "higher" if run.transposition > transposition else "lower"
        plural = "s" if octaves > 1 else ""
        return f"played {octaves} octave{plural} {side} than the other runs"
    return None


def _tempo_reason(bpm: float, asked: float, whose: str) -> str | None:
    if math.isnan(bpm):
        return "too few neighbouring notes were played to measure it"
    if math.isinf(bpm):
        return "its notes came all at once"
    off = bpm / asked - 1
    if abs(off) <= TEMPO_OFF:
        return None
    pace = "faster" if off > 0 else "slower"
    return f"{abs(off):.0%} {pace} than the tempo {whose}".replace("%", " %")
