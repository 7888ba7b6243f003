"""What a listener can hear: one displaced tone, and an uneven scale.

Conventions: ms. Each threshold holds for the tempo at which it was found and is used nowhere else.

References
----------
Friberg and Sundberg 1995, J Acoust Soc Am 98:2524 (one displaced tone); SCIENCE 1.4 (the listeners'
threshold for unevenness, SD 2.51 ms over listeners).
"""

JND_MS = 6.0
JND_SHARE = 0.025
UNEVEN_SD_MS = 10.22
UNEVEN_NOTES_PER_S = 8.0
# As far from the tempo as a run may be that still counts as one at that tempo (SCIENCE 6.4).
NEAR_THE_RATE = 0.10


def audible_ms(ioi_ms: float) -> float:
    """Return the smallest displacement of one tone that a listener hears at an IOI, in ms.

    6 ms below an IOI of 240 ms, 2.5 % of it above.
    """
    return max(JND_MS, JND_SHARE * ioi_ms)


def audibly_uneven(sd_ioi_ms: float | None, mean_ioi_ms: float | None) -> bool | None:
    """Return whether a listener hears that a scale is uneven; None away from 8 notes a second.

    10.22 ms of sdIOI is where listeners find a scale at 8 notes a second uneven; unevenness and its
    threshold both change with the rate, so nothing is said of other rates.
    """
    if sd_ioi_ms is None or not mean_ioi_ms:
        return None
    if abs(1000 / mean_ioi_ms / UNEVEN_NOTES_PER_S - 1) > NEAR_THE_RATE:
        return None
    return sd_ioi_ms >= UNEVEN_SD_MS
