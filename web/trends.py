"""The room for trends: how often words occur over time, as a page and for programs."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from indexer.errors import TrendsRequestError
from indexer.search import ArchiveSearch, Trends, TrendsRequest, trends_to_csv, trends_to_json
from indexer.settings import Settings
from web.addresses import VERSION
from web.attaching import attached, named_by
from web.declared import ParameterError
from web.freshness import never_fresh
from web.json_answers import json_answer
from web.trends_view import TrendsAsked, make_trends_view, read_trends, trends_query_of


def make_trends_room(settings: Settings, archive: ArchiveSearch) -> Blueprint:
    """Return the blueprint with ``/trends`` and ``/api/v1/trends``."""
    room = Blueprint("trends", __name__)

    room.add_app_template_global(trends_query_of)

    def counted(wanted: TrendsRequest) -> Trends:
        trends = archive.trends(wanted)
        if not trends.counted.complete:
            never_fresh()
        return trends

    def show(asked: TrendsAsked, trends: Trends | None, wrong: TrendsRequestError | None = None) -> tuple[str, int]:
        view = make_trends_view(asked, trends, settings.page_size, url_for("search.results"))
        return render_template("trends.html", view=view, wrong=wrong), 400 if wrong else 200

    @room.get("/trends")
    def page() -> tuple[str, int]:
        asked = read_trends(request.args, settings.page_size)
        if asked.wrong or "q" not in request.args:
            return show(asked, None, asked.wrong)
        try:
            return show(asked, counted(asked.request))
        except TrendsRequestError as error:
            return show(asked, None, error)

    @room.get(f"{VERSION}/trends")
    def answer() -> Response:
        asked = read_trends(request.args, settings.page_size)
        try:
            trends = counted(asked.request)
        except TrendsRequestError as error:
            raise ParameterError("q", str(error)) from error
        if request.args.get("format") == "csv":
            return _table(trends)
        return json_answer(trends_to_json(trends))

    return room


def _table(trends: Trends) -> Response:
    words = dict.fromkeys(series.word for series in trends.counted.series)
    name = named_by("trends", *words)
    table = Response(trends_to_csv(trends).encode("utf-8", "replace"), content_type="text/csv; charset=utf-8")
    table.headers["Content-Disposition"] = attached(f"{name}.csv")
    return table
