"""Pure drawing: (surface, value, theme) -> None."""
