"""A page with its damage undone, and where each of its values was mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from indexer.article import Repair, RepairedField
from indexer.reading.page import Head, Line, Page, tidy_saved
from indexer.reading.repairs.glosses import MOST_READINGS
from indexer.reading.repairs.repair import Mend, Mended, Mender, make_mender

_GIVEN_UP = f"A mirror damaged more than {MOST_READINGS:,} places of this page; the others were left as they are."


class MendedPage(NamedTuple):
    """The mended page; beside each of its lines, and for what its head says, what was done to it."""

    page: Page
    lines: tuple[Mended, ...] = ()
    heads: tuple[Mended, ...] = ()
    is_given_up: bool = False
    """Whether there was more damage than is mended of one page."""

    def repairs_of_lines(self, field: RepairedField, numbers: Iterable[int]) -> Iterator[Repair]:
        """Yield what was mended in a field that is these lines, joined by line ends."""
        at = 0
        for number in numbers if self.lines else ():
            for mend in self.lines[number].mends:
                yield Repair(field, mend.start + at, mend.end + at, mend.before, mend.after, mend.rule)
            at += len(self.lines[number].text) + 1

    def repairs_of_values(self, field: RepairedField, values: Iterable[str], first: int = -1) -> Iterator[Repair]:
        """Yield what was mended in a field that is these values, joined by line ends.

        Each is sought in the line ``first``, then in the others and the head.
        """
        at = 0
        for value in values if self.lines else ():
            for mend in self._mends_of(value, first):
                yield Repair(field, mend.start + at, mend.end + at, mend.before, mend.after, mend.rule)
            at += len(value) + 1

    def _mends_of(self, value: str, first: int) -> list[Mend]:
        nearest = self.lines[first : first + 1] if first >= 0 else ()
        for mended in (*nearest, *self.lines, *self.heads):
            start = mended.text.find(value) if mended.mends or mended in nearest else -1
            if start >= 0:
                return _within(mended.mends, start, start + len(value))
        return []

    def problems(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """Return a sentence about the places in these lines that a mirror damaged and that could not be mended."""
        left = [place for number in (numbers if self.lines else ()) for place in self.lines[number].left]
        told = (_GIVEN_UP,) if self.is_given_up else ()
        if not left:
            return told
        places = "One place" if len(left) == 1 else f"{len(left):,} places"
        return (
            f"{places} that a mirror damaged could not be repaired, such as “{left[0]}”: compare another copy.",
            *told,
        )


def mend_page(saved: Page) -> MendedPage:
    """Return a page with what a mirror did to it undone."""
    mender = make_mender(line.text for line in saved.lines)
    if mender is None:
        return MendedPage(saved)
    lines: list[Line] = []
    done: list[Mended] = []
    numbers: list[int] = []
    for line in saved.lines:
        numbers.append(len(lines))
        for part in _split(mender.mend(line.text)):
            lines.append(line._replace(text=part.text, pieces=_pieces(line, part, mender)))
            done.append(part)
    named = tuple(n._replace(at=numbers[n.at], text=mender.mend(n.text).text) for n in saved.named)
    heads = tuple(map(mender.mend, filter(None, (saved.head.title, *(content for _, content in saved.head.metas)))))
    page = saved._replace(lines=tuple(lines), named=named, head=_mend_head(saved.head, mender))
    return MendedPage(page, tuple(done), heads, mender.is_spent)


def _mend_head(head: Head, mender: Mender) -> Head:
    return head._replace(
        title=mender.mend(head.title).text,
        metas=tuple((name, mender.mend(content).text) for name, content in head.metas),
        notes=tuple(note._replace(value=mender.mend(note.value).text) for note in head.notes),
        linked_data=tuple(mender.mend(script).text for script in head.linked_data),
    )


def _pieces(line: Line, part: Mended, mender: Mender) -> tuple[str, ...]:
    """Return a line's pieces mended; where a shifted run may cross them, the line is one piece."""
    if len(line.pieces) < 2 or any(mend.rule != "gloss" for mend in part.mends):
        return (part.text,)
    return tuple(mender.mend(piece).text for piece in line.pieces)


def _split(mended: Mended) -> list[Mended]:
    """Return the lines that a mended line is: a shifted run may have swallowed the line end behind it."""
    if "\n" not in mended.text:
        return [mended]
    parts: list[Mended] = []
    at = 0
    for raw in mended.text.split("\n"):
        text = tidy_saved(raw)
        start = at + raw.find(text)
        if text:
            parts.append(Mended(text, tuple(_within(mended.mends, start, start + len(text)))))
        at += len(raw) + 1
    last = len(parts) - 1
    return [part._replace(left=mended.left) if n == last else part for n, part in enumerate(parts)] or [mended]


def _within(mends: Iterable[Mend], start: int, end: int) -> list[Mend]:
    """Return the mends of a part, with offsets in the part; of one that reaches beyond it what lies in it."""
    return [
        mend._replace(
            start=max(mend.start, start) - start,
            end=min(mend.end, end) - start,
            after=mend.after[max(0, start - mend.start) : end - mend.start],
        )
        for mend in mends
        if (mend.start < end and mend.end > start) or start <= mend.start == mend.end <= end
    ]
