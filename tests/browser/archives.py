"""Servers of the archives that the table of all pages names: in processes of their own, and bare ones beside them."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from werkzeug.serving import make_server

from indexer.settings import Settings
from indexer.sync import synchronise
from tests.web.every_page import Archive, Holdings, PageKind, every_page, look_through
from web.app import create_app


@dataclass(frozen=True)
class Shown:
    """All pages, and where each archive is served."""

    servers: Mapping[Archive, str]
    held: Holdings

    @property
    def pages(self) -> tuple[PageKind, ...]:
        """Return the table."""
        return every_page(self.held)

    def url(self, page: PageKind) -> str:
        """Return the address of a page."""
        return self.servers[page.archive] + page.path

    def page(self, name: str) -> PageKind:
        """Return the page of a name."""
        return next(page for page in self.pages if page.name == name)


@contextmanager
def showing(full: str, folder: Path, query: str) -> Iterator[Shown]:
    """Serve archives without articles and without an index beside the one at ``full``; ``folder`` must be empty."""

    def ask(path: str) -> str:
        with urllib.request.urlopen(full + path, timeout=60) as answer:
            return str(answer.read().decode("utf-8"))

    held = look_through(ask, query)
    with (
        _serving_bare(folder / "empty", indexed=True) as empty,
        _serving_bare(folder / "unread", indexed=False) as none,
    ):
        yield Shown({"full": full, "empty": empty, "unread": none}, held)


@contextmanager
def _serving_bare(folder: Path, *, indexed: bool) -> Iterator[str]:
    """Serve an archive without articles in this process, since ``serve`` would make an index at once."""
    settings = Settings(archive=folder / "archive", index=folder / "index", jobs=1)
    settings.archive.mkdir(parents=True)
    if indexed:
        synchronise(settings)
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
