"""What publishing systems note in comments: ``<!-- publishtime … -->``, tags inside a comment, a value between two.

Any key that names a field is read, in the three forms in which systems write them; no comment is the article's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.reading.page import tidy
from indexer.reading.told import Field, Told
from indexer.reading.vocabulary import fold_labels

MOST_COMMENTS = 400
"""Comments of one page that are looked at."""

LONGEST_COMMENT = 2_000

_NAMES: tuple[tuple[Field, str], ...] = (
        ("date", "date pubdate pubtime publishtime publishdate createtime docreltime docpubtime reltime "
             "发布时间 发布日期 时间 日期 发表时间"),
        ("source", "source docsource docsourcename contentsource articlesource "
               "来源 信息来源 文章来源 稿件来源 新闻来源"),
        ("author", "author docauthor articleauthor 作者 文章作者"),
        ("title", "title doctitle articletitle newstitle 标题 文章标题 信息标题 新闻标题"),
)  # fmt: skip
_KEYS = {key: field for field, keys in _NAMES for key in keys.split()}
_FORM_FIRST = re.compile(r"\s{0,20}[$<\[]|\s{0,20}[\w\u4e00-\u9fff-]{2,24}\s{0,4}[:：=\s]\s{0,4}\S")
_TAG = re.compile(r"<(?:[a-z]{2,10}-)?([A-Za-z_]{4,16}|[\u4e00-\u9fff]{2,4})>([^<>]{1,200})</")
_PAIR = re.compile(
    r"\s{0,20}([A-Za-z_-]{4,16}|[\u4e00-\u9fff]{2,4})\s{0,4}[:：=\s]\s{0,4}[\"']?([^\"'<>{};]{2,200})[\"']?\s{0,20}$"
)
_BEGIN = re.compile(
    r"\s{0,20}\$?\[?\s?([A-Za-z_]{4,16}|[\u4e00-\u9fff]{2,4})\s?\]?\s{0,4}(?:begin|start|开始)\s{0,20}$", re.I
)
_MARKUP = re.compile(r"<[^<>]{0,400}>")


def read_notes(text: str) -> tuple[Told, ...]:
    """Return what the comments in the source of a page tell. Takes linear time."""
    return tuple(told for inside, behind in _comments(text) for told in _read(inside, behind))


def _comments(text: str) -> Iterator[tuple[str, str]]:
    """Yield comments that may note something, each with what stands behind it up to the next."""
    at = text.find("<!--")
    for _ in range(MOST_COMMENTS):
        if at < 0:
            return
        end = text.find("-->", at + 4, at + LONGEST_COMMENT)
        following = text.find("<!--", at + 4)
        if end > 0 and _FORM_FIRST.match(text, at + 4, end):
            behind = text[end + 3 : following] if 0 < following - end < LONGEST_COMMENT else ""
            yield text[at + 4 : end], behind
        at = following


def _read(inside: str, behind: str) -> Iterator[Told]:
    pair, begin = _PAIR.match(inside), _BEGIN.match(inside)
    if begin:
        yield from _told(begin[1], _MARKUP.sub("", behind))
    elif pair:
        yield from _told(pair[1], pair[2])
    elif "</" in inside:
        for match in _TAG.finditer(inside):
            yield from _told(match[1], match[2])


def _told(key: str, value: str) -> Iterator[Told]:
    field = _KEYS.get(fold_labels(key).lower().replace("_", "").replace("-", ""))
    value = tidy(value)
    if field and value and len(value) <= 200:
        yield Told(field, value, 0.7, f"comment {key}")
