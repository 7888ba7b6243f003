"""The one moving part: drain, advance, measure, adapt, keep."""
