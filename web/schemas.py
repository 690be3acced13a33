"""Types → JSON Schema, as OpenAPI 3.1 has it: a name that is added to an answer is described by that alone. Pure."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints

from indexer.article import JSON_ORDER, Article
from web.declared import Schema

_PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
}

PLACE = "#/components/schemas/"


class Schemas:
    """The schemas of objects by name, as far as they were asked for, and schemas that refer to them.

    ``merged`` are objects of whose names an answer may lack some, and the types that those are of.
    """

    def __init__(self, merged: Mapping[type, Sequence[type]]) -> None:
        self.components: dict[str, Schema] = {}
        self._merged = merged

    def of(self, hint: Any) -> Schema:
        """Return the schema of a value of a type. Raises TypeError for a type that JSON has nothing for."""
        origin, arguments = get_origin(hint), get_args(hint)
        if hint in _PLAIN:
            return dict(_PLAIN[hint])
        if origin is Annotated:
            return self.of(arguments[0]) | {"description": arguments[1]}
        if origin is NotRequired:
            return self.of(arguments[0])
        if origin is Literal:
            return {"type": "string", "enum": list(arguments)}
        if origin in (Union, types.UnionType):
            return _either([self.of(one) for one in arguments])
        if _is_object(hint):
            return {"$ref": f"{PLACE}{self._named(hint)}"}
        return self._of_several(hint, origin, arguments)

    def _of_several(self, hint: Any, origin: Any, arguments: Sequence[Any]) -> Schema:
        if isinstance(origin, type) and issubclass(origin, Mapping):
            key, value = arguments
            names = self.of(key)
            limited = {"propertyNames": names} if "enum" in names else {}
            return {"type": "object", "additionalProperties": self.of(value), **limited}
        if isinstance(origin, type) and issubclass(origin, Sequence):
            return {"type": "array", "items": self.of(arguments[0])}
        raise TypeError(f"There is no JSON Schema for {hint!r}.")

    def _named(self, kind: type) -> str:
        name = kind.__name__.removesuffix("Answer")
        if name not in self.components:
            self.components[name] = {}  # so that an object may hold others of its own kind
            self.components[name] = self._object(kind)
        return name

    def _object(self, kind: type) -> Schema:
        parts = self._merged.get(kind)
        properties = {name: self.of(hint) for one in parts or (kind,) for name, hint in hints_of(one).items()}
        schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if parts is None:
            needed = [name for name, hint in hints_of(kind).items() if get_origin(hint) is not NotRequired]
            schema["required"] = needed
        about = _first_sentence(kind.__doc__)
        return {"description": about, **schema} if about else schema


def hints_of(kind: type) -> dict[str, Any]:
    """Return the names of an object's values with their types, as they are written in JSON."""
    hints = get_type_hints(kind, include_extras=True)
    if kind is Article:
        return {name: hints[name] for name in JSON_ORDER}
    return {one.name: hints[one.name] for one in fields(kind)} if is_dataclass(kind) else hints


def _is_object(hint: Any) -> bool:
    return isinstance(hint, type) and (is_dataclass(hint) or typing.is_typeddict(hint))


def _either(schemas: Sequence[Schema]) -> Schema:
    """Return the schema of what is one of several; types alone are listed in short."""
    if all(set(schema) == {"type"} for schema in schemas):
        return {"type": [schema["type"] for schema in schemas]}
    return {"anyOf": list(schemas)}


def _first_sentence(text: str | None) -> str:
    return " ".join((text or "").strip().partition("\n\n")[0].split())
