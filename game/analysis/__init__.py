"""What ``analyse`` says of recordings: to programs, as tables of rows, to people, as pictures."""
