"""Fields and text of saved pages, whatever way they were built."""

from __future__ import annotations

import pytest

from indexer.errors import ReadingError
from indexer.reading import read_articles
from tests.reading.saved_pages import PAGES, SavedPage

CHARSETS = ["utf-8", "gb18030"]


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_fields_are_read(page: SavedPage, charset: str) -> None:
    (article,) = read_articles(page.markup.encode(charset), "2018/page.html").articles
    read = {field: getattr(article, field) for field in page.expected}
    assert read == page.expected
    assert article.charset == charset
    assert article.kind == "html"
    assert all(0 <= confidence <= 1 for confidence in article.confidence.values())


def test_two_places_that_agree_are_trusted_more() -> None:
    shown = "<h1>早市今日开张</h1><p>2018-05-09 来源：河湾报</p><p>摊位沿河排开，卖的多是蔬菜。</p>"
    alone = read_articles(f"<title>早市今日开张</title>{shown}".encode(), "a.html").articles[0]
    told = '<meta name="ContentSource" content="河湾报">'
    both = read_articles(f"<title>早市今日开张</title>{told}{shown}".encode(), "a.html").articles[0]
    other = read_articles(
        f"<title>早市今日开张</title>{told.replace('河湾', '山里')}{shown}".encode(), "a.html"
    ).articles[0]
    assert {a.source for a in (alone, both, other)} == {"河湾报"}
    assert other.confidence["source"] < alone.confidence["source"] < both.confidence["source"]


UNREADABLE = [
    (b"", "empty"),
    (b" \r\n\t\n", "empty"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "an image"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "an image"),
    (b"PK\x03\x04\x14\0\0\0", "ZIP archive is damaged"),
    (b"%PDF-1.7\n", "PDF document is damaged"),
    (b"PK\x07\x08PK\x03\x04", "divided ZIP archive"),
    (b"Rar!\x1a\x07\x01\0", "a compressed archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "a news feed"),
    (b"<?xml version='1.0'?>\n<!-- x --><feed xmlns='http://www.w3.org/2005/Atom'/>", "a news feed"),
    (b"<?xml version='1.0'?><urlset/>", "a site map"),
    (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "no page in this container"),
    (bytes(range(256)) * 20, "not text"),
    (b"<html><body><script>var a = 1;</script></body></html>", "no text"),
    ("<html><body><ul><li><a href='/'>首页</a></li></ul></body></html>".encode(), "no text"),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x--\r\n", "no page"),
]


@pytest.mark.parametrize(
    ("data", "reason"), UNREADABLE, ids=[reason + str(n) for n, (_, reason) in enumerate(UNREADABLE)]
)
def test_what_is_no_article_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ReadingError) as refused:
        read_articles(data, "somewhere/file.bin")
    assert reason in refused.value.reason
    assert refused.value.reason.endswith(".")
    assert refused.value.file == "somewhere/file.bin"


@pytest.mark.parametrize(
    ("claim", "site"),
    [
        ("渭河边的新学校-河湾日报-教育", "河湾日报"),
        ("渭河边的新学校_教育_河湾在线", "河湾在线"),
        ("渭河边的新学校 - 河湾触屏版", "河湾触屏版"),
        ("渭河边的新学校|校园", "校园"),
        ("渭河边的新学校", None),
    ],
)
def test_a_section_behind_the_site_is_not_the_site(claim: str, site: str | None) -> None:
    page = f"<title>{claim}</title><h1>渭河边的新学校</h1><p>渭河边的小学今天搬进了新楼，操场上铺了塑胶跑道。</p>"
    (article,) = read_articles(page.encode(), "a.html").articles
    assert (article.title, article.site) == ("渭河边的新学校", site)
