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
    """What a change takes: sheets to be written, by their new keys, and the keys of those to be removed."""

    written: Mapping[str, Sheet]
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


class SheetBook:
    """All sheets of an index, with where each path stands, so that a change costs what it changes and no more."""

    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        self._sheets: dict[str, Sheet] = {}
        self._small: dict[str, Sheet] = {}
        self._key_of: dict[str, str] = {}
        self.apply(SheetChanges(sheets, ()))

    def changes(self, records: Iterable[FileRecord], forget: Iterable[str]) -> SheetChanges:
        """Return what puts ``records`` in the place of those with their paths and takes out the paths in ``forget``."""
        new = {record.path: record for record in records}
        gone = new.keys() | set(forget)
        removed = list(dict.fromkeys(self._key_of[path] for path in sorted(gone & self._key_of.keys())))
        loose = [record for key in removed for record in self._sheets[key] if record.path not in gone]
        loose += new.values()
        if loose:
            kept = {key: sheet for key, sheet in self._small.items() if key not in removed}
            small = _small_ones(kept, len(loose))
            removed += small
            loose = [record for key in small for record in self._small[key]] + loose
        written = {uuid.uuid4().hex: tuple(loose[at : at + SHEET_SIZE]) for at in range(0, len(loose), SHEET_SIZE)}
        return SheetChanges(written, tuple(removed))

    def apply(self, changes: SheetChanges) -> None:
        """Take over what was changed."""
        for key in changes.removed:
            self._small.pop(key, None)
            for record in self._sheets.pop(key):
                self._key_of.pop(record.path, None)
        for key, sheet in changes.written.items():
            self._sheets[key] = sheet
            self._key_of.update((record.path, key) for record in sheet)
            if len(sheet) < SHEET_SIZE // 2:
                self._small[key] = sheet

    def without_articles(self, present: Iterable[str]) -> Sequence[str]:
        """Return the paths of files whose articles are not all ``present``."""
        there = set(present)
        return [
            record.path for sheet in self._sheets.values() for record in sheet if not there.issuperset(record.articles)
        ]


def _small_ones(small: Mapping[str, Sheet], size: int) -> list[str]:
    """Return which of the small sheets are to be put together with one of ``size`` that is about to be written."""
    chosen: list[str] = []
    while size < SHEET_SIZE // 2:
        like = [key for key, sheet in small.items() if _size_class(len(sheet)) == _size_class(size)]
        like = [key for key in like if key not in chosen]
        if len(like) < _TOGETHER - 1:
            break
        chosen += like
        size += sum(len(small[key]) for key in like)
    return chosen


def _size_class(size: int) -> int:
    return (size.bit_length() - 1) // (_TOGETHER.bit_length() - 1)


def files_of(sheets: Iterable[Sheet]) -> dict[str, FileRecord]:
    """Return the records on ``sheets`` by path."""
    return {record.path: record for sheet in sheets for record in sheet}


def paths_holding(sheets: Iterable[Sheet], article_id: str) -> tuple[str, ...]:
    """Return the paths of the files that hold an article, smallest code points first."""
    return tuple(sorted(record.path for sheet in sheets for record in sheet if article_id in record.articles))
