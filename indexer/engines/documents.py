"""What engines with postings keep of an article: streams of terms, values, and numbers to sort by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple, get_args

from indexer.article import Article, article_from_json, article_to_json
from indexer.query.tree import NameField
from indexer.text.fold import fold_name
from indexer.text.passages import TEXT_FIELDS, name_values, searchable_text, shown_length
from indexer.text.segment import Segmenter
from indexer.text.terms import FILLER, TermStreams, escaped, name_stream, term_streams, unescaped

NAME_FIELDS: tuple[NameField, ...] = get_args(NameField)

NAME_LETTERS: Mapping[NameField, str] = {field: chr(ord("a") + at) for at, field in enumerate(NAME_FIELDS)}
"""What stands before a field's terms in the stream of names."""

NAMES = "names"
"""The field with the stream of all names."""

STREAM_FIELDS: tuple[str, ...] = (
    *(f"{field}_{stream}" for field in TEXT_FIELDS for stream in TermStreams._fields),
    NAMES,
)
"""The fields that hold streams of terms. In ``runs``, ``words`` and ``names`` the terms' places count, in ``words``
also how often each stands there and how many there are."""

GREATEST = (1 << 63) - 1
"""The greatest number that an engine keeps; more clicks count as so many."""

_LONGEST_VALUE = 32_000
_CUT = FILLER
"""Stands in no escaped value."""

_TIMES = 1 << 18
"""More than there are values of a time of day."""

_UNDATED = 10**8
"""Stands for the day of an article without a date where such come last in ascending order."""


class ArticleDocument(NamedTuple):
    """An article as an engine with postings keeps it.

    ``streams`` are by ``STREAM_FIELDS``; ``values`` are escaped. ``day`` is a date as the number YYYYMMDD.
    ``newest`` sorts descending and ``oldest`` ascending by date and time, articles without a date last in both.
    ``length`` counts characters. ``article`` is its JSON.
    """

    id: str
    file: str
    streams: Mapping[str, str]
    values: Mapping[NameField, tuple[str, ...]]
    day: int | None
    clicks: int | None
    newest: int
    oldest: int
    length: int
    article: str


def make_document(article: Article, segmenter: Segmenter) -> ArticleDocument:
    """Return what is kept of ``article``."""
    streams: dict[str, str] = {}
    for field in TEXT_FIELDS:
        terms = term_streams(searchable_text(article, field), segmenter)
        streams |= {f"{field}_{name}": stream for name, stream in terms._asdict().items()}
    values = {field: tuple(name_values(article, field)) for field in NAME_FIELDS}
    streams[NAMES] = name_stream(
        (NAME_LETTERS[field], fold_name(one)) for field in NAME_FIELDS for one in values[field]
    )
    day = day_number(article.date) if article.date else None
    time = _time_number(article.time)
    return ArticleDocument(
        id=article.id,
        file=escaped(article.file),
        streams=streams,
        values={field: tuple(map(escaped, found)) for field, found in values.items()},
        day=day,
        clicks=None if article.clicks is None else min(article.clicks, GREATEST),
        newest=(day or 0) * _TIMES + time,
        oldest=(day or _UNDATED) * _TIMES + time,
        length=shown_length(article),
        article=dump_json(article_to_json(article)),
    )


def dump_json(plain: object) -> str:
    """Return plain values as JSON that any engine can keep, lone surrogates as escapes."""
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(plain, separators=(",", ":"))
    return text


def load_article(text: str | bytes) -> Article:
    """Return the article of ``ArticleDocument.article``. Raises ValueError, KeyError, TypeError where it is none."""
    return article_from_json(json.loads(text))


def day_number(date: str) -> int:
    """Return a date ``YYYY-MM-DD`` as the number YYYYMMDD."""
    return int(date.replace("-", ""))


def _time_number(time: str | None) -> int:
    """Return a number that sorts as the text ``HH:MM`` or ``HH:MM:SS`` does; 0 for none."""
    if not time:
        return 0
    hours, minutes, *seconds = map(int, time.split(":"))
    return 1 + 2 * (hours * 3600 + minutes * 60 + sum(seconds)) + len(seconds)


def kept_value(value: str) -> str:
    """Return a value of a name, escaped, as an engine keeps it: Lucene takes up to 32,766 bytes, Tantivy 65,530.

    A longer one is kept as its beginning and its digest, and ``is_cut`` tells so.
    """
    data = value.encode()
    if len(data) <= _LONGEST_VALUE:
        return value
    return f"{data[:128].decode(errors='ignore')}{_CUT}{hashlib.sha256(data).hexdigest()}"


def is_cut(kept: str) -> bool:
    """Tell whether ``kept_value`` had to cut the value."""
    return kept[-65:-64] == _CUT


def counted_values(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return counts by value from counts by what an engine keeps of a value."""
    return {unescaped(value): count for value, count in counts if count}
