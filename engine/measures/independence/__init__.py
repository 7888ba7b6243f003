"""Finger independence from MIDI: what one finger's stroke does to the others ("carry-over").

A note-on needs nearly the whole way of a key, so most of what a neighbour finger does in sympathy
is never seen. It shows on keys already held, in unintended note-ons, in releases, and in the time
and velocity of the next finger; those are measured here. Source: SCIENCE 2.
"""
