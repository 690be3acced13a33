"""Saved bytes → text: which charset wrote them, judged by what they claim and by what they are."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from indexer.reading.charsets.labels import canonical_charset
from indexer.reading.charsets.mixed import Mixed, decode_mixed, decode_whole, other_than_utf8
from indexer.reading.charsets.mojibake import turn_back
from indexer.reading.charsets.plausibility import commonness, ease, wide_of
from indexer.reading.charsets.shifted import decode_shifted, shifted_charset

SAMPLE = 200_000
"""Bytes in which a page declares its charset, if it does."""

ENOUGH = 600
"""Bytes outside ASCII that are enough to tell one charset from another."""

_CONVINCING = 0.55
"""Ease of bytes that no other charset explains as well."""

_CHINESE_SHARE = 0.33
"""Share of common characters above which bytes that claim another language's charset are Chinese."""

_CHANCE = 400
"""Bytes up to which text of another charset may be valid UTF-8 by chance."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CHINESE = ("gb18030", "big5hkscs")
# What servers and editors claim without having looked, and what nothing in single bytes can truly claim.
_EMPTY_CLAIMS = frozenset(("utf-8", "cp1252", "utf-16-le", "utf-16-be", "utf-7", "hz", "iso2022_cn"))
_ASCII_BYTES = bytes(range(128))
_META = re.compile(rb"<meta\b[^>]{0,400}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:+()-]{1,60})", re.IGNORECASE)
_XML = re.compile(rb"\s{0,99}<\?xml\b[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:+()-]{1,60})", re.IGNORECASE)
_TAGGED = re.compile(r"<[a-zA-Z!?/][\x20-\x7e]{0,200}>")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_HIGH = re.compile(rb"[\x80-\xff]+")


class Decoded(NamedTuple):
    """Text as it was decoded, with line ends as ``\\n``.

    ``problems`` holds sentences for people.
    """

    text: str
    charset: str
    problems: tuple[str, ...] = ()


def decode_page(data: bytes, claimed: str | None = None, *, is_html: bool = True) -> Decoded:
    """Return the text of ``data``.

    ``claimed`` is a charset told from outside, such as by a mail header. Nothing is raised: bytes that no
    likely charset explains become U+FFFD, and a problem says at how many places.
    """
    for bom, charset in _BOMS:
        if data.startswith(bom):
            decoded = _decoded(decode_mixed(data[len(bom) :], charset), charset)
            return _turned(decoded, data) if charset == "utf-8" else decoded
    wide = _wide_without_bom(data)
    if wide:
        return _decoded(decode_mixed(data, wide), wide)
    if data.isascii():
        return _decode_ascii(data, claimed, is_html)
    text = _strict_utf8(data)
    if text is not None:
        return _turned(_lines(text), data)
    charset = _choose(data, _declared(data, claimed, is_html))
    decoded = _decoded(decode_mixed(data, charset), charset)
    return _turned(decoded, data) if charset == "utf-8" else decoded


def _decode_ascii(data: bytes, claimed: str | None, is_html: bool) -> Decoded:
    hidden = b"\x1b$" in data or b"~{" in data or b"+" in data
    shifted = shifted_charset(data, _declared(data, claimed, is_html)) if hidden else None
    if shifted is None:
        return _lines(data.decode("ascii"))
    text = decode_shifted(data, shifted)
    return _decoded(Mixed(text, text.count("\ufffd")), shifted)


def _declared(data: bytes, claimed: str | None, is_html: bool) -> str | None:
    """Return the codec of the first known label that a page is declared with, from outside, in a meta or in XML."""
    labels = [claimed]
    if is_html:
        head = data[:SAMPLE]
        labels += [match[1].decode("ascii") for match in _META.finditer(head)] if b"harset" in head.lower() else []
        told = _XML.match(head)
        labels += [told[1].decode("ascii")] if told else []
    return next(filter(None, map(canonical_charset, labels)), None)


def _strict_utf8(data: bytes) -> str | None:
    """Return the text of bytes that are UTF-8 and not by chance."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    # Text of another charset is hardly ever valid UTF-8; a few bytes can be.
    if len(data) > _CHANCE or any("\u3000" <= c <= "\u9fff" or c > "\uf8ff" for c in text):
        return text
    return None if ease(wide_of(decode_whole(data, "gb18030"))) > _CONVINCING else text


def _wide_without_bom(data: bytes) -> str | None:
    """Return the name of UTF-16 or UTF-32 where the zero bytes of the text's ASCII characters show it."""
    head = data[:4000]
    zeros = [head[at::4].count(0) for at in range(4)]
    if not any(zeros):
        return None
    quarter = len(head) // 4
    if quarter and zeros[3] == len(head[3::4]) and zeros[2] * 10 > quarter * 9 > zeros[0] * 10:
        return "utf-32-le"
    if quarter and zeros[0] == len(head[::4]) and zeros[1] * 10 > quarter * 9 > zeros[3] * 10:
        return "utf-32-be"
    tagged = next((charset for charset in ("utf-16-le", "utf-16-be") if _is_tagged(head, charset)), None)
    if tagged:
        return tagged
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if min(even, odd) * 10 > max(even, odd):
        return None
    charset = "utf-16-be" if even > odd else "utf-16-le"
    if (even + odd) * 10 >= len(head) * 3:
        return charset
    # Chinese has few ASCII characters among it, but reads as Chinese.
    return charset if ease(wide_of(head[: len(head) & ~1].decode(charset, "replace"))) > _CONVINCING else None


def _is_tagged(head: bytes, charset: str) -> bool:
    """Tell whether bytes are characters of UTF-16 that begin with a tag: in no other charset zeros stand in a tag."""
    if not head.startswith("<".encode(charset)):
        return False
    try:
        text = codecs.getincrementaldecoder(charset)().decode(head)
    except UnicodeDecodeError:
        return False
    return _TAGGED.match(text) is not None and _CONTROLS.search(text) is None


def _choose(data: bytes, declared: str | None) -> str:
    """Return the charset that explains the bytes best, the declared one where several do."""
    sample = _sample(data)
    wide = wide_of(sample.decode("utf-8", "replace"))
    # Of bytes in another charset most are faults in UTF-8.
    if wide.count("\ufffd") * 8 < len(wide):
        return "utf-8"
    # A page of two charsets is called after the larger part; the smaller must not speak for the other.
    others = other_than_utf8(sample)
    if len(others) * 2 < len(sample.translate(None, _ASCII_BYTES)):
        return "utf-8"
    texts: dict[str, str] = {}
    scores: dict[str, float] = {}
    for charset in sorted(_CHINESE, key=lambda charset: charset != declared):
        texts[charset] = wide_of(decode_whole(others, charset))
        scores[charset] = ease(texts[charset]) + (0.05 if charset == declared else 0.0)
        if charset == declared and scores[charset] > _CONVINCING:
            return charset
    best = max(_CHINESE, key=scores.__getitem__)
    if declared and declared not in _EMPTY_CLAIMS and declared not in _CHINESE:
        if commonness(texts[best]) < _CHINESE_SHARE and _reads(sample, declared):
            return declared
    elif scores[best] <= _CONVINCING and _is_western(sample):
        return "cp1252"
    wide_charset = _utf16_of(sample) if scores[best] < _CONVINCING else None
    if wide_charset:
        return wide_charset
    return best if scores[best] >= ease(wide) else "utf-8"


def _sample(data: bytes) -> bytes:
    """Return the beginning of the bytes, up to where enough of them are outside ASCII to judge by."""
    size = 4 * ENOUGH
    while size < len(data) and len(data[:size].translate(None, _ASCII_BYTES)) < ENOUGH:
        size *= 4
    return data[:size]


def _reads(sample: bytes, charset: str) -> bool:
    """Tell whether bytes are text of a charset but for a few faults."""
    wide = wide_of(sample.decode(charset, "replace"))
    return wide.count("\ufffd") * 50 <= len(wide)


def _is_western(sample: bytes) -> bool:
    """Tell whether bytes outside ASCII stand alone among ASCII, as accented letters and typographic quotes do."""
    runs = _HIGH.findall(sample)
    return sum(len(run) == 1 for run in runs) * 5 >= len(runs) * 4


def _utf16_of(sample: bytes) -> str | None:
    """Return UTF-16's name for Chinese text without a mark and almost without ASCII."""
    even = sample[: len(sample) & ~1]
    for charset in ("utf-16-le", "utf-16-be"):
        if ease(wide_of(even.decode(charset, "replace"))) > _CONVINCING:
            return charset
    return None


def _turned(decoded: Decoded, data: bytes) -> Decoded:
    turned = turn_back(decoded.text, data)
    return decoded._replace(text=turned[0], problems=(*decoded.problems, turned[1])) if turned else decoded


def _decoded(mixed: Mixed, charset: str) -> Decoded:
    problems = []
    if mixed.other:
        problems.append(
            f"The bytes at {_places(mixed.places)} are {mixed.other} in a page of {charset}; both were read."
        )
    if mixed.faults:
        problems.append(f"The bytes at {_places(mixed.faults)} are not {charset}; they show as \ufffd.")
    return _lines(mixed.text, charset, tuple(problems))


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count} places"


def _lines(text: str, charset: str = "utf-8", problems: tuple[str, ...] = ()) -> Decoded:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, charset, problems)
