"""The days that addresses and files' paths hold."""

from __future__ import annotations

import re

from indexer.reading.dates import day_of

_PATH = re.compile(
    r"[/_-]t?(?P<year>(?:19|20)\d\d)[-/_]?(?P<month>0[1-9]|1[0-2])[-/_]?(?P<day>0[1-9]|[12]\d|3[01])(?=\D|$)"
)
_YEAR = re.compile(r"/((?:19|20)\d\d)(?:[-/_](?:0?[1-9]|1[0-2])|(?:0[1-9]|1[0-2]))?(?=[/_-])")
_SERVED_PATH = re.compile(
    r"/((?:19|20)\d\d)-(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/"
    r"|/t((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])_\d{3,12}\."
    r"|/((?:19|20)\d\d)/(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])/c\d"
)


def day_of_path(path: str) -> str | None:
    """Return the day that an address holds, as ``YYYY-MM-DD``."""
    match = _PATH.search(path)
    return day_of(int(match["year"]), int(match["month"]), int(match["day"])) if match else None


def year_of_path(path: str) -> int | None:
    """Return the year that an address has a folder for."""
    match = _YEAR.search(path)
    return int(match[1]) if match else None


def day_of_served_path(path: str) -> str | None:
    """Return the day in a file's path that a publishing system gave it: ``2012-06/18/``, ``t20120618_55.``.

    Any other day in a file's path may be the one it was saved on.
    """
    match = _SERVED_PATH.search("/" + path)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    return day_of(year, month, day)
