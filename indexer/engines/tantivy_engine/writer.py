"""The one writer of a Tantivy index."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import BaseFileLock
from tantivy import Document, Index, IndexWriter

from indexer.article import Article, FileRecord
from indexer.engines.base import Writer
from indexer.engines.documents import ArticleDocument, make_document
from indexer.engines.durable import storage_errors, sync_folder
from indexer.engines.folder import IndexFolder
from indexer.engines.tantivy_engine import edition
from indexer.engines.tantivy_engine.failures import is_thread_gone, writing_errors
from indexer.engines.tantivy_engine.reader import TantivyReader
from indexer.engines.tantivy_engine.records import SheetChanges, changed_sheets, dump_sheet, without_articles
from indexer.engines.tantivy_engine.schema import (
    ID,
    SHEET_KEY,
    article_document,
    build_schema,
    register_terms,
    sheet_document,
)
from indexer.errors import IndexDamagedError
from indexer.text.segment import Segmenter

_PROCESSORS_A_THREAD = 4
"""One thread of Tantivy's keeps up with so many processors that read; more make more segments to be merged."""

_HEAP = 150_000_000
"""Bytes for each thread to gather articles in, of which it takes what it needs."""


@dataclass(frozen=True, slots=True)
class ArticlePreparer:
    """Makes articles' terms; can be sent to another process."""

    segmenter: Segmenter

    def __call__(self, articles: Sequence[Article]) -> Sequence[ArticleDocument]:
        """Return the articles as they are kept."""
        return [make_document(article, self.segmenter) for article in articles]


class TantivyWriter(Writer):
    """Holds the index's lock, which it is given, to ``close``."""

    def __init__(
        self,
        index: IndexFolder,
        lock: BaseFileLock,
        segmenter: Segmenter,
        versions: Mapping[str, str],
        check_versions: Callable[[Path], None],
        open_reader: Callable[[Path], TantivyReader],
        *,
        rebuild: bool,
        part: str,
    ) -> None:
        self._index = index
        self._lock = lock
        self._segmenter = segmenter
        self._part = part
        self._archive: Path | None = None
        self._open_reader = open_reader
        self._mended: list[str] = []
        self._opened: TantivyReader | None = None
        self._adding: IndexWriter | None = None
        with storage_errors(index.path):
            self._folder = self._begin(versions, check_versions, rebuild)
            self._sheets = self.reader().sheets
            if self._mended:
                self._forget_the_lost()

    @property
    def mended(self) -> tuple[str, ...]:
        return tuple(self._mended)

    def reader(self) -> TantivyReader:
        if self._opened is None:
            self._opened = self._open_reader(self._folder)
        return self._opened

    def preparer(self) -> ArticlePreparer:
        return ArticlePreparer(self._segmenter)

    def commit(
        self,
        prepared: Sequence[Sequence[ArticleDocument]] = (),
        files: Sequence[FileRecord] = (),
        *,
        drop: Sequence[str] = (),
        forget: Sequence[str] = (),
    ) -> None:
        articles = {article.id: article for share in prepared for article in share}
        changes = changed_sheets(self._sheets, files, forget)
        gone = self.reader().holding([*drop, *articles])
        if not (articles or gone or changes.removed or changes.written):
            return
        with writing_errors(self._index.path):
            try:
                self._write(articles.values(), changes, gone)
            except BaseException:
                self._adding = None
                raise
        self._sheets = changes.sheets
        self._opened = None

    def note_archive(self, archive: Path) -> None:
        self._archive = archive
        if self._published() == self._folder:
            with storage_errors(self._index.path):
                self._index.point_to(self._folder, archive=archive)

    def publish(self) -> None:
        with storage_errors(self._index.path):
            self._index.point_to(self._folder, archive=self._archive, complete=not self._part)

    def close(self) -> None:
        try:
            self._finish()
        finally:
            self._lock.release()

    def _begin(self, versions: Mapping[str, str], check_versions: Callable[[Path], None], rebuild: bool) -> Path:
        published = self._published()
        if not rebuild and published is not None:
            try:
                check_versions(published)
                self._mend(published)
                self._index.remove_leftovers()
                return published
            except IndexDamagedError as error:
                self._mended.append(f"{error.reason}; all files are read again.")
        self._index.remove_leftovers()
        folder = self._index.begin()
        with writing_errors(self._index.path):
            Index(build_schema(), str(folder))
        edition.write_versions(folder, versions)
        if published is None or self._mended:
            self._index.point_to(folder, keep=False)
        return folder

    def _published(self) -> Path | None:
        try:
            return self._index.current()
        except IndexDamagedError as error:
            self._mended.append(f"{error.reason}; all files are read again.")
            return None

    def _mend(self, folder: Path) -> None:
        """Leave out of an edition what is damaged. Raises IndexDamagedError where nothing can be told any more."""
        meta = edition.read_meta(folder)
        damaged = edition.damaged_segments(folder, meta, {})
        if damaged:
            self._mended += [f"{fault}; its articles are read again." for fault in damaged.values()]
            edition.leave_out(folder, meta, damaged)
            meta = edition.read_meta(folder)
        edition.clean(folder, meta)
        edition.note_seen(folder, meta)

    def _forget_the_lost(self) -> None:
        """Forget the files whose articles were left out, so that they count as new."""
        lost = without_articles(self._sheets, self.reader().carried())
        if lost:
            self.commit(forget=lost)

    def _write(self, articles: Iterable[ArticleDocument], changes: SheetChanges, gone: Sequence[str]) -> None:
        adding = self._open_adding()
        for article_id in gone:
            adding.delete_documents_by_term(ID, article_id)
        for key in changes.removed:
            adding.delete_documents_by_term(SHEET_KEY, key)
        try:
            for article in articles:
                adding.add_document(article_document(article))
            for key in changes.written:
                adding.add_document(self._sheet_document(key, changes))
        except ValueError as error:
            if is_thread_gone(error):
                adding.commit()  # gives no commit but the reason, which that thread has kept
            raise
        adding.commit()
        sync_folder(self._folder)

    def _sheet_document(self, key: str, changes: SheetChanges) -> Document:
        sheet = changes.sheets[key]
        return sheet_document(key, dump_sheet(key, sheet), {held for record in sheet for held in record.articles})

    def _open_adding(self) -> IndexWriter:
        """Return Tantivy's writer, opened when something is first written."""
        if self._adding is None:
            threads = max(1, (os.cpu_count() or 1) // _PROCESSORS_A_THREAD)
            index = Index.open(str(self._folder))
            register_terms(index)
            self._adding = index.writer(threads * _HEAP, threads)
        return self._adding

    def _finish(self) -> None:
        """Let Tantivy end what it is merging, and note that all is as it was written."""
        if self._adding is None:
            return
        adding, self._adding = self._adding, None
        with writing_errors(self._index.path):
            adding.wait_merging_threads()
            edition.note_seen(self._folder, edition.read_meta(self._folder))
