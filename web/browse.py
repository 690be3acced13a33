"""The room for leafing through: what the archive holds by year, month and day, and from whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound

from indexer.search import ArchiveSearch, Results, SearchRequest
from indexer.settings import Settings
from indexer.shelves import ListedBy, Shelves
from web.calendars import MonthGrid, YearRow, month_grids, year_rows
from web.listing import list_holdings, list_topics
from web.parameters import LAST_PAGE, SCRIPTS, query_string, read_parameters, whole_number
from web.periods import weekday_names
from web.present import Chip, chips_of

FIRST_YEAR, LAST_YEAR = 1, 9999


@dataclass(frozen=True, slots=True)
class BrowseView:
    """What a page of the calendar shows; ``kept`` is the query that keeps what is chosen beside the time."""

    chips: tuple[Chip, ...]
    kept: str
    total: int


def make_browse_room(settings: Settings, archive: ArchiveSearch, shelves: Shelves) -> Blueprint:
    """Return the blueprint with ``/browse``, ``/browse/<year>`` and the lists of sources, authors and topics."""
    room = Blueprint("browse", __name__, url_prefix="/browse")

    def asked() -> SearchRequest:
        typed = read_parameters(request.args, settings.page_size)
        filters = {name: values for name, values in typed.filters.items() if name not in ("year", "month")}
        return SearchRequest(typed.q, filters=filters, sort="oldest", limit=1)

    def found(wanted: SearchRequest) -> Results:
        narrowed = wanted.q or any(wanted.filters.values())
        return archive.search(wanted if narrowed else replace(wanted, filters={"script": SCRIPTS}))

    def view(wanted: SearchRequest, total: int) -> BrowseView:
        chips = chips_of(wanted, settings.page_size)
        return BrowseView(chips, query_string(replace(wanted, limit=settings.page_size), settings.page_size), total)

    @room.get("")
    def years() -> str:
        wanted = asked()
        results = found(wanted)
        counts = {one.value: one.count for one in results.facets.get("month", ())}
        rows: tuple[YearRow, ...] = year_rows(counts, wanted, settings.page_size)
        undated = max(0, results.total - sum(counts.values()))
        return render_template("years.html", view=view(wanted, results.total), rows=rows, undated=undated)

    @room.get("/<int:year>")
    def months(year: int) -> str:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise NotFound
        wanted = asked()
        results = found(replace(wanted, filters={**wanted.filters, "year": (f"{year:04d}",)}))
        grids: tuple[MonthGrid, ...] = month_grids(year, archive.counts(results, "day"), wanted, settings.page_size)
        have = sorted(int(one.value) for one in results.facets.get("year", ()) if one.count)
        before = max((one for one in have if one < year), default=None)
        after = min((one for one in have if one > year), default=None)
        return render_template(
            "months.html",
            view=view(wanted, results.total),
            year=year,
            grids=grids,
            before=before,
            after=after,
            weekdays=weekday_names(),
        )

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

    return room
