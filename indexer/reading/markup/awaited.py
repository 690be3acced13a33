"""The text of an element that has begun, gathered until the element ends."""

from __future__ import annotations

from indexer.reading.page import Named, tidy

_LONGEST = 40
_LONGEST_SOURCE = 400
_MOST_ELEMENTS = 8


class AwaitedName:
    """Text of which its element says that it is the source, the author or an account; ``place`` numbers it."""

    __slots__ = ("_at", "_depth", "_elements", "_pieces", "_role", "_size", "place")

    def __init__(self, role: str, at: int, place: int) -> None:
        self.place = place
        self._role = role
        self._at = at
        self._pieces: list[str] = []
        self._size = 0
        self._elements = self._depth = 1

    def add(self, text: str) -> None:
        """Take a run of text in the element."""
        self._size += len(text)
        if self._size <= _LONGEST_SOURCE:
            self._pieces.append(text)

    def begin_inner(self) -> bool:
        """Count an element within; tell whether there may still be a name: what holds much is none."""
        self._elements += 1
        self._depth += 1
        return self._elements <= _MOST_ELEMENTS

    def end_element(self) -> bool:
        """Tell whether the element that ended is the one whose text this is."""
        self._depth -= 1
        return self._depth == 0

    def name(self) -> Named | None:
        """Return the name, None where the text is too long for one or blank."""
        text = tidy("".join(self._pieces)) if self._size <= _LONGEST_SOURCE else ""
        return Named(self._at, self._role, text) if text and len(text) <= _LONGEST else None
