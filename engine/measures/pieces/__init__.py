"""Whole pieces: matched to their score, and measured by hand and note value."""
