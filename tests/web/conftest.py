"""A real index of a small archive, and clients that ask it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from indexer.sync import synchronise
from tests.web.every_page import Holdings, PageKind, every_page, look_through, write_full_archive
from tests.web.small_archive import HARVESTS, PAGES, write_archive
from web.app import create_app


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a small archive that is indexed."""
    folder = tmp_path_factory.mktemp("web")
    made = Settings(archive=folder / "archive", index=folder / "index", jobs=1, page_size=5)
    write_archive(made.archive)
    report = synchronise(made)
    assert not report.failed
    assert report.articles == len(PAGES) + len(HARVESTS) + 1
    return made


@pytest.fixture(scope="session")
def archive(settings: Settings) -> ArchiveSearch:
    return ArchiveSearch(settings)


@pytest.fixture(scope="session")
def app(settings: Settings, archive: ArchiveSearch) -> Flask:
    return create_app(settings, archive)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A reader whose browser asks for English."""
    made = app.test_client()
    made.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return made


@pytest.fixture(scope="session")
def id_of(archive: ArchiveSearch) -> Callable[[str], str]:
    """Return the id of the article saved in a file."""

    def find(file: str) -> str:
        hits = archive.search(SearchRequest(q=f'file:"{file}"')).hits
        assert len(hits) == 1, file
        return hits[0].article.id

    return find


class Outline(HTMLParser):
    """What tests look at in a page: elements with attributes and text, marked text, links."""

    _VOID = frozenset({"meta", "link", "img", "input", "br", "hr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self.feed(page)
        self.close()
        assert not self._open, f"not closed: {[name for name, _, _ in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs}, [])
        self.elements.append(element)
        if tag not in self._VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1][0] == tag, f"</{tag}> closes <{self._open[-1][0]}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for _, _, texts in self._open:
            texts.append(data)

    def all(self, tag: str, **wanted: str) -> list[tuple[dict[str, str], str]]:
        """Return attributes and text of each element of a kind; ``class_`` names one of its classes."""
        name = wanted.pop("class_", None)
        return [
            (attributes, " ".join("".join(texts).split()))
            for kind, attributes, texts in self.elements
            if kind == tag
            and (name is None or name in attributes.get("class", "").split())
            and all(attributes.get(key) == value for key, value in wanted.items())
        ]

    def texts(self, tag: str, **wanted: str) -> list[str]:
        return [text for _, text in self.all(tag, **wanted)]


@pytest.fixture
def look(client: FlaskClient) -> Callable[..., Outline]:
    """Fetch a page that must be there, and return its outline."""

    def fetch(path: str, status: int = 200, **query: object) -> Outline:
        answer = client.get(path, query_string=query or None)
        assert answer.status_code == status, answer.text[:500]
        return Outline(answer.text)

    return fetch


@pytest.fixture
def empty_settings(tmp_path: Path) -> Settings:
    """Settings of an archive that has no index."""
    (tmp_path / "archive").mkdir()
    return Settings(archive=tmp_path / "archive", index=tmp_path / "index", jobs=1)


@pytest.fixture(scope="session")
def full_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application whose archive has something to show on every page."""
    folder = tmp_path_factory.mktemp("full")
    made = Settings(archive=folder / "archive", index=folder / "index", jobs=1, page_size=5)
    write_full_archive(made.archive)
    assert not synchronise(made).failed
    return create_app(made)


@pytest.fixture(scope="session")
def clients(full_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, FlaskClient]:
    """Readers of the archives that the table of pages names."""
    made = {"full": full_app.test_client()}
    for name in ("empty", "unread"):
        folder = tmp_path_factory.mktemp(name)
        (folder / "archive").mkdir()
        settings = Settings(archive=folder / "archive", index=folder / "index", jobs=1)
        if name == "empty":
            synchronise(settings)
        made[name] = create_app(settings).test_client()
    return made


@pytest.fixture(scope="session")
def held(full_app: Flask) -> Holdings:
    """What the full archive holds."""
    return look_through(lambda path: full_app.test_client().get(path).text)


@pytest.fixture(scope="session")
def pages(held: Holdings) -> Mapping[str, PageKind]:
    """Every kind of page, by name."""
    return {kind.name: kind for kind in every_page(held)}
