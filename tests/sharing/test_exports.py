"""Exports, read back by other programs."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

import bibtexparser
import pandas
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article, article_id
from indexer.sharing.exports import CSV_HEAD, EXPORT_FORMATS, Exported

ARTICLES = (
    Article(
        article_id(b"road"),
        "2021/road.html",
        "柳湾公路年底通车，总投资13.91亿元",
        "公路通车后，山货好运了。\n村里人说：“盼了十年。”",
        "html",
        date="2021-08-05",
        time="09:30",
        source="陇东乡村报",
        author=("王磊", "刘芳"),
        clicks=5127,
        captions=("桥墩，八月摄",),
        url="http://county.example/road?id=1&page=2",
        site="陇坂新闻",
        script="hans",
    ),
    Article(article_id(b"signs"), "signs.txt", r"=1+1 {A_b} \ 50% & #5 ~ $^", "「字」", "text", script="hant"),
)


def written(name: str, articles: Sequence[Article] = ARTICLES) -> str:
    exported = [Exported(one, f"https://archive.example/articles/{one.id}", "2022-03-01") for one in articles]
    return "".join(EXPORT_FORMATS[name].write(exported))


def test_a_table_is_read_by_pandas() -> None:
    table = pandas.read_csv(io.BytesIO(written("csv").encode()), dtype=str, keep_default_na=False)
    assert tuple(table.columns) == CSV_HEAD
    road, signs = table.to_dict("records")
    assert (road["title"], road["author"], road["clicks"]) == (ARTICLES[0].title, "王磊; 刘芳", "5127")
    assert road["text"] == ARTICLES[0].text
    assert road["address"].endswith(ARTICLES[0].id)
    assert signs["title"] == f"'{ARTICLES[1].title}"
    assert signs["date"] == signs["clicks"] == ""


def test_json_lines_hold_the_whole_article() -> None:
    road, signs = map(json.loads, written("jsonl").splitlines())
    assert (road["text"], road["author"], road["captions"]) == (ARTICLES[0].text, ["王磊", "刘芳"], ["桥墩，八月摄"])
    assert signs["title"] == ARTICLES[1].title


def test_bibtex_is_read_by_a_parser_of_it() -> None:
    road, signs = bibtexparser.loads(written("bibtex")).entries
    assert (road["title"], road["journal"], road["year"]) == (f"{{{ARTICLES[0].title}}}", "陇东乡村报", "2021")
    assert road["author"] == "{王磊} and {刘芳}"
    assert signs["ID"] == f"fangzhi-{ARTICLES[1].id}"


def test_ris_is_read_by_a_parser_of_it() -> None:
    road, signs = rispy.loads(written("ris"))
    assert (road["title"], road["authors"], road["secondary_title"]) == (
        ARTICLES[0].title,
        ["王磊", "刘芳"],
        "陇东乡村报",
    )
    assert road["urls"] == [f"https://archive.example/articles/{ARTICLES[0].id}"]
    assert signs["title"] == ARTICLES[1].title


def test_csl_items_are_a_json_list() -> None:
    road, signs = json.loads(written("csl"))
    assert road["issued"] == {"date-parts": [[2021, 8, 5]]}
    assert road["author"] == [{"literal": "王磊"}, {"literal": "刘芳"}]
    assert "issued" not in signs


@pytest.mark.parametrize("name", EXPORT_FORMATS)
def test_no_articles_make_a_file_all_the_same(name: str) -> None:
    text = written(name, ())
    assert text == {"csl": "[]\n", "csv": "\ufeff" + ",".join(CSV_HEAD) + "\r\n"}.get(name, "")


printable = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30)


@given(title=printable, name=printable, source=printable)
def test_what_stands_in_names_and_titles_breaks_no_format(title: str, name: str, source: str) -> None:
    article = Article("0" * 20, "a.txt", title, "文", "text", date="2021-01-02", author=(name,), source=source)
    (item,) = json.loads(written("csl", [article]))
    assert (item["title"], item["author"], item["container-title"]) == (title, [{"literal": name}], source)
    (record,) = rispy.loads(written("ris", [article]))
    assert (record["title"], record["authors"]) == (title, [name])
    assert len(bibtexparser.loads(written("bibtex", [article])).entries) == 1
    assert len(pandas.read_csv(io.BytesIO(written("csv", [article]).encode()), dtype=str)) == 1
