"""The room for searching: the home page and the pages of results."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Blueprint, render_template, request

from indexer.search import ArchiveSearch
from indexer.settings import Settings
from indexer.shelves import Shelves
from web.choices import chosen
from web.freshness import needs_times, note_results
from web.parameters import read_parameters
from web.present import everything, make_home_view, make_search_view
from web.timeline import wants_days

NEWEST_SHOWN = 6
"""Articles that the home page shows of the newest, the latest additions, the most clicked, and today in other years."""


def make_search_room(settings: Settings, archive: ArchiveSearch, shelves: Shelves) -> Blueprint:
    """Return the blueprint with ``/``, ``/search`` and ``/help``."""
    room = Blueprint("search", __name__)

    @room.get("/")
    def home() -> str:
        return _show_home(archive, shelves)

    @room.get("/help")
    def asking_help() -> str:
        return render_template("help.html")

    @room.get("/search")
    def results() -> str:
        asked = read_parameters(request.args, settings.page_size)
        if not asked.is_narrowed:
            return _show_home(archive, shelves, hint="nothing_typed")
        found = archive.search(asked)
        note_results(found)
        days = archive.counts(found, "day") if wants_days(found) else {}
        compact = chosen("density") == "compact"
        view = make_search_view(found, settings.page_size, days, characters=chosen("characters"), compact=compact)
        return render_template("results.html", view=view)

    return room


def _show_home(archive: ArchiveSearch, shelves: Shelves, hint: str = "") -> str:
    shown = everything(NEWEST_SHOWN)
    newest, clicked = (archive.search(one) for one in (shown, replace(shown, sort="clicks")))
    facts = archive.facts()
    needs_times()
    added = shelves.latest_additions(NEWEST_SHOWN)
    updated = shelves.last_update()
    return render_template(
        "home.html",
        home=make_home_view(facts),
        # People read the day of the place where the archive is kept.
        updated=updated.astimezone().date().isoformat() if updated else "",
        added=added,
        newest=[hit.article for hit in newest.hits],
        clicked=[hit.article for hit in clicked.hits if hit.article.clicks],
        today=shelves.on_this_day(date.today(), facts.facets["year"], NEWEST_SHOWN),
        hint=hint,
    )
