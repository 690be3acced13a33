"""The fields of a Tantivy index, and how an article or a sheet of records becomes a document of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from tantivy import Document, Filter, Index, Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from indexer.article import ID_LENGTH
from indexer.engines.documents import NAME_FIELDS, STREAM_FIELDS, ArticleDocument, kept_value
from indexer.query.tree import NameField
from indexer.text.terms import FILLER

KIND = "kind"
"""What a document is: ``ARTICLE`` or ``SHEET``."""
ARTICLE, SHEET = "article", "sheet"

ID = "id"
ID_HIGH, ID_LOW = "id_high", "id_low"
"""The id's first 16 hexadecimal digits as a number, and the others."""

DAY, CLICKS = "day", "clicks"
"""An article's day and its clicks, each plus one; 0 where there is none."""

NEWEST, OLDEST = "newest", "oldest"
"""Numbers that sort, the first descending and the second ascending, by date and time and then by the id's beginning."""

LENGTH = "length"
"""An article's characters."""

FILE_MARK = "file_mark"
"""A number made of the path that an article was read under, by which it is found among paths that are known."""

SHEET_KEY, HELD = "sheet", "held"
"""A sheet's key, and the ids of the articles that its files hold."""

BODY = "body"
"""What is given back as it is: an article's JSON, or the records of a sheet."""

VALUE_FIELDS: Mapping[NameField, str] = MappingProxyType({field: f"{field}_values" for field in NAME_FIELDS})
"""The fields with the values of names, as they are counted and chosen."""

_TERMS = "terms"
_HIGH_DIGITS = 16
_ID_BITS = 18
"""So many bits of the id stand behind the time in ``newest`` and ``oldest``."""


def build_schema() -> Schema:
    """Return the schema that every index of this engine has."""
    builder = SchemaBuilder()
    for name in (KIND, ID, SHEET_KEY, HELD):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in STREAM_FIELDS:
        are_placed = not name.endswith(("_chars", "_written"))
        builder.add_text_field(name, tokenizer_name=_TERMS, index_option="position" if are_placed else "basic")
    for name in VALUE_FIELDS.values():
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (DAY, CLICKS):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in (NEWEST, OLDEST, ID_HIGH, ID_LOW, FILE_MARK, LENGTH):
        builder.add_unsigned_field(name, fast=True)
    builder.add_bytes_field(BODY, stored=True)
    return builder.build()


def register_terms(index: Index) -> None:
    """Have ``index`` cut streams of terms as ``text.terms`` says: at white space, fillers left out."""
    builder = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.custom_stopword([FILLER]))
    index.register_tokenizer(_TERMS, builder.build())


def article_document(article: ArticleDocument) -> Document:
    """Return an article as it is added to the index."""
    document = Document()
    document.add_text(KIND, ARTICLE)
    document.add_text(ID, article.id)
    for name, stream in article.streams.items():
        if stream:
            document.add_text(name, stream)
    for field, values in article.values.items():
        name = VALUE_FIELDS[field]
        for value in dict.fromkeys(map(kept_value, values)):
            document.add_text(name, value)
    high, low = id_numbers(article.id)
    id_bits = high >> (4 * _HIGH_DIGITS - _ID_BITS)
    document.add_unsigned(DAY, 0 if article.day is None else article.day + 1)
    document.add_unsigned(CLICKS, 0 if article.clicks is None else article.clicks + 1)
    document.add_unsigned(NEWEST, (article.newest + 1 << _ID_BITS) - 1 - id_bits)
    document.add_unsigned(OLDEST, (article.oldest << _ID_BITS) + id_bits)
    document.add_unsigned(ID_HIGH, high)
    document.add_unsigned(ID_LOW, low)
    document.add_unsigned(LENGTH, article.length)
    document.add_unsigned(FILE_MARK, file_mark(article.file))
    document.add_bytes(BODY, article.article.encode())
    return document


def sheet_document(key: str, body: bytes, held: Iterable[str]) -> Document:
    """Return a sheet of records as it is added to the index."""
    document = Document()
    document.add_text(KIND, SHEET)
    document.add_text(SHEET_KEY, key)
    for article_id in held:
        document.add_text(HELD, article_id)
    document.add_bytes(BODY, body)
    return document


def file_mark(path: str) -> int:
    """Return a number of 64 bits for an escaped path; among ten million two have the same once in 370,000 archives."""
    return int.from_bytes(hashlib.blake2b(path.encode(), digest_size=8).digest())


def is_id(text: str) -> bool:
    """Tell whether ``text`` has the form of an article's id; Tantivy cannot be asked for just any string."""
    return len(text) == ID_LENGTH and text.isascii() and not text.strip("0123456789abcdef")


def id_numbers(article_id: str) -> tuple[int, int]:
    """Return the two numbers that an id is kept as."""
    return int(article_id[:_HIGH_DIGITS], 16), int(article_id[_HIGH_DIGITS:], 16)


def id_of(high: int, low: int) -> str:
    """Return the id that ``id_numbers`` was given."""
    return f"{high:0{_HIGH_DIGITS}x}{low:0{ID_LENGTH - _HIGH_DIGITS}x}"
