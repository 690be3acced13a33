"""The manners in which an article can be read: in either script, as repaired, as saved, or both beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from indexer.article import Article
from indexer.search import MarkedArticle, ReadScript, in_script

Manner = Literal["printed", "hans", "hant", "saved", "beside"]
"""``printed`` is its own script, as repaired; ``saved`` has what was saved in repaired places, ``beside`` both."""

PARAMETER: Final = "as"
"""The parameter of an article's address that names a manner; without it an article is shown as printed."""

_OF_SCRIPTS: Final[tuple[ReadScript, ...]] = ("hans", "hant")
_OF_REPAIRS: Final[tuple[Manner, ...]] = ("saved", "beside")


@dataclass(frozen=True, slots=True)
class MannerLink:
    """A manner with the query that leads to it, and whether the article is shown so."""

    manner: Manner
    query: str
    current: bool


def manners_of(article: Article) -> tuple[Manner, ...]:
    """Return the manners that an article can be read in, the plain one first."""
    scripts = tuple(script for script in _OF_SCRIPTS if article.script not in ("other", script))
    return ("printed", *scripts, *(_OF_REPAIRS if article.repairs else ()))


def read_manner(text: str, article: Article) -> Manner:
    """Return the manner that ``text`` names, where the article can be read in it."""
    return next((manner for manner in manners_of(article) if manner == text), "printed")


def manner_links(article: Article, shown: Manner, query: str) -> tuple[MannerLink, ...]:
    """Return the manners as links, behind the ``query`` of the article's page (``?…``)."""

    def link(manner: Manner) -> MannerLink:
        added = "" if manner == "printed" else f"{PARAMETER}={manner}"
        joined = query + ("&" if added and query != "?" else "") + added
        return MannerLink(manner, joined, manner == shown)

    return tuple(map(link, manners_of(article)))


def written_in(marked: MarkedArticle, manner: Manner) -> MarkedArticle:
    """Return the marked article in the script that a manner asks for."""
    return in_script(marked, manner) if manner in ("hans", "hant") else marked
