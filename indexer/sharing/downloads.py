"""One article as a file to keep: plain text and Markdown."""

from __future__ import annotations

import re

from indexer.sharing.reference import Reference
from indexer.sharing.styles import gb_t_7714

_MARKDOWN_SIGN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$&:^=])")


def plain_text(reference: Reference, text: str) -> str:
    """Return the title, how the article is cited, and its paragraphs with an empty line between them."""
    return "\n\n".join([reference.title, gb_t_7714(reference), *_paragraphs(text)]) + "\n"


def markdown(reference: Reference, text: str) -> str:
    """Return the same as Markdown (CommonMark), in which nothing of the text is taken for markup."""
    body = [f"# {_escaped(reference.title)}", *map(_escaped, _paragraphs(text))]
    return "\n\n".join([*body, "---", _escaped(gb_t_7714(reference))]) + "\n"


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _escaped(text: str) -> str:
    return _MARKDOWN_SIGN.sub(r"\\\1", text)
