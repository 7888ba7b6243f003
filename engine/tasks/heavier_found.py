"""What a trial of Heavier or Lighter? said, as the screen after it shows it; free of any fit."""

from dataclasses import dataclass

from engine.measures.figure import Figure

# (the second velocity less the first, whether the second was said to be the harder)
Judgement = tuple[int, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeavierFound:
    """The judgements of one finger on one instrument, in its own units of velocity.

    ``today`` is how many pairs this trial held; in ``agreed`` of its ``unequal`` ones the answer
    and the piano said the same, a share of ``agreement`` with its interval. ``judgements`` are
    those of this trial and of the latest before it, from which ``threshold`` and ``order_bias``
    are fitted: null with the ``reason`` why, and while there are fewer than ``needed``.
    ``discarded`` were too plain to say anything. ``band`` are the differences worth judging next.
    """

    finger: int
    today: int
    agreed: int
    unequal: int
    judgements: tuple[Judgement, ...]
    needed: int
    band: tuple[float, float]
    agreement: Figure | None = None
    threshold: Figure | None = None
    order_bias: Figure | None = None
    lapse: float = 0.0
    discarded: int = 0
    reason: str | None = None

    @property
    def enough(self) -> bool:
        """Whether there are as many judgements as a threshold needs."""
        return len(self.judgements) >= self.needed
