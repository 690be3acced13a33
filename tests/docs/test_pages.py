"""Links lead somewhere, files and tests that are named exist, and the two READMEs have one structure."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, blocks, code_spans, headings, links, name_of, read, rows

NAMES = [name_of(page) for page in PAGES]
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted|tuna\.tsinghua|mirrors?\.\w+\.(?:com|cn|org)|crates\.io|npmjs|--index-url", re.IGNORECASE
)
OWN_FOLDERS = ("archive/", "docs/", "indexer/", "requirements/", "tests/", "web/", ".ci/")
TESTS = {
    found
    for file in (ROOT / "tests").rglob("test_*.py")
    for found in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
}


def anchor(title: str) -> str:
    """Return what a heading is called in a link."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def test_all_pages_are_here() -> None:
    assert {"README.md", "README.zh.md", "CHANGELOG.md", "docs/architecture.md", "docs/query-language.md"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    for target in links(read(name)):
        if target.startswith("http"):
            continue
        file, _, part = target.partition("#")
        path = (ROOT / name).parent / file if file else ROOT / name
        assert path.is_file(), target
        if part:
            assert part in [anchor(title) for _, title in headings(path.read_text(encoding="utf-8"))], target


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached = {ROOT / "README.md"}
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        for target in links(page.read_text(encoding="utf-8")):
            path = (page.parent / target.partition("#")[0]).resolve()
            if path.suffix == ".md" and path not in reached:
                reached.add(path)
                waiting.append(path)
    assert set(PAGES) <= reached


@pytest.mark.parametrize("name", NAMES)
def test_files_that_are_named_are_there(name: str) -> None:
    for span in code_spans(read(name)):
        if span.startswith(OWN_FOLDERS) and re.fullmatch(r"[\w./\-]+", span):
            assert (ROOT / span).exists(), span


@pytest.mark.parametrize("name", NAMES)
def test_tests_that_are_named_are_there(name: str) -> None:
    named = {span for span in code_spans(read(name)) if re.fullmatch(r"test_\w+", span)}
    assert named <= TESTS


def test_tests_are_named_with_the_file_they_stand_in() -> None:
    table = rows(read("docs/reliability.md"), "| promise | shown by |")
    assert table
    for _, shown in table:
        file, *names = re.findall(r"[\w/.]+", shown)
        assert set(names) <= set(re.findall(r"def (test_\w+)", read(file))), shown


@pytest.mark.parametrize("name", NAMES)
def test_no_place_to_get_packages_from_and_no_machine_is_named(name: str) -> None:
    text = read(name)
    assert not REGISTRIES.search(text)
    assert not re.search(r"/(?:tmp|work|root|home)/", text)


def test_headings_follow_each_other_without_a_gap() -> None:
    for name in NAMES:
        levels = [level for level, _ in headings(read(name))]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(below <= above + 1 for above, below in itertools.pairwise(levels)), name


def without_words(block: str) -> list[str]:
    """Return a block's lines up to where the words for people begin."""
    return [re.split(r" {2,}", line)[0] for line in block.splitlines()]


def test_both_readmes_have_the_same_structure() -> None:
    english, chinese = read("README.md"), read("README.zh.md")
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(chinese)]
    assert [without_words(block) for block in blocks(english)] == [without_words(block) for block in blocks(chinese)]
    own = {"README.md", "README.zh.md"}
    assert [link for link in links(english) if link not in own] == [link for link in links(chinese) if link not in own]
    assert english.count("\n|") == chinese.count("\n|")


def test_the_picture_is_small_enough() -> None:
    picture = Path(ROOT, "docs", "picture.png")
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert len(data) < 200_000
    assert 1000 <= int.from_bytes(data[16:20], "big") <= 1400
