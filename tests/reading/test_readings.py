"""Readings of characters: the table that is shipped is pypinyin's, and a lost byte is found by its reading."""

from __future__ import annotations

from importlib import resources

from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from indexer.reading.repairs.readings import is_rare, is_read, second_bytes
from tests.reading import make_readings

han = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


def test_the_table_is_the_one_that_is_generated() -> None:
    shipped = resources.files("indexer.reading.repairs").joinpath("readings.txt").read_text(encoding="utf-8")
    assert shipped == make_readings.readings()


@given(han)
def test_a_character_is_read_as_pypinyin_reads_it_with_its_tone_and_without(character: str) -> None:
    for reading in pinyin(character, style=Style.TONE, heteronym=True)[0]:
        if all(letter.encode("gbk", "ignore") for letter in reading):
            assert is_read(character, reading)
    assert is_read(character, pinyin(character, style=Style.NORMAL)[0][0])


@given(han.filter(is_rare))
def test_a_lost_second_byte_is_among_those_that_its_reading_leaves(character: str) -> None:
    first, second = character.encode("gbk")
    assert second in second_bytes(first, pinyin(character, style=Style.TONE)[0][0])
