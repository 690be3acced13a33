"""The command ``trends``: a table, a plot, files for other programs, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from indexer.__main__ import main
from indexer.search import ArchiveSearch, SearchRequest
from indexer.settings import Settings
from indexer.sync import synchronise
from tests.web.small_archive import write_archive


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("trends")
    made = Settings(archive=folder / "archive", index=folder / "index", jobs=1)
    write_archive(made.archive)
    synchronise(made)
    return made


def trends(settings: Settings, *arguments: str) -> Result:
    flags = ["--archive", str(settings.archive), "--index", str(settings.index)]
    return CliRunner().invoke(main, ["trends", *flags, *arguments], catch_exceptions=False)


def test_a_table_says_what_there_is_per_period(settings: Settings) -> None:
    lines = trends(settings, "丰收,鄉村振興", "--per", "year").stdout.splitlines()
    assert lines[0] == "丰收"
    assert lines[1].split() == ["period", "articles", "of", "share", "occurrences", "per", "million"]
    assert [line.split()[:4] for line in lines[2:7]] == [
        ["2018", "0", "1", "0.00%"],
        ["2019", "0", "1", "0.00%"],
        ["2020", "0", "1", "0.00%"],
        ["2021", "0", "2", "0.00%"],
        ["2022", "12", "12", "100.00%"],
    ]
    assert lines[6].split()[4] == "24"
    assert lines[8] == "乡村振兴" or lines[8] == "鄉村振興"
    assert lines[-1] == "In all, 1 article without a date, in no period."


def test_several_arguments_are_several_words_and_a_quoted_one_is_one(settings: Settings) -> None:
    def words(*arguments: str) -> list[str]:
        return [one["word"] for one in json.loads(trends(settings, *arguments, "--json").stdout)["series"]]

    assert words("丰收", "乡村振兴") == words("丰收,乡村振兴") == ["丰收", "乡村振兴"]
    assert words("丰收 -乡村振兴", "雨") == ["丰收 -乡村振兴", "雨"]
    assert words("丰收 乡村振兴") == ["丰收 乡村振兴"]


def test_json_and_csv_have_the_same_numbers(settings: Settings) -> None:
    told = json.loads(trends(settings, "丰收", "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(trends(settings, "丰收", "--csv").stdout)))
    points = told["series"][0]["points"]
    assert [row["period"] for row in rows] == told["periods"] == [point["period"] for point in points]
    assert [int(row["articles"]) for row in rows] == [point["articles"] for point in points]
    assert [float(row["per_million"] or 0) for row in rows] == [point["per_million"] or 0 for point in points]
    assert told["complete"] is True
    assert told["counted_since"] is None


def test_what_is_counted_is_what_search_finds(settings: Settings) -> None:
    search = ArchiveSearch(settings)
    (series,) = json.loads(trends(settings, "乡村振兴", "--json").stdout)["series"]
    for point in series["points"]:
        found = search.search(SearchRequest(series["read_as"], filters={"month": (point["period"],)}))
        assert found.total == point["articles"]


def test_sources_and_filters(settings: Settings) -> None:
    told = json.loads(trends(settings, "丰收", "--by", "source", "--top", "1", "--year", "2022", "--json").stdout)
    assert [one["source"] for one in told["series"]] == ["青石日报"]
    assert told["filters"] == {"year": ["2022"]}
    assert told["periods"][0] == "2022-01"
    assert "· 青石日报" in trends(settings, "丰收", "--by", "source").stdout


def test_a_plot_shows_columns(settings: Settings) -> None:
    result = trends(settings, "丰收", "--plot", "--of", "articles")
    assert "█" in result.stdout
    assert "2018-01" in result.stdout
    assert "at most 1 in 2022-01" in result.stdout


def test_a_chart_is_written(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "chart.svg"
    result = trends(settings, "丰收,乡村振兴", "--svg", str(file))
    assert result.stdout.splitlines()[-1] == f"Wrote {file}."
    assert ET.fromstring(file.read_bytes()).tag.endswith("svg")


def test_a_chart_that_cannot_be_written_is_told_with_its_file_and_the_reason(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "kept").write_bytes(b"")
    for file, reason in (
        (tmp_path / "nowhere" / "chart.svg", f"there is no folder {tmp_path / 'nowhere'}"),
        (tmp_path / "kept" / "chart.svg", f"there is no folder {tmp_path / 'kept'}"),
    ):
        refused = trends(settings, "丰收", "--svg", str(file))
        assert refused.exit_code == 1
        sentence = f"The file {file} cannot be written: {reason}. Name one that can be with --svg FILE.\n"
        assert refused.stderr == sentence


def test_occurrences_that_there_was_no_time_for_are_told(settings: Settings) -> None:
    result = trends(settings, "丰收", "--seconds", "0.000001")
    assert "there was no time for older articles, --seconds gives more" in result.stdout
    assert "–" in result.stdout
    assert trends(settings, "丰收", "--seconds", "0", "--json").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Missing argument 'WORDS...'"),
        (["，"], "There is no word to count."),
        (["甲,乙,丙,丁,戊,己,庚,辛,壬,癸,子"], "There are 11 words; up to 10 can be counted at a time."),
        (["丰收", "--per", "week"], "'week' is not one of 'month', 'year'"),
        (["丰收", "--by", "author"], "'author' is not 'source'"),
        (["丰收", "--csv", "--json"], "Take one of --plot, --csv, --svg and --json at a time."),
    ],
)
def test_wrong_calls_end_with_2_and_a_sentence(settings: Settings, arguments: list[str], told: str) -> None:
    result = trends(settings, *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
