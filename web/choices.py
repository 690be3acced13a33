"""What a reader chooses once for all pages: the language, how closely results stand, the characters of articles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal
from urllib.parse import quote, urlsplit

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from web.addresses import is_for_programs
from web.characters import CHARACTERS
from web.languages import LANGUAGES
from web.queries import query_of

Density = Literal["roomy", "compact"]

DENSITIES: Final[tuple[Density, ...]] = ("roomy", "compact")

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "lang": tuple(LANGUAGES),
    "density": DENSITIES,
    "characters": CHARACTERS,
}
"""Parameters by which something is chosen, with what can be; the address of any page takes them."""

COOKIES: Final[Mapping[str, str]] = {
    "lang": "fangzhi_language",
    "density": "fangzhi_density",
    "characters": "fangzhi_characters",
}
"""The cookies that keep what was chosen."""

_YEAR_IN_SECONDS = 365 * 24 * 60 * 60


def chosen(parameter: str) -> str:
    """Return what the reader chose with a parameter, nothing where that is nothing there is."""
    value = request.cookies.get(COOKIES[parameter], "")
    return value if value in CHOICES[parameter] else ""


def address_choosing(parameter: str, value: str) -> str:
    """Return the address of this page that chooses a value."""
    return _here([*_kept(), (parameter, value)])


def remember_choices(app: Flask, public_url: str) -> None:
    """Let ``app`` keep what an address chooses, and show the page at its address without that.

    ``public_url`` is the address under which people reach the archive, empty where that is not set.
    """
    public = urlsplit(public_url)
    kept: dict[str, Any] = {"path": public.path or "/", "secure": public.scheme == "https"}

    def remember() -> Response | None:
        asked = {name: request.args.get(name, "") for name in CHOICES}
        made = {name: value for name, value in asked.items() if value in CHOICES[name]}
        if not made or request.method != "GET" or is_for_programs(request.path):
            return None
        response = redirect(_here([pair for pair in _all() if pair[0] not in made]), code=303)
        for name, value in made.items():
            response.set_cookie(COOKIES[name], value, _YEAR_IN_SECONDS, httponly=True, samesite="Lax", **kept)
        return response

    app.before_request(remember)


def _all() -> list[tuple[str, str]]:
    return list(request.args.items(multi=True))


def _kept() -> list[tuple[str, str]]:
    return [(name, value) for name, value in _all() if name not in CHOICES]


def _here(pairs: list[tuple[str, str]]) -> str:
    """Return the address of the page asked for with other parameters; never one on another host."""
    path = quote(request.path.lstrip("/"), errors="replace")
    return f"{request.script_root}/{path}{query_of(pairs).removesuffix('?')}"
