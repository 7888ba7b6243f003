"""Calibration: one key with the clicks, and the delay between click and note that it shows.

The median of at least 50 taps, signed, with its order-statistic interval (SCIENCE 3.4). It holds
the player's own earliness beside the delay of keyboard and sound: it says where her beat lies on
this instrument, and is no measurement of the apparatus. The taps of an unsure hand say less, so
their median is drawn towards 0: by t^2 / (t^2 + se^2), where t = 100 ms is what delays of pianos,
loudspeakers and wireless headphones spread over. Evenness never needs any of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.measures.statistics import Z95
from engine.measures.timing import asynchrony
from engine.measures.timing.asynchrony import LEAST_FOR_CALIBRATION, calibration_s
from engine.measures.timing.pairing import pair
from engine.note import Seconds
from engine.record import Calibration, ClickChoice
from engine.tasks.on_the_beat import OnTheBeat, Placed, Stretch

TEMPO_BPM = 100.0
TAPS = 60
DELAYS_SD_MS = 100.0
EARLIEST = 0.25
LEAST_RESULTANT = 0.5
TOO_ERRATIC = "The taps lie too far apart for a delay to be seen."


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationFound:
    """What the taps said, each in ms late: the ``calibration``, or why there is none.

    ``median_ms`` is that of the taps, before an unsure one is drawn towards 0.
    """

    taps_ms: tuple[float, ...]
    median_ms: float | None = None
    sd_ms: float | None = None
    calibration: Calibration | None = None
    refused: str | None = None


def calibrating(tempo_bpm: float = TEMPO_BPM) -> OnTheBeat:
    """Return the trial: a count-in and 60 clicks, any key."""
    stretch = Stretch(pitches=(), fingers=(None,), paced=TAPS, alone=0)
    return OnTheBeat(tempo_bpm=tempo_bpm, stretches=(stretch,))


def measure(
    stretches: Sequence[Placed], onset_s: Seconds, port_name: str, clicks: ClickChoice
) -> CalibrationFound:
    """Return the delay that the taps show; ``stretches`` are those played to their end."""
    if not stretches:
        return CalibrationFound(taps_ms=(), refused="The clicks were not played to their end.")
    placed = stretches[-1]
    beat_s = 60 / placed.tempo_bpm
    # Nobody is early by more than a quarter of a beat; wireless sound may come later than half.
    shift_s = EARLIEST * beat_s
    due_s = shift_s + np.array([placed.due_ns(note) for note in range(placed.stretch.paced)]) / 1e9
    own_s = onset_s[(onset_s >= due_s[0] - beat_s / 2) & (onset_s < due_s[-1] + beat_s / 2)]
    taps_s = pair(own_s, due_s, reactions=0).hit_s + shift_s
    taps_ms = tuple(float(late) for late in 1e3 * taps_s)
    median_s = calibration_s(taps_s)
    if median_s is None:
        return CalibrationFound(taps_ms=taps_ms, refused=_too_few(len(taps_ms)))
    found = asynchrony.measure(own_s, due_s, reactions=0)
    resultant, low_ms, high_ms = found.resultant, found.low_ms, found.high_ms
    if resultant is None or resultant < LEAST_RESULTANT or low_ms is None or high_ms is None:
        return CalibrationFound(taps_ms=taps_ms, sd_ms=found.sd_ms, refused=TOO_ERRATIC)
    kept = shrinkage((high_ms - low_ms) / 2 / Z95)
    return CalibrationFound(
        taps_ms=taps_ms,
        median_ms=1e3 * median_s,
        sd_ms=found.sd_ms,
        calibration=Calibration(
            port_name=port_name,
            clicks=clicks,
            latency_ms=kept * 1e3 * median_s,
            low_ms=kept * (low_ms + 1e3 * shift_s),
            high_ms=kept * (high_ms + 1e3 * shift_s),
            taps=len(taps_ms),
        ),
    )


def shrinkage(standard_error_ms: float) -> float:
    """Return what is kept of a median with this standard error, 0 to 1."""
    return DELAYS_SD_MS**2 / (DELAYS_SD_MS**2 + standard_error_ms**2)


def _too_few(taps: int) -> str:
    return f"{taps} taps came with the clicks; {LEAST_FOR_CALIBRATION} are needed."
