"""Make the golden takes and their expected numbers anew; look at the difference before you commit.

``python -m tools.bless`` writes tests/golden/takes; BLESS=1 pytest writes the golden screens.
"""

import json

import numpy as np

from content.loader import exercise
from engine.exercise import Direction
from engine.pianist import Instrument, Pianist, Rhythm, Slips, messages_of, play, raw_of
from engine.take import RawMessage
from tests.golden_takes import FOLDER, numbers, write_messages

CLUMSY = Slips(
    miss_rate=0.01, substitute_rate=0.01, extra_rate=0.01, bounce_rate=0.01, break_off_rate=0.1
)
LATE_FOUR = Rhythm(onset_sd_ms=6.0, clock_sd_ms=2.0, finger_late_ms=(0.0, 0.0, 0.0, 9.0, 0.0))
# name: exercise, direction, tempo, pianist, instrument
TAKES = {
    "scale-up-clean": (
        "scale-c-right", Direction.UP, 60.0, Pianist(), Instrument(),
    ),
    "scale-down-left-clumsy": (
        "scale-c-left", Direction.DOWN, 80.0, Pianist(slips=CLUMSY), Instrument(),
    ),
    "five-finger-late-ring": (
        "five-finger-c-right", Direction.LOOP, 60.0, Pianist(rhythm=LATE_FOUR),
        Instrument(note_on_zero=True),
    ),
    "five-finger-whole-ms": (
        "five-finger-c-left", Direction.LOOP, 60.0, Pianist(), Instrument(grid_ns=1_000_000),
    ),
}  # fmt: skip


def with_the_rest_of_a_piano(messages: list[RawMessage]) -> list[RawMessage]:
    """Put clock, active sensing, a system exclusive message and the pedal between the notes."""
    mixed: list[RawMessage] = []
    for index, message in enumerate(messages):
        extra = {5: b"\xf8", 9: b"\xfe", 12: b"\xf0\x7e\x00\xf7", 20: b"\xb0\x40\x7f"}.get(index)
        if extra is not None and message.delta_ns > 2:
            half = message.delta_ns // 2
            mixed.append(RawMessage(message.arrival_ns - half, half, extra))
            message = message._replace(delta_ns=message.delta_ns - half)  # noqa: PLW2901
        mixed.append(message)
    return mixed


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for seed, (name, (id_, direction, tempo_bpm, pianist, instrument)) in enumerate(TAKES.items()):
        rng = np.random.default_rng(seed)
        played = play(pianist, exercise(id_), direction, tempo_bpm, 10, rng)
        messages = list(messages_of(raw_of(played.notes, rng, instrument), 10**12))
        if name == "scale-up-clean":
            messages = with_the_rest_of_a_piano(messages)
        path = FOLDER / f"{name}.jsonl"
        write_messages(path, {"exercise": id_, "tempo_bpm": tempo_bpm}, messages)
        expected = json.dumps(numbers(path), indent=1)
        path.with_suffix(".expected.json").write_text(expected + "\n", "utf-8")
        print(name, len(messages), "messages")


if __name__ == "__main__":
    main()
