"""A reader in a real browser: searching, narrowing and reading, with a mouse, keys alone, or no scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.small_archive import PAGES

OpenPage = Callable[..., Page]


def titles(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".hits h2").all_inner_texts()]


def search(page: Page, words: str) -> None:
    page.locator("#q").fill(words)
    with page.expect_navigation():
        page.get_by_role("button", name="Search").click()


def test_either_script_finds_the_same_articles(open_page: OpenPage) -> None:
    page = open_page()
    search(page, "鄉村振興")
    traditional = titles(page)
    search(page, "乡村振兴")
    assert sorted(titles(page)) == sorted(traditional) == sorted([PAGES[0].title, PAGES[1].title])
    assert set(page.locator("mark").all_inner_texts()) == {"乡村振兴", "鄉村振興"}


def test_an_opened_article_has_the_marks_and_a_way_back(open_page: OpenPage) -> None:
    page = open_page("/search?q=乡村振兴&year=2021")
    page.get_by_role("link", name=PAGES[1].title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PAGES[1].title)
    assert page.locator(".text mark").all_inner_texts() == ["鄉村振興"]
    page.get_by_role("link", name="To the place found").click()
    page.wait_for_url("**#mark-1")
    expect(page.locator("#mark-1")).to_be_in_viewport()
    page.get_by_role("link", name="Back to the results").click()
    expect(page.locator(".hits h2")).to_have_text([PAGES[1].title])


def test_filters_narrow_and_widen(open_page: OpenPage) -> None:
    page = open_page("/search?q=青石 OR 白塔 OR 梯田 OR 水窖")
    filters = page.get_by_role("navigation", name="Filters")
    everything = page.locator(".total").inner_text()
    filters.get_by_role("link", name="白塔晚報").click()
    expect(page.locator(".hits h2")).to_have_text([PAGES[1].title])
    expect(filters.get_by_role("link", name="白塔晚報")).to_have_attribute("aria-current", "true")
    filters.get_by_role("link", name="青石日报").click()
    filters.get_by_role("link", name="2018", exact=False).click()
    expect(page.locator(".hits h2")).to_have_text([PAGES[4].title])
    page.get_by_role("link", name="Clear all").click()
    assert page.locator(".total b").inner_text() in everything


def test_pages_follow_each_other(open_page: OpenPage) -> None:
    page = open_page("/search?q=title:丰收")
    seen = titles(page)
    while page.get_by_role("link", name="Next").count():
        with page.expect_navigation():
            page.get_by_role("link", name="Next").click()
        seen += titles(page)
    assert len(seen) == len(set(seen)) == 12
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="1", exact=True).click()
    expect(page.locator(".hits h2")).to_have_text(seen[:5])


def test_the_language_is_chosen_on_the_page(open_page: OpenPage) -> None:
    page = open_page("/search?q=丰收&page=2")
    page.get_by_role("link", name="繁體").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    assert page.url.endswith("page=2")
    expect(page.get_by_role("button", name="檢索")).to_be_visible()


def test_repairs_can_be_seen_as_saved(open_page: OpenPage) -> None:
    page = open_page("/search?q=兩地的關系")
    page.locator(".hits h2 a").click()
    assert "協作已經十年" in page.locator(".text").inner_text()
    page.get_by_role("link", name="As saved").click()
    assert "協(xié)作已經(jīng)十年" in page.locator(".text").inner_text()
    page.get_by_role("link", name="As printed").click()
    assert "協作已經十年" in page.locator(".text").inner_text()


def test_keys_alone_are_enough(open_page: OpenPage) -> None:
    page = open_page()
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("乡村振兴")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.hits h2') !== null"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/*")
    assert page.locator(".text mark").count() == 1


def test_letters_move_between_hits(open_page: OpenPage) -> None:
    page = open_page("/search?q=丰收")
    second = titles(page)[1]
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.innerText") == second
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("j")
    expect(page.get_by_role("combobox")).to_have_value("j")
    page.keyboard.press("Escape")  # closes the list of completions where it is open by now
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/*")


def test_everything_works_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False)
    search(page, "丰收 OR 梯田 OR 农户")
    page.get_by_role("navigation", name="Filters").get_by_role("link", name="2022 12").click()
    page.get_by_role("link", name="Oldest").click()
    page.get_by_role("link", name="Next").click()
    page.locator(".hits h2 a").first.click()
    page.get_by_role("link", name="To the first of").click()
    page.locator("#mark-1 a").click()
    page.wait_for_url("**#mark-2")
    page.get_by_role("link", name="Back to the results").click()
    assert "page=2" in page.url


def test_markup_in_an_article_does_nothing(open_page: OpenPage) -> None:
    page = open_page("/search?q=代码")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.locator(".hits h2 a").first.click()
    assert "<script>alert('来了')</script>" in page.get_by_role("heading", level=1).inner_text()
