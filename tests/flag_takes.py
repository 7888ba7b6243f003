"""Flags by the product's own path: a virtual pianist plays, the take is matched and measured."""

import numpy as np

from engine.exercise import Direction
from engine.measures.crossing import Crossing
from engine.measures.evenness import measure
from engine.measures.flags import Flag
from engine.note import NoteArray
from engine.pianist import Pianist, Rhythm, play
from engine.take import RAW_DTYPE, Take, TimeSource, Timing
from tests.evidence.finding import Claim, Finding
from tests.flag_rates import SCALE, Report, exercise, rate

CROSSED = ((3, 1), (4, 1), (1, 3), (1, 4))


def code_path(takes: int) -> list[Finding]:
    """Return false alarms, power, what else is named, and whether both ways agree."""
    found = []
    steady = (Rhythm(onset_sd_ms=15.0), Rhythm(onset_sd_ms=10.0, clock_sd_ms=10.0))
    for runs, peer in ((1, 44.0), (5, 95.0)):
        rng = np.random.default_rng([11, runs])
        alarms = [
            bool(_flags(rhythm, runs, (Direction.UP, Direction.DOWN), rng)[0])
            for rhythm in steady
            for _ in range(takes)
        ]
        what = f"played and measured, up and down, {runs} run{'s' * (runs > 1)} each"
        found.append(_line(f"{what}: any flag of a steady player", alarms, 5.0, Claim.AT_MOST))
        late = Rhythm(onset_sd_ms=15.0, transition_late_ms=tuple((*p, 25.0) for p in CROSSED))
        told, others, agree = [], [], []
        for _ in range(takes):
            flags, off_ms = _flags(late, runs, (Direction.UP,), rng)
            keys = [flag.key for flag in flags]
            told.append(Crossing.UNDER in keys)
            others.append(bool({*keys} - {Crossing.UNDER}))
            report = Report(which=SCALE, direction=Direction.UP, runs=runs)
            (quick,) = report.keys(report.named(off_ms[None]))
            agree.append((keys[0] if keys else None) == quick)
        what = f"played and measured, up, {runs} run{'s' * (runs > 1)}, crossings 25 ms late"
        found += [
            _line(f"{what}, SD 15 ms: named (peer: {peer:.0f})", told, peer, Claim.AT_LEAST),
            _line(f"{what}: anything else named", others, 5.0, Claim.AT_MOST),
            _line(f"{what}: the quick arithmetic names the same", agree, 99.0, Claim.AT_LEAST),
        ]
    return found


def _line(what: str, hits: list[bool], stated: float, claim: Claim) -> Finding:
    value, error = rate(hits)
    return Finding(
        test="",
        what=what,
        unit="%",
        stated=stated,
        found=value,
        error=error,
        claim=claim,
        digits=1,
    )


def _flags(
    rhythm: Rhythm, runs: int, ways: tuple[Direction, ...], rng: np.random.Generator
) -> tuple[tuple[Flag, ...], np.ndarray]:
    """Return one take's flags, and the onsets of its runs less the grid in ms, (runs, notes)."""
    of, parts, onsets, starts_s = exercise(SCALE), list[NoteArray](), [], 0.0
    for way in ways:
        played = play(Pianist(rhythm=rhythm), of, way, of.tempo_bpm, runs, rng)
        part = played.notes.copy()
        part["onset_s"] += starts_s
        part["offset_s"] += starts_s
        parts.append(part)
        starts_s = float(part["onset_s"][-1]) + of.gap_s
        onsets += [run.onset_s * 1e3 for run in played.truth.runs]
    notes = np.concatenate(parts)
    notes.flags.writeable = False
    take = Take(raw=np.zeros(0, RAW_DTYPE), notes=notes, timing=Timing(source=TimeSource.FILE))
    off_ms = np.array(onsets)
    off_ms = off_ms - off_ms[:, :1] - 250.0 * np.arange(off_ms.shape[1])
    return measure(take, of).flags, off_ms
