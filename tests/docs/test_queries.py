"""Every query that the pages show is read as they say, and finds something in the sample archive."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from indexer.query.fields import FIELD_NAMES
from indexer.query.parse import parse_query
from indexer.query.words import read_as
from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from indexer.sync import synchronise
from indexer.text.segment import Segmenter
from tests.docs.pages import ROOT, commands_in, read, rows

LANGUAGE = rows(read("docs/query-language.md"), "| query | read as |")
EXAMPLES = [row[0] for row in rows(read("README.md"), "| query | finds |")]
EXAMPLES += [
    words[2]
    for name in ("README.md", "README.zh.md")
    for line in commands_in(read(name))
    if (words := shlex.split(line))[1] == "search" and len(words) > 2
]


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter()


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> ArchiveSearch:
    samples = [json.loads(line)["file"] for line in read("tests/sample_archive_gold.jsonl").splitlines()]
    if not all((ROOT / "archive" / name).is_file() for name in samples):
        pytest.skip("samples were deleted from the archive")
    settings = Settings(archive=ROOT / "archive", index=Path(tmp_path_factory.mktemp("index")), jobs=1)
    synchronise(settings)
    return ArchiveSearch(settings)


def test_there_are_examples() -> None:
    assert len(LANGUAGE) > 40
    assert len(EXAMPLES) >= 14


@pytest.mark.parametrize(("query", "told"), LANGUAGE, ids=[row[0] for row in LANGUAGE])
def test_a_query_is_read_as_the_page_says(segmenter: Segmenter, query: str, told: str) -> None:
    assert read_as(parse_query(query, segmenter)) == told


@pytest.mark.parametrize("query", EXAMPLES)
def test_an_example_finds_articles_with_all_it_asks_for(search: ArchiveSearch, query: str) -> None:
    results = search.search(SearchRequest(query))
    assert results.total
    assert results.notice is None


def test_every_name_of_a_field_is_told() -> None:
    table = rows(read("docs/query-language.md"), "| field | names in Chinese | finds |")
    told = [name for row in table for cell in row[:2] for name in re.findall(r"([^\s`:]+):", cell)]
    assert sorted(told) == sorted(FIELD_NAMES)


def test_both_readmes_show_the_same_queries() -> None:
    chinese = [row[0] for row in rows(read("README.zh.md"), "| 输入 | 找到 |")]
    assert chinese == [row[0] for row in rows(read("README.md"), "| query | finds |")]
