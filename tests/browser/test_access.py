"""Every page can be used by everyone: what axe-core finds, in every theme, language and width."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.archives import Shown
from tests.web.every_page import NAMES

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WIDTHS = (375, 1280)
LOCALES = {"en": "en-GB", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}
THEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}


@dataclass(frozen=True)
class Guise:
    """How a page is looked at."""

    theme: str
    language: str
    width: int

    def __str__(self) -> str:
        return f"{self.theme}-{self.language}-{self.width}"


PAIRS = (
    (Guise("light", "en", 1280), Guise("dark", "zh-Hans", 375)),
    (Guise("dark", "zh-Hant", 1280), Guise("light", "zh-Hans", 375)),
    (Guise("forced", "en", 1280), Guise("light", "zh-Hant", 375)),
    (Guise("light", "zh-Hans", 1280), Guise("dark", "en", 375)),
    (Guise("dark", "zh-Hans", 1280), Guise("forced", "zh-Hant", 375)),
)
"""Pages take turns in these: each is met on a phone and on a desk, in two themes and in two languages."""

MET = [(name, guise) for at, name in enumerate(NAMES) for guise in PAIRS[at % len(PAIRS)]]

SYSTEM_COLOURS = ("color-contrast",)
"""Rules about colours, which are the reader's own where they are forced; axe-core would read ours instead."""

Run = Callable[[Page, Guise], list[str]]


@pytest.fixture(scope="module")
def axe(node_tools: Path) -> Run:
    """Return what lists the faults that axe-core finds in a page."""
    source = (node_tools / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    asked = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}

    def run(page: Page, guise: Guise) -> list[str]:
        left_out = SYSTEM_COLOURS if guise.theme == "forced" else ()
        options = json.dumps({**asked, "rules": {rule: {"enabled": False} for rule in left_out}})
        page.evaluate(source)
        found = page.evaluate(f"axe.run(document, {options})")
        return [
            f"{one['id']}: {one['help']}: {node['html'][:160]}: {node['failureSummary']}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    return run


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Iterator[Callable[[Guise], BrowserContext]]:
    """Return what gives the one context of a guise."""
    made: dict[Guise, BrowserContext] = {}

    def of(guise: Guise) -> BrowserContext:
        if guise not in made:
            viewport = {"width": guise.width, "height": 800}
            made[guise] = browser.new_context(locale=LOCALES[guise.language], viewport=viewport, **THEMES[guise.theme])
        return made[guise]

    yield of
    for context in made.values():
        context.close()


def open_all_folds(page: Page) -> None:
    """Open whatever is folded, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def test_turns_meet_every_theme_language_and_width() -> None:
    assert all({one.width for one in pair} == set(WIDTHS) for pair in PAIRS)
    assert all(pair[0].theme != pair[1].theme and pair[0].language != pair[1].language for pair in PAIRS)
    assert {guise.theme for _, guise in MET} == THEMES.keys()
    assert {guise.language for _, guise in MET} == LOCALES.keys()


def test_faults_are_found(browser: Browser, axe: Run) -> None:
    page = browser.new_page()
    page.set_content("<html><body><img src='data:,'><p style='color:#bbb'>text</p></body></html>")
    found = " ".join(axe(page, PAIRS[0][0]))
    page.close()
    assert all(rule in found for rule in ("image-alt", "color-contrast", "html-has-lang", "document-title"))


@pytest.mark.parametrize(("name", "guise"), MET, ids=str)
def test_a_page_keeps_nobody_out(
    contexts: Callable[[Guise], BrowserContext], shown: Shown, axe: Run, name: str, guise: Guise
) -> None:
    asked = shown.page(name)
    page = contexts(guise).new_page()
    answer = page.goto(shown.url(asked))
    assert answer is not None
    assert answer.status == asked.status
    assert page.locator("html").get_attribute("lang") == guise.language
    open_all_folds(page)
    found = axe(page, guise)
    page.close()
    assert not found, "\n" + "\n".join(found)
