"""Cells of tables that other programs open."""

from __future__ import annotations

_FORMULAS = (*"=+-@", *"＝＋－＠", "\t", "\r")
"""What a program that opens the table would reckon with, were it to stand first in a cell; full-width in some."""


def cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULAS) else text
