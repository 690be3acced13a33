"""PDF, Word and Markdown documents."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import article_id
from indexer.errors import ReadingError
from indexer.reading import read_articles
from tests.reading.containers import check, http, warc_record, zipped
from tests.reading.documents import Printed, W, docx, paragraph, pdf, set_in_lines

FIRST = "县城北门的早市重新开张，摊位沿河排开，卖的多是附近村里的蔬菜和水果，来的人比往年多了不少。"
SECOND = "管理员说，新市场装了雨棚和路灯，下雨天也能照常出摊，夜里收摊的人不用再打手电筒了。"
THIRD = "老人提着篮子走了一圈，说还是河边的空气好，明天还要带着孙子再来看看卖鱼的摊子。"
TITLE = "早市今日开张"
FACTS = "来源：河湾报  2021年7月5日"


def head(y: float = 780) -> list[Printed]:
    return [Printed(TITLE, 200, y, 22), Printed(FACTS, 200, y - 40, 10)]


def test_paragraphs_of_a_pdf_are_put_together_from_its_lines() -> None:
    data = pdf([head() + set_in_lines([FIRST, SECOND, THIRD])])
    (article,) = read_articles(data, "a.pdf").articles
    assert (article.title, article.text) == (TITLE, f"{FIRST}\n{SECOND}\n{THIRD}")
    assert (article.date, article.source, article.kind, article.charset) == ("2021-07-05", "河湾报", "pdf", None)
    assert (article.id, article.part) == (article_id(data), None)


def test_a_paragraph_goes_on_over_columns_and_pages() -> None:
    lines = set_in_lines([FIRST, SECOND])
    columns = [*lines[:2], *(line._replace(x=line.x + 260, y=line.y + 36) for line in lines[2:])]
    for pages in ([head() + columns], [head() + lines[:2], [line._replace(y=line.y + 60) for line in lines[2:]]]):
        (article,) = read_articles(pdf(pages), "a.pdf").articles
        assert article.text == f"{FIRST}\n{SECOND}"


def test_what_is_printed_on_every_page_is_no_text() -> None:
    pages = [
        [Printed("河湾报副刊", 72, 820, 9), *shown, Printed(f"第 {n} 页", 280, 30, 9)]
        for n, shown in enumerate([head() + set_in_lines([FIRST]), set_in_lines([SECOND]), set_in_lines([THIRD])], 1)
    ]
    (article,) = read_articles(pdf(pages), "a.pdf").articles
    assert article.text == f"{FIRST}\n{SECOND}\n{THIRD}"


@pytest.mark.parametrize("told", ["", "Microsoft Word - 0705.doc", "未命名", "20210705.pdf", TITLE])
def test_the_title_is_the_one_that_readers_see(told: str) -> None:
    (article,) = read_articles(pdf([head() + set_in_lines([FIRST, SECOND])], title=told), "a.pdf").articles
    assert article.title == TITLE
    plain = [Printed(TITLE, 96, 760), *set_in_lines([FIRST, SECOND])]
    (article,) = read_articles(pdf([plain], title=told), "a.pdf").articles
    assert (article.title, article.text) == (TITLE, f"{FIRST}\n{SECOND}")


def test_words_of_letters_are_joined_by_spaces() -> None:
    lines = [
        Printed("The market by the river has opened again and", 72, 700),
        Printed("people from the villages sell what they grow.", 72, 682),
    ]
    (article,) = read_articles(pdf([[Printed("The market", 72, 760, 20), *lines]]), "a.pdf").articles
    assert article.text.replace("\n", " ") == f"{lines[0].text} {lines[1].text}"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf([[], []], picture=True), "a scan"),
        (pdf([[Printed("3")], []], picture=True), "a scan"),
        (pdf([[]]), "no text"),
        (pdf([[Printed("\ue001\ue002\ue003")]]), "do not tell which characters they draw"),
        (pdf([set_in_lines([FIRST])])[:300], "damaged or cut off"),
    ],
)
def test_a_pdf_without_text_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ReadingError) as refused:
        read_articles(data, "a.pdf")
    assert reason in refused.value.reason


def test_a_picture_beside_text_makes_no_scan() -> None:
    (article,) = read_articles(pdf([head() + set_in_lines([FIRST])], picture=True), "a.pdf").articles
    assert article.text == FIRST


def test_documents_are_read_in_containers_too() -> None:
    printed = pdf([head() + set_in_lines([FIRST])])
    written = docx(paragraph(TITLE, "a3") + paragraph(SECOND))
    reading = read_articles(
        zipped({"a.pdf": printed, "b.docx": written, "c.md": f"# {TITLE}\n\n{THIRD}".encode()}), "a.zip"
    )
    assert [(article.part, article.kind, article.text) for article in reading.articles] == [
        ("a.pdf", "pdf", FIRST),
        ("b.docx", "docx", SECOND),
        ("c.md", "markdown", THIRD),
    ]
    captured = [
        warc_record(f"https://hewan.example/{at}.pdf", http(data, "application/pdf"))
        for at, data in enumerate([printed, b"%PDF-"])
    ]
    (article,) = read_articles(b"".join(captured), "a.warc").articles
    assert (article.kind, article.title) == ("warc", TITLE)


def test_a_scan_in_an_archive_is_told_unless_its_text_lies_beside_it() -> None:
    scan, text = pdf([[]], picture=True), f"{TITLE}\n\n{FIRST}\n".encode()
    reading = read_articles(zipped({"x/a.pdf": scan, "x/a.txt": text, "b.pdf": scan}), "a.zip")
    assert [article.part for article in reading.articles] == ["x/a.txt"]
    assert [failure.part for failure in reading.failures] == ["b.pdf"]


WORD = {
    "style": paragraph(TITLE, "a3"),
    "heading": paragraph(TITLE, "1"),
    "large": paragraph(TITLE, run='<w:sz w:val="44"/>'),
    "centred": paragraph(TITLE, more='<w:jc w:val="center"/>'),
}


@pytest.mark.parametrize("way", WORD)
def test_a_word_document_is_read_however_its_title_is_set(way: str) -> None:
    size = '<w:sz w:val="28"/>'
    body = WORD[way] + paragraph(FACTS) + paragraph(FIRST, run=size) + paragraph(SECOND, run=size) + paragraph("  ")
    data = docx(body, title="Microsoft Word", creator="王五")
    (article,) = read_articles(data, "a.docx").articles
    assert (article.title, article.text, article.kind) == (TITLE, f"{FIRST}\n{SECOND}", "docx")
    assert (article.date, article.source, article.author) == ("2021-07-05", "河湾报", ())
    assert article.id == article_id(data)


def test_tables_breaks_and_fields_of_a_word_document() -> None:
    cell = f"<w:tbl><w:tr><w:tc>{paragraph(SECOND)}</w:tc></w:tr></w:tbl>"
    deleted = "<w:p><w:del><w:r><w:delText>旧的一句话不再算数。</w:delText></w:r></w:del></w:p>"
    field = (
        "<w:p><w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:r><w:t>路灯亮到夜里十点，</w:t><w:br/>"
        "<w:t>雨棚能遮住全部摊位。</w:t></w:r></w:p>"
    )
    box = f"<w:txbxContent>{paragraph(THIRD)}</w:txbxContent>"
    boxed = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    (article,) = read_articles(
        docx(WORD["style"] + paragraph(FIRST) + cell + deleted + field + boxed), "a.docx"
    ).articles
    assert article.text.split("\n") == [FIRST, SECOND, "路灯亮到夜里十点，", "雨棚能遮住全部摊位。", THIRD]


def office(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, b"<x/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("names", "what"),
    [
        (("[Content_Types].xml", "xl/workbook.xml"), "a spreadsheet"),
        (("[Content_Types].xml", "ppt/presentation.xml"), "a presentation"),
        (("mimetype", "content.xml"), "an OpenDocument file"),
        (("mimetype", "META-INF/container.xml", "a.xhtml"), "an e-book"),
    ],
)
def test_other_office_documents_are_refused_by_name(names: tuple[str, ...], what: str) -> None:
    with pytest.raises(ReadingError, match=f"this is {what}"):
        read_articles(office(*names), "a.zip")


def test_a_word_document_cannot_fetch_or_swell() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(9))
    document = f'<!DOCTYPE x [{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{W}"><w:body>'
    body = f"<w:p><w:r><w:t>{FIRST}&e8;&f;</w:t></w:r></w:p></w:body></w:document>"
    try:
        (article,) = read_articles(docx("", more={"word/document.xml": (document + body).encode()}), "a.docx").articles
    except ReadingError:
        return
    assert len(article.text) < 200
    assert "root:" not in article.text


FRONT = {
    "yaml": f"---\ntitle: {TITLE}\ndate: 2021-07-05 08:30\nauthor: [韩松,陆小雨]\nsource: '河湾报'\ntag: x\n---\n",
    "yaml list": f'---\n标题: "{TITLE}"\n发布时间: 2021年7月5日 08:30\n作者:\n - 韩松\n - 陆小雨\n来源: 河湾报\n---\n',
    "toml": f'+++\ntitle = "{TITLE}"\ndate = 2021-07-05T08:30\nauthors = ["韩松", "陆小雨"]\nsource = "河湾报"\n+++\n',
}


@pytest.mark.parametrize("way", FRONT)
@pytest.mark.parametrize("heading", ["", f"# {TITLE}\n\n"])
def test_markdown_with_its_front_matter(way: str, heading: str) -> None:
    data = f"{FRONT[way]}\n{heading}{FIRST}\n\n**管理员**说，[新市场](https://hewan.example/)装了雨棚。\n".encode()
    (article,) = read_articles(data, "a.md").articles
    assert (article.title, article.kind) == (TITLE, "markdown")
    assert article.text == f"{FIRST}\n管理员说，新市场装了雨棚。"
    assert (article.date, (article.time or "")[:5], article.source) == ("2021-07-05", "08:30", "河湾报")
    assert article.author == ("韩松", "陆小雨")


def test_markdown_alone_is_read_by_its_headings_in_any_charset() -> None:
    told = f"{TITLE}\n=====\n\n来源：河湾报 2021年7月5日\n\n"
    data = f"{told}{FIRST}\n\n## 雨棚\n\n{SECOND}\n\n***\n\n| 摊位 | 数目 |\n|--|--|\n"
    (article,) = read_articles(data.encode("gb18030"), "a.markdown").articles
    assert (article.title, article.source, article.date) == (TITLE, "河湾报", "2021-07-05")
    assert article.text.split("\n")[:3] == [FIRST, "雨棚", SECOND]


HOSTILE = [
    "[" * 50_000,
    "*a **b " * 30_000,
    "> " * 50_000,
    "`" * 50_001 + "x",
    "![" * 40_000 + "](",
    "- " * 40_000,
    "<!--" * 40_000,
    "a|" * 50_000 + "\n" + "-|" * 50_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_markdown_is_too_deep(text: str) -> None:
    check(f"# {TITLE}\n\n{text[:39_000]}\n\n{FIRST}\n".encode(), "a.md")


DOCUMENTS = {
    "a.pdf": pdf([head() + set_in_lines([FIRST, SECOND])]),
    "a.docx": docx(WORD["style"] + paragraph(FIRST)),
    "a.md": FRONT["yaml"].encode() + FIRST.encode(),
}


@given(st.sampled_from(sorted(DOCUMENTS)), st.floats(0, 1, exclude_max=True), st.integers(0, 255))
def test_cut_off_or_changed_documents_give_articles_or_reasons(file: str, where: float, change: int) -> None:
    data = DOCUMENTS[file]
    at = int(len(data) * where)
    check(data[: at + 1] if change == 0 else data[:at] + bytes([data[at] ^ change]) + data[at + 1 :], file)


@pytest.mark.parametrize(("style", "level"), [("Title", "title"), ("Heading1", "heading")])
def test_a_word_document_that_describes_no_styles_has_the_usual_ones(style: str, level: str) -> None:
    body = paragraph(FACTS) + paragraph(TITLE, style) + paragraph(FIRST) + paragraph(SECOND)
    (article,) = read_articles(docx(body, more={"word/styles.xml": b""}), f"{level}.docx").articles
    assert (article.title, article.text) == (TITLE, f"{FIRST}\n{SECOND}")


def test_the_first_line_of_a_word_document_without_styles_is_its_title() -> None:
    body = paragraph(TITLE) + paragraph(FACTS) + paragraph(FIRST) + paragraph(SECOND)
    (article,) = read_articles(docx(body), "a.docx").articles
    assert (article.title, article.text) == (TITLE, f"{FIRST}\n{SECOND}")
    assert (article.date, article.source) == ("2021-07-05", "河湾报")


def test_a_first_sentence_of_a_word_document_stays_in_the_text() -> None:
    short = "早市今日开张。"
    (article,) = read_articles(docx(paragraph(short) + paragraph(FIRST) + paragraph(SECOND)), "a.docx").articles
    assert FIRST in article.text.split("\n")
    assert short in (article.title, article.text.split("\n")[0])
