"""A soft piano: one note as the sum of its decaying partials, and the hammer.

A partial is the imaginary part of a · exp(z t). With t = block + offset that is the product
of exp(z · block) and exp(z · offset), so a whole note is one product of two small matrices: 2 ms
instead of 50.

Inharmonicity after Rauhala and Välimäki (2006), https://doi.org/10.1109/LSP.2006.873153; the rest
was set by its look in a spectrum: no sound of an instrument is copied.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from game.sound.card import FULL, RATE, Samples

LOWEST, HIGHEST = 21, 108
# Loudness and brightness move in steps of eight velocities, about a decibel: nobody hears them.
VELOCITIES_A_LAYER = 8
MOST_PARTIALS, SINGING_PARTIALS = 20, 6
MOST_HERTZ = 9_000
LONGEST_S, SHORTEST_S = 4.0, 0.9
BLOCK = 256
# Products this small are done in this thread; larger ones wait for others and for a busy machine.
AT_ONCE = 16
ENDS_S = 0.06
RELEASE_S = 0.12
LOUDEST = 0.3


def layer_of(velocity: int) -> int:
    """Return the layer of a velocity, 0 to 15."""
    return min(max(velocity, 1), 127) // VELOCITIES_A_LAYER


def loudness(layer: int) -> float:
    """Return the level of a layer, 0 to 1: 34 dB from the softest to the loudest."""
    return float(((layer + 0.5) / 15.5) ** 1.15)


def decay_rate(pitch: int) -> float:
    """Return how fast the fundamental fades, in nepers a second."""
    return float(1.1 * 2 ** ((pitch - 60) / 17))


def seconds_of(pitch: int) -> float:
    """Return how long a note sounds with its key held."""
    return min(LONGEST_S, max(SHORTEST_S, 6.5 / decay_rate(pitch)))


def note(pitch: int, layer: int) -> Samples:
    """Return one note, shape (n,), with its key held to the end; pitches 21 to 108."""
    force = loudness(layer)
    length = round(seconds_of(pitch) * RATE)
    sound = _strings(pitch, force, length)
    felt = _felt() * (0.02 + 0.1 * force) * (0.6 + 0.4 * pitch / HIGHEST)
    sound[: len(felt)] += felt
    rise, ends = round((0.0015 + 0.004 * (1 - force)) * RATE), round(ENDS_S * RATE)
    sound[:rise] *= np.sin(np.linspace(0, np.pi / 2, rise)) ** 2
    sound[-ends:] *= np.cos(np.linspace(0, np.pi / 2, ends)) ** 2
    # Low notes hold their energy in many partials, high ones in a few: the first tenth of a second
    # is made equally strong, and the bass a little stronger.
    early = sound[: RATE // 10]
    strength = float(np.sqrt(np.mean(early * early)))
    tilt = 10 ** ((64 - pitch) / 20 * 0.06)
    return (sound * (LOUDEST * FULL * force * tilt / (3.2 * strength))).astype(np.int16)


def cut(sound: Samples, seconds: float) -> Samples:
    """Return a note whose key comes up after ``seconds``, its release included."""
    held, release = round(seconds * RATE), round(RELEASE_S * RATE)
    short = sound[: held + release].copy()
    fading = short[held:]
    fading[:] = fading * np.linspace(1, 0, release, dtype=np.float32)[: len(fading)] ** 2
    return short


def _strings(pitch: int, force: float, length: int) -> npt.NDArray[np.float32]:
    fundamental = 440 * 2 ** ((pitch - 69) / 12)
    stiffness = np.exp(-0.0847 * pitch - 5.82) + np.exp(0.0926 * pitch - 13.64)
    number = np.arange(1, MOST_PARTIALS + 1)
    hertz = number * fundamental * np.sqrt((1 + stiffness * number**2) / (1 + stiffness))
    number, hertz = number[hertz < MOST_HERTZ], hertz[hertz < MOST_HERTZ]
    # The hammer strikes at an eighth of the string; felt struck harder leaves more of the top.
    top_hertz = 500 + 2600 * force + 0.8 * fundamental
    strength = np.abs(np.sin(np.pi * number / 8)) / number * np.exp(-hertz / top_hertz)
    rate = decay_rate(pitch) * (1 + (hertz / 2400) ** 1.3)
    # Two strings a hair apart: they swing together at first, and the slower one sings on.
    pairs = ((0.8, 1.9, 1.0, MOST_PARTIALS), (0.2, 0.45, 1.0003, SINGING_PARTIALS))
    amplitude = np.concatenate([share * strength[:most] for share, _, _, most in pairs])
    swing = np.concatenate(
        [
            2j * np.pi * hertz[:most] * apart - rate[:most] * faster
            for _, faster, apart, most in pairs
        ]
    )
    blocks = amplitude * np.exp(np.outer(np.arange(-(-length // BLOCK)) * (BLOCK / RATE), swing))
    within = np.exp(np.outer(swing, np.arange(BLOCK) / RATE))
    left = np.concatenate([blocks.real, blocks.imag], axis=1).astype(np.float32)
    right = np.concatenate([within.imag, within.real]).astype(np.float32)
    sound = np.empty((len(left), BLOCK), np.float32)
    for row in range(0, len(left), AT_ONCE):
        np.matmul(left[row : row + AT_ONCE], right, out=sound[row : row + AT_ONCE])
    return sound.reshape(-1)[:length]


@cache
def _felt() -> npt.NDArray[np.float32]:
    """Return the hammer's felt on the string, over within a twentieth of a second."""
    at_s = np.arange(round(0.05 * RATE)) / RATE
    white = np.random.default_rng(88).standard_normal(len(at_s))
    dull = np.convolve(white, np.hanning(25) / 12, mode="same")
    return (dull * np.exp(-at_s / 0.007)).astype(np.float32)
