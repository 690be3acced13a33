"""What SingleFile notes at the top of a page that it saves: its address and the day."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_HEAD = 8_000
"""Characters at the beginning of a page among which the note stands."""

_MARK = "Page saved with SingleFile"
_URL = re.compile(r"\burl:\s{0,8}(https?://\S{1,2000})")
_DAY = re.compile(r"\bsaved date:\s{0,8}[A-Za-z]{3} ([A-Z][a-z]{2}) (\d\d?) (\d{4})\b")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Saving(NamedTuple):
    """Where and when a page was saved."""

    url: str | None = None
    day: date | None = None


def read_saving(text: str) -> Saving:
    """Return what SingleFile noted on a page; nothing where it did not save it."""
    start = text.find(_MARK, 0, _HEAD)
    if start < 0:
        return Saving()
    note = text[start : text.find("-->", start, start + _HEAD)]
    url, day = _URL.search(note), _DAY.search(note)
    return Saving(url[1] if url else None, _date(day) if day else None)


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[3]), _MONTHS.index(found[1]) + 1, int(found[2]))
    except ValueError:
        return None
