"""Quality over many made pages, where the corpus and its tools lie beside the project."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pytest

from indexer.article import article_to_json
from indexer.reading import read_articles

SHARED = Path(__file__).parents[2].parent / "shared"
FLOOR = 0.99
COUNT = 600

pytestmark = [
    pytest.mark.skipif(not (SHARED / "tools").is_dir(), reason="the corpus and its tools are not beside the project"),
    pytest.mark.skipif(
        importlib.util.find_spec("opencc") is None, reason="opencc, which makes pages, is not installed"
    ),
]


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_pages", SHARED / "tools" / "score_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_made_pages_are_read(tmp_path: Path) -> None:
    command = [sys.executable, str(SHARED / "tools" / "make_pages.py"), "--out", str(tmp_path), "--count", str(COUNT)]
    command += ["--articles", str(SHARED / "data" / "articles.jsonl.xz"), "--script", "both", "--seed", "11"]
    subprocess.run([*command, "--charsets", "utf-8,gb18030"], check=True)
    score = scorer().score
    columns: dict[str, list[float]] = defaultdict(list)
    for line in (tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        (article,) = read_articles((tmp_path / gold["file"]).read_bytes(), gold["file"]).articles
        for column, value in score(gold, article_to_json(article)).items():
            columns[column].append(1 - value if column.endswith("_made_up") else value)
        columns["charset"].append(article.charset == gold["charset"])
    shares = {column: sum(values) / len(values) for column, values in columns.items()}
    assert len(columns["title"]) == COUNT
    assert {column: share for column, share in shares.items() if share < FLOOR} == {}
