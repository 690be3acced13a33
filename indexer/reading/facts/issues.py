"""Pages of a printed paper put on the net: the day and the paper stand in the masthead, far above the article."""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.reading.dates import Stamp, find_stamps
from indexer.reading.facts.facts import is_paper
from indexer.reading.page import Page
from indexer.reading.vocabulary import fold_labels

HIGHEST = 80
"""Lines before the title that can be a masthead."""

_LONGEST = 80
_EDITION = re.compile(
    r"(?P<paper>[\u3400-\u9fffA-Za-z]{2,15}?)\s?·?\s?(?:多媒体)?(?:数字报|数字版|数位报|电子报|电子版)"
)
_EDITION_WORDS = ("数字", "数位", "电子")
_SHEET = re.compile(r"第\s?[A-Z]?\d{1,3}\s?版|(?<![A-Za-z0-9])[A-Z]?\d{1,3}\s?版\s?[:|]|版次\s?:")
_DASHES = re.compile(r"\s{0,4}[-_|－—]{1,4}\s{0,4}")
_SPLITS = re.compile(r"[\s|:,()\[\]【】]+")


class Masthead(NamedTuple):
    """The day an issue is of, and the paper it is of."""

    day: Stamp | None = None
    paper: str | None = None


NOTHING = Masthead()


def _paper_of(claim: str) -> str | None:
    """Return the paper that a page's own title names before or behind its article's."""
    return next((part for part in _DASHES.split(claim) if 3 <= len(part) <= 15 and is_paper(part)), None)


def read_masthead(page: Page, title_at: int) -> Masthead:
    """Return what the masthead above the title says; nothing where the page is of no printed issue.

    Other sites put the day of the visit there.
    """
    claim = fold_labels(page.head.title)
    edition = _EDITION.search(claim) if any(word in claim for word in _EDITION_WORDS) else None
    above = [
        line.text
        for line in page.lines[max(0, title_at - HIGHEST) : max(0, title_at)]
        if len(line.text) <= _LONGEST and line.linked * 2 < len(line.text)
    ]
    if not edition and not any("版" in text and _SHEET.search(fold_labels(text)) for text in above):
        return NOTHING
    named = page.head.title[edition.start("paper") : edition.end("paper")] if edition else ""
    day, paper = None, named if is_paper(named) else _paper_of(page.head.title)
    for text in above:
        day = day or next((stamp for stamp in find_stamps(fold_labels(text)) if stamp.day), None)
        paper = paper or next((word for word in _SPLITS.split(text) if 3 <= len(word) <= 15 and is_paper(word)), None)
    return Masthead(day, paper)
