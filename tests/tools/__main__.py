"""Makes the lock of what the tests take from npm anew: ``python -m tests.tools``, after a change in package.json."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from tests.tools.installed import HERE, find_program


def without_addresses(lock: dict[str, Any]) -> dict[str, Any]:
    """Return a lock that names no host: neither where a package is fetched nor where its keepers ask for money."""
    named = ("resolved", "funding")
    packages = {
        path: {name: value for name, value in package.items() if name not in named}
        for path, package in lock["packages"].items()
    }
    return {**lock, "packages": packages}


def main() -> None:
    subprocess.run([find_program("npm"), "install", "--package-lock-only"], cwd=HERE, check=True)
    file = HERE / "package-lock.json"
    lock = without_addresses(json.loads(file.read_text(encoding="utf-8")))
    file.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
