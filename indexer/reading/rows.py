"""A row of a list file → its article: what its columns give goes before what its text tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from indexer.article import Article
from indexer.errors import ReadingError
from indexer.reading.candidates import SUREST, Candidate
from indexer.reading.charsets.charset import Decoded
from indexer.reading.containers.lists import Row
from indexer.reading.explained import Explained
from indexer.reading.facts.bylines import names_in
from indexer.reading.markup.tree import read_markup
from indexer.reading.origin import Origin
from indexer.reading.page import Hint, Line, Page, read_plain, tidy, without_halves
from indexer.reading.single import read_page
from indexer.reading.told_times import find_stamp, in_china

_SHORTEST = 4
"""Characters below which nothing is an article's text."""

_LONGEST_VALUE = 400
_MARKUP = re.compile(r"<(?:p|br|div|span|a|img|table|h[1-6]|strong|b)\b[^<>]{0,4000}>", re.IGNORECASE)
_COUNT = re.compile(r"(\d[\d,]{0,14})(?:\.(\d{1,3}))?\s?([万萬])?")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")


def read_row(row: Row, decoded: Decoded, origin: Origin, kind: str) -> Explained:
    """Return the article of a row; ``decoded`` tells how its list became text. Raises ReadingError."""
    values = row.values
    title = tidy(_text(values.get("title"))[:_LONGEST_VALUE])
    text = _text(values.get("text")).strip()
    page = _page(title, text) if len(text) >= _SHORTEST else None
    if page is None or not page.lines:
        raise ReadingError(origin.file, "there is no text of an article in this row.", origin.part)
    url = _text(values.get("url")).strip()
    read = read_page(page, origin._replace(url=url or None), kind, row.saved_bytes, decoded, plain=not title)
    given = _given(values, origin)
    if title and not any(repair.field == "title" for repair in read.article.repairs):
        given["title"] = title
    return _with_given(read, given)


def _page(title: str, text: str) -> Page:
    """Return the text as a page under its title. Each line is a paragraph of the article, unless it is about facts."""
    body = read_markup(text) if _MARKUP.search(text) else read_plain(text)
    first = 3 if title else 0
    lines = tuple(
        line._replace(home=first + number, hints=line.hints | (Hint.ARTICLE if title else Hint.NONE), linked=0)
        for number, line in enumerate(body.lines)
    )
    parents = (0,) if not title else (0, 0, 0, *(2 for _ in lines))
    if not title or not lines:
        return Page(tuple(line._replace(home=0) for line in lines), parents)
    return Page((Line(title, (title,), heading=1, home=1), *lines), parents)


def _text(value: Any) -> str:
    """Return a value as text; a list of paragraphs has one in each line."""
    values = value if isinstance(value, list) else [value]
    return "\n".join(
        without_halves(str(one)) if isinstance(one, str | int | float) and not isinstance(one, bool) else ""
        for one in values
    )


def _given(values: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    """Return the fields that the columns give, in the form of an article's."""
    given: dict[str, Any] = {}
    told = find_stamp(_text(values.get("date")))
    stamp = in_china(told) if told else None
    if stamp and not (stamp.day and origin.latest and stamp.day > origin.latest.isoformat()):
        given["date"] = stamp.day
        clock = _CLOCK.fullmatch(_text(values.get("time")).strip())
        time = stamp.time or (clock[0] if clock else None)
        if time:
            given["time"] = time if time[1] != ":" else f"0{time}"
    for name in ("source", "site"):
        value = tidy(_text(values.get(name)))
        if value and len(value) <= _LONGEST_VALUE:
            given[name] = value
    author = values.get("author")
    if isinstance(author, list):
        names = tuple(tidy(_text(one)) for one in author)
    else:
        names = names_in(_text(author)[:_LONGEST_VALUE])
    authors = tuple(name for name in names if name and len(name) <= _LONGEST_VALUE)
    if authors:
        given["author"] = authors
    count = _COUNT.fullmatch(_text(values.get("clicks")).strip())
    if count:
        number = float(f"{count[1].replace(',', '')}.{count[2] or 0}")
        given["clicks"] = round(number * (10_000 if count[3] else 1))
    captions = tuple(filter(None, map(tidy, _text(values.get("captions")).split("\n"))))
    if captions:
        given["captions"] = captions
    return given


def _with_given(read: Explained, given: Mapping[str, Any]) -> Explained:
    """Return the article with the given fields in place of those that were found."""
    article = read.article
    sure = {name: SUREST for name in given if name not in ("time", "site", "captions")}
    plain = {name: getattr(article, name) for name in Article.__dataclass_fields__}
    candidates = {name: (*found,) for name, found in read.candidates.items()}
    for name, value in given.items():
        candidates[name] = (Candidate(value, SUREST, "a column of the list"), *candidates.get(name, ()))
    if "date" in given and "time" not in given:
        plain["time"] = None
    plain["repairs"] = tuple(repair for repair in article.repairs if repair.field not in given)
    if "captions" in given:
        plain["pictures"] = ()
    changed = {**plain, **given, "confidence": {**article.confidence, **sure}}
    return Explained(Article(**changed), candidates)
