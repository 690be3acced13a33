"""Queries with Chinese names of fields ask for the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query.fields import FIELD_NAMES
from indexer.query.naming import ChineseScript, with_chinese_names
from indexer.query.parse import parse_query
from indexer.query.words import read_as
from tests.query.test_parse import SEGMENTER, typed


@pytest.mark.parametrize(
    ("query", "hans", "hant"),
    [
        ('title:"苹果"', '标题:"苹果"', '標題:"苹果"'),
        ("source:甘肃 OR site:甘肃", "来源:甘肃 OR 网站:甘肃", "來源:甘肃 OR 網站:甘肃"),
        ("苹果 NOT 手机", "苹果 -手机", "苹果 -手机"),
        ("NOT (title:苹果 OR 手机)", "-(标题:苹果 OR 手机)", "-(標題:苹果 OR 手机)"),
        ('苹果 NOT NOT "手机"', '苹果 --"手机"', '苹果 --"手机"'),
        ("date:[2009-01-01 TO 2009-12-31]", "日期:[2009-01-01 TO 2009-12-31]", "日期:[2009-01-01 TO 2009-12-31]"),
        ('"title:苹果 NOT 手机"', '"title:苹果 NOT 手机"', '"title:苹果 NOT 手机"'),
        ("clicks:许多 TITLE：苹果", "clicks:许多 标题:苹果", "clicks:许多 標題:苹果"),
        ("title: 苹果  手机 ", "title: 苹果  手机 ", "title: 苹果  手机 "),
        ("苹果 NOT", "苹果 NOT", "苹果 NOT"),
        ("file:甲 word:乙", "文件:甲 词:乙", "檔案:甲 詞:乙"),
        ("", "", ""),
    ],
)
def test_fields_have_the_names_of_a_script(query: str, hans: str, hant: str) -> None:
    assert with_chinese_names(query, "hans") == hans
    assert with_chinese_names(query, "hant") == hant


@pytest.mark.parametrize("script", ["hans", "hant"])
@pytest.mark.parametrize("name", FIELD_NAMES)
def test_each_name_of_a_field_becomes_one_that_is_read_as_it(name: str, script: ChineseScript) -> None:
    told, colon, rest = with_chinese_names(f"{name}:2020", script).partition(":")
    assert FIELD_NAMES[told] == FIELD_NAMES[name]
    assert not told.isascii()
    assert colon + rest == ":2020"


@given(typed, st.sampled_from(["hans", "hant"]))
def test_a_query_told_in_chinese_is_read_as_the_same(query: str, script: ChineseScript) -> None:
    told = read_as(parse_query(query, SEGMENTER))
    assert parse_query(with_chinese_names(told, script), SEGMENTER) == parse_query(told, SEGMENTER)
