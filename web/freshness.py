"""Whether an answer is still the one that was given: tags by which a browser or a program need not be sent it again.

A tag is told from what the answer depends on, before anything is searched: the state of the index and of the words that
were gathered from it, the address, the language and what else its reader chose, the day, and the program itself. It is
a weak one, since two answers may differ in how long they took.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

from flask import Flask, Response, g, request

import indexer
from indexer.errors import FangzhiError
from indexer.search import AnswerState, ArchiveSearch, Results
from indexer.settings import Settings
from web.choices import COOKIES, chosen

TAGGED = frozenset({"search", "browse", "feeds", "discovery", "trends", "api", "suggest", "reference"})
"""The rooms whose answers depend on nothing else. Exports are written while they are sent, when the index may have
changed; an article's page shows what lies in the archive folder; pictures have tags of their own."""

_SETTINGS = ("page_size", "language")
"""The settings that pages depend on beside what the archive is searched with."""


def needs_words() -> None:
    """Say that this answer is made with the archive's words, which may still be those of a state before."""
    _need("words")


def note_results(results: Results) -> None:
    """Note whether an answer to a search needs the words: where no article has all that was asked for."""
    if not results.total or results.notice == "most_words":
        needs_words()


def needs_vocabulary() -> None:
    """Say that this answer is made with the vocabulary, which may still be that of a state before."""
    _need("vocabulary")


def needs_times() -> None:
    """Say that this answer tells when articles were saved, which may still be as it was in a state before."""
    _need("times")


def _need(name: str) -> None:
    g.needs = {*g.get("needs", ()), name}


def never_fresh() -> None:
    """Say that this answer depends on what no tag tells: files in the archive folder, or how much time there was."""
    g.never_fresh = True


def tag_answers(app: Flask, settings: Settings, archive: ArchiveSearch, language: Callable[[], str]) -> None:
    """Let ``app`` tag its answers, and say by 304 that one is still the same."""
    own = _program(settings)

    def tag_of(state: AnswerState) -> str:
        address = request.host_url, request.script_root, request.full_path
        choices = [chosen(name) for name in COOKIES if name != "lang"]
        parts = (own, state.index, state.words, *address, language(), *choices, date.today().isoformat())
        return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:32]

    def look() -> Response | None:
        if request.blueprint not in TAGGED or request.method not in ("GET", "HEAD"):
            return None
        try:
            g.state = archive.state()
        except FangzhiError:  # what is wrong is told by the answer
            return None
        g.tag = tag_of(g.state)
        given = request.if_none_match
        return Response(status=304) if not given.star_tag and given.contains_weak(g.tag) else None

    def tag(response: Response) -> Response:
        if "tag" not in g or "never_fresh" in g or response.status_code not in (200, 304):
            return response
        if response.status_code == 304 or _is_settled(g.state, archive):
            response.set_etag(g.tag, weak=True)
        return response

    app.before_request(look)
    app.after_request(tag)


def _is_settled(before: AnswerState, archive: ArchiveSearch) -> bool:
    """Tell whether an answer that was begun in the state ``before`` is the one that it would be again."""
    try:
        now = archive.state()
    except FangzhiError:
        return False
    return now == before and all(getattr(before.fresh, name) for name in g.get("needs", ()))


def _program(settings: Settings) -> str:
    """Return a digest of the program and of the settings that pages depend on."""
    digest = hashlib.sha256(repr([getattr(settings, name) for name in _SETTINGS]).encode())
    for folder in (Path(indexer.__file__).parent, Path(__file__).parent):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
