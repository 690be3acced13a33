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
_RANK = "(?:全媒体|首席|见习|实习|特约|融媒体?|本报|本网|本刊|本台)"
_TITLE = re.compile(
    rf"{_RANK}{{0,2}}(?:记者|通讯员|评论员)|实习生|撰稿人?|摄影报道|摄影|撰文|文字|文图|图文|文/图|图/文|供稿|作者|采写|执笔"
)
# The house stands before 记者 at the beginning of a byline: 某某报记者.
_HOUSE = re.compile(rf"(?:^|(?<=[\s、,(])){_HAN}{{1,6}}?(?={_RANK}?记者)")
_REPORTER = rf"(?:{_HAN}{{0,8}}(?:记者|评论员)|通讯员|作者|文/图|文|撰文|撰稿)"
_BRACKETED = re.compile(rf"[(【\[]\s?(?P<names>{_REPORTER}(?:\s|[:/|])?[^()【】\[\]。!?\n]{{2,60}})[)】\]]")
_OFFICE = re.compile("[记記]者|通[讯訊][员員]|[评評][论論][员員]|作者|文|撰稿")
"""What every byline holds, before it is folded."""

_OPENING = re.compile(
    rf"^(?:本[报网刊]|{_HAN}{{2,8}}[报网社]).{{0,24}}?[讯电]\s{{0,3}}"
    r"\((?P<names>[^()]{0,20}(?:记者|通讯员)[^()]{2,40})\)"
)
_STANDING = re.compile(
    rf"^(?:《{_HAN}{{1,12}}》\s?)?{_HAN}{{0,12}}(?:记者|通讯员|作者|撰文)[\s:/|]{{1,4}}(?P<names>[^。!?,]{{2,60}})$"
)
_SIGNED = re.compile(rf"[。!?”]\((?P<names>{_HAN}{{2,4}}(?:[\s、]{_HAN}{{2,4}}){{0,3}})\)$")
_CLOSING = (")", "）", "]", "］", "】")
_JOINTS = re.compile(r"[\s、,，;；/／&|｜:：]+")
_EDGES = "·。.…()（）[]【】<>《》\"' \t\u3000\xa0"
_NO_NAMES = words_of(
    "本报 本站 本网 记者 佚名 未知 无 不详 编辑 管理员 admin 报道 摄 综合 整理 责编 报 讯 责任编辑 name"
)


def names_in(text: str) -> tuple[str, ...]:
    """Return the people named in the value of a label or a byline, in order; offices are kept as they stand."""
    folded = fold_labels(text)
    if "://" in folded or "@" in folded:
        return ()
    for pattern in (_HOUSE, _TITLE):
        for match in pattern.finditer(folded):
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
        folded = fold_labels(text)
    names: list[str] = []
    for part in _JOINTS.split(text):
        name = part.strip(_EDGES)
        if name and fold_labels(name).lower() not in _NO_NAMES and len(name) <= 24 and not name.isdigit():
            names.append(name)
    return tuple(dict.fromkeys(_joined(names)))[:MOST_NAMES]


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
    """Return the authors of a line that is a byline and nothing else, as （记者某某） or 本报记者 某某."""
    text = line.strip()
    if len(text) > 80 or not _OFFICE.search(text):
        return ()
    folded = fold_labels(text)
    bracketed = _BRACKETED.fullmatch(folded)
    if bracketed:
        return _named(bracketed, text)
    names = _named(_STANDING.match(folded), text)
    # 记者手记 heads a part of the text; only surnames tell it from 记者 someone.
    return names if all(_begins_with_surname(name) for name in names) else ()


def _begins_with_surname(name: str) -> bool:
    return "·" in name or name[0].isascii() or fold_labels(name)[0] in SURNAMES


def byline_in(paragraph: str, *, is_first: bool, is_last: bool) -> tuple[str, ...]:
    """Return the authors that a paragraph of the text names: at its end in brackets, or where a report opens."""
    tail = paragraph[-70:].rstrip()
    if tail.endswith(_CLOSING):
        folded = fold_labels(tail)
        bracketed = [match for match in _BRACKETED.finditer(folded) if match.end() == len(folded)]
        if bracketed:
            return _named(bracketed[-1], tail)
        signed = _SIGNED.search(folded) if is_last else None
        if signed and all(_begins_with_surname(name) for name in _JOINTS.split(signed["names"])):
            return _named(signed, tail)
    head = paragraph[:120]
    return _named(_OPENING.match(fold_labels(head)), head) if is_first and _OFFICE.search(head) else ()
