"""The next level from the results so far: pure."""
