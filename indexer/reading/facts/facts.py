"""One line of a page → the facts it names: day, source, authors, clicks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from indexer.reading.dates import Stamp, Yearless, find_stamps, find_yearless
from indexer.reading.facts.bylines import MOST_NAMES, desk_byline, leading_people, names_in
from indexer.reading.facts.relative_days import Relative, find_relative
from indexer.reading.page import Line, tidy
from indexer.reading.vocabulary import (
    BARE_LABEL,
    COUNT,
    COUNTER_AFTER,
    LABEL,
    MEDIUM,
    NO_ARTICLES_COUNT,
    NO_SOURCE,
    PAPER,
    fold_labels,
    words_of,
)

LONGEST = 300
"""Characters up to which a line can be one of facts."""

LONGEST_SOURCE = 40
"""Characters up to which a value can be a source."""

_LONGEST_LABEL = 10
_TELLING = re.compile(
    r"[0-9０-９:：/／|｜丨〇\]】〗〕]|[记記]者|通[讯訊]|作者|[一二]○|民[国國]|[今昨前刚剛][天日刚剛]|[来來]\s{0,4}源|\bBy\b"
)
_NUMBER = re.compile(
    r"[\[(]?\s{0,3}"
    + COUNT
    + r"(?!\s?(?:分钟|秒|小时|[年月日时点:/条]|min|-\d|\.\d))\s{0,3}(?:次|人次|人)?(?:\s{0,3}[\])])?"
)
_NUMBER_BEFORE = re.compile(r"\d[\d,.]{0,12}[万千kKwW]?\+?\s{0,2}(?:次|人)?\s?$")
_SIGNS = (":", "|", "(", "/", "]", "】", "〗", "〕", "[")
_HANDED_IN = re.compile("发[布佈]|投稿|供稿")
_COUNT = re.compile(r"[\[(]?\s{0,3}" + COUNT)
_TIMES = {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000}
_UNMARKED_ENDS = re.compile(r"\s{0,3}(?:$|次|人|[|)\]】,;·]|\s[^\d\s]|[\u4e00-\u9fff]{2,5}\s{0,3}[:(\d])")
_ENDS = re.compile(
    r"\s{2,}|(?<![A-Za-z0-9.&])\s|\s(?![A-Za-z0-9&])|[|\[【\]】;<>]|\((?=记者|作者|通讯员|编辑|责编|责任)"
)
_PAPER_BEHIND = re.compile(r"\s{1,4}《[^《》]{2,20}》\s{0,4}$")
_AUTHORS_STOP = re.compile(r"\s?\||\s[于於]\s")
_PHRASES = re.compile(r"\s{2,}|\s?[|/;,:]\s?")
_PICTURED = re.compile(
    r"[(]\s?(?P<names>[\u4e00-\u9fff]{2,4}(?:[\s、][\u4e00-\u9fff]{2,4}){0,2})"
    r"\s?(?:摄|摄影|摄影报道|文/图|图/文)\s?[)]"
)
_SPLITS = re.compile(r"[\s|｜·•/／;；,，:：\[\]【】〔〕()（）<>]+")
_REPORTER = re.compile(r"(?:[\u4e00-\u9fff]{0,4}(?:记者|通讯员))([\u4e00-\u9fff]{2,4})$")
_TITLED = re.compile("《([^《》]{2,20})》")
_ONLY_SIGNS = re.compile(r"[\W_]+")
_UNFILLED = re.compile(r"\$!?\{|\{\{|\{\$|\[!--|<[%?]|\{[a-z]{1,20}:|%\w{1,30}%$|#\w{1,30}#$|^@\w|\[field:")
_EMPTY = words_of(
    "无 暂无 未知 不详 佚名 未填写 不明 匿名 null undefined - -- --- … ... none unknown admin administrator 管理员 "
    "系统管理员 loading 加载中 加载中... 加载中… nbsp"
)


class Facts(NamedTuple):
    """What one line says. ``labelled`` names the fields that stand behind a word for them, ``words`` tells that word.

    ``yearless`` and ``relative`` are days that need a year, or the day of saving, from elsewhere. ``rest`` counts the
    characters of the line that belong to no fact.
    """

    stamps: tuple[Stamp, ...] = ()
    source: str | None = None
    tokens: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    clicks: int | None = None
    labelled: frozenset[str] = frozenset()
    rest: int = 0
    yearless: Yearless | None = None
    relative: Relative | None = None
    words: tuple[tuple[str, str], ...] = ()

    @property
    def dated(self) -> bool:
        """Whether the line tells a day, if only to those who know the year or the day of saving."""
        return bool(self.stamps or self.yearless or self.relative)

    @property
    def found(self) -> bool:
        """Whether the line is about the article's facts at all."""
        return bool(self.dated or self.labelled or self.clicks is not None or self.authors)

    def place(self, kind: str, bare: str) -> str:
        """Return where a field stands in the line: behind its label, or as ``bare`` says."""
        word = dict(self.words).get(kind)
        return f"label {word}" if word else bare


NOTHING = Facts()


class _Labelled(NamedTuple):
    """A label's kind and word, the span of label and value, and the value."""

    kind: str
    start: int
    end: int
    value: str
    word: str


def read_facts(line: Line) -> Facts:
    """Return the facts of a line; none for one that is too long to be about them."""
    if len(line.text) > LONGEST or not _TELLING.search(line.text):
        return NOTHING
    return _read("  ".join(filter(None, map(tidy, line.pieces))) if len(line.pieces) > 1 else line.text)


def read_split_day(lines: Sequence[Line]) -> Facts:
    """Return the facts of lines that hold one day in pieces, such as a large day above a small year and month."""
    return _read("  ".join(line.text for line in lines))


def read_pair(label: Line, value: Line) -> Facts:
    """Return the facts of two lines of which the first may be nothing but the label of the second."""
    if len(label.text) > _LONGEST_LABEL or len(value.text) > LONGEST_SOURCE:
        return NOTHING
    name = label.text.rstrip(" :：")
    if not BARE_LABEL.fullmatch(fold_labels(name)) or BARE_LABEL.fullmatch(fold_labels(value.text.rstrip(" :："))):
        return NOTHING
    facts = _read(f"{name}:{value.text}")
    # Anything can stand behind the word; only what fits it makes the two a pair.
    fits = facts.source or facts.authors or facts.dated or facts.clicks is not None
    return facts if fits and len(facts.labelled) == 1 else NOTHING


@lru_cache(maxsize=512)
def _read(text: str) -> Facts:
    folded = fold_labels(text)
    stamps = find_stamps(folded)
    yearless = None if stamps else find_yearless(folded)
    relative = None if stamps or yearless else find_relative(folded)
    days = [day for day in (*stamps, yearless, relative) if day]
    labels = _labels_in(folded, stamps)
    counter = _counter_in(folded, labels)
    if not (days or labels or counter):
        return NOTHING
    values = _labelled_values(text, folded, labels, [d.start for d in days] + ([counter.start()] if counter else []))
    source = next(filter(None, (_source(v.value) for v in values if v.kind == "source")), None)
    authors = _authors(values)
    clicks = next((_count(v.value) for v in values if v.kind == "clicks" and v.value), None)
    taken = [(day.start, day.end) for day in days] + [(v.start, v.end) for v in values]
    if counter and clicks is None:
        clicks = _count(counter.group())
        taken.append(counter.span())
    tokens = _tokens(text, taken)
    words = {v.kind: v.word for v in reversed(values)}
    authors = authors or _reporters(tokens) or _pictured(text, folded) or desk_byline(text)
    return Facts(
        tuple(stamps), source, tokens, authors, clicks, frozenset(words), sum(map(len, tokens)), yearless, relative,
        tuple(words.items()),
    )  # fmt: skip


def _pictured(text: str, folded: str) -> tuple[str, ...]:
    """Return who took all the pictures of a story, as its line of facts says in brackets: （某某 摄）."""
    match = _PICTURED.search(folded) if "摄" in folded or "图" in folded else None
    return names_in(text[match.start("names") : match.end("names")]) if match else ()


def _labels_in(folded: str, stamps: Sequence[Stamp]) -> list[re.Match[str]]:
    """Return the labels of a line, without those words of a count that stand behind their number: 12评论 34阅读."""
    labels: list[re.Match[str]] = []
    for label in LABEL.finditer(folded):
        before = _NUMBER_BEFORE.search(folded, max(0, label.start() - 16), label.start())
        if before and label.lastgroup in ("tally", "clicks") and not label.group().rstrip().endswith(_SIGNS):
            owned = any(stamp.start <= before.start() < stamp.end for stamp in stamps)
            if not owned and not (labels and labels[-1].end() == before.start()):
                continue
        labels.append(label)
    return labels


def _authors(values: Sequence[_Labelled]) -> tuple[str, ...]:
    """Return the people behind all words for writers, or behind the first for one who handed the text in."""
    people = [(v.word, leading_people(names_in(v.value))) for v in values if v.kind == "author"]
    writers = [name for word, names in people if not _HANDED_IN.search(word) for name in names]
    handed_in = next(filter(None, (names for _, names in people)), ())
    return tuple(dict.fromkeys(writers))[:MOST_NAMES] or handed_in


def _counter_in(folded: str, labels: list[re.Match[str]]) -> re.Match[str] | None:
    """Return the first counter whose word follows it, but for a number that belongs to a label before it."""
    for counter in COUNTER_AFTER.finditer(folded):
        # 评论 3 阅读: counts comments, and 阅读 begins a new pair.
        if not any(label.end() == counter.start() and label.lastgroup in ("tally", "clicks") for label in labels):
            return counter
    return None


def _labelled_values(text: str, folded: str, labels: list[re.Match[str]], stops: list[int]) -> list[_Labelled]:
    """Return the labels of a line with their values, each of which ends before the next label or day."""
    starts = sorted([*stops, *(label.start() for label in labels), len(text)])
    values = []
    for label in labels:
        kind, at = label.lastgroup or "other", label.end()
        limit = next((start for start in starts if start >= at), len(text))
        if kind in ("date", "updated"):
            end = at
        elif kind == "clicks":
            number = _number_behind(folded, label, limit)
            end = number.end() if number else at
        else:
            end = _authors_end(folded, label, limit) if kind == "author" else _value_end(folded, at, limit)
        value = folded[at:end] if kind == "clicks" else text[at:end]
        values.append(_Labelled(kind, label.start(), end, value, text[label.start() : at].strip(" \t　:：|/([【]】")))
    return [v for v in values if v.kind != "clicks" or not NO_ARTICLES_COUNT.search(folded[: v.start])]


def _authors_end(folded: str, label: re.Match[str], limit: int) -> int:
    """Return where the names behind a label end; those behind By end at a bar, those of a post at 於.

    A paper in title marks may stand between them and the day.
    """
    paper = _PAPER_BEHIND.search(folded, label.end(), limit) if "《" in folded else None
    if paper:
        return paper.start()
    stop = _AUTHORS_STOP.search(folded, label.end(), limit) if label[0][0] in "B张" else None
    return stop.start() if stop else limit


def _number_behind(folded: str, label: re.Match[str], limit: int) -> re.Match[str] | None:
    """Return the number of a counter behind its label; without a sign between, nothing else may be counted there."""
    number = _NUMBER.match(folded, label.end(), limit) if label.end() < limit else None
    if number is None or label.group().rstrip().endswith(_SIGNS):
        return number
    return number if number.group().endswith(("次", "人")) or _UNMARKED_ENDS.match(folded, number.end()) else None


def _count(text: str) -> int | None:
    """Return the number of a counter; 1.2万 is 12,000, 3k is 3,000."""
    match = _COUNT.match(text)
    if match is None:
        return None
    return round(float(match["count"].replace(",", "")) * _TIMES.get((match["unit"] or "").lower(), 1))


def _value_end(folded: str, at: int, limit: int) -> int:
    """Return where a value ends that begins at ``at``: before a gap, a bar or a bracket."""
    end = _ENDS.search(folded, at, limit)
    return end.start() if end else limit


def _source(text: str) -> str | None:
    value = text.strip(" \t\u3000\xa0,，、。:：·-")
    whole = _TITLED.fullmatch(value)
    value = whole[1] if whole else value
    if value.endswith((")", "）")) and not ("(" in value or "（" in value):
        value = value[:-1]
    if not value or value.lower() in _EMPTY or len(value) > LONGEST_SOURCE or "://" in value or is_unfilled(value):
        return None
    return None if value.isdigit() or _ONLY_SIGNS.fullmatch(value) else value


def is_unfilled(value: str) -> bool:
    """Tell whether a value is what a template or a script was to fill in: $!{…}, {{…}}, [!--…--], <%…%>, null."""
    return bool(_UNFILLED.search(value)) or value.strip().lower() in _EMPTY


def _tokens(text: str, taken: list[tuple[int, int]]) -> tuple[str, ...]:
    """Return the words of a line outside its facts."""
    free, at = [], 0
    for start, end in sorted(taken):
        if start > at:
            free.append(text[at:start])
        at = max(at, end)
    free.append(text[at:])
    # Latin names hold spaces.
    words = [word for piece in free for word in (_PHRASES if piece.isascii() else _SPLITS).split(piece.strip()) if word]
    bare = (whole[1] if (whole := _TITLED.fullmatch(word)) else word for word in words)
    return tuple(word for word in bare if not NO_SOURCE.match(fold_labels(word)))


def _reporters(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the people in words such as 记者某某."""
    named = [token for token in tokens if _REPORTER.match(fold_labels(token))]
    return names_in(" ".join(named)) if named else ()


def is_medium(name: str) -> bool:
    """Tell whether a name is like a paper's, a site's or an office's."""
    return MEDIUM.search(fold_labels(name)) is not None


def is_paper(name: str) -> bool:
    """Tell whether a name is like a paper's, an agency's or a site's."""
    return PAPER.search(fold_labels(name)) is not None
