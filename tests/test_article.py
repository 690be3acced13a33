"""The article as a value: its JSON, its id, what was saved of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import (
    Article,
    Picture,
    Repair,
    article_from_json,
    article_id,
    article_to_json,
    paragraphs_as_saved,
)

ORDER = [
    *("file", "part", "id", "title", "date", "time", "source", "author", "clicks", "text", "captions", "pictures"),
    *("url", "site", "kind", "charset", "script", "repairs", "confidence", "problems"),
]
REPAIR_ORDER = ["field", "start", "end", "before", "after", "rule"]

maybe = st.one_of(st.none(), st.text(max_size=8))
many = st.lists(st.text(max_size=8), max_size=3).map(tuple)
repairs = st.builds(
    Repair,
    st.sampled_from(["title", "text", "source"]),
    st.integers(0),
    st.integers(0),
    st.text(max_size=4),
    st.text(max_size=4),
    st.text(max_size=4),
)
pictures = st.builds(Picture, st.text(max_size=8), st.integers(0), st.none() | st.integers(0))
articles = st.builds(
    Article,
    id=st.text("0123456789abcdef", min_size=20, max_size=20),
    file=st.text(max_size=8),
    title=st.text(max_size=8),
    text=st.text(max_size=20),
    kind=st.sampled_from(["html", "text", "mhtml"]),
    part=maybe,
    date=st.one_of(st.none(), st.dates().map(str)),
    time=st.one_of(st.none(), st.times().map(lambda time: f"{time:%H:%M}")),
    source=maybe,
    author=many,
    clicks=st.one_of(st.none(), st.integers(0)),
    captions=many,
    pictures=st.lists(pictures, max_size=3).map(tuple),
    url=maybe,
    site=maybe,
    charset=maybe,
    script=st.sampled_from(["hans", "hant", "other"]),
    repairs=st.lists(repairs, max_size=3).map(tuple),
    confidence=st.dictionaries(st.text(max_size=5), st.floats(0, 1), max_size=3),
    problems=many,
)


@given(articles)
def test_an_article_comes_back_from_its_json(article: Article) -> None:
    assert article_from_json(json.loads(json.dumps(article_to_json(article)))) == article


@given(articles)
def test_json_has_the_contracted_names_in_order(article: Article) -> None:
    plain = article_to_json(article)
    assert list(plain) == ORDER
    assert all(list(repair) == REPAIR_ORDER for repair in plain["repairs"])
    assert all(isinstance(plain[name], list) for name in ("author", "captions", "pictures", "repairs", "problems"))


def test_names_that_are_not_known_are_ignored() -> None:
    plain = {"id": "a", "file": "b", "title": "c", "text": "d", "kind": "html", "colour": "red"}
    assert article_from_json(plain) == Article(id="a", file="b", title="c", text="d", kind="html")


@pytest.mark.parametrize("missing", ["id", "file", "title", "text", "kind"])
def test_a_missing_name_that_is_needed_is_an_error(missing: str) -> None:
    plain = {"id": "a", "file": "b", "title": "c", "text": "d", "kind": "html"}
    del plain[missing]
    with pytest.raises((KeyError, TypeError)):
        article_from_json(plain)


@pytest.mark.parametrize("wrong", [{"author": None}, {"repairs": 5}, {"repairs": [{"field": "text"}]}])
def test_a_value_of_another_shape_is_an_error(wrong: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError)):
        article_from_json({"id": "a", "file": "b", "title": "c", "text": "d", "kind": "html", **wrong})


def test_an_id_is_the_beginning_of_the_digest_of_the_bytes() -> None:
    assert article_id(b"abc") == "ba7816bf8f01cfea4141"


@given(st.binary(), st.one_of(st.none(), st.text()), st.binary(), st.one_of(st.none(), st.text()))
def test_different_bytes_or_members_have_different_ids(
    data: bytes, part: str | None, other_data: bytes, other_part: str | None
) -> None:
    assert len(article_id(data, part)) == 20
    same = (data, part) == (other_data, other_part)
    assert (article_id(data, part) == article_id(other_data, other_part)) == same or b"\0" in data + other_data


def test_what_was_saved_is_put_together_by_paragraph() -> None:
    text = "首段\n石碶镇\n末段末"
    found = paragraphs_as_saved(
        text,
        [
            Repair("text", 9, 10, "末(mò)", "末", "gloss"),
            Repair("text", 7, 9, "末(mò)段", "末段", "gloss"),
            Repair("text", 4, 5, "碶(qì)", "碶", "gloss"),
            Repair("title", 0, 1, "题", "首", "gloss"),
        ],
    )
    assert found == {1: "石碶(qì)镇", 2: "末(mò)段末(mò)"}


@pytest.mark.parametrize(
    ("repair", "saved"),
    [
        (Repair("text", 0, 0, "电头 ", "", "rule"), {0: "电头 甲乙"}),
        (Repair("text", 2, 2, "完", "", "rule"), {0: "甲乙完"}),
        (Repair("text", 3, 3, "完", "", "rule"), {1: "完丙丁"}),
        (Repair("text", 3, 5, "", "丙丁", "rule"), {1: ""}),
        (Repair("text", 1, 2, "二\n三", "乙", "rule"), {0: "甲二\n三"}),
    ],
)
def test_repairs_at_the_edges_of_a_paragraph(repair: Repair, saved: dict[int, str]) -> None:
    assert paragraphs_as_saved("甲乙\n丙丁", [repair]) == saved


def test_without_repairs_nothing_differs() -> None:
    assert paragraphs_as_saved("甲\n乙", []) == {}
