"""A condition that could not be read is told as that, with how it is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.conftest import Outline
from web.misread import misread

Look = Callable[..., Outline]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("日期:2021-13", "A date is written 日期:2021"),
        ("日期：[昨天 TO 今天] 丰收", "A date is written 日期:2021"),
        ("date:soon", "A date is written 日期:2021"),
        ("点击:>很多", "Clicks are written 点击:>500"),
        ("來源:不存在报", "No paper of this name has such an article."),
    ],
)
def test_a_condition_that_is_none_is_told(look: Look, typed: str, told: str) -> None:
    assert any(told in notice for notice in look("/search", q=typed).texts("p", class_="notice"))


@pytest.mark.parametrize(
    "typed", ["日期:2022 丰收", "点击:>5", "“日期:2021-13”", "丰收 -日期:2021", "来源:青石日报", "日期"]
)
def test_a_condition_that_was_read_or_is_quoted_is_not(look: Look, typed: str) -> None:
    assert not [notice for notice in look("/search", q=typed).texts("p", class_="notice") if " is written " in notice]


def test_a_paper_without_hits_is_told_only_where_there_are_none() -> None:
    assert misread("来源:青石", 'source:"青石"', 3) == ()
    assert misread("来源:青石", 'source:"青石"', 0) == ("source",)
