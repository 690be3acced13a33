"""Damage that saving did, mended line by line: readings that a mirror put into text, and text that they shifted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from indexer.reading.glosses import GLOSS, Survey, readings_in, survey
from indexer.reading.readings import ENCODING
from indexer.reading.shifts import MARK, Edit, Scale, straighten

_AROUND = 8
"""Characters that are shown on either side of a place that could not be mended."""


class Mend(NamedTuple):
    """One repaired place: offsets in the repaired text, what was there, what is, and the rule's name.

    ``gloss`` took a reading away from behind its character, ``shift`` put lost bytes back.
    """

    start: int
    end: int
    before: str
    after: str
    rule: str


class Mended(NamedTuple):
    """A text with its damage undone, each place, and what stands around each of those that could not be mended."""

    text: str
    mends: tuple[Mend, ...] = ()
    left: tuple[str, ...] = ()


class Mender:
    """Undoes what the mirror that a page was saved from did to its texts; each is mended once."""

    def __init__(self, found: Survey) -> None:
        self._survey = found
        self._scale = Scale()
        self._known: dict[str, Mended] = {}

    def mend(self, text: str) -> Mended:
        """Return ``text`` with its damage undone."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._mend(text)
        return known

    def _mend(self, text: str) -> Mended:
        if ")" not in text and "）" not in text and "?！" not in text:
            return Mended(text)
        try:
            saved = text.encode(ENCODING)
        except UnicodeEncodeError:
            return _strip(text, self._survey)
        if self._scale.is_spent or not _is_shifted(saved, text):
            return _strip(text, self._survey)
        done = straighten(saved, self._survey, self._scale)
        behind = saved[done.until :].decode(ENCODING)
        before = text[: len(text) - len(behind)]
        return _joined(_undo(before, saved[: done.until], done.edits, done.left), _strip(behind, self._survey))


def _joined(first: Mended, last: Mended) -> Mended:
    """Return two mended texts as one."""
    size = len(first.text)
    moved = (mend._replace(start=mend.start + size, end=mend.end + size) for mend in last.mends)
    return Mended(first.text + last.text, (*first.mends, *moved), first.left + last.left)


def make_mender(texts: Iterable[str]) -> Mender | None:
    """Return what mends the texts of a page, None where no mirror had a hand in it."""
    found = survey(texts)
    return None if found is None else Mender(found)


def _is_shifted(saved: bytes, text: str) -> bool:
    """Tell whether a mark stands in a line that is more than a reading behind its character."""
    return "?" in text or sum(1 for _ in MARK.finditer(saved)) > sum(
        len(readings_in(m[2])) for m in GLOSS.finditer(text)
    )


def _strip(text: str, found: Survey) -> Mended:
    """Return ``text`` without readings behind their characters."""
    pieces: list[str] = []
    mends: list[Mend] = []
    at = size = 0
    for match in GLOSS.finditer(text):
        if not all(found.explains(match[1], reading) for reading in readings_in(match[2])):
            continue
        pieces.append(text[at : match.start() + 1])
        size += len(pieces[-1])
        mends.append(Mend(size - 1, size, match[0], match[1], "gloss"))
        at = match.end()
    return Mended("".join([*pieces, text[at:]]), tuple(mends))


def _undo(text: str, saved: bytes, edits: Sequence[Edit], left: tuple[int, ...]) -> Mended:
    """Return what edits in the bytes make of a text, each stretch that differs as one place."""
    pieces, at = [], 0
    for edit in edits:
        pieces += [saved[at : edit.start], edit.bytes]
        at = edit.end
    mended = b"".join([*pieces, saved[at:]]).decode(ENCODING)
    before, after = _bounds(text), _bounds(mended)
    mends = tuple(_places(text, mended, list(_in_step(before, after, edits))))
    offsets = (bisect_left(before, place) for place in left)
    return Mended(mended, mends, tuple(text[max(0, at - _AROUND) : at + _AROUND] for at in offsets))


def _bounds(text: str) -> list[int]:
    """Return where each character begins in the bytes, and where the last one ends."""
    return list(accumulate((len(char.encode(ENCODING)) for char in text), initial=0))


def _in_step(before: list[int], after: list[int], edits: Sequence[Edit]) -> Iterator[tuple[int, int]]:
    """Yield the offsets in both texts at which the same bytes begin a character in both.

    Where a reading was taken out, its character counts to the place that was mended.
    """
    where = {byte: offset for offset, byte in enumerate(after)}
    waiting = iter([*edits, Edit(before[-1] + 1, before[-1] + 1, b"")])
    edit, shift = next(waiting), 0
    for offset, byte in enumerate(before):
        while byte >= edit.end:
            shift += len(edit.bytes) - (edit.end - edit.start)
            edit = next(waiting)
        if byte < edit.start or (byte == edit.start and edit.bytes):
            there = where.get(byte + shift)
            if there is not None:
                yield offset, there


def _places(text: str, mended: str, steps: list[tuple[int, int]]) -> Iterator[Mend]:
    for (old, new), (old_end, new_end) in pairwise(steps):
        before, after = text[old:old_end], mended[new:new_end]
        if before != after:
            is_gloss = len(after) == 1 and GLOSS.fullmatch(before) and before[0] == after
            yield Mend(new, new_end, before, after, "gloss" if is_gloss else "shift")
