"""List files: CSV and JSON whose columns are the fields of articles."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article, article_to_json
from indexer.errors import ReadingError
from indexer.reading import read_articles
from tests.reading.containers import check

TEXT = "县城北门的早市重新开张。\n摊位沿河排开，卖的多是蔬菜。"
ROW: dict[str, Any] = {
    "编号": "x1", "标题": "早市今日开张", "正文": TEXT, "发布时间": "2021年7月5日 8:30", "来源": "河湾报",
    "作者": "韩松 陆小雨", "点击量": "1.2万", "链接": "https://hewan.example/1.html", "图片说明": "早市一角",
}  # fmt: skip
ENGLISH = ["id", "Title", "text", "date", "source", "author", "clicks", "URL", "caption"]
TRADITIONAL = ["編號", "題名", "內容", "發布時間", "來源", "作者", "點擊", "網址", "圖說"]


def as_csv(rows: list[dict[str, Any]], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def fields(article: Article) -> tuple[Any, ...]:
    return (
        article.title, article.text, article.date, article.time, article.source, article.author, article.clicks,
        article.url, article.captions, article.part,
    )  # fmt: skip


WANTED = (
    "早市今日开张", TEXT, "2021-07-05", "08:30", "河湾报", ("韩松", "陆小雨"), 12_000,
    "https://hewan.example/1.html", ("早市一角",), "x1",
)  # fmt: skip


@pytest.mark.parametrize("names", [list(ROW), ENGLISH, TRADITIONAL])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", ",;\t")
def test_columns_are_fields_in_any_language_charset_and_delimiter(
    names: list[str], charset: str, delimiter: str
) -> None:
    row = dict(zip(names, ROW.values(), strict=True))
    reading = read_articles(as_csv([row], delimiter).encode(charset), "a.csv")
    (article,) = reading.articles
    assert fields(article) == WANTED
    assert article.kind == "csv"
    assert reading.failures == ()


JSON = {
    "lines.jsonl": lambda rows: "\n".join(json.dumps(row, ensure_ascii=False) for row in rows),
    "escaped.ndjson": lambda rows: "\n".join(map(json.dumps, rows)) + "\n",
    "array.json": lambda rows: json.dumps(rows, indent=1),
    "within.json": lambda rows: json.dumps({"total": len(rows), "articles": rows}, ensure_ascii=False, indent=1),
}


@pytest.mark.parametrize("file", JSON)
def test_json_in_each_form(file: str) -> None:
    rows = [ROW, {**ROW, "编号": 2, "作者": ["韩松", "陆小雨"], "点击量": 12_000, "正文": TEXT.split("\n")}]
    reading = read_articles(JSON[file](rows).encode(), file)
    assert [fields(article) for article in reading.articles] == [WANTED, (*WANTED[:-1], "2")]
    assert {article.kind for article in reading.articles} == {"jsonl"}


def test_lists_one_behind_the_other_are_one() -> None:
    first, second = ([{**ROW, "编号": name}] for name in ("x1", "x2"))
    reading = read_articles(f"{json.dumps(first)}\n{json.dumps(second)}\nend".encode(), "a.json")
    assert [article.part for article in reading.articles] == ["x1", "x2"]
    assert [failure.reason for failure in reading.failures] == ["this is not JSON."]


def test_an_object_by_itself_is_an_article() -> None:
    (article,) = read_articles(json.dumps(ROW, indent=2).encode(), "a.json").articles
    assert fields(article) == WANTED


def test_text_with_markup_is_read_as_markup() -> None:
    row = {"title": "早市今日开张", "body": "<p>县城北门的早市重新开张。</p><p>摊位沿河<b>排开</b>，卖的多是蔬菜。</p>"}
    (article,) = read_articles(json.dumps(row).encode(), "a.jsonl").articles
    assert article.text == TEXT
    assert article.part == "line 1"


def test_a_row_keeps_its_id_in_any_file_and_form() -> None:
    rows = [ROW, {**ROW, "编号": "x2", "正文": "河边的小学搬进了新楼，操场上铺了跑道。"}]
    ids = {
        article.id
        for data, file in (
            (as_csv(rows), "a.csv"),
            (as_csv(rows[::-1], "\t"), "b.tsv"),
            (JSON["array.json"](rows), "c.json"),
        )
        for article in read_articles(data.encode(), file).articles
    }
    assert len(ids) == 2


@pytest.mark.parametrize("file", ["a.csv", "a.json"])
def test_a_list_without_text_is_refused_with_its_columns(file: str) -> None:
    row = {"标题": "早市今日开张", "链接": "https://hewan.example/1.html"}
    data = as_csv([row]) if file == "a.csv" else json.dumps(row)
    with pytest.raises(ReadingError) as refused:
        read_articles(data.encode(), file)
    assert "Its columns are 标题, 链接; name one of them text (or content, body, 正文, 内容)." in refused.value.reason


def test_bad_rows_are_told_by_place_and_the_others_read() -> None:
    lines = [
        json.dumps(ROW),
        "{broken",
        json.dumps({**ROW, "编号": "x3", "正文": ""}),
        "7",
        json.dumps({**ROW, "编号": "x5"}),
    ]
    reading = read_articles("\n".join(lines).encode(), "a.jsonl")
    assert [article.part for article in reading.articles] == ["x1", "x5"]
    assert [failure.part for failure in reading.failures] == ["line 2", "x3", "line 4"]
    short = read_articles(as_csv([ROW, {**ROW, "编号": "", "正文": " "}]).encode(), "a.csv")
    assert [(failure.part, failure.reason) for failure in short.failures] == [
        (ROW["链接"], "there is no text of an article in this row.")
    ]


def test_nothing_is_made_up_where_columns_are_empty() -> None:
    row = dict.fromkeys(ROW, "") | {"正文": TEXT}
    (article,) = read_articles(as_csv([row, {**row, "标题": "x"}]).encode(), "a.csv").articles[:1]
    assert (article.date, article.source, article.author, article.clicks, article.url) == (None, None, (), None, None)
    assert article.part == "line 2"


@pytest.mark.parametrize("column", ["text", "author", "note"])
@pytest.mark.parametrize("depth", [3, 450, *range(960, 1000, 3), 20_000])
def test_lists_in_lists_are_no_text(column: str, depth: int) -> None:
    rows = f'{{"{column}": {"[" * depth}"早市"{"]" * depth}}}\n{json.dumps(ROW)}\n'
    (article,) = read_articles(rows.encode(), "a.jsonl").articles
    assert article.part == "x1"


def test_half_a_surrogate_pair_shows_as_a_lost_character() -> None:
    row = {name: f"{value}\ud800" for name, value in ROW.items() if name not in ("发布时间", "点击量")}
    (article,) = read_articles(json.dumps(row).encode(), "a.jsonl").articles
    assert article.text == f"{TEXT}\ufffd"
    assert json.dumps(article_to_json(article), ensure_ascii=False).encode()


def test_a_long_text_is_one_field() -> None:
    text = "县城北门的早市重新开张。" * 20_000
    (article,) = read_articles(as_csv([{"title": "早市今日开张", "text": text}]).encode(), "a.csv").articles
    assert article.text == text


NAMES = st.sampled_from([*ENGLISH, "x"])
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=12,
)


@given(st.lists(ANY, min_size=1, max_size=4), st.sampled_from(["a.json", "a.jsonl", "a.csv"]), st.integers(0, 40))
def test_any_rows_give_articles_or_reasons(rows: list[Any], file: str, cut: int) -> None:
    data = "\n".join(map(json.dumps, rows)) if cut % 2 else json.dumps(rows)
    check(data[: len(data) - cut // 2].encode(), file)


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.tsv", "a.json"]), st.sampled_from([b"text\n", b"[{", b""]))
def test_any_bytes_give_articles_or_reasons(data: bytes, file: str, head: bytes) -> None:
    check(head + data, file)


@pytest.mark.parametrize(
    ("data", "file", "reason"),
    [
        (b'{"a":[1,\n' * 20_000, "a.json", "none of the 1001 parts"),
        (b"[1," + b"1," * 20_000, "a.json", "none of the 1001 parts"),
        (b"text\n" + b"a\n" * 20_000, "a.csv", "none of the 5001 parts"),
    ],
)
def test_a_list_of_nothing_but_faults_is_given_up(data: bytes, file: str, reason: str) -> None:
    with pytest.raises(ReadingError, match=reason):
        read_articles(data, file)
