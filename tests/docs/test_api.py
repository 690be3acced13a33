"""What docs/api.md says programs can ask is what they can ask; its code runs against a real server."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.settings import Settings
from tests.browser.conftest import serving
from tests.docs.pages import blocks, code_spans, read, rows
from tests.web.small_archive import write_archive
from web.app import create_app
from web.operations import HIT_FIELDS, operations
from web.parameters import COMPLETIONS, LARGEST_LIMIT, LONGEST_QUERY, MOST_COMPLETIONS, MOST_VALUES
from web.reference_view import CLIENT, HOME

PAGE = read("docs/api.md")
CURL = [block for block in blocks(PAGE) if block.startswith("curl ")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the command ``serve`` over the small archive."""
    folder = tmp_path_factory.mktemp("api")
    write_archive(folder / "archive")
    with serving(folder) as url:
        yield url


def test_every_parameter_is_told_with_what_takes_it() -> None:
    told = [
        (name.strip("` "), {one.strip() for one in row[1].split(",")})
        for row in rows(PAGE, "| parameter | of | value |")
        for name in row[0].split(",")
    ]
    known: dict[str, set[str]] = {}
    for operation in operations(20):
        for parameter in operation.parameters:
            known.setdefault(parameter.name, set()).add(operation.name)
    assert dict(told) == known
    assert len(told) == len(known)


def test_every_address_is_told(tmp_path: Path) -> None:
    app = create_app(Settings(archive=tmp_path, index=tmp_path / "index"))
    addresses = {str(rule).replace("<article_id>", "<id>") for rule in app.url_map.iter_rules()}
    programs = {address for address in addresses if address.startswith("/api/")}
    assert {row[0].strip("`") for row in rows(PAGE, "| address | gives |")} == programs
    assert {"/api", "/openapi.json"} <= set(code_spans(PAGE)) & addresses


def test_numbers_are_those_of_the_code() -> None:
    text = " ".join(PAGE.split())
    for told in (f"up to {LONGEST_QUERY:,} characters", f"hits up to {LARGEST_LIMIT}", f"up to {MOST_VALUES}, any of"):
        assert told in text
    assert COMPLETIONS < MOST_COMPLETIONS
    assert f"completions up to {MOST_COMPLETIONS}" in text


def test_every_status_is_told() -> None:
    document = create_app(Settings()).test_client().get("/openapi.json").get_json()
    described = {status for one in document["paths"].values() for status in one["get"]["responses"]}
    told = {row[0] for row in rows(PAGE, "| status | when |")}
    assert told == (described - {"200"}) | {"405"}


def test_the_client_is_the_one_on_the_page_of_the_server() -> None:
    (client,) = [block for block in blocks(PAGE) if block.startswith("import httpx")]
    assert client == CLIENT


def test_the_client_reads_all_hits(server: str) -> None:
    code = CLIENT.replace(HOME, server)
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    assert [line.split()[1] for line in lines] == ["2021-10-03", "2020-05-01"]


def test_the_client_goes_on_and_tells_what_is_wrong(server: str) -> None:
    names: dict[str, Any] = {}
    exec(CLIENT.partition("\n\nfor ")[0], names)
    hits = list(names["read_all"]({"q": "丰收", "limit": 5, "fields": "id,date"}, server))
    assert len({hit["id"] for hit in hits}) == len(hits) == 12
    with pytest.raises(SystemExit, match="sort cannot be 'foo'"):
        list(names["read_all"]({"q": "丰收", "sort": "foo"}, server))


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
@pytest.mark.parametrize("line", CURL)
def test_lines_for_a_terminal_are_answered(server: str, line: str) -> None:
    words = shlex.split(line.replace(HOME, server))
    done = subprocess.run([*words, "--silent", "--show-error"], capture_output=True, check=True)
    if "--head" in words:
        assert b"\netag: w/" in done.stdout.lower()
    else:
        assert set(json.loads(done.stdout)["hits"][0]) == {"id", "date", "title"}
    assert len(CURL) == 2


def test_the_problem_that_is_shown_is_the_one_that_is_told() -> None:
    (shown,) = [block for block in blocks(PAGE) if block.startswith('{"type"')]
    done = create_app(Settings()).test_client().get("/api/v1/search?limit=5000")
    assert done.get_json(force=True) == json.loads(shown)


def test_fields_that_are_shown_are_known() -> None:
    shown = [span.removeprefix("fields=") for span in code_spans(PAGE) if span.startswith("fields=")]
    assert shown
    assert {name for names in shown for name in names.split(",")} <= set(HIT_FIELDS)
