"""``fangzhi read --explain``: the candidates of each fact, their weight and their place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.__main__ import main

PAGE = """<html><head><title>河谷图书馆延长开放</title><meta name="ContentSource" content="山里报">
<meta name="ColumnName" content="要闻"></head><body>
<h1>河谷图书馆延长开放</h1><p>2022-03-04 来源：河谷晚报</p><time datetime="2022-03-04T09:10">周五</time>
<p>县里的图书馆本周起延长开放时间，读者可以一直坐到晚上十点，馆员说夜里来的多是年轻人。</p></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "library.html"
    file.write_text(PAGE, encoding="utf-8")
    return file


def read(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["read", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_people_see_candidates_with_the_chosen_ones_marked(page: Path) -> None:
    plain, explained = read(str(page)), read("--explain", str(page))
    assert explained.startswith(plain.rstrip())
    lines = explained[len(plain.rstrip()) :].splitlines()
    source = next(n for n, line in enumerate(lines) if line.startswith("source: 2 found, confidence 0."))
    assert lines[source + 1] == "  * 0.95  河谷晚报  (label 来源 beside the title)"
    assert lines[source + 2] == "    0.88  山里报  (meta contentsource)"
    assert "clicks: nothing found" in lines


def test_json_holds_the_candidates_beside_the_fields(page: Path) -> None:
    explained = json.loads(read("--explain", "--json", str(page)))
    candidates = explained.pop("candidates")
    assert explained == json.loads(read("--json", str(page)))
    assert candidates["date"] == [
        {"value": "2022-03-04", "weight": 0.92, "place": "line beside the title", "chosen": True},
        {"value": "2022-03-04", "weight": 0.8, "place": "time element", "chosen": True},
    ]
    assert candidates["time"] == [{"value": "09:10", "weight": 0.8, "place": "time element", "chosen": True}]
    assert [one["chosen"] for one in candidates["source"]] == [True, False]
    assert set(candidates) == {
        "title",
        "date",
        "time",
        "source",
        "author",
        "clicks",
        "site",
        "url",
        "column",
        "keywords",
    }
    assert candidates["column"] == [{"value": "要闻", "weight": 0.9, "place": "meta columnname", "chosen": False}]
    assert candidates["author"] == []
