"""Text → query tree: what people type, and how it is read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article
from indexer.query.oracle import matches
from indexer.query.parse import LONGEST_QUERY, MOST_SYNONYMS, parse_query
from indexer.query.tree import And, Between, Names, Node, Not, Occurs, Or, Wildcard, Words, all_of, any_of, replaced
from indexer.query.words import parts_of, read_as
from indexer.text.fold import fold_text
from indexer.text.segment import Segmenter

SEGMENTER = Segmenter()
SECONDS_AT_MOST = 1.0


def read(query: str) -> str:
    return read_as(parse_query(query, SEGMENTER))


def words(*texts: str, where: str = "any") -> Words:
    return Words("".join(texts), tuple(Occurs(text, where) for text in texts))  # type: ignore[arg-type]


READ_AS = {
    # words
    "one word": ("图书馆", "图书馆"),
    "words side by side": ("县里图书馆", "县里 图书馆"),
    "words apart": ("县里 图书馆", "县里 AND 图书馆"),
    "a tab, an ideographic space, a newline": ("甲\t乙\u3000丙\n丁", "甲 AND 乙 AND 丙 AND 丁"),
    "as typed, in either script and width": ("圖書館 ＣＯＶＩＤ", "圖書館 AND ＣＯＶＩＤ"),
    "signs between words": ("苹果，花椒。", "苹果 花椒"),
    "numbers and Latin": ("13.91 COVID-19 A&B", "13.91 AND COVID-19 AND A&B"),
    "a colon that names no field": ("12:30 http://a.cn", "(12 30) AND (http a.cn)"),
    # quotes
    "straight quotes": ('"发展中国"', '"发展中国"'),
    "full-width quotes": ("＂发展中国＂", '"发展中国"'),
    "mixed widths of straight quotes": ('"发展中国＂', '"发展中国"'),
    "curly quotes": ("“发展中国”", '"发展中国"'),
    "corner quotes": ("「發展中國」『發展』", '"發展中國" AND "發展"'),
    "quotes in quotes": ("“他说「好」”", '"他说「好」"'),
    "operators in quotes": ('"甲 OR (乙" 丙', '"甲 OR (乙" AND 丙'),
    "a sign in quotes": ('"。"', '"。"'),
    "quotes behind a word": ('甲"乙"丙', '甲 AND "乙" AND 丙'),
    "white space at the ends of quotes": ('" 甲 乙 "', '"甲 乙"'),
    "no width and white space at the ends": ('"\u200b 甲\ufeff"', '"甲"'),
    "an apostrophe is no quote": ("o'clock", "o'clock"),
    # near, wildcards, errors
    "near": ('"甲 乙"~5', '"甲 乙"~5'),
    "near, full-width": ("“甲　乙”～12", '"甲 乙"~12'),
    "near, cut by jieba": ('"科技创新"~3', '"科技 创新"~3'),
    "near of one is a quote": ('"甲"~3', '"甲"'),
    "near of too many": ('"一 二 三 四 五 六 七 八 九"~3', " AND ".join(f'"{one}"' for one in "一二三四五六七八九")),
    "near in a field": ("标题:“甲 乙”~5", 'title:"甲 乙"~5'),
    "a tilde with a word behind it": ('"甲 乙"~5个', '"甲 乙" AND (5 个)'),
    "a star at the end": ("科技*", "科技*"),
    "a full-width star inside": ("中国＊大学", "中国*大学"),
    "a question mark inside": ("兰?市", "兰?市"),
    "a full-width one": ("兰？市", "兰?市"),
    "one that ends a question": ("兰州在哪?", "兰州 在 哪"),
    "one between questions": ("兰州在哪里呢？我们去看看", "兰州 在 哪里 呢 我们 去 看看"),
    "an ASCII one between questions": ("张学良是谁?生于何年?", "张学良 是 谁 生于 何年"),
    "one in a long Latin run": ("organi?ation", "organi?ation"),
    "a star alone": ("*", "*"),
    "many of them": ("***", "*"),
    "question marks alone beside a word": ("??? 甲", "甲"),
    "wildcards in a name": ("来源:甘肃*报", 'source:"甘肃" AND source:"报"'),
    "a whole word with wildcards": ("word:invest*", "word:invest*"),
    "a word with an error": ("兰州~", "兰州~"),
    "a full-width tilde": ("兰州～", "兰州~"),
    "a tilde behind one character": ("好~", "好"),
    "a tilde behind signs": ("甲，乙~", "甲 乙"),
    "a place": ("地区:兰州", 'place:"兰州"'),
    # signs
    "a percentage": ("增长3.5%", "增长 3.5%"),
    "a full-width percentage": ("５％股权", "５％ 股权"),
    "a temperature": ("最高40℃高温", "最高 40℃ 高温"),
    "names in Latin with signs": ("C++ C# F#", "C++ AND C# AND F#"),
    "a plus between words": ("甲 + 乙", "甲 AND 乙"),
    "a bar is OR": ("甲 | 乙 ｜ 丙", "甲 OR 乙 OR 丙"),
    "a bar with nothing on one side": ("| 甲 |", "甲"),
    "other signs between words": ("甲 & 乙 ~ 丙 = 丁", "甲 AND 乙 AND 丙 AND 丁"),
    "a tilde behind a quote": ("“甲”~", '"甲"'),
    "an emoji between words": ("甲 😀 乙", '甲 AND "😀" AND 乙'),
    "a question's end behind a name": ("作者:王？", 'author:"王"'),
    "a sentence's end behind a place": ("地区：兰州。", 'place:"兰州"'),
    "a question's end behind a whole word": ("词:三农？", "word:三农"),
    "a sign in a quoted name": ("来源:“问？”", 'source:"问？"'),
    "decomposed letters": ("Cafe\u0301", "Café"),
    "decomposed letters behind NOT": ("甲 -Cafe\u0301", "甲 AND NOT Café"),
    "decomposed letters in quotes": ("“Cafe\u0301”", '"Cafe\u0301"'),
    "a whole word in quotes with a sign": ("词:“中国？”", 'word:"中国？"'),
    "a whole word in quotes with an asterisk": ('word:"a*b"', 'word:"a*b"'),
    "before all dates": ("date:<0001-01-01", "date:<0001-01-01"),
    "after all dates": ("date:>9999-12-31", "date:>9999-12-31"),
    "a range from its end": ("日期:[2020 TO 2018]", "date:[2018-01-01 TO 2020-12-31]"),
    "a number range from its end": ("点击:[500 TO 100]", "clicks:[100 TO 500]"),
    "years with a hyphen": ("日期:2018-2020", "date:[2018-01-01 TO 2020-12-31]"),
    "months with a wave": ("日期:2018-05～2018-07", "date:[2018-05-01 TO 2018-07-31]"),
    "a range in black brackets": ("日期:【2018 TO 2020】", "date:[2018-01-01 TO 2020-12-31]"),
    "clicks with a hyphen": ("点击:100-500", "clicks:[100 TO 500]"),
    # operators
    "AND": ("甲 AND 乙", "甲 AND 乙"),
    "OR": ("甲 OR 乙", "甲 OR 乙"),
    "operators in full width": ("甲 ＯＲ 乙 ＮＯＴ 丙", "甲 OR (乙 AND NOT 丙)"),
    "OR binds loosest": ("甲 乙 OR 丙 丁", "(甲 AND 乙) OR (丙 AND 丁)"),
    "AND binds as nothing does": ("甲 AND 乙 OR 丙", "(甲 AND 乙) OR 丙"),
    "NOT": ("甲 NOT 乙", "甲 AND NOT 乙"),
    "NOT alone before a word": ("NOT 甲", "NOT 甲"),
    "AND NOT, OR NOT": ("甲 AND NOT 乙 OR NOT 丙", "(甲 AND NOT 乙) OR NOT 丙"),
    "a minus": ("甲 -乙", "甲 AND NOT 乙"),
    "a full-width minus": ("甲 －乙", "甲 AND NOT 乙"),
    "a minus before quotes": ('-"甲乙"', 'NOT "甲乙"'),
    "a minus before brackets": ("甲 -(乙 OR 丙)", "甲 AND NOT (乙 OR 丙)"),
    "a minus before a field": ("甲 -来源:乙", '甲 AND NOT source:"乙"'),
    "a minus before several words": ("-县里图书馆", "NOT (县里 图书馆)"),
    "two minuses": ("--甲", "甲"),
    "three": ("NOT NOT -甲", "NOT 甲"),
    "a minus within a word": ("甲-乙 T-3", "(甲 乙) AND T-3"),
    "a minus with a space behind": ("甲 - 乙", "甲 AND 乙"),
    "a dash": ("甲——乙", "甲 乙"),
    "lower case is no operator": ("甲 or 乙 and not", "甲 AND or AND 乙 AND and AND not"),
    # operators that join nothing are words
    "AND alone": ("AND", '"AND"'),
    "AND at the end": ("甲 AND", '甲 AND "AND"'),
    "AND at the beginning": ("AND 甲", '"AND" AND 甲'),
    "OR at the end": ("甲 OR", '甲 AND "OR"'),
    "OR at the beginning": ("OR 甲", '"OR" AND 甲'),
    "OR in brackets": ("(OR) 甲", '"OR" AND 甲'),
    "OR at the end of brackets": ("(甲 OR) 乙", '甲 AND "OR" AND 乙'),
    "NOT at the end": ("甲 NOT", '甲 AND "NOT"'),
    "NOT in brackets": ("(甲 NOT)", '甲 AND "NOT"'),
    "OR twice": ("甲 OR OR 乙", "甲 OR 乙"),
    "AND OR": ("甲 AND OR 乙", "甲 OR 乙"),
    # brackets
    "brackets": ("(甲 OR 乙) 丙", "(甲 OR 乙) AND 丙"),
    "full-width brackets": ("（甲 OR 乙）丙", "(甲 OR 乙) AND 丙"),
    "brackets in brackets": ("甲 OR (乙 (丙 OR (丁 戊)))", "甲 OR (乙 AND (丙 OR (丁 AND 戊)))"),
    "brackets with nothing in them": ("()甲(())", "甲"),
    "a bracket that does not close": ("(甲 OR 乙", "甲 OR 乙"),
    "a bracket that does not open": ("甲 OR 乙) 丙", "(甲 OR 乙) AND 丙"),
    "brackets the wrong way": (")甲(", "甲"),
    "brackets behind a word": ("甲(乙)", "甲 AND 乙"),
    # quotes that do not close
    "a quote that does not close": ('"甲乙 丙', "甲乙 AND 丙"),
    "a quote that does not open": ('甲乙"', "甲乙"),
    "a curly quote that does not close": ("“甲乙 丙", "甲乙 AND 丙"),
    "a curly quote closed by a straight one": ('“甲乙" 丙', "甲乙 AND 丙"),
    "three quotes": ('"甲" "乙', '"甲" AND 乙'),
    # fields
    "title": ("title:图书馆", "title:图书馆"),
    "several words of a field": ("标题:县里图书馆", "title:县里 title:图书馆"),
    "a field ends at a space": ("标题:甲 乙", "title:甲 AND 乙"),
    "a field with quotes": ("標題：“县里图书馆”", 'title:"县里图书馆"'),
    "text": ("正文:甲", "text:甲"),
    "upper case": ("TITLE:甲", "title:甲"),
    "a field before brackets": ("title:(甲 OR 乙)", "title:甲 OR title:乙"),
    "a field in the brackets of another": ("标题:(甲 正文:乙)", "title:甲 AND text:乙"),
    "brackets in a field's brackets": ("标题:(甲 (乙 OR 丙))", "title:甲 AND (title:乙 OR title:丙)"),
    "a field's brackets end": ("标题:(甲) 乙", "title:甲 AND 乙"),
    "source": ("source:晨报", 'source:"晨报"'),
    "source, its brackets": ("来源：（晨报 OR “晚报”）", 'source:"晨报" OR source:"晚报"'),
    "traditional names": ("來源:晨報 網站:河西網 檔案:甲", 'source:"晨報" AND site:"河西網" AND file:"甲"'),
    "simplified names": ("作者:王静 网站:河西网 文件:甲", 'author:"王静" AND site:"河西网" AND file:"甲"'),
    "a path": ("file:2021/a-b.html", 'file:"2021/a-b.html"'),
    "a whole word": ("word:中国", "word:中国"),
    "a whole word in Chinese": ("词:中国 詞：“中国人民”", "word:中国 AND word:中国人民"),
    "a whole word of two": ('word:"a b"', 'word:"a b"'),
    "an operator as a field's value": ("title:OR", 'title:"OR"'),
    "a field of a field": ("title:title:甲", "title:title title:甲"),
    # what is no field is text
    "an unknown field": ("nosuch:甲", "nosuch 甲"),
    "a field and nothing": ("title:", "title"),
    "a field and a space": ("标题: 甲", "标题 AND 甲"),
    "a field and a closing bracket": ("(标题:)", "标题"),
    "a bad date": ("date:2021-13", "date 2021-13"),
    "a bad date is searched as it was typed": ("日期：去年", "日期 去年"),
    "a bad number of clicks": ("点击:很多", "点击 很多"),
    "a range that does not close": ("date:[2020 TO 2021", "(date 2020) AND TO AND 2021"),
    # ranges
    "a month": ("date:2021-07", "date:[2021-07-01 TO 2021-07-31]"),
    "a month in Chinese": ("日期：2021年7月", "date:[2021-07-01 TO 2021-07-31]"),
    "a day": ("date:2021-07-05", "date:2021-07-05"),
    "a range of dates": ("date:[2020 TO 2021-06] 甲", "date:[2020-01-01 TO 2021-06-30] AND 甲"),
    "a full-width range": ("日期：［２０２０　TO　２０２１］", "date:[2020-01-01 TO 2021-12-31]"),
    "quoted": ('date:"2020"', "date:[2020-01-01 TO 2020-12-31]"),
    "either of two years": (
        "date:(2020 OR 2022)",
        "date:[2020-01-01 TO 2020-12-31] OR date:[2022-01-01 TO 2022-12-31]",
    ),
    "any date": ("date:[* TO *]", "date:[* TO *]"),
    "not in a year": ("-date:2020", "NOT date:[2020-01-01 TO 2020-12-31]"),
    "more clicks": ("clicks:>500", "clicks:[501 TO *]"),
    "more clicks, full-width": ("點擊：＞５００", "clicks:[501 TO *]"),
    "at most so many": ("点击:<=500", "clicks:[* TO 500]"),
    # odd characters
    "NUL": ("甲\x00乙", "甲 乙"),
    "surrogates": ("\ud800甲\udfff", "甲"),
    "emoji": ("甲😀乙", "甲 乙"),
    "an emoji alone": ("😀", '"😀"'),
    "emoji in quotes": ('"😀"', '"😀"'),
    "direction": ("\u202e甲\u2069乙", "甲\u2069乙"),
    "a byte order mark": ("\ufeff甲", "甲"),
    "Kana, Hangul, Uyghur": ("カタカナ 한국어 ئۇيغۇر", "カタカナ AND 한국어 AND ئۇيغۇر"),
    "a rare character": ("𠮷", "𠮷"),
}


@pytest.mark.parametrize(("query", "meaning"), READ_AS.values(), ids=READ_AS)
def test_a_query_is_read_as(query: str, meaning: str) -> None:
    assert read(query) == meaning


def asked(query: str) -> Node | None:
    """Return what a query asks for, without the stretches that its words were typed in."""
    tree = parse_query(query, SEGMENTER)
    return tree and replaced(tree, lambda node: all_of(*node.words) if isinstance(node, Words) else None)


@pytest.mark.parametrize("query", [query for query, _ in READ_AS.values()], ids=READ_AS)
def test_what_is_told_as_it_was_typed_asks_for_the_same(query: str) -> None:
    assert asked(read_as(parse_query(query, SEGMENTER), typed=True)) == asked(query)


def test_text_with_many_pieces_between_wildcards_is_plain_words() -> None:
    assert isinstance(parse_query("*".join("甲乙丙丁" * 8), SEGMENTER), Wildcard)
    assert isinstance(parse_query("，*" * 999 + "乙", SEGMENTER), Words)


TREES: dict[str, tuple[str, Node]] = {
    "a word": ("苹果", words("苹果")),
    "words of a run keep together": ("县里图书馆", words("县里", "图书馆")),
    "quotes": ("“县里图书馆”", Occurs("县里图书馆")),
    "a whole word": ("word:中国", Occurs("中国", whole=True)),
    "title": ("title:苹果", words("苹果", where="title")),
    "text in quotes": ('正文:"苹果"', Occurs("苹果", "text")),
    "names": ("来源:晚报 作者:王静", And((Names("source", "晚报"), Names("author", "王静")))),
    "not": ("-苹果", Not(words("苹果"))),
    "flat": ("(甲 (乙 丙))", And((words("甲"), words("乙"), words("丙")))),
    "either, flat": ("甲 OR (乙 OR 丙)", Or((words("甲"), words("乙"), words("丙")))),
    "a range": (
        "date:2020 OR clicks:>=5",
        Or((Between("date", "2020-01-01", "2020-12-31"), Between("clicks", 5, None))),
    ),
    "a stretch keeps its signs": ("苹果，梨", Words("苹果，梨", (Occurs("苹果"), Occurs("梨")))),
}


@pytest.mark.parametrize(("query", "tree"), TREES.values(), ids=TREES)
def test_a_query_makes_a_tree(query: str, tree: Node) -> None:
    assert parse_query(query, SEGMENTER) == tree


def test_asked_for_whole_and_exact_words_say_so_and_quotes_are_never_whole() -> None:
    tree = parse_query('苹果 "梨" 词:枣', SEGMENTER, whole=True, variants="exact")
    apple = Words("苹果", (Occurs("苹果", "any", True, "exact"),))
    assert tree == And((apple, Occurs("梨", "any", False, "exact"), Occurs("枣", "any", True, "exact")))


NOTHING = [
    "",
    " ",
    "\n\t",
    "。",
    "，！？ …",
    "()",
    "（（",
    '""',
    '"',
    "“”",
    "-",
    "- -",
    "—",
    '" "',
    '"\u200b \u200b"',
]


@pytest.mark.parametrize("query", NOTHING)
def test_a_query_without_anything_to_search_for_is_none(query: str) -> None:
    assert parse_query(query, SEGMENTER) is None
    assert read(query) == ""


HEAVY = {
    "brackets": "(" * 10_000,
    "brackets around a word": "(" * 1_000 + "甲" + ")" * 999,
    "closing brackets": ")" * 10_000,
    "brackets of fields": "标题:(" * 2_000,
    "opening quotes": "“" * 10_000,
    "kinds of quotes": "「『“" * 3_000,
    "quotes": '"' * 9_999,
    "minuses": "-" * 10_000,
    "NOT": "NOT " * 3_000,
    "OR": "OR " * 3_000,
    "words with OR": "甲 OR " * 2_000,
    "AND": "AND " * 3_000,
    "colons": "title:" * 2_000,
    "square brackets": "date:[" * 2_000,
    "one word": "中" * 10_000,
    "numbers": "1," * 5_000,
    "spaces": " " * 10_000,
}


@pytest.mark.parametrize("query", HEAVY.values(), ids=HEAVY)
def test_heavy_queries_are_read_quickly(query: str) -> None:
    began = time.process_time()
    read(query)
    assert time.process_time() - began < SECONDS_AT_MOST


def test_what_stands_in_too_many_brackets_is_still_asked_for() -> None:
    assert read("(" * 900 + "甲 -乙" + ")" * 900) == "甲 AND NOT 乙"


def test_what_stands_behind_the_longest_query_is_left_out() -> None:
    assert read("甲" + " " * (LONGEST_QUERY - 2) + "乙丙") == "甲 AND 乙"


SIGNS = ("-", "－", "(", ")", "（", "）", '"', "“", "”", "「", "」", " ", "\u3000", "[", "]", ">", "*", "?", "~", "~3")
FIELDS = ("title:", "标题：", "来源:", "word:", "date:", "点击:", "nosuch:")
SYNTAX = st.sampled_from([*SIGNS, *FIELDS, " ", " AND ", " OR ", "NOT ", "AND", "OR", "NOT", " TO ", "2021", "7月"])
CONTENT = st.sampled_from(
    ["苹果", "蘋果", "图书馆", "县里的", "甲", "乙", "a", "A-b", "13.91", "，", "。", "\u200b", "晚报"]
)
typed = st.lists(st.one_of(SYNTAX, CONTENT, st.characters()), max_size=30).map("".join)


def article(title: str, text: str, **values: object) -> Article:
    return Article(id="0" * 20, file="甲.html", title=title, text=text, kind="html", **values)  # type: ignore[arg-type]


ARTICLES = (
    article("苹果丰收", "县里的图书馆，甲。\nA-b 13.91", source="陇原晚报", date="2021-07-05", clicks=2021),
    article("蘋果 乙", "圖書館 and not or to title date", source="河西晚報", date="2020-01-01"),
    article("", "甲乙a7", clicks=7),
    article("甲", ""),
)


@given(typed, st.booleans(), st.sampled_from(["fold", "exact"]))
def test_whatever_is_typed_is_read_and_can_be_asked(query: str, whole: bool, variants: object) -> None:
    tree = parse_query(query, SEGMENTER, whole=whole, variants=variants)  # type: ignore[arg-type]
    if tree is None:
        assert read_as(tree) == ""
        return
    assert read_as(tree)
    for one in ARTICLES:
        assert matches(tree, one, SEGMENTER) != matches(Not(tree), one, SEGMENTER)


@given(typed)
def test_what_a_query_was_read_as_finds_the_same(query: str) -> None:
    tree = parse_query(query, SEGMENTER)
    if tree is None:
        return
    again = parse_query(read_as(tree), SEGMENTER)
    assert again is not None
    for one in ARTICLES:
        assert matches(again, one, SEGMENTER) == matches(tree, one, SEGMENTER), read_as(tree)


@given(typed, st.booleans())
def test_what_is_left_without_a_part_asks_for_the_other_parts(query: str, whole: bool) -> None:
    tree = parse_query(query, SEGMENTER, whole=whole)
    if not isinstance(tree, And | Or):
        assert parts_of(tree) == ()
        return
    parts = parts_of(tree)
    assert [text.removeprefix("OR ") for text, _ in parts] == [read_as(part) for part in tree.parts]
    for at, (_, without) in enumerate(parts):
        left = parse_query(without, SEGMENTER, whole=whole)
        joined = all_of if isinstance(tree, And) else any_of
        others = joined(*tree.parts[:at], *tree.parts[at + 1 :])
        assert left is not None
        for one in ARTICLES:
            assert matches(left, one, SEGMENTER) == matches(others, one, SEGMENTER), without


@given(st.text(max_size=LONGEST_QUERY))
def test_any_text_is_read(query: str) -> None:
    read(query)


plain = st.lists(
    st.one_of(CONTENT, st.sampled_from(["发展中国家", "。", "，", " ", "ｂ", "ひら", "5%"])), max_size=12
).map("".join)


@given(plain)
def test_every_word_of_plain_text_is_asked_for(query: str) -> None:
    tree = parse_query(query, SEGMENTER)
    runs = tree.parts if isinstance(tree, And) else (tree,) if tree else ()
    asked = [word for run in runs if isinstance(run, Words) for word in run.words]
    assert all(isinstance(run, Words) for run in runs)
    assert [fold_text(word.text).rstrip("%") for word in asked] == SEGMENTER.words(fold_text(query))
    assert all((word.where, word.whole) == ("any", False) for word in asked)


@given(
    st.lists(st.one_of(CONTENT, st.characters(), st.sampled_from(" \n\u3000\u200b\r\ufe0f")), max_size=20).map("".join),
    st.data(),
)
def test_a_piece_of_an_article_in_quotes_finds_it(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    piece = text[first:last].split("\n")[0].replace('"', "").replace("＂", "")
    if piece not in text:
        return
    tree = parse_query(f'"{piece}"', SEGMENTER)
    if tree is None:
        assert not fold_text(piece).strip()
        return
    assert isinstance(tree, Occurs)
    assert matches(tree, article("", text), SEGMENTER)
    assert matches(tree, article(text, ""), SEGMENTER)
    assert not matches(tree, article("", fold_text(text).replace(fold_text(tree.text), "\n")), SEGMENTER)


SYNONYMS = {"甘肃": ("陇",), "讯息": ("消息", "信息"), "人工智能": ("AI",), "ok": ("好",)}

WITH_SYNONYMS = {
    "甘肃": "(甘肃 OR 陇)",
    "甘肅訊息": "(甘肅 OR 陇) (訊息 OR 消息 OR 信息)",
    "甘肃 图书馆": "(甘肃 OR 陇) AND 图书馆",
    "图书馆 OR 甘肃": "图书馆 OR (甘肃 OR 陇)",
    "-甘肃": "NOT (甘肃 OR 陇)",
    "标题:甘肃": "(title:甘肃 OR title:陇)",
    "研究人工智能": "研究 (人工智能 OR AI)",
    "ＯＫ": "(ＯＫ OR 好)",
    "“甘肃”": '"甘肃"',
    "甘肃*": "甘肃*",
    "甘肃~": "甘肃~",
    "word:甘肃": "word:甘肃",
    "来源:甘肃": 'source:"甘肃"',
    '"甘肃 讯息"~5': '"甘肃 讯息"~5',
}


@pytest.mark.parametrize(("query", "told"), WITH_SYNONYMS.items())
def test_a_word_without_quotes_is_read_with_its_synonyms(query: str, told: str) -> None:
    assert read_as(parse_query(query, SEGMENTER, synonyms=SYNONYMS)) == told
    exact = parse_query(query, SEGMENTER, variants="exact", synonyms=SYNONYMS)
    assert exact == parse_query(query, SEGMENTER, variants="exact")


def test_a_query_has_no_more_synonyms_than_can_be_asked_for() -> None:
    synonyms = {f"a{n}": tuple(f"b{n}c{m}" for m in range(30)) for n in range(10)}
    tree = parse_query(" ".join(synonyms), SEGMENTER, synonyms=synonyms)
    assert isinstance(tree, And)
    words = [part.words[0] for part in tree.parts if isinstance(part, Words)]
    assert [word.text for word in words] == list(synonyms)
    assert sum(len(word.others) for word in words) == MOST_SYNONYMS
