"""What is said of a kept take: when it was played, what, and how each note lay."""

from datetime import date, datetime, timedelta

from engine.exercise import FINGER_NAMES
from engine.session.world import TakeSummary, World
from game.replaying import Part, PlayedNote
from game.screens.words import TITLES, WAYS, capital, hand_words
from game.view.keys import key_name

NOT_OPEN = "This take cannot be shown."
NO_NOTES = "Nothing was played in this take."


def local_of(summary: TakeSummary, world: World) -> datetime:
    """Return when a take was begun by the player's own clock."""
    return summary.started_utc + timedelta(minutes=world.utc_offset_min)


def day_words(day: date, today: date) -> str:
    """Return "Today", "Yesterday", or a day by its name; the year where it is another one."""
    known = {0: "Today", 1: "Yesterday"}.get((today - day).days)
    year = "" if day.year == today.year else f" {day.year}"
    return known or f"{day:%A}, {day.day} {day:%B}{year}"


def title_words(summary: TakeSummary) -> str:
    """Return the name of the game."""
    return TITLES[summary.task]


def exercise_words(summary: TakeSummary) -> str:
    """Return what was played: "C major scale, two octaves, upwards, right hand, 60 bpm"."""
    hand = hand_words(summary.hand)
    title = summary.title.removesuffix(f", {hand}")
    way = WAYS[summary.direction] if summary.direction else ""
    tempo = f"{summary.tempo_bpm:.0f} bpm" if summary.tempo_bpm else ""
    return ", ".join(words for words in (title, way, hand, tempo) if words)


def length_words(seconds: float) -> str:
    """Return a time at the keys: "3 minutes", below one "40 seconds"."""
    if seconds < 59.5:
        count, unit = round(seconds), "second"
    else:
        count, unit = round(seconds / 60), "minute"
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def part_words(part: Part, index: int, count: int) -> str:
    """Return which part this is."""
    return f"{'String' if part.pattern else 'Part'} {index + 1} of {count}"


def note_words(part: Part, note: PlayedNote) -> str:
    """Return how one note lay, or how it was struck where nothing says when it should come."""
    if part.pattern is None:
        held = f"held for {note.seconds:.1f} s"
        return f"{capital(key_name(note.pitch))}, struck at {note.velocity} of 127, {held}"
    if note.target is None:
        return f"One note more: {key_name(note.pitch)}"
    finger = FINGER_NAMES[note.finger] if note.finger else key_name(note.pitch)
    if note.deviation_ms is None:
        asked = part.pattern.targets[note.target].pitch
        other = (note.pitch - asked) % 12
        return capital(f"{finger}, another key than written" if other else finger)
    late_ms = round(note.deviation_ms)
    if late_ms == 0:
        return f"Even, {finger}"
    return f"{abs(late_ms)} ms {'late' if late_ms > 0 else 'early'}, {finger}"


def left_out_words(part: Part) -> str:
    """Return why a string did not count; empty where it did."""
    return f"This string was left out: {part.left_out.rstrip('.')}." if part.left_out else ""
