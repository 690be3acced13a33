"""``fangzhi suggest``, and what ``fangzhi search`` says where it finds nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calling import fangzhi


@pytest.mark.parametrize("typed", ["xczx", "xiangcunzx", "乡村振", "鄉村振"])
def test_suggest_prints_completions_best_first(place: Path, typed: str) -> None:
    result = fangzhi(place, "suggest", typed)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "乡村振兴  (phrase, 9)"


@pytest.mark.parametrize(
    "typed", ["苹果 xczx", "苹果　-xczx", "标题:xczx", "title：“xczx", "(苹果 OR xczx", "“苹果”xczx"]
)
def test_suggest_completes_the_last_word_as_the_search_box_does(place: Path, typed: str) -> None:
    assert fangzhi(place, "suggest", typed).stdout == fangzhi(place, "suggest", "xczx").stdout


def test_suggest_tells_only_names_of_the_field_before_the_word(place: Path) -> None:
    def kinds(typed: str) -> set[str]:
        completions = json.loads(fangzhi(place, "suggest", typed, "--json", "--limit", "4").stdout)["completions"]
        return {one["kind"] for one in completions}

    assert len(kinds("苹果 陇东")) > 1
    assert kinds("苹果 来源:陇东") == kinds("SOURCE:“陇东") == {"source"}


@pytest.mark.parametrize("typed", ["苹果 AND", "xczx ", "“xczx”", "来源:", "-"])
def test_suggest_has_nothing_where_no_word_is_being_typed(place: Path, typed: str) -> None:
    assert fangzhi(place, "suggest", "--json", "--", typed).stdout.endswith('"completions": []}\n')


def test_suggest_json_is_as_contracted(place: Path) -> None:
    answer = json.loads(fangzhi(place, "suggest", "兰", "--json", "--limit", "3").stdout)
    assert list(answer) == ["query", "completions"]
    assert answer["query"] == "兰"
    assert [list(one) for one in answer["completions"]] == [["text", "kind", "count"]] * 3
    assert answer["completions"][0] == {"text": "兰州", "kind": "word", "count": 5}


def test_suggest_says_where_nothing_goes_on_so(place: Path) -> None:
    result = fangzhi(place, "suggest", "没有的词")
    assert (result.exit_code, result.stdout) == (0, "Nothing in the archive goes on so.\n")
    assert json.loads(fangzhi(place, "suggest", "没有的词", "--json").stdout)["completions"] == []


def test_suggest_without_an_index_or_a_word_is_called_wrongly(tmp_path: Path) -> None:
    result = fangzhi(tmp_path, "suggest", "兰")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "There is no index" in result.stderr
    assert fangzhi(tmp_path, "suggest").exit_code == 2
    assert fangzhi(tmp_path, "suggest", "兰", "--limit", "0").exit_code == 2


def test_search_says_what_may_have_been_meant(place: Path) -> None:
    assert "Did you mean: 乡村振兴? (9 articles)" in fangzhi(place, "search", "xiangcun", "zhenxing").stdout
    answer = json.loads(fangzhi(place, "search", "乡村正兴", "--json").stdout)
    assert answer["suggestion"] == "乡村振兴"
    assert answer["suggestions"][0] == {"query": "乡村振兴", "total": 9}
    assert answer["notice"] == "most_words"
    found = json.loads(fangzhi(place, "search", "乡村振兴", "--json").stdout)
    assert (found["total"], found["suggestion"], found["suggestions"]) == (9, None, [])


def test_search_says_which_filter_to_leave_away(place: Path) -> None:
    result = fangzhi(place, "search", "乡村振兴", "--year", "1990", "--exact")
    assert "Without --year (1990): " in result.stdout
    answer = json.loads(fangzhi(place, "search", "乡村振兴", "--year", "1990", "--json").stdout)
    assert answer["ways_out"] == [{"change": "filter", "filter": "year", "values": ["1990"], "part": None, "total": 9}]
