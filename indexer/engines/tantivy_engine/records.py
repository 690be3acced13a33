"""The records of files as the index keeps them: sheets of many records, each a document.

A file's record stands on one sheet. Where it changes, its sheet is written anew; small sheets are put together, so
that there are few of them however files come in. A document for each file would count as articles in BM25.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.article import FileRecord
from indexer.engines.documents import dump_json

SHEET_SIZE = 1000
"""A sheet is written with so many records at most, and one with half as many is left as it is."""

_TOGETHER = 8
"""So many sheets of one size class are put together; a class is eight times the one below it."""

_FIELDS = ("path", "size", "mtime", "sha256", "articles", "error", "problems")

Sheet = tuple[FileRecord, ...]


@dataclass(frozen=True, slots=True)
class SheetChanges:
    """Sheets after a change: all of them, and which are to be written and removed for it."""

    sheets: Mapping[str, Sheet]
    written: tuple[str, ...]
    removed: tuple[str, ...]


def dump_sheet(key: str, sheet: Sheet) -> bytes:
    """Return a sheet's body."""
    rows = [[getattr(record, name) for name in _FIELDS] for record in sheet]
    return dump_json([key, rows]).encode()


def load_sheet(body: bytes) -> tuple[str, Sheet]:
    """Return the key and the sheet of a body. Raises ValueError and TypeError where it is none."""
    key, rows = json.loads(body)
    return str(key), tuple(
        FileRecord(path, size, mtime, sha256, tuple(articles), error, tuple(problems))
        for path, size, mtime, sha256, articles, error, problems in rows
    )


def changed_sheets(sheets: Mapping[str, Sheet], records: Iterable[FileRecord], forget: Iterable[str]) -> SheetChanges:
    """Return the sheets with ``records`` in place of those with their paths, and without the paths in ``forget``."""
    new = {record.path: record for record in records}
    gone = new.keys() | set(forget)
    removed = [key for key, sheet in sheets.items() if any(record.path in gone for record in sheet)] if gone else []
    loose = [record for key in removed for record in sheets[key] if record.path not in gone]
    kept = {key: sheet for key, sheet in sheets.items() if key not in set(removed)}
    loose += new.values()
    if loose:
        small = _small_ones(kept, len(loose))
        removed += small
        loose = [record for key in small for record in kept.pop(key)] + loose
    written = {uuid.uuid4().hex: tuple(loose[at : at + SHEET_SIZE]) for at in range(0, len(loose), SHEET_SIZE)}
    return SheetChanges({**kept, **written}, tuple(written), tuple(removed))


def _small_ones(sheets: Mapping[str, Sheet], size: int) -> list[str]:
    """Return the keys of sheets to be put together with one of ``size`` that is about to be written."""
    chosen: list[str] = []
    while size < SHEET_SIZE // 2:
        like = [key for key, sheet in sheets.items() if _size_class(len(sheet)) == _size_class(size)]
        like = [key for key in like if key not in chosen]
        if len(like) < _TOGETHER - 1:
            break
        chosen += like
        size += sum(len(sheets[key]) for key in like)
    return chosen


def _size_class(size: int) -> int:
    return (size.bit_length() - 1) // (_TOGETHER.bit_length() - 1)


def files_of(sheets: Iterable[Sheet]) -> dict[str, FileRecord]:
    """Return the records on ``sheets`` by path."""
    return {record.path: record for sheet in sheets for record in sheet}


def paths_holding(sheets: Iterable[Sheet], article_id: str) -> tuple[str, ...]:
    """Return the paths of the files that hold an article, smallest code points first."""
    return tuple(sorted(record.path for sheet in sheets for record in sheet if article_id in record.articles))


def without_articles(sheets: Mapping[str, Sheet], present: Iterable[str]) -> Sequence[str]:
    """Return the paths of files whose articles are not all ``present``."""
    there = set(present)
    return [record.path for sheet in sheets.values() for record in sheet if not there.issuperset(record.articles)]
