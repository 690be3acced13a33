"""One line of a page → the facts it names: day, source, authors, clicks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from indexer.reading.bylines import names_in
from indexer.reading.dates import Stamp, find_stamps
from indexer.reading.page import Line, tidy
from indexer.reading.vocabulary import BARE_LABEL, COUNTER_AFTER, LABEL, MEDIUM, NO_SOURCE, PAPER, fold_labels, words_of

LONGEST = 300
"""Characters up to which a line can be one of facts."""

LONGEST_SOURCE = 40
"""Characters up to which a value can be a source."""

_LONGEST_LABEL = 10
_TELLING = re.compile(r"[0-9０-９:：/／|｜丨〇]|[记記]者|通[讯訊]|[一二]○")
_NUMBER = re.compile(r"(\d[\d,]{0,11}(?:\.\d{1,3})?)\s{0,2}(万)?\+?\s{0,3}(?:次|人次|人)?")
_ENDS = re.compile(r"\s{2,}|(?<![A-Za-z0-9.&])\s|\s(?![A-Za-z0-9&])|[|\[【\]】;<>]")
_SPLITS = re.compile(r"[\s|｜·•/／;；,，:：\[\]【】()（）<>]+")
_REPORTER = re.compile(r"(?:[\u4e00-\u9fff]{0,4}(?:记者|通讯员))([\u4e00-\u9fff]{2,4})$")
_EMPTY = words_of("无 暂无 未知 不详 佚名 null undefined - -- none")


class Facts(NamedTuple):
    """What one line says. ``labelled`` names the fields that stand behind a word for them.

    ``rest`` counts the characters of the line that belong to no fact.
    """

    stamps: tuple[Stamp, ...] = ()
    source: str | None = None
    tokens: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    clicks: int | None = None
    labelled: frozenset[str] = frozenset()
    rest: int = 0

    @property
    def found(self) -> bool:
        """Whether the line is about the article's facts at all."""
        return bool(self.stamps or self.labelled or self.clicks is not None or self.authors)


NOTHING = Facts()


class _Labelled(NamedTuple):
    """A label's kind, the span of label and value, and the value."""

    kind: str
    start: int
    end: int
    value: str


def read_facts(line: Line) -> Facts:
    """Return the facts of a line; none for one that is too long to be about them."""
    if len(line.text) > LONGEST or not _TELLING.search(line.text):
        return NOTHING
    return _read("  ".join(filter(None, map(tidy, line.pieces))) if len(line.pieces) > 1 else line.text)


def read_pair(label: Line, value: Line) -> Facts:
    """Return the facts of two lines of which the first may be nothing but the label of the second."""
    if len(label.text) > _LONGEST_LABEL or len(value.text) > LONGEST_SOURCE:
        return NOTHING
    name = label.text.rstrip(" :：")
    if not BARE_LABEL.fullmatch(fold_labels(name)) or BARE_LABEL.fullmatch(fold_labels(value.text.rstrip(" :："))):
        return NOTHING
    facts = _read(f"{name}:{value.text}")
    # Anything can stand behind the word; only what fits it makes the two a pair.
    fits = facts.source or facts.authors or facts.stamps or facts.clicks is not None
    return facts if fits and len(facts.labelled) == 1 else NOTHING


@lru_cache(maxsize=512)
def _read(text: str) -> Facts:
    folded = fold_labels(text)
    stamps = find_stamps(folded)
    counter = COUNTER_AFTER.search(folded)
    stops = [stamp.start for stamp in stamps] + ([counter.start()] if counter else [])
    values = _labelled_values(text, folded, stops)
    if not (stamps or values or counter):
        return NOTHING
    source = next(filter(None, (_source(v.value) for v in values if v.kind == "source")), None)
    authors = next(filter(None, (names_in(v.value) for v in values if v.kind == "author")), ())
    clicks = next((_count(v.value) for v in values if v.kind == "clicks" and v.value), None)
    taken = [(stamp.start, stamp.end) for stamp in stamps] + [(v.start, v.end) for v in values]
    if counter and clicks is None and not any(start <= counter.start() < end for start, end in taken):
        clicks = _count(counter[1] + (counter[2] or ""))
        taken.append(counter.span())
    tokens = _tokens(text, taken)
    named = frozenset(v.kind for v in values)
    authors = authors or _reporters(tokens)
    return Facts(tuple(stamps), source, tokens, authors, clicks, named, sum(map(len, tokens)))


def _labelled_values(text: str, folded: str, stops: list[int]) -> list[_Labelled]:
    """Return the labels of a line with their values, each of which ends before the next label or day."""
    labels = list(LABEL.finditer(folded))
    starts = sorted([*stops, *(label.start() for label in labels), len(text)])
    values = []
    for label in labels:
        kind, at = label.lastgroup or "other", label.end()
        limit = next((start for start in starts if start >= at), len(text))
        if kind in ("date", "updated"):
            end = at
        elif kind == "clicks":
            number = _NUMBER.match(folded, at)
            end = number.end() if number else at
        else:
            end = limit if kind == "author" else _value_end(folded, at, limit)
        value = folded[at:end] if kind == "clicks" else text[at:end]
        values.append(_Labelled(kind, label.start(), end, value))
    return values


def _count(text: str) -> int | None:
    """Return the number of a counter; 1.2万 is 12,000."""
    match = _NUMBER.match(text)
    return round(float(match[1].replace(",", "")) * (10_000 if match[2] else 1)) if match else None


def _value_end(folded: str, at: int, limit: int) -> int:
    """Return where a value ends that begins at ``at``: before a gap, a bar or a bracket."""
    end = _ENDS.search(folded, at, limit)
    return end.start() if end else limit


def _source(text: str) -> str | None:
    value = text.strip(" \t\u3000\xa0,，、。:：·-")
    return None if not value or value.lower() in _EMPTY or len(value) > LONGEST_SOURCE else value


def _tokens(text: str, taken: list[tuple[int, int]]) -> tuple[str, ...]:
    """Return the words of a line outside its facts."""
    free, at = [], 0
    for start, end in sorted(taken):
        if start > at:
            free.append(text[at:start])
        at = max(at, end)
    free.append(text[at:])
    words = [word for piece in free for word in _SPLITS.split(piece) if word]
    return tuple(word for word in words if not NO_SOURCE.match(fold_labels(word)))


def _reporters(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the people in words such as 记者某某."""
    return names_in(" ".join(token for token in tokens if _REPORTER.match(fold_labels(token))))


def is_medium(name: str) -> bool:
    """Tell whether a name is like a paper's, a site's or an office's."""
    return MEDIUM.search(fold_labels(name)) is not None


def is_paper(name: str) -> bool:
    """Tell whether a name is like a paper's, an agency's or a site's."""
    return PAPER.search(fold_labels(name)) is not None
