"""Writing in the other script keeps every offset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.fold import fold
from indexer.text.rewriting import ReadScript, rewrite

TELLING = "后里面发头干着台云历只系\0\ud800A1, \n，。後裡麵發髮幹著臺雲曆隻係"
texts = st.text(st.one_of(st.sampled_from(TELLING), st.characters()), max_size=60)


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("皇后后来到了理发店里，发现头发干燥。", "皇后後來到了理髮店裡，發現頭髮乾燥。"),
        ("他干着活，为了着重说明日历。", "他幹著活，為了著重說明日曆。"),
    ],
)
def test_characters_with_two_forms_are_chosen_by_their_words(simplified: str, traditional: str) -> None:
    assert rewrite(simplified, "hant") == traditional
    assert rewrite(traditional, "hans") == simplified


@given(text=texts, script=st.sampled_from(["hans", "hant"]))
def test_every_offset_stays(text: str, script: ReadScript) -> None:
    written = rewrite(text, script)
    assert len(written) == len(text)
    for before, after in zip(text, written, strict=True):
        assert before == after or (before >= "\u2e80" and after >= "\u2e80")


@given(text=texts)
def test_lines_are_written_each_by_itself(text: str) -> None:
    assert rewrite(text, "hant").split("\n") == [rewrite(line, "hant") for line in text.split("\n")]


def test_what_is_rewritten_folds_to_the_same() -> None:
    text = "县里的合作社发展农业，干部和群众一起收割。"
    assert fold(rewrite(text, "hant")).text == fold(text).text
