"""Saved pages in a real browser: shown as they were, while nothing in them runs, asks anybody or leads anywhere."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.conftest import serving
from tests.drawn import png
from tests.web.picture_archive import write_picture_archive

OpenPage = Callable[..., Page]

TITLE = "夜市开张了"

HOSTILE = """<!DOCTYPE html><html manifest="{out}/manifest"><head><meta charset="utf-8"><title>夜市开张了</title>
<base href="{out}/base/" target="_top">
<meta http-equiv="refresh" content="1; url={out}/refresh">
<meta http-equiv="Content-Security-Policy" content="default-src *">
<link rel="dns-prefetch" href="{out}"><link rel="preconnect" href="{out}"><link rel="prefetch" href="{out}/prefetch">
<link rel="preload" as="image" href="{out}/preload"><link rel="prerender" href="{out}/prerender">
<link rel="modulepreload" href="{out}/module.js"><link rel="icon" href="{out}/icon">
<link rel="manifest" href="{out}/app"><link rel="stylesheet" href="{out}/style.css">
<style>
@import "{out}/import-1.css"; @import url({out}/import-2.css);
@font-face {{ font-family: far; src: url({out}/font.woff2) }}
body {{ font-family: far; background: url({out}/background); cursor: url({out}/cursor), auto }}
h1 {{ background: image-set("{out}/image-set" 1x); list-style: u\\72l({out}/escaped) }}
h1::after {{ content: url("{out}/content") }}
</style>
<script>document.title = "ran"; parent.postMessage("ran", "*"); fetch("{out}/fetch")</script>
<script src="{out}/script.js"></script><script type="module">import "{out}/import.js"</script>
<script type="speculationrules">{{"prerender": [{{"urls": ["{out}/speculated"]}}]}}</script>
</head><body onload="fetch('{out}/onload')" background="{out}/body">
<h1 onclick="fetch('{out}/onclick')" style="border-image: url({out}/style-attribute)">夜市开张了</h1>
<p>河边的夜市昨晚开张，灯一盏一盏亮到桥头，卖凉粉的摊子前排起了长队，孩子们追着风车跑来跑去。</p>
<p>管夜市的人说，每晚开到十一点，垃圾当晚就清走，附近楼里的住户也都来逛，买一碗凉粉带回家去。</p>
<p><a href="{out}/top" target="_top">去别处</a> <a href="{out}/self" target="_self">在这里</a>
<a href="{out}/blank" target="_blank">新的窗</a>
<a href="javascript:fetch('{out}/javascript')">代码</a> <a href="/">首页</a> <a href="#end" ping="{out}/ping">往下</a>
<a href="data:text/html,hello">数据</a> <a href="{out}/download" download>下载</a>
<a href="mailto:a@news.example">写信</a></p>
<img src="{out}/img" srcset="{out}/srcset 2x" onerror="fetch('{out}/onerror')" alt="图">
<picture><source srcset="{out}/source"><img src="x" onerror="fetch('{out}/onerror-2')" alt=""></picture>
<form action="{out}/form" method="post" target="_top">
<input name="q" value="1" autofocus onfocus="fetch('{out}/onfocus')">
<button>交表</button><button formaction="{out}/formaction" formmethod="get" formtarget="_self">另交</button></form>
<iframe src="{out}/iframe"></iframe><iframe srcdoc="<script>fetch('{out}/srcdoc')</script>"></iframe>
<object data="{out}/object"></object><embed src="{out}/embed">
<video src="{out}/video" poster="{out}/poster" autoplay></video><audio src="{out}/audio" autoplay></audio>
<svg width="200" height="30" onload="fetch('{out}/svg-onload')"><script>fetch("{out}/svg-script")</script>
<a href="{out}/svg-link"><animate attributeName="href" values="{out}/animated" begin="0s" />
<text y="20">图里的链接</text></a><image href="{out}/svg-image" /><use href="{out}/use.svg#a" />
<foreignObject><iframe src="{out}/foreign"></iframe></foreignObject>
<style><![CDATA[ text {{ fill: url({out}/svg-style) }} ]]></style></svg>
<math><mtext><a href="{out}/math">式</a></mtext></math>
<noscript><img src="{out}/noscript"><meta http-equiv="refresh" content="0; url={out}/noscript-refresh"></noscript>
<template shadowrootmode="open"><link rel="stylesheet" href="{out}/shadow.css"><slot></slot></template>
<!--><img src="{out}/comment" onerror="fetch('{out}/comment-ran')"> <!-- --!><a href="{out}/after-comment">后面</a>
<title><a title="</title><img src='{out}/title'>"></a></title>
<p style="margin-top: 3000px" id="end">夜市的尽头</p></body></html>"""


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body, headers = self.server.answer(self.path)  # type: ignore[attr-defined]
        self.send_response(200)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


Answer = Callable[[str], tuple[bytes, list[tuple[str, str]]]]


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """Serve what ``answer`` gives for a path: a body and headers. The value is the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.answer = answer  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@dataclass(frozen=True)
class Outside:
    """A server that is none of the archive's, and every path that it was asked for."""

    address: str
    asked: list[str]


@contextmanager
def standing_outside() -> Iterator[Outside]:
    asked: list[str] = []

    def answer(path: str) -> tuple[bytes, list[tuple[str, str]]]:
        asked.append(path)
        return b"", [("Access-Control-Allow-Origin", "*")]

    with answering(answer) as address:
        yield Outside(address, asked)


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    with standing_outside() as running:
        yield running


@pytest.fixture(scope="module")
def address(chromium: str, outside: Outside, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the command ``serve`` shows an archive with pictures, with text and with a page made to harm."""
    folder = tmp_path_factory.mktemp("saved")
    write_picture_archive(folder / "archive")
    style = f"h1 {{ color: rgb(1, 2, 3); background: url(data:image/png;base64,{base64.b64encode(png()).decode()}) }}"
    page = (folder / "archive" / "qiao.html").read_text(encoding="utf-8")
    linked = page.replace("</head>", '<link rel="stylesheet" href="qiao_files/s.css"></head>')
    (folder / "archive" / "qiao.html").write_text(linked, encoding="utf-8")
    (folder / "archive" / "qiao_files" / "s.css").write_text(style, encoding="utf-8")
    (folder / "archive" / "yeshi.html").write_text(HOSTILE.format(out=outside.address), encoding="utf-8")
    rain = "夜里的雨\n\n雨下了一夜，<b>屋檐</b>下的水缸满了，早上孩子们在院里踩水，大人们在门口说话。"
    (folder / "archive" / "rain.txt").write_text(rain, encoding="utf-8")
    with serving(folder) as url:
        yield url


def open_saved(open_page: OpenPage, query: str, **options: object) -> tuple[Page, FrameLocator]:
    """Go from a search to an article and on to its saved page, as a reader does."""
    page = open_page(f"/search?q={query}", **options)
    page.locator(".hits h2 a").first.click()
    page.get_by_role("link", name="Open the saved page").click()
    page.wait_for_url("**/saved")
    return page, page.frame_locator("iframe")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_a_page_is_shown_with_its_pictures_and_styles(open_page: OpenPage, width: int, scheme: str) -> None:
    page, frame = open_saved(open_page, "新桥合龙", viewport={"width": width, "height": 800}, color_scheme=scheme)
    expect(frame.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
    sizes = frame.locator("img").evaluate_all("all => all.map(one => one.naturalWidth)")
    assert sizes == [640, 0, 1200, 0, 200]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("link", name="Back to the article").click()
    page.wait_for_url("**/articles/*")


def test_text_is_shown_as_it_stands(open_page: OpenPage) -> None:
    _, frame = open_saved(open_page, "屋檐")
    expect(frame.locator("pre")).to_contain_text("雨下了一夜，<b>屋檐</b>下的水缸满了")


def test_the_original_is_downloaded_as_it_is(open_page: OpenPage, tmp_path: Path, outside: Outside) -> None:
    page, _ = open_saved(open_page, "凉粉")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Original file").click()
    assert begun.value.suggested_filename == "yeshi.html"
    begun.value.save_as(tmp_path / "kept.html")
    assert (tmp_path / "kept.html").read_text(encoding="utf-8") == HOSTILE.format(out=outside.address)


def test_a_page_made_to_harm_asks_nobody_and_runs_nothing(open_page: OpenPage, outside: Outside) -> None:
    page, frame = open_saved(open_page, "凉粉")
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url))
    page.evaluate("addEventListener('message', () => { window.told = true })")
    page.reload()
    expect(frame.locator("h1")).to_have_text(TITLE)
    page.wait_for_timeout(2_000)
    assert not outside.asked
    own = page.url.removesuffix("/saved")
    assert {url for url in told if not url.startswith("data:") and "/static/" not in url} == {
        f"{own}/saved",
        f"{own}/saved/page",
    }
    assert page.evaluate("window.told") is None
    (shown,) = page.frames[1:]
    assert shown.url == f"{own}/saved/page"
    assert shown.title() == TITLE


@pytest.fixture
def unwatched(browser: Browser) -> Iterator[Page]:
    """A page whose console is not looked at: where scripts are off, it tells of those by which clicks are made here."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def test_clicks_in_a_page_lead_nowhere(open_page: OpenPage, unwatched: Page, outside: Outside) -> None:
    own = open_saved(open_page, "凉粉")[0].url
    opened: list[Page] = []
    kept: list[object] = []
    unwatched.goto(own)
    unwatched.context.on("page", lambda one: opened.append(one))
    unwatched.on("download", lambda one: kept.append(one))
    frame = unwatched.frame_locator("iframe")
    links = frame.locator("a")
    assert links.count() >= 11
    for at in range(links.count()):
        links.nth(at).dispatch_event("click")
        links.nth(at).click(force=True)
        links.nth(at).click(force=True, modifiers=["Control"])
        links.nth(at).click(force=True, button="middle")
    for button in frame.get_by_role("button").all():
        button.click(force=True)
    frame.locator("h1").click(force=True)
    frame.locator("input").press("Enter")
    frame.get_by_text("往下").click(force=True)
    unwatched.wait_for_timeout(500)
    assert unwatched.url == own
    (shown,) = unwatched.frames[1:]
    assert shown.url == f"{own}/page#end"
    assert frame.locator("html").evaluate("page => page.scrollTop") > 1_000
    assert not outside.asked
    assert not kept
    # What leads within the page is opened in a tab of its own as any link is, within the archive.
    assert {one.url for one in opened} == {f"{own}#end"}


def test_a_page_made_to_harm_does_so_where_nothing_holds_it(unwatched: Page) -> None:
    """Without which the tests here would show nothing."""
    with standing_outside() as harmed:
        raw = HOSTILE.format(out=harmed.address).encode()
        with answering(lambda _: (raw, [("Content-Type", "text/html; charset=utf-8")])) as loose:
            unwatched.goto(loose)
            unwatched.wait_for_url(f"{harmed.address}/refresh")
        assert {"/script.js", "/style.css", "/img", "/iframe", "/refresh"} <= set(harmed.asked)


def test_frame_and_policy_hold_a_page_by_themselves(
    open_page: OpenPage, unwatched: Page, address: str, outside: Outside
) -> None:
    """Even if its markup came as it was saved, under the headers that it has."""

    def answer(path: str) -> tuple[bytes, list[tuple[str, str]]]:
        with urlopen(f"{address}{path}") as given:
            body = HOSTILE.format(out=outside.address).encode() if path.endswith("/saved/page") else given.read()
            return body, [pair for pair in given.getheaders() if pair[0] != "Content-Length"]

    path = open_saved(open_page, "凉粉")[0].url.removeprefix(address)
    with answering(answer) as loose:
        unwatched.goto(loose + path)
        frame = unwatched.frame_locator("iframe")
        expect(frame.locator("h1")).to_have_text(TITLE)
        unwatched.wait_for_timeout(2_000)
        assert not outside.asked
        for name in ("去别处", "新的窗", "代码", "下载", "在这里"):
            frame.get_by_text(name).click(force=True)
            unwatched.wait_for_timeout(200)
        assert not outside.asked
        assert unwatched.url == loose + path
        assert len(unwatched.context.pages) == 1
