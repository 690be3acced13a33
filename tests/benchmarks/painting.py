"""How soon a person sees a page: Largest Contentful Paint in Chromium, and what a first visit weighs.

python tests/benchmarks/painting.py [--pages 20000] [--engine tantivy] [--runs 9] [--out DIR] [--markdown]

Each run opens every page in a browser context of its own, in which nothing is kept from before. Beside it stands a page
of one paragraph from the same machine's own web server, which tells what the browser itself takes.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import ground
from playwright.sync_api import Browser, sync_playwright
from program import index_pages
from serving import served
from tables import option_parser, print_table, spread
from varied import corpus_for

from tests.browser.conftest import FLAGS

AIM = 500
"""Milliseconds to the largest paint."""

_CHROMIUM = "/usr/bin/chromium"

_PATHS = (
    ("first page", "/"),
    ("results", "/search?q=经济 发展"),
    ("results of a quote", '/search?q="高质量发展"'),
    ("results, filtered", "/search?q=教育&year=2023&sort=newest"),
    ("calendar", "/browse"),
    ("topics", "/browse/topics"),
)

_PAINT = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""


@dataclass(frozen=True, slots=True)
class Visit:
    """A first visit: milliseconds to the largest paint, and bytes that were sent for it."""

    paint: float
    sent: int


def visit(browser: Browser, address: str) -> Visit:
    """Open a page in a context of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    page.goto(address, wait_until="load")
    paint = page.evaluate(_PAINT)
    entries = "performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))"
    sent = page.evaluate(f"{entries}.reduce((sum, one) => sum + one.transferSize, 0)")
    context.close()
    return Visit(paint, sent)


@contextmanager
def bare_page(folder: Path) -> Iterator[str]:
    """Yield the address of a page of one paragraph, served by the standard library."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(
        '<!doctype html><meta charset="utf-8"><title>一页</title><p>方志</p>', encoding="utf-8"
    )

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def measure(addresses: dict[str, str], runs: int) -> dict[str, list[Visit]]:
    """Visit every address ``runs`` times, turn by turn, after once that does not count."""
    found: dict[str, list[Visit]] = {name: [] for name in addresses}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=list(FLAGS))
        for run in range(runs + 1):
            for name, address in addresses.items():
                seen = visit(browser, address)
                if run:
                    found[name].append(seen)
        browser.close()
    return found


def main() -> None:
    parser = option_parser(__doc__ or "")
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--engine", default="tantivy")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    with ground.working_folder(chosen.out) as out:
        pages = ground.make_pages(out, chosen.pages, corpus_for(chosen.pages, out))
        index = out / f"index-{chosen.engine}"
        environment = {"FANGZHI_ENGINE": chosen.engine}
        if not index.exists():
            index_pages(pages.folder, index, environment)
        with served(pages.folder, index, environment) as (_, url), bare_page(out / "bare") as bare:
            scheme, host = urlsplit(url)[:2]
            addresses = {name: f"{scheme}://{host}{path}" for name, path in _PATHS}
            found = measure({**addresses, "one paragraph": bare}, chosen.runs)
    rows = [
        (name, spread([one.paint for one in seen]), f"{max(one.sent for one in seen) / 1000:,.1f} kB")
        for name, seen in found.items()
    ]
    print(f"{ground.machine()} {len(pages):,} articles, {chosen.engine}.\n")
    print_table(("page", "largest paint, ms", "sent"), rows, markdown=chosen.markdown)
    worst = max(median(one.paint for one in seen) for seen in found.values())
    print(f"The slowest page's median is {worst:,.0f} ms; the aim is under {AIM}.")


if __name__ == "__main__":
    main()
