"""From a finished take to its rows, what the player is shown, and the next level; pure."""
