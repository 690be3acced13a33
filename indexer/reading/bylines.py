"""Who wrote it: names behind a label, and bylines inside the text."""

from __future__ import annotations

import re

_NAME = r"[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,8}|[\u4e00-\u9fff]{2,4}|[A-Za-z][A-Za-z.\-]{0,20}(?: [A-Za-z][A-Za-z.\-]{0,20}){0,3}"
_TITLES = (
    "全媒体记者 全媒體記者 首席记者 首席記者 本报记者 本報記者 本网记者 本網記者 见习记者 見習記者 实习记者 實習記者 实习生 實習生 "
    "特约记者 特約記者 特约通讯员 特約通訊員 融媒体记者 融媒體記者 通讯员 通訊員 记者 記者 作者 撰稿人 撰稿 摄影 攝影 撰文 文字 文图 供稿 摄影报道 攝影報道"
).split()
_TITLE = re.compile("|".join(sorted(map(re.escape, _TITLES), key=len, reverse=True)))
_JOINTS = re.compile(r"[\s、,，;；/／&|｜和:：·]*[\s、,，;；/／&|｜:：]+")
_WHOLE = re.compile(f"(?:{_NAME})$")
_REPORTER = r"(?:[\u4e00-\u9fff]{0,8}(?:记者|記者)|通讯员|通訊員|作者|文|撰文|撰稿)"
_BRACKETED = re.compile(
    rf"[(（【\[]\s?(?P<names>{_REPORTER}(?:\s|[:：/／|])?[^()（）【】\[\]。！？\n]{{2,60}})[)）】\]]"
)
_OPENING = re.compile(r"^(?:[本][报報网網刊]|[\u4e00-\u9fff]{2,8}[报報网網社]).{0,24}?[讯訊电電]\s{0,3}[(（](?P<names>[^()（）]{2,60})[)）]")
_STANDING = re.compile(r"^(?:本[报報网網刊]|[\u4e00-\u9fff]{2,12})?(?:全媒体|全媒體|首席|见习|見習|实习|實習|特约|特約)?(?:记者|記者|通讯员|通訊員)[\s:：　]{1,4}(?P<names>[^。！？，]{2,60})$")
_NO_NAMES = frozenset("本报 本報 本站 本网 本網 记者 記者 佚名 未知 无 無 不详 不詳 编辑 編輯 管理员 管理員 admin 报道 報道 摄 攝 综合 綜合 整理".split())


def names_in(text: str) -> tuple[str, ...]:
    """Return the people named in the value of a label or a byline, in order; offices are kept as they stand."""
    spread = _TITLE.sub(" ", text).strip(" \t\u3000\xa0()（）[]【】。.")
    names: list[str] = []
    for part in _JOINTS.split(spread):
        name = part.strip("·。.…()（）[]【】<>《》\"'")
        if name and name.lower() not in _NO_NAMES and len(name) <= 24 and not name.isdigit():
            names.append(name)
    return tuple(dict.fromkeys(_joined(names)))[:12]


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
    names = names_in(text)
    return names if names and all(_WHOLE.match(name) for name in names) else ()


def byline_of(line: str) -> tuple[str, ...]:
    """Return the authors of a line that is a byline and nothing else, as （记者某某） or 本报记者 某某."""
    text = line.strip()
    if len(text) > 80:
        return ()
    whole = _BRACKETED.fullmatch(text) or _STANDING.match(text)
    return _people(whole["names"]) if whole else ()


def byline_in(paragraph: str, *, is_first: bool) -> tuple[str, ...]:
    """Return the authors that a paragraph of the text names: at its end in brackets, or where a report opens."""
    tail = paragraph[-70:]
    found = None
    for found in _BRACKETED.finditer(tail):
        pass
    if found and found.end() == len(tail.rstrip()):
        return _people(found["names"])
    if is_first:
        head = paragraph[:120]
        opening = _OPENING.match(head)
        if opening and ("记者" in opening["names"] or "記者" in opening["names"] or "通" in opening["names"]):
            return _people(opening["names"])
    return ()
