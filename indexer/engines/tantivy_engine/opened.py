"""An edition as Tantivy opens it, also where its folder may be read and not written.

Tantivy opens an index under a lock, for which it writes a file into the folder. Where it may not, it is given a view
instead: a folder of our own with links to the segments' files and a copy of ``meta.json``. Without the lock a writer
may remove a file just then, which whoever opens finds out as it does all that was written meanwhile.
"""

from __future__ import annotations

import os
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
            self._view, self._index = _viewed(folder)
        self._index.config_reader("manual")
        self.schema = self._index.schema

    def searcher(self) -> Searcher:
        """Return a searcher of the last commit."""
        if self._view is not None and not self._view.is_there():
            self._view, self._index = _viewed(self._view.folder)
            self._index.config_reader("manual")
        elif self._view is not None:
            self._view.renew()
        self._index.reload()
        return self._index.searcher()


def _viewed(folder: Path) -> tuple[_View, Index]:
    view = _View(folder)
    view.renew()
    return view, Index.open(str(view.place))


class _View:
    """A folder that shows an edition, which goes with this object or with the process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        with storage_errors(Path(tempfile.gettempdir())):
            self.place = Path(tempfile.mkdtemp(prefix="fangzhi-"))
            self._made = self.place.lstat()
        weakref.finalize(self, shutil.rmtree, self.place, ignore_errors=True)

    def is_there(self) -> bool:
        """Tell whether the folder is still the one that was made: systems clean temporary folders now and then."""
        try:
            return os.path.samestat(self.place.lstat(), self._made)
        except OSError:
            return False

    def renew(self) -> None:
        """Show what was committed last. Raises IndexDamagedError, IndexUnreadableError, StorageError."""
        meta = read_meta(self.folder)
        wanted = {name for segment in meta.segments for name in segment.files}
        with storage_errors(self.place):
            present = {path.name for path in self.place.iterdir()}
            for name in wanted - present:
                (self.place / name).symlink_to(self.folder / name)
            beside = self.place / f"{META}.new"
            beside.write_bytes(meta.written)
            beside.replace(self.place / META)
        for name in present - wanted:
            if (self.place / name).is_symlink():
                remove(self.place / name)
