"""Which script a text is in."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from indexer.text.script import script_of
from tests.text.sentences import SIMPLIFIED, TRADITIONAL

TEXTS = {
    "simplified": ("县里的图书馆", "hans"),
    "traditional": ("縣裡的圖書館", "hant"),
    "what both share counts as simplified": ("人山人海", "hans"),
    "simplified text also uses 著 and 覆": ("著名作家覆信", "hans"),
    "simplified text also uses 乾 and 徵": ("乾隆年的宫商角徵羽", "hans"),
    "traditional text also uses 后 and 里": ("皇后與公里", "hant"),
    "於 and 後 are traditional": ("低於以後", "hant"),
    "Hong Kong writes some simplified forms": ("温室裏的堅守", "hant"),
    "a traditional name in simplified text": ("记者採访了东县的张馆长", "hans"),
    "Latin": ("Lanzhou 2024", "other"),
    "Kana": ("ひらがな", "other"),
    "signs": ("，。", "other"),
    "nothing": ("", "other"),
    "Han beyond the basic plane": ("𠀀𠀁", "hans"),
    "the round zero": ("〇", "hans"),
}


@pytest.mark.parametrize(("text", "script"), TEXTS.values(), ids=TEXTS)
def test_script_of_a_text(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize("sentence", SIMPLIFIED)
def test_own_simplified_sentences_and_their_conversions(sentence: str) -> None:
    assert script_of(sentence) == "hans"
    for conversion in ("s2t", "s2tw", "s2hk"):
        assert script_of(OpenCC(conversion).convert(sentence)) == "hant"


@pytest.mark.parametrize("sentence", TRADITIONAL)
def test_own_traditional_sentences(sentence: str) -> None:
    assert script_of(sentence) == "hant"


def test_real_news_is_simplified_and_its_conversion_traditional(news: list[str]) -> None:
    convert = OpenCC("s2t").convert
    articles = [text for text in news if len(text) > 100]
    assert len(articles) > 1_000
    assert {script_of(text) for text in articles} == {"hans"}
    assert {script_of(convert(text)) for text in articles} == {"hant"}
