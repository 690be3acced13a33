"""Datelines: where a report was sent from, as it stands at the beginning of its text."""

from __future__ import annotations

import re

from indexer.text.segment import HAN

_BEGINNING = 60
"""Characters of a text within which a dateline ends."""

_SENT = "讯訊电電"
_OUTLET = r"[\w·•\s]{1,24}?[社报報网網刊台臺]"
_DAY = r"\d{1,2}月\d{1,2}[日号號]"
_BY = r"(?:[（(][^（）()]{0,24}[）)])?"

_END = rf"[{_SENT}](?:(?![{HAN}])|(?=记者|記者|通讯员|通訊員))"
"""What ends a dateline, and is not the beginning of a word such as 电力."""

_DATELINE = re.compile(
    rf"\s*(?:"
    rf"(?:{_OUTLET})\s*[【（(]?(?P<told>[{HAN}]{{2,6}}?)\s*(?:{_DAY})?{_BY}{_END}"
    rf"|[【（(]?(?P<dated>[{HAN}]{{2,8}}?)\s*{_DAY}{_BY}{_END}"
    rf"|[【（(](?P<bracketed>[{HAN}]{{2,8}}?)[{_SENT}][】）)]"
    rf")"
)
_NO_PLACE = re.compile(
    rf"今年|去年|明年|截至|截止|我国|我國|记者|記者|通[讯訊]|特[约約]|综合|綜合|今日|昨日|日前|消息|本[报報台臺]|快[讯訊]|[{_SENT}社报報网網]"
)


def dateline_place(text: str) -> str | None:
    """Return the place that a text's dateline names, in the text's own script; None where there is no dateline.

    ``本报兰州8月5日讯``, ``新华社北京1月1日电``, ``【天水讯】``, ``兰州8月5日电``.
    """
    match = _DATELINE.match(text[:_BEGINNING])
    if not match:
        return None
    place = match["told"] or match["dated"] or match["bracketed"]
    return None if _NO_PLACE.search(place) else place
