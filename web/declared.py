"""Parameters as programs are promised them: from one declaration come what is accepted and what the document says.

Pages turn whatever stands in an address into the nearest sensible request, since nothing a person types is an error. A
program is served better by a sentence than by the answer to another question than it asked.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from web.parameters import Parameters

Schema = dict[str, Any]
"""A JSON Schema, as OpenAPI 3.1 has it."""

_SHOWN = 40
"""Characters of a wrong value that are told."""

_VISIBLE = r"[^\s\x00-\x1f\x7f]"


class Given(Parameters, Protocol):
    """The parameters of an address, whose names can be listed."""

    def __iter__(self) -> Iterator[str]:
        """Return the names that are given."""


class ParameterError(Exception):
    """A parameter cannot be what it was given as. The message is a sentence for whoever writes the program."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


class Kind(ABC):
    """What values a parameter takes."""

    @abstractmethod
    def schema(self) -> Schema:
        """Return the JSON Schema of a value."""

    @abstractmethod
    def wanted(self, value: str) -> str | None:
        """Return in words what the parameter is instead of ``value``; None where that is right."""


@dataclass(frozen=True, slots=True)
class OneOf(Kind):
    """One of some words; the ``usual`` one holds where none is given."""

    choices: tuple[str, ...]
    usual: str | None = None

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.choices)} | ({} if self.usual is None else {"default": self.usual})

    def wanted(self, value: str) -> str | None:
        return None if value in self.choices else f"it is one of {', '.join(self.choices)}"


@dataclass(frozen=True, slots=True)
class Whole(Kind):
    """A whole number in digits."""

    low: int
    high: int
    usual: int

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.low, "maximum": self.high, "default": self.usual}

    def wanted(self, value: str) -> str | None:
        digits = value.isascii() and value.isdigit() and len(value) <= len(str(self.high))
        right = digits and self.low <= int(value) <= self.high
        return None if right else f"it is a whole number from {self.low:,} to {self.high:,}"


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """Any text up to a number of characters; unless it ``may_be_empty``, something can be seen in it."""

    longest: int
    may_be_empty: bool = False

    def schema(self) -> Schema:
        return {"type": "string", "maxLength": self.longest} | ({} if self.may_be_empty else {"pattern": _VISIBLE})

    def wanted(self, value: str) -> str | None:
        if len(value) > self.longest:
            return f"it has {len(value):,} characters, and up to {self.longest:,} are read"
        return None if self.may_be_empty or re.search(_VISIBLE, value) else "it is empty"


@dataclass(frozen=True, slots=True)
class Shaped(Kind):
    """Text of one form: a regular expression, and an example for people."""

    form: str
    example: str
    longest: int

    def schema(self) -> Schema:
        schema: Schema = {"type": "string", "pattern": f"^{self.form}$", "maxLength": self.longest}
        return schema | ({"examples": [self.example]} if re.fullmatch(self.form, self.example) else {})

    def wanted(self, value: str) -> str | None:
        right = len(value) <= self.longest and re.fullmatch(self.form, value)
        return None if right else f"it is written like {self.example}"


@dataclass(frozen=True, slots=True)
class Several(Kind):
    """One or several of some words, with commas between."""

    choices: tuple[str, ...]

    def schema(self) -> Schema:
        return {"type": "array", "minItems": 1, "items": {"type": "string", "enum": list(self.choices)}}

    def wanted(self, value: str) -> str | None:
        unknown = [one for one in value.split(",") if one not in self.choices]
        if not unknown:
            return None
        return f"{_shown(unknown[0])} is none of the names there are: {', '.join(self.choices)}"


@dataclass(frozen=True, slots=True)
class Declared:
    """A parameter: its name, what it is for, and what it takes; up to ``most`` values, each by itself."""

    name: str
    about: str
    kind: Kind
    most: int = 1
    is_required: bool = False

    def described(self) -> dict[str, Any]:
        """Return the parameter as OpenAPI describes it."""
        schema = self.kind.schema()
        plain: dict[str, Any] = {"name": self.name, "in": "query", "description": self.about}
        if self.is_required:
            plain["required"] = True
        if isinstance(self.kind, Several):
            plain |= {"style": "form", "explode": False}
        if self.most > 1:
            schema = {"type": "array", "items": schema, "maxItems": self.most}
            plain |= {"style": "form", "explode": True}
        plain["schema"] = schema
        return plain


def check(given: Given, declared: Sequence[Declared]) -> None:
    """Let pass what is declared. Raises ParameterError that names what is not."""
    known: Mapping[str, Declared] = {one.name: one for one in declared}
    for name in given:
        if name not in known:
            listed = f"there are {', '.join(known)}" if known else "there are none"
            raise ParameterError(name, f"There is no parameter {_shown(name)} at this address; {listed}.")
        _check_values(known[name], given.getlist(name))
    for one in declared:
        if one.is_required and not given.getlist(one.name):
            raise ParameterError(one.name, f"The parameter {one.name} is missing. {one.about}")


def _check_values(declared: Declared, values: Sequence[str]) -> None:
    if len(values) > declared.most:
        often = "once" if declared.most == 1 else f"up to {declared.most} times"
        raise ParameterError(
            declared.name, f"The parameter {declared.name} is given {len(values):,} times; it can be given {often}."
        )
    for value in values:
        wanted = declared.kind.wanted(value)
        if wanted is not None:
            raise ParameterError(declared.name, f"The parameter {declared.name} cannot be {_shown(value)}: {wanted}.")


def names_in(parameters: Parameters, name: str) -> tuple[str, ...]:
    """Return what a list with commas names, each once; nothing where it is not given."""
    return tuple(dict.fromkeys(one for value in parameters.getlist(name) for one in value.split(",")))


def _shown(value: str) -> str:
    """Return a value as it is told: in quotes, on one line and not without end."""
    short = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    return repr(short)
