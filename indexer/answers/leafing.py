"""What an archive can be leafed through by: its papers with the years they reach over, its authors, its topics."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from indexer.answers.sources import SourceNames
from indexer.answers.totals import Totals
from indexer.engines.base import Reader, Request
from indexer.query.parse import parse_query
from indexer.query.tree import AnyArticle, NameField
from indexer.text.fold import fold_name
from indexer.text.nouns import is_noun
from indexer.text.pinyin import syllables
from indexer.text.segment import Segmenter

ListedBy = Literal["articles", "name"]

MOST_TOPICS = 240
"""Topics that are told of an archive."""

_LEAST_TITLES = 2
_COMMON = 0.1
"""A word in a greater share of the titles or texts is no topic but a habit of the papers."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A value with its articles, and the first and the last year of a paper's, empty where none has a date."""

    value: str
    articles: int
    first_year: str = ""
    last_year: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A word of titles, the query that finds it there, and how many articles that finds."""

    word: str
    query: str
    articles: int


def papers(reader: Reader, names: SourceNames) -> tuple[Holding, ...]:
    """Return the papers, those with most articles first."""
    years: dict[str, set[str]] = {}
    for source, year in reader.extents(AnyArticle(), ("source", "year")):
        years.setdefault(names.canonical(source), set()).add(year)
    counts = names.merged(_counts(reader, "source"))
    return tuple(
        Holding(paper, count, *(min(have), max(have)) if (have := years.get(paper)) else ("", ""))
        for paper, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def authors(reader: Reader) -> tuple[Holding, ...]:
    """Return the authors, those with most articles first."""
    counts = _counts(reader, "author")
    return tuple(Holding(name, count) for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def by_name(holdings: tuple[Holding, ...]) -> tuple[Holding, ...]:
    """Return holdings in the order in which their names are read, as dictionaries have them."""
    return tuple(sorted(holdings, key=lambda one: (syllables(fold_name(one.value)), one.value)))


def topics(totals: Totals, segmenter: Segmenter) -> tuple[Topic, ...]:
    """Return the nouns that tell the archive's titles from its texts, those in most titles first."""
    reader = totals.reader
    words = _telling(reader.vocabulary("title"), reader.vocabulary("text"), reader.count())
    queries = {word: f'title:"{word}"' for word in words}
    trees = {word: parse_query(query, segmenter) for word, query in queries.items()}
    asked = {word: tree for word, tree in trees.items() if tree is not None}
    counted = zip(asked, totals.of_each(list(asked.values())), strict=True)
    found = [Topic(word, queries[word], total) for word, total in counted]
    return tuple(sorted(found, key=lambda topic: (-topic.articles, topic.word)))


def _telling(titles: Mapping[str, int], texts: Mapping[str, int], articles: int) -> list[str]:
    """Return the words with the greatest TF-IDF, of which the archive's titles are one text and its texts the others.

    ``titles`` and ``texts`` say how many of those hold each word.
    """
    most = max(_LEAST_TITLES, _COMMON * articles)
    weights = {}
    for word, count in titles.items():
        holding = max(count, texts.get(word, 0))
        if count >= _LEAST_TITLES and holding <= most and len(word) > 1 and any(map(str.isalpha, word)):
            weights[word] = count * math.log(articles / holding) if articles > holding else 0.0
    ordered = sorted(weights, key=lambda word: (-weights[word], word))
    nouns = (word for word in ordered if is_noun(word))
    return [word for _, word in zip(range(MOST_TOPICS), nouns, strict=False)]


def _counts(reader: Reader, field: NameField) -> Mapping[str, int]:
    found = reader.search(Request(AnyArticle(), "newest", limit=0, facets={field: AnyArticle()}))
    return found.facets[field]
