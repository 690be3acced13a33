"""Nothing is loaded from elsewhere, and what never changes is kept."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Outline

PATHS = ["/", "/search?q=丰收", "/nowhere", "/healthz", "/static/fangzhi.css", "/search?lang=en"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/search?q=丰收"])
def test_pages_depend_on_language_and_choice(client: FlaskClient, path: str) -> None:
    answer = client.get(path, buffered=True)
    assert {"Accept-Language", "Cookie"} <= set(answer.vary)
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", "/search?q=有人", "/nowhere"])
def test_everything_a_page_loads_is_its_own_and_kept_for_long(client: FlaskClient, path: str) -> None:
    page = Outline(client.get(path, buffered=True).text)
    links = [attributes for attributes, _ in page.all("link")]
    assert all(re.match(r"/(?!/)", link["href"]) for link in links)
    loaded = [link["href"] for link in links if link["rel"] in ("icon", "stylesheet")]
    loaded += [a["src"] for a, _ in page.all("script") + page.all("img")]
    assert len(set(loaded)) == 4
    for address in loaded:
        assert re.fullmatch(r"/static/[a-z.]+\?v=[0-9a-f]{12}", address)
        answer = client.get(address, buffered=True)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]


def test_another_version_is_not_kept(client: FlaskClient) -> None:
    answer = client.get("/static/fangzhi.css?v=000000000000", buffered=True)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["ETag"]


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_a_static_file_that_a_browser_has_is_not_sent_again(client: FlaskClient, encoding: str) -> None:
    headers = {"Accept-Encoding": encoding}
    first = client.get("/static/fangzhi.css", headers=headers)
    again = client.get("/static/fangzhi.css", headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/static/nowhere.css").status_code == 404


def test_styles_and_script_name_nothing_outside(client: FlaskClient) -> None:
    for name in ("fangzhi.css", "keys.js", "complete.js", "timeline.js", "cite.js", "seal.svg"):
        text = client.get(f"/static/{name}", buffered=True).text.replace("http://www.w3.org/2000/svg", "")
        assert "//" not in re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE), name
        assert "@import" not in text
