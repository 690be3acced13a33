"""Results turned into what templates show."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer.answers.values import Part
from indexer.article import Article
from indexer.search import ArchiveFacts, ArchiveSearch, FacetValue, Hit, Results, SearchRequest, Snippet
from web.facets import MOST_VALUES
from web.parameters import read_parameters
from web.present import Run, make_hits, make_home_view, make_runs, make_search_view, showable, told_reading


def results(total: int = 0, page: int = 1, **more: object) -> Results:
    request = SearchRequest(q="雨", limit=10, page=page)
    values = {"read_as": "雨", "total": total, "took_ms": 1.0, "hits": (), "facets": {}, **more}
    return Results(request=request, **values)  # type: ignore[arg-type]


def test_runs_mark_exactly_what_is_marked() -> None:
    runs = make_runs("鄉村振興在鄉村", [(0, 4), (5, 7)])
    assert [(run.text, run.is_mark) for run in runs] == [("鄉村振興", True), ("在", False), ("鄉村", True)]
    assert make_runs("", ()) == ()


@given(st.integers(0, 30), st.integers(1, 5), st.integers(0, 20), st.booleans())
def test_a_compact_snippet_begins_near_its_first_mark(before: int, marked: int, behind: int, cut: bool) -> None:
    text = "字" * before + "雨" * marked + "后" * behind
    snippet = Snippet(text, ((before, before + marked),), 0, cut, False)
    hit = Hit(Article("0" * 20, "雨.html", "", text, "html"), 1.0, (), (snippet,))
    ((roomy,),) = (one.snippets for one in make_hits(results(1, hits=(hit,)), 10))
    ((compact,),) = (one.snippets for one in make_hits(results(1, hits=(hit,)), 10, compact=True))
    assert "".join(run.text for run in roomy.runs) == text
    lead = "字" * min(before, 8)
    assert [run for run in compact.runs if run.text != "后" * behind] == [
        *([Run(lead)] if lead else []),
        Run("雨" * marked, True),
    ]
    assert "".join(run.text for run in compact.runs).endswith("后" * behind)
    assert compact.cut_before == (cut or before > 8)
    assert (roomy.cut_before, roomy.cut_after) == (cut, compact.cut_after)


@pytest.mark.parametrize(
    ("page", "total", "expected"),
    [
        (1, 5, "[1]"),
        (1, 100, "[1] 2 3 … 10"),
        (4, 100, "1 2 3 [4] 5 6 … 10"),
        (5, 100, "1 2 3 4 [5] 6 7 … 10"),
        (6, 100, "1 … 4 5 [6] 7 8 9 10"),
        (10, 100, "1 … 8 9 [10]"),
        (99, 30, "1 2 3"),
    ],
)
def test_page_links_lead_to_the_ends_and_the_neighbours(page: int, total: int, expected: str) -> None:
    view = make_search_view(results(total, page), 10)
    shown = ["…" if link is None else f"[{link.name}]" if link.current else link.name for link in view.paging.numbers]
    assert " ".join(shown) == expected


def test_past_the_end_the_way_back_is_the_last_page() -> None:
    view = make_search_view(results(total=30, page=99), 10)
    assert view.paging.last.name == "3"
    assert view.paging.previous is not None
    assert view.paging.previous.name == "3"
    assert view.paging.following is None


@pytest.mark.parametrize(
    ("typed", "read_as", "told"),
    [
        ("乡村振兴", "乡村 振兴", False),
        ("“乡村”", '"乡村"', False),
        ("乡村 科技", "乡村 AND 科技", False),
        ("ＡＢＣ", "abc", False),
        ("来源:青石日报", 'source:"青石日报"', True),
        ('"乡村', "乡村", True),
        ("乡村 科技", '"乡村" OR "科技"', True),
    ],
)
def test_the_reading_is_told_where_it_says_something(typed: str, read_as: str, told: bool) -> None:
    assert told_reading(SearchRequest(q=typed), read_as) == (read_as if told else "")


def test_whole_words_that_were_asked_for_are_no_news() -> None:
    assert told_reading(SearchRequest(q="乡村", whole_words=True), "word:乡村") == ""
    assert told_reading(SearchRequest(q="乡村"), "word:乡村") == "word:乡村"


def test_a_facet_shows_chosen_values_first_and_years_from_the_newest() -> None:
    years = tuple(FacetValue(str(year), year - 1999, year == 2003) for year in range(2000, 2020))
    view = make_search_view(results(facets={"year": years}), 10)
    (facet,) = view.facets
    assert [one.value for one in facet.shown[:3]] == ["2003", "2019", "2018"]
    assert len(facet.shown) + len(facet.folded) == 20


def test_a_facet_lists_no_more_values_than_a_page_can_hold() -> None:
    sources = tuple(FacetValue(f"报{number}", 1, False) for number in range(1000))
    (facet,) = make_search_view(results(1000, facets={"source": sources}), 10).facets
    assert len(facet.shown) + len(facet.folded) == MOST_VALUES
    assert facet.left_out == 1000 - MOST_VALUES


def test_values_that_would_find_nothing_are_not_offered() -> None:
    values = (FacetValue("甲报", 0, False), FacetValue("乙报", 0, True))
    (facet,) = make_search_view(results(facets={"source": values}), 10).facets
    assert [one.value for one in facet.shown] == ["乙报"]


def test_what_every_article_has_narrows_nothing() -> None:
    facets = {
        "site": (FacetValue("甲网", 7, False),),
        "script": (FacetValue("hans", 7, True),),
        "author": (FacetValue("甲", 7, False), FacetValue("乙", 7, False)),
        "place": (FacetValue("兰州", 6, False),),
    }
    assert [facet.name for facet in make_search_view(results(7, facets=facets), 10).facets] == ["place", "script"]


def test_months_are_listed_of_chosen_years_or_few(archive: ArchiveSearch) -> None:
    def listed(**filters: tuple[str, ...]) -> bool:
        found = archive.search(SearchRequest(q="青石 OR 白塔 OR 梯田", filters=filters))  # type: ignore[arg-type]
        return "month" in {facet.name for facet in make_search_view(found, 5).facets}

    assert not listed()
    assert listed(year=("2022", "2021", "2018"))
    assert listed(month=("2022-03",))
    assert listed(author=("林远",), clicked=("no",)) is False


def test_a_query_of_many_parts_is_told_as_a_whole() -> None:
    for count, shown in ((12, 12), (13, 0)):
        view = make_search_view(results(3, read_as="雨 AND 云", parts=(Part("雨", "云"),) * count), 10)
        assert len(view.parts) == shown
        assert bool(view.read_as) == (not shown)


def test_years_stand_in_decades_and_odd_ones_do_no_harm() -> None:
    facts = ArchiveFacts(9, 1, {"year": {"1999": 1, "2003": 8, "二〇〇三": 1}, "source": {}, "site": {}})
    home = make_home_view(facts)
    assert [[cell.period for cell in decade if cell.count] for decade in home.decades] == [["1999"], ["2003"]]
    assert [cell.level for cell in home.decades[1]][2:5] == [0, 4, 0]
    assert make_home_view(ArchiveFacts(0, 0, {})).decades == ()


def test_what_cannot_stand_in_a_page_is_replaced_one_for_one() -> None:
    assert showable("a\0b\ud800c\x1bd\n\u202ee") == "a\ufffdb\ufffdc\ufffdd\n\u202ee"
    assert showable(3) == 3


def test_every_filter_a_page_offers_gives_what_it_promises(archive: ArchiveSearch) -> None:
    asked = SearchRequest(q="丰收 OR 鄉村 OR 有人", limit=5)
    view = make_search_view(archive.search(asked), 5)
    offered = [(facet.name, one) for facet in view.facets for one in (*facet.shown, *facet.folded)]
    assert {name for name, _ in offered} == {"source", "year", "site", "author", "script", "clicked"}
    for name, one in offered:
        found = archive.search(read_parameters(MultiDict(parse_qsl(one.query[1:])), 5))
        assert found.total == one.count, (name, one.value)


def test_tens_of_years_are_asked_for_in_the_query() -> None:
    months = tuple(FacetValue(f"{year}-06", 1, False) for year in range(1890, 2021))
    line = make_search_view(results(131, facets={"month": months}, dated=Part("", "雨")), 10).timeline
    assert line is not None
    assert (line.unit, len(line.bars)) == ("decade", 14)
    asked = [read_parameters(MultiDict(parse_qsl(bar.query[1:])), 10).q for bar in line.bars]
    assert asked[0] == "雨 date:[1890 TO 1899]"
    assert asked[-1] == "雨 date:[2020 TO 2029]"
