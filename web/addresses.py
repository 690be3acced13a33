"""Addresses of articles."""

from __future__ import annotations

import re

from flask import url_for

from indexer.article import ID_LENGTH
from indexer.errors import UnknownArticleError

_ID = re.compile(f"[0-9a-f]{{{ID_LENGTH}}}")


def checked_id(article_id: str) -> str:
    """Return what can be an article's id. Raises UnknownArticleError."""
    if not _ID.fullmatch(article_id):
        raise UnknownArticleError(article_id)
    return article_id


def permanent_address(article_id: str) -> str:
    """Return the address of an article that stays the same as long as its saved bytes do."""
    return url_for("articles.article", article_id=article_id, _external=True)
