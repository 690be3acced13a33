"""Saved pages themselves: exactly the bytes that an article was read from, and what of them can be shown."""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import json
import lzma
import os
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.article import Article, article_id
from indexer.errors import FangzhiError, SavedPageGoneError, SavedPageNotShownError, ServerBusyError
from indexer.reading import read_articles
from indexer.saved import LARGEST_SEARCHED
from indexer.saved_pages import AT_ONCE, LARGEST_DIGESTED, SavedPages
from indexer.settings import Settings
from tests.drawn import png
from tests.reading.containers import http, page, tarred, warc_record, zipped
from tests.reading.documents import Printed, docx, pdf

ADDRESS = "https://news.example/2020/shuiku.html"
RESERVOIR = page("水库今天放水", "山下的水库今天开闸放水，沿渠的三个村子都去看，渠边站满了人。", "gb18030")
ORCHARD = page("果园挂满红灯", "坡上的果园挂满了红灯，摘果子的人从早忙到晚，车一辆接一辆地走。")
PLAIN = "河上的船\n\n河上的船都靠了岸，撑船的人坐在岸边修补船板，等着明天的第一班渡客。".encode("gb18030")
ROWS = [
    {"title": "谷子收完了", "text": "川里的谷子都收完了，场院里堆得满满的，碾场的机器响到半夜。"},
    {"id": "n/7", "title": "羊群下山了", "text": "山上的羊群昨天下了山，赶羊的人说草场要歇一冬，明年再上去。"},
]
DRAWN = png(40, 30)


def package(text: bytes, *parts: tuple[str, str, bytes]) -> bytes:
    """Return an MHTML package of a page and of parts with a kind and an address."""
    lines = ["MIME-Version: 1.0", 'Content-Type: multipart/related; boundary="cut"; type="text/html"', ""]
    for kind, address, data in (("text/html; charset=utf-8", ADDRESS, text), *parts):
        lines += ["--cut", f"Content-Type: {kind}", "Content-Transfer-Encoding: base64"]
        lines += [f"Content-Location: {address}", "", base64.encodebytes(data).decode()]
    return "\r\n".join([*lines, "--cut--", ""]).encode()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(archive=tmp_path / "archive", index=tmp_path / "archive" / "index")
    made.archive.mkdir()
    return made


Put = Callable[[str, bytes], list[Article]]


@pytest.fixture
def put(settings: Settings) -> Put:
    """Save a file and return the articles that are read from it."""

    def save(file: str, data: bytes) -> list[Article]:
        path = settings.archive / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return list(read_articles(data, file).articles)

    return save


@pytest.fixture
def pages(settings: Settings) -> SavedPages:
    return SavedPages(settings)


def fixed(row: dict[str, str]) -> bytes:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


LINES = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()
CSV = "标题,正文\n谷子收完了,川里的谷子都收完了，场院里堆得满满的，碾场的机器响到半夜。\n".encode()
CRAWL = b"".join(
    map(
        gzip.compress,
        (
            warc_record("https://news.example/", http(ORCHARD, status="404 Not Found")),
            warc_record(ADDRESS, http(RESERVOIR.replace("今天".encode("gb18030"), "昨天".encode("gb18030")))),
            warc_record(ADDRESS, http(RESERVOIR)),
            warc_record(
                "https://news.example/guoyuan?id=5", http(gzip.compress(ORCHARD), more="Content-Encoding: gzip\r\n")
            ),
        ),
    )
)
TWO = {"y/水库.html": RESERVOIR, "y/guo.html": ORCHARD}
BOTH = {"水库今天放水": (RESERVOIR, "text/html", "水库.html"), "果园挂满红灯": (ORCHARD, "text/html", "guo.html")}
WHOLE = "the file"
HTML, PLAIN_TEXT, JSON = "text/html", "text/plain", "application/json"

KEPT = {
    "a.html": (RESERVOIR, {"水库今天放水": (WHOLE, HTML, "a.html")}),
    "y/水库 2.htm": (RESERVOIR, {"水库今天放水": (WHOLE, HTML, "水库 2.htm")}),
    "answered.html": (http(RESERVOIR), {"水库今天放水": (WHOLE, HTML, "answered.html")}),
    "a.txt": (PLAIN, {"河上的船": (WHOLE, PLAIN_TEXT, "a.txt")}),
    "a.md": ("# 河上的船\n\n河上的船都靠了岸，撑船的人坐在岸边修补船板，等着明天的渡客。".encode(),
             {"河上的船": (WHOLE, "text/markdown", "a.md")}),
    "a.html.gz": (gzip.compress(RESERVOIR), {"水库今天放水": (WHOLE, "application/gzip", "a.html.gz")}),
    "a.html.bz2": (bz2.compress(RESERVOIR), {"水库今天放水": (WHOLE, "application/x-bzip2", "a.html.bz2")}),
    "a.html.xz": (lzma.compress(RESERVOIR), {"水库今天放水": (WHOLE, "application/x-xz", "a.html.xz")}),
    "a.mhtml": (package(ORCHARD), {"果园挂满红灯": (WHOLE, "multipart/related", "a.mhtml")}),
    "a.zip": (zipped(TWO), BOTH),
    "a.tar": (tarred(TWO), BOTH),
    "a.tgz": (tarred(TWO, "gz"), {"水库今天放水": (RESERVOIR, HTML, "水库.html")}),
    "in.zip": (zipped({"x/in.tar.xz": tarred(TWO, "xz")}, zipfile.ZIP_STORED),
               {"果园挂满红灯": (ORCHARD, HTML, "guo.html")}),
    "packed.zip": (zipped({"x/guo.html.gz": gzip.compress(ORCHARD)}), {"果园挂满红灯": (ORCHARD, HTML, "guo.html")}),
    "mht.zip": (zipped({"x/guo.mhtml": package(ORCHARD)}),
                {"果园挂满红灯": (package(ORCHARD), "multipart/related", "guo.mhtml")}),
    "a.warc.gz": (CRAWL, {"水库今天放水": (RESERVOIR, HTML, "shuiku.html"),
                          "果园挂满红灯": (ORCHARD, HTML, "guoyuan.html")}),
    "a.wacz": (zipped({"datapackage.json": b"{}", "archive/data.warc.gz": CRAWL}, zipfile.ZIP_STORED),
               {"水库今天放水": (RESERVOIR, HTML, "shuiku.html")}),
    "a.jsonl": (LINES,
                {"谷子收完了": (fixed(ROWS[0]), JSON, "a line 1.json"),
                 "羊群下山了": (fixed(ROWS[1]), JSON, "a 7.json")}),
    "a.csv": (CSV, {"谷子收完了": (fixed({"标题": ROWS[0]["title"], "正文": ROWS[0]["text"]}), JSON, "a line 2.json")}),
    "rows.zip": (zipped({"x/b.jsonl": LINES}), {"羊群下山了": (fixed(ROWS[1]), JSON, "rows 7.json")}),
}  # fmt: skip
"""File → its bytes and, by title, the bytes that are to come back, their media type and name."""


@pytest.mark.parametrize("file", KEPT)
def test_the_original_bytes_come_back_from_wherever_they_lie(pages: SavedPages, put: Put, file: str) -> None:
    data, expected = KEPT[file]
    articles = {article.title: article for article in put(file, data)}
    assert set(expected) <= set(articles)
    for title, (original, media_type, name) in expected.items():
        article = articles[title]
        found = pages.original(article, (file,))
        assert found.data == (data if original == WHOLE else original)
        assert article_id(found.data, article.part) == article.id
        assert found.sha256 == hashlib.sha256(found.data).hexdigest() == pages.digest(article, (file,))
        assert article.part is not None or found.sha256.startswith(article.id)
        assert (found.media_type, found.name) == (media_type, name)


def test_documents_come_back_and_are_not_shown(pages: SavedPages, put: Put) -> None:
    text = "山下的水库今天开闸放水，沿渠的三个村子都去看，渠边站满了人。"
    word_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    word = docx(f"<w:p><w:r><w:t>水库今天放水</w:t></w:r></w:p><w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    print_ = pdf([[Printed("水库今天放水", y=740, size=18), Printed(text)]])
    for file, whole, data, kind in (
        ("a.docx", word, word, word_type),
        ("a.pdf", print_, print_, "application/pdf"),
        (
            "b.zip",
            zipped({"x/a.docx": word}),
            word,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("c.zip", zipped({"x/a.pdf": print_}), print_, "application/pdf"),
        ("d.warc", warc_record("https://news.example/a", http(print_, "application/pdf")), print_, "application/pdf"),
    ):
        (article,) = put(file, whole)
        found = pages.original(article, (file,))
        assert found.data == data
        assert (found.media_type, found.name[0]) == (kind, "a")
        assert not pages.can_be_shown(article)
        with pytest.raises(SavedPageNotShownError, match="take the original file instead"):
            pages.shown(article, (file,))


def test_rows_of_lists_are_not_shown(pages: SavedPages, put: Put) -> None:
    for article in put("a.jsonl", LINES):
        assert not pages.can_be_shown(article)


@pytest.mark.parametrize("file", ["a.html", "a.zip", "a.warc.gz", "a.jsonl", "a.html.gz", "a.mhtml"])
def test_a_file_that_changed_gives_no_other_bytes(pages: SavedPages, put: Put, settings: Settings, file: str) -> None:
    data, _ = KEPT[file]
    article = put(file, data)[0]
    whole = pages.original(article, (file,))
    other = page("别的一页", "这里现在是别的一页，和原来的那一页没有关系，文件的名字却是一样的。")
    changed = {
        "a.html": other,
        "a.zip": zipped(dict.fromkeys(TWO, other)),
        "a.warc.gz": gzip.compress(warc_record(article.part or "", http(other))),
        "a.jsonl": b'{"id": "n/7", "text": "x"}',
        "a.html.gz": gzip.compress(other),
        "a.mhtml": package(other),
    }
    (settings.archive / file).write_bytes(changed[file])
    for ask in (pages.original, pages.shown):
        with pytest.raises((SavedPageGoneError, SavedPageNotShownError)) as refused:
            ask(article, (file,))
        assert file in str(refused.value)
    with pytest.raises(SavedPageGoneError, match="has changed since it was indexed"):
        pages.original(article, (file,))
    assert pages.digest(article, (file,)) is None
    (settings.archive / "copy").mkdir()
    (settings.archive / "copy" / file).write_bytes(data)
    assert pages.original(article, (file, f"copy/{file}")).data == whole.data
    (settings.archive / file).unlink()
    with pytest.raises(SavedPageGoneError, match="not in the archive folder any more"):
        pages.original(article, (file,))


@pytest.mark.parametrize(
    "file", ["../out.html", "a/../../out.html", "/out.html", "link.html", "linked/out.html", ".h/o.html"]
)
def test_nothing_outside_the_archive_is_given_out(pages: SavedPages, settings: Settings, file: str) -> None:
    outside = settings.archive.parent / "out.html"
    outside.write_bytes(ORCHARD)
    (settings.archive / "a").mkdir()
    (settings.archive / ".h").mkdir()
    (settings.archive / ".h" / "o.html").write_bytes(ORCHARD)
    (settings.archive / "link.html").symlink_to(outside)
    (settings.archive / "linked").symlink_to(outside.parent, target_is_directory=True)
    (article,) = read_articles(ORCHARD, file).articles
    named = str(outside) if file == "/out.html" else file
    for ask in (pages.original, pages.shown):
        with pytest.raises(FangzhiError, match=r"cannot be opened, or is a link that leads out"):
            ask(article, (named,))
    assert pages.digest(article, (named,)) is None


def test_a_link_within_the_archive_is_followed(pages: SavedPages, put: Put, settings: Settings) -> None:
    (article,) = put("y/a.html", ORCHARD)
    (settings.archive / "b.html").symlink_to(settings.archive / "y" / "a.html")
    assert pages.original(article, ("b.html",)).data == ORCHARD


def test_what_is_no_plain_file_is_refused(pages: SavedPages, settings: Settings) -> None:
    (article,) = read_articles(ORCHARD, "a.html").articles
    os.mkfifo(settings.archive / "a.html")
    (settings.archive / "b.html").mkdir()
    for file in ("a.html", "b.html"):
        with pytest.raises(SavedPageNotShownError):
            pages.original(article, (file,))


def test_large_containers_are_not_looked_through(pages: SavedPages, put: Put) -> None:
    (article,) = put("a.zip", zipped({"y.html": ORCHARD, "film.mp4": bytes(LARGEST_SEARCHED)}, zipfile.ZIP_STORED))
    with pytest.raises(SavedPageNotShownError, match="larger than 32 MB"):
        pages.original(article, ("a.zip",))
    assert pages.digest(article, ("a.zip",)) is None


def test_a_hash_is_told_of_small_files_only(pages: SavedPages, put: Put) -> None:
    filled = ORCHARD + b"<!--" + bytes(65 for _ in range(LARGEST_DIGESTED)) + b"-->"
    (article,) = put("a.html", filled)
    assert pages.digest(article, ("a.html",)) is None
    assert pages.original(article, ("a.html",)).sha256 == hashlib.sha256(filled).hexdigest()


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("y/．．.html", "．．.html"),
        ("a\u202elmth.html", "a_lmth.html"),
        ('a"b<c>:d|e?.html', "a_b_c_d_e_.html"),
        ("y/" + "长" * 300 + ".html", "长" * 120 + ".html"),
        ("no-ending", "no-ending.html"),
    ],
)
def test_names_can_be_borne_by_files_anywhere(pages: SavedPages, put: Put, file: str, name: str) -> None:
    container = zipped({file: ORCHARD})
    (article,) = put("a.zip", container)
    assert pages.original(article, ("a.zip",)).name == name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://news.example/", "news.example.html"),
        ("https://news.example/%E6%A1%A5/%E6%B0%B4.shtml?a=1#b", "水.html"),
        ("https://news.example/a/..%2F..%2Fetc%2Fpasswd", "etc_passwd.html"),
        ("http://[", ""),
    ],
)
def test_a_page_of_a_crawl_is_named_by_its_address(pages: SavedPages, put: Put, address: str, name: str) -> None:
    (article,) = put("a.warc", warc_record(address, http(ORCHARD)))
    assert pages.original(article, ("a.warc",)).name == (name or f"{article.id}.html")


def pictured(sheet: str, picture: str, more: str = "") -> bytes:
    return ORCHARD.replace(b"</head>", f'<link rel="stylesheet" href="{sheet}"></head>'.encode()).replace(
        b"</body>", f'<p><img src="{picture}"></p>{more}</body>'.encode()
    )


def data_address(data: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


STYLE = b"h1 { background: url(../tu/a.png) } h2 { background: url(none.png) }"
BESIDE = {"tu/a.png": DRAWN, "y/guo_files/s.css": STYLE.replace(b"../tu", b"../../tu"), "y/guo_files/b.png": png(9, 9)}
SAVED_COMPLETE = pictured("guo_files/s.css", "guo_files/b.png")


def shown_of(pages: SavedPages, put: Put, file: str, data: bytes) -> str:
    (article,) = put(file, data)
    shown = pages.shown(article, (file,))
    assert shown.is_markup
    assert pages.is_markup(article, (file,))
    return shown.text


def test_what_was_saved_beside_a_page_is_shown_with_it(pages: SavedPages, put: Put, settings: Settings) -> None:
    for name, data in BESIDE.items():
        (settings.archive / name).parent.mkdir(parents=True, exist_ok=True)
        (settings.archive / name).write_bytes(data)
    wanted = (f'src="{data_address(png(9, 9))}"', f'h1 {{ background: url("{data_address(DRAWN)}") }}', 'url("data:,")')
    text = shown_of(pages, put, "y/guo.html", SAVED_COMPLETE)
    assert all(one in text for one in wanted)
    packed = shown_of(pages, put, "y/guo.html.gz", gzip.compress(SAVED_COMPLETE))
    assert packed == text


@pytest.mark.parametrize("pack", [zipped, tarred, lambda files: tarred(files, "gz")], ids=["zip", "tar", "tgz"])
def test_what_lies_beside_a_page_in_its_container_is_shown_with_it(
    pages: SavedPages, put: Put, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    text = shown_of(pages, put, "a.bin", pack({**BESIDE, "y/guo.html": SAVED_COMPLETE}))
    assert f'src="{data_address(png(9, 9))}"' in text
    assert f'h1 {{ background: url("{data_address(DRAWN)}") }}' in text


def test_what_a_crawl_and_a_package_hold_is_shown(pages: SavedPages, put: Put) -> None:
    sheet, picture = "https://static.example/css/s.css", "https://static.example/tu/a.png"
    text = pictured("//static.example/css/s.css", picture)
    crawled = b"".join(
        (
            warc_record(sheet, http(STYLE, "text/css")),
            warc_record(ADDRESS, http(text)),
            warc_record(picture, http(DRAWN, "image/png")),
        )
    )
    packed = package(text, ("text/css", sheet, STYLE), ("image/png", picture, DRAWN))
    for file, data in (("a.warc", crawled), ("a.mhtml", packed), ("b.zip", zipped({"x/a.mhtml": packed}))):
        shown = shown_of(pages, put, file, data)
        assert f'src="{data_address(DRAWN)}"' in shown
        assert f'h1 {{ background: url("{data_address(DRAWN)}") }}' in shown


def test_nothing_but_pictures_fonts_and_styles_gets_into_a_page(
    pages: SavedPages, put: Put, settings: Settings
) -> None:
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
    font = b"wOF2" + bytes(40)
    secret = settings.archive.parent / "secret.png"
    for path, data in ((secret, DRAWN), (settings.archive / "d.svg", drawing), (settings.archive / "f.woff2", font)):
        path.write_bytes(data)
    (settings.archive / "link.png").symlink_to(secret)
    style = "<style>@font-face { src: url(f.woff2) }</style>"
    sources = "".join(
        f"<img src='{one}'>" for one in ("../secret.png", "link.png", "d.svg", str(secret), "file:///x.png")
    )
    text = shown_of(pages, put, "a.html", pictured("../secret.css", "none.png", sources + style))
    assert data_address(font, "font/woff2") in text
    assert text.count("data:") == 1
    assert "src=" not in text


def test_a_page_is_decoded_as_it_was_read(pages: SavedPages, put: Put) -> None:
    assert "<h1>水库今天放水</h1>" in shown_of(pages, put, "a.html", RESERVOIR)
    big5 = page("水庫今天放水", "山下的水庫今天開閘放水，沿渠的三個村子都去看，渠邊站滿了人。", "big5")
    undeclared = big5.replace(b'<meta charset="big5">', b"")
    assert "<h1>水庫今天放水</h1>" in shown_of(
        pages, put, "b.warc", warc_record(ADDRESS, http(undeclared, "text/html; charset=big5"))
    )


def test_text_is_shown_as_text(pages: SavedPages, put: Put) -> None:
    for file, data in (
        ("a.txt", PLAIN),
        ("b.md", "# 河上的船\n\n<b>河上的船</b>都靠了岸，撑船的人坐在岸边修补船板，等着明天的渡客。".encode()),
    ):
        (article,) = put(file, data)
        shown = pages.shown(article, (file,))
        assert not shown.is_markup
        assert shown.text == data.decode("gb18030" if file == "a.txt" else "utf-8")


@pytest.mark.parametrize("more", [b"<!--" + b"x" * 4_000_000 + b"-->", b"<i>" * 100_000], ids=["long", "many tags"])
def test_a_page_of_too_much_markup_is_not_shown(pages: SavedPages, put: Put, more: bytes) -> None:
    (article,) = put("a.html", ORCHARD + more)
    with pytest.raises(SavedPageNotShownError, match="too large to be shown"):
        pages.shown(article, ("a.html",))
    assert pages.original(article, ("a.html",)).data == ORCHARD + more


def test_a_page_holds_so_many_pictures_and_no_more(pages: SavedPages, put: Put, settings: Settings) -> None:
    large = DRAWN + bytes(7 << 20)
    (settings.archive / "a.png").write_bytes(large)
    text = shown_of(pages, put, "a.html", pictured("s.css", "a.png", "<img src=a.png>" * 5))
    assert text.count(data_address(large)) == 3


def test_many_ask_at_the_same_time(pages: SavedPages, put: Put) -> None:
    articles = [(article, file) for file in ("a.zip", "a.tgz", "a.warc.gz") for article in put(file, KEPT[file][0])]

    def ask(number: int) -> bool:
        article, file = articles[number % len(articles)]
        return article_id(pages.original(article, (file,)).data, article.part) == article.id and bool(
            pages.shown(article, (file,)).text and pages.digest(article, (file,))
        )

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(60)))


class Held(tuple[str, ...]):
    """Names of files that cannot be gone through before ``go_on`` is set."""

    begun: threading.Semaphore
    go_on: threading.Event

    def __iter__(self) -> Iterator[str]:
        self.begun.release()
        assert self.go_on.wait(30)
        return super().__iter__()


def test_pages_that_take_long_hold_up_neither_the_next_for_ever_nor_originals(settings: Settings, put: Put) -> None:
    (article,) = put("a.html", RESERVOIR)
    pages = SavedPages(settings, longest_wait=0.05)
    held = Held(("a.html",))
    held.begun, held.go_on = threading.Semaphore(0), threading.Event()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        shown = [threads.submit(pages.shown, article, held) for _ in range(AT_ONCE)]
        for _ in shown:
            assert held.begun.acquire(timeout=30)
        try:
            with pytest.raises(ServerBusyError, match="Try again in a moment"):
                pages.shown(article, ("a.html",))
            with pytest.raises(ServerBusyError):
                pages.is_markup(article, ("a.html",))
            assert pages.original(article, ("a.html",)).data == RESERVOIR
        finally:
            held.go_on.set()
        assert {one.result().text for one in shown} == {pages.shown(article, ("a.html",)).text}
