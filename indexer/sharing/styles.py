"""References as people write them. Names stay in the characters in which they were printed.

The rules are those of GB/T 7714—2015 (8.1 to 8.8, newspapers and electronic resources), APA's seventh edition (10.16),
MLA's ninth (5.1 to 5.105) and the Chicago Manual of Style's eighteenth (14.89 to 14.98), each for a newspaper's article
that is read in an archive online.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from indexer.sharing.reference import Reference

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MLA_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_MOST_NAMED = 3
"""Authors that GB/T 7714 names; of more the first three, and 等."""


_MOST_IN_APA = 20
_MOST_IN_CHICAGO = 6
"""Authors that are all named; of more APA names nineteen and the last, Chicago the first three."""

_INNER = str.maketrans("“”「」", "‘’‘’")


def _sentence(text: str) -> str:
    """Return text with a full stop behind it, unless it ends a sentence already."""
    return text if text.endswith((".", "。", "?", "？", "!", "！", "…")) else f"{text}."


def _quoted(title: str) -> str:
    """Return a title in quotation marks, with single ones in it."""
    inner = re.sub(r'"([^"]*)"', r"‘\1’", title.translate(_INNER))
    return f"“{_sentence(inner)}”"


def _joined(parts: Sequence[str]) -> str:
    return " ".join(filter(None, parts))


def gb_t_7714(reference: Reference) -> str:
    """Return ``王磊, 刘芳. 题名[N/OL]. 陇东乡村报, 2021-08-05[2026-11-29]. 地址.``"""
    authors = ", ".join(reference.authors[:_MOST_NAMED])
    if len(reference.authors) > _MOST_NAMED:
        authors += ", 等"
    accessed = f"[{reference.accessed}]"
    if reference.source:
        kind, place = "[N/OL]", ", ".join(filter(None, (reference.source, reference.date))) + accessed
    else:
        kind, place = "[EB/OL]", (f"({reference.date})" if reference.date else "") + accessed
    head = _sentence(authors) if authors else ""
    return _joined((head, f"{reference.title}{kind}.", f"{place}.", f"{reference.cited}."))


def apa(reference: Reference) -> str:
    """Return ``王磊, & 刘芳. (2021, August 5). Title. 陇东乡村报. Address``."""
    *others, last = reference.authors or ("",)
    authors = f"{', '.join(others)}, & {last}" if others else last
    if len(reference.authors) > _MOST_IN_APA:
        authors = f"{', '.join(others[: _MOST_IN_APA - 1])}, . . . {last}"
    day = _day(reference.date)
    when = f"({day.year}, {_MONTHS[day.month - 1]} {day.day})." if day else "(n.d.)."
    title = _sentence(reference.title)
    head = (_sentence(authors), when, title) if authors else (title, when)
    return _joined((*head, _sentence(reference.source) if reference.source else "", reference.cited))


def mla(reference: Reference) -> str:
    """Return ``王磊, and 刘芳. “Title.” 陇东乡村报, 5 Aug. 2021, address. Accessed 29 Nov. 2026.``"""
    first, *others = reference.authors or ("",)
    authors = f"{first}, et al." if len(others) > 1 else f"{first}, and {others[0]}" if others else first
    day, accessed = _day(reference.date), _day(reference.accessed)
    where = ", ".join(filter(None, (reference.source, _mla_day(day) if day else "", reference.cited)))
    looked_up = f"Accessed {_mla_day(accessed)}." if accessed else ""
    return _joined((_sentence(authors) if authors else "", _quoted(reference.title), f"{where}.", looked_up))


def chicago(reference: Reference) -> str:
    """Return ``王磊 and 刘芳. “Title.” 陇东乡村报, August 5, 2021. Address.``"""
    *others, last = reference.authors or ("",)
    several = f"{', '.join(others)}, and {last}" if len(others) > 1 else f"{others[0] if others else ''} and {last}"
    authors = several if others else last
    if len(reference.authors) > _MOST_IN_CHICAGO:
        authors = f"{', '.join(others[:_MOST_NAMED])}, et al."
    day = _day(reference.date)
    when = f"{_MONTHS[day.month - 1]} {day.day}, {day.year}" if day else ""
    where = ", ".join(filter(None, (reference.source, when)))
    return _joined(
        (
            _sentence(authors) if authors else "",
            _quoted(reference.title),
            f"{where}." if where else "",
            f"{reference.cited}.",
        )
    )


def _mla_day(day: date) -> str:
    return f"{day.day} {_MLA_MONTHS[day.month - 1]} {day.year}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


STYLES: Mapping[str, Callable[[Reference], str]] = {
    "gb-t-7714": gb_t_7714,
    "apa": apa,
    "mla": mla,
    "chicago": chicago,
}
"""Name of a style → what writes a reference in it."""
