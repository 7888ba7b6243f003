"""What ``analyse`` says of a whole piece to programs: the keys of an exercise, and its own.

A piece is played once, so what needs several runs is null; its cells are a hand's notes of one
value, without a direction.
"""

from typing import Any

from engine.measures.fingers import Spread
from engine.measures.pieces.cells import PieceCell
from engine.measures.pieces.hands import HandEvenness
from engine.measures.pieces.piece import HandWindows, PieceEvenness
from engine.measures.results import MEASURE_VERSION
from game.analysis.heard import MeasuredPiece
from game.analysis.numbers import column, rounded
from game.analysis.spreads import Object, spread_object


def piece_object(heard: MeasuredPiece) -> Object:
    """Return everything measured in a take of a piece, but for its file."""
    evenness = heard.evenness
    match, hands = evenness.match, evenness.hands
    return {
        "exercise": evenness.piece.id,
        "exercise_version": None,
        "measure_version": MEASURE_VERSION,
        "hand": heard.hand,
        "tempo_bpm": None,
        "valid": evenness.valid,
        "invalid_because": evenness.invalid_because,
        "invalid_rate": None,
        "transposition": match.transposition,
        "match": {
            "expected": match.expected,
            "hit": match.hit_count,
            "missed": match.missed_count,
            "extra": match.extra_count,
            "substituted": match.substituted_count,
            "bounces": len(match.bounces),
            "jumps": [
                {"from_beat": rounded(jump.from_beat), "to_beat": rounded(jump.to_beat)}
                for jump in match.jumps
            ],
        },
        **_one_cell(evenness),
        **_one_hand(hands),
        "runs": [],
        "cells": [_cell(cell) for each in hands for cell in each.cells],
        "crossings": [],
        "fingers": [
            {"hand": each.hand, "direction": None, "finger": spread.key, **spread_object(spread)}
            for each in hands
            for spread in each.fingers
        ],
        "transitions": [_transition(each, spread) for each in hands for spread in each.transitions],
        "noise_floor_ms": rounded(evenness.noise_floor_ms),
        "warnings": list(evenness.warnings),
        "hands": [_hand(each) for each in hands],
        "hand_asynchrony": _or_none(evenness.hand_asynchrony),
        "windows": [row for each in evenness.windows for row in _windows(each)],
        "positions": [],
        "independence": [],
        "flags": [],
    }


def _one_cell(evenness: PieceEvenness) -> Object:
    """Return the figures of the one cell there is; all null where there are more."""
    cells = [cell for each in evenness.hands for cell in each.cells]
    cell = cells[0] if len(cells) == 1 else None
    mean_ioi_ms = cell.mean_ioi_ms if cell else None
    sd_ioi_ms = cell.sd_ioi_ms if cell else None
    return {
        "note_rate_hz": rounded(cell.notes_per_second) if cell else None,
        "mean_ioi_ms": rounded(mean_ioi_ms),
        "sd_ioi_ms": rounded(sd_ioi_ms),
        "sd_ioi_detrended_ms": rounded(cell.sd_ioi_detrended_ms) if cell else None,
        "cv": rounded(sd_ioi_ms / mean_ioi_ms) if sd_ioi_ms and mean_ioi_ms else None,
        "irregularity_ms": None,
        "instability_ms": None,
    }


def _one_hand(hands: tuple[HandEvenness, ...]) -> Object:
    hand = hands[0] if len(hands) == 1 else None
    if hand is None:
        return {
            "velocity": {"mean": None, "sd": None},
            "overlap": {"mean_ms": None, "sd_ms": None},
        }
    return _touch(hand)


def _touch(hand: HandEvenness) -> Object:
    overlap = hand.overlap
    return {
        "velocity": {"mean": rounded(hand.velocity_mean), "sd": rounded(hand.velocity_sd)},
        "overlap": {
            "mean_ms": rounded(overlap.mean_ms) if overlap else None,
            "sd_ms": rounded(overlap.sd_ms) if overlap else None,
        },
    }


def _cell(cell: PieceCell) -> Object:
    return {
        "hand": cell.hand,
        "direction": None,
        "step_beat": rounded(cell.step_beat),
        "n_runs": None,
        "n_windows": cell.n_windows,
        "refused": cell.refused,
        "mean_ioi_ms": rounded(cell.mean_ioi_ms),
        "sd_ioi_ms": rounded(cell.sd_ioi_ms),
        "se": None,
        "low": rounded(cell.low_ms),
        "high": rounded(cell.high_ms),
        "sd_ioi_detrended_ms": rounded(cell.sd_ioi_detrended_ms),
        "detrended_low": rounded(cell.detrended_low_ms),
        "detrended_high": rounded(cell.detrended_high_ms),
        "note_rate_hz": rounded(cell.notes_per_second),
        "slowest_hz": rounded(cell.slowest_per_second),
        "fastest_hz": rounded(cell.fastest_per_second),
    }


def _transition(hand: HandEvenness, spread: Spread[tuple[int, int]]) -> Object:
    """Return a transition; its IOIs are of several note values and have no mean of their own."""
    return {
        "hand": hand.hand,
        "direction": None,
        "from": spread.key[0],
        "to": spread.key[1],
        **dict.fromkeys(spread_object(spread)),
        "n": spread.n,
        "deviation": spread_object(spread),
    }


def _hand(hand: HandEvenness) -> Object:
    return {
        "hand": hand.hand,
        "expected": hand.expected,
        "hit": hand.hit,
        "missed": hand.missed,
        "substituted": hand.substituted,
        **_touch(hand),
        "chord_spread": _or_none(hand.chord_spread),
    }


def _windows(line: HandWindows) -> list[Object]:
    found = line.windows
    columns = (
        line.start_beat,
        found.step_beat,
        found.mean_ioi_ms,
        found.sd_ioi_ms,
        found.sd_ioi_detrended_ms,
    )
    names = ("start_beat", "step_beat", "mean_ioi_ms", "sd_ioi_ms", "sd_ioi_detrended_ms")
    return [
        {"hand": line.hand, "run": None, **dict(zip(names, row, strict=True))}
        for row in zip(*(column(values) for values in columns), strict=True)
    ]


def _or_none(spread: Spread[Any] | None) -> Object | None:
    return None if spread is None else spread_object(spread)
