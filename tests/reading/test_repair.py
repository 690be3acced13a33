"""What mirrors did is undone: readings go, shifted runs are straight again; an author's brackets stay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.article import Article, Repair, paragraphs_as_saved
from indexer.reading import read_articles
from indexer.reading.repairs.glosses import MOST_READINGS
from tests.reading.mirror import mirror

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "data" / "reference-article.txt"

MIRRORED = """歡迎訪問河灣縣信息網!
兩縣協(xié)作開新局
  • 時間:2018-05-09
  • 點擊(jī):318
  • 來(lái)源:河灣農(nóng)業(yè)報

  今年的產(chǎn)業(yè)發(fā)展會議在縣城召開。

  會上說,(xin)三個字不是讀音,中文(zhong)也不是。
  (記者韓(hán)松)
"""

READINGS = {
    "協": "xié",
    "業": "yè",
    "產": "chǎn",
    "發": "fā",
    "農": "nóng",
    "執": "zhí",
    "區": "qū",
    "數": "shù",
    "驅": "qū",
    "當": "dāng",
    "經": "jīng",
    "領": "lǐng",
    "學": "xué",
    "線": "xiàn",
    "設": "shè",
    "務": "wù",
    "敗": "bài",
    "報": "bào",
}
SENTENCES = (
    "縣裏請天津的專家來看水庫，大家都說這樣的堤壩可以用五十年。",
    "當地的農業合作社今年種了三百畝蘋果樹，產量比去年多兩成。",
    "這個領域專業人才很少，學校決定開設新的課程。",
    "“我們的經濟發展要靠自己。”村長在會上這樣說。",
    "赴當地掛職的幹部已經有二十人，他們住在農戶家裏。",
    "老人說，從前這條線路要走三天，現在兩個小時就到了。",
    "縣務會議討論了道路建設的計劃，並且請各鄉鎮報來數字。",
    "河灣區的孩子們第一次看到了大海，高興得跳了起來。",
)
TITLE = "河灣的消息"


def read(text: str) -> Article:
    (article,) = read_articles(text.encode(), "a.txt").articles
    return article


def page(*paragraphs: str, title: str = TITLE) -> str:
    return "\n".join([title, "", *(line for paragraph in paragraphs for line in (f"  {paragraph}", ""))])


def replayed(text: str, repairs: tuple[Repair, ...], field: str) -> str:
    for repair in sorted((r for r in repairs if r.field == field), key=lambda r: r.start, reverse=True):
        assert text[repair.start : repair.end] == repair.after
        text = text[: repair.start] + repair.before + text[repair.end :]
    return text


def test_title_text_source_and_labels_are_mended() -> None:
    article = read(MIRRORED)
    assert article.title == "兩縣協作開新局"
    assert article.source == "河灣農業報"
    assert article.author == ("韓松",)
    assert article.clicks == 318
    assert article.text == "今年的產業發展會議在縣城召開。\n會上說,(xin)三個字不是讀音,中文(zhong)也不是。"


def test_each_repair_names_its_place_and_what_stood_there() -> None:
    article = read(MIRRORED)
    assert [(r.field, r.before, r.after, r.rule) for r in article.repairs] == [
        ("title", "協(xié)", "協", "gloss"),
        ("text", "產(chǎn)", "產", "gloss"),
        ("text", "業(yè)", "業", "gloss"),
        ("text", "發(fā)", "發", "gloss"),
        ("source", "農(nóng)", "農", "gloss"),
        ("source", "業(yè)", "業", "gloss"),
        ("author", "韓(hán)", "韓", "gloss"),
    ]
    assert paragraphs_as_saved(article.text, article.repairs) == {0: "今年的產(chǎn)業(yè)發(fā)展會議在縣城召開。"}


GLOSSED = "合作社的產(chǎn)業(yè)越做越大,農(nóng)民的收入也高了。"


@pytest.mark.parametrize(
    ("saved", "mended"),
    [
        ("去年的產（chǎn）量比前年高了一成。", "去年的產量比前年高了一成。"),
        ("縣裏的業(ye)務越來越多。", "縣裏的業務越來越多。"),
        ("縣裏的系統(tong)(tong)換了新的。", "縣裏的系統換了新的。"),
        ("他發(fa)(fā)現了一條小路。", "他發現了一條小路。"),
        ("(chǎn)三個字母不知道是誰寫的。", "(chǎn)三個字母不知道是誰寫的。"),
        ("有人說(PPP)項目太大,也有人說(gdp)不重要。", "有人說(PPP)項目太大,也有人說(gdp)不重要。"),
        ("各縣(市、區)都派了人來參加。", "各縣(市、區)都派了人來參加。"),
        ("這個業(bà)字的讀音寫錯了。", "這個業(bà)字的讀音寫錯了。"),
        ("中(zhōng)間的字本來就常見。", "中(zhōng)間的字本來就常見。"),
    ],
)
def test_only_readings_of_characters_that_a_mirror_explains_go(saved: str, mended: str) -> None:
    assert read(page(GLOSSED, saved)).text.split("\n")[1] == mended


@pytest.mark.parametrize("paragraph", SENTENCES)
def test_what_a_mirror_did_is_undone(paragraph: str) -> None:
    saved = mirror(page(SENTENCES[1], paragraph), READINGS)
    article = read(saved)
    assert article.text.split("\n") == [SENTENCES[1], paragraph]
    assert not article.problems


@pytest.mark.parametrize("brackets", ["()", "（）"])
@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=5, unique=True),
    st.sets(st.sampled_from(sorted(READINGS)), min_size=3),
)
def test_what_a_mirror_did_is_undone_or_told(brackets: str, paragraphs: list[str], explained: set[str]) -> None:
    clean = page(*paragraphs)
    saved = mirror(clean, {char: READINGS[char] for char in sorted(explained)}, brackets)
    article = read(saved)
    again = (replayed(getattr(article, field), article.repairs, field) for field in ("title", "text"))
    assert all(line in saved for field in again for line in field.split("\n"))
    marks = re.findall(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔù]+[)）]", saved)
    if len(marks) >= 3 and not article.problems:
        assert article.text.split("\n") == paragraphs


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from([*SENTENCES, "他問?我答。", "(a)", "?！", "產(", "業)", "？", "x?y)"]), min_size=1, max_size=6
    )
)
def test_clean_text_is_left_as_it_is(paragraphs: list[str]) -> None:
    article = read(page(SENTENCES[0], *paragraphs))
    assert article.repairs == ()
    assert not any("mirror" in problem for problem in article.problems)


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.sampled_from(
            ["產(chǎn)", "業(yè)", "?zhí)", "請", "旖", "?！", "拔", "?", "(", "l(fā)", "個", " ", "2", "）"]
        ),
        max_size=40,
    )
)
def test_repairs_replay_to_what_was_saved(pieces: list[str]) -> None:
    line = "這裏說的是" + "".join(pieces)
    article = read(page(GLOSSED, line))
    saved = {paragraph.strip() for paragraph in page(GLOSSED, line).split("\n")}
    joined = "".join(replayed(article.text, article.repairs, "text").split())
    assert joined in "".join("".join(sorted(saved, key=page(GLOSSED, line).find)).split())
    assert not re.search("[\ue000-\uf8ff]", article.text) or re.search("[\ue000-\uf8ff]", line)


AUTHORS = {
    "one note in a text": "村口有一座石碶(qì),是清朝修的。村裏的人說它用了兩百年。",
    "one note behind a rare character": "這裏的甪(lù)直是一座古鎮,值得一看。",
    "a lesson that gives a reading once": "今天學三個字:產(chǎn)、業(yè)和發(fā)。"
    "生產的產,工業的業,出發的發。讀一讀:產業發達。",
    "a lesson that reads common characters too": "今天(tiān)讀一讀:農(nóng)民(mín)在田(tián)裏勞(láo)動(dòng),"
    "學(xué)生(shēng)在讀書(shū)。",
    "a list of characters": "生字表\n產(chǎn)、業(yè)、發(fā)、農(nóng)、經(jīng)、濟(jì)。",
    "a list of words": "生詞:產(chǎn)量、農(nóng)民、經(jīng)過、發(fā)現、學(xué)校。",
    "a dictionary": "產(chǎn):生出來。如生產、產量。\n業(yè):事情。如工業、業主。\n發(fā):送出。如發信、出發。",
    "names in simplified text": "三个人的名字难读:王堃(kūn)、李喆(zhé)和陈玥(yuè)，他们都来自石碶(qì)镇。",
    "a question with a bracket": "他問:這是什麼?yè)也許沒有人知道,大家都笑了。",
}


@pytest.mark.parametrize("text", AUTHORS.values(), ids=AUTHORS)
def test_an_authors_brackets_stay(text: str) -> None:
    article = read(f"說說讀音\n\n{text}\n")
    assert article.repairs == ()
    assert article.text == text


def test_one_reading_in_the_word_before_a_fact_is_a_mirrors() -> None:
    article = read("河灣的消息\n時(shí)間：2021-07-05\n\n縣裏的水稻收成很好，家家都忙著曬穀。\n")
    assert (article.date, article.text) == ("2021-07-05", "縣裏的水稻收成很好，家家都忙著曬穀。")
    article = read("河灣的消息\n2021-07-05\n\n這裏的石碶(qì)修了三百年，村裏的人說從來沒有壞過。\n")
    assert article.repairs == ()


def test_readings_in_short_runs_of_sentences_are_a_mirrors() -> None:
    paragraph = (
        "前年，增長(zhǎng)3.6%，去年，增長(zhǎng)4.1%，出口，同比增長(zhǎng)2%，進口卻少了三成多，縣裏說明年會好。"
    )
    assert read(page(paragraph)).text == paragraph.replace("(zhǎng)", "")
    listed = "生詞：增長(zhǎng)、成長(zhǎng)、家長(zhǎng)、校長(zhǎng)、部長(zhǎng)、縣長(zhǎng)，都讀一樣的音。"
    assert read(page(listed)).text == listed


def test_in_a_mirrored_page_an_authors_reading_stays_where_its_character_stands_bare_elsewhere() -> None:
    lesson = "「驛」讀作驛(yì)。驛站就是古時候送信的人休息的地方。"
    article = read(page(GLOSSED, lesson))
    assert article.text.split("\n")[1] == lesson
    assert article.text.split("\n")[0] == "合作社的產業越做越大,農民的收入也高了。"


def test_a_lost_byte_that_nobody_can_tell_is_said_and_the_rest_is_straight() -> None:
    article = read(page(GLOSSED, mirror("水庫請天津大2個人來。", {"執": "zhí"})))
    assert "請天津" in article.text
    assert len([problem for problem in article.problems if "mirror" in problem]) == ("?" in article.text)


def test_a_full_stop_before_a_quotation_mark_is_given_back() -> None:
    saved = "老人忙着作業(yè)。“我們已經在這裏住了三十年。”他這樣說。".encode("gb18030")
    broken = saved.replace("。“".encode("gb18030"), b"?" + "。“".encode("gb18030")[1:]).decode("gb18030", "replace")
    assert "?！" in broken
    assert "作業。“我們已經在這裏住了三十年。" in read(page(GLOSSED, broken)).text


def test_a_title_whose_line_end_was_lost_is_its_own_line_again() -> None:
    saved = mirror("農業和數學大報\n  • 時間:2018-05-09\n\n  " + SENTENCES[1] + "\n", {**READINGS, "敗": "bài"})
    article = read(saved)
    assert article.title == "農業和數學大報"
    assert article.date == "2018-05-09"


def test_what_the_head_says_is_mended_before_it_is_compared() -> None:
    title = mirror("當地農業專業合作社開張", READINGS)
    body = "".join(f"<p>{mirror(sentence, READINGS)}</p>" for sentence in SENTENCES)
    markup = f'<title>{title}_河灣網</title><meta name="source" content="{mirror("河灣農業報", READINGS)}">'
    data = f"<html><head>{markup}</head><body><h1>{title}</h1><div>{body}</div></body></html>".encode()
    (article,) = read_articles(data, "a.html").articles
    assert article.title == "當地農業專業合作社開張"
    assert article.source == "河灣農業報"
    assert replayed(article.title, article.repairs, "title") == title
    assert replayed(article.source, article.repairs, "source") == mirror("河灣農業報", READINGS)


@pytest.mark.parametrize(
    "junk", ["?(", "?a)", "請?zhí)旖", "請?zhí)", "產(chǎn)", "請?zhí)甲?乙?丙?", "?！拔", "A(yù)"]
)
def test_much_damage_in_one_line_is_read_to_its_end(junk: str) -> None:
    line = junk * 3000
    article = read(page(GLOSSED, "這是最後一行。" + line + "完"))
    assert article.text.endswith("完")


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference article lies beside the repository, not in it")
def test_the_reference_article_is_whole_again() -> None:
    (article,) = read_articles(REFERENCE.read_bytes(), "reference.txt").articles
    shifts = [repair for repair in article.repairs if repair.rule == "shift"]
    assert not re.search(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+[)）]|\?|[\ue000-\uf8ff]", article.title + article.text)
    assert len(shifts) == 6
    for right in (
        "增強當地造血能力和發展能力",
        "聘請天津女子排球隊擔任脫貧攻堅形象大使,策劃",
        "忙著作業。“我已經在這里干了11年了。”林軍偉說,廠里",
        "赴當地掛職，累計選派教育",
        "旅等領域專業技術人才",
    ):
        assert right in article.text
    assert replayed(article.text, article.repairs, "text").replace("\n", "") in REFERENCE.read_text("utf-8").replace(
        "\n", ""
    ).replace("  ", "")


def test_a_page_with_endless_readings_is_mended_as_far_as_is_told() -> None:
    sentence = "市區裡的產(chǎn)業園開張，"
    article = read_articles(f"<h1>早市</h1><p>{sentence * (MOST_READINGS + 5)}".encode(), "a.html").articles[0]
    assert len(article.repairs) == MOST_READINGS
    assert "市區裡的產業園開張，" in article.text
    assert article.text.endswith(sentence)
    assert any(f"more than {MOST_READINGS:,} places" in problem for problem in article.problems)


def test_a_shifted_run_is_straightened_far_behind_in_a_long_line() -> None:
    plain = "縣城北門的早市重新開張，兩百多個攤位沿河排開。"
    damaged = "新區聘請?zhí)旖蚺甏髮W的教授。"
    article = read_articles(f"<h1>早市</h1><p>{plain * 1_000}{damaged}".encode(), "a.html").articles[0]
    assert article.repairs
    for repair in article.repairs:
        assert article.text[repair.start : repair.end] == repair.after
    assert "聘請天津" in article.text


def test_a_title_that_is_shorter_than_its_line_holds_no_repair_of_the_rest() -> None:
    page = (
        "<title>縣城北門早市重新開張迎客——兩百多個攤位沿河排開</title><h2>縣城北門早市重新開張迎客，評論員(yuán)文章</h2>"
        "<p>市區裡的產(chǎn)業園開張，員(yuán)工兩百多人，產(chǎn)品賣到縣城。</p>"
    )
    article = read_articles(page.encode(), "a.html").articles[0]
    assert article.title == "縣城北門早市重新開張迎客"
    assert {repair.field for repair in article.repairs} == {"text"}
