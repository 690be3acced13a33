"""Every page is valid HTML, as html-validate reads the standard."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.tools.installed import HERE, find_program
from tests.web.every_page import NAMES, PageKind

LANGUAGES = ("en", "zh-Hans", "zh-Hant")


def validate(tools: Path, pages: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return what is wrong in pages, each ``{name, html}``."""
    done = subprocess.run(
        [find_program("node"), HERE / "validate.cjs", tools],
        input=json.dumps(pages),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def faults(
    node_tools: Path, clients: Mapping[str, FlaskClient], pages: Mapping[str, PageKind]
) -> Sequence[Mapping[str, Any]]:
    """What is wrong in any page; each is read in one language, and all languages take turns."""
    read = [
        {
            "name": name,
            "html": clients[page.archive]
            .get(page.path, headers={"Accept-Language": LANGUAGES[number % len(LANGUAGES)]})
            .text,
        }
        for number, (name, page) in enumerate(pages.items())
    ]
    return validate(node_tools, read)


def test_faults_are_found(node_tools: Path) -> None:
    page = '<!doctype html><html lang="en"><head><title>x</title></head><body><p id="a"><div id="a">1</p></body></html>'
    assert {"close-order", "no-dup-id"} <= {
        fault["rule"] for fault in validate(node_tools, [{"name": "", "html": page}])
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_valid_html(faults: Sequence[Mapping[str, Any]], name: str) -> None:
    assert [fault for fault in faults if fault["name"] == name] == []
