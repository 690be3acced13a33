"""Who wrote it: names behind a label, and bylines inside the text."""

from __future__ import annotations

import re

from indexer.reading.vocabulary import SURNAMES, fold_labels, words_of

MOST_NAMES = 12
"""People one article can be by."""

_HAN = "[\u3400-\u9fff]"
_WHOLE = re.compile(
    rf"(?:{_HAN}{{1,8}}·{_HAN}{{1,8}}|{_HAN}{{2,4}}"
    rf"|[A-Za-z][A-Za-z.\-]{{0,20}}(?: [A-Za-z][A-Za-z.\-]{{0,20}}){{0,3}})$"
)
_RANK = "(?:全媒体|首席|见习|实习|特约|融媒体?|本报|本网|本刊|本台|特派)"
_TITLE = re.compile(
    rf"{_RANK}{{0,2}}(?:记者|通讯员|评论员|特派员)|实习生|(?:专栏|特约)作者|撰稿人?|摄影报道|摄影|撰文|文字|文图|图文|文/图|图/文|供稿|作者|采写|执笔"
)
# The house stands before 记者 at the beginning of a byline: 某某报记者, 某某报·某某客户端记者.
_HOUSE = re.compile(rf"(?:^|(?<=[\s、,(/]))(?:{_HAN}{{2,8}}·)?{_HAN}{{1,8}}?(?={_RANK}?记者|(?:专栏|特约)作者)")
_REPORTER = (
    rf"(?:(?:{_HAN}{{2,8}}·)?{_HAN}{{0,8}}(?:记者|评论员|特派员)|通讯员|(?:{_HAN}{{2,8}}(?:专栏|特约))?作者"
    r"|文/图|图/文|文|撰文|撰稿)"
)
_BRACKETED = re.compile(rf"[(\[]\s?(?P<names>{_REPORTER}(?:\s|[:/|])?[^()\[\]。!?\n]{{2,60}})[)\]]")
_OFFICE = re.compile("[记記]者|通[讯訊][员員]|[评評][论論][员員]|特派[员員]|作者|文|撰稿")
"""What every byline holds, before it is folded."""

_OPENING = re.compile(
    rf"^(?:本[报网刊]|{_HAN}{{2,8}}[报网社]).{{0,24}}?[讯电]\s{{0,3}}"
    r"\((?P<names>[^()]{0,20}(?:记者|通讯员)[^()]{2,40})\)"
)
_LEADING = re.compile(
    rf"^(?:[(\[]\s?(?P<bracketed>{_HAN}{{0,8}}(?:记者|通讯员|特派员)[^()\[\]。!?]{{2,40}})[)\]]"
    rf"|(?P<plain>{_HAN}{{0,8}}记者\s?{_HAN}{{2,4}}(?:、{_HAN}{{2,4}}){{0,3}}\s?/\s?{_HAN}{{2,6}}(?:报道|报导|电|讯|摄影))(?!{_HAN}))"
)
_STANDING = re.compile(
    rf"^(?:《{_HAN}{{1,12}}》\s?)?(?:[\u3400-\u9fffA-Za-z+]{{2,12}}·)?{_HAN}{{0,12}}(?:记者|通讯员|作者|撰文)[\s:/|,]{{1,4}}"
    r"(?P<names>[^。!?,]{2,60})$"
)
_CREDITED = re.compile(
    rf"^文\s?[/|:]\s{{0,3}}(?P<names>{_HAN}{{2,4}}(?:[\s、]{{1,2}}{_HAN}{{2,4}}){{0,3}})"
    r"(?:\s{0,4}[|/]?\s{0,4}图\s?[/|:].{0,20})?$"
)
_DESK = re.compile(rf"{_HAN}{{1,8}}(?:报|快讯|新闻|新闻网|中心|社)\s?/\s?(?P<names>{_HAN}{{2,4}})(?=\s|$)")
_SIGNED = re.compile(rf"(?:[。!?”]|^)\((?P<names>{_HAN}{{2,4}}(?:[\s、]{_HAN}{{2,4}}){{0,3}})\)$")
_PLACES = (
    "台北|新北|桃园|台中|台南|高雄|基隆|新竹|苗栗|彰化|南投|云林|嘉义|屏东|宜兰|花莲|台东|澎湖|金门|马祖|连江|北京|上海|天津|重庆|广州"
    "|深圳|香港|澳门|南京|杭州|武汉|成都|西安|兰州|华盛顿|纽约|洛杉矶|东京|首尔|伦敦|巴黎|新加坡|吉隆坡|槟城|曼谷"
)
_KINDS = "即时|综合|专题|独家|现场|特稿|专访|连线|整理|编译"
_SENT = re.compile(
    rf"(?P<place>(?:{_PLACES})?[市县]?)(?P<day>\d{{1,2}}日)?(?:{_KINDS}){{0,2}}(?:外电)?"
    "(?:报道|报导|电|讯|摄影?|整理|编译|撰文)$"
)
_CLOSING = (")", "）", "]", "］", "】", "〕")
_STOPS = ("。", "！", "？", "!", "?")
_JOINTS = re.compile(r"[\s、,，;；/／&|｜:：]+")
_LATIN_SPACE = re.compile(r"(?<=[A-Za-z.]) (?=[A-Z])")
_EDGES = "·。.…()（）[]【】〔〕<>《》\"' \t\u3000\xa0\0"
_NO_NAMES = words_of(
    "本报 本站 本网 记者 佚名 未知 无 不详 匿名 编辑 管理员 系统管理员 admin administrator "
    "报道 摄 综合 整理 整合 汇总 编译 今天 今日 昨天 昨日 前天 刚刚 责编 报 讯 责任编辑 name null "
    "undefined none 原创 转载 网络 本站原创"
)
_NO_NAME = re.compile(r"[{}$<>%=#*]")
_BRACKETS = frozenset("【】〔〕〖〗")
_SQUARE = str.maketrans("【】〔〕〖〗", "[][][]")


def _fold(text: str) -> str:
    """Return text of the same length, folded, in which all square brackets are alike."""
    folded = fold_labels(text)
    return folded if _BRACKETS.isdisjoint(folded) else folded.translate(_SQUARE)


def names_in(text: str) -> tuple[str, ...]:
    """Return the people named in the value of a label or a byline, in order; offices are kept as they stand."""
    folded = _fold(text)
    if "://" in folded or "@" in folded:
        return ()
    for pattern in (_HOUSE, _TITLE):
        for match in pattern.finditer(folded):
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
        folded = _fold(text)
    names: list[str] = []
    for part in _JOINTS.split(_LATIN_SPACE.sub("\0", text)):
        name = _without_dispatch(part.strip(_EDGES)).replace("\0", " ")
        if name and _fold(name).lower() not in _NO_NAMES and len(name) <= 24 and not name.isdigit():
            names.append(name)
    return tuple(name for name in dict.fromkeys(_joined(names)) if not _NO_NAME.search(name))[:MOST_NAMES]


def leading_people(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the people before what is told of them: of 韩松，某县人 the first; all where that is no person."""
    persons = [_is_person(name) for name in names]
    return names[: persons.index(False)] if persons and persons[0] and not all(persons) else names


def _is_person(name: str) -> bool:
    return bool(_WHOLE.match(name)) and (len(name) <= 3 or _begins_with_surname(name))


def _without_dispatch(name: str) -> str:
    """Return a name without the place and the day from which its report was sent: 某某某台北5日电, 某某报道."""
    if len(name) > 20:
        return name
    folded = _fold(name)
    sent = _SENT.search(folded)
    if sent is None:
        return name
    rest = folded[: sent.start()]
    if sent["place"] or len(rest) < 4 or any(not "\u3400" <= c <= "\u9fff" for c in rest):
        return name[: len(rest)]
    # A place that is not known has two characters at least, and so has a name.
    size = 2 if len(rest) == 4 else 3
    return name[:size] if rest[0] in SURNAMES and len(rest) <= 7 else ""


def _joined(names: list[str]) -> list[str]:
    """Join a name of two characters that was set apart to stand as wide as one of three: 王 明."""
    out: list[str] = []
    for name in names:
        if out and len(name) == 1 and len(out[-1]) == 1:
            out[-1] += name
        else:
            out.append(name)
    return [name for name in out if len(name) > 1]


def _people(text: str) -> tuple[str, ...]:
    """Return the names in a byline, none where something in it is no person's name."""
    names = names_in(text)
    return names if all(_WHOLE.match(name) for name in names) else ()


def _named(match: re.Match[str] | None, text: str) -> tuple[str, ...]:
    """Return the people in a match that was found in the folded form of ``text``."""
    return _people(text[match.start("names") : match.end("names")]) if match else ()


def byline_of(line: str) -> tuple[str, ...]:
    """Return the authors of a line that is a byline and nothing else: （记者某某）, 本报记者 某某, 文｜某某."""
    text = line.strip()
    if len(text) > 80 or text.endswith(_STOPS) or not _OFFICE.search(text):
        return ()
    folded = _fold(text)
    bracketed = _BRACKETED.fullmatch(folded)
    if bracketed:
        return _named(bracketed, text)
    leading = _LEADING.match(folded)
    if leading and leading.end() == len(folded):
        return _people(text[leading.start() : leading.end()])
    names = _named(_STANDING.match(folded) or _CREDITED.match(folded), text)
    # 记者手记 heads a part of the text; only surnames tell it from 记者 someone.
    return names if all(_begins_with_surname(name) for name in names) else ()


def _begins_with_surname(name: str) -> bool:
    return "·" in name or name[0].isascii() or fold_labels(name)[0] in SURNAMES


def desk_byline(text: str) -> tuple[str, ...]:
    """Return who is named behind a paper's desk and a stroke, as in 某报快讯／某某某 beside the day."""
    if "/" not in text and "／" not in text:
        return ()
    names = _named(_DESK.match(_fold(text)), text)
    return names if all(map(_begins_with_surname, names)) else ()


def byline_in(paragraph: str, *, is_first: bool, is_last: bool) -> tuple[str, ...]:
    """Return the authors that a paragraph of the text names: at its end in brackets, or where a report opens."""
    tail = paragraph[-70:].rstrip()
    if tail.endswith(_CLOSING):
        folded = _fold(tail)
        bracketed = [match for match in _BRACKETED.finditer(folded) if match.end() == len(folded)]
        if bracketed:
            return _named(bracketed[-1], tail)
        signed = _SIGNED.search(folded) if is_last else None
        if signed and all(_begins_with_surname(name) for name in _JOINTS.split(signed["names"])):
            return _named(signed, tail)
    head = paragraph[:120]
    if not is_first or not _OFFICE.search(head):
        return ()
    folded = _fold(head)
    leading = _LEADING.match(folded)
    if leading:
        return _people(head[leading.start() : leading.end()])
    return _named(_OPENING.match(folded), head)
