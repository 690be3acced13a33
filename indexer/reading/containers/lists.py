"""A list file, CSV or JSON → its rows, each of which is an article's fields."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from indexer.reading.containers.limits import LARGEST_PAGE, Budget, Unreadable
from indexer.reading.containers.members import shown_name
from indexer.reading.vocabulary import fold_labels, words_of

# Process-wide in the csv module; without it a text of more than 131,072 characters ends the reading of its file.
csv.field_size_limit(LARGEST_PAGE)

_COLUMNS = {
    "title": "title headline articletitle newstitle 标题 题名 题目 文章标题 新闻标题",
    "text": "text content body articlebody fulltext maintext 正文 内容 全文 文章内容 新闻内容",
    "date": "date published publishedat publisheddate pubdate publishdate publishtime datetime datepublished 日期 "
    "发布时间 发布日期 发表时间 发表日期 刊发日期 见报日期 时间",
    "time": "time 时刻",
    "source": "source media contentsource publication 来源 媒体 出处 报纸 稿源",
    "author": "author authors byline writer reporter 作者 记者",
    "clicks": "clicks click views reads hits readcount viewcount 点击 点击量 点击数 阅读 阅读量 浏览 浏览量 浏览次数",
    "url": "url link href permalink articleurl 链接 网址 原文链接",
    "site": "site sitename website 网站 站点",
    "captions": "captions caption 图片说明 图注 图说",
    "id": "id articleid newsid docid guid 编号 序号",
}
_FIELD_OF = {fold_labels(name): field for field, names in _COLUMNS.items() for name in words_of(names)}
_NO_OBJECT = "this is no object with fields."
_NEXT = re.compile(r"[^\s,]")
_DELIMITERS = ",;\t|"
_MOST_BROKEN = 1_000
"""Places that are no JSON, each of which can take a while to find out."""

_MOST_NAMED = 12
"""Columns that are named where none is the text."""


class Row(NamedTuple):
    """One row: what it is called in its file, its fields by our names, and the bytes that its id is made of."""

    part: str
    values: Mapping[str, Any]
    saved_bytes: bytes


class BadRow(NamedTuple):
    """A row that cannot be read, and why."""

    part: str
    reason: str


@lru_cache(maxsize=1024)
def field_of(column: str) -> str | None:
    """Return which field a column is for, by its name in English or Chinese, in either script."""
    name = fold_labels(column).casefold()
    return _FIELD_OF.get("".join(c for c in name if c.isalnum()))


def csv_rows(text: str, budget: Budget) -> Iterator[Row | BadRow]:
    """Yield the rows of a CSV file, whose first line names its columns. Raises Unreadable, LimitReached."""
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=lambda mark: (first.count(mark), -_DELIMITERS.index(mark)))
    lines = csv.reader(io.StringIO(text.lstrip("\n"), newline=""), delimiter=delimiter)
    columns: list[str] = []
    number = 0
    while True:
        number = lines.line_num + 1
        try:
            line = next(lines, None)
        except csv.Error as error:
            raise Unreadable(
                f"line {number} is no row of a CSV file ({error}); the rows before it were read."
            ) from error
        if line is None:
            return
        if not columns:
            columns = [name.strip() for name in line]
            _require_text(columns)
        elif any(map(str.strip, line)):
            budget.count_part()
            yield _row(dict(zip(columns, line, strict=False)), f"line {number}")


def json_rows(text: str, budget: Budget) -> Iterator[Row | BadRow]:
    """Yield the rows of JSON lines, of a JSON array or of an object with one. Raises Unreadable, LimitReached."""
    broken = 0
    for place, value in _objects(text):
        budget.count_part()
        broken += isinstance(value, str)
        if broken > _MOST_BROKEN:
            raise Unreadable(
                f"more than {_MOST_BROKEN:,} places in it are no rows; what stands behind them is not read."
            )
        if isinstance(value, Mapping):
            named = any(field_of(name) == "text" for name in value)
            yield _object_row(value, place) if named else BadRow(place, _without_text(value))
        else:
            yield BadRow(place, value)


def _objects(text: str) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    """Yield each object with its place, or a sentence where there is none; a list counts as what is in it."""
    decoder = json.JSONDecoder(strict=False)
    for place, value in _values(text, decoder):
        listed = _list_in(value)
        if listed is None:
            yield place, value if isinstance(value, Mapping | str) else _NO_OBJECT
            continue
        for number, row in enumerate(listed, 1):
            yield f"row {number}", row if isinstance(row, Mapping) else _NO_OBJECT


def _values(text: str, decoder: json.JSONDecoder) -> Iterator[tuple[str, Any]]:
    """Yield the JSON values in a text one after the other, each element of a list by itself, with its place."""
    at, line, counted = 0, 1, 0
    in_list, number = False, 0
    while found := _NEXT.search(text, at):
        at = found.start()
        if text[at] == "[" and not in_list:
            in_list, at = True, at + 1
            continue
        if text[at] == "]" and in_list:
            in_list, at = False, at + 1
            continue
        line, counted, number = line + text.count("\n", counted, at), at, number + 1
        place = f"row {number}" if in_list else f"line {line}"
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield place, "this is not JSON."
            end = text.find("\n", at)
            if end < 0:
                return
            at = end
        else:
            yield place, value if not isinstance(value, str) else _NO_OBJECT


def _list_in(value: Any) -> Sequence[Any] | None:
    """Return the rows in an object that is nothing but a shell around them."""
    if not isinstance(value, Mapping) or any(field_of(name) == "text" for name in value):
        return None
    lists = [one for one in value.values() if isinstance(one, list) and one and isinstance(one[0], Mapping)]
    return lists[0] if len(lists) == 1 else None


def _require_text(columns: Sequence[str]) -> None:
    if not any(field_of(name) == "text" for name in columns):
        raise Unreadable(_without_text(columns))


def _without_text(columns: Iterable[str]) -> str:
    shown = [str(name)[:40] for name in islice(columns, _MOST_NAMED)]
    named = ", ".join(filter(None, shown)) or "without names"
    return (
        f"there is no column with the text of articles. Its columns are {named}; "
        "name one of them text (or content, body, 正文, 内容)."
    )


def _object_row(values: Mapping[str, Any], place: str) -> Row | BadRow:
    try:
        return _row(values, place)
    except RecursionError:
        return BadRow(place, "the lists in it lie too deep in each other.")


def _row(values: Mapping[str, Any], place: str) -> Row:
    fields: dict[str, Any] = {}
    for name, value in values.items():
        field = field_of(name)
        if field and value not in (None, "", []):
            fields.setdefault(field, value)
    named = next((str(fields[key]).strip() for key in ("id", "url") if isinstance(fields.get(key), str | int)), "")
    saved = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Row(shown_name(named) if named else place, fields, saved.encode("utf-8", "surrogatepass"))
