"""What is asked of the archive and what it answers: plain immutable values, which both front doors know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, get_args

from indexer.answers.bounding import Bound
from indexer.answers.explanation import Explanation
from indexer.answers.likeness import KeyTerm
from indexer.article import Article, Script
from indexer.engines.base import Sort
from indexer.query.expansion import Expansion
from indexer.query.tree import NameField, Node
from indexer.text.fold import Variants
from indexer.text.marks import Span
from indexer.text.snippets import Snippet

FACETS: tuple[NameField, ...] = ("source", "year", "month", "site", "author", "place", "script", "clicked")
"""The fields whose values are counted with every search."""

FILTERS: tuple[NameField, ...] = ("source", "site", "author", "year", "month", "place", "script", "clicked")
"""The fields that a search can be narrowed to some values of."""

DEEPEST = 100_000
"""Hits that pages reach: a page costs as much as all before it, and nobody turns so many. ``limit=0`` gives all."""

Question = tuple[str, Sort, tuple[tuple[NameField, tuple[str, ...]], ...], bool, Variants, bool]
"""A request without what says which piece of its answer is wanted: words, order, filters, how words are meant."""

Change = Literal["filter", "all_filters", "parts_of_words", "either_script", "synonyms", "part"]
"""What is asked less strictly: without a filter, without any, words inside longer ones too, either script, synonyms."""

Notice = Literal["nothing_to_search", "most_words", "page_past_end"]
"""What a person should be told about an answer: nothing in the query can be searched; no article has all words,
so these have most of them; the page asked for lies behind the last."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a person asks for. ``filters`` maps a field of ``FILTERS`` to the values wanted, any of them.

    With ``synonyms`` a word's synonyms count for it, with ``explain`` each hit of a page is explained. ``page`` counts
    from 1; ``limit`` is the number of hits on a page, 0 for all hits.
    """

    q: str = ""
    sort: Sort = "relevance"
    filters: Mapping[NameField, tuple[str, ...]] = field(default_factory=dict)
    whole_words: bool = False
    variants: Variants = "fold"
    synonyms: bool = True
    explain: bool = False
    limit: int = 20
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for: words or a filter."""
        return bool(self.q.strip() or any(self.filters.values()))

    def or_everything(self) -> SearchRequest:
        """Return the request, or the one for all articles where it asks for nothing."""
        return self if self.is_narrowed else replace(self, filters={"script": get_args(Script)})

    @property
    def question(self) -> Question:
        """What is asked, whatever piece of the answer is wanted: a value that can be compared and remembered by."""
        filters = tuple(sorted((name, values) for name, values in self.filters.items() if values))
        return self.q, self.sort, filters, self.whole_words, self.variants, self.synonyms


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found, with the marks in its title and the snippets of its text; why, where that was asked."""

    article: Article
    score: float
    title_marks: tuple[Span, ...]
    snippets: tuple[Snippet, ...]
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value with the number of articles that choosing it would give, and whether it is chosen."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query as it was read, and the query that is left without it."""

    text: str
    without: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another query that may have been meant, and how many articles it finds."""

    query: str
    total: int


@dataclass(frozen=True, slots=True)
class WayOut:
    """What can be asked less strictly, the request that does so, and how many articles it finds.

    ``name`` is the filter that is left out where it is one, ``part`` the part of the query.
    """

    change: Change
    name: NameField | None
    request: SearchRequest
    total: int = 0
    part: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a request. ``pages`` is the number of pages there are, at least 1; they end at ``DEEPEST`` hits.

    ``parts`` are what was asked for, each to be taken away by itself. ``expansions`` tell which words were taken for
    more words than fit, ``bounds`` for which parts only the newest articles were looked at, ``has_synonyms`` whether
    words of the query have synonyms, be they asked for or not, ``dated`` what was asked of dates, empty where nothing
    was. The sources chosen in ``request`` are papers by the names that are shown. ``suggestions`` are other queries,
    best first, where this one finds nothing or next to nothing; ``ways_out`` is what to ask less strictly. ``answered``
    is the tree that found all that, beside the filters; None where nothing was asked.
    """

    request: SearchRequest
    read_as: str
    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[NameField, tuple[FacetValue, ...]]
    notice: Notice | None = None
    parts: tuple[Part, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    bounds: tuple[Bound, ...] = ()
    has_synonyms: bool = False
    suggestions: tuple[Suggestion, ...] = ()
    ways_out: tuple[WayOut, ...] = ()
    dated: Part = Part("", "")
    answered: Node | None = None

    @property
    def pages(self) -> int:
        if not self.request.limit:
            return 1
        return max(1, -(-min(self.total, DEEPEST) // self.request.limit))


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article with the marks of a query in title, text and each of its captions, and every path it lies at."""

    article: Article
    title_marks: tuple[Span, ...]
    text_marks: tuple[Span, ...]
    caption_marks: tuple[tuple[Span, ...], ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlikeArticles:
    """Articles about the same as another one, best first, and the key terms by which that was told."""

    terms: tuple[KeyTerm, ...]
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an article.

    ``earlier`` and ``later`` are those of its paper, ``versions`` have the same text, ``same_title`` another one under
    the same title, and ``alike`` are about the same.
    """

    earlier: Article | None = None
    later: Article | None = None
    versions: tuple[Article, ...] = ()
    same_title: tuple[Article, ...] = ()
    alike: AlikeArticles = AlikeArticles((), ())


@dataclass(frozen=True, slots=True)
class ArchiveFacts:
    """What the archive holds: how many articles, and each facet's values with their counts.

    ``state`` names the commit that was asked.
    """

    articles: int
    state: str
    facets: Mapping[NameField, Mapping[str, int]]


class Fresh(NamedTuple):
    """Which of what is gathered beside the answers is of the very commit that is searched, or will be when asked for.

    That are the words that are completed and suggested, the vocabulary that tells what articles are about, and the
    times at which articles were saved.
    """

    words: bool
    vocabulary: bool
    times: bool


@dataclass(frozen=True, slots=True)
class AnswerState:
    """What answers depend on: the same question has the same answer while this is the same.

    ``index`` names the commit that is searched with the keeper's own synonyms and papers, ``words`` the commit whose
    words are completed and suggested, None before they are gathered. ``fresh`` tells of what is gathered beside the
    answers.
    """

    index: str
    words: str | None
    fresh: Fresh
