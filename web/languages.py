"""The languages of the pages: which there are and which one a reader gets. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from indexer.article import Article, Script
from indexer.search import ReadScript


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the pages: its tag in HTML, Babel's name of it, its own name, and the Chinese script it is in."""

    tag: str
    locale: str
    name: str
    script: ReadScript | None = None


LANGUAGES: Final = {
    one.tag: one
    for one in (
        Language("zh-Hans", "zh_Hans", "简体", "hans"),
        Language("zh-Hant", "zh_Hant", "繁體", "hant"),
        Language("en", "en_GB", "English"),
    )
}

_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})

SCRIPT_TAGS: Final[dict[Script, str]] = {"hans": "zh-Hans", "hant": "zh-Hant", "other": "und"}
"""The language tag of what is written in a script."""


def tag_of(article: Article) -> str:
    """Return the language tag of an article's text, so that each script is drawn with its own glyphs."""
    return SCRIPT_TAGS[article.script]


def _understood(tag: str) -> Language | None:
    """Return the language for a browser's tag (``zh-TW``, ``en-US``)."""
    first, *rest = tag.lower().replace("_", "-").split("-")
    if first == "zh":
        return LANGUAGES["zh-Hant" if _TRADITIONAL & {*rest} and "hans" not in rest else "zh-Hans"]
    return LANGUAGES.get(first)


def choose_language(chosen: str, configured: str, accepted: Iterable[str]) -> Language:
    """Return the reader's own choice, else what the keeper set, else the first that the browser accepts.

    A browser that accepts none of them gets English; one that says nothing gets simplified Chinese.
    """
    for tag in (chosen, configured):
        if tag in LANGUAGES:
            return LANGUAGES[tag]
    tags = [tag for tag in accepted if tag != "*"]
    known = next(filter(None, map(_understood, tags)), None)
    return known or LANGUAGES["en" if tags else "zh-Hans"]


def N_(text: str) -> str:  # the name by which sentences to translate are found
    """Return a sentence as it is; a page shows it in its reader's language."""
    return text
