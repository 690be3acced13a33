"""Those that ``engines.py`` compares: each engine of Fangzhi, and others over the same articles.

What a contender does not do it returns None for.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from figures import Took, Written
from ground import Pages, folder_size, fresh
from peers import RECOLL_QUEUES, run_plain_whoosh, run_recoll
from program import Asked, ask_job, index_pages, leave_cache, run_job
from serving import Load, load_server, served
from usage import Usage

Queries = dict[str, list[str]]

PASSES = 4
"""Times that a query is asked: once cold, then warm."""

SECONDS = 8.0
"""How long a server is under load with each number of clients."""

JOBS = os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Archive:
    """The same articles as saved pages and, in the folder ``articles``, as they were read."""

    pages: Pages
    articles: Path

    def __len__(self) -> int:
        return len(self.pages)


def _took(usage: Usage) -> Took:
    return Took(usage.seconds, usage.cpu, usage.at_once)


class Contender:
    """One way to keep and search articles, with its index in ``place``."""

    name: str

    def __init__(self, place: Path) -> None:
        self.place = place

    def index(self, archive: Archive) -> Took | None:
        """Make the index anew of saved pages."""
        return None

    def write(self, archive: Archive) -> Written | None:
        """Make the index anew of articles that were read already."""
        return None

    def index_again(self, archive: Archive) -> Took | None:
        """Bring an index up to date for which nothing has changed."""
        return None

    def size(self) -> int:
        """Return the bytes that the index takes."""
        return folder_size(self.place)

    def memory(self) -> int:
        """Return the bytes that processes hold which run all the time."""
        return 0

    def ask(self, queries: Queries) -> Asked | None:
        """Ask for first pages, the first time with the index out of the system's cache."""
        return None

    def serve(self, archive: Archive, queries: list[str], clients: tuple[int, ...]) -> list[Load]:
        """Answer over HTTP."""
        return []


class OwnEngine(Contender):
    """An engine of Fangzhi in an index folder."""

    def __init__(self, name: str, place: Path, settings: Mapping[str, str] | None = None) -> None:
        super().__init__(place)
        self.name = name
        self.settings = {"FANGZHI_ENGINE": name, **(settings or {})}

    def index(self, archive: Archive) -> Took:
        return _took(index_pages(archive.pages.folder, fresh(self.place), self.settings)[0])

    def index_again(self, archive: Archive) -> Took:
        return _took(index_pages(archive.pages.folder, self.place, self.settings)[0])

    def write(self, archive: Archive) -> Written:
        usage, took = run_job("writing_job.py", fresh(self.place), archive.articles, JOBS, environment=self.settings)
        return Written(_took(usage), took["seconds"], took["preparing"], took["committing"])

    def ask(self, queries: Queries) -> Asked:
        leave_cache(self.place)
        return ask_job("asking.py", self.place, PASSES, queries=queries, environment=self.settings)

    def serve(self, archive: Archive, queries: list[str], clients: tuple[int, ...]) -> list[Load]:
        with served(archive.pages.folder, self.place, self.settings) as (process, url):
            return [load_server(process, url, queries, count, SECONDS) for count in clients]


class Recoll(Contender):
    """Recoll, with the threads it chooses or one."""

    def __init__(self, place: Path, threads: str) -> None:
        super().__init__(place)
        self.name = f"Recoll, {threads}"
        self._queues = RECOLL_QUEUES[threads]

    def index(self, archive: Archive) -> Took:
        return _took(run_recoll(archive.pages.folder, fresh(self.place), self._queues)[0])

    def size(self) -> int:
        return folder_size(self.place / "xapiandb")


class PlainWhoosh(Contender):
    """The short script with Whoosh and jieba."""

    name = "plain Whoosh script"

    def index(self, archive: Archive) -> Took:
        return _took(run_plain_whoosh(archive.pages.folder, fresh(self.place)))


class Fts5(Contender):
    """SQLite's FTS5 with jieba's words or with trigrams."""

    def __init__(self, place: Path, tokens: str) -> None:
        super().__init__(place)
        self.name = f"FTS5, {'jieba' if tokens == 'words' else tokens}"
        self._tokens = tokens

    @property
    def _database(self) -> Path:
        return self.place / "articles.db"

    def write(self, archive: Archive) -> Written:
        fresh(self.place).mkdir(parents=True)
        usage, took = run_job("fts5_job.py", "write", self._tokens, self._database, archive.articles)
        return Written(_took(usage), took["seconds"], 0.0, took["seconds"])

    def ask(self, queries: Queries) -> Asked:
        leave_cache(self.place)
        return ask_job("fts5_job.py", "ask", self._tokens, self._database, PASSES, queries=queries)


class BareTantivy(Contender):
    """tantivy-py given the same terms; it only writes."""

    name = "bare tantivy-py"

    def write(self, archive: Archive) -> Written:
        usage, took = run_job("bare_tantivy.py", fresh(self.place), archive.articles)
        return Written(_took(usage), took["seconds"], took["preparing"], took["seconds"], took["cpu"])
