"""What the saved bytes of an article are, as a file that is taken along: their media type and a name for them."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from indexer.article import Article
from indexer.reading.containers.packing import name_without_packing
from indexer.reading.kept_parts import KeptPage
from indexer.reading.kinds import TAR_HEAD, container_of, kind_of

_TYPES = {
    "html": ("text/html", ".html"),
    "text": ("text/plain", ".txt"),
    "markdown": ("text/markdown", ".md"),
    "mhtml": ("multipart/related", ".mhtml"),
    "pdf": ("application/pdf", ".pdf"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "csv": ("application/json", ".json"),
    "jsonl": ("application/json", ".json"),
}
"""Kind of an article → media type, and what a name ends with that says nothing of its own."""

_PACKED_TYPES = {"gzip": "application/gzip", "bzip2": "application/x-bzip2", "xz": "application/x-xz"}
_NO_NAME = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd\"*/:<>?\\|]+"
)
"""What no file's name holds on one system or another, or what would show a name otherwise than it is."""

_LONGEST_NAME = 120
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


class FileKind(NamedTuple):
    """A media type, and a name without folders that files can bear on any system."""

    media_type: str
    name: str


def original_kind(page: KeptPage, file: str, article: Article) -> FileKind:
    """Return what the saved bytes of an article are, which lies in ``file``."""
    if article.part is None:
        packed = _PACKED_TYPES.get(container_of(page.saved[:TAR_HEAD], file) or "")
        media_type, ending = _TYPES.get(article.kind, _TYPES["text"])
        return FileKind(packed or media_type, _name(posixpath.basename(file), "" if packed else ending, article))
    if article.kind in ("csv", "jsonl"):
        stem = posixpath.basename(file).split(".")[0]
        return FileKind("application/json", _name(f"{stem} {posixpath.basename(article.part)}.json", "", article))
    if article.kind == "warc":
        media_type, ending = _TYPES[kind_of(page.content, page.name)]
        return FileKind(media_type, _name(_last_of_address(article.part, ending), ending, article))
    media_type, ending = _TYPES.get(article.kind, _TYPES["text"])
    return FileKind(media_type, _name(name_without_packing(posixpath.basename(article.part)), ending, article))


def _last_of_address(address: str, ending: str) -> str:
    """Return what an address calls its page, with the ending of its kind."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    name = unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.hostname or ""
    stem = _ENDING.sub("", name) if name != parts.hostname else name
    return f"{stem}{ending}" if stem else ""


def _name(name: str, ending: str, article: Article) -> str:
    """Return a name that can be borne; the article's id where nothing is left of it."""
    plain = _NO_NAME.sub("_", name).strip(" ._")
    if not plain:
        return f"{article.id}{ending}"
    found = _ENDING.search(plain)
    own = found[0] if found else ending
    stem = plain[: found.start()] if found else plain
    return f"{stem[:_LONGEST_NAME].strip(' .') or article.id}{own}"
