"""``fangzhi read`` for people: what was read, how sure, what was repaired, and how much could not be read."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from indexer.__main__ import main
from indexer.cli.reading import LIKELY, SURE, sureness

MIRRORED = """\
山村的新路
2021-07-05 08:30　來源：河谷晚報
今年春天，村裏發(fā)展了三百畝藥材產(chǎn)業(yè)，帶動農(nóng)戶一百二十家，路也修到了地頭。
入夏以後，鄉(xiāng)親們又把曬場擴(kuò)大了一倍，等著秋天的收成，也等著收藥材的車開進山來。
"""
PAGE = """<html><head><title>{title}</title></head><body><h1>{title}</h1><p>2022-03-04 09:10 来源：河谷晚报</p>
<p>县里的图书馆本周起延长开放时间，读者可以一直坐到晚上十点，馆员说夜里来的多是刚下班的年轻人。</p>
<p>馆里还添了三十盏台灯，靠窗的座位从傍晚起就坐满了，有人专程从邻近的镇上赶来借书。</p></body></html>"""
COLOUR = re.compile(r"\x1b\[(?:\d+;)*3[1-7]m")
CODES = re.compile(r"\x1b\[[\d;]*m")


def read(*files: Path, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(main, ["read", *map(str, files)], catch_exceptions=False)


@pytest.fixture
def mirrored(tmp_path: Path) -> Path:
    file = tmp_path / "mirrored.txt"
    file.write_text(MIRRORED, encoding="utf-8")
    return file


def test_facts_say_how_sure_they_are(mirrored: Path) -> None:
    result = read(mirrored)
    assert result.exit_code == 0
    assert result.stdout.startswith("山村的新路\n")
    rows = dict(re.findall(r"^  (\w+) +(.+)$", result.stdout, re.MULTILINE))
    assert re.match(r"2021-07-05 08:30  (sure|likely) \(0\.\d\d\)", rows["date"])
    assert re.match(r"河谷晚報  (sure|likely) \(0\.\d\d\): .*來源", rows["source"])
    assert rows["clicks"] == "none found"
    assert rows["kind"] == "text, utf-8, hant"
    assert rows["text"].startswith("2 paragraphs, 75 characters  ")


def test_repairs_are_counted_and_shown_with_what_stands_around_them(mirrored: Path) -> None:
    output = read(mirrored).stdout
    assert "6 places by the rule gloss" in output
    assert "今年春天，村裏發(fā)展了三百畝藥材產 → 今年春天，村裏發展了三百畝藥材產" in output
    assert output.count(" → ") == 3


def test_the_whole_text_follows_repaired(mirrored: Path) -> None:
    assert read(mirrored).stdout.endswith(
        "\n\n今年春天，村裏發展了三百畝藥材產業，帶動農戶一百二十家，路也修到了地頭。\n"
        "入夏以後，鄉親們又把曬場擴大了一倍，等著秋天的收成，也等著收藥材的車開進山來。\n\n"
    )


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(1.0, "sure"), (SURE, "sure"), (SURE - 0.01, "likely"), (LIKELY, "likely"), (LIKELY - 0.01, "unsure")],
)
def test_confidence_has_a_word(confidence: float, word: str) -> None:
    assert sureness(confidence) == word


def test_help_says_what_the_words_mean() -> None:
    told = " ".join(CliRunner().invoke(main, ["read", "--help"]).stdout.split())
    assert f"sure (confidence {SURE} and more), likely ({LIKELY} and more)" in told


def test_parts_have_headings_and_an_end_says_how_many_were_read(tmp_path: Path) -> None:
    packed = tmp_path / "pages.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for title in ("夜里的图书馆", "图书馆添了台灯"):
            archive.writestr(f"{title}.html", PAGE.format(title=title))
        archive.writestr("empty.html", "")
    missing = tmp_path / "missing.html"
    result = read(packed, missing)
    assert result.exit_code == 1
    assert f"== {packed.as_posix()}, 夜里的图书馆.html in it ==\n夜里的图书馆\n" in result.stdout
    assert result.stdout.endswith("\n2 articles read, 1 part and 1 file could not be read.\n")
    failures = result.stderr.splitlines()
    assert failures[0].startswith(f"{packed.as_posix()}, empty.html in it: ")
    assert failures[1].startswith(f"{missing.as_posix()}: ")


def test_pictures_are_counted_and_their_captions_told(tmp_path: Path) -> None:
    figure = "<figure><img src=a.jpg><figcaption>傍晚坐满的靠窗座位</figcaption></figure><p>馆里"
    file = tmp_path / "pictured.html"
    file.write_text(PAGE.format(title="图书馆延长开放").replace("<p>馆里", figure), encoding="utf-8")
    rows = dict(re.findall(r"^  (\w+) +(.+)$", read(file).stdout, re.MULTILINE))
    assert (rows["pictures"], rows["caption"]) == ("1 picture", "傍晚坐满的靠窗座位")


def test_one_file_needs_no_sum(mirrored: Path) -> None:
    assert "article read" not in read(mirrored).stdout


def test_piped_output_is_plain_and_folds_nothing(mirrored: Path) -> None:
    narrow = read(mirrored, COLUMNS="30").stdout
    assert "\x1b" not in narrow
    assert narrow == read(mirrored).stdout


def test_on_a_narrow_terminal_facts_stay_in_their_column(mirrored: Path) -> None:
    output = read(mirrored, FORCE_COLOR="1", TERM="xterm", COLUMNS="40").stdout
    assert COLOUR.search(output)
    facts = CODES.sub("", output).partition("\n\n")[0].splitlines()
    assert max(map(cell_len, facts)) <= 40
    assert any(line.startswith(" " * 12) and "→" in line for line in facts)


def test_no_color_is_heeded(mirrored: Path) -> None:
    output = read(mirrored, FORCE_COLOR="1", TERM="xterm", NO_COLOR="1").stdout
    assert not COLOUR.search(output)


def test_a_saved_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "steering.txt"
    file.write_text(MIRRORED + "\x1b]0;山\x07\x1b[2J收成好的年头，村里人都笑着说话。\n", encoding="utf-8")
    result = read(file)
    assert "收成好的年头" in result.stdout
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", result.stdout)
