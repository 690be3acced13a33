"""Pages fit every width, and can be read in light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Page

OpenPage = Callable[..., Page]

PLACES = {
    "home": "/",
    "results": "/search?q=丰收",
    "results, filtered": "/search?q=丰收&year=2022&source=青石日报&script=hans&sort=clicks",
    "markup": "/search?q=有人",
    "no hits": "/search?q=%22飞碟着陆%22&year=2022&source=" + "很长的来源名称" * 8 + "&words=whole",
    "long query": "/search?q=" + "x" * 600,
    "trends": "/trends?q=丰收，乡村振兴&per=year",
    "trends, by source": "/trends?q=丰收," + "很长的词语" * 20 + "&by=source&of=occurrences",
    "for programs": "/api",
    "lost": "/nowhere",
}

READ = """() => [...document.querySelectorAll("body *")].filter((element) =>
  element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
  && !element.closest(".unseen, .skip")
  && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
).map((element) => {
  const behind = [];
  for (let at = element; at; at = at.parentElement) behind.push(getComputedStyle(at).backgroundColor);
  const style = getComputedStyle(element);
  return { text: element.textContent.trim().slice(0, 30), colour: style.color, behind,
           large: parseFloat(style.fontSize) >= 24 };
})"""
"""Every element with text of its own: its colour and the backgrounds from it outwards."""


def channels(colour: str) -> tuple[float, ...]:
    numbers = tuple(float(number) for number in re.findall(r"[\d.]+", colour))
    return numbers if len(numbers) == 4 else (*numbers, 1.0)


def luminance(colour: Iterable[float]) -> float:
    """Return the relative luminance of an sRGB colour, as WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (one / 255 for one in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Iterable[float], other: Iterable[float]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_defined() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("width", [320, 360, 768, 1920])
@pytest.mark.parametrize("path", PLACES.values(), ids=PLACES)
def test_nothing_is_wider_than_the_page(open_page: OpenPage, path: str, width: int) -> None:
    page = open_page(path, expect=404 if path == "/nowhere" else 200, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1920])
@pytest.mark.parametrize("query", ["", "&as=saved"])
def test_an_article_is_no_wider_than_the_page(open_page: OpenPage, width: int, query: str) -> None:
    page = open_page("/search?q=協作", viewport={"width": width, "height": 800})
    page.goto(page.locator(".hits h2 a").first.evaluate("link => link.href") + query)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    measure = page.locator(".text p").first.evaluate(
        "p => p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)"
    )
    assert measure <= 40


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PLACES.values(), "article"], ids=[*PLACES, "article"])
def test_text_stands_out_from_what_is_behind_it(open_page: OpenPage, path: str, scheme: str) -> None:
    if path == "article":
        page = open_page("/search?q=協作", color_scheme=scheme)
        page.locator(".hits h2 a").first.click()
        page.wait_for_url("**/articles/*")
    else:
        page = open_page(path, color_scheme=scheme, expect=404 if path == "/nowhere" else 200)
    elements = page.evaluate(READ)
    assert elements
    for element in elements:
        behind = next(colour for colour in map(channels, element["behind"]) if colour[3] == 1)
        ratio = contrast(channels(element["colour"])[:3], behind[:3])
        assert ratio >= (3 if element["large"] else 4.5), (element, ratio)


def test_dark_is_dark(open_page: OpenPage) -> None:
    backgrounds = {}
    for scheme in ("light", "dark"):
        page = open_page("/", color_scheme=scheme)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        backgrounds[scheme] = luminance(channels(colour)[:3])
    assert backgrounds["dark"] < 0.05 < 0.8 < backgrounds["light"]


def test_marks_are_more_than_a_colour(open_page: OpenPage) -> None:
    mark = open_page("/search?q=丰收").locator("mark").first
    style = mark.evaluate("m => [getComputedStyle(m).borderBottomStyle, getComputedStyle(m).fontWeight]")
    assert style == ["solid", "600"]


def test_filters_are_folded_on_a_phone_and_open_on_a_desk(open_page: OpenPage) -> None:
    phone = open_page("/search?q=丰收 OR 梯田", viewport={"width": 360, "height": 700})
    value = phone.locator(".side").get_by_role("link", name="青石日报", include_hidden=True)
    assert not value.is_visible()
    phone.get_by_text("Filters").click()
    assert value.is_visible()
    desk = open_page("/search?q=丰收 OR 梯田", viewport={"width": 1280, "height": 800})
    assert desk.get_by_role("navigation", name="Filters").get_by_role("link", name="青石日报").is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_a_page_loads(open_page: OpenPage, width: int) -> None:
    page = open_page("/search?q=丰收", viewport={"width": width, "height": 800})
    shift = page.evaluate("""() => new Promise((done) => {
      let sum = 0;
      new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(sum), 300);
    })""")
    assert shift < 0.01


def test_the_search_box_stands_at_one_place(open_page: OpenPage) -> None:
    page = open_page("/search?q=丰收")
    article = page.locator(".hits h2 a").first.get_attribute("href")
    assert article
    box = page.locator(".masthead .ask").bounding_box()
    results = page.locator(".head").bounding_box()
    assert box
    assert results
    assert box["x"] == results["x"]
    for path in (article, "/help", "/browse", "/browse/sources", "/trends", "/api"):
        other = open_page(path).locator(".masthead .ask").bounding_box()
        assert other
        assert (other["x"], other["y"]) == (box["x"], box["y"]), path


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN", "zh-TW"])
def test_the_first_hit_is_seen_at_once_on_a_phone(open_page: OpenPage, locale: str) -> None:
    page = open_page("/search?q=丰收", viewport={"width": 375, "height": 812}, locale=locale)
    assert page.locator(".timeline").is_visible()
    title = page.locator(".hits h2").first.bounding_box()
    assert title
    assert title["y"] < 400
    page.locator(".asking summary").click()
    ways = page.locator(".asking dl").bounding_box()
    assert ways
    assert ways["width"] > 300


def test_each_script_is_drawn_with_its_own_glyphs(open_page: OpenPage) -> None:
    page = open_page("/search?q=鄉村振興")
    families = {
        tag: page.locator(f'.snippet[lang="{tag}"]').first.evaluate("p => getComputedStyle(p).fontFamily")
        for tag in ("zh-Hans", "zh-Hant")
    }
    assert "PingFang SC" in families["zh-Hans"]
    assert "PingFang TC" in families["zh-Hant"]


def test_print_leaves_out_what_paper_cannot_do(open_page: OpenPage) -> None:
    page = open_page("/search?q=丰收")
    page.emulate_media(media="print")
    assert not page.get_by_role("combobox").is_visible()
    assert page.locator(".hits h2").first.is_visible()


def test_printed_results_say_what_they_are_results_of(open_page: OpenPage) -> None:
    page = open_page("/search?q=丰收 OR 梯田&source=青石日报")
    page.emulate_media(media="print")
    heading = page.get_by_role("heading", level=1).bounding_box()
    assert heading
    assert heading["width"] > 100
    assert heading["height"] > 15
    hits = page.locator(".hits").bounding_box()
    assert hits
    assert hits["x"] == heading["x"]
    for told in (".total", ".chips >> nth=0", ".parts"):
        assert page.locator(told).is_visible(), told
    for left in (".densities", ".asking", ".take", ".sorts", ".clear"):
        assert page.locator(left).count()
        assert not page.locator(left).is_visible(), left
