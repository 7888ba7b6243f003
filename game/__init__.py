"""What a player sees and hears."""
