"""A server's answer saved with its header in front, as ``wget --save-headers`` and ``curl -i`` do: answer → page."""

from __future__ import annotations

import re
from typing import NamedTuple

_HEAD = re.compile(
    rb"HTTP/\d(?:\.\d)? \d{3}[^\n]{0,200}\n((?:[\w-]{1,80}:[^\n]{0,8000}\n|[ \t]+[^\s][^\n]{0,8000}\n){1,200})\r?\n"
)
_CHARSET = re.compile(rb"^content-type:[^\n]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([\w.:+()-]{1,60})", re.I | re.M)
_MOST_HEADS = 20
"""Headers in front of one page: redirections leave one each."""


class AnsweredPage(NamedTuple):
    """The page behind a header, and the charset that the header names."""

    data: bytes
    charset: str | None


def split_answer(data: bytes) -> AnsweredPage | None:
    """Return the page of an answer, None where the bytes do not begin with a header and go on behind it."""
    at, last = 0, None
    for _ in range(_MOST_HEADS):
        head = _HEAD.match(data, at)
        if head is None:
            break
        at, last = head.end(), head
    if last is None or at == len(data):
        return None
    told = _CHARSET.search(last[1])
    return AnsweredPage(data[at:], told[1].decode("ascii") if told else None)
