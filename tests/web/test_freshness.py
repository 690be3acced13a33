"""An answer that a browser or a program has already is not sent again, and never taken for one that it isn't."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.search import ArchiveSearch
from indexer.settings import Settings
from indexer.sync import synchronise
from tests.web.picture_archive import write_picture_archive
from tests.web.small_archive import Page, write_archive
from web.app import create_app

TAGGED = [
    "/",
    "/search?q=丰收",
    "/search?q=没有这样的词",
    "/browse",
    "/browse/2022",
    "/trends?q=丰收",
    "/feeds/search.atom?q=丰收",
    "/feeds/search.json",
    "/sitemap.xml",
    "/manifest.webmanifest",
    "/api",
    "/openapi.json",
    "/api/v1/search?q=丰收",
    "/api/v1/suggest?q=青石",
    "/api/v1/trends?q=丰收",
    "/api/v1/trends?q=丰收&format=csv",
    "/opensearch/suggest?q=青石",
]
NEVER = ["/healthz", "/export/csv?q=丰收", "/nowhere", "/api/v1/nowhere", "/api/v1/search?sort=foo", "/?lang=en"]


def tag_at(client: FlaskClient, path: str, **headers: str) -> str:
    """Return the tag of an answer, which may have its words gathered by the first that asks."""
    client.get(path, headers=headers)
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    tag = answer.headers["ETag"]
    assert tag.startswith('W/"')
    return tag


def status(client: FlaskClient, path: str, tag: str, **headers: str) -> int:
    return client.get(path, headers={**headers, "If-None-Match": tag}).status_code


@pytest.mark.parametrize("path", TAGGED)
def test_the_same_answer_is_not_sent_again(client: FlaskClient, path: str) -> None:
    tag = tag_at(client, path)
    answer = client.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"] == "no-cache"
    assert {"Accept-Language", "Cookie"} <= set(answer.vary)
    assert client.head(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.head(path).headers["ETag"] == tag


@pytest.mark.parametrize("path", TAGGED)
def test_another_tag_gets_the_answer(client: FlaskClient, path: str) -> None:
    for other in ('W/"0123456789abcdef"', "*", "nonsense", '""'):
        assert status(client, path, other) == 200


@pytest.mark.parametrize("path", NEVER)
def test_what_depends_on_more_has_no_tag(client: FlaskClient, path: str) -> None:
    assert "ETag" not in client.get(path, buffered=True).headers


def test_tags_tell_addresses_languages_and_servers_apart(client: FlaskClient) -> None:
    tags = [tag_at(client, path) for path in ("/search?q=丰收", "/search?q=丰收&page=2", "/api/v1/search?q=丰收")]
    tags += [tag_at(client, "/search?q=丰收", **{"Accept-Language": tag}) for tag in ("zh-CN", "zh-TW")]
    tags += [tag_at(client, "/search?q=丰收", Host="elsewhere.example")]
    assert len(set(tags)) == len(tags)
    assert status(client, "/search?q=丰收", tags[0], **{"Accept-Language": "zh-CN"}) == 200


def test_a_language_that_was_chosen_is_another_answer(client: FlaskClient) -> None:
    tag = tag_at(client, "/search?q=丰收")
    client.get("/?lang=zh-Hant")
    assert status(client, "/search?q=丰收", tag) == 200


@pytest.mark.parametrize("choice", ["density=compact", "characters=hant"])
def test_what_was_chosen_for_all_pages_is_another_answer(client: FlaskClient, choice: str) -> None:
    tag = tag_at(client, "/search?q=丰收")
    client.get(f"/?{choice}")
    assert status(client, "/search?q=丰收", tag) == 200
    assert tag_at(client, "/search?q=丰收") != tag


def test_a_refused_method_has_no_tag(client: FlaskClient) -> None:
    tag = tag_at(client, "/api/v1/search?q=丰收")
    answer = client.post("/api/v1/search?q=丰收", headers={"If-None-Match": tag})
    assert answer.status_code == 405
    assert "ETag" not in answer.headers


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Settings of an archive that a test may change."""
    made = Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1, page_size=5)
    write_archive(made.archive)
    synchronise(made)
    return made


@pytest.mark.parametrize("path", ["/", "/search?q=丰收", "/api/v1/search?q=丰收", "/feeds/search.atom", "/browse"])
def test_a_change_of_the_index_is_another_answer(own: Settings, path: str) -> None:
    client = create_app(own, ArchiveSearch(own)).test_client()
    tag = tag_at(client, path)
    assert status(client, path, tag) == 304
    new = Page("2023/new.html", "青石县花椒丰收", ("花椒丰收了，家家的院子里晒得红红的，收花椒的车排到了村口。",))
    (own.archive / "2023").mkdir()
    (own.archive / new.file).write_text(new.html(), encoding="utf-8")
    synchronise(own)
    assert status(client, path, tag) == 200
    assert tag_at(client, path) != tag


def test_completions_of_words_from_before_a_change_have_no_tag(own: Settings) -> None:
    client = create_app(own, ArchiveSearch(own, patience=30)).test_client()
    paths = [
        "/api/v1/suggest?q=青石",
        "/opensearch/suggest?q=青石",
        "/search?q=没有这样的词",
        "/api/v1/search?q=乡村正兴",
    ]
    tags = [tag_at(client, path) for path in paths]
    (own.archive / "2022" / "harvest-00.html").unlink()
    synchronise(own)
    for path, tag in zip(paths, tags, strict=True):
        answer = client.get(path, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert "ETag" not in answer.headers


def test_another_program_or_setting_is_another_answer(
    settings: Settings, archive: ArchiveSearch, own: Settings
) -> None:
    path = "/search?q=丰收"
    (own.index.parent / "synonyms.txt").write_text("丰收 收成", encoding="utf-8")
    others = [
        create_app(settings, archive),
        create_app(Settings(archive=own.archive, index=settings.index, page_size=7)),
        create_app(Settings(archive=own.archive, index=settings.index, page_size=5, synonyms=("丰收 收成",))),
        create_app(Settings(archive=own.archive, index=settings.index, page_size=5, sources=("青石日报，青石报",))),
    ]
    tags = [tag_at(app.test_client(), path) for app in others]
    assert len(set(tags)) == len(tags)
    again = create_app(Settings(archive=own.archive, index=settings.index, page_size=7))
    assert tag_at(again.test_client(), path) == tags[1]


def test_what_programs_are_told_of_an_article_has_a_tag(client: FlaskClient) -> None:
    (hit,) = client.get("/api/v1/search?q=石桥&fields=id").get_json()["hits"]
    for path in (f"/api/v1/articles/{hit['id']}?q=石桥", f"/api/v1/articles/{hit['id']}/alike"):
        assert status(client, path, tag_at(client, path)) == 304


def test_an_articles_page_has_no_tag_since_files_and_pictures_lie_in_the_archive(tmp_path: Path) -> None:
    made = Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1)
    write_picture_archive(made.archive)
    synchronise(made)
    client = create_app(made).test_client()
    (hit,) = client.get("/api/v1/search?q=合龙&fields=id").get_json()["hits"]
    assert "ETag" not in client.get(f"/articles/{hit['id']}").headers
    assert "ETag" in client.get(f"/api/v1/articles/{hit['id']}").headers
    assert not client.get(f"/articles/{hit['id']}/pictures/0").headers["ETag"].startswith("W/")


def test_without_an_index_there_is_no_tag(empty_settings: Settings) -> None:
    answer = create_app(empty_settings).test_client().get("/search?q=雨", headers={"If-None-Match": "*"})
    assert answer.status_code == 503
    assert "ETag" not in answer.headers


def test_nothing_is_searched_for_an_answer_that_is_the_same(settings: Settings) -> None:
    class Counting(ArchiveSearch):
        searches = 0

        def search(self, *arguments: object) -> object:  # type: ignore[override]
            Counting.searches += 1
            return super().search(*arguments)  # type: ignore[arg-type]

    client = create_app(settings, Counting(settings)).test_client()
    tag = tag_at(client, "/api/v1/search?q=丰收")
    searches = Counting.searches
    assert status(client, "/api/v1/search?q=丰收", tag) == 304
    assert Counting.searches == searches > 0
