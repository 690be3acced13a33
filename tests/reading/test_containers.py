"""Pages in gzip, ZIP and tar: each with its own id and part, whatever else lies beside it."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
import struct
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import article_id
from indexer.errors import ReadingError
from indexer.reading import read_articles
from tests.reading.containers import BRIDGE, MARKET, SCHOOL, TITLES, check, page, tarred, zipped

PAGES = {"a.html": MARKET, "年/b.htm": SCHOOL, "c/d.html": BRIDGE}

ARCHIVES: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "a.zip": zipped,
    "stored.zip": lambda files: zipped(files, zipfile.ZIP_STORED),
    "bzip2.zip": lambda files: zipped(files, zipfile.ZIP_BZIP2),
    "a.tar": tarred,
    "a.tar.gz": lambda files: tarred(files, "gz"),
    "a.tgz": lambda files: tarred(files, "gz"),
    "a.tar.bz2": lambda files: tarred(files, "bz2"),
    "a.tar.xz": lambda files: tarred(files, "xz"),
    "no ending": lambda files: tarred(files, "gz"),
}


@pytest.mark.parametrize("file", ARCHIVES)
def test_each_page_of_an_archive_is_an_article(file: str) -> None:
    reading = read_articles(ARCHIVES[file](PAGES), file)
    assert reading.failures == ()
    assert [article.part for article in reading.articles] == list(PAGES)
    assert {article.title for article in reading.articles} == set(TITLES)
    for article in reading.articles:
        assert (article.file, article.kind) == (file, "html")
        assert article.id == article_id(PAGES[article.part or ""], article.part)


PACKED = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


@pytest.mark.parametrize("ending", PACKED)
def test_a_packed_page_is_that_page_under_the_id_of_the_file(ending: str) -> None:
    data = PACKED[ending](MARKET)
    (article,) = read_articles(data, f"a.html.{ending}").articles
    assert (article.title, article.kind, article.part) == ("早市今日开张", "html", None)
    assert article.id == article_id(data)


def test_several_packed_one_behind_the_other_are_one() -> None:
    halves = gzip.compress(MARKET[:50]) + gzip.compress(MARKET[50:]) + b"\0" * 512
    assert [article.title for article in read_articles(halves, "a.html.gz").articles] == ["早市今日开张"]


def test_a_page_keeps_its_id_when_its_archive_grows_or_moves() -> None:
    (before,) = read_articles(zipped({"a.html": MARKET}), "old.zip").articles
    after = read_articles(tarred(PAGES, "xz"), "moved/new.tar.xz").articles
    assert before.id in {article.id for article in after}


def test_archives_in_archives() -> None:
    inner = zipped({"a.html": MARKET, "b.html.gz": gzip.compress(SCHOOL)})
    reading = read_articles(tarred({"x/inner.zip": inner, "c.html": BRIDGE}, "gz"), "all.tar.gz")
    parts = {article.part: article.title for article in reading.articles}
    assert parts == {
        "x/inner.zip/a.html": "早市今日开张",
        "x/inner.zip/b.html.gz": "小学搬进新楼",
        "c.html": "新桥今日通车",
    }


SILENT = {
    "style.css": b"p{}",
    "a.PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "nameless picture": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "js/x.js": b"var a = 1",
    "README.md": b"# about",
    "a.html.fangzhi.toml": b"title = 1",
    ".hidden/b.html": MARKET,
    "__MACOSX/a.html": MARKET,
    "__MACOSX/._a.html": b"\0\5\x16\7",
    "Thumbs.db": b"\0",
}


@pytest.mark.parametrize("file", ["a.zip", "a.tar.gz"])
def test_what_lies_beside_pages_is_passed_over(file: str) -> None:
    reading = read_articles(ARCHIVES[file]({**SILENT, "./b.html": SCHOOL}), file)
    assert [article.title for article in reading.articles] == ["小学搬进新楼"]
    assert reading.failures == ()
    with pytest.raises(ReadingError, match="no page in this container"):
        read_articles(ARCHIVES[file](SILENT), file)


@pytest.mark.parametrize("file", ["a.zip", "a.tar"])
@pytest.mark.parametrize("folder", ["小学_files", "小学.files", "小学_文件", "小学 文件", "小学_fichiers"])
def test_what_a_browser_saved_along_with_a_page_is_no_article(file: str, folder: str) -> None:
    frame = {f"x/{folder}/frame.html": MARKET, f"x/{folder}/deeper/frame.html": BRIDGE}
    for saved in ({**frame, "x/小学.htm": SCHOOL}, {"x/小学.htm": SCHOOL, **frame}):
        assert [a.title for a in read_articles(ARCHIVES[file](saved), file).articles] == ["小学搬进新楼"]
    assert len(read_articles(ARCHIVES[file](frame), file).articles) == 2


def test_bad_parts_are_told_and_the_others_read() -> None:
    reading = read_articles(zipped({"a.html": MARKET, "b.html": b"<p></p>", "空.txt": b" "}), "a.zip")
    assert [article.title for article in reading.articles] == ["早市今日开张"]
    assert [(failure.part, failure.reason) for failure in reading.failures] == [
        ("b.html", "there is no text of an article in this page."),
        ("空.txt", "the file is empty."),
    ]
    assert str(reading.failures[0]) == "a.zip, b.html in it: there is no text of an article in this page."


def test_where_no_part_can_be_read_the_first_reasons_are_told() -> None:
    with pytest.raises(ReadingError) as refused:
        read_articles(zipped({f"{n}.html": b"<p></p>" for n in range(9)}), "a.zip")
    assert refused.value.reason.startswith("none of the 9 parts in it that may be a page can be read. 0.html: there is")
    assert refused.value.reason.endswith("And 6 more.")
    assert refused.value.part is None


def old_zip(name: bytes, data: bytes, flags: int = 0, method: int = 0) -> bytes:
    """Return a ZIP archive with one member, whose name and flags are written as they are given."""
    crc = 0 if flags & 1 else zipfile.crc32(data)  # type: ignore[attr-defined]
    head = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 33, crc, len(data), len(data), len(name), 0)
    entry = head[:-4] + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0)
    local = b"PK\3\4" + head + name + data
    listed = b"PK\1\2" + struct.pack("<H", 20) + entry + name
    return local + listed + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(listed), len(local), 0)


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ("新闻/早市今日开张.html".encode("gbk"), "新闻/早市今日开张.html"),
        ("新闻/早市今日开张.html".encode(), "新闻/早市今日开张.html"),
        ("新聞/早市今日的攤位.html".encode("big5"), "新聞/早市今日的攤位.html"),
        (b"caf\x82.html", "café.html"),
        (b"../../etc/a\x07\x1b[31m.html", "../../etc/a\ufffd\ufffd[31m.html"),
        (b"c:\\x\\a.html", "c:/x/a.html"),
    ],
)
def test_names_are_names_in_the_charset_they_were_written_in(raw: bytes, part: str) -> None:
    (article,) = read_articles(old_zip(raw, MARKET), "a.zip").articles
    assert article.part == part


def test_a_member_without_a_name_is_read_all_the_same() -> None:
    (article,) = read_articles(old_zip(b"", MARKET), "a.zip").articles
    assert (article.title, article.part) == ("早市今日开张", "?")


def test_an_encrypted_member_is_told() -> None:
    with pytest.raises(ReadingError, match="encrypted"):
        read_articles(old_zip(b"a.html", MARKET, flags=1), "a.zip")
    with pytest.raises(ReadingError, match="packed by a method that is not read"):
        read_articles(old_zip(b"a.html", MARKET, method=97), "a.zip")


def test_containers_that_lie_too_deep_are_told() -> None:
    data = MARKET
    for _ in range(9):
        data = gzip.compress(data)
    with pytest.raises(ReadingError, match="more than 5 containers lie in each other"):
        read_articles(data, "a.gz")


BOMBS = {
    "one.html.gz": lambda: gzip.compress(b" " * (50 << 20)),
    "one.html.xz": lambda: lzma.compress(b" " * (50 << 20)),
    "one.html.bz2": lambda: bz2.compress(b" " * (50 << 20)),
    "one.zip": lambda: zipped({"a.html": b" " * (50 << 20)}),
    "twice.gz": lambda: gzip.compress(gzip.compress(b" " * (50 << 20))),
    "many.zip": lambda: zipped({f"{n}.html": b" " * (3 << 20) for n in range(20)}),
    "one.tar.gz": lambda: tarred({"a.html": b" " * (50 << 20)}, "gz"),
    "skipped.tar.xz": lambda: tarred({"a.png": b" " * (50 << 20)}, "xz"),
    "name.tar.gz": lambda: tarred({"x" * (5 << 20): MARKET}, "gz"),
}


@pytest.mark.parametrize("file", BOMBS)
def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked(file: str) -> None:
    data = BOMBS[file]()
    tracemalloc.start()
    try:
        with pytest.raises(ReadingError) as refused:
            read_articles(data, file)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert any(word in refused.value.reason for word in ("unpacks to more", "larger than", "is empty"))
    assert peak < 24 << 20


def with_entries(archive: bytes, count: int) -> bytes:
    """Return a ZIP archive of one member whose list of contents names it ``count`` times."""
    start, ends_at = struct.unpack("<I", archive[-6:-2])[0], len(archive) - 22
    entries = archive[start:ends_at] * count
    return archive[:start] + entries + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(entries), start, 0)


def test_members_that_lie_at_one_place_count_each() -> None:
    archive = zipped({"a.html": MARKET + b" " * 300_000}, zipfile.ZIP_STORED)
    assert read_articles(with_entries(archive, 3), "a.zip").failures == ()
    reading = read_articles(with_entries(archive, 200), "a.zip")
    assert [article.title for article in reading.articles] == ["早市今日开张"]
    assert [failure.reason[:32] for failure in reading.failures] == ["it unpacks to more than 32 MB, w"]


def test_a_file_with_holes_is_no_page() -> None:
    archive = bytearray(tarred({"a.html": MARKET, "b.html": SCHOOL}))
    archive[156:157], archive[257:265] = b"S", b"ustar  \0"
    archive[345:512] = bytes(167)
    archive[386:410] = b"%011o\0%011o\0" % (0, len(MARKET))
    archive[483:495] = b"\x80" + (1 << 50).to_bytes(11, "big")
    archive[148:156] = b"%06o\0 " % (sum(archive[:148]) + sum(archive[156:512]) + 8 * ord(" "))
    reading = read_articles(bytes(archive), "a.tar")
    assert [article.part for article in reading.articles] == ["b.html"]
    assert reading.failures == ()


WHOLE = {file: ARCHIVES[file]({"a.html": MARKET, "b.html": SCHOOL}) for file in ARCHIVES}
NESTED = {**WHOLE, "x.zip": zipped({"a.tar.gz": WHOLE["a.tar.gz"], "b.zip": WHOLE["a.zip"]})}


@given(st.sampled_from(sorted(NESTED)), st.floats(0, 1))
def test_a_container_that_is_cut_off_gives_articles_or_reasons(file: str, where: float) -> None:
    data = NESTED[file]
    reading = check(data[: max(1, int(len(data) * where) - 1)], file)
    assert reading is None or len(reading.articles) >= 2 or reading.failures


@given(st.sampled_from(sorted(NESTED)), st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_a_container_with_a_wrong_byte_gives_articles_or_reasons(file: str, where: float, change: int) -> None:
    data = bytearray(NESTED[file])
    data[int(len(data) * where)] ^= change
    check(bytes(data), file)


def test_a_page_too_large_for_its_container_is_told_by_name() -> None:
    large = page("早市今日开张", "县城北门的早市重新开张。" * 200_000)
    reading = read_articles(zipped({"a.html": large, "b.html": SCHOOL}), "a.zip")
    assert [article.part for article in reading.articles] == ["b.html"]
    assert "larger than 4 MB" in reading.failures[0].reason


def test_a_packed_archive_that_is_cut_off_at_its_first_page_says_so_once() -> None:
    page = random.Random(1).randbytes(40_000)
    data = gzip.compress(tarred({"a.html": page, "b.html": page}))[:20_000]
    with pytest.raises(ReadingError) as refused:
        read_articles(data, "a.tar.gz")
    assert refused.value.reason == "this gzip file is cut off; copy it again."


@pytest.mark.parametrize(("data", "word"), [(b"", "empty.$"), (b" \n\t", "empty.$"), (b"\0" * 900, "only zeros")])
def test_a_file_without_anything_to_read_says_what_there_is(data: bytes, word: str) -> None:
    with pytest.raises(ReadingError, match=word):
        read_articles(data, "a.txt")
