"""The values that pass between the rooms: an article, its repairs, the record of its file.

All offsets count Unicode code points.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

Script = Literal["hans", "hant", "other"]
RepairedField = Literal["title", "text", "source", "author", "captions"]

READING_RULES = 4
"""Counts up when files are read differently, so that an index says with which rules its articles were read."""

ID_LENGTH = 20
"""Hexadecimal digits in an article's id."""

ID_PATTERN = f"[0-9a-f]{{{ID_LENGTH}}}"
"""What an article's id looks like, as a regular expression."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One place where saving had damaged a field and reading mended it.

    ``start`` and ``end`` are offsets in the repaired field, the values of a list joined by ``\\n``; ``before`` is what
    was saved there, ``after`` what stands there now, ``rule`` the name of the rule that did it.
    """

    field: RepairedField
    start: int
    end: int
    before: str
    after: str
    rule: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the article, whether it was saved or not.

    ``src`` is the reference as the page has it, ``data:,N`` for the N-th one (from 0) that is embedded in the page,
    and empty where only a caption stands. ``at`` is the number of the paragraph before which it stands, from 0 to the
    number of paragraphs; ``caption`` the number of its caption among the article's, None where it has none.
    """

    src: str
    at: int
    caption: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read from the archive.

    ``file`` is its path in the archive with forward slashes, ``part`` the member inside a container or
    None. ``date`` is ``YYYY-MM-DD``, ``time`` is ``HH:MM`` or ``HH:MM:SS``. ``text`` holds the paragraphs
    joined by ``\\n``, repaired. ``confidence`` maps a field's name to a number from 0 to 1. ``problems``
    holds sentences for people.
    """

    id: str
    file: str
    title: str
    text: str
    kind: str
    part: str | None = None
    date: str | None = None
    time: str | None = None
    source: str | None = None
    author: tuple[str, ...] = ()
    clicks: int | None = None
    captions: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    url: str | None = None
    site: str | None = None
    charset: str | None = None
    script: Script = "other"
    repairs: tuple[Repair, ...] = ()
    confidence: Mapping[str, float] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def article_id(data: bytes, part: str | None = None) -> str:
    """Return the id of the article saved as ``data``: 20 hexadecimal digits.

    The digest covers the saved bytes and, inside a container, the member's name, so that a page keeps
    its address when its file moves.
    """
    digest = hashlib.sha256(data)
    if part is not None:
        digest.update(b"\0" + part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:ID_LENGTH]


def is_article_id(text: str) -> bool:
    """Tell whether ``text`` can be an article's id."""
    return re.fullmatch(ID_PATTERN, text) is not None


JSON_ORDER = (
    "file", "part", "id", "title", "date", "time", "source", "author", "clicks", "text", "captions",
    "pictures", "url", "site", "kind", "charset", "script", "repairs", "confidence", "problems",
)  # fmt: skip
"""The fields of an article's JSON, in the order in which they are written."""


def article_to_json(article: Article) -> dict[str, Any]:
    """Return the article as plain JSON values, in the contracted order."""
    plain = {name: getattr(article, name) for name in JSON_ORDER}
    for name in ("author", "captions", "problems"):
        plain[name] = list(plain[name])
    plain["confidence"] = dict(article.confidence)
    plain["pictures"] = [{f.name: getattr(picture, f.name) for f in fields(Picture)} for picture in article.pictures]
    plain["repairs"] = [{f.name: getattr(repair, f.name) for f in fields(Repair)} for repair in article.repairs]
    return plain


def article_from_json(plain: Mapping[str, Any]) -> Article:
    """Return the article that ``article_to_json`` wrote; names it does not know are ignored.

    Raises KeyError or TypeError where a needed field is missing or of another shape.
    """
    known = {name: plain[name] for name in JSON_ORDER if name in plain}
    for name in ("author", "captions", "problems"):
        known[name] = tuple(known.get(name, ()))
    known["pictures"] = tuple(Picture(**picture) for picture in known.get("pictures", ()))
    known["repairs"] = tuple(Repair(**repair) for repair in known.get("repairs", ()))
    return Article(**known)


@dataclass(frozen=True, slots=True)
class SavedParagraph:
    """A repaired paragraph as it was saved: its number, its characters, and where each repaired place stands.

    ``places`` holds the span of what was saved, in ``text``, beside the span of what is shown, in the whole repaired
    text; the first place is the paragraph's beginning.
    """

    number: int
    text: str
    places: tuple[tuple[tuple[int, int], tuple[int, int]], ...]


def saved_paragraphs(text: str, repairs: Iterable[Repair]) -> Iterator[SavedParagraph]:
    """Yield the paragraphs of ``text`` that hold some of its ``repairs``, as they were saved.

    Paragraphs are the lines of ``text``; no repair crosses a paragraph's end.
    """
    ordered = sorted(repairs, key=lambda repair: repair.start)
    if not ordered:
        return
    start = next_one = 0
    for number, paragraph in enumerate(text.split("\n")):
        end = start + len(paragraph)
        places = [((0, 0), (start, start))]
        saved, last = "", start
        while next_one < len(ordered) and ordered[next_one].start <= end:
            repair = ordered[next_one]
            next_one += 1
            if start <= repair.start <= repair.end <= end:
                saved += text[last : repair.start]
                places.append(((len(saved), len(saved) + len(repair.before)), (repair.start, repair.end)))
                saved += repair.before
                last = repair.end
        if len(places) > 1:
            yield SavedParagraph(number, saved + text[last:end], tuple(places))
        start = end + 1


def paragraphs_as_saved(text: str, repairs: Iterable[Repair], field_name: str = "text") -> dict[int, str]:
    """Return what was saved of each repaired paragraph of a field: its number → its characters before repair."""
    mine = (repair for repair in repairs if repair.field == field_name)
    return {paragraph.number: paragraph.text for paragraph in saved_paragraphs(text, mine)}


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What the index knows of one file of the archive.

    ``size`` is in bytes, ``mtime`` in nanoseconds, ``sha256`` hexadecimal. ``articles`` holds the ids
    read from it; ``error`` the reason where nothing could be read, ``problems`` sentences about parts of it that
    could not.
    """

    path: str
    size: int
    mtime: int
    sha256: str
    articles: tuple[str, ...] = ()
    error: str | None = None
    problems: tuple[str, ...] = ()
