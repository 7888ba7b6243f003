"""Fonts, images and sounds, read through importlib.resources."""
