"""What is asked of the news texts: queries of every form, written down or drawn from the texts, the same each time."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, islice

from indexer.article import Article
from indexer.query.parse import parse_query
from indexer.query.preferences import relaxed
from indexer.query.tree import NameField, Node, OneOf, all_of
from indexer.text.fold import Variants
from indexer.text.segment import Segmenter

_QUOTING = re.compile(r"[\s\"＂“”「」『』()（）]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with what is chosen beside it. ``most`` asks only for that loosened form of it, counted from 0."""

    q: str
    filters: Mapping[NameField, tuple[str, ...]] = field(default_factory=dict)
    whole: bool = False
    variants: Variants = "fold"
    most: int | None = None

    def typed(self, segmenter: Segmenter) -> Node | None:
        """Return what the query alone means; None where it asks for nothing."""
        tree = parse_query(self.q, segmenter, whole=self.whole, variants=self.variants)
        if self.most is None:
            return tree
        return next(islice(relaxed(tree), self.most, None), None)

    def tree(self, segmenter: Segmenter) -> Node | None:
        """Return what is asked for, filters and all; None where that is nothing."""
        chosen = [OneOf(name, values) for name, values in self.filters.items()]
        typed = self.typed(segmenter)
        wanted = chosen if typed is None else [typed, *chosen]
        return all_of(*wanted) if wanted else None


class Drawing:
    """Draws queries from the texts."""

    def __init__(self, articles: Sequence[Article], segmenter: Segmenter, seed: str) -> None:
        self.chance = random.Random(seed)
        self.articles = articles
        self.segmenter = segmenter

    def paragraph(self) -> str:
        """Return some paragraph or title as it is written."""
        article = self.chance.choice(self.articles)
        return self.chance.choice([article.title, *article.text.split("\n"), *article.captions])

    def run(self, length: int) -> str:
        """Return so many characters that stand together somewhere; none of them is a space, quote or bracket."""
        for _ in count():
            paragraph = self.paragraph()
            at = self.chance.randrange(len(paragraph))
            run = paragraph[at : at + length]
            if len(run) == length and not _QUOTING.search(run):
                return run
        raise AssertionError

    def words(self, number: int) -> list[str]:
        """Return so many words, of two characters at least, of one paragraph."""
        for _ in count():
            words = [piece for piece, is_word in self.segmenter.pieces(self.paragraph()) if is_word and len(piece) > 1]
            if len(words) >= number:
                return self.chance.sample(words, number)
        raise AssertionError

    def stretch(self, number: int) -> str:
        """Return so many words as they stand one behind the other in a text."""
        for _ in count():
            pieces = list(self.segmenter.pieces(self.paragraph()))
            at = self.chance.randrange(len(pieces))
            some = pieces[at : at + number]
            if len(some) == number and all(is_word for _, is_word in some):
                return "".join(piece for piece, _ in some)
        raise AssertionError

    def matching(self, pattern: str, number: int) -> Iterator[str]:
        """Yield so many different stretches of paragraphs that match ``pattern``."""
        seen: set[str] = set()
        while len(seen) < number:
            found = [text for text in re.findall(pattern, self.paragraph()) if text not in seen]
            if found:
                seen.add(chosen := self.chance.choice(found))
                yield chosen

    def rare(self, number: int, most: int) -> list[str]:
        """Return characters that at most ``most`` articles hold."""
        held = Counter(char for article in self.articles for char in set(article.text))
        return self.chance.sample(
            sorted(char for char, n in held.items() if n <= most and not _QUOTING.match(char)), number
        )


def _quoted(draw: Drawing) -> Iterator[Asked]:
    for length in range(1, 13):
        for _ in range(4):
            yield Asked(f"“{draw.run(length)}”")


def _typed(draw: Drawing) -> Iterator[Asked]:
    for length in range(1, 13):
        for _ in range(3):
            yield Asked(draw.run(length))


def _words(draw: Drawing) -> Iterator[Asked]:
    for number in (1, 1, 2, 2, 3, 4):
        for _ in range(8):
            yield Asked(" ".join(draw.words(number)))


def _stretches(draw: Drawing) -> Iterator[Asked]:
    for number in (2, 3, 4, 6):
        for _ in range(5):
            yield Asked(draw.stretch(number))


def _whole(draw: Drawing) -> Iterator[Asked]:
    for number in (1, 1, 2, 3):
        for _ in range(6):
            yield Asked(f"word:“{draw.stretch(number)}”")
    for number in (1, 2, 3):
        for _ in range(5):
            yield Asked(" ".join(draw.words(number)), whole=True)
    for length in (2, 3, 4, 7):
        for _ in range(4):
            yield Asked(f"word:“{draw.run(length)}”")


def _exact(draw: Drawing) -> Iterator[Asked]:
    for length in (1, 2, 2, 3, 4, 8):
        for _ in range(4):
            yield Asked(f"“{draw.run(length)}”", variants="exact")
    for number in (1, 2):
        for _ in range(6):
            yield Asked(" ".join(draw.words(number)), variants="exact")
            yield Asked(" ".join(draw.words(number)), variants="exact", whole=True)


def _in_fields(draw: Drawing) -> Iterator[Asked]:
    for name in ("title", "text", "标题", "正文"):
        for length in (1, 2, 3, 5):
            yield Asked(f"{name}:“{draw.run(length)}”")
        yield Asked(f"{name}:{draw.stretch(2)}")
        yield Asked(f"{name}:({' OR '.join(draw.words(2))})")


def _leaf(draw: Drawing) -> str:
    kinds: Sequence[Callable[[], str]] = (
        lambda: draw.words(1)[0],
        lambda: " ".join(draw.words(2)),
        lambda: f"“{draw.run(draw.chance.randint(1, 4))}”",
        lambda: f"title:{draw.words(1)[0]}",
        lambda: f"word:{draw.words(1)[0]}",
        lambda: f"date:202{draw.chance.randint(2, 6)}-0{draw.chance.randint(1, 9)}",
        lambda: f"clicks:>{draw.chance.choice((0, 400, 90_000))}",
        lambda: f"source:{draw.chance.choice(('日报', '隴', 'abc', '晚报'))}",
    )
    return draw.chance.choice(kinds)()


def _nest(draw: Drawing, depth: int) -> str:
    if depth == 0 or draw.chance.random() < 0.2:
        return _leaf(draw)
    parts = [_nest(draw, depth - 1) for _ in range(draw.chance.randint(2, 3))]
    inner = draw.chance.choice((" ", " AND ", " OR ", " NOT ", " OR ")).join(parts)
    return f"{draw.chance.choice(('', '', 'NOT '))}({inner})"


def _nested(draw: Drawing) -> Iterator[Asked]:
    for depth in (1, 2, 2, 3):
        for _ in range(12):
            yield Asked(_nest(draw, depth))


def _most_words(draw: Drawing) -> Iterator[Asked]:
    for number in (3, 4, 6, 8, 14):
        for _ in range(3):
            words = [draw.words(1)[0] for _ in range(number)]
            for most in range(3):
                yield Asked(" ".join(words), most=most)


def _mixed(draw: Drawing) -> Iterator[Asked]:
    for found in draw.matching(r"[A-Za-z0-9][A-Za-z0-9.\-%,&/]*", 14):
        yield Asked(found)
        yield Asked(f"“{found}”")
        yield Asked(f"word:“{found}”")
    for found in draw.matching(r"\w{0,3}[A-Za-z0-9.%+\-]{2,}\w{0,3}", 14):
        yield Asked(found)
        yield Asked(f"“{found}”", variants="exact")


def _rare(draw: Drawing) -> Iterator[Asked]:
    for char in draw.rare(12, 3):
        yield Asked(f"“{char}”")
        yield Asked(char, variants="exact")
        yield Asked(f"word:“{char}”")


def _signs(draw: Drawing) -> Iterator[Asked]:
    for found in draw.matching(r"\w{0,2}[，。、；：！？《》·—…％%]+\w{0,2}", 24):
        yield Asked(f"“{found}”")
    for found in draw.matching(r"\w[，。、]\w", 6):
        yield Asked(f"word:“{found}”")
        yield Asked(f"“{found}”", variants="exact")


def _filtered(draw: Drawing) -> Iterator[Asked]:
    choices: Sequence[Mapping[NameField, tuple[str, ...]]] = (
        {"source": ("甘肃日报",)},
        {"source": ("甘肃日报", "甘肅日報")},
        {"source": ("ＡＢＣ周刊",), "site": ("陇上网", "隴東網")},
        {"author": ("张三丰",), "script": ("hant",)},
        {"year": ("2023", "2025")},
        {"month": ("2024-02", "2024-03"), "script": ("hans",)},
        {"day": ("2024-09-04",)},
        {"source": ("没有的报",)},
    )
    for filters in choices:
        yield Asked("", filters)
        yield Asked(" ".join(draw.words(1)), filters)
        yield Asked(f"“{draw.run(1)}”", filters)


def _of(*queries: str) -> Callable[[Drawing], Iterator[Asked]]:
    return lambda _: map(Asked, queries)


_NAMES = _of(
    "source:甘肃", "source:甘肅日報", "来源:日报", "来源:日報·", "source:ABC", "source:ａｂｃ", "source:“东报·电”",
    "source:报", "author:张三", "author:張", "作者:ma", "author:“a s”", "site:陇", "網站:lan-zhou", "site:.",
    "site:陇东网", "source:无", "file:2024/05", "file:新聞2022", "file:html", "file:0-1", "file:4",
    "source:日报 author:王一", "source:日报 -site:陇上", "NOT source:日报", "-author:王", "source:(甘肃 OR 天水)",
)  # fmt: skip
_DATES = _of(
    "date:2023", "date:2023-05", "date:2024-02-29", "日期:2024年5月", "date:2024/9/4", "date:2023-13", "date:1999",
    "date:[2023 TO 2024-02]", "date:[2024-02-29 TO 2024-03-01]", "date:[* TO 2022-10-01]", "date:[2026-08 TO *]",
    "date:[* TO *]", "date:[2025 TO 2023]", "date:>2026-07", "date:>=2026-08-20", "date:<2022-10", "date:<=2022-09-24",
    "date:>2026-08-22", "date:<2022-09-24", "NOT date:2024", "-date:[* TO *]", "date:2023 OR date:2025", "date:>9998",
)  # fmt: skip
_CLICKS = _of(
    "clicks:0", "clicks:7", "点击:500", "clicks:>500", "clicks:>=500", "clicks:<1", "clicks:<=0", "clicks:[1 TO 500]",
    "clicks:[* TO 501]", "clicks:[86400 TO *]", "clicks:[* TO *]", "clicks:>4294967296", "clicks:1000000000000",
    "clicks:>1000000000000", "clicks:99999999999999999999999", "clicks:<99999999999999999999999", "NOT clicks:>1",
    "clicks:[500 TO 1]", "clicks:2,147,483,648", "clicks:-1",
)  # fmt: skip
_QUESTIONS = _of(
    "哪些地方新建了5G基站？", "今年夏粮收购情况怎么样？", "為什麼長江要禁漁？", "怎样申请高校毕业生就业补贴？",
    "谁主持了会议？", "台风什么时候登陆？", "冬奥会在哪里举行？", "南水北调工程调了多少水？", "神舟飞船何时返回地球？",
    "粮食产量再创新高", "what is RCEP?", "黄河流域生态保护做得怎么样", "新能源汽车出口了多少辆？",
    "地震造成多少人受伤", "高铁什么时候通车？",
)  # fmt: skip
_LATIN = _of(
    "5G基站", "13.91亿元", "COVID-19", "covid", "5g", "G", "C919", "RCEP", "ＡＰＥＣ", "AI", "ai", "“AI”", "1.5%",
    "“％”", "％", "2023年", "２０２３年", "10月1日", "“0”", "“00”", "word:5G", "km/h", "3,000", "“3,000”",
    "12,5", "-19", "5G 6G", "“G 5”", "㎡", "“m2”", "word:“5G基站”", "www", "“.cn”", "+", "“+”", "“、”", "①", "°C", "℃",
)  # fmt: skip
_SPECIAL = _of(
    "-中国", "NOT 中国", "-中国 -经济", "NOT (中国 OR 经济)", "的", "“的”", "“，”", "“。”", "“ ”", "“：”", "一",
    "中国", "中國", "“中國”", "“不存在的麒麟坪火星站”", "麒麟坪 火星站", "𠮷", "“𠮷野家”", "\u200b中\u200b国",
    "“中　国”", "“中 国”", "AND", "OR OR OR", "(", "中国 AND", "()", "“", "nosuch:北京", "word:兰州",
    "title:word:兰州", "((((中国))))", "\x1f", "“\x1e国”", "“\0”",
)  # fmt: skip
_NEAR = _of(
    '"经济 发展"~5', '"经济 发展"~0', '"發展 經濟"~12', '"北京 上海 广州"~30', '"疫情 防控"~2', '"中国 中国"~9',
    '"甲 乙"~99', 'title:"中国 经济"~8', '"5G 基站"~20', '"科技创新"~4', '"的 了"~0', '"国务院 人民 会议 工作"~40',
)  # fmt: skip
_WILDCARDS = _of(
    "兰?市", "？州市", "中国*大学", "*发展*", "第??届", "新?疫情", "20??年", "习近平*会议", "一*二*三", "title:第?届",
    "5?基站", "中國*大學", "不存在*麒麟", "-中国*大学", "（中国?大学 OR 北京*大学） 学生",
)  # fmt: skip
_ERRORS = _of(
    "甘肃省~",
    "覆工覆产~",
    "新冠肺言~",
    "covad-19~",
    "国务苑~",
    "title:国务苑~",
    "word:人民*会",
    "word:covid*",
    "word:20??",
)
_PLACES = _of("地区:兰州", "place:甘肃", "place:甘肅", "地区:中国 经济")
FORMS: Mapping[str, Callable[[Drawing], Iterator[Asked]]] = {
    "quoted": _quoted,
    "typed": _typed,
    "words": _words,
    "stretches of words": _stretches,
    "whole words": _whole,
    "exact characters": _exact,
    "title and text": _in_fields,
    "names": _NAMES,
    "dates": _DATES,
    "clicks": _CLICKS,
    "nested": _nested,
    "most words": _most_words,
    "questions": _QUESTIONS,
    "Latin and numbers": _LATIN,
    "mixed": _mixed,
    "rare characters": _rare,
    "signs": _signs,
    "filtered": _filtered,
    "special": _SPECIAL,
    "near": _NEAR,
    "wildcards": _WILDCARDS,
    "words with an error": _ERRORS,
    "places": _PLACES,
}
"""A name for each form of query → what draws its queries."""

PLAIN = ("words", "stretches of words", "questions", "typed")
"""The forms that people type most, whose order by relevance is compared."""


def draw_queries(form: str, articles: Sequence[Article], segmenter: Segmenter) -> list[Asked]:
    """Return the queries of a form that ask for something, each once."""
    drawn = FORMS[form](Drawing(articles, segmenter, form))
    asking = {asked.tree(segmenter): asked for asked in drawn}
    return [asked for tree, asked in asking.items() if tree is not None]


def plain_queries(articles: Sequence[Article], segmenter: Segmenter) -> list[Asked]:
    """Return the queries of all plain forms, and those of several words in the other order too."""
    plain = [asked for form in PLAIN for asked in draw_queries(form, articles, segmenter)]
    turned = [replace(asked, q=" ".join(reversed(asked.q.split()))) for asked in plain if " " in asked.q]
    return plain + turned
