"""Pages adapt to their readers: to keys alone, large text, wide spacing, narrow windows and rest for the eyes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.archives import Shown
from tests.web.every_page import NAMES

WIDTH = "document.documentElement.scrollWidth"

SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
"""The spacing of WCAG 2.2, 1.4.12."""

CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one);
  return one.checkVisibility() && !one.closest(".unseen, .brand, .scroll, svg, input, select")
    && ["hidden", "clip"].includes(style.overflowX)
    && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
}).map((one) => one.outerHTML.slice(0, 120))"""
"""Elements whose text is cut off."""

MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  return style.scrollBehavior === "smooth" || style.animationName !== "none"
    || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
}).map((one) => one.tagName)"""

STOP = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const reach = one.querySelector(".reach");
  const box = one.getBoundingClientRect();
  return {
    number: [...document.querySelectorAll("*")].indexOf(one),
    what: one.outerHTML.slice(0, 120),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      || reach !== null && getComputedStyle(reach).stroke !== "none",
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 1,
  };
}"""
"""What has the focus: its place in the page, whether a ring is drawn around it and whether it is in the window."""

MOST_STOPS = 400


@pytest.fixture(scope="module", params=[320, 1280])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """One page that goes everywhere, in two widths."""
    made = browser.new_page(locale="en-GB", viewport={"width": request.param, "height": 800}, reduced_motion="reduce")
    yield made
    made.close()


def width_of(page: Page) -> int:
    assert page.viewport_size is not None
    return page.viewport_size["width"]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_stays_whole_however_its_text_is_set(page: Page, shown: Shown, name: str) -> None:
    """At 320 pixels (400% of 1280), with text twice as large, and with wide spacing, nothing is cut off or beside."""
    page.goto(shown.url(shown.page(name)))
    width = width_of(page)
    assert page.evaluate(WIDTH) <= width
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate(WIDTH) <= width
    page.evaluate(SPACED)
    assert page.evaluate(WIDTH) <= width
    assert page.evaluate(CUT_OFF) == []
    if width > 320:
        page.evaluate("document.adoptedStyleSheets = []; document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(WIDTH) <= width
        assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_moves_for_those_who_want_rest(page: Page, shown: Shown, name: str) -> None:
    page.goto(shown.url(shown.page(name)))
    assert page.evaluate(MOVING) == []


def test_pages_glide_for_those_who_do_not_mind(browser: Browser, shown: Shown) -> None:
    page = browser.new_page(reduced_motion="no-preference")
    page.goto(shown.url(shown.page("article")))
    assert page.evaluate(MOVING) == ["HTML"]
    page.close()


@pytest.mark.parametrize("name", ["home", "results", "article-mended", "browse", "browse-year", "trends-counted"])
def test_the_tab_key_goes_through_a_page_once_in_order_and_is_always_seen(page: Page, shown: Shown, name: str) -> None:
    page.goto(shown.url(shown.page(name)))
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    stops: list[dict[str, Any]] = []
    while len(stops) < MOST_STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stops and stop["number"] <= stops[0]["number"]:
            break
        stops.append(stop)
    numbers = [stop["number"] for stop in stops]
    assert len(stops) > 5
    assert numbers == sorted(set(numbers))
    assert [stop["what"] for stop in stops if not (stop["ring"] and stop["seen"])] == []
    assert "skip" in stops[0]["what"]


def test_what_is_looked_for_is_read_with_keys_alone(page: Page, shown: Shown) -> None:
    page.goto(shown.servers["full"] + "/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("xczx")
    options = page.get_by_role("option")
    expect(options.first).to_have_text("乡村振兴")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("乡村振兴")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    link = page.get_by_role("link", name="Skip to the articles found")
    for _ in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("one => one === document.activeElement"):
            break
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    title = page.locator(".hits h2 a").first
    expect(title).to_be_focused()
    told = title.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/*")
    expect(page.get_by_role("heading", level=1)).to_have_text(told)
    page.get_by_role("link", name="To the place found").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#mark-1")
    page.keyboard.press("Tab")
    expect(page.locator(".text mark a").first).to_be_focused()


def test_marks_bars_and_charts_are_told(page: Page, shown: Shown) -> None:
    page.goto(shown.url(shown.page("article-mended")))
    mark = page.locator(".text").get_by_role("mark")
    expect(mark.get_by_role("link")).to_have_accessible_description("Place 1 of 1; on to the next")
    page.goto(shown.url(shown.page("results")))
    bars = page.get_by_role("group", name="When").get_by_role("link")
    expect(bars.first).to_have_accessible_name("January 2022: 1 article")
    page.goto(shown.url(shown.page("trends-counted")))
    chart = page.get_by_role("group", name="Share of articles")
    expect(chart.get_by_role("link").first).to_have_accessible_name("丰收, 2022: 92.31% (12 / 13)")
    expect(page.get_by_role("table").get_by_role("rowheader").first).to_have_text("2003")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_are_those_of_charts_too(browser: Browser, shown: Shown, scheme: str) -> None:
    page = browser.new_page(forced_colors="active", color_scheme="dark" if scheme == "dark" else "light")
    page.goto(shown.url(shown.page("trends-counted")))
    text = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    chart = page.locator(".chart text, .chart .way, .chart .mark")
    drawn = chart.evaluate_all("""all => all.map((one) => {
      const style = getComputedStyle(one);
      return style.stroke === "none" ? style.fill : style.stroke;
    })""")
    page.close()
    assert len(drawn) > 10
    assert set(drawn) == {text}
