"""Bytes of one charset with faults in it, or with runs of another: a template and its article, a cut character."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from indexer.reading.charsets.plausibility import COMMON, HAN, KNOWN, ease, wide_of

_RUN = re.compile(rb"[\x80-\xff][\x30-\x39\x40-\x7e\x80-\xff]*")
"""Neither GB18030 nor Big5 nor UTF-8 uses other bytes behind the first of a character."""

_FOREIGN = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf]{2}" * 3)
_FOREIGN_RUN = re.compile(rb"(?:[\xe2-\xe9\xef][\x80-\xbf]{2}[\x30-\x7e]*){2,}+")
_CONVINCING = 0.5
_CLEARLY = 0.15
"""By so much a run must read better in another charset than in the page's own."""

_MOST_FAULTS = 20_000
"""Faults of a page from which on its runs are not looked at one by one."""

_MOST_SHIFTS = 1_000
"""Faults of a page up to which the place of a lost byte is looked for in each run."""

_LONGEST_SHIFT = 50_000
"""Bytes of an unbroken run up to which the place of a lost byte is looked for."""

_BIG5_GAPS = {b"\xa3\xe1": "€", b"\xc6\xcf": "廴", b"\xc6\xd3": "无", b"\xc6\xd5": "癶", b"\xc6\xd7": "辵",
              b"\xc6\xde": "〃", b"\xc6\xdf": "仝"}  # fmt: skip
_BIG5_MARKS = (("•", "‧"), ("､", "﹑"), ("‾", "¯"), ("∼", "～"), ("♁", "⊕"), ("☉", "⊙"), ("¥", "￥"), ("¢", "￠"),
               ("£", "￡"), ("＼", "﹨"))  # fmt: skip
"""What the Encoding Standard's Big5 reads otherwise than Python's codec does."""


class Mixed(NamedTuple):
    """Text, at how many places the bytes made no characters, and at how many they were of the ``other`` charset."""

    text: str
    faults: int = 0
    other: str | None = None
    places: int = 0


def _fill_gap(error: UnicodeError) -> tuple[str, int]:
    """Return what the Encoding Standard reads where Python's codec has a gap, else U+FFFD, and where to go on."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    if error.encoding == "big5hkscs" and pair in _BIG5_GAPS:
        return _BIG5_GAPS[pair], error.start + 2
    if error.encoding == "gb18030" and pair[:1] == b"\x80":
        return "€", error.start + 1
    return "\ufffd", error.end


codecs.register_error("fill-gap", _fill_gap)


_LOW_BYTES = bytes(range(128))


def decode_whole(data: bytes, charset: str) -> str:
    """Return the text of bytes in one charset; what it has no characters for becomes U+FFFD."""
    text = data.decode(charset, "fill-gap")
    if charset == "big5hkscs":
        for read, meant in _BIG5_MARKS:
            text = text.replace(read, meant)
    return text


def decode_mixed(data: bytes, charset: str) -> Mixed:
    """Return the text of bytes that are mostly of one charset."""
    if charset not in ("utf-8", "gb18030", "big5hkscs"):
        text = data.decode(charset, "replace")
        return Mixed(text, _faults(text))
    text = decode_whole(data, charset)
    faults = text.count("\ufffd")
    if faults > _MOST_FAULTS:
        return Mixed(text, _faults(text))
    if charset == "utf-8":
        return _with_others(data, _stranger(data)) if faults else Mixed(text)
    if faults or _FOREIGN.search(data):
        return _with_utf8(data, charset)
    return Mixed(text)


def _faults(text: str) -> int:
    """Return the number of places, whatever their length, at which a text has U+FFFD."""
    return sum(1 for _ in re.finditer("\ufffd+", text))


def _stranger(data: bytes) -> str | None:
    """Return the charset of what is not UTF-8 in a UTF-8 page, None where it is none that is certain."""
    joined = b" ".join(run for run in _RUN.findall(data) if not _is_utf8(run))
    scores = {charset: ease(wide_of(decode_whole(joined, charset))) for charset in ("gb18030", "big5hkscs")}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] > _CONVINCING and len(joined) >= 12 else None


def other_than_utf8(data: bytes) -> bytes:
    """Return the runs of bytes outside ASCII that are not UTF-8 of Chinese, with spaces between them."""
    return b" ".join(run for run in _RUN.findall(data) if not _FOREIGN_RUN.fullmatch(run))


def _is_utf8(run: bytes) -> bool:
    try:
        run.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _with_others(data: bytes, other: str | None) -> Mixed:
    """Return UTF-8 text in which runs that are none are read in another charset."""
    places = faults = 0

    def read(match: re.Match[bytes]) -> bytes:
        nonlocal places, faults
        run = match.group()
        if _is_utf8(run):
            return run
        text = run.decode("utf-8", "replace")
        if other:
            foreign = decode_whole(run, other)
            if "\ufffd" not in foreign and ease(wide_of(foreign)) > ease(wide_of(text)) + _CLEARLY:
                places += 1
                return foreign.encode("utf-8")
        faults += _faults(text)
        return text.encode("utf-8")

    text = _RUN.sub(read, data).decode("utf-8", "replace")
    return Mixed(text, faults, other if places else None, places)


def _utf8_of(run: bytes) -> str | None:
    """Return a run of a page in another charset as Chinese in UTF-8, None where it is none."""
    text = run.decode("utf-8", "replace") if _FOREIGN_RUN.fullmatch(run) else ""
    return text if "\ufffd" not in text and HAN.search(text) else None


def _with_utf8(data: bytes, charset: str) -> Mixed:
    """Return text of a Chinese charset in which runs that are UTF-8 are read so, and cut characters are passed over."""
    places = faults = 0

    def read(match: re.Match[bytes]) -> bytes:
        nonlocal places, faults
        run = match.group()
        text = decode_whole(run, charset)
        foreign = _utf8_of(run)
        if foreign and ease(wide_of(foreign)) > ease(wide_of(text)) + _CLEARLY:
            places += 1
            return foreign.encode("utf-8")
        if "\ufffd" in text:
            text = (_without_shift(run, charset) if faults < _MOST_SHIFTS else None) or text
            faults += _faults(text)
        return text.encode("utf-8", "replace")

    text = _RUN.sub(read, data).decode("utf-8", "replace")
    return Mixed(text, faults, "utf-8" if places else None, places)


def _without_shift(run: bytes, charset: str) -> str | None:
    """Return a run of byte pairs in which one byte was lost, with U+FFFD in its place; None for any other run.

    Behind the lost byte all pairs are shifted by one. The place is where the pairs before it and those behind it
    together read best.
    """
    if len(run) % 2 == 0 or len(run) > _LONGEST_SHIFT or run.translate(None, _LOW_BYTES) != run:
        return None
    size = len(run) // 2
    before = [_worth(run[at : at + 2], charset) for at in range(0, 2 * size, 2)]
    behind = [_worth(run[at : at + 2], charset) for at in range(1, 2 * size + 1, 2)]
    worth = best = sum(behind)
    cut = 0
    for at in range(size):
        worth += before[at] - behind[at]
        if worth > best:
            best, cut = worth, at + 1
    text = f"{decode_whole(run[: 2 * cut], charset)}\ufffd{decode_whole(run[2 * cut + 1 :], charset)}"
    return text if best > size * _CONVINCING else None


def _worth(pair: bytes, charset: str) -> float:
    text = pair.decode(charset, "replace")
    return (text in COMMON) / 2 + (text in KNOWN) / 2 - 2 * ("\ufffd" in text)
