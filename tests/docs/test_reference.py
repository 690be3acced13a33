"""What can be called and set is documented, and what is documented can be called and set."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path
from types import ModuleType
from typing import get_args

import click
import pytest

from indexer.__main__ import main
from indexer.article import JSON_ORDER
from indexer.reading.kinds import Kind
from indexer.search import FILTERS, ArchiveSearch
from indexer.settings import PREFIX, Settings, load_settings, setting_fields
from tests.docs.pages import PAGES, ROOT, blocks, code_spans, commands_in, name_of, read, rows
from web.app import create_app
from web.choices import CHOICES

GENERATOR = ROOT / "docs" / "generate.py"


def load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["commands.md", "settings.md"])
def test_written_pages_are_fresh(name: str) -> None:
    written = load_generator().pages()[GENERATOR.parent / name]
    assert read(f"docs/{name}") == written, "run: python docs/generate.py"


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_a_readme_lists_every_command(name: str) -> None:
    listed = {span.split()[1] for span in code_spans(read(name)) if re.fullmatch(r"fangzhi \w+", span)}
    assert listed == set(main.commands)


def test_every_setting_stands_in_its_page_with_flag_and_variable() -> None:
    head = "| setting | flag | environment | default | what it is for | flag of |"
    listed = {row[0]: (row[1].strip("` "), row[2].strip("` ")) for row in rows(read("docs/settings.md"), head)}
    flags = {
        one.name: "none" if one.metadata["secret"] else f"--{one.name.replace('_', '-')}" for one in setting_fields()
    }
    assert listed == {name: (flag, PREFIX + name.upper()) for name, flag in flags.items()}


def test_every_setting_but_secrets_has_a_flag_somewhere() -> None:
    taken = {parameter.name for command in main.commands.values() for parameter in command.params}
    secret = {one.name for one in setting_fields() if one.metadata["secret"]}
    assert secret == {"opensearch_password", "opensearch_token"}
    assert {one.name for one in setting_fields()} - taken == secret


def test_the_example_of_a_settings_file_is_taken(tmp_path: Path) -> None:
    (example,) = [block for block in blocks(read("docs/settings.md")) if "port = " in block]
    file = tmp_path / "fangzhi.toml"
    file.write_text(example, encoding="utf-8")
    assert load_settings(environ={}, file=file) != Settings()


CALLS = [(name_of(page), line) for page in PAGES for line in commands_in(page.read_text(encoding="utf-8"))]


def test_calls_are_found() -> None:
    assert len(CALLS) > 30


@pytest.mark.parametrize(("page", "line"), CALLS, ids=[f"{page}: {line}" for page, line in CALLS])
def test_every_call_that_is_shown_can_be_made(page: str, line: str) -> None:
    _, name, *arguments = shlex.split(line, comments=True)
    if name in ("test", "install") or name.startswith("-") or {"[OPTIONS]", "..."} & set(arguments):
        return
    command = main.commands[name]
    known = {flag for parameter in command.params for flag in parameter.opts} | {"--help"}
    assert {argument for argument in arguments if argument.startswith("--")} <= known
    if {parameter.name for parameter in command.params if parameter.required} and not arguments:
        return
    with command.make_context(name, arguments) as context:
        assert isinstance(context, click.Context)


def test_every_parameter_of_an_address_is_told() -> None:
    table = rows(read("docs/query-language.md"), "| parameter | value |")
    listed = {name.strip("` ") for row in table for name in row[0].split(",")}
    of_searches = {"q", "sort", "words", "variants", "synonyms", "explain", "limit", "page", *FILTERS}
    assert listed == of_searches | CHOICES.keys()


def test_every_address_is_told(tmp_path: Path) -> None:
    settings = Settings(archive=tmp_path, index=tmp_path / "index")
    app = create_app(settings, ArchiveSearch(settings))
    addresses = {re.sub(r"<[^>]+>", "<>", str(rule)) for rule in app.url_map.iter_rules() if rule.endpoint != "static"}
    spans = [span for name in ("query-language", "pages", "api") for span in code_spans(read(f"docs/{name}.md"))]
    told = {re.sub(r"<\w+>", "<>", span) for span in spans}
    assert addresses - {"/"} <= told


def test_the_kinds_that_are_told_are_those_of_the_code() -> None:
    kinds = {row[0] for row in rows(read("docs/adding-articles.md"), "| kind | told by |")}
    assert kinds == {*get_args(Kind), "docx", "warc", "csv", "jsonl"}
    assert {"repairs", "problems", "confidence"} <= set(JSON_ORDER) & set(code_spans(read("docs/adding-articles.md")))
