"""What Evenhand says of itself: what it is, what it cannot tell, and what it is made of.

The figures are those of SCIENCE 0 and 7; each sentence is meant for someone whose hand hurts.
"""

from importlib.metadata import PackageNotFoundError, version

from game.screens.words import typeset

TITLE = "About Evenhand"
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "What it is",
        (
            "Evenhand hears how evenly your fingers play and shows it week by week.",
            "It has seven games for fingers that do not obey evenly.",
            "It trains and measures; it does not diagnose or treat.",
        ),
    ),
    (
        "If something hurts",
        (
            "Stop. What you played is kept.",
            "For pain, numbness, tingling or cramp, see a clinician who knows musicians.",
            "No one knows how much practice helps dystonia. The daily limit is a careful guess, "
            "not a prescription.",
        ),
    ),
    (
        "What it can see",
        (
            "When each key goes down and comes up, and how hard.",
            "It cannot see posture, tension, pain, or which finger pressed: it goes by the "
            "fingering on the screen.",
            "An uneven scale is no diagnosis: two studies found hands with dystonia less even than "
            "others, one found no difference.",
        ),
    ),
    (
        "How to read the figures",
        (
            "Your weeks are compared with your own, never with others.",
            "Inside the usual range is no real change, however it looks.",
            "Felt and measured can differ: in a study of 54 pianists, 82 % felt better and 43 % "
            "measurably were. Both are true.",
        ),
    ),
)


def licence_words() -> str:
    """Return version and licences in two sentences."""
    try:
        which = f"Evenhand {version('evenhand')}"
    except PackageNotFoundError:
        which = "Evenhand"
    return (
        f"{which}, free under the Apache License 2.0. "
        "Type: Atkinson Hyperlegible Next, SIL Open Font License 1.1."
    )


def paragraphs(part: int) -> tuple[str, tuple[str, ...]]:
    """Return one part's title and its sentences, set in the apostrophes of print."""
    title, sentences = PARTS[part]
    return title, tuple(typeset(sentence) for sentence in sentences)
