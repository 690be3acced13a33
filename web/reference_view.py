"""The document about the addresses for programs → what its page shows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode

from web.declared import Schema
from web.openapi import Document
from web.schemas import PLACE

HOME = "http://127.0.0.1:8000"
"""Where the client below asks unless told."""

CLIENT = '''\
import httpx


def read_all(question, server="http://127.0.0.1:8000"):
    """Yield all hits of a search, however many there are."""
    asked = {"limit": 100, **question}
    with httpx.Client(base_url=server) as client:
        while True:
            answer = client.get("/api/v1/search", params=asked)
            if answer.is_error:
                raise SystemExit(answer.json()["detail"])
            found = answer.json()
            yield from found["hits"]
            if found["next"] is None:
                return
            asked["cursor"] = found["next"]


for hit in read_all({"q": "乡村振兴", "sort": "newest", "fields": "id,date,title,text"}):
    print(hit["id"], hit["date"], hit["title"], len(hit["text"]))
'''
"""Reads all hits, in Python."""

_LINE = """curl --get {server}/api/v1/search --data-urlencode 'q={word}' --data fields=id,date,title --data limit=5"""


@dataclass(frozen=True, slots=True)
class Examples:
    """What is asked for in examples: an article, None where there is none, and a word."""

    article: str | None = None
    word: str = "乡村振兴"


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A parameter: what it takes, as far as that is a choice, a range or a form, and what holds without it."""

    name: str
    about: str
    choices: tuple[str, ...]
    form: str
    usual: str
    is_required: bool
    is_many: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer: its status, what it means, and the media types with the names of the objects in them."""

    status: str
    about: str
    contents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OperationView:
    """An operation.

    ``example`` is an address below the server's, None where there is nothing to ask for, and ``shown`` the same for
    people to read.
    """

    name: str
    summary: str
    about: str
    path: str
    parameters: tuple[ParameterRow, ...]
    answers: tuple[AnswerRow, ...]
    example: str | None
    shown: str


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name in an object: its type in short, the object that it holds, and what it means."""

    name: str
    type: str
    holds: str
    about: str


@dataclass(frozen=True, slots=True)
class ObjectView:
    """An object in answers."""

    name: str
    about: str
    names: tuple[NameRow, ...]


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """What the page shows. ``client`` and ``line`` ask this very server for something that it has."""

    about: str
    operations: tuple[OperationView, ...]
    objects: tuple[ObjectView, ...]
    client: str
    line: str


def make_reference_view(document: Document, examples: Examples, server: str) -> ReferenceView:
    """Return what the page shows of a document; ``server`` is the address at which paths begin."""
    word = examples.word.replace('"', "").replace("\\", "").replace("'", "")
    asked = _asked(Examples(examples.article, word))
    return ReferenceView(
        about=document["info"]["description"],
        operations=tuple(_operation_view(path, one["get"], document, asked) for path, one in document["paths"].items()),
        objects=tuple(_object_views(document["components"]["schemas"])),
        client=CLIENT.replace(HOME, server).replace(Examples().word, word),
        line=_LINE.format(server=server, word=word),
    )


def _asked(examples: Examples) -> Mapping[str, Mapping[str, str]]:
    """Return for each operation what an example asks, the parts of its path among it."""
    word, known = examples.word, {"article_id": examples.article or ""}
    return {
        "search": {"q": word, "sort": "newest", "fields": "id,date,title,source", "limit": "3"},
        "article": {**known, "fields": "id,title,date,source,url,text"},
        "alike": known,
        "suggest": {"q": word[:2], "limit": "5"},
        "trends": {"q": word, "per": "year"},
    }


def _example(path: str, asked: Mapping[str, str]) -> str | None:
    left = dict(asked)
    for name in list(left):
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", left.pop(name) or "{}")
    if "{" in path:
        return None
    return f"{path}?{urlencode(left, safe=',', errors='replace')}" if left else path


def _operation_view(
    path: str, plain: Document, document: Document, asked: Mapping[str, Mapping[str, str]]
) -> OperationView:
    name = plain["operationId"]
    example = _example(path, asked.get(name, {}))
    return OperationView(
        name=name,
        summary=plain["summary"],
        about=plain["description"],
        path=path,
        parameters=tuple(map(_parameter_row, plain["parameters"])),
        answers=tuple(_answer_rows(plain["responses"], document)),
        example=example,
        shown=unquote(example or ""),
    )


def _parameter_row(plain: Document) -> ParameterRow:
    schema: Schema = plain["schema"]
    value: Schema = schema.get("items", schema)
    form = f"{value['minimum']:,}–{value['maximum']:,}" if "minimum" in value else str(value.get("examples", [""])[0])
    return ParameterRow(
        name=plain["name"],
        about=plain["description"],
        choices=tuple(value.get("enum", ())),
        form=form,
        usual=str(value.get("default", "")),
        is_required=bool(plain.get("required")),
        is_many=bool(plain.get("explode")),
    )


def _answer_rows(responses: Document, document: Document) -> Iterator[AnswerRow]:
    for status, one in responses.items():
        response = document["components"]["responses"][one["$ref"].rpartition("/")[2]] if "$ref" in one else one
        contents = ((kind, _held(content["schema"])) for kind, content in response.get("content", {}).items())
        yield AnswerRow(status, response["description"], tuple(contents))


def _object_views(schemas: Mapping[str, Schema]) -> Iterator[ObjectView]:
    for name, schema in sorted(schemas.items()):
        names = (
            NameRow(one, _type_of(of), _held(of), of.get("description", "")) for one, of in schema["properties"].items()
        )
        yield ObjectView(name, schema.get("description", ""), tuple(names))


def _held(schema: Schema) -> str:
    """Return the name of the object that a value is, or has in it; nothing where it has none."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(PLACE)
    inner = (schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ()))
    return next(filter(None, (_held(one) for one in inner if isinstance(one, dict))), "")


def _type_of(schema: Schema) -> str:
    if "$ref" in schema:
        return "object"
    if "anyOf" in schema:
        return " | ".join(map(_type_of, schema["anyOf"]))
    kind: Any = schema["type"]
    if kind == "array":
        return f"[{_type_of(schema['items'])}]"
    return kind if isinstance(kind, str) else " | ".join(kind)
