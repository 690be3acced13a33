"""Which charset wrote the bytes, whatever they claim."""

from __future__ import annotations

import pytest

from indexer.reading.charsets.charset import decode_page
from indexer.reading.charsets.labels import canonical_charset

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
    ("shift jis that says so", page("水曜日の朝、北門の市場が開いた。", "shift_jis"), "shift_jis", "cp932"),
    ("euc-jp that says so", page("水曜日の朝、北門の市場が開いた。", "euc-jp"), "euc_jp", "euc_jp"),
    ("euc-kr that says so", page("수요일 아침, 북문 시장이 열렸다.", "euc-kr"), "cp949", "cp949"),
    ("cyrillic that says so", page("В среду утром открылся рынок.", "windows-1251"), "cp1251", "cp1251"),
    ("gbk that claims to be cyrillic", page(HANS, "windows-1251"), "gb18030", "gb18030"),
    ("gbk that claims latin-1", page(HANS, "iso-8859-1"), "gb18030", "gb18030"),
    ("western quotes", page("The market’s north gate – “open again”.", "iso-8859-1"), "cp1252", "cp1252"),
    ("western letters without a claim", "Le marché a été rouvert près de la porte.", "cp1252", "cp1252"),
    ("turkish that says so", page("Çarşı yeniden açıldı, ığdır", "iso-8859-9"), "cp1254", "cp1254"),
    ("french", "Le marché a été rouvert « à côté » de la porte nord, où l’on vend des œufs.", "utf-8", "utf-8"),
    (
        "vietnamese",
        "Chợ phía bắc thành phố đã mở cửa trở lại vào sáng thứ Tư, với hơn hai trăm gian hàng.",
        "utf-8",
        "utf-8",
    ),
    ("german", "Der Markt öffnete früh: Gemüse, Äpfel, Käse und süße Brötchen für alle Bürger.", "utf-8", "utf-8"),
    ("icelandic", "Það var þéttsetið á markaðnum í morgun og fólkið keypti ýmislegt góðgæti þar.", "utf-8", "utf-8"),
    ("ascii", "<p>plain text</p>", "ascii", "utf-8"),
    ("hz without a claim", f"<title>~~</title><p>{HANS}</p>".replace("~", ""), "hz", "hz"),
    ("iso-2022-jp", "<p>水曜日の朝、北門の市場が開いた。</p>", "iso2022_jp", "iso2022_jp_2"),
    ("iso-2022-kr", "수요일 아침", "iso2022_kr", "iso2022_kr"),
    ("tildes and braces in a script", "<script>var a = ~{ b: 1 }; ~{};</script>", "ascii", "utf-8"),
    ("utf-16 of little but chinese", HANS * 3 + "\n" + HANS, "utf-16-le", "utf-16-le"),
    ("utf-16 that begins with a tag", "<p>" + "县" * 19 + "开</p>", "utf-16-le", "utf-16-le"),
    ("utf-16 of characters that end in a zero byte", "<div>" + "一开" * 19 + "</div>", "utf-16-be", "utf-16-be"),
    ("utf-16 of chinese alone", HANS, "utf-16-be", "utf-16-be"),
    ("utf-32 with a mark", HANS, "utf-32", "utf-32-le"),
    ("utf-32 without a mark", "<p>plain text " + HANS, "utf-32-be", "utf-32-be"),
    ("chinese far behind scripts", "<script>" + "var x = 1;" * 9000 + "</script>" + HANS, "gb18030", "gb18030"),
]


@pytest.mark.parametrize(("text", "written", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_bytes_tell_their_charset(text: str, written: str, expected: str) -> None:
    decoded = decode_page(text.encode(written))
    assert (decoded.text, decoded.charset, decoded.problems) == (text, expected, ())


def test_what_cannot_be_decoded_is_shown_and_reported() -> None:
    data = page(HANS, "utf-8").encode().replace("早".encode(), b"\xff\xfe")
    decoded = decode_page(data)
    assert decoded.text == page(HANS, "utf-8").replace("早", "\ufffd\ufffd")
    assert decoded.problems == ("The bytes at 1 place are not utf-8; they show as \ufffd.",)


def test_a_header_outside_the_bytes_counts() -> None:
    assert decode_page("水曜日の朝".encode("euc_jp"), "euc-jp").text == "水曜日の朝"


def test_a_meta_in_either_form_and_an_xml_declaration_count() -> None:
    text = "<p>수요일 아침, 북문 시장이 열렸다.</p>"
    forms = (
        '<meta http-equiv=Content-Type content="text/html; charset=ks_c_5601-1987">',
        "<META CHARSET='euc-kr' />",
        '<?xml version="1.0" encoding="euc-kr"?>',
        '<meta charset="x-no-such"><meta charset="korean">',
    )
    for form in forms:
        assert decode_page((form + text).encode("cp949")).text == form + text


def test_chinese_in_iso_2022_cn_is_read() -> None:
    pairs = bytes(byte & 0x7F for byte in HANS.encode("gb2312"))
    assert decode_page(b"<p>\x1b$)A\x0e" + pairs + b"\x0f</p>\n").text == f"<p>{HANS}</p>\n"


def test_big5_reads_as_browsers_read_it() -> None:
    data = HANT.encode("big5") + b"\xa1\x45\xa1\xe3\xa3\xe1\xf9\xd6\xc6\xa1\xc6\xe7"
    assert decode_page(data).text == HANT + "‧～€碁①ぁ"


def test_the_lone_byte_of_the_euro_sign_is_read_in_gbk() -> None:
    assert decode_page(HANS.encode("gbk") + b" \x80 20").text == HANS + " € 20"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("GB2312", "gb18030"),
        ("x-gbk", "gb18030"),
        ("Big5", "big5hkscs"),
        (" utf8 ", "utf-8"),
        ("gb_2312-80", "gb18030"),
        ("chinese", "gb18030"),
        ("csgb2312", "gb18030"),
        ("iso-ir-58", "gb18030"),
        ("big5-hkscs", "big5hkscs"),
        ("x-x-big5", "big5hkscs"),
        ("cn-big5", "big5hkscs"),
        ("csBig5", "big5hkscs"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("hz-gb-2312", "hz"),
        ("ISO-2022-CN", "iso2022_cn"),
        ("x-sjis", "cp932"),
        ("latin1", "cp1252"),
        ("windows-1251", "cp1251"),
        ("koi8-r", "koi8_r"),
        ("idna", None),
        ("", None),
        ("rot13", None),
        (None, None),
    ],
)
def test_names_of_charsets(name: str | None, expected: str | None) -> None:
    assert canonical_charset(name) == expected
