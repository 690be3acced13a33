"""The project's pages for readers, and what stands in them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_CALL = re.compile(r"(?:\./fangzhi|fangzhi(?:\.cmd)?) [\w-]")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def name_of(page: Path) -> str:
    """Return the page's path in the repository."""
    return page.relative_to(ROOT).as_posix()


def read(name: str) -> str:
    """Return the text of the page at ``name``."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str) -> list[str]:
    """Return what stands in fenced blocks."""
    return [block for _, block in _FENCED.findall(text)]


def prose(text: str) -> str:
    """Return the text without fenced blocks."""
    return _FENCED.sub("", text)


def code_spans(text: str) -> list[str]:
    """Return what stands between single backticks."""
    return _CODE.findall(prose(text))


def links(text: str) -> list[str]:
    """Return where links and pictures lead, in order."""
    return _LINK.findall(_CODE.sub("", prose(text)))


def headings(text: str) -> list[tuple[int, str]]:
    """Return the headings with their levels."""
    return [(len(signs), title) for signs, title in re.findall(r"^(#+) (.+)$", prose(text), re.MULTILINE)]


def rows(text: str, head: str) -> list[list[str]]:
    """Return the rows of every table whose first line is ``head``, without backticks."""
    found: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        if line == head:
            inside = True
        elif not line.startswith("|"):
            inside = False
        elif inside and not line.startswith("|---"):
            found.append([cell.strip().strip("`") for cell in line.strip("|").split(" | ")])
    return found


def commands_in(text: str) -> list[str]:
    """Return every line of a fenced block, and every span of code, that calls Fangzhi."""
    lines = [line.strip() for block in blocks(text) for line in block.splitlines()]
    return [line for line in [*lines, *code_spans(text)] if _CALL.match(line)]
