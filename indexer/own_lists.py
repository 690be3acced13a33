"""The keeper's own words, synonyms and papers: a file or a list in the settings → what cuts, queries and answers take.

All three are written alike: one entry a line, ``#`` begins a comment, either script and width will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.errors import SettingsError
from indexer.query.parse import Synonyms
from indexer.settings import OwnList, Settings
from indexer.text.fold import fold_name, fold_text
from indexer.text.segment import LONGEST_WORD

MOST_SYNONYMS = 32
"""Words that may stand on a line of synonyms, and that a word may have as synonyms in all."""

MOST_NAMES = 200
"""Names that a paper may have."""

_ONE_WAY = "=>"
_COMMENT = re.compile(r"(?:^|\s)#.*")
_BETWEEN_NAMES = re.compile(r"[,，、;；\t]")

PaperNames = tuple[tuple[str, ...], ...]
"""The names of each paper as they were written, the one to show first."""


class _Line(NamedTuple):
    """A line with something on it, and where it stands, for sentences."""

    text: str
    where: str
    setting: str

    def refused(self, value: str, reason: str) -> SettingsError:
        """Return the error that says why ``value`` cannot stand here."""
        return SettingsError(self.setting, value, reason, self.where)


def _lines(settings: Settings, setting: str) -> Iterator[_Line]:
    """Yield the lines that say something. Raises SettingsError where a file cannot be read."""
    own: OwnList = getattr(settings, setting)
    if own is None:
        return
    if isinstance(own, tuple):
        entries, place = own, f"the list {setting}"
    else:
        try:
            entries = tuple(own.read_text(encoding="utf-8-sig").splitlines())
        except (OSError, UnicodeDecodeError) as error:
            where = settings.places.get(setting, "The configuration")
            raise SettingsError(setting, str(own), _unreadable(error), where) from error
        place = str(own)
    for number, entry in enumerate(entries, start=1):
        text = _COMMENT.sub("", entry).strip()
        if text:
            yield _Line(text, f"Line {number} of {place}", setting)


def _unreadable(error: OSError | UnicodeDecodeError) -> str:
    """Return in words why a file cannot be read."""
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "that is a folder and no file"
        case PermissionError():
            return "that file may not be read by this user"
        case UnicodeDecodeError():
            return f"that file is no UTF-8 text: what stands at byte {error.start:,} is none"
        case _:
            return f"that file cannot be read: {(error.strerror or str(error)).lower()}"


def own_words(settings: Settings) -> list[str]:
    """Return the keeper's own words, folded; what stands behind one on its line is left out. Raises SettingsError."""
    found = []
    for line in _lines(settings, "words"):
        word = fold_text(line.text.split()[0])
        if not 1 < len(word) <= LONGEST_WORD:
            raise line.refused(line.text, f"a word has from 2 to {LONGEST_WORD} characters")
        if not (word[0].isalnum() and word[-1].isalnum()):
            raise line.refused(line.text, "a word begins and ends with a letter, a digit or a Chinese character")
        found.append(word)
    return found


def own_synonyms(settings: Settings) -> Synonyms:
    """Return for each folded word those that mean the same, as its own lines say. Raises SettingsError.

    What two lines say of a word is put together; words of one line do not become synonyms of another's by that.
    """
    found: dict[str, dict[str, str]] = {}
    for line in _lines(settings, "synonyms"):
        meant, others = _sides(line)
        for word in meant:
            known = found.setdefault(word, {})
            known.update({folded: typed for folded, typed in others.items() if folded != word and folded not in known})
            if len(known) > MOST_SYNONYMS:
                raise line.refused(line.text, f"a word may have {MOST_SYNONYMS} synonyms at most, with other lines'")
    return {word: tuple(known.values()) for word, known in found.items() if known}


def _sides(line: _Line) -> tuple[dict[str, str], dict[str, str]]:
    """Return the words that a line gives synonyms to and those that it gives them, by how they fold."""
    sides = [side.split() for side in line.text.split(_ONE_WAY)]
    if len(sides) > 2 or not all(sides):
        raise line.refused(line.text, f"one {_ONE_WAY} may stand between words, as in 讯息 {_ONE_WAY} 消息 新闻")
    if len(sides) == 1 and len(sides[0]) == 1:
        raise line.refused(line.text, "there is only one word on the line; put spaces between words")
    if sum(map(len, sides)) > MOST_SYNONYMS:
        raise line.refused(line.text, f"a line may have {MOST_SYNONYMS} words at most")
    for word in (word for side in sides for word in side):
        if len(word) > LONGEST_WORD or not any(map(str.isalnum, word)):
            raise line.refused(word, f"a synonym is a word of up to {LONGEST_WORD} characters")
    return _by_fold(sides[0]), _by_fold(sides[-1])


def _by_fold(words: Sequence[str]) -> dict[str, str]:
    """Return the words by how they fold; of those that fold alike the first."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(fold_text(word), word)
    return found


def own_papers(settings: Settings) -> PaperNames:
    """Return the names of each paper that the keeper tells of, the one to show first. Raises SettingsError."""
    papers: list[tuple[str, ...]] = []
    told: dict[str, tuple[str, str]] = {}
    for line in _lines(settings, "sources"):
        names = tuple(name.strip() for name in _BETWEEN_NAMES.split(line.text) if name.strip())
        if not names or (len(names) == 1 and re.search(r"\s", line.text) and not _BETWEEN_NAMES.search(line.text)):
            raise line.refused(line.text, "names have to be parted by commas, as in 甘肃日报, 甘肃日报社")
        if len(names) > MOST_NAMES:
            raise line.refused(line.text, f"a paper may have {MOST_NAMES} names at most")
        for name in names:
            paper, where = told.setdefault(fold_name(name), (names[0], line.where))
            if where != line.where:
                raise line.refused(name, f"{where[0].lower()}{where[1:]} gives that name to {paper} already")
        papers.append(names)
    return tuple(papers)
