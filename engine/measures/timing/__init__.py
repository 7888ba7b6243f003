"""To a beat and without one: asynchrony, clock and motor, phase correction (SCIENCE 3)."""
