"""The list of completions under the search box: with the keyboard, the mouse, an input method, and in its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

OpenPage = Callable[..., Page]


def box(page: Page) -> Locator:
    return page.get_by_role("combobox")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def asked_while(page: Page, act: Callable[[], None]) -> list[str]:
    """Return the completions that the page asks for while something is done, and a moment after."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/v1/suggest" in request.url else None)
    act()
    page.wait_for_timeout(400)
    return asked


def test_a_completion_is_taken_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page()
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("石桥 xczx")
    expect(options(page).first).to_have_text("乡村振兴")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox", name="Completions")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    active = box(page).get_attribute("aria-activedescendant")
    assert active == options(page).first.get_attribute("id")
    page.keyboard.press("Tab")
    expect(box(page)).to_have_value("石桥 乡村振兴")
    expect(box(page)).to_be_focused()
    expect(options(page)).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    assert page.locator(".hits h2").count() == 1


def test_arrows_go_round_by_way_of_the_box(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.type("青石")
    expect(options(page).nth(1)).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    assert box(page).get_attribute("aria-activedescendant") is None
    expect(box(page)).to_have_value("青石")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")


def test_escape_closes_the_list_and_keeps_what_was_typed(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.type("青石")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".completions")).to_be_hidden()
    expect(box(page)).to_have_value("青石")
    expect(box(page)).to_be_focused()


def test_a_completion_that_is_chosen_is_searched_for(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.type("晚報")
    page.get_by_role("option", name="白塔晚報 Source").click()
    page.wait_for_url("**/search?*")
    expect(box(page)).to_have_value('source:"白塔晚報"')
    box(page).fill("")
    page.keyboard.type("来信")
    expect(page.get_by_role("option", name="发展中国家的来信 Title")).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_text("发展中国家的来信 Title")
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value('"发展中国家的来信"')
    expect(page.locator(".hits h2")).to_have_count(1)


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("来源:baita", '来源:"白塔晚報"'),
        ("-xczx", "-乡村振兴"),
        ("(石桥 OR xczx", "(石桥 OR 乡村振兴"),
        ("“xczx", "“乡村振兴"),
        ("标题:xczx", "标题:乡村振兴"),
    ],
)
def test_what_stands_before_the_word_is_kept(open_page: OpenPage, typed: str, taken: str) -> None:
    page = open_page()
    page.keyboard.insert_text(typed)
    expect(options(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(box(page)).to_have_value(taken)


def test_nothing_is_asked_while_an_input_method_composes(open_page: OpenPage) -> None:
    page = open_page()

    def event(kind: str) -> None:
        box(page).evaluate("(box, kind) => box.dispatchEvent(new CompositionEvent(kind, {bubbles: true}))", kind)

    def compose() -> None:
        event("compositionstart")
        page.keyboard.type("xiangcun")

    assert asked_while(page, compose) == []
    assert asked_while(page, lambda: event("compositionend"))
    expect(options(page).first).to_have_text("乡村")


def test_keys_in_quick_succession_are_one_question(open_page: OpenPage) -> None:
    page = open_page()
    assert len(asked_while(page, lambda: page.keyboard.type("xiangcunzhen"))) <= 2


def test_the_chinese_pages_name_fields_in_chinese(open_page: OpenPage) -> None:
    page = open_page(locale="zh-CN")
    page.keyboard.type("晚報")
    page.get_by_role("option", name="白塔晚報 来源").click()
    expect(box(page)).to_have_value('来源:"白塔晚報"')


def test_the_list_fits_the_window_of_a_phone(open_page: OpenPage) -> None:
    page = open_page("/search?q=丰收", viewport={"width": 360, "height": 640})
    box(page).fill("青石")
    expect(options(page).first).to_be_visible()
    place = page.locator(".completions").bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_was_meant_is_offered_where_nothing_is_found(open_page: OpenPage) -> None:
    page = open_page("/search?q=“乡村正兴”")
    page.get_by_role("link", name="“乡村振兴”").click()
    page.wait_for_url("**/search?*")
    expect(page.locator(".total")).to_contain_text("2 articles")
