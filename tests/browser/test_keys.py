"""Keys keep the place: after going back, after choosing a filter, and in the list of keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]

FOCUSED = "document.activeElement.innerText"


def test_who_comes_back_to_the_results_goes_on_from_there(open_page: OpenPage) -> None:
    page = open_page("/search?q=丰收")
    for _ in range(3):
        page.keyboard.press("j")
    third = page.evaluate(FOCUSED)
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/*")
    page.go_back()
    page.wait_for_url("**/search?*")
    page.wait_for_function(f"{FOCUSED} === {third!r}")
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == page.locator(".hits h2 a").nth(3).inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_way_back_leads_to_the_hit_and_on_from_there(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/search?q=丰收", viewport={"width": 800, "height": 500}, java_script_enabled=scripts)
    left, following = (page.locator(".hits h2 a").nth(number) for number in (3, 4))
    left.click()
    page.get_by_role("link", name="Back to the results").click()
    page.wait_for_url("**#hit-*")
    expect(left).to_be_focused()
    expect(left).to_be_in_viewport()
    expect(page.locator(".total")).not_to_be_in_viewport()
    page.keyboard.press("j" if scripts else "Tab")
    expect(following).to_be_focused()


def test_the_next_hit_is_the_first_one_in_sight(open_page: OpenPage) -> None:
    page = open_page("/search?q=丰收", viewport={"width": 800, "height": 500})
    page.locator(".hits h2 a").nth(3).evaluate("hit => window.scrollTo(0, hit.getBoundingClientRect().top - 5)")
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == page.locator(".hits h2 a").nth(3).inner_text()


def test_a_filter_that_is_chosen_by_key_keeps_the_focus(open_page: OpenPage) -> None:
    page = open_page("/search?q=丰收 OR 梯田")
    choice = page.locator(".side .choice", has_text="白塔晚報")
    choice.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**source=**")
    expect(page.locator(".side .choice[aria-current]")).to_be_focused()
    page.locator(".side .choice", has_text="白塔晚報").click()
    page.wait_for_url(lambda url: "source=" not in url)
    assert page.evaluate("document.activeElement.matches('.choice')") is False


def test_a_filter_is_pressed_by_space_and_says_that_it_can_be_again(open_page: OpenPage) -> None:
    page = open_page("/search?q=丰收 OR 梯田")
    expect(page.get_by_role("link", name="(chosen; press to remove)")).to_have_count(0)
    page.locator(".side .choice", has_text="白塔晚報").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**source=**")
    chosen = page.get_by_role("link", name="白塔晚報 1 (chosen; press to remove)")
    expect(chosen).to_be_focused()
    page.keyboard.press("Space")
    page.wait_for_url(lambda url: "source=" not in url)
    page.locator(".hits h2 a").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/*")


def test_a_question_mark_shows_the_keys(open_page: OpenPage) -> None:
    page = open_page("/search?q=丰收")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("?")
    expect(keys).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_value("?")


@pytest.mark.parametrize("scripts", [True, False])
def test_results_stand_as_close_as_the_reader_likes(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/search?q=丰收&page=2", java_script_enabled=scripts)
    roomy = page.locator(".hits").bounding_box()
    page.get_by_role("link", name="Compact").click()
    expect(page.get_by_role("link", name="Compact")).to_have_attribute("aria-current", "true")
    assert page.url.endswith("page=2")
    compact = page.locator(".hits").bounding_box()
    assert roomy
    assert compact
    assert compact["height"] < 0.8 * roomy["height"]
    page.get_by_role("link", name="Previous").click()
    expect(page.locator("body")).to_have_class("results compact")


@pytest.mark.parametrize("width", [375, 1280])
def test_compact_rows_show_why_each_hit_is_one(open_page: OpenPage, width: int) -> None:
    page = open_page("/search?q=雨水 OR 机器&density=compact", viewport={"width": width, "height": 800})
    boxes = page.evaluate(
        """[...document.querySelectorAll(".hits article")].map((hit) => {
             const box = hit.querySelector(".snippet").getBoundingClientRect();
             const mark = hit.querySelector(".snippet mark").getBoundingClientRect();
             return [box.left <= mark.left, mark.right <= box.right, box.top <= mark.top, box.height < 2 * mark.height];
           })"""
    )
    assert boxes == [[True] * 4] * 5
