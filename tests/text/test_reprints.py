"""The same report in another paper is told from another report about the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.text.reprints import is_reprint, runs_of
from indexer.text.rewriting import rewrite

REPORT = (
    "洮河边的老水磨停了三十年，今年春天又转了起来。村里请来的木匠用了两个月，把朽坏的轮叶一片一片换掉，只留下当年的磨盘。\n"
    "头一袋磨出来的是新收的荞麦。看磨的老人说，水磨慢，一个时辰磨不了几斤，可磨出来的面是凉的，香味都在。\n"
    "如今周末有人从县城赶来看水磨，顺便带走两斤面。合作社算了一笔账，一个磨坊一年的收入抵得上十亩洋芋。"
)
OTHER = (
    "洮河边的第二座水磨也转了起来，这一座修得更快，木匠们有了头一回的经验，轮叶是在院子里先做好再抬到河边装上去的。\n"
    "看磨的换成了两个年轻人，他们把磨面的时候拍下来发到网上，订单从外省来，荞麦面要排队等上半个月才能寄出。"
)


def same(one: str, other: str) -> bool:
    return is_reprint(runs_of(one), runs_of(other))


def test_a_reprint_in_the_other_script_with_other_signs_and_lines_is_one() -> None:
    assert same(REPORT, rewrite(REPORT, "hant").replace("，", ",").replace("\n", ""))


def test_a_reprint_that_was_cut_or_has_a_line_more_is_one() -> None:
    first, *_ = REPORT.split("\n")
    assert same(REPORT, f"本报讯　{first}")
    assert same(f"{REPORT}\n{OTHER}", REPORT)


def test_another_report_about_the_same_is_none() -> None:
    assert not same(REPORT, OTHER)


def test_texts_that_say_too_little_are_never_one() -> None:
    assert not same("图为洮河边的水磨。", "图为洮河边的水磨。")


@given(one=st.text(max_size=80), other=st.text(max_size=80))
def test_it_is_the_same_from_either_side(one: str, other: str) -> None:
    assert same(one, other) == same(other, one)
