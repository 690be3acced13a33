"""How ``fangzhi read --explain`` shows the candidates that each fact was chosen from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from indexer.cli.output import shown_line
from indexer.reading import Explained

_LONGEST = 60
_CHOSEN, _OTHER = "*", " "


def candidates_as_json(explained: Explained) -> dict[str, list[dict[str, Any]]]:
    """Return for each field its candidates, the likelier first: value, weight, place, and whether it was chosen.

    All that agree with the value of the article are chosen; column and keywords are no fields of it.
    """
    return {field: [_as_json(explained, field, one) for one in _ordered(found)] for field, found in _fields(explained)}


def print_candidates(explained: Explained) -> None:
    """Print for each field a line a candidate: a star where it was chosen, its weight, its value, its place."""
    for field, found in _fields(explained):
        confidence = explained.article.confidence.get(field)
        sure = "" if confidence is None else f", confidence {confidence:.2f}"
        click.echo(f"{field}: {len(found)} found{sure}" if found else f"{field}: nothing found")
        for one in _ordered(found):
            mark = _CHOSEN if _is_chosen(explained, field, one.value) else _OTHER
            click.echo(f"  {mark} {one.weight:.2f}  {_shown(one.value)}  ({_shown(one.place)})")


def _fields(explained: Explained) -> list[tuple[str, Sequence[Any]]]:
    return list(explained.candidates.items())


def _ordered(found: Sequence[Any]) -> list[Any]:
    return sorted(found, key=lambda one: -one.weight)


def _as_json(explained: Explained, field: str, one: Any) -> dict[str, Any]:
    value = list(one.value) if isinstance(one.value, tuple) else one.value
    chosen = _is_chosen(explained, field, one.value)
    return {"value": value, "weight": round(one.weight, 2), "place": one.place, "chosen": chosen}


def _is_chosen(explained: Explained, field: str, value: Any) -> bool:
    return bool(getattr(explained.article, field, None) == value)


def _shown(value: Any) -> str:
    """Return a value on one line, without signs that steer a terminal."""
    text = shown_line(", ".join(value) if isinstance(value, tuple) else str(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
