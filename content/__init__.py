"""What to play: exercises, exercise sets and the files that hold them."""
