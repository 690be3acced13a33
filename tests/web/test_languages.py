"""The pages' languages: who gets which, and whether every sentence is there in each."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from indexer.search import ArchiveSearch
from indexer.settings import Settings
from tests.web.conftest import Outline
from web.app import create_app
from web.languages import choose_language

WEB = Path(__file__).resolve().parents[2] / "web"
CATALOGUES = ("zh_Hans", "zh_Hant")

CHOICES = [
    ("", "", ["zh-CN", "en"], "zh-Hans"),
    ("", "", ["zh"], "zh-Hans"),
    ("", "", ["zh-TW"], "zh-Hant"),
    ("", "", ["zh-HK", "zh"], "zh-Hant"),
    ("", "", ["zh-Hant-CN"], "zh-Hant"),
    ("", "", ["zh-Hans-HK"], "zh-Hans"),
    ("", "", ["en-US", "zh-CN"], "en"),
    ("", "", ["fr", "zh-TW"], "zh-Hant"),
    ("", "", ["fr", "de"], "en"),
    ("", "", ["*"], "zh-Hans"),
    ("", "", [], "zh-Hans"),
    ("", "zh-Hant", ["en"], "zh-Hant"),
    ("en", "zh-Hant", ["zh-CN"], "en"),
    ("<script>", "", ["zh-CN"], "zh-Hans"),
    ("EN", "", ["zh-CN"], "zh-Hans"),
]


@pytest.mark.parametrize(("chosen", "configured", "accepted", "expected"), CHOICES)
def test_choice_then_setting_then_browser(chosen: str, configured: str, accepted: list[str], expected: str) -> None:
    assert choose_language(chosen, configured, accepted).tag == expected


def page_language(client: FlaskClient, path: str = "/", **headers: str) -> str:
    return Outline(client.get(path, headers=headers).text).all("html")[0][0]["lang"]


def test_the_browsers_language_is_taken(app: Flask) -> None:
    client = app.test_client()
    assert page_language(client, **{"Accept-Language": "zh-TW,zh;q=0.8,en;q=0.5"}) == "zh-Hant"
    assert page_language(client, **{"Accept-Language": "en;q=0.1, zh-CN;q=0.9"}) == "zh-Hans"
    assert page_language(client, **{"Accept-Language": "en;q=0, zh-TW"}) == "zh-Hant"


def test_the_keepers_language_is_taken(settings: Settings, archive: ArchiveSearch) -> None:
    client = create_app(dataclasses.replace(settings, language="zh-Hant"), archive).test_client()
    assert page_language(client, **{"Accept-Language": "en"}) == "zh-Hant"


def test_a_choice_is_kept_and_leads_back_to_the_same_page(client: FlaskClient) -> None:
    answer = client.get("/search?q=丰收&year=2022&year=2021&lang=zh-Hant&page=2")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/search?q=%E4%B8%B0%E6%94%B6&year=2022&year=2021&page=2"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert page_language(client) == "zh-Hant"


@pytest.mark.parametrize("lang", ["<script>alert(1)</script>", "fr", "", "\0", "zh"])
def test_a_language_that_there_is_not_changes_nothing(client: FlaskClient, lang: str) -> None:
    answer = client.get("/search", query_string={"q": "丰收", "lang": lang})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("path", ["//elsewhere.example/x", "/\\elsewhere.example", "///elsewhere.example"])
def test_a_choice_never_leads_to_another_host(client: FlaskClient, path: str) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": path, "QUERY_STRING": "lang=en"})
    assert answer.status_code == 303
    location = answer.headers["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


def test_dates_and_numbers_are_written_as_the_language_does(client: FlaskClient) -> None:
    shown = {
        tag: client.get("/search?q=石桥", headers={"Accept-Language": tag}).text for tag in ("en", "zh-CN", "zh-TW")
    }
    assert "1 May 2020" in shown["en"]
    assert "1,280 clicks" in shown["en"]
    assert "2020年5月1日" in shown["zh-CN"]
    assert "点击 1,280" in shown["zh-CN"]
    assert "點擊 1,280" in shown["zh-TW"]


def wanted_messages() -> set[Any]:
    """Return every message in code and templates, by the mapping that the folder of translations holds."""
    with (WEB / "translations" / "extraction.ini").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(str(WEB), methods, options)
    return {message for _, _, message, _, _ in found}


@pytest.mark.parametrize("locale", CATALOGUES)
def test_every_sentence_is_translated_and_none_is_left_over(locale: str) -> None:
    path = WEB / "translations" / locale / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=locale)
    messages = [message for message in catalogue if message.id]
    assert {message.id for message in messages} == wanted_messages()
    for message in messages:
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(texts), message.id
        assert not message.fuzzy, message.id
        assert not list(message.check(catalogue)), message.id


def translations(catalogue: Catalog) -> list[tuple[list[str], list[str]]]:
    """Return each message and its translation, singular and plural alike as lists."""

    def listed(text: Any) -> list[str]:
        return [text] if isinstance(text, str) else list(text)

    return sorted((listed(message.id), listed(message.string)) for message in catalogue if message.id)


@pytest.mark.parametrize("locale", CATALOGUES)
def test_what_the_pages_read_is_what_was_translated(locale: str) -> None:
    folder = WEB / "translations" / locale / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as po, (folder / "messages.mo").open("rb") as mo:
        written, compiled = read_po(po, locale=locale), read_mo(mo)
    assert translations(compiled) == translations(written)
