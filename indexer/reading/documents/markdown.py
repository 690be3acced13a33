"""Markdown, with what stands in front of it about the text → markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from indexer.reading.containers.lists import field_of
from indexer.reading.markup.markup import document_markup

LONGEST = 40_000
"""Characters up to which Markdown is parsed. A longer text is read line by line, since parsing can take long."""

_FRONT = re.compile(
    r"\s{0,40}(?P<fence>---|\+\+\+)[ \t]{0,20}\n(?P<told>.{0,20000}?)\n(?P=fence)[ \t]{0,20}(?:\n|$)", re.DOTALL
)
_PAIR = re.compile(r"(?P<name>[^\s:=#\-\[{][^:=\n]{0,60}?)[ \t]{0,8}[:=](?:[ \t]{1,8}|$)(?P<value>.{0,1000})")
_ITEM = re.compile(r"[ \t]{0,8}-[ \t]{1,8}(?P<value>\S.{0,200})")
_METAS = {
    "title": "ArticleTitle",
    "date": "PubDate",
    "source": "ContentSource",
    "url": "Url",
    "site": "SiteName",
}
_HEADING = re.compile(r"<h1\b")


def markdown_markup(text: str) -> str:
    """Return the page that Markdown makes; what its front matter tells stands in the head of the page."""
    # Loaded here, since the commands that read no Markdown start a fortieth of a second sooner.
    from markdown_it import MarkdownIt

    front = _FRONT.match(text.removeprefix("\ufeff"))
    told = dict(_told(front["told"])) if front else {}
    body = text[front.end() :] if front else text
    if len(body) > LONGEST:
        shown = "\n".join(f"<p>{html.escape(line)}</p>" for line in body.split("\n"))
    else:
        shown = MarkdownIt("commonmark").enable("table").render(body)
    title = told.get("title", "")
    heading = f"<h1>{html.escape(title)}</h1>" if title and not _HEADING.search(shown) else ""
    metas = [(_METAS[field], value) for field, value in told.items() if field in _METAS]
    authors = [name for name in told.get("author", "").split("、") if name]
    return document_markup(title, heading + shown, metas, authors)


def _told(front: str) -> Iterator[tuple[str, str]]:
    """Yield the fields in front matter, by our names: pairs on lines of their own, lists in one line or below."""
    field, items = None, list[str]()
    for line in [*front.split("\n"), "end: x"]:
        item = _ITEM.match(line)
        if item and field:
            items.append(_bare(item["value"]))
            continue
        if field and items:
            yield field, "、".join(items)
        pair = _PAIR.match(line)
        field, items = field_of(_bare(pair["name"])) if pair else None, []
        value = pair["value"].strip() if pair else ""
        if field and value:
            names = [_bare(one) for one in value.strip("[]").split(",")] if value.startswith("[") else [_bare(value)]
            yield field, "、".join(filter(None, names))
            field = None


def _bare(value: str) -> str:
    value = value.strip()
    return value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
