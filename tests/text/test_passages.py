"""What of an article is searched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article, Repair
from indexer.text.passages import name_values, searchable_text


def article(**values: object) -> Article:
    return Article(**{"id": "0" * 20, "file": "甲/乙.html", "title": "", "text": "", "kind": "html", **values})  # type: ignore[arg-type]


def test_title_and_text_are_searched_apart() -> None:
    one = article(title="题", text="文\n段", captions=("图一", "图二"))
    assert searchable_text(one, "title") == "题"
    assert searchable_text(one, "text") == "文\n段\n图一\n图二"


def test_repaired_paragraphs_follow_as_they_were_saved() -> None:
    one = article(
        title="朱镕木匠",
        text="首段\n石碶镇与石碶村\n末段",
        captions=("图",),
        repairs=(
            Repair("text", 8, 9, "碶(qì)", "碶", "gloss"),
            Repair("text", 4, 5, "碶(qì)", "碶", "gloss"),
            Repair("title", 1, 2, "镕(róng)", "镕", "gloss"),
        ),
    )
    assert searchable_text(one, "title") == "朱镕木匠\n朱镕(róng)木匠"
    assert searchable_text(one, "text") == "首段\n石碶镇与石碶村\n末段\n图\n石碶(qì)镇与石碶(qì)村"


segments = st.tuples(st.text("甲乙丙 ", max_size=4), st.one_of(st.none(), st.text("甲丁(?)", max_size=4)))
paragraphs = st.lists(st.lists(segments, max_size=4), min_size=1, max_size=4)


@given(paragraphs, st.lists(st.text("图 ", max_size=3), max_size=2))
def test_each_form_of_each_paragraph_is_searched(
    built: list[list[tuple[str, str | None]]], captions: list[str]
) -> None:
    shown: list[str] = []
    saved: list[str] = []
    repairs: list[Repair] = []
    at = 0
    for paragraph in built:
        text = before = ""
        mended = False
        for characters, was in paragraph:
            if was is not None and (characters or was):
                start = at + len(text)
                repairs.append(Repair("text", start, start + len(characters), was, characters, "rule"))
                mended = True
            text += characters
            before += characters if was is None else was
        shown.append(text)
        saved += [before] if mended else []
        at += len(text) + 1
    one = article(text="\n".join(shown), captions=tuple(captions), repairs=tuple(repairs))
    assert searchable_text(one, "text").split("\n") == [*shown, *captions, *saved]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("source", ("陇原晚报",)),
        ("site", ("陇上网",)),
        ("author", ("王静", "李二")),
        ("year", ("2021",)),
        ("script", ("hans",)),
        ("file", ("甲/乙.html",)),
    ],
)
def test_fields_that_name_something_give_their_values(field: str, values: tuple[str, ...]) -> None:
    one = article(source="陇原晚报", site="陇上网", author=("王静", "李二"), date="2021-07-05", script="hans")
    assert tuple(name_values(one, field)) == values


@pytest.mark.parametrize("field", ["source", "site", "author", "year"])
def test_a_field_without_a_value_gives_none(field: str) -> None:
    assert tuple(name_values(article(), field)) == ()


def test_a_field_that_names_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="clicks"):
        name_values(article(), "clicks")
