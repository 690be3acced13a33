"""What of an article is searched: its title, and its paragraphs with captions, repaired and as saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from indexer.article import Article, paragraphs_as_saved
from indexer.text.datelines import dateline_place
from indexer.text.fold import Variants, fold_text

TextField = Literal["title", "text"]

DATE_LENGTHS = {"year": 4, "month": 7, "day": 10}
"""Fields that name a part of the date → how many characters of it, from the left."""

TEXT_FIELDS: tuple[TextField, ...] = ("title", "text")


def searchable_text(article: Article, field: TextField) -> str:
    """Return everything of ``field`` that a search looks at, unfolded, with a newline between passages.

    Nothing that is searched for crosses a newline. Where a passage was repaired, what was saved follows
    after the rest, so that either form is found.
    """
    saved = paragraphs_as_saved(getattr(article, field), article.repairs, field)
    passages: list[str] = [getattr(article, field)]
    if field == "text":
        passages.extend(article.captions)
    passages.extend(saved[number] for number in sorted(saved))
    if field == "text":
        passages.extend(paragraphs_as_saved("\n".join(article.captions), article.repairs, "captions").values())
    return "\n".join(passages)


def shown_text(article: Article, field: TextField) -> str:
    """Return what is shown of ``field``, unfolded, the captions behind the text with a newline between passages."""
    return article.title if field == "title" else "\n".join((article.text, *article.captions))


class ShownArticle(NamedTuple):
    """What is shown of an article, folded, with what an occurrence in it is counted by."""

    date: str | None
    source: str | None
    title: str
    text: str


def shown_article(article: Article, variants: Variants) -> ShownArticle:
    """Return what is shown of ``article``, folded as ``variants`` says."""
    title, text = (fold_text(shown_text(article, field), variants) for field in TEXT_FIELDS)
    return ShownArticle(article.date, article.source or None, title, text)


def shown_length(article: Article) -> int:
    """Return the characters of an article as it is shown: title, text and captions, without their ends of lines."""
    return sum(map(len, (article.title, *article.text.split("\n"), *article.captions)))


def name_values(article: Article, field: str) -> Iterable[str]:
    """Return the values of a field that names something (source, site, author, script, year, month, day,
    place, clicked, file, title)."""
    match field:
        case "author":
            return article.author
        case "clicked":
            return ("no" if article.clicks is None else "yes",)
        case "place":
            place = dateline_place(article.text)
            return (place,) if place else ()
        case "year" | "month" | "day":
            return (article.date[: DATE_LENGTHS[field]],) if article.date else ()
        case "source" | "site" | "script" | "file" | "title":
            value = getattr(article, field)
            return (value,) if value else ()
        case _:
            raise ValueError(f"{field} does not name anything")
