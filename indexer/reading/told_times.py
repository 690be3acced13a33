"""Days and times as machines write them, in metas, linked data, ``time`` elements, comments and scripts.

A time with an offset is the clock on the wall where the page was made, so the offset is left out and the clock kept.
UTC is nobody's wall clock here: ``2021-07-05T02:20:00Z`` is 10:20 in China, and so it is read, unless the page itself
shows the unshifted time beside its title, as where a system writes Z behind its local time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from indexer.reading.dates import EARLIEST, Stamp, day_of, find_stamps
from indexer.reading.vocabulary import fold_labels

CHINA = timezone(timedelta(hours=8))
"""The one time of China, Hong Kong, Macau, Taiwan, Singapore and Malaysia."""

_COMPACT = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:[T\s]?(?P<hour>[01]\d|2[0-3]):?(?P<minute>[0-5]\d):?(?P<second>[0-5]\d)?)?(?!\d)"
)
_JAVA = re.compile(
    r"(?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?P<day>\d\d?) (?P<clock>\d\d:\d\d:\d\d) "
    r"(?P<zone>[A-Z]{3,4}(?:[+-]\d\d:?\d\d)?) (?P<year>\d{4})"
)
_EPOCH = re.compile(r"\s{0,4}([1-9]\d{8,9})(\d{3})?\s{0,4}$")
_UTC_BEHIND = re.compile(r"(?:\.\d{1,9})?\s?(?:Z|UTC|GMT|[+-]00:?00)(?![+\d-])")
_LONGEST = 100
_EVENING = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(?:1[6-9]|2[0-3]):.{0,16}(?:Z|\+00:?00)")
_DAY_SHOWN = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)")


def is_evening(told: str) -> bool:
    """Tell whether an instant, told in UTC, is the next day in China already."""
    return _EVENING.fullmatch(told) is not None


def shown_day(told: str, shown: str) -> str | None:
    """Return the day of an instant told in UTC, ``YYYY-MM-DD``, where the page shows that very day."""
    instant, day = _EVENING.fullmatch(told), _DAY_SHOWN.search(shown)
    if instant is None or day is None or [*map(int, instant.groups())] != [*map(int, day.groups())]:
        return None
    return "-".join(instant.groups())


def find_stamp(text: str) -> Stamp | None:
    """Return the first possible day in a machine's value; the time is kept as written, ``is_utc`` says whose it is."""
    stamp = told_stamp(text)
    return stamp if stamp and stamp.day else None


def told_stamp(text: str) -> Stamp | None:
    """Return the first possible day in a machine's value, or the first that is none, whose ``day`` is None.

    Midnight to the second is what a system fills in where it knows the day alone.
    """
    stamp = _told_stamp(text)
    return stamp._replace(time=None) if stamp and stamp.time == "00:00:00" and not stamp.is_utc else stamp


def _told_stamp(text: str) -> Stamp | None:
    folded = fold_labels(text[:_LONGEST])
    java = _JAVA.search(folded)
    if java:
        folded = f"{java['day']} {java['name']} {java['year']} {java['clock']} {java['zone']}"
    epoch = _EPOCH.match(folded)
    if epoch:
        return _of_seconds(int(epoch[1]))
    stamps = find_stamps(folded)
    best = next((stamp for stamp in stamps if stamp.day), None) or _compact(folded) or next(iter(stamps), None)
    if best and best.time and _UTC_BEHIND.match(folded, best.end):
        return best._replace(is_utc=True)
    return best


def in_china(stamp: Stamp) -> Stamp:
    """Return a time of Greenwich as the clocks in China showed it; any other stamp as it is."""
    if not (stamp.is_utc and stamp.day and stamp.time):
        return stamp
    try:
        there = datetime.fromisoformat(f"{stamp.day}T{stamp.time}").replace(tzinfo=UTC).astimezone(CHINA)
    except OverflowError:  # the last evening of the year 9999
        return stamp
    time = there.strftime("%H:%M:%S" if stamp.time.count(":") == 2 else "%H:%M")
    return stamp._replace(day=there.date().isoformat(), time=time, is_utc=False)


def _of_seconds(seconds: int) -> Stamp:
    there = datetime.fromtimestamp(seconds, CHINA)
    return Stamp(there.date().isoformat(), there.strftime("%H:%M:%S"))


def _compact(text: str) -> Stamp | None:
    """Return a day written as 20180509, with its time where it follows."""
    match = _COMPACT.search(text)
    if match is None or int(match["year"]) < EARLIEST:
        return None
    day = day_of(int(match["year"]), int(match["month"]), int(match["day"]))
    time = (
        f"{match['hour']}:{match['minute']}" + (f":{match['second']}" if match["second"] else "")
        if match["hour"]
        else None
    )
    return Stamp(day, time if day else None, match.start(), match.end(), match.group()) if day else None
