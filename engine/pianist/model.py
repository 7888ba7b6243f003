"""Who the virtual pianist is: every parameter, and how it changes with days and minutes.

Conventions: five values are those of fingers 1 to 5; rates are probabilities; SDs and lateness
are in ms. All onset times come from one formula (SCIENCE 1.3, 3.2): grid + drift + lateness of the
finger and the transition + sum of the clock's errors so far + the onset's own error.
"""

from dataclasses import dataclass, field, fields, replace

import numpy as np

Five = tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When the keys go down.

    ``onset_sd_ms`` is white noise on each onset (the motor SD of Wing and Kristofferson),
    ``clock_sd_ms`` the SD of each interval of their clock, whose errors add up. ``finger_late_ms``
    and ``transition_late_ms`` (from finger, to finger, ms) displace the arriving onset and no
    other; the first of a run has no transition. Each interval is ``drift_ms_per_note`` longer than
    the one before, about an unchanged mean. Both SDs are those at ``reference_ioi_ms``; at another
    mean IOI they are multiplied by (IOI / reference) ** ``tempo_exponent``, so that a negative
    exponent makes fast playing less even.
    """

    onset_sd_ms: float = 5.0
    clock_sd_ms: float = 0.0
    finger_late_ms: Five = (0.0, 0.0, 0.0, 0.0, 0.0)
    transition_late_ms: tuple[tuple[int, int, float], ...] = ()
    drift_ms_per_note: float = 0.0
    tempo_exponent: float = 0.0
    reference_ioi_ms: float = 250.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """How hard and how long: velocities (MIDI units), and overlap as a share of the IOI (KOR).

    ``velocity_coupling`` is the correlation of a note's velocity, less its finger's, with that of
    the next note of the run; between -1 and 1.
    """

    velocity: Five = (68.0, 66.0, 66.0, 62.0, 64.0)
    velocity_sd: Five = (4.0, 4.0, 4.0, 4.0, 4.0)
    overlap: float = 0.05
    overlap_sd: float = 0.03
    velocity_coupling: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Slips:
    """What goes wrong: rates a target, and ``break_off_rate`` a run.

    An extra is a light graze of a key beside the one meant, a bounce a second strike within 25 ms
    of the release, a substitution another key in the target's place.
    """

    miss_rate: float = 0.0
    substitute_rate: float = 0.0
    extra_rate: float = 0.0
    bounce_rate: float = 0.0
    break_off_rate: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """How a cue is answered.

    ``median_s`` is the reaction time a finger among two in play has, ``hick_s`` what each further
    bit of choice adds; both lognormal with ``log_sd``. ``lapse_rate`` are errors that no time
    would prevent, ``confusion_rate`` those of a finger at its ease; hurry adds more (``respond``).
    ``leak_rate`` is how often a finger takes a neighbour with it.
    """

    median_s: Five = (0.42, 0.42, 0.44, 0.50, 0.48)
    hick_s: float = 0.10
    log_sd: float = 0.16
    lapse_rate: float = 0.01
    confusion_rate: Five = (0.01, 0.01, 0.02, 0.04, 0.03)
    leak_rate: Five = (0.0, 0.0, 0.01, 0.03, 0.02)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What time does: growth of the noise a minute, SD of ln(day), and the gain of a week.

    A day multiplies noise and lateness by exp(N(0, ``day_log_sd``) - ``gain_per_week`` * weeks);
    a session multiplies the noise by exp(``fatigue_per_min`` * minutes).
    """

    fatigue_per_min: float = 0.0
    day_log_sd: float = 0.0
    gain_per_week: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pianist:
    """One virtual pianist, on one day at one minute of a session.

    Raises
    ------
    ValueError
        for a negative SD, a rate outside 0 to 1, or a value that is not finite
    """

    rhythm: Rhythm = field(default_factory=Rhythm)
    touch: Touch = field(default_factory=Touch)
    slips: Slips = field(default_factory=Slips)
    reaction: Reaction = field(default_factory=Reaction)
    change: Change = field(default_factory=Change)
    unevenness: float = 1.0
    minute: float = 0.0

    def __post_init__(self) -> None:
        for part in (self.rhythm, self.touch, self.slips, self.reaction, self.change):
            for each in fields(part):
                _refuse_impossible(each.name, np.asarray(getattr(part, each.name), np.float64))
        if not (0 <= self.unevenness < np.inf and 0 <= self.minute < np.inf):
            raise ValueError("unevenness and minute must not be negative")
        if any({*pair} - {1, 2, 3, 4, 5} for *pair, _ in self.rhythm.transition_late_ms):
            raise ValueError("transition_late_ms must name fingers 1 to 5")
        if self.slips.miss_rate + self.slips.substitute_rate > 1:
            raise ValueError("miss_rate + substitute_rate is over 1; a target is one or the other")
        if not -1 < self.touch.velocity_coupling < 1:
            raise ValueError("velocity_coupling must be between -1 and 1")
        if self.rhythm.reference_ioi_ms <= 0 or min(self.reaction.median_s) <= 0:
            raise ValueError("reference_ioi_ms and median_s must be over 0")

    def on_day(self, week: float, rng: np.random.Generator) -> "Pianist":
        """Return the pianist at the start of a day, ``week`` weeks (fractions too) after the first.

        The day's wobble is drawn anew; call it once a day.
        """
        wobble = rng.normal(0.0, self.change.day_log_sd)
        factor = float(np.exp(wobble - self.change.gain_per_week * week))
        return replace(self, unevenness=factor, minute=0.0)

    def at_minute(self, minute: float) -> "Pianist":
        """Return the pianist ``minute`` minutes into the session."""
        return replace(self, minute=minute)

    def noise_factor(self, mean_ioi_s: float, minute: float) -> float:
        """Return what both SDs are multiplied by at this tempo and this minute."""
        tempo = (mean_ioi_s * 1e3 / self.rhythm.reference_ioi_ms) ** self.rhythm.tempo_exponent
        return float(self.unevenness * tempo * np.exp(self.change.fatigue_per_min * minute))


def _refuse_impossible(name: str, value: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> None:
    if not np.all(np.isfinite(value)):
        raise ValueError(f"{name} must be finite")
    if name.endswith("_rate") and not np.all((value >= 0) & (value <= 1)):
        raise ValueError(f"{name} must be 0 to 1")
    if ("_sd" in name or name == "velocity") and np.any(value < 0):
        raise ValueError(f"{name} must not be negative")
