"""An edition as Tantivy opens it, also where its folder may be read and not written.

Tantivy opens an index under a lock, for which it writes a file into the folder. Where it may not, it is given a view
instead: a folder of our own with links to the segments' files and a copy of ``meta.json``. Without the lock a writer
may remove a file just then, which whoever opens finds out as it does all that was written meanwhile.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path

from tantivy import Index, Searcher

from indexer.engines.durable import remove, storage_errors
from indexer.engines.tantivy_engine.edition import META, read_meta
from indexer.engines.tantivy_engine.failures import is_lock_refused


class OpenedEdition:
    """Tantivy's handle on the edition in ``folder``. Raises what Tantivy raises, IndexDamagedError, StorageError."""

    def __init__(self, folder: Path) -> None:
        self._view: _View | None = None
        try:
            self._index = Index.open(str(folder))
        except ValueError as error:
            if not is_lock_refused(error):
                raise
            self._view = _View(folder)
            self._view.renew()
            self._index = Index.open(str(self._view.place))
        self._index.config_reader("manual")
        self.schema = self._index.schema

    def searcher(self) -> Searcher:
        """Return a searcher of the last commit."""
        if self._view is not None:
            self._view.renew()
        self._index.reload()
        return self._index.searcher()


class _View:
    """A folder that shows an edition, which goes with this object or with the process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        with storage_errors(Path(tempfile.gettempdir())):
            self.place = Path(tempfile.mkdtemp(prefix="fangzhi-"))
        weakref.finalize(self, shutil.rmtree, self.place, ignore_errors=True)

    def renew(self) -> None:
        """Show what was committed last. Raises IndexDamagedError, IndexUnreadableError, StorageError."""
        meta = read_meta(self._folder)
        wanted = {name for segment in meta.segments for name in segment.files}
        present = {path.name for path in self.place.iterdir()}
        with storage_errors(self.place):
            for name in wanted - present:
                (self.place / name).symlink_to(self._folder / name)
            beside = self.place / f"{META}.new"
            beside.write_bytes(meta.written)
            beside.replace(self.place / META)
        for name in present - wanted:
            if (self.place / name).is_symlink():
                remove(self.place / name)
