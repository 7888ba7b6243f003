"""What each game asks for when it is offered: one file a game, ``step(standing, exercises)``."""
