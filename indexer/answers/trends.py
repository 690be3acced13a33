"""How often words occur over time: what is asked and what is answered, as plain immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from indexer.answers.bounding import Bound
from indexer.answers.periods import Per
from indexer.errors import TrendsRequestError
from indexer.query.counting import as_it_stands
from indexer.query.expansion import Expansion
from indexer.query.listing import listed
from indexer.query.parse import parse_query
from indexer.query.tree import NameField, Node, Occurs
from indexer.query.words import read_as
from indexer.text.fold import fold_text
from indexer.text.segment import Segmenter

By = Literal["source"]
"""What the articles can be told apart by."""

MOST_TREND_WORDS = 10
"""Words that are counted at a time."""

SECONDS = 2.0
"""How long an answer may take, so that occurrences of older articles are left out where there is no time for them."""

OTHER_SOURCES = "other"
"""What the sources are called that are not among the most frequent ones, and the articles without a source."""


@dataclass(frozen=True, slots=True)
class TrendsRequest:
    """What is asked: words, parted by commas, per month or year, of the articles that the filters leave.

    With ``by`` each of the ``top`` most frequent sources is counted by itself. ``seconds`` is how long it may take,
    None for as long as it takes.
    """

    q: str = ""
    per: Per = "month"
    by: By | None = None
    filters: Mapping[NameField, tuple[str, ...]] = field(default_factory=dict)
    top: int = 8
    seconds: float | None = SECONDS


class TrendWord(NamedTuple):
    """A word as it was typed, with the tree that asks for it as it stands."""

    typed: str
    tree: Node


def read_words(q: str, segmenter: Segmenter) -> tuple[TrendWord, ...]:
    """Return the words that are asked for, each once. Raises TrendsRequestError where they are none or too many."""
    words: dict[str, TrendWord] = {}
    for typed in listed(q):
        tree = parse_query(typed, segmenter)
        if tree is not None or fold_text(typed).strip():
            asked = as_it_stands(tree) if tree is not None else Occurs(typed)
            words.setdefault(fold_text(read_as(asked)), TrendWord(typed, asked))
    if not words:
        raise TrendsRequestError("no_words")
    if len(words) > MOST_TREND_WORDS:
        raise TrendsRequestError("too_many_words", str(len(words)))
    return tuple(words.values())


@dataclass(frozen=True, slots=True)
class Point:
    """The counts of a word in one period.

    ``of_articles`` and ``characters`` are all that the period has. ``occurrences`` and ``covered``, the characters that
    those have in all, are None where they were not counted.
    """

    period: str
    articles: int
    of_articles: int
    characters: int
    occurrences: int | None
    covered: int | None

    @property
    def article_share(self) -> float | None:
        """Which part of the period's articles match; None where it has none."""
        return _share(self.articles, self.of_articles)

    @property
    def character_share(self) -> float | None:
        """Which part of the period's characters belong to occurrences."""
        return _share(self.covered, self.characters)

    @property
    def per_million(self) -> float | None:
        """How many occurrences there are in a million characters."""
        share = _share(self.occurrences, self.characters)
        return None if share is None else share * 1_000_000


def _share(part: int | None, whole: int) -> float | None:
    return part / whole if part is not None and whole else None


@dataclass(frozen=True, slots=True)
class Series:
    """A word over time. ``read_as`` is the query that finds the articles counted; ``undated`` are in no period.

    ``source`` is None where all sources are counted together, ``sources`` are the names that it stands for; the rest
    that is in no series of its own has none of them.
    """

    word: str
    read_as: str
    points: tuple[Point, ...]
    undated: int
    source: str | None = None
    sources: tuple[str, ...] = ()

    @property
    def is_rest(self) -> bool:
        """Tell whether these are the articles of all sources that have no series of their own."""
        return self.source is not None and not self.sources


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted. ``undated`` articles of those looked at have no date and are in no period.

    Unless ``complete``, occurrences are counted only in articles since the day ``counted_since``, in none where it is
    None.
    """

    periods: tuple[str, ...]
    series: tuple[Series, ...]
    undated: int
    complete: bool
    counted_since: str | None


@dataclass(frozen=True, slots=True)
class Trends:
    """The answer to a request. ``expansions`` and ``bounds`` are those of a search."""

    request: TrendsRequest
    counted: Counted
    took_ms: float
    expansions: tuple[Expansion, ...] = ()
    bounds: tuple[Bound, ...] = ()
