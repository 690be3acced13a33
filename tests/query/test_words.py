"""Queries taken apart: their parts one by one, and what they ask of dates."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from indexer.query.oracle import matches
from indexer.query.parse import parse_query
from indexer.query.tree import And, AnyArticle, Between, Node, all_of
from indexer.query.words import dates_apart, parts_of
from tests.query.test_parse import ARTICLES, SEGMENTER, typed

DATES = (("2020-03 TO 2021-07", ("2020-03-01", "2021-07-31")), ("2019 TO 2020", ("2019-01-01", "2020-12-31")))


def found(tree: Node | None) -> list[bool]:
    return [tree is not None and matches(tree, one, SEGMENTER) for one in ARTICLES]


@pytest.mark.parametrize(
    ("query", "dates", "rest"),
    [
        ("苹果", "", "苹果"),
        ("乡村振兴 日期:2021", "date:[2021-01-01 TO 2021-12-31]", "乡村振兴"),
        ("日期:2021", "date:[2021-01-01 TO 2021-12-31]", ""),
        ("苹果 OR 日期:2021", "", "(苹果 OR date:[2021-01-01 TO 2021-12-31])"),
        ("苹果 -日期:2021", "", "苹果 NOT date:[2021-01-01 TO 2021-12-31]"),
        ("日期:>2020 甲 日期:<2022", "date:[2021-01-01 TO *] AND date:[* TO 2021-12-31]", "甲"),
        ("苹果 OR", "", '苹果 "OR"'),
        ("", "", ""),
    ],
)
def test_dates_stand_apart_from_the_rest(query: str, dates: str, rest: str) -> None:
    assert dates_apart(parse_query(query, SEGMENTER)) == (dates, rest)


def test_all_articles_ask_for_no_dates() -> None:
    assert dates_apart(AnyArticle()) == dates_apart(None) == ("", "")


@given(typed)
def test_other_dates_can_be_put_to_what_is_left(query: str) -> None:
    tree = parse_query(query, SEGMENTER)
    parts = tree.parts if isinstance(tree, And) else (tree,) if tree else ()
    left = [part for part in parts if not (isinstance(part, Between) and part.field == "date")]
    rest = dates_apart(tree)[1]
    for told, (low, high) in DATES:
        expected = all_of(*left, Between("date", low, high))
        for again in (f"{rest} date:[{told}]", f"date:[{told}] {rest}"):
            assert found(parse_query(again, SEGMENTER)) == found(expected), again


@given(typed)
def test_what_is_left_without_a_part_asks_for_the_others(query: str) -> None:
    tree = parse_query(query, SEGMENTER)
    assume(isinstance(tree, And))
    assert isinstance(tree, And)
    for at, (_, without) in enumerate(parts_of(tree)):
        others = tree.parts[:at] + tree.parts[at + 1 :]
        assert found(parse_query(without, SEGMENTER)) == found(all_of(*others)), without
