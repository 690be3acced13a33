"""The first page shows what came into the archive last, whatever day is printed on it."""

from __future__ import annotations

import os
import re
from datetime import datetime
from html import unescape
from pathlib import Path

from flask.testing import FlaskClient

from indexer.settings import Settings
from indexer.sync import synchronise
from tests.web.dated_archive import DAYS, write_dated_archive
from web.app import create_app


def added(client: FlaskClient) -> list[str]:
    """Return the titles below the heading of the latest additions."""
    section = re.search(r'<h2 id="added">Latest additions</h2>(.*?)</ol>', client.get("/").text, re.DOTALL)
    return re.findall(r'href="/articles/[0-9a-f]{20}">([^<]+)</a>', unescape(section[1])) if section else []


def save_at(file: Path, when: datetime) -> None:
    os.utime(file, (when.timestamp(), when.timestamp()))


def test_what_was_saved_last_stands_first(tmp_path: Path) -> None:
    settings = Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1)
    write_dated_archive(settings.archive)
    for number in range(len(DAYS)):
        save_at(settings.archive / f"rain-{number}.html", datetime(2024, 3, 20 - number, 12))
    save_at(settings.archive / "rain.txt", datetime(2024, 2, 1, 12))
    assert not synchronise(settings).failed
    client = create_app(settings).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert added(client) == [f"第{number}场大雨" for number in range(6)]
    assert "<span>Last update: 20 March 2024</span>" in client.get("/").text
    save_at(settings.archive / "rain.txt", datetime(2024, 4, 1, 12))
    (settings.archive / "rain-0.html").unlink()
    assert not synchronise(settings).failed
    assert added(client) == ["没有日期的大雨", *(f"第{number}场大雨" for number in range(1, 6))]
    assert "<span>Last update: 1 April 2024</span>" in client.get("/").text


def test_an_empty_archive_says_nothing_of_it(tmp_path: Path) -> None:
    settings = Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1)
    settings.archive.mkdir()
    synchronise(settings)
    page = create_app(settings).test_client().get("/").text
    assert 'id="added"' not in page
    assert "Last update" not in page
