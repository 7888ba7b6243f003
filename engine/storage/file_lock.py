"""One lock on one open file, which goes when the file is closed or its process ends."""

import sys
from io import FileIO

if sys.platform == "win32":  # pragma: no cover - no test runs there
    import msvcrt

    # Windows locks bytes, not files, and what is locked cannot be read: a byte far past the end.
    _FAR = 1 << 40

    def locked(file: FileIO) -> bool:
        """Take the lock; False when another open file holds it."""
        here = file.tell()
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(here)
        return True

else:
    import fcntl

    def locked(file: FileIO) -> bool:
        """Take the lock; False when another open file holds it."""
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
