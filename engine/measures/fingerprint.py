"""A pianist's fingerprint: the irregularity profile, by which she can be told from others.

The same pattern of early and late notes comes back from session to session, with the sound off too;
a sudden change of it says that something else was played: a new fingering, another hand, another
person's file.

Conventions: profiles in ms, one value a target of one pattern, NaN where not known; only profiles
of the same pattern, hand and tempo can be compared.

References
----------
van Vugt et al. 2013, Front Psychol 4:134; SCIENCE 1.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.measures.lines import Matrix

FEWEST_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Whose profile is nearest; ``margin_ms`` is how much farther the next one lies.

    ``margin_ms`` is None where only one profile was known.
    """

    name: str
    distance_ms: float
    margin_ms: float | None


def fingerprint_distance(a: Matrix, b: Matrix) -> float:
    """Return the root of the sum of squared differences of two profiles, in ms.

    Places that either lacks are passed over, and the sum is scaled up for them, so that a note
    that was never hit makes nobody more alike. ValueError where the profiles differ in length or
    have under half of their places in common.

    Parameters
    ----------
    a, b : shape (targets,), ms
    """
    if a.shape != b.shape or a.ndim != 1:
        raise ValueError(f"profiles of one pattern are needed, got shapes {a.shape} and {b.shape}")
    difference = (a - b)[~np.isnan(a - b)]
    if len(difference) < max(1, FEWEST_SHARE * len(a)):
        raise ValueError(
            f"the profiles have {len(difference)} of {len(a)} notes in common, too few to compare"
        )
    return float(np.sqrt((difference**2).sum() * len(a) / len(difference)))


def identified(profile_ms: Matrix, known: Mapping[str, Matrix]) -> Identified:
    """Return the nearest of the known profiles; of equal ones the first. ValueError without any.

    Parameters
    ----------
    profile_ms : shape (targets,)
    known : by name, each shape (targets,)
    """
    if not known:
        raise ValueError("no profile is known to compare with")
    distances = {name: fingerprint_distance(profile_ms, each) for name, each in known.items()}
    name, *others = sorted(distances, key=distances.__getitem__)
    margin = distances[others[0]] - distances[name] if others else None
    return Identified(name=name, distance_ms=distances[name], margin_ms=margin)
