"""Pictures in a real browser: shown where they were saved, from this server alone, on every width."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving
from tests.web.picture_archive import CAPTIONS, write_picture_archive

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the command ``serve`` shows the archive with pictures."""
    folder = tmp_path_factory.mktemp("pictures")
    write_picture_archive(folder / "archive")
    with serving(folder) as url:
        yield url


def open_article(open_page: OpenPage, **options: object) -> Page:
    page = open_page("/search?q=新桥合龙", **options)
    page.get_by_role("link", name="新桥合龙").first.click()
    page.wait_for_url("**/articles/*")
    return page


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_saved_pictures_are_shown_and_fit(open_page: OpenPage, width: int) -> None:
    page = open_article(open_page, viewport={"width": width, "height": 800})
    pictures = page.locator(".text figure img")
    expect(pictures).to_have_count(3)
    for at in range(3):
        pictures.nth(at).scroll_into_view_if_needed()
        expect(pictures.nth(at)).to_have_js_property("complete", True)
    assert pictures.evaluate_all("all => all.map(one => one.naturalWidth)") == [640, 1200, 200]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    boxes = pictures.evaluate_all("all => all.map(one => one.getBoundingClientRect()).map(b => [b.width, b.height])")
    assert [round(wide / high, 2) for wide, high in boxes] == [1.78, 1.5, 1.0]
    missing = page.locator(".text figure.unsaved")
    expect(missing).to_have_count(1)
    expect(missing).to_contain_text(f"{CAPTIONS[1]} Picture not saved")


def test_room_is_kept_for_pictures_before_they_come(open_page: OpenPage) -> None:
    page = open_page()
    page.route("**/pictures/*", lambda route: None)
    page.goto(page.url + "search?q=新桥合龙")
    page.get_by_role("link", name="新桥合龙").first.click(no_wait_after=True)
    page.wait_for_url("**/articles/*", wait_until="commit")
    expect(page.locator("footer.colophon")).to_be_visible()
    boxes = page.locator(".text img").evaluate_all("all => all.map(one => Math.round(one.clientHeight))")
    assert boxes[0] == 360
    assert boxes[2] == 200


def test_what_is_found_in_a_caption_is_marked_and_led_to(open_page: OpenPage) -> None:
    page = open_page("/search?q=旧码头")
    expect(page.locator(".snippet mark")).to_have_text("旧码头")
    page.get_by_role("link", name="新桥合龙").first.click()
    page.get_by_role("link", name="To the place found").click()
    page.wait_for_url("**#mark-1")
    expect(page.locator("figcaption #mark-1")).to_be_in_viewport()
    expect(page.locator("#mark-1")).to_have_text("旧码头")


def test_a_picture_opens_by_itself(open_page: OpenPage, browser: Browser) -> None:
    shown = open_article(open_page).locator(".text figure a").first.evaluate("one => one.href")
    page = browser.new_page()  # whose console may say that the browser's own style for pictures is refused
    page.goto(shown)
    expect(page.locator("img")).to_have_js_property("naturalWidth", 640)
    page.close()
