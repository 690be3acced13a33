"""Readings that a mirror put behind characters are taken out; an author's brackets stay."""

from __future__ import annotations

import pytest

from indexer.article import paragraphs_as_saved
from indexer.reading import read_articles
from indexer.reading.repair import is_mirrored, strip_glosses

MIRRORED = """歡迎訪問河灣縣信息網!
兩縣協(xié)作開新局
  • 時間:2018-05-09
  • 點擊(jī):318
  • 來(lái)源:河灣農(nóng)業(yè)報

  今年的產(chǎn)業(yè)發(fā)展會議在縣城召開。

  會上說,(xin)三個字不是讀音,中文(zhong)也不是。
  (記者韓(hán)松)
"""


def test_title_text_source_and_labels_are_mended() -> None:
    (article,) = read_articles(MIRRORED.encode(), "a.txt").articles
    assert article.title == "兩縣協作開新局"
    assert article.source == "河灣農業報"
    assert article.author == ("韓松",)
    assert article.clicks == 318
    assert article.text == "今年的產業發展會議在縣城召開。\n會上說,(xin)三個字不是讀音,中文(zhong)也不是。"


def test_each_repair_names_its_place_and_what_stood_there() -> None:
    (article,) = read_articles(MIRRORED.encode(), "a.txt").articles
    assert [(r.field, r.before, r.after, r.rule) for r in article.repairs] == [
        ("title", "協(xié)", "協", "gloss"),
        ("text", "產(chǎn)", "產", "gloss"),
        ("text", "業(yè)", "業", "gloss"),
        ("text", "發(fā)", "發", "gloss"),
        ("source", "農(nóng)", "農", "gloss"),
        ("source", "業(yè)", "業", "gloss"),
    ]
    for repair in article.repairs:
        assert getattr(article, repair.field)[repair.start : repair.end] == repair.after
    assert paragraphs_as_saved(article.text, article.repairs) == {0: "今年的產(chǎn)業(yè)發(fā)展會議在縣城召開。"}


def test_an_authors_own_note_stays() -> None:
    saved = "說說生僻字\n這裏的甪(lù)直是一座古鎮,值得一看。\n"
    (article,) = read_articles(saved.encode(), "a.txt").articles
    assert "甪(lù)直" in article.text
    assert article.repairs == ()


@pytest.mark.parametrize(
    ("saved", "mended"),
    [
        ("產(chǎn)業(yè)", "產業"),
        ("產（chǎn）量", "產量"),
        ("業(ye)務", "業務"),
        ("縣(xiàn)(xiàn)", "縣(xiàn)"),
        ("产(chǎn)业(yè)", "产(chǎn)业(yè)"),
        ("說(PPP)項目", "說(PPP)項目"),
        ("說(gdp)", "說(gdp)"),
        ("縣(市、區)", "縣(市、區)"),
        ("(chǎn)", "(chǎn)"),
        ("產(", "產("),
    ],
)
def test_only_readings_behind_rare_characters_go(saved: str, mended: str) -> None:
    assert strip_glosses(saved)[0] == mended


def test_three_readings_make_a_mirror() -> None:
    assert is_mirrored(["產(chǎn)", "業(yè)", "縣(xiàn)"])
    assert not is_mirrored(["產(chǎn)", "業(yè)", "中(zhōng)"])
