"""Readings in brackets behind characters: where they stand in a page, and whether a mirror put them there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from indexer.reading.repairs.readings import ENCODING, is_rare, is_read, second_bytes
from indexer.reading.vocabulary import BARE_LABEL, fold_labels
from indexer.text.fold import fold_text
from indexer.text.likelihood import is_in_everyday_word

MIRRORED = 3
"""Readings in one page from which on they can be a mirror's, whatever words they stand in."""

TONED = "āáǎàōóǒòēéěèīíǐìūúǔùüǘǚǜǖńňǹḿêɑɡ"
GLOSS = re.compile(rf"([\u3400-\u9fff\uf900-\ufaff])((?:[(（][a-z{TONED}]{{1,7}}[)）]){{1,8}})")
"""A Han character and what stands in brackets behind it, once or doubled."""

MOST_READINGS = 20_000
"""Readings of a page that are looked at: a damaged page of 5,000 characters has 300, and each takes 400 bytes."""

_END = re.compile(rf"[a-z{TONED}][)）]")
_LOSS = re.compile(rf"([\u0080-\U0010ffff])\?([a-z{TONED}]{{1,7}})[)）]")
_UNOPENED = re.compile(rf"(?<=[\u2500-\u25ff\u3400-\u9fff])(?=[a-z]{{0,5}}[^\x00-\x7f）])[a-z{TONED}]{{1,6}}）")
_RUN_END = re.compile("[\u3400-\u9fff\uf900-\ufaff]{1,40}$")
_RUN_START = re.compile("[\u3400-\u9fff\uf900-\ufaff]{1,40}")
_FACT = re.compile(r"[:|]\s{0,4}\d")
_NEAR = 30
_SEEN = 200
"""Readings that are looked at to tell whether they stand in running text."""

_PROSE = 5
"""Characters of the shortest run that shows running text and no list of words."""

_SENTENCE = 40
"""Characters of the shortest line that is taken for sentences."""

_STRAY = 10
"""How many times as often as bare a mirror's characters must be explained: parts of a page may come from elsewhere."""


class Survey(NamedTuple):
    """What a page's brackets tell of the mirror it was saved from.

    ``readings`` holds the readings of each character that the mirror explains, ``bare`` the rare characters that
    it leaves as they are.
    """

    readings: dict[str, frozenset[str]]
    bare: frozenset[str]

    def explains(self, character: str, reading: str) -> bool:
        """Tell whether this reading behind this character can be the mirror's."""
        return character not in self.bare and is_rare(character) and is_read(character, reading)


@lru_cache(maxsize=4096)
def readings_in(brackets: str) -> tuple[str, ...]:
    """Return the readings in one or several brackets."""
    return tuple(re.findall(rf"[a-z{TONED}]+", brackets))


def survey(texts: Iterable[str]) -> Survey | None:
    """Return what the texts of a page tell of the mirror that it was saved from, None where there was none.

    A mirror explains a character wherever it stands, and only characters outside GB2312; an author explains one
    once, or common ones too, or lists them. Where the readings are few, they are an author's.
    """
    texts, found = _looked_at(tuple(texts))
    marked = [text for text in texts if _is_marked(text)]
    if not marked:
        return None
    rare = [m for m in found if is_rare(m[1]) and all(is_read(m[1], told) for told in readings_in(m[2]))]
    losses = sum(map(_count_losses, marked))
    if not rare and not losses:
        return None
    standing = Counter("".join(texts))
    times = Counter(m[1] for m in rare)
    kept = {char for char, count in times.items() if (standing[char] - count) * _STRAY > count}
    ours = [match for match in rare if match[1] not in kept]
    common = sum(not is_rare(m[1]) and is_read(m[1], readings_in(m[2])[0]) for m in found)
    if common * 4 > len(ours) or len(rare) > len(ours) * 4 / 3:
        return None
    if not losses and not _is_mirrors(ours):
        return None
    return Survey(_readings(ours), frozenset(char for char in standing if is_rare(char) and char not in times) | kept)


def _looked_at(texts: tuple[str, ...]) -> tuple[tuple[str, ...], list[re.Match[str]]]:
    """Return the texts up to where ``MOST_READINGS`` stand in them, and the readings."""
    found: list[re.Match[str]] = []
    for at, text in enumerate(texts):
        if not _is_marked(text):
            continue
        found += islice(GLOSS.finditer(text), MOST_READINGS - len(found))
        if len(found) == MOST_READINGS:
            return (*texts[:at], text[: found[-1].end()]), found
    return texts, found


def _is_marked(text: str) -> bool:
    return (")" in text or "）" in text) and _END.search(text) is not None


def _count_losses(text: str) -> int:
    """Count the places where a bracket fell on half a pair, and a character with this reading can have stood."""
    if "?" not in text:
        return _count_unopened(text)
    places = (
        (match[1].encode(ENCODING, "ignore"), match[2]) for match in _LOSS.finditer(text) if not match[2].isascii()
    )
    return sum(bool(code and second_bytes(code[-1], reading)) for code, reading in places)


def _count_unopened(text: str) -> int:
    """Count the readings whose full-width bracket became part of a character and only closes: ▃hí）."""
    ends = (match.start() for match in _UNOPENED.finditer(text)) if "）" in text else ()
    return sum(text.count("（", 0, at) <= text.count("）", 0, at) for at in islice(ends, _SEEN))


def _is_mirrors(found: Sequence[re.Match[str]]) -> bool:
    """Tell whether readings behind traditional characters, which a mirror writes, are no author's.

    They stand in runs of text, while lists hold single words. Where there are only one or two, nobody would explain the
    words that they stand in.
    """
    if sum(fold_text(match[1]) != match[1] for match in found) * 2 < len(found):
        return False
    runs = [_run_around(match) for match in found[:_SEEN]]
    if any(map(_is_of_label, runs)):
        return True
    if len(found) >= MIRRORED:
        return sum(len(run.text) >= _PROSE or _is_of_sentence(run) for run in runs) * 2 >= len(runs)
    return bool(found) and all(is_in_everyday_word(run.text, run.at) for run in runs)


class _Run(NamedTuple):
    """The unbroken characters around one that is read in brackets, without readings.

    ``at`` is its offset among them, ``behind`` what follows them closely, ``line`` the whole line.
    """

    text: str
    at: int
    behind: str
    line: str


def _is_of_label(run: _Run) -> bool:
    """Tell whether a run is the word before a fact, as 时间 before a day: no author explains that."""
    return bool(BARE_LABEL.fullmatch(fold_labels(run.text)) and _FACT.match(fold_labels(run.behind)))


def _is_of_sentence(run: _Run) -> bool:
    """Tell whether a short run stands in a sentence, as 同比增长 before a number, and not among words in a list."""
    line = run.line
    is_sentence = len(line) >= _SENTENCE and "，" in line and line.count("、") <= line.count("，")
    return is_sentence and is_in_everyday_word(run.text, run.at)


def _run_around(match: re.Match[str]) -> _Run:
    """Return what stands around a reading's character, looked at no farther than closely."""
    nearby = range(max(0, match.start() - _NEAR), match.end() + _NEAR)
    before = GLOSS.sub(r"\1", match.string[nearby.start : match.start()])
    behind = GLOSS.sub(r"\1", match.string[match.end() : nearby.stop])
    first = _RUN_END.search(before)
    last = _RUN_START.match(behind)
    left = first[0] if first else ""
    right = last[0] if last else ""
    return _Run(left + match[1] + right, len(left), behind[len(right) :], match.string)


def _readings(found: Iterable[re.Match[str]]) -> dict[str, frozenset[str]]:
    told: dict[str, set[str]] = {}
    for match in found:
        told.setdefault(match[1], set()).update(readings_in(match[2]))
    return {character: frozenset(readings) for character, readings in told.items()}
