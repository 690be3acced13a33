"""A page kept in one file by a browser: the mail-like package → its page."""

from __future__ import annotations

import email
import email.policy
from datetime import date
from email.errors import MessageError
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import NamedTuple

MOST_BOUNDARIES = 10_000
"""Lines that may begin a part; a page with its pictures has some hundred parts, each of which takes 500 bytes."""


class PackedPage(NamedTuple):
    """The page inside a package: its bytes, the charset its header names, the address and the day it was saved on."""

    data: bytes
    charset: str | None
    url: str | None
    saved: date | None = None


def unpack_page(data: bytes) -> PackedPage | None:
    """Return the root page of a package, None where it holds no page."""
    if data.count(b"\n--") > MOST_BOUNDARIES:
        return None
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        part = _root(message)
        if part is None:
            return None
        body = part.get_payload(decode=True)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # The mail parser meets whatever bytes there are; its faults mean that this is no package.
        return None
    if not isinstance(body, bytes):
        return None
    url = part.get("Content-Location") or message.get("Snapshot-Content-Location") or message.get("Content-Location")
    charset = part.get_param("charset")
    address = str(url).strip() if url else None
    return PackedPage(body, charset if isinstance(charset, str) else None, address, _day(message))


def _day(message: Message) -> date | None:
    """Return the day on which a package says that it was made, as it was there."""
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _root(message: Message) -> Message | None:
    """Return the part that the package is about: the one it starts with, else the first page in it."""
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    address = message.get("Snapshot-Content-Location")
    for part in parts:
        if (start and part.get("Content-ID") == start) or (address and part.get("Content-Location") == address):
            return part
    return parts[0] if parts else None
