"""Wildcards: ``*`` and ``?`` stand for unbroken text."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.wildcards import wildcard_spans

SECONDS_AT_MOST = 2.0


def found(text: str, compared: str) -> list[str]:
    return [compared[start:end] for start, end in wildcard_spans(text, compared)]


@pytest.mark.parametrize(
    ("text", "compared", "spans"),
    [
        ("兰?市", "兰州市、兰市、兰，市、兰溪市", ["兰州市", "兰溪市"]),
        ("中国*大学", "中国人民大学，中国的大学；中国，大学；中国大学", ["中国人民大学", "中国的大学", "中国大学"]),
        ("科技*", "科技创新", ["科技"]),
        ("*的*", "我的你的", ["的", "的"]),
        ("?州", "州，兰州", ["兰州"]),
        ("第??届", "第二届，第十五届", ["第十五届"]),
        ("第?*届", "第届，第二届，第二十五届", ["第二届", "第二十五届"]),
        ("5*3", "5*3=15", ["5*3"]),
        ("what?why", "what?why what why", ["what?why"]),
        ("甲*乙*丙", "甲乙 丙，甲1乙2丙", ["甲1乙2丙"]),
        ("a*c", "a😀c a\nc", ["a😀c"]),
    ],
)
def test_wildcards_stand_for_unbroken_text(text: str, compared: str, spans: list[str]) -> None:
    assert found(text, compared) == spans


@given(text=st.text("甲乙*?，", min_size=1, max_size=8), compared=st.text("甲乙丙， *?", max_size=16))
def test_occurrences_are_where_an_expression_finds_them(text: str, compared: str) -> None:
    one = "[^，\\s]"
    signs = {"*": f"{one}*?", "?": one}
    expression = "".join(signs.get(char) or re.escape(char) for char in text.strip("*"))
    expected = re.finditer(expression, compared) if expression else ()
    assert list(wildcard_spans(text, compared)) == [match.span() for match in expected]


@given(text=st.text("甲乙*?", min_size=1, max_size=5), compared=st.text(max_size=30))
def test_what_is_found_never_reaches_over_punctuation_or_space(text: str, compared: str) -> None:
    for one in found(text, compared):
        assert not any(unicodedata.category(char)[0] in "PZ" and char not in "*?" for char in one)


@pytest.mark.parametrize("text", ["甲*乙", "甲*甲*甲*乙", "?*甲*?乙"])
def test_what_leads_nowhere_is_given_up_quickly(text: str) -> None:
    began = time.process_time()
    assert found(text, "乙，" + "甲" * 300_000) == []
    assert time.process_time() - began < SECONDS_AT_MOST


@pytest.mark.parametrize(
    ("text", "compared", "times"),
    [
        ("a*，b*z", "a" * 200_000 + "\n，b z", 0),
        ("a*a，b*a*z", "a" * 200_000 + "，b，z", 0),
        ("，a*b", "，b" + "，a" * 200_000, 0),
        ("a*b", "ab" * 200_000, 200_000),
        ("a*b，", "ab" * 200_000 + "，", 1),
        ("a*" * 500 + "，b", "，b" + "a" * 60_000, 0),
        ("a" + "?" * 1_000 + "b", "b，" + "a" * 60_000, 0),
    ],
)
def test_long_unbroken_text_is_looked_through_once(text: str, compared: str, times: int) -> None:
    """It would take hours to look through the rest of a run from each of its characters."""
    assert len(found(text, compared)) == times
