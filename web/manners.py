"""The manners in which an article can be read: in either script, as repaired, as saved, or both beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from indexer.article import Article
from indexer.search import MarkedArticle, in_script
from web.characters import CHARACTERS, SCRIPTS, other_script

Manner = Literal["printed", "hans", "hant", "saved", "beside"]
"""``printed`` is its own script, as repaired; ``saved`` has what was saved in repaired places, ``beside`` both."""

PARAMETER: Final = "as"
"""The parameter of an article's address that names a manner; without it an article is shown as its reader keeps to."""

_OF_REPAIRS: Final[tuple[Manner, ...]] = ("saved", "beside")


@dataclass(frozen=True, slots=True)
class MannerLink:
    """A manner with the query that leads to it, and whether the article is shown so."""

    manner: Manner
    query: str
    current: bool


def manners_of(article: Article) -> tuple[Manner, ...]:
    """Return the manners that an article can be read in, the plain one first."""
    scripts = tuple(script for script in SCRIPTS if other_script(article, script))
    return ("printed", *scripts, *(_OF_REPAIRS if article.repairs else ()))


def read_manner(text: str, article: Article, kept: str = "") -> Manner:
    """Return the manner that ``text`` names, else the one ``kept``, where the article can be read in it."""
    can = manners_of(article)
    return next((manner for wanted in (text, kept) for manner in can if manner == wanted), "printed")


def manner_links(article: Article, shown: Manner, query: str, kept: str = "") -> tuple[MannerLink, ...]:
    """Return the manners as links, behind the ``query`` of the article's page (``?…``)."""

    def link(manner: Manner) -> MannerLink:
        added = "" if manner == "printed" and not kept else f"{PARAMETER}={manner}"
        return MannerLink(manner, _joined(query, added), manner == shown)

    return tuple(map(link, manners_of(article)))


def keeping_query(article: Article, shown: Manner, query: str, kept: str = "") -> str | None:
    """Return the query that keeps to the characters ``shown``; None where these are the ones that are kept to."""
    if shown not in CHARACTERS or shown == read_manner("", article, kept):
        return None
    return _joined(query, f"characters={shown}")


def _joined(query: str, added: str) -> str:
    return query + ("&" if added and query != "?" else "") + added


def written_in(marked: MarkedArticle, manner: Manner) -> MarkedArticle:
    """Return the marked article in the script that a manner asks for."""
    return in_script(marked, manner) if manner in ("hans", "hant") else marked
