"""Pure measures on takes and exercises."""
