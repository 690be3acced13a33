"""Pages that hold no article: lists of links, notices of a server or a site, templates without their text.

A real article may be one short sentence among fifty links, so a page is refused only where nothing beside its title
speaks for an article: no day or counter of its own, no text to speak of, or text that is broken up by headlines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from indexer.reading.body import Stretch
from indexer.reading.dates import STAMP
from indexer.reading.facts.gathering import Found
from indexer.reading.page import Line, Page
from indexer.reading.titles import Title
from indexer.reading.vocabulary import fold_labels

NO_TEXT = "there is no text of an article in this page."
NOTICE = "this page is a notice of its site (gone, refused, or behind a login or a check), not an article."

_HEADLINE = 5
"""Characters from which a linked line can be another article's headline."""
_FEWEST_HEADLINES = 4
_FEWEST_BETWEEN = 3
_LITTLE_TEXT = 60
_LONGEST_EXCERPT = 300
_LONGEST_STAMP = 40
_EXCERPT = 200
_COLUMN_NAME = 6
_LONGEST_NOTICE = 160
_LONE_LABEL = 12
"""Characters of a name above links that is not text."""
_REMAINS = 20
_FULL_STOP = re.compile("[。！？!?]")
_SENTENCE = re.compile("[。！？!?；，…]")
_PAPERS_PAGE = re.compile(r"第?\s?[A-Z]?\d{1,3}\s?版(?:$|[\s:])")
_CONTACT = re.compile(
    r"(?:联系)?(?:地\s{0,4}址|邮\s{0,4}编|邮政编码|电\s{0,4}话|传\s{0,4}真|联\s?系\s?人|(?:电子)?(?:邮箱|信箱|邮件)|网\s{0,4}址"
    r"|e-?mail)\s{0,4}:",
    re.I,
)
"""A line that tells how to reach somebody, in folded text."""

_NOTICE_TITLE = re.compile(
    r"^\W{0,3}(?:错误\s?)?(?:40[0-9]|41[0-9]|42[0-9]|50[0-9])(?:\D|$)"
    r"|页面?(?:不存在|未找到|找不到|无法访问|已删除)|(?:forbidden|not found|bad gateway)$"
    r"|^(?:提示信息|安全验证|安全检查|人机验证|访问验证|用户登录|会员登录|登录|登入"
    r"|服务器错误|系统提示|出错了|访问受限"
    r"|(?:系统|网站)(?:正在)?(?:升级)?维护|(?:正在|页面)跳转|just a moment)",
    re.I,
)
_NOTICE_TEXT = re.compile(
    r"(?:页面|网页|网址|链接|内容|文章|主题|帖子|信息|新闻)\S{0,4}(?:不存在|找不到|未找到|已被?\S{0,6}删除|已失效|已下线|已过期)"
    r"|在微信客户端打开|(?:输入|填写)\S{0,4}验证码|访问\S{0,4}(?:过于|太)频繁|(?:登录|登入|注册|订阅)\S{0,4}[后才]\S{0,4}(?:阅读|阅览|查看|浏览|访问|观看)"
    r"|应用程序中的服务器错误|服务器(?:错误|繁?忙|出错)|internal server error"
    r"|enable javascript|开启javascript|启用javascript"
    r"|正在\S{0,4}维护|(?:正在|自动)跳转"
    r"|没有权限(?:访问|查看|浏览|阅读)|无权(?:访问|查看|浏览)|checking your browser|完成\S{0,4}(?:安全|人机)验证",
    re.I,
)


class NoArticle(NamedTuple):
    """Why a page gives no article, as a sentence for people."""

    reason: str


def find_absence(
    page: Page, title: Title | None, found: Sequence[Found], stretch: Stretch | None, kept: Sequence[int]
) -> NoArticle | None:
    """Return why a page of markup holds no article, None where it holds one.

    ``found`` are the facts beside the title, ``kept`` the lines that would be its text.
    """
    lines = page.lines
    texts = [lines[at].text for at in kept]
    size = sum(len(text) for text in texts if not _is_stamp(text))
    headlines = [at for at, line in enumerate(lines) if line.linked * 2 >= len(line.text) >= _HEADLINE]
    if size <= _LONE_LABEL and len(headlines) > 1 and title and _PAPERS_PAGE.match(fold_labels(title.text)):
        return _a_list(len(headlines))
    if texts and all(_CONTACT.match(fold_labels(text)) for text in texts):
        return NoArticle(NO_TEXT)
    if texts and _has_own_facts(page, title, found):
        return None
    if size <= _LONGEST_NOTICE and _is_notice(title, texts or [line.text for line in lines[-8:]]):
        return NoArticle(NOTICE)
    if len(headlines) > 1 and texts and size <= _LONE_LABEL and not any(map(_SENTENCE.search, texts)):
        return _a_list(len(headlines))
    if not texts and len(headlines) >= _FEWEST_BETWEEN:
        return _a_list(len(headlines))
    if len(headlines) >= _FEWEST_HEADLINES:
        linked = sum(len(lines[at].text) for at in headlines)
        said = _has_own_title(page, title) and any(_FULL_STOP.search(text) for text in texts)
        if size < _LITTLE_TEXT and size < linked and not said:
            return _a_list(len(headlines))
        if stretch and _is_broken_up(lines, headlines, stretch, kept, size):
            return _a_list(len(headlines))
    bare = title is None or title.at < 0
    if not texts or (bare and size < _REMAINS and not any(map(_SENTENCE.search, texts))):
        return NoArticle(NO_TEXT)
    return None


def _a_list(count: int) -> NoArticle:
    return NoArticle(f"this is a list of {count} links to articles, not an article itself.")


def _is_notice(title: Title | None, texts: Sequence[str]) -> bool:
    """Tell whether a short page says why it shows no article."""
    name = fold_labels(title.text) if title else ""
    said = fold_labels(" ".join(texts)[:_LONGEST_NOTICE])
    return bool(_NOTICE_TITLE.search(name)) or bool(_NOTICE_TEXT.search(said) or _NOTICE_TEXT.search(name))


def _has_own_facts(page: Page, title: Title | None, found: Sequence[Found]) -> bool:
    """Tell whether a title stands in the page, is no link, and has facts beside it that are no list's."""
    if title is None or not _stands_unlinked(page, title):
        return False
    if any(f.facts.labelled or f.facts.clicks is not None for f in found):
        return True
    return len(title.text) > _COLUMN_NAME and any(f.facts.stamps for f in found)


def _has_own_title(page: Page, title: Title | None) -> bool:
    """Tell whether a title stands in the page that is no link and too long for a column's name."""
    return title is not None and len(title.text) > _COLUMN_NAME and _stands_unlinked(page, title)


def _stands_unlinked(page: Page, title: Title) -> bool:
    return title.at >= 0 and page.lines[title.at].linked * 2 <= len(title.text)


def _is_broken_up(
    lines: Sequence[Line], headlines: Sequence[int], stretch: Stretch, kept: Sequence[int], size: int
) -> bool:
    """Tell whether the text is a row of excerpts, each below its headline."""
    between = sum(stretch.start <= at < stretch.end for at in headlines)
    longest = max((len(lines[at].text) for at in kept), default=0)
    return between >= _FEWEST_BETWEEN and longest < _LONGEST_EXCERPT and size < _EXCERPT * (between + 1)


def _is_stamp(text: str) -> bool:
    return len(text) <= _LONGEST_STAMP and STAMP.fullmatch(fold_labels(text)) is not None
