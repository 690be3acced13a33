"""A page of which parts had been decoded wrongly before it was saved: the page mended, and what was mended where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from indexer.article import Repair, RepairedField
from indexer.reading.charsets.mojibake import is_garbled, left_garbled, mend_mojibake
from indexer.reading.page import Line, Page
from indexer.reading.repairs.repair import Mend

_CONTROLS = re.compile("[\x80-\x9f]")
_Known = dict[str, tuple[Mend, ...]]


class GarbledPage(NamedTuple):
    """The page as it was before, and the mends of each text in it that was mended, by the mended text."""

    page: Page
    mends: _Known

    def repairs_of_lines(self, field: RepairedField, lines: Iterable[str]) -> Iterator[Repair]:
        """Yield what was mended in a field that is these lines of the page, joined by line ends."""
        return _numbered(field, ((line, self.mends.get(line, ())) for line in lines))

    def repairs_of_values(self, field: RepairedField, values: Iterable[str]) -> Iterator[Repair]:
        """Yield what was mended in a field that is these parts of lines of the page, joined by line ends."""
        return _numbered(field, ((value, self._mends_of(value)) for value in values))

    def _mends_of(self, value: str) -> tuple[Mend, ...]:
        if value in self.mends:
            return self.mends[value]
        for line, mends in self.mends.items():
            start = line.find(value) if value else -1
            if start >= 0:
                return tuple(_within(mends, start, start + len(value)))
        return ()


def _numbered(field: RepairedField, values: Iterable[tuple[str, tuple[Mend, ...]]]) -> Iterator[Repair]:
    at = 0
    for value, mends in values:
        for mend in mends:
            yield Repair(field, mend.start + at, mend.end + at, mend.before, mend.after, mend.rule)
        at += len(value) + 1


def mend_garbled(page: Page) -> GarbledPage | None:
    """Return the page with its wrongly decoded parts turned back, None where there is nothing to do."""
    joined = "\n".join(line.text for line in page.lines)
    if not is_garbled(joined) and not is_garbled(page.head.title) and not _CONTROLS.search(joined):
        return None
    known: _Known = {}

    def mend(text: str) -> str:
        mended, mends = _mend(text)
        if mends:
            known[mended] = mends
        return mended

    lines = tuple(_mended_line(line, mend(line.text)) for line in page.lines)
    named = tuple(named._replace(text=_mend(named.text)[0]) for named in page.named)
    metas = tuple((name, mend(content)) for name, content in page.head.metas)
    head = page.head._replace(title=mend(page.head.title), metas=metas)
    return GarbledPage(page._replace(lines=lines, named=named, head=head), known)


def _mend(text: str) -> tuple[str, tuple[Mend, ...]]:
    """Return a line mended, without the controls that were kept as possible halves of characters."""
    mended, mends = mend_mojibake(text)
    if not _CONTROLS.search(mended):
        return mended, mends
    spaced = _CONTROLS.sub(" ", mended)
    shown = spaced.strip()
    lead = len(spaced) - len(spaced.lstrip())
    return shown or "\ufffd", tuple(m._replace(start=m.start - lead, end=m.end - lead) for m in mends)


def garbled_problems(text: str) -> tuple[str, ...]:
    """Return a sentence about the places of a text that had been decoded wrongly and cannot be turned back."""
    count = left_garbled(text)
    places = "1 place" if count == 1 else f"{count} places"
    return (f"At {places} the text had been decoded wrongly and cannot be turned back.",) if count else ()


def _mended_line(line: Line, text: str) -> Line:
    return line if text == line.text else line._replace(text=text, pieces=(text,), linked=min(line.linked, len(text)))


def _within(mends: tuple[Mend, ...], start: int, end: int) -> Iterator[Mend]:
    """Yield the mends that lie wholly in a part of their line, with offsets in the part."""
    for mend in mends:
        if start <= mend.start and mend.end <= end:
            yield mend._replace(start=mend.start - start, end=mend.end - start)
