"""The shapes of answers as plain JSON values: what each name of an object holds.

The types are what the functions beside return, and what the description of the API is made from.
"""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from indexer.answers.lexicon import CompletionKind
from indexer.answers.periods import Per
from indexer.answers.trends import By
from indexer.answers.values import Change, Notice
from indexer.query.tree import NameField

Marks = Annotated[list[list[int]], "pairs of a start and an end, in code points of the text they belong to"]


class ArticleFacts(TypedDict):
    """What an article is told by in a list."""

    id: Annotated[str, "the article's address: 20 hexadecimal digits of the SHA-256 of what was saved"]
    title: str
    date: Annotated[str | None, "YYYY-MM-DD"]
    source: Annotated[str | None, "the paper that the text is from"]
    author: list[str]
    clicks: Annotated[int | None, "the counter printed on the page when it was saved"]
    file: Annotated[str, "its path in the archive, the first by code point"]


class SnippetAnswer(TypedDict):
    """A piece of the text that shows why an article was found."""

    text: str
    marks: Marks


class PartAnswer(TypedDict):
    """How often a part of the query stands in an article."""

    part: str
    in_title: int
    in_text: int


class WordAnswer(TypedDict):
    """What a word adds to a score."""

    word: str
    in_title: int
    in_text: int
    share: float


class ExplanationAnswer(TypedDict):
    """What matched where, and what a score is made of."""

    level: Annotated[int, "how many preferences there are below the one that the hit fulfils"]
    tier: Annotated[str | None, "that preference, as a query"]
    counted_by: Literal["bm25", "closeness"]
    sum: Annotated[float, "what the words add together"]
    parts: list[PartAnswer]
    words: list[WordAnswer]


class HitAnswer(ArticleFacts):
    """An article that was found."""

    score: Annotated[float, "greater is better under relevance; scores of different questions cannot be compared"]
    title_marks: Marks
    explanation: NotRequired[ExplanationAnswer]
    snippets: list[SnippetAnswer]


class FacetAnswer(TypedDict):
    """A value of a filter with the number of articles that choosing it gives."""

    value: str
    count: int
    chosen: bool


class QueryPartAnswer(TypedDict):
    """A part of the query as it was read, and the query without it."""

    text: str
    without: str


class ExpansionAnswer(TypedDict):
    """A word that stands for more words of the archive than are looked for."""

    typed: str
    kept: int
    found: int


class BoundAnswer(TypedDict):
    """A part of the query for which only the newest articles were looked at."""

    part: str
    since: Annotated[str | None, "YYYY-MM-DD, null where no day parts them from the rest"]


class SuggestionAnswer(TypedDict):
    """Another query, and how many articles it finds."""

    query: str
    total: int


class WayOutAnswer(TypedDict):
    """What can be asked less strictly."""

    change: Change
    filter: Annotated[NameField | None, "the filter to leave out, where it is one"]
    values: list[str]
    part: Annotated[str | None, "the part of the query to leave out, where it is one"]
    total: Annotated[int, "how many articles it finds then"]


class ResultsAnswer(TypedDict):
    """What a search finds."""

    query: str
    read_as: Annotated[str, "how the query was taken, in the query language"]
    total: Annotated[int, "how many articles there are in all, exactly"]
    took_ms: float
    hits: list[HitAnswer]
    facets: Annotated[dict[NameField, list[FacetAnswer]], "for each filter its values, most frequent first"]
    suggestion: Annotated[str | None, "what may have been meant, the best of the suggestions"]
    notice: Annotated[Notice | None, "what should be known of the answer as a whole"]
    parts: list[QueryPartAnswer]
    expansions: list[ExpansionAnswer]
    bounds: list[BoundAnswer]
    suggestions: list[SuggestionAnswer]
    ways_out: list[WayOutAnswer]


class TermAnswer(TypedDict):
    """A word that tells what an article is about."""

    term: str
    weight: float


class AlikeAnswer(TypedDict):
    """Articles about the same, best first, and the words by which that was told."""

    terms: list[TermAnswer]
    articles: list[ArticleFacts]


class CompletionAnswer(TypedDict):
    """Something that goes on as it was typed."""

    text: str
    kind: CompletionKind
    count: Annotated[int, "how many articles have it, of words and phrases how many at least"]


class CompletionsAnswer(TypedDict):
    """What the archive has that goes on as it was typed, best first."""

    query: str
    completions: list[CompletionAnswer]


class NumbersAnswer(TypedDict):
    """The counts of a word."""

    articles: Annotated[int, "the articles that match"]
    of_articles: Annotated[int, "all articles of the period"]
    article_share: float | None
    occurrences: Annotated[int | None, "null where they were not counted"]
    characters: Annotated[int, "all characters of the period"]
    character_share: float | None
    per_million: Annotated[float | None, "occurrences in a million characters"]


class PointAnswer(NumbersAnswer):
    """The counts of a word in one period."""

    period: Annotated[str, "2021-07 or 2021"]


class SeriesAnswer(TypedDict):
    """A word over time, of one source or of all."""

    word: Annotated[str, "as it was typed"]
    read_as: Annotated[str, "the query that finds the articles counted"]
    source: Annotated[str | None, "null where all sources are counted together, `other` for the rest"]
    sources: Annotated[list[str], "the names that the source stands for"]
    undated: Annotated[int, "articles that match and have no date"]
    points: list[PointAnswer]


class TrendsAnswer(TypedDict):
    """How often words occur over time."""

    query: str
    per: Per
    by: By | None
    filters: dict[NameField, list[str]]
    periods: list[str]
    series: list[SeriesAnswer]
    undated: Annotated[int, "articles of those looked at that have no date"]
    complete: Annotated[bool, "whether there was time to count all occurrences"]
    counted_since: Annotated[str | None, "YYYY-MM-DD since which they were counted where there was not"]
    took_ms: float
    expansions: list[ExpansionAnswer]
    bounds: list[BoundAnswer]
