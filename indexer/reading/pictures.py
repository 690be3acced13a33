"""The article's own pictures, and which lines are their captions.

A line leaves the text only where it is surely a caption: the markup calls it one, it stands alone with its picture in
an element made for the two, it is a short centred line right under its picture, or it reads like one there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from indexer.article import Picture
from indexer.reading.page import NO_HEADING, Hint, Image, Line, Page, tidy
from indexer.reading.titles import squeeze

MOST_PICTURES = 200
"""Pictures of an article that are kept."""

LONGEST_REFERENCE = 1_000
"""Characters of a picture's reference; a longer one names no file."""

_CENTRED_LENGTH = 80
_FRAMED_LENGTH = 160
_WORDED_LENGTH = 200
_CREDIT_LENGTH = 120
_SMALL = 60
"""Pixels below which, both ways, a picture is an icon."""
_THIN = 24
"""Pixels below which, either way, it is a rule or a spacer."""
_LONG = 6
"""How many times longer than high a banner is."""

_BEGINS = re.compile(
    r"[▲△↑⬆]|[（(【\[]?(?:[图圖](?:[为為是说說注]|片(?:说明|說明|来源|來源)|[一二三四五六七八九十①-⑳\d]{0,3}\s?[:：／/])"
    r"|[上下左右][图圖](?:[为為是:：，]|[①-⑳])|(?:资料|資料)[图圖照]片?[:：，。）)】\]])"
)
_NAME = r"[\w·．.、，,\s/／&]{1,30}"
_CREDIT = re.compile(
    rf"(?:[（(【\[—\s。！？；]{_NAME}(?:摄|攝|拍摄|拍攝|摄影|攝影|供图|供圖|制图|製圖|绘图|繪圖)"
    rf"|[（(【\[—\s。]{_NAME}[记記]者\s?{_NAME}\s[图圖]"
    rf"|(?:视频|視頻|网络|網絡|微博|影片)?(?:截图|截圖)|(?:资料|資料)(?:图|圖|照)片?|[图圖](?:片?[／/:：]|片?[来來]源[:：]?){_NAME})"
    r"[）)】\]]?[。.]?$"
)
_REPORT = re.compile(r"文\s?[/／并、及]\s?[图圖摄攝]|[图圖]\s?[/／]\s?文|[图圖]文|(?:报道|報道|報導)[）)】]?[。.]?$")
_LIST_HEADING = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[【]?(?:编辑|編輯|责编|責編|来源|來源|记者|記者|作者|监制|監制)"
)
_HELP = re.compile(r"[（(【]?(?:点击|點擊|长按|長按|扫描|掃描|扫码|掃碼|左右滑动|上下滑动|查看|放大)")
_WORTHLESS = re.compile(
    r"(?:(?:新闻|新聞|文章|资料|資料|配|题|題|插)?[图圖](?:片|像|文|示)?|照片|[图圖]片?说明|点击.{0,12}|點擊.{0,12}"
    r"|image|images|img|picture|photo|pic|untitled|scan me!?|logo|.{0,8}(?:logo|二维码|二維碼|扫一扫|頭像|头像)|\W*)"
    r"[\s\d一二三四五六七八九十（）()._-]*",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"[\w()（）.\s-]{1,120}\.(?:jpe?g|png|gif|webp|bmp|tiff?|avif)|[\x00-\x7f]*", re.IGNORECASE)
_FURNITURE_NAME = re.compile(
    r"(?:^|[^a-z])(?:icons?|logos?|qr_?code|qr|erweima|ewm|spacer|space|blank|avatars?|touxiang|share|btn|button|arrow|dot|line|"
    r"bg|banner|ads?|advert|emoji|emot|face|smil(?:e|ey|ies)|loading|placeholder|transparent|pixel|print|close|weixin|wechat|weibo|"
    r"end_?news|grey|1x1|channel_?logo|guanggao|bullet|favicon|loader)(?=$|[^a-z])",
    re.IGNORECASE,
)
_PICTURE_LINK = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp)(?:$|[?#])", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"(?:^|[^a-z])(?:blank|space|spacer|loading|placeholder|transparent|lazy|lazyload|pixel|grey|gray|1x1|none|default)"
    r"[^/a-z]{0,8}\.\w{3,4}(?:$|[?#])",
    re.IGNORECASE,
)
_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-actualsrc",
    "data-url",
    "data-echo",
    "original",
    "src2",
    "_src",
)
_SIZE = re.compile(r"\s*(\d{1,5})(?:\.\d{0,20})?\s*(?:px)?\s*$", re.IGNORECASE)
_STYLE_SIZE = re.compile(r"(?:^|[;\s])(width|height)\s{0,4}:\s{0,4}(\d{1,5})(?:\.\d{0,20})?px", re.IGNORECASE)
_ESSENCE = re.compile(r"[\W_]+")


class Pictures(NamedTuple):
    """An article's pictures with its captions, and its text's lines without those that are captions."""

    pictures: tuple[Picture, ...]
    captions: tuple[str, ...]
    kept: tuple[int, ...]


class _Placed(NamedTuple):
    """A picture or a caption, or both, before the line ``at`` of the page."""

    at: int
    src: str
    caption: str | None


def find_pictures(page: Page, kept: tuple[int, ...], after: int, title: str) -> Pictures:
    """Return the pictures and captions of the text in the lines ``kept``, which begins behind line ``after``."""
    images = _own_images(page, kept, after)
    called = [at for at in _called_captions(page, kept, after) if squeeze(page.lines[at].text) != squeeze(title)]
    if not images and not called:
        return Pictures((), (), kept)
    read = _read_captions(page, images, kept, frozenset(called))
    text = tuple(at for at in kept if at not in read)
    if not text:
        read, text = {}, kept
    captions = {at: page.lines[at].text for at in called} | read
    placed = _paired(page, images, captions, _useful_alternatives(images, title, [page.lines[at].text for at in text]))
    return _valued(placed, text)


def _own_images(page: Page, kept: tuple[int, ...], after: int) -> list[Image]:
    """Return the pictures between the text's lines, and those right before and behind it; no icons and no banners."""
    if not page.images:
        return []
    first = _edge(page, kept[0], after + 1, -1)
    last = _edge(page, kept[-1] + 1, len(page.lines), 1)
    shared = ~(page.lines[kept[0]].hints | page.lines[kept[-1]].hints) & (Hint.ASIDE | Hint.COMMENT) | Hint.HIDDEN
    found = [
        image
        for image in page.images
        if first <= image.at <= last and not image.hints & shared and _is_picture(image) and reference_of(image)
    ]
    inside = [image for image in found if kept[0] < image.at <= kept[-1]]
    around = [image for image in found if not kept[0] < image.at <= kept[-1]]
    if around:
        body = _common_homes(page, kept)
        around = [image for image in around if body & set(_homes(page, image.home)) or _captioned(page, image)]
    chosen = sorted(inside + around, key=lambda image: image.at)
    return chosen[:MOST_PICTURES]


def _captioned(page: Page, image: Image) -> bool:
    return image.at < len(page.lines) and bool(page.lines[image.at].hints & Hint.CAPTION)


def _edge(page: Page, start: int, end: int, step: int) -> int:
    """Return how far beyond the text its captions go: over lines that are captions, up to ``end``."""
    at = start
    while at != end and page.lines[at if step > 0 else at - 1].hints & Hint.CAPTION:
        at += step
    return at


def _homes(page: Page, home: int) -> Iterator[int]:
    """Yield an element and those around it, but for the page's own."""
    while home > 0:
        yield home
        home = page.parents[home]


def _common_homes(page: Page, kept: Sequence[int]) -> set[int]:
    """Return the smallest element that holds all of the text, as the only one of a set; empty for the page itself."""
    # In document order, what holds the first and the last holds all between them.
    last = set(_homes(page, page.lines[kept[-1]].home))
    return set(islice((home for home in _homes(page, page.lines[kept[0]].home) if home in last), 1))


def _is_picture(image: Image) -> bool:
    """Tell whether an image is large enough to show something, is not called furniture and leads nowhere else."""
    width, height = _sizes(image)
    if (width and width < _THIN) or (height and height < _THIN) or (width and height and max(width, height) < _SMALL):
        return False
    if width and height and width >= _LONG * height:
        return False
    if image.link and not _PICTURE_LINK.search(image.link[:LONGEST_REFERENCE]) and not image.frame:
        return not image.link.lower().startswith(("http:", "https:", "//"))
    attributes = image.attributes
    src = attributes.get("src", "")[:LONGEST_REFERENCE].split("?")[0]
    names = [src.rsplit("/", 1)[-1], attributes.get("class", "")[:200], attributes.get("id", "")[:200]]
    if _PLACEHOLDER.search(src) and reference_of(image) != src:
        names = names[1:]
    return not any(_FURNITURE_NAME.search(name) for name in names if name)


def _sizes(image: Image) -> tuple[int, int]:
    """Return width and height in pixels, 0 where they are not told."""
    told = {"width": 0, "height": 0}
    for name in told:
        found = _SIZE.match(image.attributes.get(name, "")[:40])
        told[name] = int(found[1]) if found else 0
    for styled, size in _STYLE_SIZE.findall(image.attributes.get("style", "")[:LONGEST_REFERENCE]):
        told[styled.lower()] = int(size)
    return told["width"], told["height"]


def reference_of(image: Image) -> str:
    """Return where the picture is, as saved: its source, or what was to be loaded in the place of a placeholder."""
    src = image.attributes.get("src", "").strip()
    if not src or src.startswith("data:image/") or src == "about:blank" or _PLACEHOLDER.search(src[-200:]):
        later = (image.attributes.get(name, "").strip() for name in _LAZY)
        src = next((one for one in later if one and one != src), src)
    is_named = len(src) <= LONGEST_REFERENCE and not src.lower().startswith(("javascript:", "about:", "blob:"))
    return src if is_named and (not src.startswith("data:") or src.startswith("data:,")) else ""


def _called_captions(page: Page, kept: tuple[int, ...], after: int) -> list[int]:
    """Return the lines that the markup calls captions, in the text and right around it."""
    first = _edge(page, kept[0], after + 1, -1)
    last = _edge(page, kept[-1] + 1, len(page.lines), 1)
    hidden = Hint.ASIDE | Hint.COMMENT | Hint.HIDDEN
    inside = range(kept[0], kept[-1] + 1)
    return [
        at
        for at in range(first, last)
        if page.lines[at].hints & Hint.CAPTION and (at in inside or not page.lines[at].hints & hidden)
    ]


def _read_captions(
    page: Page, images: Sequence[Image], kept: tuple[int, ...], called: frozenset[int]
) -> dict[int, str]:
    """Return the lines of the text right under a picture that are its caption."""
    lines, text = page.lines, set(kept)
    centred = sum(len(lines[at].text) for at in kept if lines[at].hints & Hint.CENTRED)
    prose_is_centred = centred * 2 > sum(len(lines[at].text) for at in kept)
    found: dict[int, str] = {}
    for image in images:
        at = image.at
        if at in text and at not in called and _is_caption(page, image, lines[at], prose_is_centred):
            found[at] = lines[at].text
    return found


def _is_caption(page: Page, image: Image, line: Line, prose_is_centred: bool) -> bool:
    text, size = line.text, len(line.text)
    if size < 2 or _HELP.match(text):
        return False
    if size <= _WORDED_LENGTH and _reads_like_one(text):
        return True
    # A heading under a picture is as likely to begin the next section.
    if line.heading < NO_HEADING or _LIST_HEADING.match(text):
        return False
    if line.hints & Hint.CENTRED and not prose_is_centred and size <= _CENTRED_LENGTH:
        return bool(image.hints & Hint.CENTRED) or image.home == line.home
    return bool(image.frame) and image.home != line.home and size <= _FRAMED_LENGTH and _alone_in_frame(page, image)


def _reads_like_one(text: str) -> bool:
    """Tell whether a line right under a picture says that it is about it or who took it."""
    if _BEGINS.match(text):
        return True
    return len(text) <= _CREDIT_LENGTH and _CREDIT.search(text[-60:]) is not None and not _REPORT.search(text)


def _alone_in_frame(page: Page, image: Image) -> bool:
    """Tell whether the line under a picture is the only one in the element made for the two."""
    around = (image.at - 1, image.at + 1)
    inside = [image.frame in _homes(page, page.lines[at].home) for at in around if 0 <= at < len(page.lines)]
    return image.frame in _homes(page, page.lines[image.at].home) and not any(inside)


def _useful_alternatives(images: Sequence[Image], title: str, text: Sequence[str]) -> dict[int, str]:
    """Return for the numbers of pictures what their alternative text or their title tells that nothing else does."""
    told: dict[int, str] = {}
    for number, image in enumerate(images):
        for name in ("alt", "title"):
            words = tidy(image.attributes.get(name, "")[:_WORDED_LENGTH])
            if _tells_something(words, title):
                told.setdefault(number, words)
    given = list(told.values())
    whole = "\n".join(text)
    return {number: words for number, words in told.items() if given.count(words) == 1 and words not in whole}


def _tells_something(words: str, title: str) -> bool:
    if len(words) < 4 or _WORTHLESS.fullmatch(words) or _FILE_NAME.fullmatch(words):
        return False
    told, name = _ESSENCE.sub("", words), _ESSENCE.sub("", title)
    return len(told) >= 4 and told not in name and not (name and name in told)


def _paired(
    page: Page, images: Sequence[Image], captions: dict[int, str], alternatives: dict[int, str]
) -> list[_Placed]:
    """Return each picture with its caption, and the captions that have none, in the page's order."""
    free = dict(captions)
    placed: list[_Placed] = []
    for number, image in enumerate(images):
        is_last = number + 1 == len(images) or images[number + 1].at > image.at
        caption = free.pop(image.at, None) if is_last else None
        if caption is None and is_last and image.at - 1 in free and _share_frame(page, image, image.at - 1):
            caption = free.pop(image.at - 1)
        if caption is None and image.at not in captions:
            caption = alternatives.get(number)
        placed.append(_Placed(image.at, reference_of(image), caption))
    placed += [_Placed(at, "", caption) for at, caption in free.items()]
    return sorted(placed, key=lambda one: one.at)[:MOST_PICTURES]


def _share_frame(page: Page, image: Image, at: int) -> bool:
    return bool(image.frame) and image.frame in _homes(page, page.lines[at].home)


def _valued(placed: Sequence[_Placed], text: tuple[int, ...]) -> Pictures:
    """Return the values of the article: captions numbered, places counted in paragraphs."""
    captions: list[str] = []
    pictures = []
    for one in placed:
        number = None
        if one.caption is not None:
            number = len(captions)
            captions.append(one.caption)
        pictures.append(Picture(one.src, bisect_left(text, one.at), number))
    return Pictures(tuple(pictures), tuple(captions), text)
