"""The 14,867 news texts beside the project as articles, with what they lack drawn from each text's own number."""

from __future__ import annotations

import html
import json
import lzma
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import opencc

from indexer.article import Article, Repair, Script, article_id

SAMPLE = Path(__file__).resolve().parents[4] / "shared" / "data" / "articles.jsonl.xz"

SOURCES = (None, "甘肃日报", "甘肅日報", "兰州晚报", "河西通讯社", "ＡＢＣ周刊", "abc周刊", "陇东报·电子版", "天水日报")
SITES = (None, "陇上网", "河西在线", "news.lan-zhou.example", "隴東網")
AUTHORS = ("王一", "李二", "張三", "张三丰", "Ma Si", "趙五")
TIMES = (None, "00:00", "08:00", "08:00:00", "08:00:30", "19:00", "23:59:59")
CLICKS = (None, 0, 1, 7, 500, 501, 86_400, 2**31, 2**32 + 1, 10**12)
READINGS = {"产": "產(chǎn)", "发": "發(fā)", "国": "國?", "中": "中(zhōng)"}
"""Characters that a mirror had spelt out, here and there → what stood there before the repair."""

CONVERSIONS = (None, None, None, "s2t", "s2tw", "s2hk")
_CAPTION_LENGTH = 40


def _paragraphs(body: str) -> list[str]:
    lines = html.unescape(re.sub(r"<[^>]*>", "\n", body)).split("\n")
    return [line.strip() for line in lines if line.strip()]


def _repairs(text: str, chance: random.Random) -> tuple[Repair, ...]:
    """Return repairs of up to three places in ``text``, none of which touches another."""
    places = [at for at, char in enumerate(text) if char in READINGS]
    chosen = sorted(chance.sample(places, min(3, len(places))))
    return tuple(Repair("text", at, at + 1, READINGS[text[at]], text[at], "gloss") for at in chosen)


def _article(row: dict[str, str], converters: dict[str, opencc.OpenCC]) -> Article:
    chance = random.Random(row["id"])
    conversion = chance.choice(CONVERSIONS)
    convert = converters[conversion].convert if conversion else str
    paragraphs = [convert(paragraph) for paragraph in _paragraphs(row["body"])]
    short = [paragraph for paragraph in paragraphs[1:] if len(paragraph) < _CAPTION_LENGTH]
    captions = tuple(short[-1:]) if chance.random() < 0.2 else ()
    text = "\n".join(paragraph for paragraph in paragraphs if paragraph not in captions)
    date = row["date"] if chance.random() > 0.05 else None
    script: Script = "hant" if conversion else "hans"
    return Article(
        id=article_id(row["id"].encode()),
        file=f"{row['date'][:4]}/{row['date'][5:7]}/新闻{row['id']}.html",
        title=convert(row["title"]),
        text=text,
        kind="html",
        date=date,
        time=chance.choice(TIMES),
        source=chance.choice(SOURCES),
        author=tuple(chance.sample(AUTHORS, chance.choice((0, 0, 1, 2)))),
        clicks=chance.choice(CLICKS),
        captions=captions,
        site=chance.choice(SITES),
        script=script if chance.random() > 0.02 else "other",
        repairs=_repairs(text, chance) if conversion is None and chance.random() < 0.1 else (),
    )


def read_news() -> list[Article]:
    """Return all the texts as articles, the same ones each time."""
    converters = {name: opencc.OpenCC(name) for name in CONVERSIONS if name}
    with lzma.open(SAMPLE, "rt", encoding="utf-8") as lines:
        return [_article(json.loads(line), converters) for line in lines]


def batches(articles: Sequence[Article], size: int) -> Iterator[Sequence[Article]]:
    """Yield the articles in order, so many at a time."""
    for at in range(0, len(articles), size):
        yield articles[at : at + size]
