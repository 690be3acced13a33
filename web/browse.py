"""The room for leafing through: what the archive holds by year, month and day, and from whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound

from indexer.search import FILTERS, ArchiveSearch, Results, SearchRequest
from indexer.settings import Settings
from indexer.shelves import ListedBy, Shelves
from web.calendars import MonthGrid, QueryOf, YearRow, month_grids, year_rows
from web.dating import WITHOUT_DATE, with_dates
from web.freshness import note_results
from web.listing import list_holdings, list_topics
from web.parameters import (
    LAST_PAGE,
    parameter_pairs,
    query_string,
    read_parameters,
    whole_number,
)
from web.periods import weekday_names
from web.present import Chip, chips_of

FIRST_YEAR, LAST_YEAR = 1, 9999


@dataclass(frozen=True, slots=True)
class BrowseView:
    """What a page of the calendar shows.

    ``kept`` is the query that keeps what is asked and chosen beside the time, ``pairs`` the same without the words, for
    a search box; ``without_words`` leads to the calendar of what is chosen alone, and ``undated`` to what has no date.
    """

    q: str
    chips: tuple[Chip, ...]
    kept: str
    pairs: tuple[tuple[str, str], ...]
    without_words: str
    undated: str
    total: int


def make_browse_room(settings: Settings, archive: ArchiveSearch, shelves: Shelves) -> Blueprint:
    """Return the blueprint with ``/browse``, ``/browse/<year>`` and the lists of sources, authors and topics."""
    room = Blueprint("browse", __name__, url_prefix="/browse")
    size = settings.page_size

    def found(wanted: SearchRequest) -> Results:
        return archive.search(replace(wanted.or_everything(), limit=1))

    @room.get("")
    def years() -> str:
        wanted = _wanted(size)
        results = found(wanted)
        note_results(results)
        counts = {one.value: one.count for one in results.facets.get("month", ())}
        rows: tuple[YearRow, ...] = year_rows(counts, _query_of(results, wanted, size))
        undated = max(0, results.total - sum(counts.values()))
        view = make_browse_view(results, wanted, size)
        return render_template("years.html", view=view, rows=rows, undated=undated)

    @room.get("/<int:year>")
    def months(year: int) -> str:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise NotFound
        wanted = _wanted(size)
        results = found(replace(wanted, filters={**wanted.filters, "year": (f"{year:04d}",)}))
        note_results(results)
        grids: tuple[MonthGrid, ...] = month_grids(
            year, archive.counts(results, "day"), _query_of(results, wanted, size)
        )
        before, after = _years_around(year, results)
        view = make_browse_view(results, wanted, size)
        shown = {"view": view, "year": year, "grids": grids, "before": before, "after": after}
        return render_template("months.html", **shown, weekdays=weekday_names())

    _add_lists(room, shelves)
    return room


def make_browse_view(results: Results, wanted: SearchRequest, page_size: int) -> BrowseView:
    """Return what a page of the calendar shows beside the calendar."""
    undated = replace(wanted, q=" ".join(filter(None, (results.dated.without, WITHOUT_DATE))), sort="newest")
    return BrowseView(
        q=wanted.q,
        chips=chips_of(wanted, page_size),
        kept=query_string(wanted, page_size),
        pairs=tuple(pair for pair in parameter_pairs(wanted, page_size) if pair[0] not in ("q", "sort")),
        without_words=query_string(replace(wanted, q=""), page_size),
        undated=query_string(undated, page_size),
        total=results.total,
    )


def _years_around(year: int, results: Results) -> tuple[int | None, int | None]:
    """Return the years with articles before and after one, None where there are none."""
    have = [int(one.value) for one in results.facets.get("year", ()) if one.count]
    before = max((one for one in have if one < year), default=None)
    return before, min((one for one in have if one > year), default=None)


def _wanted(page_size: int) -> SearchRequest:
    """Return what the address asks for beside the time, oldest first, as a paper is leafed through."""
    typed = read_parameters(request.args, page_size)
    filters = {name: values for name, values in typed.filters.items() if name not in ("year", "month")}
    return replace(typed, filters=filters, sort="oldest", limit=page_size, page=1, explain=False)


def _query_of(results: Results, wanted: SearchRequest, page_size: int) -> QueryOf:
    """Return what gives the query for the articles of a period: by a filter where there is one, else by a date."""

    def query_of(period: str) -> str:
        name = {4: "year", 7: "month"}.get(len(period))
        if name is None:
            return query_string(
                replace(with_dates(results, period), filters=wanted.filters, limit=page_size), page_size
            )
        filters = {one: (period,) if one == name else wanted.filters.get(one, ()) for one in FILTERS}
        return query_string(replace(wanted, filters=filters), page_size)

    return query_of


def _add_lists(room: Blueprint, shelves: Shelves) -> None:
    def listed_by() -> ListedBy:
        return "name" if request.args.get("order") == "name" else "articles"

    def page() -> int:
        return whole_number(request.args.get("page", ""), 1, LAST_PAGE)

    @room.get("/sources")
    def sources() -> str:
        order = listed_by()
        listed = list_holdings("sources", "source", shelves.papers(order), page())
        return render_template("listing.html", view=listed, order=order)

    @room.get("/authors")
    def authors() -> str:
        order = listed_by()
        listed = list_holdings("authors", "author", shelves.authors(order), page())
        return render_template("listing.html", view=listed, order=order)

    @room.get("/topics")
    def topics() -> str:
        return render_template("listing.html", view=list_topics("topics", shelves.topics(), page()), order="")
