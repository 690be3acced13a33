"""Charts: well-formed, with every value in its place and every line unlike the others."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.axes import label_of, period_axis, value_axis
from indexer.answers.chart import Chart, Line, Spot, draw_alone, draw_chart

SVG = "{http://www.w3.org/2000/svg}"


def chart(*lines: tuple[str, list[float | None]], title: str = "标题") -> Chart:
    periods = [f"{2001 + at}" for at in range(len(lines[0][1]))]
    most = max((value or 0 for _, values in lines for value in values), default=0)
    made = [Line(name, [Spot(value, f"{name} {value}", "/search?q=a&b") for value in values]) for name, values in lines]
    return Chart(title, "Worte", period_axis(periods, "year"), value_axis(most), made)


def ways(svg: str) -> list[str]:
    return [one.get("d", "") for one in ET.fromstring(svg).iter() if one.get("class") == "way"]


def test_it_has_a_title_a_description_and_a_link_for_each_point() -> None:
    svg = ET.fromstring(draw_chart(chart(("苹果", [1, 2, None, 4])), "one"))
    named = (svg.get("aria-labelledby") or "").split()
    assert [one.text for one in svg.iter() if one.get("id") in named] == ["标题", "Worte"]
    links = list(svg.iter("a"))
    assert [link.findtext("title") for link in links] == ["苹果 1", "苹果 2", "苹果 4"]
    assert {link.get("href") for link in links} == {"/search?q=a&b"}


def test_a_chart_with_links_is_a_group_and_one_without_an_image() -> None:
    alone = Chart("t", "a", period_axis(["2001"], "year"), value_axis(1), [Line("a", [Spot(1, "a 1", None)])])
    assert ET.fromstring(draw_chart(alone)).get("role") == "img"
    assert ET.fromstring(draw_chart(chart(("a", [1])))).get("role") == "group"


def test_a_line_is_broken_where_there_is_no_value() -> None:
    way = ways(draw_chart(chart(("a", [1, 1, None, 1, 1]))))[0]
    assert [letter for letter in way if letter.isalpha()] == ["M", "L", "M", "L"]


def test_a_value_without_neighbours_is_seen_in_a_chart_of_many_periods() -> None:
    alone: list[float | None] = [1.0 if at % 3 == 1 else None for at in range(300)]
    beside: list[float | None] = [1.0] * 300
    svg = ET.fromstring(draw_chart(chart(("alone", alone), ("beside", beside))))
    seen = {
        link.findtext("title"): [path.get("class") for link in group.iter("a") for path in link.iter("path")]
        for group in svg.iter("g")
        for link in group.iter("a")
    }
    assert seen["alone 1.0"] == ["mark"] * 100
    assert seen["beside 1.0"].count("mark") < 50


def test_higher_values_stand_higher_and_later_periods_further_on() -> None:
    way = ways(draw_chart(chart(("a", [0, 1, 2, 5]))))[0]
    places = [tuple(map(float, place.split())) for place in re.split("[ML]", way)[1:]]
    assert all(before[0] < after[0] and before[1] > after[1] for before, after in pairwise(places))


def test_ten_lines_look_different_without_colour() -> None:
    svg = ET.fromstring(draw_chart(chart(*((f"{number}", [1.0, 2.0]) for number in range(10)))))
    looks = set()
    for group in svg.iter("g"):
        if "named" in (group.get("class") or ""):
            way, mark = group.findall("path")
            shape = re.sub(r"^M[\d.]+ [\d.]+", "", mark.get("d") or "")
            looks.add((way.get("stroke-dasharray"), shape))
    assert len(looks) == 10


@given(st.text(), st.text())
def test_any_words_make_well_formed_xml(name: str, title: str) -> None:
    ET.fromstring(draw_chart(chart((name, [1.0]), title=title)))


def test_a_file_has_all_charts_and_its_own_style() -> None:
    svg = ET.fromstring(draw_alone([chart(("a", [1.0])), chart(("b", [1.0, None]))]).encode())
    assert len(svg.findall(f"{SVG}svg")) == 2
    assert "prefers-color-scheme:dark" in (svg.findtext(f"{SVG}style") or "")
    assert len({one.get("id") for one in svg.iter() if one.get("id")}) == 4


@pytest.mark.parametrize(
    ("most", "kind", "labels"),
    [
        (0, {}, ["0", "1"]),
        (0, {"percent": True}, ["0%", "1%"]),
        (7, {}, ["0", "2", "4", "6", "8"]),
        (1, {"whole": True}, ["0", "1"]),
        (0.12, {"percent": True}, ["0%", "5%", "10%", "15%"]),
        (0.0004, {"percent": True}, ["0.00%", "0.01%", "0.02%", "0.03%", "0.04%"]),
        (30_000, {}, ["0", "10k", "20k", "30k"]),
        (5_000_000, {}, ["0", "2M", "4M", "6M"]),
    ],
)
def test_values_are_written_in_round_numbers(most: float, kind: dict[str, bool], labels: list[str]) -> None:
    assert [label for _, label in value_axis(most, **kind).ticks] == labels


@pytest.mark.parametrize(
    ("periods", "labels"),
    [
        (["2021-07"], ["2021-07"]),
        (["2021-07", "2021-10"], ["2021-07", "2021-08", "2021-09", "2021-10"]),
        (["2019-11", "2022-02"], ["2020-01", "2020-07", "2021-01", "2021-07", "2022-01"]),
        (["2016-11", "2022-02"], ["2017", "2018", "2019", "2020", "2021", "2022"]),
        (["0001-01", "9999-12"], ["2000", "4000", "6000", "8000"]),
    ],
)
def test_periods_are_written_where_there_is_room(periods: list[str], labels: list[str]) -> None:
    assert [label for _, label in period_axis(periods, "month").ticks] == labels


def test_long_names_are_cut_by_width() -> None:
    assert label_of("乡村振兴", 8) == "乡村振兴"
    assert label_of("乡村振兴了", 8) == "乡村振…"
    assert label_of("abcdefghij", 8) == "abcdefg…"
