"""How a player changes over weeks: pure functions of stored results."""
