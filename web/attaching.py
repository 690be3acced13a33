"""The header by which browsers keep an answer as a file. Pure."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")
_LEFT_OVER = re.compile(r"[-_]+(?=[-_.]|$)")


_LONGEST = 60
"""Characters of the words in a file's name."""


def named_by(*words: str) -> str:
    """Return a file's name, without its ending, that tells what is asked for in words."""
    return re.sub(r"[\W_]+", "-", "-".join(filter(None, words)))[:_LONGEST].strip("-")


def attached(name: str) -> str:
    """Return the header by which browsers keep an answer under ``name``, for old ones in ASCII (RFC 6266)."""
    plain = _PLAIN.sub("_", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()).strip("._")
    plain = _LEFT_OVER.sub("", plain)
    stem, dot, ending = name.rpartition(".")
    if not plain or plain == ending:
        plain = f"article{dot}{ending}" if ending.isascii() and stem else "article"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
