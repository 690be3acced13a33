"""Operations → the document that describes them, as OpenAPI 3.1 has it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from indexer import __version__
from indexer.article import ID_LENGTH, ID_PATTERN
from web.declared import Schema
from web.languages import N_
from web.operations import MERGED, Operation, ProblemAnswer
from web.schemas import Schemas

DIALECT = "3.1.0"

_IN_PATH = re.compile(r"<(\w+)>")

_ABOUT = N_(
    "Search a full-text archive of regional Chinese news, read its articles, count words over time. Everything is only "
    "read, with GET or HEAD. Answers are JSON in UTF-8; marks are pairs of a start and an end, in code points. A "
    "parameter that there is not, or a value that cannot be, is refused with a sentence."
)

_ARTICLE = {
    "name": "article_id",
    "in": "path",
    "required": True,
    "description": N_("The article's id."),
    "schema": {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": ID_LENGTH},
}

_TAG: Schema = {"description": "Stays the same as long as the answer does.", "schema": {"type": "string"}}

_PROBLEMS = {
    "BadRequest": N_("A parameter that there is not, a value that cannot be, or a question that is too wide."),
    "NotFound": N_("No article in this archive has this id."),
    "Fault": N_("A fault in the program; what happened is in its log."),
    "Unavailable": N_("There is no index that can be asked, or its cluster is away."),
}

Document = dict[str, Any]


def make_document(operations: Sequence[Operation], paths: Mapping[str, str], server: str) -> Document:
    """Return the document; ``paths`` has the rule of each endpoint, ``server`` is where paths begin."""
    schemas = Schemas(MERGED)
    described = {_path(paths[one.endpoint]): {"get": _operation(one, paths, schemas)} for one in operations}
    problem = {"application/problem+json": {"schema": schemas.of(ProblemAnswer)}}
    responses: Document = {name: {"description": one, "content": problem} for name, one in _PROBLEMS.items()}
    same = N_("The answer is the one that `If-None-Match` names.")
    responses["NotModified"] = {"description": same, "headers": {"ETag": _TAG}}
    return {
        "openapi": DIALECT,
        "info": {
            "title": "Fangzhi",
            "summary": "A full-text archive of regional news",
            "description": _ABOUT,
            "version": __version__,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "paths": described,
        "components": {"schemas": schemas.components, "responses": responses},
    }


def _path(rule: str) -> str:
    return _IN_PATH.sub(r"{\1}", rule)


def _operation(operation: Operation, paths: Mapping[str, str], schemas: Schemas) -> Document:
    named = _IN_PATH.findall(paths[operation.endpoint])
    parameters = [_ARTICLE for _ in named] + [one.described() for one in operation.parameters]
    content = {
        kind: {"schema": {"type": "string"} if hint is None else schemas.of(hint)}
        for kind, hint in operation.answers.items()
    }
    responses: Document = {"200": {"description": operation.summary, "headers": {"ETag": _TAG}, "content": content}}
    if operation.is_early:
        early = N_("The archive's words are being gathered for the first time; ask again in a moment.")
        responses["202"] = {"description": early, "content": content}
    shared = {304: "NotModified", 400: "BadRequest", **({404: "NotFound"} if named else {}), 500: "Fault"}
    for status, name in {**shared, 503: "Unavailable"}.items():
        responses[str(status)] = {"$ref": f"#/components/responses/{name}"}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.about,
        "parameters": parameters,
        "responses": responses,
    }
