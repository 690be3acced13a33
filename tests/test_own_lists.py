"""A keeper's own words, synonyms and sources: how their lists are read, and what is refused in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer.errors import SettingsError
from indexer.opening import make_segmenter
from indexer.own_lists import MOST_NAMES, MOST_SYNONYMS, own_papers, own_synonyms, own_words
from indexer.search import ArchiveSearch
from indexer.settings import OwnList, Settings, load_settings
from tests.docs.pages import blocks, read


def settings(setting: str, own: OwnList) -> Settings:
    return Settings(**{setting: own})  # type: ignore[arg-type]


def test_words_are_read_from_a_file_or_from_the_settings(tmp_path: Path) -> None:
    lines = "\ufeff# 地名\n金城關\n\n 海东 120 ns\n\t土门关\t3\nＣ919大飞机  # 商飞\n#不算\n金城关\n"
    (tmp_path / "words.txt").write_text(lines, encoding="utf-8")
    (tmp_path / "fangzhi.toml").write_text('words = "words.txt"', encoding="utf-8")
    loaded = load_settings({}, {}, tmp_path / "fangzhi.toml")
    words = ["金城关", "海东", "土门关", "c919大飞机", "金城关"]
    assert own_words(loaded) == words
    assert own_words(settings("words", tuple(lines.lstrip("\ufeff").splitlines()))) == words
    assert make_segmenter(loaded).words("国产c919大飞机") == ["国产", "c919大飞机"]
    assert make_segmenter(loaded).version != make_segmenter(Settings()).version
    assert own_words(Settings()) == []


SYNONYMS = {
    "a group": (["甘肃 陇"], {"甘肃": ("陇",), "陇": ("甘肃",)}),
    "a group of three": (["甲 乙 丙"], {"甲": ("乙", "丙"), "乙": ("甲", "丙"), "丙": ("甲", "乙")}),
    "one way": (["高校 => 大学 学院"], {"高校": ("大学", "学院")}),
    "several one way": (["高校 院校=>大学"], {"高校": ("大学",), "院校": ("大学",)}),
    "both ways by two lines": (["甲 => 乙", "乙 => 甲"], {"甲": ("乙",), "乙": ("甲",)}),
    "two lines stay apart": (["甲 乙", "乙 丙"], {"甲": ("乙",), "乙": ("甲", "丙"), "丙": ("乙",)}),
    "folded, as they were typed": (["訊息 ＡＩ"], {"讯息": ("ＡＩ",), "ai": ("訊息",)}),
    "the same in both scripts": (["讯息 訊息"], {}),
    "the same twice": (["讯息 訊息 消息 消息"], {"讯息": ("消息",), "消息": ("讯息",)}),
    "itself": (["甲 => 甲 乙"], {"甲": ("乙",)}),
    "comments and empty lines": (["# 甲 乙", "", "  ", "甲 乙 # 丙"], {"甲": ("乙",), "乙": ("甲",)}),
    "a sign in a word": (["C# 编程#"], {"c#": ("编程#",), "编程#": ("C#",)}),
}


@pytest.mark.parametrize(("lines", "meant"), SYNONYMS.values(), ids=SYNONYMS)
def test_synonyms_are_read(lines: list[str], meant: dict[str, tuple[str, ...]], tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_text("\n".join(lines), encoding="utf-8-sig")
    assert own_synonyms(settings("synonyms", tmp_path / "synonyms.txt")) == meant
    assert own_synonyms(settings("synonyms", tuple(lines))) == meant


def test_papers_are_read_with_the_name_to_show_first() -> None:
    lines = ("甘肃日报, 甘肃日报社，甘肃日报记者站", "# 别的", "China Daily、中国日报;中国日报网；\t", "晚报", "A B,")
    assert own_papers(settings("sources", lines)) == (
        ("甘肃日报", "甘肃日报社", "甘肃日报记者站"),
        ("China Daily", "中国日报", "中国日报网"),
        ("晚报",),
        ("A B",),
    )


REFUSED = {
    ("words", "国"): "a word has from 2 to 64 characters",
    ("words", "国\u200b"): "a word has from 2 to 64 characters",
    ("words", "国" * 65): "a word has from 2 to 64 characters",
    ("words", "《丝路花雨》"): "a word begins and ends with a letter, a digit or a Chinese character",
    ("words", "C++ 3 n"): "a word begins and ends with a letter, a digit or a Chinese character",
    ("synonyms", "甘肃"): "there is only one word on the line; put spaces between words",
    ("synonyms", "甘肃，陇"): "there is only one word on the line; put spaces between words",
    ("synonyms", "甲 =>"): "one => may stand between words, as in 讯息 => 消息 新闻",
    ("synonyms", "=> 甲"): "one => may stand between words, as in 讯息 => 消息 新闻",
    ("synonyms", "甲 => 乙 => 丙"): "one => may stand between words, as in 讯息 => 消息 新闻",
    ("synonyms", " ".join(f"词{n}" for n in range(MOST_SYNONYMS + 1))): "a line may have 32 words at most",
    ("sources", "甘肃日报 甘肃日报社"): "names have to be parted by commas, as in 甘肃日报, 甘肃日报社",
    ("sources", "，、"): "names have to be parted by commas, as in 甘肃日报, 甘肃日报社",
    ("sources", ",".join(f"报{n}" for n in range(MOST_NAMES + 1))): "a paper may have 200 names at most",
}


@pytest.mark.parametrize(("setting", "line"), REFUSED)
def test_what_cannot_be_taken_is_refused_with_its_file_and_line(setting: str, line: str, tmp_path: Path) -> None:
    file = tmp_path / "own.txt"
    file.write_text(f"# first\n\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        ArchiveSearch(settings(setting, file))
    reason = REFUSED[setting, line]
    assert str(caught.value) == f"Line 3 of {file} sets {setting} to {line!r}, but {reason}."
    assert caught.value.exit_status == 2
    with pytest.raises(SettingsError) as caught:
        ArchiveSearch(settings(setting, ("# first", line)))
    assert str(caught.value) == f"Line 2 of the list {setting} sets {setting} to {line!r}, but {reason}."


@pytest.mark.parametrize("word", ["，", "国" * 65])
def test_a_synonym_that_is_no_word_is_refused_by_itself(word: str) -> None:
    with pytest.raises(SettingsError, match=f"to {word!r}, but a synonym is a word of up to 64 characters"):
        own_synonyms(settings("synonyms", (f"甲 {word}",)))


def test_a_word_cannot_have_ever_more_synonyms_from_many_lines() -> None:
    lines = tuple(f"甲 => {' '.join(f'词{line}号{n}' for n in range(11))}" for line in range(3))
    with pytest.raises(SettingsError, match=r"^Line 3 of the list .* a word may have 32 synonyms at most"):
        own_synonyms(settings("synonyms", lines))


def test_a_name_of_two_papers_is_refused_with_both_places(tmp_path: Path) -> None:
    file = tmp_path / "sources.txt"
    file.write_text("甘肃日报, 陇报\n兰州日报\n兰州晚报, 隴報\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        ArchiveSearch(settings("sources", file))
    place = f"Line 3 of {file} sets sources to '隴報'"
    assert str(caught.value) == f"{place}, but line 1 of {file} gives that name to 甘肃日报 already."


@pytest.mark.parametrize("setting", ["words", "synonyms", "sources"])
def test_a_file_that_cannot_be_read_is_refused_by_name(setting: str, tmp_path: Path) -> None:
    (tmp_path / "big5.txt").write_bytes("國語 報紙".encode("big5"))
    (tmp_path / "folder").mkdir()
    reasons = {
        "missing.txt": "there is no such file",
        "big5.txt": "that file is no UTF-8 text: what stands at byte 0 is none",
        "folder": "that is a folder and no file",
    }
    for name, reason in reasons.items():
        with pytest.raises(SettingsError) as caught:
            ArchiveSearch(load_settings({setting: tmp_path / name}, {}, tmp_path / "fangzhi.toml"))
        sentence = f"--{setting} sets {setting} to {str(tmp_path / name)!r}, but {reason}."
        assert str(caught.value) == sentence
    (tmp_path / "fangzhi.toml").write_text(f"{setting} = 'missing.txt'", encoding="utf-8")
    for variables, place in (({}, tmp_path / "fangzhi.toml"), ({f"FANGZHI_{setting.upper()}": "no.txt"}, "FANGZHI_")):
        with pytest.raises(SettingsError, match=f"^{re.escape(str(place))}.* but there is no such file"):
            ArchiveSearch(load_settings({}, variables, tmp_path / "fangzhi.toml"))


def test_the_examples_that_are_shown_can_be_taken(tmp_path: Path) -> None:
    shown = blocks(read("docs/names.md"))
    for setting in ("words", "synonyms", "sources"):
        (example,) = [block for block in shown if block.startswith(f"# {setting}.txt")]
        (tmp_path / f"{setting}.txt").write_text(example, encoding="utf-8")
    for example in [block for block in shown if " = " in block and not block.startswith("#")]:
        (tmp_path / "fangzhi.toml").write_text(example, encoding="utf-8")
        loaded = load_settings({}, {}, tmp_path / "fangzhi.toml")
        assert "c919大飞机" in own_words(loaded)
        assert own_synonyms(loaded)["陇"] == ("甘肃",)
        assert own_papers(loaded)[0][0] == "甘肃日报"
