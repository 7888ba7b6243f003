"""One sitting as frozen states and one advance(): pure."""
