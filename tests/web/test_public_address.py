"""An archive that people reach under another address than the one its server listens on."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient

from indexer.errors import SettingsError
from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from tests.web.conftest import Outline
from tests.web.test_serving import ROOT
from web.app import create_app

NAME = "https://news.example.org"
PLACES = [NAME, f"{NAME}/archive", f"{NAME}/news/archive"]
Reader = Callable[[str], FlaskClient]

TELLING = [
    "/feeds/search.atom?q=丰收",
    "/feeds/search.json?q=丰收",
    "/opensearch.xml",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemaps/2022-02/1.xml",
    "/export/ris?q=丰收",
    "/export/jsonl?q=丰收",
]
"""What says whole addresses of the archive to others."""


@pytest.fixture
def reader(settings: Settings, archive: ArchiveSearch) -> Reader:
    """Return a function that gives a client of an archive at a public address."""

    def make(public_url: str) -> FlaskClient:
        client = create_app(replace(settings, public_url=public_url), archive).test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return make


@pytest.fixture
def any_id(archive: ArchiveSearch) -> str:
    return archive.ids(SearchRequest("丰收"))[0]


def own_addresses(text: str) -> set[str]:
    """Return the whole addresses of an answer that lead to pages of an archive; those of standards are left out."""
    found = set(re.findall(r"https?://[^\s\"'<>,}]+", unescape(text)))
    standards = r"https?://(www\.w3\.org|a9\.com|www\.sitemaps\.org|jsonfeed\.org|schema\.org)(/|$)"
    return {one for one in found if not re.match(standards, one)}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("path", TELLING)
def test_whatever_is_told_to_others_is_at_the_public_address(reader: Reader, place: str, path: str) -> None:
    client = reader(place)
    answer = client.get(path, headers={"Host": "127.0.0.1:8000"})
    assert answer.status_code == 200
    found = own_addresses(answer.text)
    assert found
    assert all(one.startswith(f"{place}/") for one in found)


@pytest.mark.parametrize("place", PLACES)
def test_an_article_says_where_it_stays(reader: Reader, any_id: str, place: str) -> None:
    page = reader(place).get(f"/articles/{any_id}", headers={"Host": "10.1.2.3:8000"}).text
    address = f"{place}/articles/{any_id}"
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta name="citation_public_url" content="{address}">' in page
    assert f'"@id": "{address}"' in page
    assert own_addresses(page) >= {address}
    assert all(one.startswith(place) for one in own_addresses(page))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("keeps", [True, False])
def test_a_proxy_may_take_the_path_away_or_leave_it(reader: Reader, any_id: str, place: str, keeps: bool) -> None:
    client, prefix = reader(place), place.removeprefix(NAME)
    pages = ["/", "/search?q=丰收", f"/articles/{any_id}", "/browse", "/nowhere", "/manifest.webmanifest"]
    linked = set()
    for path in pages:
        answer = client.get((prefix if keeps else "") + path, headers={"Host": "news.example.org"})
        assert answer.status_code == (404 if path == "/nowhere" else 200)
        linked |= (
            set(re.findall(r'(?:href|src|action)="([^"#]*)', answer.text)) if "json" not in answer.mimetype else set()
        )
    own = {unescape(one) for one in linked if one.startswith("/")}
    assert len(own) > 20
    assert all(one.startswith(f"{prefix}/") for one in own)
    for one in own:
        asked = one if keeps else one.removeprefix(prefix)
        assert client.get(asked, headers={"Host": "news.example.org"}, buffered=True).status_code in (200, 303), one


def test_the_path_alone_is_the_first_page(reader: Reader) -> None:
    client = reader(f"{NAME}/archive")
    first = client.get("/").text
    for path in ("/archive", "/archive/", "//archive//"):
        assert client.get(path).text == first


def test_a_path_that_only_begins_alike_is_none(reader: Reader) -> None:
    assert reader(f"{NAME}/archive").get("/archives/").status_code == 404


def test_a_slash_too_many_leads_nowhere_in_a_circle(reader: Reader) -> None:
    """What a proxy leaves where it was told to take the path away without the slash behind it."""
    answer = reader(f"{NAME}/archive").get("//search?q=丰收")
    assert answer.status_code == 200


def test_a_page_of_ones_own_is_no_public_path(settings: Settings, archive: ArchiveSearch) -> None:
    for path in ("/search", "/articles/of/old", "/static", "/healthz"):
        with pytest.raises(SettingsError, match=f"its path begins as the archive's own /{path.split('/')[1]}"):
            create_app(replace(settings, public_url=f"{NAME}{path}"), archive)


@pytest.mark.parametrize("keeps", [True, False])
def test_choosing_a_language_stays_within_the_path(reader: Reader, keeps: bool) -> None:
    client = reader(f"{NAME}/archive")
    prefix = "/archive" if keeps else ""
    answer = client.get(f"{prefix}/search?q=丰收&lang=zh-Hans", headers={"Host": "news.example.org"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/archive/search?q=%E4%B8%B0%E6%94%B6")
    cookie = client.get_cookie("fangzhi_language", "news.example.org", "/archive")
    assert cookie is not None
    assert (cookie.path, cookie.secure, cookie.http_only) == ("/archive", True, True)


def test_without_tls_the_cookie_goes_without_it(reader: Reader, client: FlaskClient) -> None:
    for plain, host in ((reader("http://news.example.org"), "news.example.org"), (client, "localhost")):
        plain.get("/?lang=en", headers={"Host": host})
        cookie = plain.get_cookie("fangzhi_language", host)
        assert cookie is not None
        assert not cookie.secure


def test_the_manifest_begins_at_the_path(reader: Reader) -> None:
    plain = json.loads(reader(f"{NAME}/archive").get("/manifest.webmanifest").data)
    assert plain["start_url"] == plain["scope"] == "/archive/"
    assert all(icon["src"].startswith("/archive/") for icon in plain["icons"])


def test_search_engines_are_told_the_paths_as_they_see_them(reader: Reader) -> None:
    assert "Disallow: /archive/search\n" in reader(f"{NAME}/archive").get("/robots.txt").text
    assert "Disallow: /search\n" in reader(NAME).get("/robots.txt").text


FORGED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "ftp",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-For": "192.0.2.1",
    "Forwarded": "host=evil.example;proto=ftp",
    "X-Script-Name": "/evil",
}


@pytest.mark.parametrize("place", ["", *PLACES])
@pytest.mark.parametrize("path", ["/", "/sitemap.xml", "/feeds/search.atom?q=丰收"])
def test_forwarding_headers_change_nothing(reader: Reader, place: str, path: str) -> None:
    client = reader(place)
    assert client.get(path, headers=FORGED).data == client.get(path).data


@pytest.mark.parametrize(
    "host", ["evil.example", "news.example.org.evil.example", "evil.example:8000", "evil..org", "[evil"]
)
def test_another_name_is_refused_and_never_told_on(reader: Reader, any_id: str, host: str) -> None:
    for path in ("/", f"/articles/{any_id}", "/api/v1/search?q=丰收", "/static/fangzhi.css", "/nowhere"):
        answer = reader(f"{NAME}/archive").get(path, headers={"Host": host}, buffered=True)
        assert answer.status_code == 421
        assert "This archive is at https://news.example.org/archive/" in unescape(answer.text)
        assert not re.search(rf"//{re.escape(host)}", answer.text.replace("//[evil", ""))


def test_a_page_under_another_name_leads_to_the_public_address(reader: Reader) -> None:
    client = reader(f"{NAME}/archive")
    page = Outline(client.get("/search?q=丰收", headers={"Host": "evil.example"}).text)
    (link,) = (attributes for attributes, text in page.all("a") if text == "To the first page")
    assert link["href"] == f"{NAME}/archive/"
    assert not page.all("form", role="search")
    problem = json.loads(client.get("/api/v1/search", headers={"Host": "evil.example", "Accept-Language": "zh"}).data)
    assert problem["detail"].startswith("This archive is at https://news.example.org/archive/, and was asked for under")


def test_a_slash_at_the_end_leads_on_within_the_path(reader: Reader) -> None:
    answer = reader(f"{NAME}/archive").get("/help/", headers={"Host": "news.example.org"})
    assert (answer.status_code, answer.location) == (308, "/archive/help")


@pytest.mark.parametrize(
    "host",
    ["news.example.org", "NEWS.example.org:443", "news.example.org.", "127.0.0.1:8000", "[::1]:8000", "localhost:8000"],
)
def test_its_own_names_numbers_and_names_without_a_dot_are_answered(reader: Reader, host: str) -> None:
    answer = reader(NAME).get("/search?q=丰收", headers={"Host": host})
    assert answer.status_code == 200


def test_the_name_it_listens_under_is_answered(settings: Settings, archive: ArchiveSearch) -> None:
    there = replace(settings, public_url=NAME, host="Inner.example.org")
    client = create_app(there, archive).test_client()
    assert client.get("/", headers={"Host": "inner.example.org:8000"}).status_code == 200


def test_health_is_told_under_any_name(reader: Reader) -> None:
    client = reader(f"{NAME}/archive")
    for host in ("127.0.0.1:8000", "pod-7.cluster.example"):
        for path in ("/healthz", "/archive/healthz"):
            assert client.get(path, headers={"Host": host}).status_code == 200


def test_without_a_public_address_the_one_asked_for_is_told(client: FlaskClient) -> None:
    answer = client.get("/robots.txt", headers={"Host": "any.example:81"})
    assert "Sitemap: http://any.example:81/sitemap.xml" in answer.text


PROGRAM = """
import sys
from pathlib import Path
from indexer.settings import Settings
from web.serving import serve
settings = Settings(archive=Path(sys.argv[1]), index=Path(sys.argv[2]), port=0, public_url=sys.argv[3])
serve(settings, on_ready=lambda url: print(url, flush=True))
"""


def test_a_server_behind_a_proxy_answers_so(settings: Settings) -> None:
    arguments = [str(settings.archive), str(settings.index), f"{NAME}/archive"]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline().strip().rstrip("/").rpartition(":")[2])

        def ask(path: str, host: str) -> tuple[int, str]:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
                connection.request("GET", path, headers={"Host": host, **FORGED})
                with connection.getresponse() as answer:
                    return answer.status, answer.read().decode()

        try:
            for path in ("/robots.txt", "/archive/robots.txt"):
                status, text = ask(path, "news.example.org")
                assert status == 200
                assert "Sitemap: https://news.example.org/archive/sitemap.xml" in text
            assert ask("/healthz", f"127.0.0.1:{port}")[0] == 200
            assert ask("/", "evil.example")[0] == 421
        finally:
            server.send_signal(signal.SIGINT)
