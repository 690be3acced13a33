"""Pages written for this project after many ways of publishing: each is read as a person reads it, or refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.article import Article
from indexer.errors import ReadingError
from indexer.reading import read_articles

PAGES = Path(__file__).parent / "pages"
REASONS = {"list": r"this is a list of \d+ links to articles", "empty": "no text of an article|a notice of its site"}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (PAGES / name).read_text(encoding="utf-8").splitlines()]


def read(file: str) -> Article:
    reading = read_articles((PAGES / file).read_bytes(), file)
    assert reading.failures == ()
    (article,) = reading.articles
    return article


@pytest.mark.parametrize("gold", rows("gold.jsonl"), ids=lambda gold: gold["file"])
def test_page_is_read_as_a_person_reads_it(gold: dict[str, Any]) -> None:
    article = read(gold["file"])
    values = {
        "title": article.title,
        "date": article.date,
        # Where a page shows the minute, the second that it tells to machines is right too.
        "time": article.time and article.time[: len(gold["time"] or article.time)],
        "source": article.source,
        "author": list(article.author) or None,
        "clicks": article.clicks,
        "paragraphs": article.text.split("\n"),
    }
    asked = values.keys() - gold.get("skip", [])
    assert {field: values[field] for field in asked} == {field: gold[field] for field in asked}


@pytest.mark.parametrize("gold", rows("not_articles.jsonl"), ids=lambda gold: gold["file"])
def test_page_without_an_article_is_refused_with_a_reason(gold: dict[str, Any]) -> None:
    with pytest.raises(ReadingError, match=REASONS[gold["is"]]):
        read_articles((PAGES / gold["file"]).read_bytes(), gold["file"])


def test_every_page_has_its_gold() -> None:
    named = {row["file"] for name in ("gold.jsonl", "not_articles.jsonl") for row in rows(name)}
    assert named == {path.name for path in PAGES.iterdir() if path.suffix != ".jsonl"}


def among_links(title: str, facts: str, text: str, links: int) -> bytes:
    items = "".join(f'<li><a href="/{n}.html">第{n}中学运动会昨天开幕</a></li>' for n in range(links))
    body = f"<ul>{items}</ul><h1>{title}</h1>{facts}<div><p>{text}</p></div><ul>{items}</ul>"
    return f"<html><head><title>{title}_河湾县人民政府</title></head><body>{body}</body></html>".encode()


@pytest.mark.parametrize("links", [0, 5, 40])
@pytest.mark.parametrize(
    ("title", "facts", "text"),
    [
        ("停水通知", "<div>发布时间：2019-03-04</div>", "明天停水。"),
        ("讣告", "<div>点击：12</div>", "退休教师韩松逝世，终年九十岁"),
        ("县图书馆闭馆一天", "", "今日盘点图书，闭馆一天。"),
        ("北门早市换新颜", "<p>2018-05-09</p>", "二百摊位沿河开张"),
    ],
)
def test_one_short_sentence_among_links_is_an_article(title: str, facts: str, text: str, links: int) -> None:
    (article,) = read_articles(among_links(title, facts, text, links), "notice.html").articles
    assert (article.title, article.text) == (title, text)
