"""Pictures of every page, to be looked at: ``python -m tests.browser.screenshots [FOLDER]``.

Each kind of page in light and dark and at four widths, and what is read also as it is printed, of the project's own
archive or of any other.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.archives import Shown, showing
from tests.browser.conftest import FLAGS, ROOT, find_chromium, serving
from tests.web.every_page import PageKind

WIDTHS = (320, 375, 1280, 1920)
SCHEMES = ("light", "dark")
HEIGHT = 800
PRINTED = ("article", "results")
"""Kinds of pages that are shot as they are printed, with all that begins so."""

LOCALES = ("zh-CN", "en-GB", "zh-TW")
"""Languages of the pages, which take turns; the first is also that of what is printed."""

A4_WIDTH = 718
"""CSS pixels between the margins of a printed page: 190 mm."""

_PICTURES_COME = """() => Promise.all([...document.images].map((one) => {
  one.loading = "eager";
  return one.decode();
}))"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Shoot the pages and print where each picture lies."""
    asked = _read(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside, "served")
        shutil.copytree(asked.archive, folder / "archive")
        with (
            serving(folder) as url,
            showing(url, Path(beside, "bare"), asked.query) as shown,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
            for file in shoot(browser, shown, asked.folder):
                print(file)
            browser.close()


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build/screenshots", help="where pictures go")
    parser.add_argument("--archive", type=Path, default=ROOT / "archive", help="the archive that is shown")
    parser.add_argument("--query", default="学生", help="what is searched for in it; it must have hits")
    return parser.parse_args(arguments)


def shoot(browser: Browser, shown: Shown, folder: Path) -> Iterator[Path]:
    """Shoot every page of the table, and yield the files with the pictures."""
    for width, scheme in product(WIDTHS, SCHEMES):
        for number, locale in enumerate(LOCALES):
            yield from _shoot_some(browser, shown, shown.pages[number :: len(LOCALES)], folder, width, scheme, locale)
    printed = [page for page in shown.pages if page.name.startswith(PRINTED)]
    context = browser.new_context(locale=LOCALES[0], viewport={"width": A4_WIDTH, "height": HEIGHT})
    page = context.new_page()
    page.emulate_media(media="print")
    for kind in printed:
        yield _picture(page, shown.url(kind), folder / f"{kind.name}-print.png")
    context.close()


def _shoot_some(
    browser: Browser,
    shown: Shown,
    kinds: Sequence[PageKind],
    folder: Path,
    width: int,
    scheme: str,
    locale: str,
) -> Iterator[Path]:
    context = browser.new_context(
        locale=locale,
        viewport={"width": width, "height": HEIGHT},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    for kind in kinds:
        yield _picture(page, shown.url(kind), folder / f"{kind.name}-{width}-{scheme}.png")
    context.close()


def _picture(page: Page, url: str, file: Path) -> Path:
    page.goto(url)
    page.evaluate(_PICTURES_COME)
    page.screenshot(path=file, full_page=True)
    return file


if __name__ == "__main__":
    main()
