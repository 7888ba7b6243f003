"""Which played note answers which target: runs cut and aligned, and which of them count."""
