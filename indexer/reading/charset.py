"""Saved bytes → text: which charset wrote them, judged by what they claim and by what they are."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from bs4.dammit import EncodingDetector

SAMPLE = 200_000
"""Bytes in which a page declares its charset, if it does."""

ENOUGH = 600
"""Bytes outside ASCII that are enough to tell one charset from another."""

_CONVINCING = 0.4
"""Fitness of bytes that no other charset explains as well."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_FAMILIES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "ascii": "utf-8",
    "iso8859-1": "utf-8",
    "cp1252": "utf-8",
    # A page that really were UTF-16 could not have told so in single bytes.
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
"""What a claimed charset is read as: the newest member of its family holds all the older ones."""

# Characters that fill about half of any Chinese news text, in both scripts. Bytes read with the wrong table
# give characters from all over the planes, of which hardly any is one of these.
_COMMON = frozenset(
    "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過"
    "子说說产產种種面而方后後定行学學法所民得经經十三之进進着著等部度家电電力里裡如水化高自二理起小物现現实實加量都两兩体體"
    "制机機当當使点點从從业業本去把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與关關各重新内內"
    "数數正心反你明看原又利比或但质質第向道命此变變条條只没沒结結解问問意建月公无無系军軍很情者最立代想已通并並提直题題党黨"
    "程展五果料员員革位入常文总總次品式活设設及管特件长長求老头頭基资資边邊流路级級少图圖山统統接知较較将將组組见見计計手期"
    "市省县縣区區乡鄉镇鎮村州记記者报報讯訊闻聞导導领領农農委书書城务務网網服安全保护護今西南北东東据工程持续續推项項目"
    "，。、：；！？“”（）《》　"
)

_ASCII = re.compile(r"[\x00-\x7f]+")
_ASCII_BYTES = bytes(range(128))


class Decoded(NamedTuple):
    """Text as it was decoded, with line ends as ``\\n``.

    ``problems`` holds sentences for people.
    """

    text: str
    charset: str
    problems: tuple[str, ...] = ()


def canonical_charset(name: str | None) -> str | None:
    """Return the charset that text claiming to be ``name`` is read as, or None for an unknown one."""
    if not name:
        return None
    try:
        known = codecs.lookup(name.strip().strip("\"'")).name
        # Some of Python's codecs turn bytes into bytes; they are no charsets.
        "".encode(known)
    except (LookupError, ValueError, UnicodeError):
        return None
    return _FAMILIES.get(known, known)


def decode_page(data: bytes, claimed: str | None = None, *, is_html: bool = True) -> Decoded:
    """Return the text of ``data``.

    ``claimed`` is a charset told from outside, such as by a mail header. Nothing is raised: bytes that no
    likely charset explains become U+FFFD, and a problem says how many.
    """
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return _decode_as(data[len(bom) :], charset)
    wide = _wide_without_bom(data)
    if wide:
        return _decode_as(data, wide)
    names = [claimed]
    if is_html:
        found = EncodingDetector.find_declared_encoding(data[:SAMPLE], is_html=True, search_entire_document=True)
        names.append(str(found) if found else None)
    declared = next(filter(None, map(canonical_charset, names)), None)
    return _decode_as(data, _choose(data, declared))


def _wide_without_bom(data: bytes) -> str | None:
    """Return UTF-16's name where every second byte of the text's ASCII characters is zero."""
    head = data[:2000]
    if head.count(0) * 10 < len(head) * 3:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _choose(data: bytes, declared: str | None) -> str:
    """Return the charset that explains the bytes best, the declared one where several do."""
    if data.isascii():
        return declared if declared and declared.startswith(("iso2022", "hz", "utf-7")) else "utf-8"
    # Text of another charset is hardly ever valid UTF-8; a few bytes can be by chance.
    if _reads_cleanly(data, "utf-8") and not _is_chance_utf8(data):
        return "utf-8"
    if declared and declared not in ("utf-8", "gb18030", "big5hkscs") and _reads_cleanly(data, declared):
        return declared
    sample = _sample(data)
    if declared in ("gb18030", "big5hkscs") and _fitness(sample, declared, False) > _CONVINCING:
        return declared
    likely = dict.fromkeys([declared or "utf-8", "utf-8", "gb18030", "big5hkscs"])
    return max(likely, key=lambda name: _fitness(sample, name, name == declared))


def _sample(data: bytes) -> bytes:
    """Return the beginning of the bytes, up to where enough of them are outside ASCII to judge by."""
    size = 4 * ENOUGH
    while size < len(data) and len(data[:size].translate(None, _ASCII_BYTES)) < ENOUGH:
        size *= 4
    return data[:size]


def _reads_cleanly(data: bytes, charset: str) -> bool:
    try:
        data.decode(charset)
    except (UnicodeError, ValueError):
        return False
    return True


def _is_chance_utf8(data: bytes) -> bool:
    """Tell whether a few bytes are UTF-8 by chance only: no Chinese comes of it, but does as GB18030."""
    if len(data) > 400:
        return False
    text = data.decode("utf-8")
    if any("\u3000" <= c <= "\u9fff" or c > "\uf8ff" for c in text):
        return False
    return _fitness(data, "gb18030", False) > 0.5


def _fitness(sample: bytes, charset: str, is_declared: bool) -> float:
    """Return how plausible the sample is in a charset: its share of common characters, less its faults."""
    text = sample.decode(charset, "replace")
    wide = _ASCII.sub("", text)
    if not wide:
        return 0.0
    common = sum(map(_COMMON.__contains__, wide)) / len(wide)
    faults = text.count("\ufffd") / len(wide)
    return common - 2 * faults + (0.05 if is_declared else 0.0)


def _decode_as(data: bytes, charset: str) -> Decoded:
    problems: tuple[str, ...] = ()
    try:
        text = data.decode(charset)
    except (UnicodeError, ValueError):
        text = data.decode(charset, "replace")
        count = text.count("\ufffd")
        places = "place" if count == 1 else "places"
        problems = (f"The bytes at {count} {places} are not {charset}; they show as \ufffd.",)
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), charset, problems)
