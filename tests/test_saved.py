"""The pictures that were saved with an article: found wherever pages are saved with them, and nowhere else."""

from __future__ import annotations

import base64
import gzip
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.article import Article, Picture, article_id
from indexer.reading import read_articles
from indexer.saved import LARGEST_SEARCHED, PictureSize, SavedPictures
from indexer.settings import Settings
from tests.drawn import AVIF, BMP, WEBP, gif, jpeg, png
from tests.reading.containers import http, tarred, warc_record, zipped

BRIDGE, FERRY = png(shade=90), png(80, 50, shade=180)

ADDRESS = "https://news.example/2020/qiao.html"


def page(*sources: str, title: str = "石桥合龙") -> bytes:
    """Return a saved page that shows pictures between its paragraphs."""
    figures = "".join(
        f'<figure><img src="{src}"><figcaption>工人在第{number}段桥面上检查螺栓</figcaption></figure>'
        f"<p>第{number}段桥面在清晨浇筑完毕，监理把每一处接缝都看了一遍，岸上的人都松了一口气。</p>"
        for number, src in enumerate(sources, 1)
    )
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>'
        "<p>青石河上的新桥今天合龙，两岸的村子等这一天等了四年，桥头搭起了遮阳的棚子。</p>"
        f"{figures}</body></html>"
    ).encode()


def mhtml(source: str, *parts: tuple[str, bytes]) -> bytes:
    """Return a package of a page that shows ``source`` and of pictures under their headers."""
    text = page(source).decode()
    lines = [
        "From: <Saved by a browser>",
        "MIME-Version: 1.0",
        'Content-Type: multipart/related; boundary="cut"; type="text/html"',
        "",
        "--cut",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        f"Content-Location: {ADDRESS}",
        "",
        base64.encodebytes(text.encode()).decode(),
    ]
    for header, data in parts:
        encoded = base64.encodebytes(data).decode()
        lines += ["--cut", "Content-Type: image/png", "Content-Transfer-Encoding: base64", header, "", encoded]
    return "\r\n".join([*lines, "--cut--", ""]).encode()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(archive=tmp_path / "archive", index=tmp_path / "archive" / "index")


Shown = Callable[..., dict[int, bytes]]


@pytest.fixture
def shown(settings: Settings) -> Shown:
    """Save files and return the pictures of the one article in the first of them."""

    def show(files: Mapping[str, bytes], file: str = "") -> dict[int, bytes]:
        for name, data in files.items():
            path = settings.archive / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        file = file or next(iter(files))
        (article,) = read_articles((settings.archive / file).read_bytes(), file).articles
        return pictures_of(settings, article, file)

    return show


def pictures_of(settings: Settings, article: Article, *files: str) -> dict[int, bytes]:
    """Return the pictures that can be had, which must be those that are told."""
    saved = SavedPictures(settings)
    had = {number: saved.picture(article, files, number) for number in range(-1, len(article.pictures) + 1)}
    found = {number: picture.data for number, picture in had.items() if picture}
    assert set(saved.sizes(article, files)) == set(found)
    return found


def test_a_pages_own_folder(shown: Shown) -> None:
    sources = ("qiao_files/a.png", "./qiao_files/b.png", "qiao_files/none.png", "https://news.example/c.png")
    files = {"2020/qiao.html": page(*sources), "2020/qiao_files/a.png": BRIDGE, "2020/qiao_files/b.png": FERRY}
    assert shown(files) == {0: BRIDGE, 1: FERRY}


@pytest.mark.parametrize("file", ["2022/洮河石桥.html", "2021/图书车厢.mhtml"])
def test_the_pictures_of_the_samples(file: str) -> None:
    samples = Path(__file__).parents[1] / "archive"
    if not (samples / file).is_file():
        pytest.skip("this sample was deleted from the archive")
    (article,) = read_articles((samples / file).read_bytes(), file).articles
    assert SavedPictures(Settings(archive=samples)).sizes(article, (file,)) == {0: PictureSize(480, 300)}


def test_names_as_pages_write_them(shown: Shown) -> None:
    sources = ("%E6%A1%A5_files/%E5%9B%BE%201.png?v=3#top", "%C7%C5_files/a.png", r"桥_files\a.png", "../tu/a.png")
    beside = {"y/桥_files/图 1.png": BRIDGE, "y/桥_files/a.png": FERRY, "tu/a.png": BRIDGE}
    assert shown({"y/桥.html": page(*sources)} | beside) == {0: BRIDGE, 1: FERRY, 2: FERRY, 3: BRIDGE}


@pytest.mark.parametrize(
    "source",
    [
        "../../out.png",
        "a/../../../out.png",
        "..%2F..%2Fout.png",
        "%2e%2e/%2e%2e/out.png",
        "..\\..\\out.png",
        "/out.png",
        "//out.png",
        "%2Fout.png",
        "file:///out.png",
        "OUT",
        "link.png",
        "linked/out.png",
        ".hidden/out.png",
        "../index/out.png",
        "a.png%00",
        "folder.png",
        "pipe.png",
        "ring.png",
    ],
)
def test_nothing_outside_the_archive_is_given_out(shown: Shown, settings: Settings, source: str) -> None:
    folder = settings.archive / "y"
    for inside in (".hidden", "folder.png", "../index"):
        (folder / inside).mkdir(parents=True)
    for place in (settings.archive.parent, settings.index, folder / ".hidden"):
        (place / "out.png").write_bytes(BRIDGE)
    (folder / "link.png").symlink_to(settings.archive.parent / "out.png")
    (folder / "linked").symlink_to(settings.archive.parent, target_is_directory=True)
    (folder / "ring.png").symlink_to(folder / "ring.png")
    os.mkfifo(folder / "pipe.png")
    whole = source.replace("OUT", str(settings.archive.parent / "out.png"))
    assert shown({"y/a.html": page(whole, "b.png"), "y/b.png": FERRY}) == {1: FERRY}


@pytest.mark.parametrize(
    ("data", "kind"),
    [(png(), "png"), (gif(), "gif"), (jpeg(), "jpeg"), (WEBP, "webp"), (BMP, "bmp"), (AVIF, "avif")],
)
def test_the_bytes_tell_the_kind_whatever_the_name(settings: Settings, shown: Shown, data: bytes, kind: str) -> None:
    assert shown({"a.html": page("a.svg"), "a.svg": data}) == {0: data}
    (article,) = read_articles((settings.archive / "a.html").read_bytes(), "a.html").articles
    picture = SavedPictures(settings).picture(article, ("a.html",), 0)
    assert picture is not None
    assert picture.media_type == f"image/{kind}"


@pytest.mark.parametrize(
    "data", [b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", b"<html>", b"", b"\x89PN", b"BMW"]
)
def test_what_is_no_picture_is_not_shown(shown: Shown, data: bytes) -> None:
    assert shown({"a.html": page("a.png"), "a.png": data}) == {}
    assert shown({"b.zip": zipped({"a.html": page("a.png"), "a.png": data})}) == {}
    assert shown({"c.mht": mhtml("a.png", ("Content-Location: a.png", data))}) == {}


def test_sizes_are_told_by_the_first_bytes(settings: Settings, shown: Shown) -> None:
    turned = jpeg(7, 5, b"\xff\xe1\0\x08Exif\0\0")
    files = {"1": png(640, 427), "2": gif(320, 200), "3": jpeg(1024, 768, b"\xff\xfe\0\4ab"), "4": turned, "5": WEBP}
    shown({"a.html": page(*files)} | files)
    (article,) = read_articles((settings.archive / "a.html").read_bytes(), "a.html").articles
    sizes = [PictureSize(640, 427), PictureSize(320, 200), PictureSize(1024, 768), PictureSize(), PictureSize()]
    assert SavedPictures(settings).sizes(article, ("a.html",)) == dict(enumerate(sizes))


@pytest.mark.parametrize(
    "head", [jpeg()[:20], jpeg()[:24], b"\xff\xd8\xff" + b"\xff" * 99, b"\xff\xd8\xff\xe0\0\0" * 9]
)
def test_a_jpeg_that_is_cut_off_has_no_size(settings: Settings, shown: Shown, head: bytes) -> None:
    assert shown({"a.html": page("a.jpg"), "a.jpg": head}) == {0: head}
    (article,) = read_articles((settings.archive / "a.html").read_bytes(), "a.html").articles
    assert SavedPictures(settings).sizes(article, ("a.html",)) == {0: PictureSize()}


def test_pictures_in_the_page(shown: Shown) -> None:
    noise = [png(50, 40 + number) + bytes(range(256)) for number in range(3)]
    sources = [f"data:image/png;base64,{base64.b64encode(data).decode()}" for data in noise]
    assert shown({"a.html": page(*sources)}) == dict(enumerate(noise))
    assert shown({"b.html.gz": gzip.compress(page(*sources))}) == dict(enumerate(noise))
    assert shown({"c.zip": zipped({"y/a.html": page(*sources)})}) == dict(enumerate(noise))
    answered = http(page(sources[1]))
    assert shown({"d.html": answered}) == {0: noise[1]}


@pytest.mark.parametrize(
    ("source", "header"),
    [
        ("https://news.example/2020/tu/a.png", "Content-Location: https://news.example/2020/tu/a.png"),
        ("tu/a.png", "Content-Location: https://news.example/2020/tu/a.png"),
        ("/2020/tu/a.png#x", "Content-Location: tu/a.png"),
        ("http://news.example/2020/tu/a.png", "Content-Location: https://news.example/2020/tu/a.png"),
        ("cid:part1@news", "Content-ID: <part1@news>"),
    ],
)
def test_pictures_in_a_package(shown: Shown, source: str, header: str) -> None:
    parts = ("Content-Location: https://news.example/other.png", FERRY), (header, BRIDGE)
    assert shown({"a.mhtml": mhtml(source, *parts)}) == {0: BRIDGE}
    assert shown({"b.zip": zipped({"y/a.mhtml": mhtml(source, *parts)})}) == {0: BRIDGE}


def test_a_package_does_not_reach_the_folder(shown: Shown) -> None:
    assert shown({"a.mhtml": mhtml("a.png", ("Content-Location: b.png", FERRY)), "a.png": BRIDGE}) == {}


MEMBERS = {
    "y/qiao_files/a.png": BRIDGE,
    "y/qiao.html": page("qiao_files/a.png", "../tu/%E6%A1%A5.png", "../../a.png", "none.png"),
    "tu/桥.png": FERRY,
    "a.png": BRIDGE,
}


def test_pictures_beside_a_page_in_an_archive(shown: Shown) -> None:
    expected = {0: BRIDGE, 1: FERRY}
    inner = zipped(MEMBERS)
    assert shown({"a.zip": inner, "y/none.png": BRIDGE}) == expected
    assert shown({"b.tar": tarred(MEMBERS)}) == expected
    assert shown({"c.tar.gz": tarred(MEMBERS, "gz")}) == expected
    assert shown({"d.zip": zipped({"more/inner.zip": inner, "x.zip": b"no"}, zipfile.ZIP_STORED)}) == expected
    assert shown({"e.tgz": tarred({"./inner.tar.xz": tarred(MEMBERS, "xz"), "x.zip": b"no"}, "gz")}) == expected


def test_an_archive_that_is_cut_off_gives_what_stands_before(shown: Shown) -> None:
    whole = tarred({"a.html": page("a.png", "b.png"), "a.png": BRIDGE, "b.png": FERRY})
    assert shown({"a.tar": whole[: whole.index(FERRY) + 20]}) == {0: BRIDGE}


def crawl(*records: bytes) -> bytes:
    return b"".join(map(gzip.compress, records))


def test_pictures_in_a_crawl(shown: Shown) -> None:
    first, second = "https://news.example/2020/a.png", "http://static.example/b.png?w=600"
    sources = ("a.png", second, "https://news.example/moved.png")
    records = (
        warc_record(first, http(b"gone", "text/html", "404 Not Found")),
        warc_record(first, http(gzip.compress(BRIDGE), "image/png", more="Content-Encoding: gzip\r\n")),
        warc_record(ADDRESS, http(page(*sources))),
        warc_record(second.replace("http:", "https:"), FERRY, "resource", of="image/png"),
        warc_record("https://news.example/moved.png", http(b"", "image/png", "302 Found")),
    )
    expected = {0: BRIDGE, 1: FERRY}
    assert shown({"a.warc.gz": crawl(*records), "a.png": FERRY}) == expected
    wacz = {
        "datapackage.json": b"{}",
        "archive/data.warc.gz": crawl(*records),
        "indexes/index.cdx.gz": gzip.compress(b"-"),
    }
    assert shown({"b.wacz": zipped(wacz)}) == expected
    assert shown({"c.zip": zipped({"x/b.wacz": zipped(wacz)}, zipfile.ZIP_STORED)}) == expected


def test_a_file_that_changed_or_went_gives_no_other_pages_pictures(settings: Settings) -> None:
    settings.archive.mkdir()
    embedded = [f"data:image/png;base64,{base64.b64encode(png(90, n) + bytes(200)).decode()}" for n in (60, 61)]
    (article,) = read_articles(page(embedded[0]), "a.html").articles
    assert pictures_of(settings, article, "a.html") == {}
    (settings.archive / "a.html").write_bytes(page(embedded[1]))
    assert pictures_of(settings, article, "a.html") == {}
    (settings.archive / "b.html").write_bytes(page(embedded[0]))
    assert pictures_of(settings, article, "a.html", "b.html") == {0: png(90, 60) + bytes(200)}


def test_very_large_files_are_not_looked_through(settings: Settings, shown: Shown) -> None:
    files = {"y.html": page("y.png"), "y.png": BRIDGE}
    assert shown({"a.zip": zipped(files)}) == {0: BRIDGE}
    filled = zipped(files | {"film.mp4": bytes(LARGEST_SEARCHED)}, zipfile.ZIP_STORED)
    assert shown({"b.zip": filled}) == {}


def test_pictures_that_are_too_large_are_not_shown(shown: Shown) -> None:
    large = BRIDGE + bytes(20 << 20)
    files = {"y.html": page("large.png", "y.png"), "large.png": large, "y.png": BRIDGE}
    assert shown(files) == {1: BRIDGE}
    assert shown({"a.zip": zipped({f"in/{name}": data for name, data in files.items()})}) == {1: BRIDGE}


PACKED = {
    "a.zip": (zipped(MEMBERS), "y/qiao.html", "html"),
    "a.tar.gz": (tarred(MEMBERS, "gz"), "y/qiao.html", "html"),
    "a.mhtml": (mhtml("tu/a.png", ("Content-Location: tu/a.png", BRIDGE)), None, "mhtml"),
    "a.warc": (warc_record("https://news.example/2020/a.png", http(BRIDGE, "image/png")), ADDRESS, "warc"),
    "a.html": (page(f"data:image/png;base64,{base64.b64encode(BRIDGE * 3).decode()}"), None, "html"),
}


@hypothesis_settings(deadline=None)
@given(st.sampled_from(sorted(PACKED)), st.integers(0), st.binary(max_size=60), st.booleans())
def test_whatever_the_bytes_there_are_pictures_or_none(file: str, at: int, noise: bytes, cut: bool) -> None:
    data, part, kind = PACKED[file]
    at %= len(data)
    damaged = data[:at] + noise + (b"" if cut else data[at + len(noise) :])
    sources = (
        "qiao_files/a.png",
        "a.png",
        "tu/a.png",
        "cid:x",
        "data:,0",
        "http://[",
        "%ff%fe",
        "x" * 999,
        "\ud800",
        "",
    )
    article = Article(
        id=article_id(damaged, part),
        file=file,
        title="题",
        text="文",
        kind=kind,
        part=part,
        pictures=tuple(Picture(source, 0) for source in sources),
    )
    with TemporaryDirectory() as folder:
        settings = Settings(archive=Path(folder), index=Path(folder, "index"))
        Path(folder, file).write_bytes(damaged)
        found = pictures_of(settings, article, file, "none.zip")
        if damaged == data:
            assert set(found.values()) & {BRIDGE, BRIDGE * 3}
