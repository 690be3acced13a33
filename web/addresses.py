"""Addresses of articles."""

from __future__ import annotations

import re

from flask import url_for

from indexer.article import ID_LENGTH
from indexer.errors import UnknownArticleError

PROGRAMS = "/api/"
"""The addresses that begin so are for programs, but for the page about them at this address itself."""

VERSION = f"{PROGRAMS}v1"
"""The addresses of the first version, which stays as it is described."""

DESCRIPTION = "/openapi.json"

_ID = re.compile(f"[0-9a-f]{{{ID_LENGTH}}}")


def checked_id(article_id: str) -> str:
    """Return what can be an article's id. Raises UnknownArticleError."""
    if not _ID.fullmatch(article_id):
        raise UnknownArticleError(article_id)
    return article_id


def permanent_address(article_id: str) -> str:
    """Return the address of an article that stays the same as long as its saved bytes do."""
    return url_for("articles.article", article_id=article_id, _external=True)


def is_for_programs(path: str) -> bool:
    """Tell whether programs are answered at ``path``, rather than people."""
    return path == DESCRIPTION or (path.startswith(PROGRAMS) and path != PROGRAMS)
