"""What a player can tell: fingers apart, a harder press, a late note (SCIENCE 4.4, 4.6)."""
