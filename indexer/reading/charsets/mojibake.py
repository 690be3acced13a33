"""Text that was decoded with the wrong charset once and saved again, turned back where the bytes are still there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.reading.charsets.plausibility import COMMON, HAN, ease, holds_han, wide_of
from indexer.reading.repairs.repair import Mend
from indexer.reading.slices import sub_in_slices

RULE = "mojibake"

_TURNS = 3
"""Times that a text may have been decoded wrongly one after the other."""

_LEGIBLE = 0.5
"""Ease from which on text reads as Chinese; below the other it does not."""
_ILLEGIBLE = 0.35

_ENOUGH = 12
"""Characters from which on a whole page is judged."""

# Windows-1252, with Latin-1's controls for the five bytes that it leaves undefined.
_PUNCTUATION = {ord(bytes((code,)).decode("cp1252")): code for code in range(0x80, 0xA0)
                if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}  # fmt: skip
_LATIN = "\x80-\xff" + "".join(map(chr, _PUNCTUATION))
# Possessive, since each turn of a group that could be tried again takes memory.
_LATIN_RUN = re.compile(f"[{_LATIN}](?:[ -~]{{0,3}}[{_LATIN}])*+[@-~]?")
_LATIN_SIGN = re.compile(f"[\xc2-\xe9\xef][{_LATIN}]{{3}}")
_UTF8_AS_LATIN = re.compile(f"(?:[\xe2-\xe9\xef][{_LATIN}]{{2}}|\xc2\xb7)++")

# What the commonest characters and marks become when the first two of their three UTF-8 bytes are read as GBK.
_UTF8_AS_GBK = re.compile("[锛銆鐨涓浜鏃鍥浠骞澶鏈浣鍦绗鍙鏄鏂鍏鍚涔鍜鐢鎴](?=[^\x00-\x7f]|[?\ufffd])")
_WIDE_RUN = re.compile("[€\u0391-\u04ff\u2010-\uf8ff\uf900-\ufffc·×÷¤§¨°±àáèéêìíòóùúü]{2,}")
_ENDS = sorted(((skip, cut) for skip in (0, 2, 4) for cut in (0, 2, 4)), key=sum)
"""Bytes of a run's ends that belong to characters of which a part was lost."""

_PLAIN = re.compile("[\x20-\x7e·×°\u2010-\u203f\u2460-\u2473\u3000-\u303d\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+")
_LETTERS = "".join(map(chr, range(0x40, 0x7F)))
_HAN_LEADS = (b"\xe4", b"\xe5", b"\xe6")
# Only the beginning of a run is tried, so that long runs take linear time.
_LEFT = re.compile(f"[{_LATIN}\ufffd]{{3,}}|(?<![^\x00-\x7f])[^\x00-\x7f]{{2,}}[?\ufffd]")
_SPACED = re.compile(rb"[\xe3-\xe9\xef](?: [\x80-\xbf]|[\x80-\xbf] )")
_FAULTS = re.compile("\ufffd+")
_FAULTS_OF_PAIRS = re.compile("\ufffd+\\??")
_SOUND = re.compile("[^\ufffd?]")
_BIG5_SIGNS = ("ㄛ", "﹝")
_LOST = re.compile("(?:锟斤拷)++(?:锟斤?)?")


class Turned(NamedTuple):
    """A page's text as it was before it was decoded wrongly, and a sentence that says what was done."""

    text: str
    problem: str


def turn_back(text: str, data: bytes) -> Turned | None:
    """Return the text of a page that was, as a whole, decoded wrongly and saved again as the UTF-8 in ``data``.

    None for any other page. A place where bytes were lost on the way becomes U+FFFD, and the sentence says how many.
    """
    # Cheap signs of each kind: only Latin lead bytes, fullwidth marks read as GBK, private use, ㄛ for a comma.
    if data.count(b"\xc3") >= _ENOUGH and not any(lead in data for lead in _HAN_LEADS):
        tries = ((charset, _turn_latin(text, charset)) for charset in ("utf-8", "gb18030", "big5hkscs"))
        return next((_told(turned, "Latin-1", charset) for charset, turned in tries if turned), None)
    if "锛" in text or "銆" in text:
        turned = _turn_gbk(text)
        return _told(turned, "GBK", "utf-8") if turned else None
    if any(sign in text for sign in _BIG5_SIGNS):
        turned = _turn_exactly(text, "big5hkscs", "gb18030")
        return _told(turned, "Big5", "gb18030") if turned else None
    if data.count(b"\xee") >= _ENOUGH:
        turned = _turn_exactly(text, "gb18030", "big5hkscs")
        return _told(turned, "GBK", "big5hkscs") if turned else None
    return None


def _told(text: str, wrong: str, right: str) -> Turned:
    lost = sum(1 for _ in _FAULTS.finditer(text))
    rest = f", except at {lost} place{'s' if lost > 1 else ''}, where it shows as \ufffd" if lost else ""
    return Turned(text, f"The text was {right}, had been decoded as {wrong} and saved again; it was turned back{rest}.")


def _latin_bytes(text: str) -> bytes | None:
    """Return the bytes that read as this text in Windows-1252 or Latin-1, None where some of it is neither."""
    try:
        return text.translate(_PUNCTUATION).encode("latin-1")
    except UnicodeEncodeError:
        return None


def _turn_latin(text: str, charset: str) -> str | None:
    for _ in range(_TURNS):
        data = _latin_bytes(text.replace("\ufffd", "\xff"))
        if data is None:
            return None
        turned = sub_in_slices(_FAULTS, "\ufffd", data.decode(charset, "replace"), _SOUND)
        if _is_better(turned, text):
            return turned
        if charset != "utf-8" or "\ufffd" in turned:
            return None
        text = turned
    return None


def _turn_gbk(text: str) -> str | None:
    # Windows reads a lone 0x80 as the euro sign; it hardly ever stands for anything else here.
    parts = text.split("€")
    try:
        data = b"\x80".join(part.encode("gb18030") for part in parts)
    except UnicodeEncodeError:
        return None
    turned = data.decode("utf-8", "replace")
    turned = sub_in_slices(_FAULTS_OF_PAIRS, "\ufffd", turned, _SOUND)
    return turned if _is_better(turned, text) else None


def _turn_exactly(text: str, wrong: str, right: str) -> str | None:
    try:
        turned = text.encode(wrong).decode(right)
    except UnicodeError:
        return None
    return turned if _is_better(turned, text) else None


def _is_better(turned: str, text: str) -> bool:
    """Tell whether a page reads as Chinese when it is turned back, and did not before."""
    wide = wide_of(turned)
    kept = wide.replace("\ufffd", "")
    return (
        len(kept) >= _ENOUGH
        and len(wide) - len(kept) <= len(wide) // 4
        and ease(kept) > _LEGIBLE
        and ease(wide_of(text)) < _ILLEGIBLE
    )


def lost_places(text: str) -> int:
    """Return at how many places characters were lost for good before the text was saved: 锟斤拷."""
    return sum(1 for _ in _LOST.finditer(text)) if "锟斤拷" in text else 0


def lost_problems(text: str) -> tuple[str, ...]:
    """Return a sentence about characters of an article that nothing can bring back."""
    count = lost_places(text)
    places = "1 place" if count == 1 else f"{count} places"
    return (f"At {places} the text reads 锟斤拷: what stood there was lost before it was saved.",) if count else ()


def left_garbled(text: str) -> int:
    """Return at how many places of a text something decoded wrongly is left."""
    left = [match.group() for match in _LEFT.finditer(text) if ease(wide_of(match.group())) < _ILLEGIBLE]
    return sum(1 for run in left if _LATIN_SIGN.search(run) or _UTF8_AS_GBK.search(run))


def is_garbled(text: str) -> bool:
    """Tell whether a text may hold mojibake; a cheap look before ``mend_mojibake``."""
    data = text.encode("utf-8", "replace")
    return (
        (data.count(b"\xc3") >= 3 and _LATIN_SIGN.search(text) is not None)
        or _UTF8_AS_GBK.search(text) is not None
        or any(sign in text for sign in _BIG5_SIGNS)
    )


def mend_mojibake(text: str) -> tuple[str, tuple[Mend, ...]]:
    """Return a line with what was decoded wrongly turned back, and where that is.

    Only what decodes as a whole and reads as Chinese, where it did not before, is touched.
    """
    pieces: list[str] = []
    mends: list[Mend] = []
    at = size = 0
    for start, end, after in sorted(_found(text)):
        if start < at:
            continue
        pieces += [text[at:start], after]
        size += start - at
        mends.append(Mend(size, size + len(after), text[start:end], after, RULE))
        size += len(after)
        at = end
    return ("".join([*pieces, text[at:]]), tuple(mends)) if mends else (text, ())


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the places of a line that can be turned back: start, end, what it was."""
    if _LATIN_SIGN.search(text):
        for match in _LATIN_RUN.finditer(text):
            yield from _latin_line(match) or _latin_pieces(match)
    for match in _WIDE_RUN.finditer(text):
        yield from _wide_pieces(match)


def _latin_line(run: re.Match[str]) -> list[tuple[int, int, str]]:
    """Return a whole run as what it was, once without the ASCII letter that may be the last byte of a pair."""
    text = run.group()
    for form in dict.fromkeys((text, text.rstrip(_LETTERS))):
        after = _turned_run(form)
        if after:
            return [(run.start(), run.start() + len(form), after)]
    return []


def _turned_run(run: str) -> str | None:
    turned: str | None = run
    for _ in range(_TURNS):
        data = _latin_bytes(turned) if turned else None
        if data is None:
            return None
        # A no-break space is shown, and kept, as any other.
        data = _unspaced(data)
        for charset, least in (("utf-8", 1), ("gb18030", 4), ("big5hkscs", 4)):
            after = _strictly(data, charset)
            if after and holds_han(after, least) and _is_chinese(after, least):
                return after
        turned = _strictly(data, "utf-8")
    return None


def _unspaced(data: bytes) -> bytes:
    """Return bytes with a no-break space where a space stands inside a character."""
    places = _SPACED.finditer(data)
    found = bytearray(data)
    for place in places:
        found[data.index(b" ", place.start())] = 0xA0
    return bytes(found)


def _is_chinese(text: str, least: int) -> bool:
    """Tell whether all outside ASCII is Chinese and, where the decoding itself proves little, reads well."""
    wide = wide_of(text)
    if least == 1:
        return all(c == "·" or "\u2010" <= c <= "\u203f" or "\u3000" <= c <= "\u9fff" or c > "\uf8ff" for c in wide)
    return ease(wide) > 0.6 and any(c in COMMON for c in wide)


def _strictly(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        return None


def _latin_pieces(run: re.Match[str]) -> list[tuple[int, int, str]]:
    """Return the parts of a run that are whole characters of UTF-8, where they are most of it."""
    pieces = []
    for match in _UTF8_AS_LATIN.finditer(run.group()):
        data = _latin_bytes(match.group())
        after = _strictly(data, "utf-8") if data else None
        if after and HAN.search(after) and _is_chinese(after, 1):
            pieces.append((run.start() + match.start(), run.start() + match.end(), after))
    covered = sum(end - start for start, end, _ in pieces)
    return pieces if covered * 2 > len(run.group()) else []


def _wide_pieces(run: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """Yield what a run of wide characters was: UTF-8 that was read as GBK, but for its ends, or GBK read as Big5."""
    text = run.group()
    if _UTF8_AS_GBK.search(text):
        for data in _gbk_bytes(text):
            for skip, cut in _ENDS:
                after = _strictly(data[skip : len(data) - cut], "utf-8")
                if after and holds_han(after, 2) and _reads_better(after, text):
                    first, last = _pairs(data[:skip]), _pairs(data[len(data) - cut :])
                    yield run.start() + first, run.end() - last, after
                    return
    if any(sign in text for sign in _BIG5_SIGNS):
        try:
            after = text.encode("big5hkscs").decode("gb18030")
        except UnicodeError:
            return
        if holds_han(after, 6) and _reads_better(after, text):
            yield run.start(), run.end(), after


def _pairs(data: bytes) -> int:
    """Return how many characters of GBK bytes are; a lone 0x80 is one too."""
    return len(data.decode("gb18030", "fill-gap"))


def _gbk_bytes(text: str) -> Iterator[bytes]:
    """Yield the bytes that read as this text in GBK, where the euro sign may be one byte or two."""
    try:
        yield b"\x80".join(part.encode("gb18030") for part in text.split("€"))
        if "€" in text:
            yield text.encode("gb18030")
    except UnicodeEncodeError:
        return


def _reads_better(after: str, before: str) -> bool:
    """Tell whether a run is plain Chinese when it is turned back, and none of it was before."""
    return (
        _PLAIN.fullmatch(after) is not None
        and ease(wide_of(after)) > _LEGIBLE
        and ease(wide_of(before)) < _ILLEGIBLE
        and not any(COMMON.issuperset(before[at : at + 3]) for at in range(len(before) - 2))
    )
