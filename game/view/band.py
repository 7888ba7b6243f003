"""Bands: a usual range behind values; hatched in high contrast, where no grey is left."""

from game.theme import Theme, mixed


def grid_colour(theme: Theme) -> str:
    """Return the colour of dotted grid lines; in high contrast half as bright as words."""
    return mixed(theme.card, theme.text3, 0.5) if theme.plain else theme.line


def band_svg(theme: Theme, shape: str, u: float) -> str:
    """Return a band of SVG; ``shape`` is an element's name and geometry: ``rect x="0" ...``."""
    if not theme.plain:
        return f'<{shape} fill="{theme.line}" fill-opacity="0.75"/>'
    step = 7 * u
    return (
        f'<pattern id="hatch" width="{step:g}" height="{step:g}" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="{1.2 * u:g}" height="{step:g}" fill="{theme.text3}" fill-opacity="0.7"/>'
        f'</pattern><{shape} fill="url(#hatch)" stroke="{theme.text3}" stroke-width="{u:g}"/>'
    )
