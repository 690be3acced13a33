"""One extractor over one folder of pages, in a process of its own, which ``reading.py`` starts.

    python tests/benchmarks/reading_job.py SCORER NAME FOLDER < NAMES

Standard input holds the JSON list of the pages' names. All are read once, after one page to warm up, and a line of JSON
says in how many seconds, what was read, and which pages failed.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

OWN = "fangzhi"

Reader = Callable[[str, bytes], dict[str, Any]]


def load_scorer(path: Path) -> ModuleType:
    """Return the module that scores pages and knows how the other extractors are called."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def own_reader() -> Reader:
    """Return this project's reading, as the command calls it: the first article of a file."""
    from datetime import date, timedelta

    from indexer.article import article_to_json
    from indexer.reading import read_articles

    latest = date.today() + timedelta(days=1)
    return lambda file, data: article_to_json(read_articles(data, file, latest).articles[0])


def reader_of(name: str, scorer: ModuleType) -> Reader:
    """Return the reader called ``name``."""
    if name == OWN:
        return own_reader()
    read = scorer.peer(name)
    return lambda _, data: read(data)


def read_all(reader: Reader, pages: dict[str, bytes]) -> tuple[float, dict[str, Any], list[str]]:
    """Return the seconds it took to read all pages, what was read, and the pages that raised an error."""
    read: dict[str, Any] = {}
    failed: list[str] = []
    start = time.perf_counter()
    for file, data in pages.items():
        try:
            read[file] = reader(file, data)
        except Exception:  # whatever another extractor raises
            failed.append(file)
    return time.perf_counter() - start, read, failed


def main() -> None:
    """Read once and say what came of it."""
    scorer, name, folder = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what an extractor prints is no answer
    pages = {file: (folder / file).read_bytes() for file in json.load(sys.stdin)}
    reader = reader_of(name, load_scorer(scorer))
    read_all(reader, dict(list(pages.items())[:1]))
    seconds, read, failed = read_all(reader, pages)
    json.dump({"seconds": seconds, "read": read, "failed": failed}, answers, ensure_ascii=False, default=str)
    answers.close()


if __name__ == "__main__":
    main()
