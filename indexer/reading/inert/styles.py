"""Style sheets → style sheets that name nothing outside themselves."""

from __future__ import annotations

import re
from collections.abc import Callable

FindFile = Callable[[str], str | None]
"""What a page calls a file → that file as a ``data:`` address, None where it was not saved."""

LINK_MARK = "data-link"
"""The attribute of what was a link: style sheets that speak of links speak of what has it, with the same weight."""

NOTHING = "data:,"
"""An address at which nothing is, and for which nobody is asked."""

# Nothing that one of these has passed over is looked at again, so that looking takes time in proportion to a sheet.
_IMPORT = re.compile(
    r"@import\s*+(?:url\(\s*+)?+(?:\"[^\"\n]*+\"|'[^'\n]*+'|[^;\"'\s)]*+)[^;{}]*+;?+",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\burl\(\s*+(?:\"(?P<double>[^\"\n]*+)\"|'(?P<single>[^'\n]*+)'|(?P<plain>[^)(\"'\s]*+))\s*+\)", re.IGNORECASE
)
_ESCAPED_LETTER = re.compile(r"\\0{0,4}([46][1-9a-f]|[57][0-9a])(?![0-9a-f])\s?", re.IGNORECASE)
"""A letter of ASCII that is written as its number, which nobody does who has nothing to hide."""

_NEEDLESS_ESCAPE = re.compile(r"\\(?=[g-z-])", re.IGNORECASE)
"""What makes a letter that is no digit of such a number look otherwise, and to a browser be itself."""

_ASKING = re.compile(r"(?<![\w-])(?:(?:-webkit-)?image-set|image|src)\(", re.IGNORECASE)
"""What names pictures in other ways; what lays no weight on them stands before them."""

_UNCLOSED = re.compile(r"\burl\((?!\"(?:data:|#)|#|data:)", re.IGNORECASE)
"""What is left of addresses when those that can be read have been made harmless."""

_OTHER_MARKS = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>")
"""What old pages put around a style sheet for browsers that know none, and XML around any text."""

_TAG_BEGINS = re.compile(r"<(?=[a-zA-Z/!?])")
_LINKS = re.compile(r":(?:any-)?link(?![\w-])", re.IGNORECASE)
_OWN = re.compile(r"#|data:(?:image/|font/|application/(?:x-)?font-|,)", re.IGNORECASE)


def inert_style(style: str, find_file: FindFile) -> str:
    """Return a style sheet, or what stands in a style attribute, with the files it shows in it and no addresses.

    It can stand between the tags of a ``style`` element: no tag begins in it.
    """

    def embedded(found: re.Match[str]) -> str:
        address = next((part for part in found.group("double", "single", "plain") if part is not None), "").strip()
        if _OWN.match(address):
            return found[0]
        return f'url("{find_file(address) or NOTHING}")'

    style = _ESCAPED_LETTER.sub(lambda found: chr(int(found[1], 16)), _OTHER_MARKS.sub("", style))
    style = _IMPORT.sub("", _NEEDLESS_ESCAPE.sub("", style))
    style = _ASKING.sub("unsaved(", _LINKS.sub(f"[{LINK_MARK}]", style))
    return _TAG_BEGINS.sub(r"\\3c ", _UNCLOSED.sub("unsaved(", _ADDRESS.sub(embedded, style)))
