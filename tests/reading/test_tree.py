"""Broken and hostile markup: the text is still found, in bounded time, without recursion."""

from __future__ import annotations

import time

import pytest
from lxml import etree

from indexer.errors import ReadingError
from indexer.reading import read_articles
from indexer.reading.markup.tree import read_markup, saved_from
from indexer.reading.markup.walk import read_tree

TEXT = "县城北门的早市重新开张，两百多个摊位沿河排开，卖的多是刚摘下的蔬菜。管理员说，新市场装了雨棚和路灯。"


def lines_of(markup: str) -> list[str]:
    return [line.text for line in read_markup(markup).lines]


def test_a_title_never_closed_hides_nothing() -> None:
    broken = f"<html><head><title>早市今日开张<meta name=x content=y></head><body><h1>早市今日开张</h1><p>{TEXT}</p>"
    assert lines_of(broken) == ["早市今日开张", TEXT]


FOUND = [
    ("a page that ends early", f"<html><body><p>开头</p></body></html><p>{TEXT}</p></html>"),
    ("an XML declaration", f'<?xml version="1.0" encoding="gb2312"?><html><body><p>{TEXT}</p></body></html>'),
    ("zero bytes and controls", f"<html>\0<body>\x01<p\x02>{TEXT}</p>"),
    ("a conditional comment", f"<!--[if IE]><p>x</p><![endif]--><p>{TEXT}</p>"),
    ("elements crossing", f"<b><i><p>{TEXT}</b></i></p>"),
    ("a tag beyond all measure", "<div " + "data-x=1 " * 5_000 + f"><p>{TEXT}</p></div>"),
    ("no tags but one", f"<br>{TEXT}"),
    ("a comment inside a paragraph", f"<p>{TEXT[:9]}<!-- cut -->{TEXT[9:]}</p>"),
    ("ten thousand elements in each other", "<div>" * 10_000 + TEXT + "</div>" * 10_000),
]


@pytest.mark.parametrize("markup", [row[1] for row in FOUND], ids=[row[0] for row in FOUND])
def test_text_in_broken_markup_is_found(markup: str) -> None:
    assert TEXT in lines_of(markup)


PATIENCE = 20
"""Seconds; each takes about one, and what grows with the square of its length takes minutes."""

HOSTILE = [
    "<" * 1_000_000,
    "<!-- " * 100_000 + TEXT,
    "<script>" * 100_000 + TEXT,
    "<b>" * 100_000 + TEXT * 5,
    "<p>来源：" * 20_000,
    "<p>（记者" * 20_000,
    "<title>" + "　" * 500_000 + TEXT,
    "<p>" + " " * 500_000 + "\t" + TEXT,
    '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>" + TEXT,
    "<a href='x'>链接</a>" * 50_000,
    f"<p>{TEXT}</p>" * 20_000,
    "產(chǎn)" * 50_000,
    "笢弊ㄛ" * 50_000,
    "ÖÐ¹ú " * 80_000,
    "<div class='author'>" * 2_000 + "<i></i>" * 20_000 + TEXT * 2_000,
    "<div " + " ".join(f"a{n}=1" for n in range(100_000)) + f"><p>{TEXT}</p>",
    "<dl>" + "<dt>来源</dt><dd>河湾</dd>" * 20_000 + TEXT,
    "<p>2018-05-09 " + "本文已被浏览 来源 （编辑 " * 20_000 + TEXT,
]


@pytest.mark.parametrize("markup", HOSTILE, ids=[repr(markup[:8]) for markup in HOSTILE])
@pytest.mark.parametrize("file", ["a.html", "a.txt"])
def test_hostile_pages_are_read_or_refused_in_time(markup: str, file: str) -> None:
    began = time.process_time()
    try:
        texts = [article.text for article in read_articles(markup.encode(), file).articles]
    except ReadingError as refused:
        texts = [refused.reason]
    assert len(texts) == 1
    assert texts[0]
    assert time.process_time() - began < PATIENCE


def test_the_address_a_browser_noted() -> None:
    assert saved_from("<!-- saved from url=(0026)https://hewan.example/a/1 -->\n<html>") == "https://hewan.example/a/1"
    assert saved_from("<!-- saved from url=(0014)about:internet -->") is None


def test_text_behind_a_comment_stays_whole() -> None:
    root = etree.fromstring("<html><body><p>沿河排开<!-- 注 -->的摊位<?skip it?>都开张</p></body></html>")
    assert [line.text for line in read_tree(root).lines] == ["沿河排开的摊位都开张"]
