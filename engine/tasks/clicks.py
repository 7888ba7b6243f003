"""What a trial asks to be heard: its clicks and its cues, each at a time of the take's clock.

The rules of a game only say what is due and when. Whether a loudspeaker, the piano or only the
ring on the screen tells it is the player's choice.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicks:
    """The clicks of one stretch of playing; another value is another stretch.

    Click k is due at ``from_ns`` + 60e9 k / ``tempo_bpm``; there are ``beats`` of them, or as many
    as the stretch lasts where it is None.
    """

    from_ns: int
    tempo_bpm: float
    beats: int | None = None

    def due_ns(self, click: int) -> int:
        """Return when a click is due, the first being 0."""
        return self.from_ns + round(click * 60e9 / self.tempo_bpm)

    def beat_at(self, now_ns: int) -> float | None:
        """Return how many beats after the first click ``now_ns`` is; None outside the clicks."""
        beat = (now_ns - self.from_ns) * self.tempo_bpm / 60e9
        ended = self.beats is not None and beat >= self.beats
        return None if beat < 0 or ended else beat


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """A cue to be heard: one note of ``seconds`` at ``at_ns``."""

    at_ns: int
    pitch: int
    seconds: float = 0.6
