"""Saved pages over HTTP: shown within a page of the archive, given out as they are, and told by their hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from indexer.sync import synchronise
from tests.reading.containers import zipped
from tests.web.conftest import Outline
from tests.web.picture_archive import CAPTIONS, write_picture_archive
from tests.web.small_archive import PAGES
from web.app import create_app
from web.saved_pages import attached

IdOf = Callable[[str], str]
Look = Callable[..., Outline]


def test_the_original_is_given_as_a_file(client: FlaskClient, settings: Settings, id_of: IdOf) -> None:
    address = f"/articles/{id_of('bridge.html')}/original"
    answer = client.get(address)
    data = (settings.archive / "2020/bridge.html").read_bytes()
    assert answer.data == data
    assert answer.content_type == "text/html"
    assert answer.headers["Content-Disposition"] == "attachment; filename=\"bridge.html\"; filename*=UTF-8''bridge.html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["ETag"] == f'"{hashlib.sha256(data).hexdigest()}"'
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head(address).headers["Content-Length"] == str(len(data))


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("a.html", "a.html"),
        ("石桥.html", "article.html"),
        ("Café 2.html", "Cafe_2.html"),
        ('a";\r\nX: y.html', "a_X_y.html"),
        ("石桥", "article"),
        ("桥.网页", "article"),
    ],
)
def test_a_name_is_told_in_ascii_and_as_it_is(name: str, plain: str) -> None:
    told = attached(name)
    assert told.isascii()
    assert "\r" not in told
    assert re.search(r'filename="([^"]*)"', told)[1] == plain  # type: ignore[index]
    assert unquote(told.partition("filename*=UTF-8''")[2]) == name


def test_an_article_leads_to_its_saved_page(look: Look, settings: Settings, id_of: IdOf) -> None:
    path = f"/articles/{id_of('bridge.html')}"
    page = look(path)
    links = {text: attributes["href"] for attributes, text in page.all("a")}
    assert links["Open the saved page"] == f"{path}/saved"
    assert links["Original file"] == f"{path}/original"
    digest = hashlib.sha256((settings.archive / "2020/bridge.html").read_bytes()).hexdigest()
    assert digest in page.texts("code")


def test_a_saved_page_is_shown_in_a_frame_that_may_do_nothing(look: Look, id_of: IdOf) -> None:
    path = f"/articles/{id_of('bridge.html')}"
    page = look(f"{path}/saved")
    ((frame, _),) = page.all("iframe")
    assert frame["sandbox"] == ""
    assert frame["src"] == f"{path}/saved/page"
    assert frame["title"] == "The saved page"
    assert page.texts("h1") == [PAGES[0].title]
    links = {text: attributes["href"] for attributes, text in page.all("a")}
    assert links["Back to the article"] == path
    assert links["Original file"] == f"{path}/original"
    assert any("as it was saved" in text for text in page.texts("p", class_="about"))


def test_what_is_framed_carries_a_policy_of_its_own(client: FlaskClient, id_of: IdOf) -> None:
    answer = client.get(f"/articles/{id_of('bridge.html')}/saved/page")
    assert answer.content_type == "text/html; charset=utf-8"
    assert PAGES[0].paragraphs[0] in answer.text
    policy = dict(one.strip().partition(" ")[::2] for one in answer.headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "sandbox": "",
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "font-src": "data:",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
    }
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    again = client.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_framed_is_not_opened_by_itself(client: FlaskClient, id_of: IdOf) -> None:
    path = f"/articles/{id_of('bridge.html')}/saved"
    answer = client.get(f"{path}/page", headers={"Sec-Fetch-Dest": "document"})
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert "Sec-Fetch-Dest" in client.get(f"{path}/page", headers={"Sec-Fetch-Dest": "iframe"}).vary


def test_text_is_shown_as_plain_text(client: FlaskClient, look: Look, settings: Settings, id_of: IdOf) -> None:
    path = f"/articles/{id_of('rain.txt')}/saved"
    answer = client.get(f"{path}/page")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text == (settings.archive / "rain.txt").read_text(encoding="utf-8")
    assert look(path).texts("p", class_="about") == ["This is the text as it was saved."]


@pytest.mark.parametrize("place", ["original", "saved", "saved/page"])
@pytest.mark.parametrize("article_id", ["0" * 20, "x", "..%2F..", "0" * 5000])
def test_no_article_is_a_page_that_says_so(client: FlaskClient, article_id: str, place: str) -> None:
    answer = client.get(f"/articles/{article_id}/{place}")
    assert answer.status_code == 404
    assert len(Outline(answer.text).all("h1")) == 1
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def served(settings: Settings, query: str) -> tuple[FlaskClient, str]:
    """Return a client of an archive that is indexed now, and the address of the one article that is found."""
    assert not synchronise(settings).failed
    search = ArchiveSearch(settings)
    (hit,) = search.search(SearchRequest(q=query)).hits
    client = create_app(settings, search).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client, f"/articles/{hit.article.id}"


def test_pictures_that_were_saved_are_in_the_page(empty_settings: Settings) -> None:
    write_picture_archive(empty_settings.archive)
    client, path = served(empty_settings, "合龙")
    sources = [attributes.get("src", "") for attributes, _ in Outline(client.get(f"{path}/saved/page").text).all("img")]
    assert [source[:15] for source in sources] == ["data:image/png;", "", "data:image/png;", "", "data:image/png;"]
    assert CAPTIONS[1] in client.get(f"{path}/saved/page").text


@pytest.mark.parametrize("place", ["original", "saved", "saved/page"])
def test_a_file_that_changed_or_went_is_a_page_that_says_so(empty_settings: Settings, place: str) -> None:
    file = empty_settings.archive / "石桥.zip"
    file.write_bytes(zipped({"a.html": PAGES[0].html().encode()}))
    client, path = served(empty_settings, "石桥")
    assert client.get(f"{path}/{place}").status_code == 200
    file.write_bytes(zipped({"a.html": PAGES[1].html().encode()}))
    changed = client.get(f"{path}/{place}")
    file.unlink()
    gone = client.get(f"{path}/{place}")
    reasons = "has changed since it was indexed", "is not in the archive folder any more"
    for answer, reason in zip((changed, gone), reasons, strict=True):
        assert answer.status_code == 410
        page = Outline(answer.text)
        assert page.texts("h1") == ["The saved page is no longer there"]
        (told,) = page.texts("p", class_="detail")
        assert told.startswith("The file 石桥.zip ")
        assert reason in told
        assert PAGES[1].paragraphs[0] not in answer.text
    article = Outline(client.get(path).text)
    assert "SHA-256" not in article.texts("dt")


def test_a_row_is_given_and_not_shown(empty_settings: Settings) -> None:
    row = '{"title": "石桥修好了", "text": "青石河上的石桥今天修好了，两岸的人走在桥上看水。"}\n'
    (empty_settings.archive / "a.jsonl").write_text(row, encoding="utf-8")
    client, path = served(empty_settings, "石桥")
    links = {text: attributes["href"] for attributes, text in Outline(client.get(path).text).all("a")}
    assert "Open the saved page" not in links
    answer = client.get(links["Original file"])
    assert (answer.content_type, answer.json["title"]) == ("application/json", "石桥修好了")  # type: ignore[index]
    refused = client.get(f"{path}/saved")
    assert refused.status_code == 404
    assert Outline(refused.text).texts("h1") == ["The saved page cannot be shown"]
    assert "take the original file instead" in refused.text
