"""Pictures on an article's page: at their places, with their captions, as pictures and as nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from indexer.sync import synchronise
from tests.web.conftest import Outline
from tests.web.picture_archive import BRIDGE, CAPTIONS, FERRY, PARAGRAPHS, SEAL, write_picture_archive
from web.app import create_app


@pytest.fixture(scope="module")
def bridges(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, str]:
    """A reader of the archive with pictures, and the path of its article."""
    folder = tmp_path_factory.mktemp("pictures")
    settings = Settings(archive=folder / "archive", index=folder / "index", jobs=1)
    write_picture_archive(settings.archive)
    assert not synchronise(settings).failed
    search = ArchiveSearch(settings)
    (hit,) = search.search(SearchRequest(q="合龙")).hits
    client = create_app(settings, search).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client, f"/articles/{hit.article.id}"


def body(page: Outline) -> list[str]:
    """Return what stands in the text, one below the other: pictures, captions and paragraphs."""
    wanted = {"img": lambda a: a.get("loading") == "lazy", "figcaption": lambda a: True, "p": lambda a: not a}
    return [
        attributes.get("src", "".join(texts).strip()).rsplit("/", 1)[-1]
        for tag, attributes, texts in page.elements
        if tag in wanted and wanted[tag](attributes) and (tag != "p" or "".join(texts) in PARAGRAPHS)
    ]


def test_pictures_and_captions_stand_at_their_places(bridges: tuple[FlaskClient, str]) -> None:
    client, path = bridges
    page = Outline(client.get(path).text)
    first, second, third = PARAGRAPHS
    missing = f"{CAPTIONS[1]} Picture not saved"
    assert body(page) == [first, "0", CAPTIONS[0], second, missing, "2", third, "4", CAPTIONS[2]]
    pictures = [attributes for attributes, _ in page.all("img", loading="lazy")]
    sizes = [(one.get("width"), one.get("height")) for one in pictures]
    assert sizes == [("640", "360"), ("1200", "800"), ("200", "200")]
    assert [one["alt"] for one in pictures] == ["Picture 1", "Picture 3", "Picture 5"]
    assert page.texts("span", class_="note") == ["Picture not saved"]


@pytest.mark.parametrize(("language", "words"), [("zh-Hans", "图片未保存"), ("zh-Hant", "圖片未儲存")])
def test_a_picture_that_is_missing_is_told_in_the_readers_language(
    bridges: tuple[FlaskClient, str], language: str, words: str
) -> None:
    client, path = bridges
    page = Outline(client.get(path, headers={"Accept-Language": language}).text)
    assert page.texts("span", class_="note") == [words]


def test_marks_are_counted_through_text_and_captions(bridges: tuple[FlaskClient, str]) -> None:
    client, path = bridges
    page = Outline(client.get(path, query_string={"q": "新桥 OR 码头"}).text)
    marks = [attributes["id"] for attributes, _ in page.all("mark") if "id" in attributes]
    assert marks == [f"mark-{number}" for number in range(1, 6)]
    assert page.texts("mark")[1:] == ["新桥", "新桥", "新桥", "码头", "新桥"]
    assert page.texts("figcaption")[0] == CAPTIONS[0]
    assert page.texts("a", class_="jump") == ["To the first of 5 places found"]


@pytest.mark.parametrize(("number", "data"), [(0, BRIDGE), (2, FERRY), (4, SEAL)])
def test_a_picture_is_given_as_it_was_saved(bridges: tuple[FlaskClient, str], number: int, data: bytes) -> None:
    client, path = bridges
    answer = client.get(f"{path}/pictures/{number}")
    assert answer.status_code == 200
    assert answer.data == data
    assert answer.content_type == "image/png"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"].startswith("private")
    assert set(answer.vary) <= {"Accept-Encoding"}
    again = client.get(f"{path}/pictures/{number}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("number", ["1", "3", "5", "-1", "99999999", "9" * 5000, "٠", "0/x", "../0", "a"])
def test_other_pictures_are_a_page_that_says_so(bridges: tuple[FlaskClient, str], number: str) -> None:
    client, path = bridges
    answer = client.get(f"{path}/pictures/{number}")
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert len(Outline(answer.text).all("h1")) == 1
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")


@pytest.mark.parametrize("article_id", ["0" * 20, "x", "..%2F..", "0" * 5000])
def test_pictures_of_no_article_are_a_page_that_says_so(bridges: tuple[FlaskClient, str], article_id: str) -> None:
    answer = bridges[0].get(f"/articles/{article_id}/pictures/0")
    assert answer.status_code == 404
    assert len(Outline(answer.text).all("h1")) == 1


def test_a_picture_that_goes_is_no_longer_shown(tmp_path: Path) -> None:
    settings = Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1)
    write_picture_archive(settings.archive)
    assert not synchronise(settings).failed
    search = ArchiveSearch(settings)
    (hit,) = search.search(SearchRequest(q="合龙")).hits
    client = create_app(settings, search).test_client()
    (settings.archive / "qiao_files" / "a.png").unlink()
    page = Outline(client.get(f"/articles/{hit.article.id}").text)
    assert body(page)[1].startswith(CAPTIONS[0])
    assert client.get(f"/articles/{hit.article.id}/pictures/0").status_code == 404
