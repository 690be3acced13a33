"""Writes articles that were read already into a new index: ``python writing_job.py INDEX ARTICLES JOBS``.

ARTICLES is a folder of ``stored.py``; the engine is the one that the settings name. As many processes as JOBS prepare,
this one commits, as when files are indexed. The seconds are printed as JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from stored import file_records, load_articles

from indexer.article import FileRecord
from indexer.engines.base import Preparer
from indexer.opening import make_segmenter, open_to_write
from indexer.settings import load_settings


def prepare(path: Path, preparer: Preparer) -> tuple[Any, list[FileRecord], float]:
    """Prepare the articles of one file; return them, the records of their files and the seconds it took."""
    articles = load_articles(path)
    began = time.perf_counter()
    prepared = preparer(articles)
    return prepared, file_records(articles), time.perf_counter() - began


def write(index: Path, folder: Path, jobs: int) -> dict[str, float]:
    """Write all articles; return seconds in all, those of preparing (all processes) and those of committing."""
    settings = load_settings({"index": str(index)})
    paths = sorted(folder.glob("*.pickle"))
    context = multiprocessing.get_context("forkserver")
    with open_to_write(settings, make_segmenter(settings)).engine.writer() as writer:
        preparer = writer.preparer()
        context.set_forkserver_preload(["indexer.warmed", type(preparer).__module__])
        began = time.perf_counter()
        preparing = committing = 0.0
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            for future in as_completed([pool.submit(prepare, path, preparer) for path in paths]):
                prepared, records, seconds = future.result()
                preparing += seconds
                committed = time.perf_counter()
                writer.commit([prepared], records)
                committing += time.perf_counter() - committed
        published = time.perf_counter()
        writer.publish()
        committing += time.perf_counter() - published
        articles = writer.reader().count()
        seconds = time.perf_counter() - began
    return {"seconds": seconds, "preparing": preparing, "committing": committing, "articles": articles}


if __name__ == "__main__":
    print(json.dumps(write(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))))
