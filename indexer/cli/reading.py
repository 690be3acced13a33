"""What was read of an article, printed for people: its facts and how sure they are, its repairs, its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from indexer.article import Article, Repair
from indexer.cli.output import counted, shown, shown_line
from indexer.reading.candidates import Candidate

SURE = 0.85
"""Confidence from which on a fact is called sure."""

LIKELY = 0.6
"""Confidence from which on a fact is called likely, below which unsure."""

MOST_EXAMPLES = 3
"""Repairs of one rule that are shown."""

_CONTEXT = 8
_LABEL_WIDTH = 10
_COLOURS = {"sure": "green", "likely": "yellow", "unsure": "red"}
_NONE_FOUND = Text("none found", style="dim")


class Row(NamedTuple):
    """One fact: its name and what to say of it."""

    name: str
    value: Text


def print_article(article: Article, candidates: Mapping[str, Sequence[Candidate[Any]]] | None = None) -> None:
    """Print an article: title, facts with how sure each is, repairs with examples, the whole text.

    ``candidates`` are those that its facts were chosen from, where they are known. Colours and folded lines are for
    terminals only; elsewhere each fact and each paragraph is one line.
    """
    console = Console(highlight=False)
    _print_line(console, Text(shown(article.title) or "(no title)", style="bold"))
    _print_rows(console, [*_facts(article, candidates or {}), *_origin(article), *_contents(article)])
    if article.repairs:
        _print_repairs(console, article)
    for paragraph in ("", *article.text.split("\n")):
        _print_line(console, Text(shown(paragraph)))


def print_heading(text: str) -> None:
    """Print what the next article is a part of."""
    _print_line(Console(highlight=False), Text(f"== {shown_line(text)} ==", style="bold reverse"))


def sureness(confidence: float) -> str:
    """Return the word for a confidence from 0 to 1."""
    return "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "unsure"


def _facts(article: Article, candidates: Mapping[str, Sequence[Candidate[Any]]]) -> list[Row]:
    values = {
        "date": " ".join(filter(None, (article.date, article.time))),
        "source": article.source,
        "author": ", ".join(article.author),
        "clicks": None if article.clicks is None else f"{article.clicks:,}",
    }
    rows = [Row("title", _standing(article, "title", candidates))]
    for name, value in values.items():
        if not value:
            rows.append(Row(name, _NONE_FOUND))
            continue
        rows.append(Row(name, Text.assemble(shown(value), "  ", _standing(article, name, candidates))))
    return rows


def _standing(article: Article, name: str, candidates: Mapping[str, Sequence[Candidate[Any]]]) -> Text:
    """Return how sure a fact is, and the places that say it, the best first."""
    chosen = getattr(article, name)
    agreeing = sorted((one for one in candidates.get(name, ()) if one.value == chosen), key=lambda one: -one.weight)
    places = ", ".join(dict.fromkeys(shown(one.place) for one in agreeing))
    return Text.assemble(_how_sure(article.confidence.get(name)), (f": {places}" if places else "", "dim"))


def _how_sure(confidence: float | None) -> Text:
    if confidence is None:
        return Text()
    word = sureness(confidence)
    return Text(f"{word} ({confidence:.2f})", style=_COLOURS[word])


def _origin(article: Article) -> list[Row]:
    values = {
        "site": article.site,
        "url": article.url,
        "file": article.file,
        "part": article.part,
        "id": article.id,
        "kind": ", ".join(filter(None, (article.kind, article.charset, article.script))),
    }
    return [Row(name, Text(shown_line(value))) for name, value in values.items() if value]


def _contents(article: Article) -> list[Row]:
    paragraphs = article.text.split("\n")
    size = f"{counted(len(paragraphs), 'paragraph')}, {counted(sum(map(len, paragraphs)), 'character')}"
    rows = [Row("text", Text.assemble(size, "  ", _how_sure(article.confidence.get("text"))))]
    pictures = sum(1 for picture in article.pictures if picture.src)
    rows += [Row("pictures", Text(counted(pictures, "picture")))] if pictures else []
    rows += [Row("caption", Text(shown(caption))) for caption in article.captions]
    rows += [Row("problem", Text(shown(problem), style="red")) for problem in article.problems]
    return rows


def _print_repairs(console: Console, article: Article) -> None:
    """Print how many places each rule mended, and some of them with the characters around."""
    by_rule: dict[str, list[Repair]] = defaultdict(list)
    for repair in article.repairs:
        by_rule[repair.rule].append(repair)
    for rule, repairs in by_rule.items():
        different = list({(repair.before, repair.after): repair for repair in reversed(repairs)}.values())[::-1]
        told = Text(f"{counted(len(repairs), 'place')} by the rule {rule}")
        _print_rows(console, [Row("repaired", told)])
        _print_rows(console, [Row("", _example(article, repair)) for repair in different[:MOST_EXAMPLES]])


def _example(article: Article, repair: Repair) -> Text:
    """Return a repaired place as it was saved and as it is read, with a few characters of its paragraph around."""
    value = getattr(article, repair.field)
    field = "\n".join(value) if isinstance(value, tuple) else value or ""
    ahead = field[max(0, repair.start - _CONTEXT) : repair.start].rpartition("\n")[2]
    behind = field[repair.end : repair.end + _CONTEXT].partition("\n")[0]
    before, after = (shown(part) for part in (repair.before, repair.after))
    ahead, behind = shown(ahead), shown(behind)
    return Text.assemble(
        ahead, (before, "red"), behind, (" → ", "dim"), ahead, (after, "green"), behind, ("" if after else " (removed)")
    )


def _print_rows(console: Console, rows: Sequence[Row]) -> None:
    """Print names and values in two columns; on a terminal long values are folded inside theirs."""
    if not console.is_terminal:
        for row in rows:
            _print_line(console, Text(f"  {row.name:<{_LABEL_WIDTH}}") + row.value)
        return
    grid = Table.grid(padding=(0, 0))
    grid.add_column(width=_LABEL_WIDTH + 2, no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(f"  {row.name}", row.value)
    console.print(grid)


def _print_line(console: Console, text: Text) -> None:
    """Print a line that a terminal folds itself, so that it can be copied as one."""
    console.print(text, soft_wrap=True)
