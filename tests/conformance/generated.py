"""Articles and query trees drawn at random from few characters, so that they meet often."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from indexer.article import Article, Repair, article_id
from indexer.query.tree import (
    And,
    AnyArticle,
    AtLeast,
    Between,
    HasWord,
    LikeWord,
    NameField,
    Names,
    Near,
    Node,
    Not,
    Occurs,
    OneOf,
    Or,
    Place,
    Wildcard,
    WithId,
    Words,
)

ALPHABET = "中国國发發展展家产產业業甘肃肅省的了瞭aAＡ1.5％%-，, 。“\u3000\u200b\n𠮷\0"
PIECES = [
    "中国",
    "發展",
    "发展中国家",
    "甘肃省",
    "產業",
    "产业",
    "COVID-19",
    "13.91",
    "5G",
    " ",
    "，",
    "\n",
    "了解",
    "瞭解",
]
SOURCES = ["甘肃日报", "甘肅日報", "Ａ报", "a报"]
SITES = ["陇上网", "河西网"]
AUTHORS = ["王一", "李二"]
DATELINES = ["", "", "本报甘肃8月5日讯 ", "本報中國訊"]
NAMED = [
    *SOURCES,
    *SITES,
    *AUTHORS,
    "hans",
    "hant",
    "1999",
    "2000",
    "2001-01",
    "2000-02",
    "2000-01-01",
    "2001-02-03",
    "yes",
    "no",
    "甘肃",
    "中国",
]
NAME_FIELDS: tuple[NameField, ...] = get_args(NameField)

mixed = st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(ALPHABET)), max_size=14).map("".join)
repetitive = st.text("甲乙", max_size=14)
"""Texts in which every two characters occur somewhere, so that only a look at the text tells what stands there."""

texts = st.one_of(mixed, repetitive)
days = st.one_of(
    st.none(),
    st.tuples(st.integers(1999, 2001), st.integers(1, 2), st.integers(1, 3)).map(
        lambda d: f"{d[0]}-{d[1]:02d}-{d[2]:02d}"
    ),
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Draw an article, now and then with a repaired place."""
    title, text = draw(texts).replace("\n", " "), draw(st.sampled_from(DATELINES)) + draw(texts)
    repairs: tuple[Repair, ...] = ()
    if text and draw(st.booleans()):
        start = draw(st.integers(0, len(text) - 1))
        size = draw(st.integers(1, 4))
        run = text[start : start + size].split("\n")[0]
        if run:
            before = draw(st.sampled_from(["產(chǎn)", "中國?", "x", "?zhí)旖蚺优徘", "兰州經(jīng)济f"]))
            rule = "gloss" if len(run) == 1 else "shift"
            repairs = (Repair("text", start, start + len(run), before, run, rule),)
    salt = draw(st.binary(min_size=6, max_size=6))
    return Article(
        id=article_id(salt),
        file=f"{salt.hex()}.html",
        title=title,
        text=text,
        kind="html",
        date=draw(days),
        time=draw(st.sampled_from([None, "08:00", "09:30"])),
        source=draw(st.sampled_from([None, *SOURCES])),
        author=tuple(draw(st.lists(st.sampled_from(AUTHORS), max_size=2, unique=True))),
        clicks=draw(st.one_of(st.none(), st.integers(0, 5), st.just(10**12))),
        site=draw(st.sampled_from([None, *SITES])),
        captions=tuple(draw(st.lists(texts.map(lambda t: t.replace("\n", " ")), max_size=1))),
        script=draw(st.sampled_from(["hans", "hant", "other"])),
        repairs=repairs,
    )


libraries = st.lists(st.lists(articles(), max_size=5), min_size=1, max_size=4).filter(
    lambda batches: len({a.id for b in batches for a in b}) == sum(map(len, batches))
)

needles = (
    st.one_of(
        st.sampled_from([piece for piece in PIECES if piece.strip()]), mixed, st.text("甲乙", min_size=3, max_size=6)
    )
    .map(lambda text: text.replace("\n", "").strip())
    .filter(lambda text: text.strip("\u200b\u3000 "))
)
wheres = st.sampled_from(["any", "title", "text"])
variants = st.sampled_from(["fold", "fold", "exact"])
others = st.one_of(st.just(()), st.just(()), st.lists(needles, min_size=1, max_size=2).map(tuple))
occurs = st.builds(Occurs, needles, wheres, st.booleans(), variants, others)
short_needles = st.one_of(st.sampled_from(["中", "国", "发", "家", "甲", "乙", "5G"]), needles)
wildcards = st.builds(
    Wildcard,
    st.lists(st.one_of(short_needles, st.sampled_from("*?")), min_size=1, max_size=4).map("".join),
    wheres,
    variants,
)
near = st.builds(Near, st.lists(short_needles, min_size=2, max_size=3).map(tuple), st.integers(0, 6), wheres, variants)
WORDS = ["中国", "发展", "产业", "covid-19", "甘肃省", "国"]


def _between(field: str, values: st.SearchStrategy[object]) -> st.SearchStrategy[Between]:
    return st.builds(lambda low, high: Between(field, low, high), values, values)  # type: ignore[arg-type]


leaves: st.SearchStrategy[Node] = st.one_of(
    occurs,
    st.builds(
        lambda parts: Words("".join(part.text for part in parts), tuple(parts)),
        st.lists(occurs, min_size=1, max_size=3),
    ),
    wildcards,
    near,
    st.builds(LikeWord, st.just("~"), wheres, st.lists(st.sampled_from(WORDS), max_size=3).map(tuple)),
    st.builds(HasWord, st.sampled_from(WORDS), wheres),
    st.builds(Place, st.sampled_from(["甘肃", "中國", "报", "河西"])),
    st.builds(WithId, st.lists(st.sampled_from([f"{at:020x}" for at in range(3)]), max_size=2).map(tuple)),
    st.builds(
        Names, st.sampled_from(NAME_FIELDS), st.sampled_from(["甘肅", "报", "A报", "网", "王", "a", "0-0", "-01"])
    ),
    st.builds(OneOf, st.sampled_from(NAME_FIELDS), st.lists(st.sampled_from(NAMED), max_size=3).map(tuple)),
    _between("date", days),
    _between("clicks", st.one_of(st.none(), st.integers(0, 5))),
    st.just(AnyArticle()),
)
trees: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
        st.builds(lambda count, parts: AtLeast(count, tuple(parts)), st.integers(1, 3), st.lists(inner, max_size=4)),
        inner.map(Not),
    ),
    max_leaves=6,
)
