"""Parameters → what stands in an address behind its path. Pure.

Letters of every script stay as they are, as the URL Standard lets them in a link: an address in Chinese can be read,
and takes a third of the bytes. Browsers encode them when they ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote_plus

_OTHER = re.compile(r"[^\w.~-]+")


def quoted(text: str) -> str:
    """Return ``text`` as it can stand in a query: letters and digits as they are, all else encoded as UTF-8."""
    return _OTHER.sub(lambda other: quote_plus(other[0], errors="replace"), text)


def query_of(pairs: Iterable[tuple[str, str]]) -> str:
    """Return ``?name=value&…``, and ``?`` alone where there is no pair."""
    return "?" + "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs)
