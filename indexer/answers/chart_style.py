"""How the lines of a chart look: dashes, signs, and the style sheet of a chart that stands alone."""

from __future__ import annotations

MOST_LINES = 10
"""Lines that look different from each other."""

DASHES = ("", "9 4", "2 4", "12 4 2 4", "18 5")
"""Lengths of dashes and gaps; a whole line where there are none."""

_SIGNS = (
    "M{l} {y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",  # a disc
    "M{l} {t}h8v8h-8z",  # a square
    "M{x} {t}l5 9h-10z",  # a triangle
    "M{x} {t}l5 5l-5 5l-5 -5z",  # a square on its corner
    "M{l} {t}h3l1 3l1 -3h3l-2 4l2 4h-3l-1 -3l-1 3h-3l2 -4z",  # a cross
)

LIGHT = ("#9a2f1d", "#1c5d8f", "#2c6b4f", "#8a5a00", "#6a3d9a", "#a1306b", "#20707d", "#5e5c1c", "#55504a", "#b3501c")
DARK = ("#eb9c85", "#8fc1ea", "#8fcfae", "#e3b95a", "#c5a8ee", "#eb9cc4", "#7fd0dd", "#cfcb7e", "#c0b9ae", "#f0ab73")


def sign(number: int, x: float, y: float) -> str:
    """Return the path of the sign that stands on a line at a place."""
    shape = _SIGNS[(number + number // len(_SIGNS)) % len(_SIGNS)]
    return shape.format(x=f"{x:.1f}", y=f"{y:.1f}", l=f"{x - 4:.1f}", t=f"{y - 4:.1f}")


def _colours(colours: tuple[str, ...]) -> str:
    return "".join(f".line-{number}{{color:{colour}}}" for number, colour in enumerate(colours))


STYLE = (
    ".page{font:13px system-ui,sans-serif}.paper{fill:#fbf9f4}text{fill:#211e1a}"
    ".frame path{stroke:#ddd6c8}.frame text{fill:#655e54}"
    ".way{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round}.mark{fill:currentColor}.spot{opacity:0}"
    f"{_colours(LIGHT)}"
    "@media (prefers-color-scheme:dark){.paper{fill:#181614}text{fill:#e6e0d5}"
    f".frame path{{stroke:#3a352f}}.frame text{{fill:#a59c8e}}{_colours(DARK)}}}"
)
"""The style sheet of a chart that stands alone, for light and dark."""
