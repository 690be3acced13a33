"""Names of elements, such as their classes and ids → what they say of what stands in them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from indexer.reading.page import Hint

_NAMED = (
    (Hint.COMMENT, re.compile(
        r"comment|cmt|reply|gentie|pinglun|relate|relevan|recomm|tuijian|xiangguan|xgxw|hotnews|hot-|rank|paihang"
        r"|guess|more-?news|other-?news|latest")),
    (Hint.ASIDE, re.compile(
        r"(?:^|[-_ ])(?:nav|menu|foot|side|crumb|share|tool|copyright|login|search|banner|topbar|toolbar)"
        r"|footer|sidebar|breadcrumb|navbar|copyright|pagination|bdshare|qrcode|erweima|advert")),
    (Hint.CAPTION, re.compile(
        r"caption|(?:pic|img|image|photo)[-_]?(?:desc|title|info|intro|explain|remark|note)|video-?(?:desc|title)"
        r"|tuzhu|tushuo|tupianshuoming")),
    (Hint.ARTICLE, re.compile(
        r"article|content|(?:^|[-_ ])(?:text|body|main|zoom|detail|story|post)|editor|zhengwen|neirong")),
)  # fmt: skip
_TITLE_NAME = re.compile(
    r"(?:^|[-_ ])(?:(?:big|main|news|art|article|arti|detail|content|show|doc|info|post|page|xl)?title|tit|biaoti"
    r"|headline)(?:$|[-_ ])"
)
_ROLE_NAME = re.compile(
    r"(?:^|[-_ ])(?:(?P<source>source|laiyuan|(?<!rich_)media|origin|where)"
    r"|(?P<author>author|writer|zuozhe|reporter|reader-credits|rich_media_meta_text)"
    r"|(?P<account>nick-?name|account|user(?=[-_]?name)|user-card|js_name|rich_media_meta_nickname))"
    r"(?:[-_ ]?name)?(?:$|[-_ ])"
)
_CENTRED_NAME = re.compile(r"(?:^|[-_ ]|align|text)cente?r(?:$|[-_ ])")
_FRAME_NAME = re.compile(r"(?:^|[-_ ])(?:pics?|pictures?|ima?ge?s?|photos?|figure|tupian)")

_LONGEST_NAME = 200


class Meaning(NamedTuple):
    """What a class, an id or a property says of a block."""

    hint: int
    role: str | None
    is_title: bool


def meaning_of(name: str) -> Meaning:
    """Return what a class, an id or a property of a block says; only the beginning of a long one counts."""
    return _known_meaning(name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME])


def role_of(name: str) -> str | None:
    """Return whether a name says source, author or account."""
    return _known_role(name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME])


def is_frame(name: str) -> bool:
    """Tell whether a name says that its element is made for a picture."""
    return _known_frame(name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME])


@lru_cache(maxsize=2048)
def _known_meaning(name: str) -> Meaning:
    """Return what a name says; the first kind of hint that fits counts."""
    lower = name.lower()
    hint = next((hint for hint, pattern in _NAMED if pattern.search(lower)), Hint.NONE)
    if ("cent" in lower and _CENTRED_NAME.search(lower)) or "juzhong" in lower:
        hint |= Hint.CENTRED
    return Meaning(hint, _known_role(name), _TITLE_NAME.search(lower) is not None)


@lru_cache(maxsize=2048)
def _known_role(name: str) -> str | None:
    role = _ROLE_NAME.search(name.lower())
    return role.lastgroup if role else None


@lru_cache(maxsize=2048)
def _known_frame(name: str) -> bool:
    return _FRAME_NAME.search(name.lower()) is not None
