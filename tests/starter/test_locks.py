"""The lock files hold every package that Fangzhi asks for, each with its hashes, and name no place to get it from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
ENGINES = sorted(EXTRAS.keys() - {"test"})
ASKED_FOR = {
    "run": PROJECT["dependencies"],
    "test": [*PROJECT["dependencies"], *(line for extra in EXTRAS.values() for line in extra)],
    **{name: PROJECT["dependencies"] + EXTRAS[name] for name in ENGINES},
    "build": [
        line for line in (ROOT / "requirements/build.in").read_text().splitlines() if line and not line.startswith("#")
    ],
}


def read_lock(name: str) -> dict[str, list[tuple[Requirement, int]]]:
    """Return the lock's packages: canonical name → each pinned version with the number of its hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    packages: dict[str, list[tuple[Requirement, int]]] = {}
    for entry in re.sub(r"(?m)^\s*#.*$", "", text).replace("\\\n", " ").splitlines():
        if entry.strip():
            wanted, *hashes = re.split(r"\s+--hash=sha256:", entry.strip())
            requirement = Requirement(wanted)
            packages.setdefault(canonicalize_name(requirement.name), []).append((requirement, len(hashes)))
    return packages


@pytest.mark.parametrize("name", sorted(ASKED_FOR))
def test_a_lock_pins_what_is_asked_for(name: str) -> None:
    packages = read_lock(name)
    for asked in map(Requirement, ASKED_FOR[name]):
        pins = packages[canonicalize_name(asked.name)]
        versions = [str(pin.specifier).removeprefix("==") for pin, _ in pins]
        assert all(asked.specifier.contains(version) for version in versions), f"{asked} is locked as {versions}"


@pytest.mark.parametrize("name", sorted(ASKED_FOR))
def test_every_locked_package_has_one_version_and_hashes(name: str) -> None:
    for pins in read_lock(name).values():
        for pin, hashes in pins:
            assert re.fullmatch(r"==[\w.!+]+", str(pin.specifier)), pin
            assert hashes >= 1, pin


@pytest.mark.parametrize("name", sorted(ASKED_FOR))
def test_a_lock_names_no_place(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


@pytest.mark.parametrize("name", ["run", *ENGINES])
def test_the_tests_run_with_the_versions_that_people_run(name: str) -> None:
    tested = read_lock("test")
    for package, pins in read_lock(name).items():
        assert [pin.specifier for pin, _ in tested[package]] == [pin.specifier for pin, _ in pins], package
