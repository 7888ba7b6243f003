"""The virtual pianist at the keys of the real loop."""

from game.rehearsal.rehearsal import Rehearsal, Rehearsed

__all__ = ["Rehearsal", "Rehearsed"]
