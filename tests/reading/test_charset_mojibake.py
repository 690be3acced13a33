"""Text that was decoded with the wrong charset and saved again: turned back where its bytes are still there."""

from __future__ import annotations

import pytest

from indexer.reading import read_articles
from indexer.reading.charsets.charset import decode_page
from indexer.reading.charsets.mojibake import is_garbled, lost_places, mend_mojibake

HANS = "县城北门的早市重新开张，两百多个摊位沿河排开，卖的多是刚摘下的蔬菜。市民说：“又新鲜又便宜。”"
HANT = "縣城北門的早市重新開張，兩百多個攤位沿河排開，賣的多是剛摘下的蔬菜。市民說：「又新鮮又便宜。」"


def western(data: bytes) -> str:
    """Return bytes as Windows-1252 reads them, its undefined ones as Latin-1 does."""
    return "".join(bytes((b,)).decode("latin-1" if b in b"\x81\x8d\x8f\x90\x9d" else "cp1252") for b in data)


def as_gbk(text: str) -> str:
    """Return UTF-8 as Windows reads it when it takes it for GBK, a byte that is left over as a question mark."""
    data, at, pieces = text.encode(), 0, []
    while at < len(data):
        size = 1 if data[at] <= 0x80 else 2
        pair = data[at : at + size].decode("gb18030", "replace")
        pieces.append("€" if data[at] == 0x80 else pair.replace("\ufffd", "?"))
        at += size
    return "".join(pieces)


EXACT = [
    ("utf-8 as latin-1", HANS, HANS.encode().decode("latin-1"), "utf-8", "Latin-1"),
    ("utf-8 as windows-1252", HANS, western(HANS.encode()), "utf-8", "Latin-1"),
    ("utf-8 as windows-1252, twice", HANS, western(western(HANS.encode()).encode()), "utf-8", "Latin-1"),
    ("gbk as latin-1", HANS, HANS.encode("gbk").decode("latin-1"), "gb18030", "Latin-1"),
    ("gbk as windows-1252", HANT, western(HANT.encode("gbk")), "gb18030", "Latin-1"),
    ("big5 as latin-1", HANT, HANT.encode("big5").decode("latin-1"), "big5hkscs", "Latin-1"),
    ("gbk as big5", HANS, HANS.encode("gbk").decode("big5hkscs"), "gb18030", "Big5"),
    ("big5 as gbk", HANT, HANT.encode("big5").decode("gb18030"), "big5hkscs", "GBK"),
]


@pytest.mark.parametrize(("text", "garbled", "right", "wrong"), [r[1:] for r in EXACT], ids=[r[0] for r in EXACT])
def test_a_whole_page_is_turned_back(text: str, garbled: str, right: str, wrong: str) -> None:
    decoded = decode_page(f"<title>{garbled}</title>\n<p class=a>{garbled}</p>".encode())
    assert decoded.text == f"<title>{text}</title>\n<p class=a>{text}</p>"
    assert decoded.problems == (
        f"The text was {right}, had been decoded as {wrong} and saved again; it was turned back.",
    )


def test_what_was_lost_on_the_way_is_counted() -> None:
    decoded = decode_page(f"<p>{as_gbk(HANS)}</p>\n<p>{as_gbk(HANS + '蔬')}</p>".encode())
    assert decoded.text.startswith("<p>县城北门的早市重新开张，两百多个摊位沿河排开")
    lost = decoded.text.count("\ufffd")
    assert 1 <= lost <= 3
    assert f"except at {lost} place" in decoded.problems[0]


@pytest.mark.parametrize(
    ("text", "garbled"), [(r[1], r[2]) for r in EXACT if r[0] != "big5 as gbk"], ids=[r[0] for r in EXACT[:-1]]
)
def test_a_line_is_turned_back_and_says_what_it_was(text: str, garbled: str) -> None:
    assert is_garbled(garbled)
    mended, mends = mend_mojibake(f"摘要 {garbled} 完")
    assert mended == f"摘要 {text} 完"
    assert [(m.start, m.end, m.before, m.after, m.rule) for m in mends] == [
        (3, 3 + len(text), garbled, text, "mojibake")
    ]


def test_a_line_of_utf8_read_as_gbk_is_turned_back_but_for_what_was_lost() -> None:
    mended, mends = mend_mojibake(as_gbk("早市每天开到九点"))
    assert mends
    assert mended.startswith("早市每天开到九")
    assert "\ufffd" not in mended


def test_a_short_title_is_turned_back() -> None:
    assert mend_mojibake(western("中国".encode()))[0] == "中国"
    assert mend_mojibake("北门早市开张".encode("gbk").decode("latin-1"))[0] == "北门早市开张"


@pytest.mark.parametrize(
    "text",
    [
        "Le marché « à côté » a été rouvert ; naïveté, cœur, Noël…",
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ and àáâãäåæçèéêë",
        "涓涓细流汇成河，鏃镞锛字都是罕见的字。",
        "注音符號ㄅㄆㄇㄈ，ㄛ和ㄜ不同",
        "£¬ 是英镑和非号",
        "联通",
        "朱镕基、龘、㐂、旼、堃、喆",
    ],
)
def test_what_is_meant_stays(text: str) -> None:
    assert mend_mojibake(text) == (text, ())
    assert decode_page(text.encode()).text == text


def test_characters_lost_for_good_are_counted() -> None:
    assert lost_places("早市锟斤拷锟斤拷开张，锟斤拷位") == 2
    assert lost_places("姓锟的人") == 0


def test_an_article_says_what_was_lost_for_good() -> None:
    page = f"<h1>北门早市开张</h1><p>{HANS}</p><p>摊位沿锟斤拷锟斤拷开，市民说锟斤拷菜新鲜。</p>"
    (article,) = read_articles(page.encode(), "a.html").articles
    assert "沿锟斤拷锟斤拷开" in article.text
    assert article.problems == ("At 2 places the text reads 锟斤拷: what stood there was lost before it was saved.",)


@pytest.mark.parametrize(
    "garbled", [western(HANT.encode("gbk")), western(HANT.encode()), HANT.encode().decode("latin-1")]
)
def test_a_paragraph_and_a_title_are_turned_back_as_repairs(garbled: str) -> None:
    title, lead = "北门早市重新开张迎客", "河边的摊位从早上五点摆到九点，卖菜的人比去年多了一倍，菜价也便宜。"
    entities = "".join(f"&#{byte};" for byte in title.encode("gbk"))
    page = f"<h1>{entities}</h1><p>来源：县报 2021-07-05</p><p>{lead}</p><p>{garbled}</p><p>{HANS}</p>"
    (article,) = read_articles(page.encode(), "a.html").articles
    assert article.title == title
    assert article.text == f"{lead}\n{HANT}\n{HANS}"
    assert article.problems == ()
    assert [(repair.field, repair.rule, repair.after) for repair in article.repairs] == [
        ("title", "mojibake", title),
        ("text", "mojibake", HANT),
    ]
    in_title, in_text = article.repairs
    assert in_title.before == title.encode("gbk").decode("latin-1")
    assert (in_text.start, in_text.before.replace("\xa0", " ")) == (len(lead) + 1, garbled.replace("\xa0", " "))


def test_every_field_that_is_turned_back_says_so() -> None:
    caption = "县城北门的早市，蔬菜摆满了摊位。"
    lead = "河边的摊位从早上五点摆到九点，卖菜的人比去年多了一倍，菜价也便宜。"
    source, author = western("河湾晚报".encode()), western("韩小松".encode())
    page = (
        f"<h1>北门早市开张</h1><p>来源：{source} 作者：{author}</p><p>{lead}</p>"
        f"<figure><img src=a.jpg><figcaption>{western(caption.encode())}</figcaption></figure>"
        f"<p>{western(HANS.encode())}</p><p>{HANS[:9]}</p><p>{lead}</p>"
    )
    (article,) = read_articles(page.encode(), "a.html").articles
    assert (article.source, article.author, article.captions) == ("河湾晚报", ("韩小松",), (caption,))
    assert {repair.field: repair.after for repair in article.repairs} == {
        "source": "河湾晚报", "author": "韩小松", "captions": caption, "text": HANS,
    }  # fmt: skip
    assert len(article.repairs) == 4


def test_what_cannot_be_turned_back_is_counted_where_nothing_could_be() -> None:
    page = f"<h1>北门早市开张</h1><p>{HANS}</p><p>涓浜?有人说涓浜?</p><p>{HANS}</p>"
    (article,) = read_articles(page.encode(), "a.html").articles
    assert article.problems == ("At 1 place the text had been decoded wrongly and cannot be turned back.",)


def test_what_cannot_be_turned_back_is_counted() -> None:
    garbled = as_gbk("摊位沿河排开，蔬菜新鲜又便宜")
    page = (
        f"<h1>北门早市开张</h1><p>{HANS}</p><p>{western(HANS.encode())}</p><p>涓浜?有人说{garbled}浜?</p><p>{HANS}</p>"
    )
    (article,) = read_articles(page.encode(), "a.html").articles
    assert article.problems
    assert article.problems[0].endswith("the text had been decoded wrongly and cannot be turned back.")
