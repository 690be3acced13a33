"""Columns of signs on a terminal: how a number changes over time, at a glance."""

from __future__ import annotations

from collections.abc import Sequence

HEIGHT = 6
"""Lines that a plot is high."""

_BLOCKS = " ▁▂▃▄▅▆▇█"
_EIGHTHS = len(_BLOCKS) - 1
_NOT_COUNTED = "·"


def gathered(values: Sequence[float | None], width: int) -> list[float | None]:
    """Return at most ``width`` values, each the greatest of some that follow each other; None where all are None."""
    together = -(-len(values) // width) if values else 1
    groups = (values[at : at + together] for at in range(0, len(values), together))
    return [max((value for value in group if value is not None), default=None) for group in groups]


def plot(values: Sequence[float | None], most: float) -> list[str]:
    """Return the lines of a plot, the highest first: a column for each value, a dot where there is none."""
    eighths = [None if value is None else _eighths(value, most) for value in values]
    return [
        "".join(
            (_NOT_COUNTED if row == 0 else " ")
            if full is None
            else _BLOCKS[min(_EIGHTHS, max(0, full - row * _EIGHTHS))]
            for full in eighths
        )
        for row in reversed(range(HEIGHT))
    ]


def _eighths(value: float, most: float) -> int:
    """Return how many eighths of a sign a column is high; something that is more than nothing is seen."""
    return max(1, round(value / most * HEIGHT * _EIGHTHS)) if value and most else 0
