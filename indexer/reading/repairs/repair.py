"""Damage that saving did, mended line by line: readings that a mirror put into text, and text that they shifted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise
from typing import NamedTuple

from indexer.reading.repairs.glosses import GLOSS, MOST_READINGS, Survey, readings_in, survey
from indexer.reading.repairs.readings import ENCODING
from indexer.reading.repairs.shifts import MARK, Edit, Scale, straighten

_AROUND = 8
"""Characters that are shown on either side of a place that could not be mended."""


_STRETCH = 20_000
"""Characters of a line that are mended at a time: the offsets of their bytes take a hundred times the room."""


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
        self._room = MOST_READINGS

    @property
    def is_spent(self) -> bool:
        """Tell whether more places are damaged than are mended of one page; what stands behind them is left."""
        return self._room <= 0

    def mend(self, text: str) -> Mended:
        """Return ``text`` with its damage undone."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._mend(text)
        return known

    def _mend(self, text: str) -> Mended:
        if ")" not in text and "）" not in text and "?！" not in text:
            return Mended(text)
        return _joined([self._mend_stretch(stretch) for stretch in _stretches(text)])

    def _mend_stretch(self, text: str) -> Mended:
        if self.is_spent:
            return Mended(text)
        mended = self._straightened(text) or _strip(text, self._survey, self._room)
        self._room -= len(mended.mends)
        return mended

    def _straightened(self, text: str) -> Mended | None:
        """Return a text whose shifted runs are straight again, None where there are none or no more are sought."""
        try:
            saved = text.encode(ENCODING)
        except UnicodeEncodeError:
            return None
        if self._scale.is_spent or not _is_shifted(saved, text):
            return None
        done = straighten(saved, self._survey, self._scale)
        behind = saved[done.until :].decode(ENCODING)
        before = text[: len(text) - len(behind)]
        first = _undo(before, saved[: done.until], done.edits, done.left)
        return _joined([first, _strip(behind, self._survey, self._room)])


def _stretches(text: str) -> Iterator[str]:
    """Yield a line in stretches that end with a sentence, if any does; hardly any line has more than one."""
    at = 0
    while at < len(text):
        end = at + _STRETCH
        if end < len(text):
            end = text.rfind("。", at, end) + 1 or end
        yield text[at:end]
        at = end


def _joined(stretches: Sequence[Mended]) -> Mended:
    """Return mended texts as one."""
    if len(stretches) == 1:
        return stretches[0]
    mends: list[Mend] = []
    size = 0
    for stretch in stretches:
        mends += (mend._replace(start=mend.start + size, end=mend.end + size) for mend in stretch.mends)
        size += len(stretch.text)
    left = tuple(place for stretch in stretches for place in stretch.left)
    return Mended("".join(stretch.text for stretch in stretches), tuple(mends), left)


def make_mender(texts: Iterable[str]) -> Mender | None:
    """Return what mends the texts of a page, None where no mirror had a hand in it."""
    found = survey(texts)
    return None if found is None else Mender(found)


def _is_shifted(saved: bytes, text: str) -> bool:
    """Tell whether a mark stands in a line that is more than a reading behind its character."""
    return "?" in text or sum(1 for _ in MARK.finditer(saved)) > sum(
        len(readings_in(m[2])) for m in GLOSS.finditer(text)
    )


def _strip(text: str, found: Survey, most: int) -> Mended:
    """Return ``text`` without readings behind their characters, but for what stands behind the first ``most``."""
    pieces: list[str] = []
    mends: list[Mend] = []
    at = size = 0
    for match in islice(GLOSS.finditer(text), most):
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
