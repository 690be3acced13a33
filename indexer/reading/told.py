"""What a page tells of its article where readers do not see it, each value with its place."""

from __future__ import annotations

from typing import Literal, NamedTuple

Field = Literal["title", "date", "updated", "source", "author", "site", "url", "column", "keywords"]


class Told(NamedTuple):
    """A value for a field, as it is written there.

    ``weight`` says how likely such a place is to be right, from 0 to 1, ``place`` is that place in words for people.
    """

    field: Field
    value: str
    weight: float
    place: str


def told_of(told: tuple[Told, ...], field: Field) -> list[Told]:
    """Return what is told of one field, the most telling first, each value of a place once."""
    found = [t for t in told if t.field == field]
    return sorted(dict.fromkeys(found), key=lambda t: -t.weight) if found else found
