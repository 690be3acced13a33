"""The document about the API says what the code has, and the page about it says what the document says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient

from indexer.article import JSON_ORDER
from indexer.search import DEEPEST, FACETS, FILTERS
from indexer.settings import Settings
from tests.web.conftest import Outline
from tests.web.small_archive import PAGES
from web.app import create_app
from web.parameters import LARGEST_LIMIT, SORTS
from web.reference_view import CLIENT, Examples
from web.schemas import Schemas

Identify = Callable[[str], str]
Look = Callable[..., Outline]


@pytest.fixture
def document(client: FlaskClient) -> Any:
    answer = client.get("/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    return answer.get_json()


def parameters_of(document: Any, path: str) -> dict[str, Any]:
    return {one["name"]: one for one in document["paths"][path]["get"]["parameters"]}


def test_the_document_is_one_of_openapi_3_1(document: Any) -> None:
    assert document["openapi"].startswith("3.1.")
    schemathesis.openapi.from_dict(document).validate()


def test_every_schema_is_a_schema(document: Any) -> None:
    for name, schema in document["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid({**schema, "$schema": "https://json-schema.org/draft/2020-12/schema"}), name
        assert schema["properties"], name
        assert schema["additionalProperties"] is False


def test_every_address_for_programs_is_described(app: Flask, document: Any) -> None:
    rules = {str(rule).replace("<", "{").replace(">", "}") for rule in app.url_map.iter_rules()}
    assert set(document["paths"]) == {rule for rule in rules if rule.startswith("/api/")}


def test_parameters_are_those_of_the_code(document: Any) -> None:
    known = parameters_of(document, "/api/v1/search")
    assert known["sort"]["schema"]["enum"] == list(SORTS)
    assert known["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": 5}
    assert f" {DEEPEST:,} hits" in known["page"]["description"]
    assert set(FILTERS) <= set(known)
    assert set(FILTERS) <= set(parameters_of(document, "/api/v1/trends"))
    assert all(one["description"].endswith(".") for one in known.values())


def test_answers_are_those_of_the_code(document: Any) -> None:
    schemas = document["components"]["schemas"]
    assert list(schemas["Article"]["properties"])[: len(JSON_ORDER)] == list(JSON_ORDER)
    assert set(JSON_ORDER) < set(schemas["Hit"]["properties"])
    assert "required" not in schemas["Hit"]
    assert set(FACETS) <= set(schemas["Search"]["properties"]["facets"]["propertyNames"]["enum"])
    assert "next" in schemas["Search"]["required"]
    assert schemas["Repair"]["required"] == ["field", "start", "end", "before", "after", "rule"]


@pytest.mark.parametrize("path", ["search?q=丰收&explain=on", "search?q=没有这样的词", "articles/{id}?q=石桥"])
def test_an_answer_fits_its_schema(client: FlaskClient, document: Any, id_of: Identify, path: str) -> None:
    asked = path.partition("?")[0].replace("{id}", "{article_id}")
    content = document["paths"][f"/api/v1/{asked}"]["get"]["responses"]["200"]["content"]
    schema = {**content["application/json"]["schema"], "components": document["components"]}
    answer = client.get("/api/v1/" + path.replace("{id}", id_of(PAGES[0].file))).get_json()
    assert jsonschema_rs.is_valid(schema, answer)
    assert not jsonschema_rs.is_valid(schema, {**answer, "unheard": 1})


def test_what_json_has_nothing_for_has_no_schema() -> None:
    with pytest.raises(TypeError, match="set"):
        Schemas({}).of(set[str])


def test_paths_begin_where_the_program_is_mounted(app: Flask) -> None:
    answer = app.test_client().get("/openapi.json", environ_overrides={"SCRIPT_NAME": "/news"})
    assert answer.get_json()["servers"] == [{"url": "/news"}]


def test_the_page_shows_every_address_and_parameter(look: Look, document: Any) -> None:
    page = look("/api")
    for path, one in document["paths"].items():
        name = one["get"]["operationId"]
        assert page.all("section", id=name)
        assert path in page.texts("code")
    told = [text.split()[0] for text in page.texts("dt")]
    wanted = [name for path in document["paths"] for name in parameters_of(document, path)]
    assert all(told.count(name) >= wanted.count(name) for name in wanted)
    assert {f"object-{name}" for name in document["components"]["schemas"]} <= {
        attributes.get("id") for attributes, _ in page.all("section")
    }


def test_links_within_the_page_lead_somewhere(look: Look) -> None:
    page = look("/api")
    ids = {attributes["id"] for _, attributes, _ in page.elements if "id" in attributes}
    links = [attributes["href"] for attributes, _ in page.all("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= ids


def test_examples_on_the_page_find_something_in_this_archive(look: Look, client: FlaskClient) -> None:
    links = [attributes["href"] for attributes, _ in look("/api").all("a")]
    examples = [link for link in links if link.startswith("/api/v1/")]
    assert len(examples) == 5
    for address in examples:
        answer = client.get(address)
        assert answer.status_code == 200, address
        plain = answer.get_json()
        assert any(plain.get(name) for name in ("hits", "text", "terms", "completions", "series")), address


@pytest.mark.parametrize("accepted", ["en", "zh-CN", "zh-TW"])
@pytest.mark.parametrize("path", ["/api", "/api/"])
def test_the_page_is_there_in_every_language(client: FlaskClient, path: str, accepted: str) -> None:
    answer = client.get(path, headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert Outline(answer.text).all("html")[0][0]["lang"].startswith(accepted[:2])
    assert client.get(f"{path}?lang=en").status_code == 303


def test_without_an_index_the_page_has_usual_examples(empty_settings: Settings) -> None:
    page = Outline(create_app(empty_settings).test_client().get("/api").text)
    links = [attributes["href"] for attributes, _ in page.all("a") if attributes["href"].startswith("/api/v1/")]
    assert len(links) == 3
    assert Examples().word in page.texts("pre")[0]


def test_the_client_on_the_page_asks_this_server(look: Look) -> None:
    shown = look("/api").texts("pre")
    assert "http://localhost" in shown[0]
    assert "http://localhost/api/v1/search" in shown[1]
    assert " ".join(CLIENT.split())[:40] == shown[0][:40]
