"""The one writer of a Tantivy index."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
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
from indexer.engines.tantivy_engine.records import Sheet, SheetBook, SheetChanges, dump_sheet
from indexer.engines.tantivy_engine.schema import (
    ID,
    SHEET_KEY,
    article_document,
    build_schema,
    register_terms,
    sheet_document,
)
from indexer.engines.tantivy_engine.wholeness import (
    LOOK_AGAIN,
    NOTE,
    Looks,
    damaged_segments,
    looks_at,
    note_looks,
    noted_looks,
    still_holding,
)
from indexer.errors import IndexDamagedError, IndexUnreadableError
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


class _Merging(threading.Thread):
    """Waits until a writer of Tantivy's has merged what it is merging, beside the main thread, which hears Ctrl-C."""

    def __init__(self, adding: IndexWriter | None) -> None:
        super().__init__(name="merging", daemon=True)
        self._adding = adding
        self.failure: BaseException | None = None

    def run(self) -> None:
        adding, self._adding = self._adding, None
        try:
            if adding is not None:
                adding.wait_merging_threads()
        except BaseException as error:  # a panic is no Exception
            self.failure = error


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
        self._merging = _Merging(None)
        self._looks: Looks = {}
        with storage_errors(index.path):
            self._folder = self._begin(versions, check_versions, rebuild)
            self._note_what_is_whole()
            self._sheets = SheetBook(self.reader().sheets)
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
        changes = self._sheets.changes(files, forget)
        gone = self.reader().holding([*drop, *articles])
        if not (articles or gone or changes.removed or changes.written):
            return
        with writing_errors(self._index.path):
            try:
                self._write(articles.values(), changes, gone)
            except BaseException:
                self._adding = None
                raise
        self._sheets.apply(changes)
        self._opened = None
        self._note_what_is_whole()

    def note_archive(self, archive: Path) -> None:
        self._archive = archive
        if self._published() == self._folder:
            with storage_errors(self._index.path):
                self._index.point_to(self._folder, archive=archive)

    def publish(self) -> None:
        self._end_merges()  # whoever turns to this index then finds files that stay, and a note that they are whole
        with storage_errors(self._index.path):
            self._index.point_to(self._folder, archive=self._archive, complete=not self._part)

    def close(self) -> None:
        try:
            self._end_merges()
        finally:
            if self._merging.is_alive():  # somebody did not want to wait
                threading.Thread(target=self._release_after_merging, daemon=True).start()
            else:
                self._lock.release()

    def __exit__(self, *failure: object) -> None:
        if failure[0] is not None:
            self._adding = None  # what it is merging is given up, and cleaned away by the next writer
        self.close()

    def _begin(self, versions: Mapping[str, str], check_versions: Callable[[Path], None], rebuild: bool) -> Path:
        published = self._published()
        if not rebuild and published is not None:
            try:
                check_versions(published)
                self._mend(published)
                self._opened = self._open_reader(published)
                self._opened.sheets  # noqa: B018  # where that cannot be read, nothing is known of any file
                self._index.remove_leftovers()
                return published
            except IndexDamagedError as error:
                self._mended.append(f"{error.reason}; all files are read again.")
        self._opened, self._looks = None, {}
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
        now = int(time.time())
        seen = noted_looks(folder, since=now - LOOK_AGAIN)
        damaged = damaged_segments(folder, meta, seen)
        if damaged:
            self._mended += [f"{fault}; its articles are read again." for fault in damaged.values()]
            edition.leave_out(folder, meta, damaged)
            meta = edition.read_meta(folder)
        edition.clean(folder, meta)
        self._looks = still_holding(seen, looks_at(folder, meta, now))

    def _forget_the_lost(self) -> None:
        """Forget the files whose articles were left out, so that they count as new."""
        lost = self._sheets.without_articles(self.reader().carried())
        if lost:
            self.commit(forget=lost)

    def _write(self, articles: Iterable[ArticleDocument], changes: SheetChanges, gone: Sequence[str]) -> None:
        # No name here may hold Tantivy's writer: it would live on in the traceback of what is raised.
        self._adding = self._adding or self._open_adding()
        for article_id in gone:
            self._adding.delete_documents_by_term(ID, article_id)
        for key in changes.removed:
            self._adding.delete_documents_by_term(SHEET_KEY, key)
        try:
            for article in articles:
                self._adding.add_document(article_document(article))
            for key, sheet in changes.written.items():
                self._adding.add_document(_sheet_document(key, sheet))
        except ValueError as error:
            if is_thread_gone(error):
                self._adding.commit()  # gives no commit but the reason, which that thread has kept
            raise
        self._adding.commit()
        sync_folder(self._folder)

    def _open_adding(self) -> IndexWriter:
        """Return Tantivy's writer, which is opened when something is first written."""
        threads = max(1, (os.cpu_count() or 1) // _PROCESSORS_A_THREAD)
        index = Index.open(str(self._folder))
        register_terms(index)
        return index.writer(threads * _HEAP, threads)

    def _note_what_is_whole(self) -> None:
        """Note the files that this process wrote, and let others read what says which those are.

        Of a file that was noted before the look at it stays, so that what has changed it meanwhile is found. Where the
        note fails, what was committed is there all the same.
        """
        with suppress(IndexUnreadableError):
            now = looks_at(self._folder, edition.read_meta(self._folder), int(time.time()))
            self._looks = {name: self._looks.get(name, look) for name, look in now.items()}
            note_looks(self._folder, self._looks)
            edition.share(self._folder, self._folder / NOTE)

    def _end_merges(self) -> None:
        """Let Tantivy end what it is merging."""
        if self._adding is None:
            return
        self._merging = _Merging(self._adding)
        self._adding = None
        self._merging.start()
        self._merging.join()
        with writing_errors(self._index.path):
            if self._merging.failure is not None:
                raise self._merging.failure
        self._note_what_is_whole()

    def _release_after_merging(self) -> None:
        self._merging.join()
        self._lock.release()


def _sheet_document(key: str, sheet: Sheet) -> Document:
    return sheet_document(key, dump_sheet(key, sheet), {held for record in sheet for held in record.articles})
