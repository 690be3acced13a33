"""Tables of figures, for the terminal and as Markdown for the documentation."""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Sequence
from statistics import median, quantiles

MEGABYTE = 1_000_000


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]], *, markdown: bool) -> None:
    """Print ``rows`` under ``head``; the first column stands left, the others right."""
    if markdown:
        print("|", " | ".join(head), "|")
        print("|---|" + "---:|" * (len(head) - 1))
        for row in rows:
            print("|", " | ".join(row), "|")
    else:
        widths = [max(map(_width, column)) for column in zip(head, *rows, strict=True)]
        for row in (head, ["-" * width for width in widths], *rows):
            cells = [
                _padded(cell, width, left=not at) for at, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            print("  ".join(cells).rstrip())
    print(flush=True)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int, *, left: bool) -> str:
    gap = " " * (width - _width(text))
    return text + gap if left else gap + text


def option_parser(description: str) -> argparse.ArgumentParser:
    """Return a parser with the options that every benchmark has."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--markdown", action="store_true", help="print tables as Markdown")
    return parser


def megabytes(size: float) -> str:
    """Write a number of bytes in megabytes."""
    return f"{size / MEGABYTE:,.1f} MB"


def percentile_95(values: Sequence[float]) -> float:
    """Return the value below which 95 in a hundred lie."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def spread(values: Sequence[float]) -> str:
    """Write the median of several runs with the least and the greatest."""
    if len(values) == 1:
        return f"{values[0]:,.1f}"
    return f"{median(values):,.1f} ({min(values):,.1f} to {max(values):,.1f})"
