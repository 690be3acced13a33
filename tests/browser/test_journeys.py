"""What readers come for, from the first page to the end: with scripts and without, on a phone and on a desk."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import bibtexparser
import feedparser
import pytest
from playwright.sync_api import Browser, BrowserContext, Download, Locator, Page, expect

from tests.browser.archives import Shown

READERS = [(scripts, width) for scripts in (True, False) for width in (375, 1280)]
"""Whether scripts run, and how wide the window is in CSS pixels."""


@pytest.fixture(scope="module", params=READERS, ids=lambda one: f"{'scripts' if one[0] else 'plain'}-{one[1]}")
def context(request: pytest.FixtureRequest, browser: Browser, shown: Shown) -> Iterator[BrowserContext]:
    scripts, width = request.param
    made = browser.new_context(
        base_url=shown.servers["full"],
        locale="en-GB",
        java_script_enabled=scripts,
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
    )
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, shown: Shown) -> Iterator[Page]:
    """A page of a reader who comes for the first time; it must ask nobody else and tell of no error."""
    faults: list[str] = []
    made = context.new_page()
    here = shown.servers["full"]
    made.on("request", lambda asked: None if asked.url.startswith(here) else faults.append(asked.url))
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    yield made
    made.close()
    context.clear_cookies()
    assert not faults


def total(page: Page) -> int:
    found = re.match(r"[\d,]+", page.locator(".total b").inner_text())
    assert found
    return int(found[0].replace(",", ""))


def follow(page: Page, link: Locator) -> None:
    with page.expect_navigation():
        link.click()


def filters(page: Page) -> Locator:
    """Return the filters, opened where they are folded."""
    shown = page.get_by_role("navigation", name="Filters")
    if not shown.is_visible():
        page.locator(".side > summary").click()
    return shown


def downloaded(page: Page, link: Locator) -> tuple[Download, str]:
    with page.expect_download() as told:
        link.click()
    return told.value, Path(told.value.path()).read_text(encoding="utf-8-sig")


def open_first(page: Page, path: str) -> str:
    """Open the first article found and return its title."""
    page.goto(path)
    title = page.locator(".hits h2").first.inner_text()
    follow(page, page.locator(".hits h2 a").first)
    return title


def test_find(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search the archive").fill("丰收")
    with page.expect_navigation():
        page.get_by_role("button", name="Search").click()
    assert total(page) == 12
    expect(page).to_have_title("丰收 · Fangzhi")
    expect(page.locator(".hits h2 mark").first).to_have_text("丰收")


def test_narrow_and_widen(page: Page) -> None:
    page.goto("/search?q=大雨")
    everything = total(page)
    facet = filters(page).get_by_role("link", name=re.compile("^青石日报"))
    expected = int(facet.locator("i").inner_text())
    assert 0 < expected < everything
    follow(page, facet)
    assert total(page) == expected
    follow(page, page.get_by_role("list", name="Chosen filters").get_by_role("link", name="青石日报"))
    assert total(page) == everything
    bar = page.locator(".timeline svg a").filter(has_text="2021")
    told = re.search(r": (\d+) article", bar.locator("title").text_content() or "")
    assert told
    place = bar.locator(".reach").bounding_box()
    assert place
    with page.expect_navigation():
        page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    assert total(page) == int(told[1]) < everything


def test_read_and_come_back_to_the_same_place(page: Page) -> None:
    page.goto("/search?q=丰收&page=2&sort=oldest")
    third = page.locator(".hits h2 a").nth(2)
    title = third.inner_text()
    third.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    follow(page, third)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_role("link", name="To the place found").click()
    page.wait_for_url("**#mark-1")
    expect(page.locator("#mark-1")).to_be_in_viewport()
    page.go_back()
    page.go_back()
    expect(page.locator(".hits h2 a").nth(2)).to_be_in_viewport()
    assert abs(page.evaluate("scrollY") - before) < 50
    follow(page, page.locator(".hits h2 a").nth(2))
    follow(page, page.get_by_role("link", name="Back to the results"))
    expect(page.locator(".hits h2 a").nth(2)).to_have_text(title)
    expect(page.locator(".pages [aria-current]")).to_have_text("2")


def test_cite(page: Page) -> None:
    title = open_first(page, "/search?q=石桥修好了")
    box = page.get_by_role("region", name="Cite and keep")
    citations = box.locator(".citation").all_inner_texts()
    address = page.url.split("?")[0]
    assert len(citations) == 4
    scripts = page.locator("html.has-keys").count()
    expect(box.get_by_role("button")).to_have_count(4 if scripts else 0)
    if scripts:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        box.get_by_role("button", name="Copy: APA").click()
        expect(box.get_by_role("status")).to_have_text("Copied: APA")
        assert page.evaluate("navigator.clipboard.readText()") == citations[1]
    assert all(title in one and "林远" in one for one in citations)
    assert f"林远. {title}[N/OL]. 青石日报, 2020-05-01[" in citations[0]
    assert citations[0].endswith(f"{address}.")
    expect(box.get_by_role("link", name=address)).to_have_attribute("href", address)
    file, text = downloaded(page, box.get_by_role("link", name="BibTeX"))
    assert file.suggested_filename.endswith(".bib")
    (entry,) = bibtexparser.loads(text).entries
    assert entry["title"].strip("{}") == title
    assert entry["url"] == address


def test_take_all_along(page: Page) -> None:
    page.goto("/search?q=丰收")
    file, text = downloaded(page, page.get_by_role("link", name="CSV", exact=True))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert re.fullmatch(r"fangzhi-丰收-[\d-]+\.csv", file.suggested_filename)
    assert len(rows) == total(page) > page.locator(".hits > li").count()
    assert all("丰收" in row["title"] for row in rows)


def test_follow(page: Page) -> None:
    page.goto("/search?q=丰收&sort=newest")
    newest = page.locator(".hits h2").first.inner_text()
    told = page.locator('head link[type="application/atom+xml"]').get_attribute("href")
    page.goto("/search?q=丰收")
    link = page.get_by_role("link", name="Follow as a feed")
    assert link.get_attribute("href") == page.locator('head link[type="application/atom+xml"]').get_attribute("href")
    for address in (told, link.get_attribute("href")):
        assert address
        answer = page.request.get(address)
        assert answer.headers["content-type"].startswith("application/atom+xml")
        assert feedparser.parse(answer.body()).entries[0].title == newest


def test_browse_by_day(page: Page) -> None:
    page.goto("/")
    follow(page, page.get_by_role("link", name="Browse").locator("visible=true").first)
    year = page.get_by_role("link", name="2021", exact=True)
    follow(page, year)
    expect(page.get_by_role("heading", level=1)).to_have_text("2021")
    july = page.get_by_role("table", name="July 2021")
    follow(page, july.get_by_role("link", name="14", exact=True))
    assert total(page) == 2
    title = page.locator(".hits h2").first.inner_text()
    follow(page, page.locator(".hits h2 a").first)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("article header time")).to_have_attribute("datetime", re.compile("^2021-07-14"))


def test_browse_by_source(page: Page) -> None:
    page.goto("/browse")
    follow(page, page.get_by_role("navigation", name="Browse").get_by_role("link", name="By source"))
    row = page.locator(".listing li").filter(has_text="青石日报")
    count = int(row.locator("i").inner_text().split()[0])
    follow(page, row.get_by_role("link", name=re.compile("calendar")))
    expect(page.get_by_role("list", name="Chosen filters")).to_contain_text("青石日报")
    page.go_back()
    follow(page, row.get_by_role("link", name="青石日报", exact=True))
    assert total(page) == count


def test_switch_the_script(page: Page) -> None:
    title = open_first(page, "/search?q=石桥修好了")
    ways = page.get_by_role("navigation", name="Ways to read")
    follow(page, ways.get_by_role("link", name="繁體"))
    expect(page.get_by_role("heading", level=1)).to_have_text("石橋修好了 鄉村振興有了新路")
    expect(page.locator(".text")).to_have_attribute("lang", "zh-Hant")
    expect(page.locator("h1 mark")).to_have_text("石橋修好了")
    follow(page, ways.get_by_role("link", name="As printed"))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_compare_with_what_was_saved(page: Page) -> None:
    open_first(page, "/search?q=東西部協作")
    follow(page, page.get_by_role("navigation", name="Ways to read").get_by_role("link", name="Side by side"))
    repaired, saved = (page.locator(".pair").first.locator("p").nth(number).inner_text() for number in (0, 1))
    assert "東西部協作已經十年" in repaired
    assert "東西部協(xié)作已經(jīng)十年" in saved
    follow(page, page.get_by_role("link", name="Open the saved page"))
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("東西部協(xié)作的故事")


def test_switch_the_language(page: Page) -> None:
    page.goto("/search?q=丰收&sort=oldest&page=2")
    first = page.locator(".hits h2").first.inner_text()
    for name, tag, button in (("简体", "zh-Hans", "检索"), ("繁體", "zh-Hant", "檢索"), ("English", "en", "Search")):
        follow(page, page.get_by_role("link", name=name, exact=True))
        expect(page.locator("html")).to_have_attribute("lang", tag)
        expect(page.get_by_role("button", name=button)).to_be_visible()
        expect(page.locator(".hits h2").first).to_have_text(first)
    follow(page, page.locator(".hits h2 a").first)
    expect(page.locator("html")).to_have_attribute("lang", "en")
