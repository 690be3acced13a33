"""A mirror's damage undone in the bytes: readings out, lost bytes in, so that shifted runs are straight again.

A mirror replaced pairs of bytes in GBK text without regard to where characters begin: ``a1 a2 b1 b2`` became
``a1 a2 b1 (…) b2`` where ``a2 b1`` is a character that it explains. Decoding then lost ``b1`` and the bracket, wrote
``?`` for both and went on at ``b2``, half a character late, until bytes fell into step again or another half was lost
in the same way. Encoded again, everything but the lost bytes is still there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from indexer.reading.repairs.glosses import Survey
from indexer.reading.repairs.readings import ENCODING, second_bytes
from indexer.text.likelihood import likelihood

_TOLD = rb"((?:[a-z]|\xa8[\xa1-\xc0]){1,7})(?:\)|\xa3\xa9)"
MARK = re.compile(rb"(?:\(|\xa3\xa8)" + _TOLD + rb"|\?" + _TOLD + rb"|\?(?:\xa3\xa1|!)(?=[\xb0-\xbf])")
"""In bytes: a reading in brackets; one whose bracket fell on half a pair; a full stop before a quotation mark that
lost its first byte; what follows looks like an exclamation mark then, which may have become a half-width one."""

_WIDTH = 12
"""Paths that are followed at a time."""

_FILLINGS = 6
"""Characters that are tried where the end of a shifted run was lost."""

_FILLED = 24
"""Ends of shifted runs that are filled between two marks."""

_SETTLED = 40
"""Bytes without a mark behind which the likeliest path is taken for the right one."""

_LONGEST = 200
"""Characters of the longest run that can be straightened."""

_MARK_COSTS = 25
"""To pass a mark takes as long as to weigh so many characters."""

_CONTEXT = 8
"""Characters that are kept of what is settled, to weigh what follows."""

_KNOWN = 5.0
"""What it counts for a lost byte that the mirror explains this very character elsewhere."""

_BARE = -8.0
"""What it counts for a lost byte that the mirror leaves this character as it is elsewhere."""

_HALF = -6.0
"""The worth of a character of which only the first byte is read."""

_SURE = 0.9
_SURE_OF_LESS = 2.5
"""By how much the likeliest character must be likelier than the next to be put in; more where what stood behind it is
lost as well."""

_AHEAD = 7
"""Bytes behind a lost end that help to tell what it was."""

_STOP = "。".encode(ENCODING) + b"\xa1"
"""A full stop and the first byte of a quotation mark."""

_WRITTEN = re.compile("[\u3400-\u9fff\uf900-\ufaff。，、；：！？（）《》“”‘’…—·％]")
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd]")
_CLOSED = re.compile(rb"[^()?0-9][^()?]{0,60}\)")
_INDENT = re.compile(rb"  |\xa1\xa1")
_SIGN = re.compile(rb"$|[\s,;:!?)]|\xa1[\xa2\xa3\xaf\xb1\xb7\xb9]|\xa3[\xa1\xa9\xac\xba\xbb\xbf]")


class Edit(NamedTuple):
    """Bytes ``start`` to ``end`` of a damaged line, and those that belong there."""

    start: int
    end: int
    bytes: bytes


class Straightened(NamedTuple):
    """What is to be done to a line, its places that could not be mended, and the byte at which it was given up."""

    edits: tuple[Edit, ...]
    left: tuple[int, ...]
    until: int


class _Path(NamedTuple):
    """One way to read a line up to some byte: what it makes, the beginning of an unfinished character, its worth.

    ``as_saved`` is the way that puts no lost byte back; ``left`` holds the bytes' offsets where one was left lost.
    """

    text: str = ""
    tail: bytes = b""
    edits: tuple[Edit, ...] = ()
    left: tuple[int, ...] = ()
    bonus: float = 0.0
    as_saved: bool = True

    def last_pair(self) -> bytes:
        return (self.text[-2:].encode(ENCODING, "ignore") + self.tail)[-2:]


class _Filling(NamedTuple):
    """What may have stood where a shifted run ended: the character, the bytes that were lost of it and behind it, the
    beginning of the next character where that was lost too."""

    weight: float
    char: str
    lost: bytes
    begun: bytes = b""


class Scale:
    """Weighs readings of a page's texts; since that takes time, only so many characters of one page."""

    def __init__(self, most: int = 1_000_000) -> None:
        self._most = most
        self._known: dict[tuple[str, int, bytes, bytes], list[_Filling]] = {}

    @property
    def is_spent(self) -> bool:
        """Tell whether no more can be weighed."""
        return self._most <= 0

    def pass_mark(self) -> None:
        """Count a mark, which takes time however it is read."""
        self._most -= _MARK_COSTS

    def weigh(self, path: _Path) -> float:
        """Return how likely the text of a path is, with its bonus."""
        return self.likelihood(path.text) + path.bonus + (_HALF if path.tail else 0.0)

    def likelihood(self, text: str) -> float:
        """Return how likely a text is."""
        self._most -= len(text)
        return likelihood(text)

    def fillings(self, near: str, lead: int, behind: bytes, swallowed: bytes) -> list[_Filling]:
        """Return what was lost behind ``near`` and the byte ``lead``, the likeliest first."""
        key = (near, lead, behind, swallowed)
        if key not in self._known:
            self._known[key] = sorted(_fillings(self, *key), reverse=True)[:_FILLINGS]
        return self._known[key]


def straighten(line: bytes, survey: Survey, scale: Scale) -> Straightened:
    """Return what undoes a mirror's damage in a line in GB18030, as far as ``scale`` can weigh it."""
    edits: list[Edit] = []
    left: list[int] = []
    paths = [_Path()]
    at = 0
    for mark in MARK.finditer(line):
        paths = _advance(paths, line, at, mark.start(), scale)
        if mark.start() - at >= _SETTLED or len(paths[0].text) > _LONGEST or len(paths) == 1 or scale.is_spent:
            paths = [_settle(paths, edits, left, scale)]
        at = mark.start()
        scale.pass_mark()
        if scale.is_spent:
            return Straightened(tuple(edits), tuple(left), at)
        paths = [branch for path in paths for branch in _branches(path, line, mark, survey)]
        at = mark.end()
    _settle(_advance(paths, line, at, len(line), scale), edits, left, scale)
    return Straightened(tuple(edits), tuple(left), len(line))


def _settle(paths: Sequence[_Path], edits: list[Edit], left: list[int], scale: Scale) -> _Path:
    """Take the likeliest path that ends with a whole character, keep what it did, and return where it stands."""
    whole = [path for path in paths if not path.tail or path.as_saved]
    best = max(whole, key=scale.weigh) if len(whole) > 1 else whole[0]
    edits += best.edits
    left += best.left
    return _Path(best.text[-_CONTEXT:], best.tail)


def _advance(paths: Iterable[_Path], line: bytes, start: int, end: int, scale: Scale) -> list[_Path]:
    """Follow every path through bytes that bear no mark; return those that can be decoded and are likeliest."""
    ahead = [further for path in paths for further in _follow(path, line, start, end, scale)]
    if len(ahead) == 1:
        return ahead
    weighed = sorted(((scale.weigh(path), at) for at, path in enumerate(ahead)), reverse=True)
    chosen = [ahead[at] for _, at in weighed if not ahead[at].as_saved][:_WIDTH]
    kept = [*(path for path in ahead if path.as_saved), *chosen]
    common = _common(min(path.text for path in kept), max(path.text for path in kept)) - _CONTEXT
    return [path._replace(text=path.text[common:]) for path in kept] if common > 0 else kept


def _common(first: str, last: str) -> int:
    """Return how many characters two texts share from their beginnings on."""
    return next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))


def _follow(path: _Path, line: bytes, start: int, end: int, scale: Scale) -> Iterator[_Path]:
    """Yield ways on from ``path`` through the bytes from ``start`` to ``end``: several where half a pair was lost."""
    waiting = [(path, start)]
    filled = 0
    while waiting:
        here, at = waiting.pop()
        data = here.tail + line[at:end]
        text, stop, whole = _decode(data)
        if not here.as_saved and _PRIVATE.search(text):
            continue
        lost = at + stop + 1 - len(here.tail)
        if whole:
            yield here._replace(text=here.text + text, tail=data[stop:])
        elif data[stop + 1 : stop + 2] == b"?" and not here.as_saved and lost >= at and filled < _FILLED:
            filled += 1
            reached = here._replace(text=here.text + text, tail=data[stop : stop + 1])
            waiting += [(further, lost + 1) for further in _fill(reached, line, lost, scale)]


def _decode(data: bytes) -> tuple[str, int, bool]:
    """Return what can be decoded, where it stops, and whether only the beginning of a character is left."""
    try:
        return data.decode(ENCODING), len(data), True
    except UnicodeDecodeError as error:
        whole = error.end == len(data) and error.reason.startswith("incomplete")
        return data[: error.start].decode(ENCODING), error.start, whole


def _put(path: _Path, data: bytes) -> Iterator[_Path]:
    """Yield a path behind these bytes, or nothing where they cannot follow it."""
    text, stop, whole = _decode(path.tail + data)
    if whole:
        yield path._replace(text=path.text + text, tail=(path.tail + data)[stop:])


def _branches(path: _Path, line: bytes, mark: re.Match[bytes], survey: Survey) -> Iterator[_Path]:
    """Yield the ways on from a mark: as it was saved, and what it can have been."""
    start, end = mark.span()
    if mark[1]:
        explained = _character(path.last_pair())
        if explained and survey.explains(explained, mark[1].decode(ENCODING, "replace")):
            behind_it = not path.tail and path.text[-1:] == explained
            yield path._replace(edits=(*path.edits, Edit(start, end, b"")), as_saved=path.as_saved and behind_it)
            if behind_it:
                return
        yield from _put(path, line[start:end])
        return
    if mark[2]:
        yield from _with_lost_byte(path, mark, survey)
    else:
        stopped = path._replace(edits=(*path.edits, Edit(start, end, _STOP)), as_saved=False)
        yield from _put(stopped, _STOP)
    yield from _put(path._replace(left=(*path.left, start)), line[start:end])


def _with_lost_byte(path: _Path, mark: re.Match[bytes], survey: Survey) -> Iterator[_Path]:
    """Yield the ways on where a reading's bracket took half a pair with it: the other half and the reading tell it."""
    reading = mark[2].decode(ENCODING, "replace")
    pair = path.last_pair()
    for second in second_bytes(pair[-1], reading) if pair else b"":
        explained = _character(bytes((pair[-1], second)))
        bonus = _KNOWN if reading in survey.readings.get(explained, ()) else _BARE if explained in survey.bare else 0.0
        edit = Edit(mark.start(), mark.end(), bytes((second,)))
        ahead = path._replace(edits=(*path.edits, edit), bonus=path.bonus + bonus, as_saved=False)
        yield from _put(ahead, edit.bytes)


def _fill(path: _Path, line: bytes, place: int, scale: Scale) -> list[_Path]:
    """Return the likeliest ways on where a shifted run met what cannot follow half a pair, and both were lost."""
    swallowed = _swallowed(line[place + 1 : place + 70])
    found = scale.fillings(path.text[-4:], path.tail[0], line[place + 1 : place + 1 + _AHEAD], swallowed)
    if not found or _is_open(found, swallowed):
        return [_without_character(path, place, swallowed)]
    return [
        path._replace(
            text=path.text + one.char + ("" if one.begun else swallowed.decode()),
            tail=one.begun,
            edits=(*path.edits, Edit(place, place + 1, one.lost)),
            left=(*path.left, place) if swallowed == b"?" and not one.begun else path.left,
        )
        for one in reversed(found)
    ]


def _fillings(scale: Scale, near: str, lead: int, behind: bytes, swallowed: bytes) -> Iterator[_Filling]:
    """Yield what can have been lost: the second byte of a character with a sign, a digit or a line's end behind it;

    or 80, the second byte of some characters, which can begin none and took the first byte of the next one with it.
    """
    ahead = swallowed.decode() + behind.decode(ENCODING, "ignore")
    for char in _characters_from(lead):
        yield _Filling(scale.likelihood(near + char + ahead), char, char.encode(ENCODING)[1:] + swallowed)
    first = _character(bytes((lead, 0x80)))
    rest = behind[1:].decode(ENCODING, "ignore")
    for char in _characters_to(behind[0]) if first and behind else ():
        begun = char.encode(ENCODING)[:1]
        yield _Filling(scale.likelihood(near + first + char + rest), first, b"\x80" + begun, begun)


def _is_open(found: Sequence[_Filling], swallowed: bytes) -> bool:
    """Tell whether what was lost cannot be told: another character is about as likely as the likeliest."""
    margin = _SURE_OF_LESS if swallowed == b"?" else _SURE
    return len(found) > 1 and not found[0].begun and found[0].weight - found[1].weight < margin


def _without_character(path: _Path, place: int, swallowed: bytes) -> _Path:
    """Return the way on where a lost character cannot be told: ``?`` stands for it, and its first byte goes."""
    edits, start, lost = list(path.edits), place, b""
    while edits and edits[-1].end == start and not lost:
        start, _, lost = edits.pop()
    edit = Edit(start if lost else start - 1, place + 1, lost[:-1] + b"?" + swallowed)
    text = path.text + "?" + swallowed.decode()
    return path._replace(text=text, tail=b"", left=(*path.left, place), edits=(*edits, edit))


def _swallowed(behind: bytes) -> bytes:
    """Return what was lost with half a pair before ``behind``: ``?`` stays where that cannot be told."""
    if _INDENT.match(behind):
        return b"\n"
    if _SIGN.match(behind):
        return b""
    return b"(" if _CLOSED.match(behind) else b"?"


@lru_cache(maxsize=1 << 14)
def _character(pair: bytes) -> str:
    """Return the Han character or the sign of Chinese text that a pair of bytes is, or nothing."""
    try:
        char = pair.decode(ENCODING)
    except UnicodeDecodeError:
        return ""
    return char if len(char) == 1 and _WRITTEN.match(char) else ""


@lru_cache(maxsize=256)
def _characters_from(first: int) -> str:
    """Return the characters whose first byte is ``first``."""
    return "".join(_character(bytes((first, second))) for second in range(0x40, 0xFF))


@lru_cache(maxsize=256)
def _characters_to(second: int) -> str:
    """Return the characters whose second byte is ``second``."""
    return "".join(_character(bytes((first, second))) for first in range(0x81, 0xFF)) if second >= 0x40 else ""
