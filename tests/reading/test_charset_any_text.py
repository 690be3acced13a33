"""Whatever Chinese is written in whatever charset, under whatever claim, it is read as it was written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.charsets.charset import decode_page
from indexer.reading.charsets.mojibake import mend_mojibake

HANS = "县城北门的早市重新开张两百多个摊位沿河排卖是刚摘下蔬菜说这里每天到九点管理人员工作中国发展经济社会学生"
HANT = "縣城北門的早市重新開張兩百多個攤位沿河排賣是剛摘下蔬菜說這裡每天到九點管理人員工作中國發展經濟社會學生"
LATIN = "Ces élèves où façade Größe Übung Çarşı ığdır Việt Nam phường thành phố đã þéttsetið góðgæti naïve cœur"
LABELS = ("utf-8", "gb2312", "gbk", "big5", "iso-8859-1", "x-none", "utf-16", "hz")
CLAIMS = st.sampled_from(["", *(f'<meta charset="{label}">' for label in LABELS)])


def written(characters: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(characters + "，。"), min_size=20, max_size=80).map("".join)


@given(written(HANS), CLAIMS, st.sampled_from(["utf-8", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "hz"]))
def test_simplified_text_is_read_as_it_was_written(text: str, claim: str, charset: str) -> None:
    page = f"{claim}<p>{text}</p>"
    assert decode_page(page.encode(charset)).text == page


@given(written(HANT), CLAIMS, st.sampled_from(["utf-8", "gb18030", "gbk", "big5", "big5hkscs", "utf-16", "utf-16-be"]))
def test_traditional_text_is_read_as_it_was_written(text: str, claim: str, charset: str) -> None:
    page = f"{claim}<p>{text}</p>"
    assert decode_page(page.encode(charset)).text == page


@given(st.lists(st.sampled_from(LATIN.split()), min_size=1, max_size=60).map(" ".join), CLAIMS)
def test_latin_text_in_utf8_stays(text: str, claim: str) -> None:
    page = f"{claim}<p>{text}</p>"
    assert decode_page(page.encode()) == (page, "utf-8", ())
    assert mend_mojibake(text) == (text, ())


@given(st.text(alphabet=HANS + HANT + "锛銆涓浜鐨勨囧镕垚垄龘，。 a", max_size=40))
def test_chinese_is_never_mended(text: str) -> None:
    assert mend_mojibake(text) == (text, ())


@given(st.text(max_size=60))
def test_a_mend_says_where_it_is(text: str) -> None:
    mended, mends = mend_mojibake(text)
    undone, at = "", 0
    for mend in mends:
        assert mended[mend.start : mend.end] == mend.after
        undone += mended[at : mend.start] + mend.before
        at = mend.end
    assert undone + mended[at:] == text
