"""Articles already read, kept in files of 1,000 each, so that what comes after reading can be measured alone."""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from pathlib import Path

import ground

from indexer.article import Article, FileRecord
from indexer.errors import ReadingError
from indexer.reading import read_articles

SHARE = 1000
_DIGEST = 64


def store_articles(pages: ground.Pages, folder: Path, processes: int) -> list[Path]:
    """Read the pages, unless that was done, and return the files with their articles."""
    done = folder / "done"
    if not done.exists():
        ground.fresh(folder).mkdir(parents=True)
        names = [path.relative_to(pages.folder).as_posix() for path in pages.files]
        shares = [names[at : at + SHARE] for at in range(0, len(names), SHARE)]
        paths = [folder / f"{number:04d}.pickle" for number, _ in enumerate(shares)]
        with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
            list(pool.map(_store, shares, paths, [pages.folder] * len(shares)))
        done.touch()
    return sorted(folder.glob("*.pickle"))


def _store(names: Sequence[str], path: Path, folder: Path) -> None:
    articles: list[Article] = []
    for name in names:
        try:
            articles += read_articles((folder / name).read_bytes(), name).articles
        except ReadingError:
            continue
    path.write_bytes(pickle.dumps(articles))


def load_articles(path: Path) -> list[Article]:
    """Return the articles of one file."""
    articles: list[Article] = pickle.loads(path.read_bytes())
    return articles


def all_articles(folder: Path) -> Iterator[Article]:
    """Yield the articles of all files."""
    for path in sorted(folder.glob("*.pickle")):
        yield from load_articles(path)


def file_records(articles: Sequence[Article]) -> list[FileRecord]:
    """Return records as synchronising would write them, one file an article."""
    numbers = count(1)
    return [
        FileRecord(one.file, len(one.text), next(numbers), one.id.ljust(_DIGEST, "0"), (one.id,)) for one in articles
    ]
