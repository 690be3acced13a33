"""What the page about deploying has others copy is taken by the program as it stands."""

from __future__ import annotations

import configparser
import shlex
from pathlib import Path

import click

from indexer.__main__ import main
from indexer.saved_pages import AT_ONCE, LONGEST_WAIT
from indexer.settings import Settings, load_settings
from tests.docs.pages import blocks, read
from web.serving import SLOW_AT_ONCE, THREADS

PAGE = read("docs/deploying.md")
UNITS = [block for block in blocks(PAGE) if block.startswith("[Unit]")]


def unit(text: str) -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read_string(text)
    return parsed


def test_units_start_commands_that_there_are() -> None:
    started = [unit(text)["Service"]["ExecStart"] for text in UNITS if "[Service]" in text]
    assert [Path(line.split()[0]).name for line in started] == ["fangzhi", "fangzhi"]
    names = [shlex.split(line)[1:] for line in started]
    assert names == [["serve"], ["index"]]
    for name, *arguments in names:
        with main.commands[name].make_context(name, arguments, **main.context_settings) as context:
            assert isinstance(context, click.Context)


def test_services_may_write_where_the_index_is_and_start_where_the_settings_are(tmp_path: Path) -> None:
    (example,) = [block for block in blocks(PAGE) if block.startswith("archive = ")]
    file = tmp_path / "fangzhi.toml"
    file.write_text(example, encoding="utf-8")
    settings = load_settings(environ={}, file=file)
    assert settings != Settings()
    for text in UNITS:
        if "[Service]" in text:
            service = unit(text)["Service"]
            assert settings.index.is_relative_to(Path("/var/lib", service["StateDirectory"]))
            assert f"{service['WorkingDirectory']}/fangzhi.toml" in PAGE


def test_numbers_are_those_of_the_code() -> None:
    assert (THREADS, SLOW_AT_ONCE, AT_ONCE, LONGEST_WAIT) == (8, 5, 2, 3.0)
    text = " ".join(PAGE.split())
    assert "answers eight requests at once, five of them exports, originals and saved pages at most" in text
    assert "finds two others being opened waits for three seconds at most" in text
