"""An article's facts as they are cited."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from indexer.article import Article, Script

LANGUAGES: dict[Script, str] = {"hans": "zh-Hans", "hant": "zh-Hant", "other": "und"}
"""Language tags (BCP 47) of an article's text."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation of an article tells. All texts are on one line; what is not known is empty.

    ``date`` is ``YYYY-MM-DD``. ``address`` is where this archive shows the article for as long as its saved bytes are
    the same, ``accessed`` the day on which it was looked up there, ``original`` the address it was saved from.
    """

    id: str
    title: str
    authors: tuple[str, ...]
    source: str
    date: str
    language: str
    address: str
    accessed: str
    original: str = ""

    @property
    def is_local(self) -> bool:
        """Whether the archive's address means something on this very machine only."""
        host = urlsplit(self.address).hostname or ""
        return host == "localhost" or host.startswith("127.") or host == "::1"

    @property
    def cited(self) -> str:
        """The address that is cited: the archive's, but the original one where nobody else could follow that."""
        return self.original if self.is_local and self.original else self.address


def make_reference(article: Article, address: str, accessed: str) -> Reference:
    """Return the reference to ``article``, shown at ``address`` and looked up on the day ``accessed``."""
    return Reference(
        id=article.id,
        title=_line(article.title) or _line(article.file.rsplit("/", 1)[-1]),
        authors=tuple(filter(None, map(_line, article.author))),
        source=_line(article.source or article.site or ""),
        date=article.date or "",
        language=LANGUAGES[article.script],
        address=address,
        accessed=accessed,
        original=_line(article.url or ""),
    )


def _line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
