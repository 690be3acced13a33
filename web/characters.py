"""The characters in which articles are shown: as printed, or all in the script that a reader keeps to. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from indexer.article import Article
from indexer.search import ReadScript, rewrite
from web.languages import SCRIPT_TAGS, tag_of

SCRIPTS: Final[tuple[ReadScript, ...]] = ("hans", "hant")

CHARACTERS: Final[tuple[str, ...]] = ("printed", *SCRIPTS)
"""What a reader can keep to."""


def other_script(article: Article, kept: str) -> ReadScript | None:
    """Return the script that an article is written anew in for who keeps to ``kept``; None where it stays."""
    return next((one for one in SCRIPTS if one == kept and article.script not in ("other", one)), None)


def written(text: str, article: Article, kept: str) -> str:
    """Return what an article says as it is shown to who keeps to ``kept``, character for character."""
    script = other_script(article, kept)
    return rewrite(text, script) if script else text


def shown_tag(article: Article, kept: str) -> str:
    """Return the language tag of what is shown of an article to who keeps to ``kept``."""
    script = other_script(article, kept)
    return SCRIPT_TAGS[script] if script else tag_of(article)


def rewritten_in(articles: Iterable[Article], kept: str) -> ReadScript | None:
    """Return the script in which any of the articles is shown though it was printed in the other one."""
    return next(filter(None, (other_script(one, kept) for one in articles)), None)
