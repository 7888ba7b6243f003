"""One click of the metronome: a small woodblock, soft and short."""

import numpy as np

from game.sound.card import FULL, RATE, Samples

PARTIALS = ((1180.0, 0.62), (1790.0, 0.26), (2930.0, 0.12))  # Hz and share
RISE_S, FALL_S, CLICK_S = 0.0008, 0.016, 0.09
LOUDEST = 0.5


def click(rate: int = RATE) -> Samples:
    """Return one click, shape (n,); its first sample is the moment that it is due."""
    at_s = np.arange(round(CLICK_S * rate)) / rate
    tone = sum(share * np.sin(2 * np.pi * hertz * at_s) for hertz, share in PARTIALS)
    envelope = np.minimum(at_s / RISE_S, 1) * np.exp(-at_s / FALL_S)
    return np.rint(LOUDEST * FULL * tone * envelope).astype(np.int16)
