"""Where a report was sent from, as its beginning tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.datelines import dateline_place

PLACES = {
    "a paper's own": ("本报兰州8月5日讯（记者 王一）果园里……", "兰州"),
    "without a day": ("本报台北訊 果農……", "台北"),
    "an agency": ("新华社北京1月1日电 （记者李二）", "北京"),
    "a place with the sign of an outlet in it": ("新华社台北1月1日电 记者", "台北"),
    "two outlets": ("新甘肃·甘肃日报张掖讯（记者）", "张掖"),
    "a day and no outlet": ("兰州8月5日电 今天", "兰州"),
    "a reporter right behind": ("本报平凉讯记者王一报道", "平凉"),
    "a place that begins as a word does": ("本报自贡8月5日讯（记者）", "自贡"),
    "in brackets": ("【天水讯】苹果熟了", "天水"),
    "white space before": ("\u3000\u3000本报武威3月1日讯 治沙", "武威"),
    "no place": ("本报讯（记者张三）苹果熟了", None),
    "a correspondent": ("甘肃日报通讯员张三讯 苹果熟了", None),
    "electric current": ("截至8月5日电力供应正常", None),
    "this year": ("今年8月5日电网检修", None),
    "electric bicycles": ("我国3月1日电动车新规施行", None),
    "a message": ("日前通讯员从县里获悉", None),
    "further down": ("苹果熟了。\n本报兰州8月5日讯", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("text", "place"), PLACES.values(), ids=PLACES)
def test_a_dateline_names_its_place(text: str, place: str | None) -> None:
    assert dateline_place(text) == place


@given(st.text())
def test_any_text_has_a_place_that_stands_in_it_or_none(text: str) -> None:
    place = dateline_place(text)
    assert place is None or place in text[:60]
