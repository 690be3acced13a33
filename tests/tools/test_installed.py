"""What npm installs is said exactly by a lock that names no host."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools.installed import HERE, MissingToolError, tools_folder

LOCK = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", ["package.json", "package-lock.json", ".npmrc"])
def test_no_host_is_named(file: str) -> None:
    assert "://" not in (HERE / file).read_text(encoding="utf-8")


def test_the_lock_has_what_is_asked_for_with_its_digest() -> None:
    asked = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    packages = {path.removeprefix("node_modules/"): package for path, package in LOCK["packages"].items() if path}
    assert {name: packages[name]["version"] for name in asked} == asked
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


def test_every_rule_of_html_that_is_changed_has_a_reason() -> None:
    rules = json.loads((HERE / "html-rules.json").read_text(encoding="utf-8"))
    assert all(rule["why"].endswith(".") for rule in rules.values())


def test_what_is_installed_is_what_the_lock_says(node_tools: Path) -> None:
    assert tools_folder() == node_tools
    for name in ("axe-core", "html-validate"):
        installed = json.loads((node_tools / "node_modules" / name / "package.json").read_text(encoding="utf-8"))
        assert installed["version"] == LOCK["packages"][f"node_modules/{name}"]["version"]


def test_without_npm_a_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingToolError, match="install Node"):
        tools_folder()
