"""How often words occur over time, from a real index: counts equal those of plain ``in`` and ``str.count``."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.answers.sources import SourceNames
from indexer.answers.tallying import AskedWord, count_trends
from indexer.answers.trends import read_words
from indexer.article import Article, Repair, article_id
from indexer.engines.registry import open_engine
from indexer.errors import IndexMissingError, TrendsRequestError
from indexer.query.listing import listed
from indexer.query.tree import Occurs
from indexer.search import ArchiveSearch, Point, Trends, TrendsRequest, trends_to_csv, trends_to_json
from indexer.settings import Settings
from indexer.text.fold import fold_name, fold_text
from indexer.text.passages import searchable_text, shown_length
from indexer.text.segment import Segmenter
from tests.conformance.generated import libraries, needles

SEGMENTER = Segmenter()


def made(number: int, date: str | None, text: str, **more: object) -> Article:
    salt = article_id(str(number).encode())
    return Article(id=salt, file=f"{number}.html", kind="html", date=date, text=text, **{"title": "", **more})  # type: ignore[arg-type]


def indexed(folder: Path, articles: Iterable[Article]) -> ArchiveSearch:
    chosen = Settings(index=folder)
    with open_engine("whoosh", chosen, SEGMENTER).writer() as writer:
        writer.commit([writer.preparer()(list(articles))])
        writer.publish()
    return ArchiveSearch(chosen)


ARTICLES = (
    made(1, "2020-01-05", "苹果和蘋果，一箱苹果。\n苹\n果", title="苹果丰收", source="甲报", captions=("苹果园",)),
    made(2, "2020-01-20", "马铃薯", source="乙报"),
    made(3, "2020-04-01", "ＡＢＣ与abc，苹果手机", source="乙报"),
    made(4, "2021-02-01", "中国人说中国话，发展中国家", source="丙报", clicks=5),
    made(5, None, "苹果没有日期", source="甲报"),
    made(
        6,
        "2021-02-03",
        "产品很好",
        repairs=(Repair("text", 0, 1, "產(chǎn)", "产", "gloss"),),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> ArchiveSearch:
    return indexed(tmp_path_factory.mktemp("trends"), ARTICLES)


Ask = Callable[..., Trends]


@pytest.fixture
def ask(archive: ArchiveSearch) -> Ask:
    return lambda q, **more: archive.trends(TrendsRequest(q, seconds=None, **more))


def numbers(trends: Trends, at: int = 0) -> dict[str, tuple[int, int | None]]:
    """Return the articles and occurrences of a series, without the periods that have none."""
    points = trends.counted.series[at].points
    return {one.period: (one.articles, one.occurrences) for one in points if one.articles or one.occurrences}


def test_articles_and_occurrences_are_counted_by_month(ask: Ask) -> None:
    trends = ask("苹果")
    assert numbers(trends) == {"2020-01": (1, 5), "2020-04": (1, 1)}
    assert trends.counted.periods[0] == "2020-01"
    assert trends.counted.periods[-1] == "2021-02"
    assert len(trends.counted.periods) == 14
    first = trends.counted.series[0].points[0]
    characters = shown_length(ARTICLES[0]) + shown_length(ARTICLES[1])
    assert first == Point("2020-01", 1, 2, characters, 5, 10)
    assert first.article_share == 0.5
    assert first.character_share == 10 / characters
    assert first.per_million == 5_000_000 / characters
    assert trends.counted.series[0].undated == trends.counted.undated == 1
    assert trends.counted.complete


def test_a_period_without_articles_has_zeros_and_no_share(ask: Ask) -> None:
    empty = ask("苹果").counted.series[0].points[1]
    assert empty == Point("2020-02", 0, 0, 0, 0, 0)
    assert empty.article_share is None
    assert empty.per_million is None


def test_years_are_the_sums_of_their_months(ask: Ask) -> None:
    trends = ask("苹果", per="year")
    assert trends.counted.periods == ("2020", "2021")
    assert numbers(trends) == {"2020": (2, 6)}


@pytest.mark.parametrize(
    ("word", "expected"),
    {
        "蘋果": {"2020-01": (1, 5), "2020-04": (1, 1)},
        "“苹果”": {"2020-01": (1, 5), "2020-04": (1, 1)},
        "苹果和": {"2020-01": (1, 1)},
        "abc": {"2020-04": (1, 2)},
        "title:苹果": {"2020-01": (1, 1)},
        "正文:苹果": {"2020-01": (1, 4), "2020-04": (1, 1)},
        "苹果 -手机": {"2020-01": (1, 5)},
        "(苹果 OR 马铃薯)": {"2020-01": (2, 6), "2020-04": (1, 1)},
        "中国 OR 中国人": {"2021-02": (1, 3)},
        "word:中国": {"2021-02": (1, 2)},
        "?果": {"2020-01": (1, 5), "2020-04": (1, 1)},
        '"一箱 苹果"~1': {"2020-01": (1, 3)},
        '"一箱 苹果"~0': {"2020-01": (1, 2)},
        "苹果 日期:2020-04": {"2020-04": (1, 1)},
        "，": {"2020-01": (1, 1), "2020-04": (1, 1), "2021-02": (1, 1)},
        "“產(chǎn)品”": {"2021-02": (1, 0)},
        "产品": {"2021-02": (1, 1)},
        "点击:5": {"2021-02": (1, None)},
        "无处可寻": {},
    }.items(),
)
def test_a_word_can_be_any_query(ask: Ask, word: str, expected: dict[str, tuple[int, int | None]]) -> None:
    quoted = f"“{word}”" if word == "，" else word
    assert numbers(ask(quoted)) == expected


def test_several_words_are_several_series_in_order(ask: Ask) -> None:
    trends = ask("苹果，马铃薯、 abc, 蘋果,,")
    assert [one.word for one in trends.counted.series] == ["苹果", "马铃薯", "abc"]
    assert numbers(trends, 1) == {"2020-01": (1, 1)}
    assert [one.read_as for one in trends.counted.series] == ['"苹果"', '"马铃薯"', '"abc"']


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        (" ,，、 ", ()),
        ("甲,乙，丙、丁", ("甲", "乙", "丙", "丁")),
        ("“甲，乙”,丙", ("“甲，乙”", "丙")),
        ("(甲，乙),丙", ("(甲，乙)", "丙")),
        ("甲),乙", ("甲)", "乙")),
        ('1,"234', ("1", '"234')),
    ],
)
def test_commas_part_words_outside_quotes_and_brackets(text: str, words: tuple[str, ...]) -> None:
    assert listed(text) == words


def test_sources_are_counted_each_by_itself_and_the_rest_together(ask: Ask) -> None:
    trends = ask("苹果", by="source", top=2)
    named = [(one.source, one.sources, one.is_rest, one.undated) for one in trends.counted.series]
    assert named == [("乙报", ("乙报",), False, 0), ("甲报", ("甲报",), False, 1), ("other", (), True, 0)]
    assert numbers(trends, 0) == {"2020-04": (1, 1)}
    assert numbers(trends, 1) == {"2020-01": (1, 5)}
    rest = trends.counted.series[2].points
    assert [(one.of_articles, one.characters) for one in rest if one.of_articles] == [
        (2, shown_length(ARTICLES[3]) + shown_length(ARTICLES[5]))
    ]


def test_no_rest_is_told_where_there_is_none(ask: Ask) -> None:
    trends = ask("苹果", by="source", filters={"source": ("甲报", "乙报")})
    assert [one.source for one in trends.counted.series] == ["乙报", "甲报"]


def test_filters_narrow_what_is_counted_and_what_it_is_a_share_of(ask: Ask) -> None:
    trends = ask("苹果", filters={"year": ("2020",), "source": ("乙报", "丙报")})
    assert trends.counted.periods == ("2020-01", "2020-02", "2020-03", "2020-04")
    assert [one.of_articles for one in trends.counted.series[0].points] == [1, 0, 0, 1]
    assert numbers(trends) == {"2020-04": (1, 1)}


def test_nothing_with_a_date_is_no_period(ask: Ask) -> None:
    trends = ask("苹果", filters={"year": ("1900",)})
    assert trends.counted.periods == trends.counted.series[0].points == ()


@pytest.mark.parametrize(
    ("q", "kind"),
    [("", "no_words"), ("，、\u200b", "no_words"), (",".join("甲乙丙丁戊己庚辛壬癸子"), "too_many_words")],
)
def test_no_words_and_too_many_are_refused(ask: Ask, q: str, kind: str) -> None:
    with pytest.raises(TrendsRequestError) as raised:
        ask(q)
    assert raised.value.kind == kind


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        ArchiveSearch(Settings(index=tmp_path)).trends(TrendsRequest("苹果"))


def test_without_time_articles_are_counted_and_occurrences_are_not_guessed(archive: ArchiveSearch) -> None:
    trends = archive.trends(TrendsRequest("苹果", seconds=0.0))
    assert not trends.counted.complete
    assert trends.counted.counted_since is None
    assert numbers(trends) == {"2020-01": (1, None), "2020-04": (1, None)}
    assert trends.counted.series[0].points[1].occurrences == 0  # nothing matches there, which needs no look
    assert trends_to_csv(trends).splitlines()[1].startswith("苹果,,2020-01,1,2,0.5,,")


def test_where_the_time_runs_out_it_says_since_when_occurrences_are_counted(tmp_path: Path) -> None:
    months = ["2019-12"] * 600 + ["2020-01"] * 600 + ["2020-03"] * 600
    archive = indexed(tmp_path, (made(at, f"{month}-10", "苹果苹果") for at, month in enumerate(months)))
    looks = iter(range(10_000))
    (word,) = read_words("苹果", SEGMENTER)
    asked = AskedWord(word.typed, "", word.tree)
    for per, expected in (
        ("month", {"2019-12": None, "2020-01": None, "2020-03": 1200}),
        ("year", {"2019": None, "2020": None}),
    ):
        looks = iter(range(10_000))
        counted = count_trends(
            archive.reader(),
            [asked],
            TrendsRequest(per=per),
            SEGMENTER,
            lambda it=looks: next(it) > 900,  # type: ignore[arg-type,misc]
            SourceNames((), {}),
        )
        points = counted.series[0].points
        assert {one.period: one.occurrences for one in points if one.articles} == expected
        assert sum(one.articles for one in points) == 1800
        assert (counted.complete, counted.counted_since) == (False, "2020-03-01")


def test_far_apart_dates_do_not_fill_the_centuries_between(tmp_path: Path) -> None:
    archive = indexed(tmp_path, [made(1, "0001-01-01", "苹果"), made(2, "9999-12-31", "苹果")])
    assert archive.trends(TrendsRequest("苹果")).counted.periods == ("0001-01", "9999-12")
    assert archive.trends(TrendsRequest("苹果", per="year")).counted.periods == ("0001", "9999")


def test_plain_values_say_the_same(ask: Ask) -> None:
    trends = ask("苹果,=1", by="source", top=1)
    told = trends_to_json(trends)
    assert [one["word"] for one in told["series"]] == ["苹果", "苹果", "=1", "=1"]
    assert told["series"][0]["points"][0]["of_articles"] == 1
    lines = trends_to_csv(trends).splitlines()
    assert lines[0] == (
        "word,source,period,articles,of_articles,article_share,occurrences,characters,character_share,per_million"
    )
    assert len(lines) == 1 + 4 * 14
    assert lines[-1].startswith("'=1,other,2021-02,0,2,0,0,")


@pytest.mark.parametrize("sign", [*"=+-@", *"＝＋－＠"])
def test_no_cell_of_the_table_is_a_formula(ask: Ask, sign: str) -> None:
    rows = csv.DictReader(io.StringIO(trends_to_csv(ask(f"{sign}1，“{sign}苹果”"))))
    assert {row["word"] for row in rows} == {f"'{sign}1", f"“{sign}苹果”"}


on_disk = settings(max_examples=40, deadline=None)
words = st.one_of(needles, st.sampled_from(["中", "发", "国", "5g", "产"])).filter(
    lambda one: not set(one) & set('，,、"“')
)


@on_disk
@given(
    library=libraries,
    word=words,
    per=st.sampled_from(["month", "year"]),
    by=st.sampled_from([None, "source"]),
    top=st.integers(1, 3),
)
def test_counts_equal_those_of_looking_at_every_article(
    library: list[list[Article]], word: str, per: str, by: str | None, top: int
) -> None:
    articles = [article for batch in library for article in batch]
    with tempfile.TemporaryDirectory() as folder:
        search = indexed(Path(folder), articles)
        request = TrendsRequest(f"“{word}”", per=per, by=by, top=top, seconds=None)  # type: ignore[arg-type]
        trends = search.trends(request)
    size = 7 if per == "month" else 4
    shown = papers_of(articles)
    largest = Counter(shown[one.source] for one in articles if one.source)
    named = sorted(largest, key=lambda source: (-largest[source], source))[:top] if by else []
    assert {one.source for one in trends.counted.series} <= {*named, "other", None}
    for series in trends.counted.series:
        if by is None:
            mine: Sequence[Article] = articles
        elif series.is_rest:
            mine = [one for one in articles if shown.get(one.source or "") not in named]
        else:
            mine = [one for one in articles if shown.get(one.source or "") == series.source]
        assert {one.period: one for one in series.points if one.of_articles} == by_hand(mine, fold_text(word), size)
        assert series.undated == sum(1 for one in mine if not one.date and matches(one, fold_text(word)))
    assert trends.counted.undated == sum(1 for one in articles if not one.date)


def papers_of(articles: Iterable[Article]) -> dict[str, str]:
    """Return for each name in print the one that its paper is shown under: of those alike the most frequent."""
    printed = Counter(one.source for one in articles if one.source)
    ordered = sorted(printed, key=lambda name: (-printed[name], name))
    return {name: next(one for one in ordered if fold_name(one) == fold_name(name)) for name in ordered}


def matches(article: Article, word: str) -> bool:
    return any(word in fold_text(searchable_text(article, field)) for field in ("title", "text"))


def by_hand(articles: Iterable[Article], word: str, size: int) -> dict[str, Point]:
    found: dict[str, Point] = {}
    for one in articles:
        if one.date:
            period = one.date[:size]
            before = found.get(period, Point(period, 0, 0, 0, 0, 0))
            match = matches(one, word)
            lines = [one.title, *one.text.split("\n"), *one.captions]
            times = sum(fold_text(line).count(word) for line in lines) if match else 0
            found[period] = Point(
                period,
                before.articles + match,
                before.of_articles + 1,
                before.characters + shown_length(one),
                (before.occurrences or 0) + times,
                (before.covered or 0) + times * len(word),
            )
    return found


def test_a_stretch_of_words_is_asked_for_uncut() -> None:
    assert [word.tree for word in read_words("乡村振兴", SEGMENTER)] == [Occurs("乡村振兴")]
