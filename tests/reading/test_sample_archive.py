"""Each sample article is read as a person reads it: every field and every paragraph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.article import article_to_json
from indexer.reading import read_articles

ROOT = Path(__file__).parents[2]
ARCHIVE = ROOT / "archive"
GOLD = [
    json.loads(line) for line in (ROOT / "tests" / "sample_archive_gold.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["file"])
def test_sample_is_read(gold: dict[str, Any]) -> None:
    path = ARCHIVE / gold["file"]
    if not path.is_file():
        pytest.skip("this sample was deleted from the archive")
    (article,) = read_articles(path.read_bytes(), gold["file"]).articles
    plain = article_to_json(article) | {"paragraphs": article.text.split("\n")}
    assert {field: plain[field] for field in gold} == gold
