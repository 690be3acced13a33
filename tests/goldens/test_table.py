"""What people ask of news finds what it must and nothing that it must not, in each embedded engine."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from indexer.search import ArchiveSearch, Results, SearchRequest
from indexer.text.fold import Variants

TABLE = tomllib.loads(Path(__file__).with_name("table.toml").read_text(encoding="utf-8"))
FILES: Mapping[str, str] = TABLE["articles"]


@dataclass(frozen=True, slots=True)
class Row:
    """A query with the names of articles that it must and must not find; ``table.toml`` tells the rest."""

    group: str
    q: str
    must: Sequence[str]
    must_not: Sequence[str] | Literal["the rest"] = ()
    first: str | None = None
    last: str | None = None
    most_words: bool = False
    whole: bool = False
    variants: Variants = "fold"

    def shut_out(self) -> set[str]:
        """Return the names of the articles that must not be found."""
        return FILES.keys() - set(self.must) if self.must_not == "the rest" else set(self.must_not)

    def asked(self) -> SearchRequest:
        """Return what is asked; synonyms are a table of their own."""
        return SearchRequest(self.q, whole_words=self.whole, variants=self.variants, synonyms=False, limit=0)


def rows() -> Iterator[Row]:
    """Yield the rows of the table. Raises TypeError where one has a name that no row has."""
    for group in TABLE["groups"]:
        for row in group["rows"]:
            yield Row(group["name"], **row)


ROWS = list(rows())


def asked_by(row: Row) -> tuple[str, bool, str]:
    return row.q, row.whole, row.variants


def test_the_table_names_each_article_once(known_articles: Path) -> None:
    there = {path.relative_to(known_articles).as_posix() for path in known_articles.rglob("*") if path.is_file()}
    assert sorted(FILES.values()) == sorted(there)


def test_each_row_asks_something_else_and_names_articles_that_there_are() -> None:
    assert [row for row, times in Counter(map(asked_by, ROWS)).items() if times > 1] == []
    for row in ROWS:
        assert {*row.must, *row.shut_out()} <= FILES.keys(), row
        assert not set(row.must) & row.shut_out(), row
        assert {row.first, row.last} <= {None, *row.must}, row


def wrong_in(row: Row, results: Results) -> Iterator[str]:
    """Yield a sentence for each thing in the answer that is not as the row says."""
    names = {file: name for name, file in FILES.items()}
    found = [names[hit.article.file] for hit in results.hits]
    yield from (f"{row.q} does not find {name} ({FILES[name]})" for name in row.must if name not in found)
    yield from (f"{row.q} finds {name} ({FILES[name]})" for name in found if name in row.shut_out())
    if results.total != len(found):
        yield f"{row.q} has {len(found)} hits and says {results.total}"
    if (results.notice == "most_words") is not row.most_words:
        yield f"{row.q} was read as {results.read_as}"
    if row.first and found[:1] != [row.first]:
        yield f"{row.q} finds {', '.join(found)}, and not {row.first} first"
    if row.last and found[-1:] != [row.last]:
        yield f"{row.q} finds {', '.join(found)}, and not {row.last} last"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.group}: {row.q}")
def test_a_query_finds_what_it_must_and_nothing_that_it_must_not(row: Row, search: ArchiveSearch) -> None:
    assert list(wrong_in(row, search.search(row.asked()))) == []
