"""The rules of each game, without its screen: pure."""
