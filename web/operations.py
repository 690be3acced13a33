"""What programs can ask: each operation with its parameters and answers, from which it is checked and described."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, NotRequired, TypedDict, get_args

from indexer.article import JSON_ORDER, Article
from indexer.search import FILTERS, By, Per, TrendsRequest, shapes
from web.cursors import FORM, LONGEST_CURSOR
from web.declared import Declared, Kind, OneOf, Several, Shaped, Text, Whole
from web.languages import N_
from web.parameters import (
    CLICKED,
    COMPLETIONS,
    LARGEST_LIMIT,
    LAST_PAGE,
    LONGEST_QUERY,
    LONGEST_VALUE,
    MONTH,
    MOST_COMPLETIONS,
    MOST_VALUES,
    SCRIPTS,
    SORTS,
    YEAR,
)
from web.schemas import hints_of
from web.trends_view import FORMATS, MOST_TOP, OFS


class SearchAnswer(shapes.ResultsAnswer):
    """What a search finds, and where it goes on."""

    next: Annotated[str | None, "the cursor for the hits that follow, null at the end"]


class MarksAnswer(TypedDict):
    """Where an article lies, and where the words of a query stand in it."""

    files: Annotated[list[str], "every path at which the article lies in the archive"]
    title_marks: shapes.Marks
    text_marks: shapes.Marks
    caption_marks: Annotated[list[shapes.Marks], "the marks of each caption"]


class ArticleAnswer(TypedDict):
    """An article as it was read, with its text; `fields` leaves some of it."""


class ProblemAnswer(TypedDict):
    """What went wrong, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: Annotated[str, "a sentence that says what happened"]
    parameter: NotRequired[Annotated[str, "the parameter that cannot be what it was given as"]]


MERGED: Final[Mapping[type, tuple[type, ...]]] = {
    shapes.HitAnswer: (shapes.HitAnswer, Article),
    ArticleAnswer: (Article, MarksAnswer),
}
"""Objects of which `fields` chooses names, and what they can have."""

HIT_FIELDS: Final = tuple(dict.fromkeys((*hints_of(shapes.HitAnswer), *JSON_ORDER)))
ARTICLE_FIELDS: Final = (*JSON_ORDER, *hints_of(MarksAnswer))


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that can be asked at one address, that of the view ``endpoint``.

    ``answers`` are the media types of an answer with the type of its value, None where that is text. ``is_early`` says
    that it may be answered with 202 before it can be.
    """

    endpoint: str
    name: str
    summary: str
    about: str
    parameters: tuple[Declared, ...]
    answers: Mapping[str, Any]
    is_early: bool = False


_TEXT = Text(LONGEST_VALUE)

_FILTERS: Final[Mapping[str, tuple[str, Kind]]] = {
    "source": (N_("Only articles of this paper, by any of its names."), _TEXT),
    "site": (N_("Only articles that were saved from this web site."), _TEXT),
    "author": (N_("Only articles of this author."), _TEXT),
    "year": (N_("Only articles of this year."), Shaped(YEAR, "2021", 4)),
    "month": (N_("Only articles of this month."), Shaped(MONTH, "2021-07", 7)),
    "place": (N_("Only articles whose dateline names this place."), _TEXT),
    "script": (N_("Only articles in this script."), OneOf(SCRIPTS)),
    "clicked": (N_("Only articles on whose page a counter was printed, or none."), OneOf(CLICKED)),
}


def _filters() -> tuple[Declared, ...]:
    """Return the filters there are; one that nothing is told of takes any text."""
    usual = (N_("Only articles with this value, as it stands in the facet."), _TEXT)
    return tuple(Declared(name, *_FILTERS.get(name, usual), most=MOST_VALUES) for name in FILTERS)


_ANY_TEXT = Text(LONGEST_QUERY, may_be_empty=True)

_QUERY = Declared("q", N_("The query, in the query language."), _ANY_TEXT)

_MEANT = (
    Declared("words", N_("`whole`: words without quotes must be words of their own."), OneOf(("any", "whole"), "any")),
    Declared("variants", N_("`exact`: characters count as they are written."), OneOf(("fold", "exact"), "fold")),
    Declared("synonyms", N_("`off`: words stand for themselves alone."), OneOf(("on", "off"), "on")),
)


def _search(page_size: int) -> Operation:
    return Operation(
        "api.search",
        "search",
        N_("Search the archive"),
        N_(
            "All articles that a query and filters leave, with marks, snippets and counts; all without a query and "
            "filters."
        ),
        (
            _QUERY,
            Declared("sort", N_("The order of hits; `relevance` with a query, else `newest`."), OneOf(SORTS)),
            *_filters(),
            *_MEANT,
            Declared("explain", N_("`on`: each hit says what matched where."), OneOf(("off", "on"), "off")),
            Declared("limit", N_("Hits in an answer."), Whole(1, LARGEST_LIMIT, page_size)),
            Declared(
                "page", N_("Which page, from 1. Pages end at 100,000 hits; a cursor goes on."), Whole(1, LAST_PAGE, 1)
            ),
            Declared(
                "cursor",
                N_(
                    "Goes on behind the hits of an answer: its `next`, with all else as it was. It takes the place of "
                    "`page`."
                ),
                Shaped(FORM, "the `next` of an answer", LONGEST_CURSOR),
            ),
            Declared(
                "fields",
                N_("Only these names of each hit, with commas between; it can be any that an article has."),
                Several(HIT_FIELDS),
            ),
        ),
        {"application/json": SearchAnswer},
    )


def _article() -> Operation:
    return Operation(
        "api.article",
        "article",
        N_("Read an article"),
        N_("An article with its text, and the marks of a query in it."),
        (
            _QUERY,
            *_MEANT,
            Declared("fields", N_("Only these names of the article, with commas between."), Several(ARTICLE_FIELDS)),
        ),
        {"application/json": ArticleAnswer},
    )


def _alike() -> Operation:
    return Operation(
        "api.alike",
        "alike",
        N_("Articles about the same"),
        N_("What else the archive has about what an article is about, and the words by which that is told."),
        (),
        {"application/json": shapes.AlikeAnswer},
    )


def _suggest() -> Operation:
    return Operation(
        "suggest.suggest",
        "suggest",
        N_("Complete what is typed"),
        N_("Words, phrases, titles and names of the archive that go on as it was typed, in characters or pinyin."),
        (
            Declared("q", N_("What is typed so far."), _ANY_TEXT),
            Declared("limit", N_("Completions in an answer."), Whole(1, MOST_COMPLETIONS, COMPLETIONS)),
        ),
        {"application/json": shapes.CompletionsAnswer},
        is_early=True,
    )


def _trends() -> Operation:
    return Operation(
        "trends.answer",
        "trends",
        N_("How often words occur over time"),
        N_("Articles and occurrences for each month or year, as a share of all there are."),
        (
            Declared(
                "q",
                N_("The words to count, with commas between."),
                Text(LONGEST_QUERY, may_be_empty=True),
                is_required=True,
            ),
            Declared("per", N_("What is counted together."), OneOf(get_args(Per), TrendsRequest().per)),
            Declared("by", N_("Each source by itself."), OneOf(get_args(By))),
            Declared("top", N_("How many sources, each by itself."), Whole(1, MOST_TOP, TrendsRequest().top)),
            *_filters(),
            Declared("format", N_("JSON or a table."), OneOf(FORMATS, FORMATS[0])),
            Declared("of", N_("What the page for people draws; the answer has all of it."), OneOf(OFS, OFS[0])),
        ),
        {"application/json": shapes.TrendsAnswer, "text/csv": None},
    )


def operations(page_size: int) -> tuple[Operation, ...]:
    """Return what can be asked; answers have ``page_size`` hits unless told."""
    return _search(page_size), _article(), _alike(), _suggest(), _trends()
