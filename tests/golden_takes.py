"""Golden takes: raw messages in, every number out; the file format and what is computed from it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from content.loader import exercise
from engine.measures.evenness import measure
from engine.measures.results import results
from engine.midi.capture import raw_array, take_of
from engine.take import RawMessage

FOLDER = Path(__file__).parent / "golden" / "takes"


def read_messages(path: Path) -> tuple[dict[str, Any], list[RawMessage]]:
    """Return the header and the messages of one JSON-lines file."""
    head, *lines = path.read_text("utf-8").splitlines()
    messages = []
    for line in lines:
        delta_ns, arrival_ns, port, data = json.loads(line)
        messages.append(RawMessage(arrival_ns, delta_ns, bytes.fromhex(data), port))
    return json.loads(head), messages


def write_messages(path: Path, head: dict[str, Any], messages: list[RawMessage]) -> None:
    """Write one JSON-lines file: a header, then [delta_ns, arrival_ns, port, hex bytes]."""
    lines = [json.dumps({"schema": 1, **head})]
    lines += [json.dumps([m.delta_ns, m.arrival_ns, m.port, m.data.hex()]) for m in messages]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def numbers(path: Path) -> dict[str, Any]:
    """Return all that a golden take says: timing, warnings and every result row."""
    head, messages = read_messages(path)
    raw, sysex_count = raw_array(messages)
    take = take_of(raw, ports=("golden",), api="golden", sysex_count=sysex_count)
    found = measure(take, exercise(head["exercise"]), tempo_bpm=head["tempo_bpm"])
    return {
        "schema": 1,
        "timing": asdict(take.timing),
        "notes": len(take.notes),
        "sysex_count": take.sysex_count,
        "pedal_used": take.pedal_used,
        "warnings": [*take.warnings, *found.warnings],
        "results": [asdict(row) for row in results(found)],
    }
