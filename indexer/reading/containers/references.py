"""What a page calls its pictures → where they are, in a folder or in a container. Nothing is ever fetched."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urldefrag, urljoin

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BEHIND_NAME = re.compile(r"[?#].*", re.DOTALL)


def path_beside(page: str, src: str) -> str | None:
    """Return the path, with forward slashes, that a page at the path ``page`` means by ``src``.

    None where ``src`` is no path relative to the page: an address, a path from the root or one that leaves what holds
    the page.
    """
    plain = src.strip().replace("\\", "/")
    if not plain or plain.startswith("/") or _SCHEME.match(plain):
        return None
    name = _plain_text(_BEHIND_NAME.sub("", plain))
    if not name or "\0" in name or "\\" in name or name.startswith("/"):
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), name))
    return None if path.split("/", 1)[0] in ("..", ".", "") else path


def _plain_text(quoted: str) -> str | None:
    """Return a name without its percent signs, which stand for bytes in the charset of the page that was saved."""
    for charset in ("utf-8", "gb18030"):
        try:
            return unquote(quoted, charset, "strict")
        except UnicodeDecodeError:
            continue
    return None


def address_from(page: str | None, src: str) -> str:
    """Return the address that a page at the address ``page`` means by ``src``, as one by which addresses are compared.

    http and https are not told apart: browsers ask for the one where a page names the other.
    """
    try:
        address = urldefrag(urljoin(page or "", src.strip())).url
    except ValueError:
        address = src.strip()
    return address.removeprefix("https:").removeprefix("http:")
