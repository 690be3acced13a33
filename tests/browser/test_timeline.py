"""The results in time, in a real browser: bars to follow and spans to draw, with a mouse, a finger or keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serving
from tests.browser.test_looks import channels, contrast
from tests.web.dated_archive import DAYS, write_dated_archive

OpenPage = Callable[..., Page]

EVERYTHING = "/search?q=大雨"


@pytest.fixture(scope="module")
def address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the command ``serve`` shows articles that lie unevenly in time."""
    folder = tmp_path_factory.mktemp("timeline")
    write_dated_archive(folder / "archive")
    with serving(folder) as url:
        yield url


def middle(page: Page, period: str) -> tuple[float, float]:
    box = page.locator(f'.timeline .reach[data-first="{period}"]').bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def draw(page: Page, first: str, last: str) -> None:
    page.mouse.move(*middle(page, first))
    page.mouse.down()
    page.mouse.move(*middle(page, last), steps=8)


def expect_days(page: Page, first: str, last: str) -> None:
    expected = sum(first <= day <= last for day in DAYS)
    expect(page.locator(".total b")).to_have_text(f"{expected} article{'s' * (expected != 1)}")


@pytest.mark.parametrize(("first", "last"), [("2004", "2019"), ("2021", "2010")])
def test_drawing_over_bars_narrows_to_their_span(open_page: OpenPage, first: str, last: str) -> None:
    page = open_page(EVERYTHING)
    draw(page, first, last)
    low, high = sorted((first, last))
    expect(page.locator(".timeline output")).to_have_text(
        f"{low} – {high}: {sum(low <= day[:4] <= high for day in DAYS)}"
    )
    page.mouse.up()
    page.wait_for_url("**date*")
    expect(page.locator("#q")).to_have_value(f"大雨 date:[{low} TO {high}]")
    expect_days(page, low, f"{high}-12-31")
    page.go_back()
    expect(page.locator(".timeline .within")).to_have_count(0)


def test_a_second_span_takes_the_place_of_the_first(open_page: OpenPage) -> None:
    page = open_page("/search?q=大雨 date:[2021-06 TO 2022-03]")
    draw(page, "2021-06", "2021-07")
    page.mouse.up()
    page.wait_for_url("**2021-07*")
    expect(page.locator("#q")).to_have_value("大雨 date:[2021-06 TO 2021-07]")
    expect_days(page, "2021-06-01", "2021-07-31")


def test_a_span_without_articles_leads_nowhere(open_page: OpenPage) -> None:
    page = open_page(EVERYTHING)
    draw(page, "2007", "2011")
    page.mouse.up()
    expect(page.locator(".timeline output")).to_be_empty()
    assert page.url.endswith(page.evaluate("encodeURI('/search?q=大雨')"))


def test_escape_gives_up_a_span(open_page: OpenPage) -> None:
    page = open_page(EVERYTHING)
    draw(page, "2003", "2017")
    page.keyboard.press("Escape")
    expect(page.locator(".timeline .within")).to_have_count(0)
    page.mouse.up()
    page.wait_for_timeout(200)
    assert "date" not in page.url


@pytest.mark.parametrize("scripts", [True, False])
def test_a_bar_leads_from_years_to_months_to_days(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(EVERYTHING, java_script_enabled=scripts)
    for period in ("2021", "2021-07", "2021-07-14"):
        page.mouse.click(*middle(page, period))
        expect(page.locator(".timeline .period")).to_contain_text("2021")
        expect_days(page, period, f"{period}~")
    page.get_by_role("link", name="All dates").click()
    expect(page.locator(".total b")).to_have_text(f"{len(DAYS) + 1} articles")


def test_keys_move_between_bars_and_draw_spans(open_page: OpenPage) -> None:
    page = open_page(EVERYTHING)
    bars = page.locator(".timeline svg a")
    bars.last.focus()
    assert bars.evaluate_all("all => all.filter((one) => one.tabIndex === 0).length") == 1
    page.keyboard.press("Home")
    expect(page.get_by_role("link", name="2003: 1 article")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".timeline output")).to_have_text("2004 – 2017: 2")
    stroke = page.evaluate("getComputedStyle(document.activeElement.querySelector('.reach')).stroke")
    assert stroke != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**date*")
    expect(page.locator("#q")).to_have_value("大雨 date:[2004 TO 2017]")


def test_the_enter_key_follows_a_bar(open_page: OpenPage) -> None:
    page = open_page(EVERYTHING)
    page.locator(".timeline svg a").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**year=2022*")
    expect_days(page, "2022-01-01", "2022-12-31")


def test_a_finger_draws_across_and_scrolls_down(open_page: OpenPage) -> None:
    page = open_page(EVERYTHING, has_touch=True, viewport={"width": 360, "height": 700})
    assert page.locator(".timeline svg").evaluate("svg => getComputedStyle(svg).touchAction") == "pan-y"
    client = page.context.new_cdp_session(page)
    for kind, period in (("touchStart", "2003"), ("touchMove", "2010"), ("touchMove", "2017")):
        x, y = middle(page, period)
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_url("**date*")
    expect(page.locator("#q")).to_have_value("大雨 date:[2003 TO 2017]")


@pytest.mark.parametrize("width", [320, 768, 1920])
@pytest.mark.parametrize("query", ["", "&year=2021", "&month=2021-07"])
def test_the_timeline_fits_and_its_names_lie_apart(open_page: OpenPage, query: str, width: int) -> None:
    page = open_page(EVERYTHING + query, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    names = page.locator(".timeline svg > text").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.right])"
    )
    assert len(names) > 1
    assert all(before[1] < after[0] for before, after in pairwise(names))
    assert names[0][0] >= 0
    assert names[-1][1] <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_stand_out(open_page: OpenPage, scheme: str) -> None:
    page = open_page(EVERYTHING, color_scheme=scheme)
    colours = page.evaluate("""[getComputedStyle(document.querySelector(".timeline .bar")).fill,
                                getComputedStyle(document.body).backgroundColor]""")
    bar, paper = (channels(colour)[:3] for colour in colours)
    assert contrast(bar, paper) >= 3


def test_forced_colours_keep_the_bars(open_page: OpenPage) -> None:
    page = open_page(EVERYTHING, forced_colors="active")
    link = page.locator(".caption, .total").first.evaluate(
        "() => getComputedStyle(document.querySelector('.hits a')).color"
    )
    assert page.locator(".timeline .bar").first.evaluate("bar => getComputedStyle(bar).fill") == link


def test_the_table_tells_the_same(open_page: OpenPage) -> None:
    page = open_page(EVERYTHING)
    page.get_by_text("As a table").click()
    table = page.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(len({day[:4] for day in DAYS}) + 1)
    told = {
        row.get_by_role("rowheader").inner_text(): row.get_by_role("cell").inner_text()
        for row in table.get_by_role("row").all()[1:]
    }
    bars = page.locator(".timeline svg a title").all_text_contents()
    assert [f"{period}: {count} article{'s' * (count != '1')}" for period, count in told.items()] == bars


def test_ways_to_ask_can_be_read_beside_the_results(open_page: OpenPage) -> None:
    page = open_page(EVERYTHING)
    page.get_by_text("Ways to ask").click()
    page.get_by_role("link", name="兰州~").click()
    expect(page.locator("#q")).to_have_value("兰州~")


def test_filters_and_bars_can_be_skipped(open_page: OpenPage) -> None:
    page = open_page(EVERYTHING)
    page.get_by_role("link", name="Skip to the articles found").focus()
    expect(page.get_by_role("link", name="Skip to the articles found")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.hits h2') !== null")
