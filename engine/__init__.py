"""The engine hears, judges, adapts and remembers; it never draws.

``EvenhandError`` is the root of every error meant for a person: what, where, what to do. The
command line prints it as one sentence and exits 1; each module draws its own branch.
"""


class EvenhandError(Exception):
    """Something a person can mend; the message says what, where and what to do."""
