"""Who wrote it: names behind a label, and bylines inside the text."""

from __future__ import annotations

import re

_NAME = r"[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,8}|[\u4e00-\u9fff]{2,4}|[A-Za-z][A-Za-z.\-]{0,20}(?: [A-Za-z][A-Za-z.\-]{0,20}){0,3}"
_TITLES = (
    "评论员 評論員 全媒体记者 全媒體記者 首席记者 首席記者 本报记者 本報記者 本网记者 本網記者 见习记者 見習記者 实习记者 實習記者 实习生 實習生 "
    "特约记者 特約記者 特约通讯员 特約通訊員 融媒体记者 融媒體記者 通讯员 通訊員 记者 記者 作者 撰稿人 撰稿 摄影 攝影 撰文 文字 文图 文/图 图/文 文／图 供稿 摄影报道 攝影報道"
).split()
_TITLE = re.compile("|".join(sorted(map(re.escape, _TITLES), key=len, reverse=True)))
_HOUSE = re.compile(
    r"(?:(?<=^)|(?<=[\s、，（(]))[\u4e00-\u9fff]{1,6}?(?=(?:全媒体|全媒體|首席|见习|見習|实习|實習|特约|特約)?(?:记者|記者))"
)
_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉"
    "阎閻余潘杜戴夏钟鍾汪田任姜范範方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文庞龐樊兰蘭殷施陶洪"
    "翟安颜顏倪严嚴牛温溫芦季俞章鲁魯葛伍韦韋申尤毕畢聂聶丛焦向柳邢路岳齐齊沿梅莫庄莊辛管祝左涂谷祁时時舒耿牟卜詹关關苗凌费費纪紀靳盛童欧歐甄项項曲成游阳陽裴席卫衛查屈鲍鮑位覃霍翁隋植甘景薄单單包司柏宁寧柯阮桂闵閔"
)
_SIGNED = re.compile(r"[。！？”][(（](?P<names>[\u4e00-\u9fff]{2,4}(?:[\s、　][\u4e00-\u9fff]{2,4}){0,3})[)）]$")
_JOINTS = re.compile(r"[\s、,，;；/／&|｜和:：·]*[\s、,，;；/／&|｜:：]+")
_WHOLE = re.compile(f"(?:{_NAME})$")
_REPORTER = r"(?:[\u4e00-\u9fff]{0,8}(?:记者|記者|评论员|評論員)|文[/／]图|文[/／]圖|通讯员|通訊員|作者|文|撰文|撰稿)"
_BRACKETED = re.compile(
    rf"[(（【\[]\s?(?P<names>{_REPORTER}(?:\s|[:：/／|])?[^()（）【】\[\]。！？\n]{{2,60}})[)）】\]]"
)
_OPENING = re.compile(r"^(?:[本][报報网網刊]|[\u4e00-\u9fff]{2,8}[报報网網社]).{0,24}?[讯訊电電]\s{0,3}[(（](?P<names>[^()（）]{2,60})[)）]")
_STANDING = re.compile(r"^(?:本[报報网網刊]|[\u4e00-\u9fff]{2,12})?(?:全媒体|全媒體|首席|见习|見習|实习|實習|特约|特約)?(?:记者|記者|通讯员|通訊員)[\s:：　]{1,4}(?P<names>[^。！？，]{2,60})$")
_NO_NAMES = frozenset("本报 本報 本站 本网 本網 记者 記者 佚名 未知 无 無 不详 不詳 编辑 編輯 管理员 管理員 admin 报道 報道 摄 攝 综合 綜合 整理".split())


def names_in(text: str) -> tuple[str, ...]:
    """Return the people named in the value of a label or a byline, in order; offices are kept as they stand."""
    if "://" in text or "@" in text:
        return ()
    spread = _TITLE.sub(" ", _HOUSE.sub("", text)).strip(" \t\u3000\xa0()（）[]【】。.")
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


def byline_in(paragraph: str, *, is_first: bool, is_last: bool) -> tuple[str, ...]:
    """Return the authors that a paragraph of the text names: at its end in brackets, or where a report opens."""
    tail = paragraph[-70:]
    found = None
    for found in _BRACKETED.finditer(tail):
        pass
    if found and found.end() == len(tail.rstrip()):
        return _people(found["names"])
    signed = _SIGNED.search(tail) if is_last else None
    if signed and all(name[0] in _SURNAMES for name in _JOINTS.split(signed["names"])):
        return _people(signed["names"])
    if is_first:
        head = paragraph[:120]
        opening = _OPENING.match(head)
        if opening and ("记者" in opening["names"] or "記者" in opening["names"] or "通" in opening["names"]):
            return _people(opening["names"])
    return ()
