"""Files into exercises: the built-in ones and a teacher's own.

Small patterns become targets here: pitches and fingers are repeated ``loops`` times, the closing
note is the first one once more, and each target gets its id, for instance ``up-01``.
"""

import difflib
import re
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from content.schema import (
    EXERCISE_KEYS,
    MAX_NOTES,
    PATTERN_KEYS,
    PITCH_WORDS,
    SCHEMA,
    ContentError,
    Source,
    checked,
    parse,
)
from engine.exercise import Direction, Exercise, Hand, Pattern, Piece, Target
from engine.exercise.library import Library

SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SCORES = (".musicxml", ".xml", ".mxl", ".mei")
ACCIDENTALS = {"": 0, "#": 1, "b": -1}


def load_exercises(own: Iterable[Path] = ()) -> Library:
    """Return the built-in exercises by id, in order of id, then those of ``own`` files.

    A spot of one of them is found by its own id, and not listed.

    Raises
    ------
    ContentError
        when a file cannot be used or two hold the same id
    """
    folder = files("content") / "exercises"
    built_in = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")),
        key=lambda entry: entry.name,
    )
    exercises: dict[str, Exercise] = {}
    for entry in built_in:
        read = read_exercise(str(entry), entry.read_bytes())
        exercises[read.id] = read
    for path in own:
        read = load_file(path)
        if read.id in exercises:
            raise ContentError(
                f"{path}: there is already an exercise {read.id!r}; give this one its own id and"
                " file name"
            )
        exercises[read.id] = read
    return Library(exercises)


def exercise(exercise_id: str) -> Exercise:
    """Return a built-in exercise or a spot of one; ContentError with those there are."""
    exercises = load_exercises()
    if exercise_id in exercises:
        return exercises[exercise_id]
    if exercise_id.casefold().endswith((".mid", ".midi", ".kar")):
        raise ContentError(
            f"{exercise_id}: a recording is no exercise; name one of the library"
            f" ({', '.join(exercises)}) or a score in MusicXML or MEI"
        )
    close = difflib.get_close_matches(exercise_id, exercises, n=1)
    hint = f", did you mean {close[0]!r}?" if close else "."
    raise ContentError(
        f"there is no exercise {exercise_id!r}{hint} The library has {', '.join(exercises)}"
    )


def find(id_or_path: str) -> Exercise:
    """Return a built-in exercise by id, or the one in a ``.toml`` file by its path."""
    return load_file(Path(id_or_path)) if id_or_path.endswith(".toml") else exercise(id_or_path)


def find_music(id_or_path: str, hand: Hand = Hand.RIGHT) -> Exercise | Piece:
    """Return what ``find`` does or, of a path that ends as a score does, the piece in it.

    ``hand`` is the one that plays a score of one staff; anything else names its hands itself.

    Raises
    ------
    ContentError, ScoreFileError
        when there is none, or it cannot be read
    """
    if not is_score(id_or_path):
        return find(id_or_path)
    from content.score import read_score

    return read_score(Path(id_or_path), hand)


def is_score(id_or_path: str) -> bool:
    """Return whether this names a score file, by the end of its name: ``.mxl``, ``.mei`` ..."""
    return id_or_path.lower().endswith(SCORES)


def load_file(path: Path) -> Exercise:
    """Return the exercise in one file; ContentError says what is wrong with it and where."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ContentError(
            f"{path}: cannot be read: {error.strerror}. "
            "Check the name; an exercise is a .toml file."
        ) from None
    return read_exercise(str(path), content)


def read_exercise(name: str, content: bytes) -> Exercise:
    """Return the exercise that ``content``, the bytes of the file ``name``, describes.

    Raises
    ------
    ContentError
        when it is not UTF-8, not TOML, or says what ``content.schema`` does not allow
    """
    source = parse(name, content)
    _refuse_newer(source)
    said = checked(source, (), EXERCISE_KEYS)
    if said["id"] != Path(name).stem:
        problem = f'id is "{said["id"]}"; it must be "{Path(name).stem}", as the file is named'
        raise source.error(("id",), problem)
    if said["max_attempts"] < said["runs"]:
        problem = (
            f"max_attempts is {said['max_attempts']}; it must be at least runs, {said['runs']}"
        )
        raise source.error(("max_attempts",), problem)
    patterns: list[Pattern] = []
    for index in range(len(said["pattern"])):
        pattern = _pattern(source, index)
        if any(pattern.direction == other.direction for other in patterns):
            problem = f'direction "{pattern.direction}" stands twice; one pattern a direction'
            raise source.error(("pattern", index, "direction"), problem)
        patterns.append(pattern)
    return Exercise(
        id=said["id"],
        version=said["version"],
        title=said["title"],
        hand=Hand(said["hand"]),
        tempo_bpm=float(said["tempo_bpm"]),
        patterns=tuple(patterns),
        runs=said["runs"],
        max_attempts=said["max_attempts"],
        gap_s=float(said["gap_s"]),
        summary=said["summary"],
        source=said["source"],
    )


def _refuse_newer(source: Source) -> None:
    """Say so before an unknown key of a newer schema is called a mistake."""
    schema = source.data.get("schema")
    if type(schema) is int and schema > SCHEMA:
        raise source.error(
            ("schema",),
            f"schema is {schema}, this Evenhand reads {SCHEMA}; update Evenhand to use the file",
        )


def _pattern(source: Source, index: int) -> Pattern:
    at = ("pattern", index)
    said = checked(source, at, PATTERN_KEYS)
    pitches = [_pitch(source, index, token) for token in said["pitches"].split()]
    fingers = [_finger(source, index, token) for token in said["fingers"].split()]
    if len(pitches) != len(fingers):
        problem = f"fingers has {len(fingers)}, pitches has {len(pitches)}; one finger a pitch"
        raise source.error((*at, "fingers"), problem)
    closing = 1 if said["closing_note"] else 0
    count = len(pitches) * said["loops"] + closing
    if not 2 <= count <= MAX_NOTES:
        problem = f"pitches makes a run of {count}; it must be 2 to {MAX_NOTES} notes"
        raise source.error((*at, "pitches"), problem)
    played = list(zip(pitches, fingers, strict=True))
    played = played * said["loops"] + played[:closing]
    beat = float(said["duration_beat"])
    return Pattern(
        direction=Direction(said["direction"]),
        targets=tuple(
            Target(
                id=f"{said['direction']}-{rank:02d}",
                pitch=pitch,
                finger=finger,
                onset_beat=(rank - 1) * beat,
                duration_beat=beat,
            )
            for rank, (pitch, finger) in enumerate(played, start=1)
        ),
    )


def _pitch(source: Source, index: int, token: str) -> int:
    """Return the MIDI number of ``C4``, ``F#4``, ``Bb3`` or ``60``; C4 is 60."""
    if re.fullmatch(r"[0-9]{1,3}", token):
        pitch = int(token)
    elif named := re.fullmatch(r"([A-G])([#b]?)(-1|[0-9])", token):
        pitch = 12 * (int(named[3]) + 1) + SEMITONES[named[1]] + ACCIDENTALS[named[2]]
    else:
        pitch = -1
    if not 0 <= pitch <= 127:
        problem = f'pitches has "{token}"; a pitch must be {PITCH_WORDS}'
        raise source.error(("pattern", index, "pitches"), problem)
    return pitch


def _finger(source: Source, index: int, token: str) -> int:
    if token not in {"1", "2", "3", "4", "5"}:
        problem = f'fingers has "{token}"; a finger must be 1 (thumb) to 5 (little finger)'
        raise source.error(("pattern", index, "fingers"), problem)
    return int(token)
