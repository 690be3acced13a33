"""The real server in its own process, and a real Chromium that reads its pages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.archives import Shown, showing
from tests.web.every_page import QUERY, write_full_archive
from tests.web.small_archive import write_archive

ROOT = Path(__file__).resolve().parents[2]

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

OpenPage = Callable[..., Page]


def find_chromium() -> str | None:
    """Return the path of a Chromium on this machine; None where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium on this machine."""
    found = find_chromium()
    if found is None:
        pytest.skip("there is no Chromium on this machine; install the package chromium to run these tests")
    return found


@pytest.fixture(scope="session")
def address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the command ``serve`` shows the small archive."""
    folder = tmp_path_factory.mktemp("browser")
    write_archive(folder / "archive")
    with serving(folder) as url:
        yield url


@pytest.fixture(scope="session")
def shown(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Every page, served."""
    folder = tmp_path_factory.mktemp("shown")
    write_full_archive(folder / "archive")
    with serving(folder) as url, showing(url, tmp_path_factory.mktemp("bare"), QUERY) as pages:
        yield pages


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the archive in ``folder`` with its index beside it; the value is the address."""
    command = [sys.executable, "-m", "indexer", "serve", "--archive", str(folder / "archive")]
    command += ["--index", str(folder / "index"), "--port", "0", "--jobs", "1", "--page-size", "5"]
    with (
        (folder / "errors").open("w+", encoding="utf-8") as errors,
        subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
        ) as server,
    ):
        assert server.stdout is not None
        told = (re.search(r"http://127\.0\.0\.1:\d+/", line) for line in server.stdout)
        url = next(filter(None, told), None)
        try:
            assert url, (folder / "errors").read_text(encoding="utf-8")
            yield url[0].rstrip("/")
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Open a page at a path; the test fails where it asks any other host or its console shows an error."""
    faults: list[str] = []
    contexts = []

    def open_at(path: str = "/", *, expect: int = 200, **options: object) -> Page:
        context = browser.new_context(**{"locale": "en-GB", "viewport": {"width": 1280, "height": 800}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda request: None if request.url.startswith(address) else faults.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        # A page that is not there is an error on the console as well; any other must show none.
        told = faults if expect == 200 else []
        page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == expect
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert not faults
