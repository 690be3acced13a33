"""Which charset wrote the bytes, whatever they claim."""

from __future__ import annotations

import pytest

from indexer.reading.charset import canonical_charset, decode_page

HANS = "县城北门的早市重新开张，两百多个摊位沿河排开，卖的多是刚摘下的蔬菜。"
HANT = "縣城北門的早市重新開張，兩百多個攤位沿河排開，賣的多是剛摘下的蔬菜。"


def page(text: str, claim: str) -> str:
    return f'<html><head><meta charset="{claim}"></head><body>{text}</body></html>'


CASES = [
    ("declared and true", page(HANS, "utf-8"), "utf-8", "utf-8"),
    ("gb2312 means gb18030", page(HANS + "朱镕基㐀", "gb2312"), "gb18030", "gb18030"),
    ("gbk means gb18030", page(HANT, "gbk"), "gb18030", "gb18030"),
    ("big5 means big5hkscs", page(HANT + "嘅", "big5"), "big5hkscs", "big5hkscs"),
    ("utf-8 that claims gb2312", page(HANS, "gb2312"), "utf-8", "utf-8"),
    ("gbk that claims utf-8", page(HANS, "utf-8"), "gb18030", "gb18030"),
    ("big5 that claims gb2312", page(HANT, "gb2312"), "big5hkscs", "big5hkscs"),
    ("gbk that claims big5", page(HANS, "big5"), "gb18030", "gb18030"),
    ("an unknown claim", page(HANS, "x-no-such"), "gb18030", "gb18030"),
    ("a claim that is no charset", page(HANS, "base64"), "gb18030", "gb18030"),
    ("undeclared utf-8", HANS, "utf-8", "utf-8"),
    ("undeclared gb18030", HANS, "gb18030", "gb18030"),
    ("undeclared gb18030 in traditional script", HANT, "gb18030", "gb18030"),
    ("undeclared big5", HANT, "big5hkscs", "big5hkscs"),
    ("two characters that are utf-8 by chance", "联通", "gb18030", "gb18030"),
    ("utf-8 with a mark", HANS, "utf-8-sig", "utf-8"),
    ("utf-16 with a mark", HANS, "utf-16", "utf-16-le"),
    ("utf-16 without a mark", "<p>" + "plain text " * 9 + HANS, "utf-16-be", "utf-16-be"),
    ("shift jis that says so", page("水曜日の朝、北門の市場が開いた。", "shift_jis"), "shift_jis", "shift_jis"),
    ("ascii", "<p>plain text</p>", "ascii", "utf-8"),
]


@pytest.mark.parametrize(("text", "written", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_bytes_tell_their_charset(text: str, written: str, expected: str) -> None:
    decoded = decode_page(text.encode(written))
    assert (decoded.text, decoded.charset, decoded.problems) == (text, expected, ())


def test_what_cannot_be_decoded_is_shown_and_reported() -> None:
    data = page(HANS, "utf-8").encode().replace("早".encode(), b"\xff\xfe")
    decoded = decode_page(data)
    assert decoded.text == page(HANS, "utf-8").replace("早", "\ufffd\ufffd")
    assert decoded.problems == ("The bytes at 2 places are not utf-8; they show as \ufffd.",)


def test_a_header_outside_the_bytes_counts() -> None:
    assert decode_page("水曜日の朝".encode("euc_jp"), "euc-jp").text == "水曜日の朝"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("GB2312", "gb18030"), ("x-gbk", None), ("Big5", "big5hkscs"), (" utf8 ", "utf-8"), ("rot13", None), (None, None)],
)
def test_names_of_charsets(name: str | None, expected: str | None) -> None:
    assert canonical_charset(name) == expected
