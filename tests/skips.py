"""A pytest plugin that lets no test be skipped where all can run.

Where CI=true or FANGZHI_NO_SKIPS=1 is set, a session with a skipped test fails and says which and why.
Elsewhere a skip is shown with its reason and no more.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

import pytest


def skips_are_failures(variables: Mapping[str, str]) -> bool:
    """Tell whether the environment asks for every test to run."""
    return variables.get("CI", "").lower() == "true" or variables.get("FANGZHI_NO_SKIPS") == "1"


def skipped_tests(config: pytest.Config) -> Iterator[str]:
    """Yield a line for each skipped test: its name and the reason."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    for report in terminal.stats.get("skipped", []) if terminal else []:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        yield f"{report.nodeid}: {reason}"


def pytest_sessionfinish(session: pytest.Session) -> None:
    if (
        session.exitstatus == pytest.ExitCode.OK
        and skips_are_failures(os.environ)
        and any(skipped_tests(session.config))
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    lines = list(skipped_tests(config))
    if lines and skips_are_failures(os.environ):
        terminalreporter.section("skipped tests, which fail the session here", red=True, bold=True)
        for line in lines:
            terminalreporter.line(line)
