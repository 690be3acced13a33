"""One segment: a folder with a batch of articles, the words in Whoosh, the characters in gram tables.

``build_segment`` writes one, ``Segment`` reads it. Beside Whoosh's files stand:

- ``articles.bin``: each article as compressed JSON;
- ``texts.bin``: folded title and text of each, as UTF-8, for looking whether a run really occurs;
- ``written.bin``: the same in the articles' own characters, for searches that compare those;
- ``cuts.bin``: the lengths of the pieces that the segmenter cut title and text into;
- ``offsets.bin``: where each of those begins, as 64-bit integers;
- ``title.grams``, ``text.grams``: the tables of ``grams``;
- ``names.json``: each article's id and path;
- ``title.words.json``, ``text.words.json``: how many articles hold each word, since Whoosh takes long to tell all;
- ``columns.json``: one value for each article and sorted or counted field, and which articles were repaired.
"""

from __future__ import annotations

import json
import struct
import threading
import zlib
from array import array
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Any, get_args

from pyroaring import BitMap

from indexer.article import Article, article_from_json, article_to_json
from indexer.engines.whoosh_engine.grams import GramTable, build_grams
from indexer.engines.whoosh_engine.sealed import map_file
from indexer.engines.whoosh_engine.unpickling import damage_errors
from indexer.engines.whoosh_engine.words import InvertedWords, Postings, WordReader, write_words
from indexer.query.tree import NameField
from indexer.text.fold import Variants, fold_text
from indexer.text.passages import (
    DATE_LENGTHS,
    TEXT_FIELDS,
    ShownArticle,
    TextField,
    name_values,
    searchable_text,
    shown_article,
    shown_length,
)
from indexer.text.segment import Segmenter

_KEPT_FIELDS: tuple[NameField, ...] = tuple(name for name in get_args(NameField) if name not in DATE_LENGTHS)
"""The fields of names with a column of their own; the others are read off the date."""


_CHEAPER = 2
"""Going through so many articles takes as long as telling of one value how many articles have it."""

_LONG_PIECE = 255
_BLOBS = ("articles", "texts", "written", "cuts")
"""The files of bytes one after another: an article each, else title and text of each."""

_MOST_KEPT = 256
"""Words whose postings a segment keeps in memory, 8 bytes for each article."""


def pack_lengths(lengths: Sequence[int]) -> bytes:
    """Return the lengths as bytes, one each; 255 says that the next byte belongs to the same piece."""
    if not lengths or max(lengths) < _LONG_PIECE:
        return bytes(lengths)
    packed = bytearray()
    for length in lengths:
        packed += b"\xff" * (length // _LONG_PIECE)
        packed.append(length % _LONG_PIECE)
    return bytes(packed)


def unpack_edges(packed: bytes) -> frozenset[int]:
    """Return the offsets at which pieces begin or end."""
    if b"\xff" not in packed:
        return frozenset(accumulate(packed, initial=0))
    edges, at = {0}, 0
    for length in packed:
        at += length
        if length != _LONG_PIECE:
            edges.add(at)
    return frozenset(edges)


def _columns(articles: Sequence[Article], lengths: dict[TextField, list[int]]) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "date": [article.date for article in articles],
        "time": [article.time for article in articles],
        "clicks": [article.clicks for article in articles],
        "lengths": lengths,
        "sizes": [shown_length(article) for article in articles],
        "repaired": [number for number, article in enumerate(articles) if article.repairs],
    }
    for field in _KEPT_FIELDS:
        columns[field] = [list(name_values(article, field)) for article in articles]
    return columns


class _Blobs:
    """Bytes one after another in a file, with the offset at which each begins."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.starts = array("Q", [0])

    def add(self, piece: bytes) -> None:
        self.pieces.append(piece)
        self.starts.append(self.starts[-1] + len(piece))


def build_segment(folder: Path, articles: Sequence[Article], segmenter: Segmenter) -> None:
    """Write a segment with ``articles``, at most 65,536 of them, into the new folder ``folder``.

    Raises OSError where the disk refuses.
    """
    folder.mkdir(parents=True)
    blobs = {name: _Blobs() for name in _BLOBS}
    folded: dict[TextField, list[str]] = {"title": [], "text": []}
    lengths: dict[TextField, list[int]] = {"title": [], "text": []}
    inverted = {field: InvertedWords() for field in TEXT_FIELDS}
    for number, article in enumerate(articles):
        for field in TEXT_FIELDS:
            original = searchable_text(article, field)
            text = fold_text(original)
            pieces, words = segmenter.cut(text)
            inverted[field].add(number, words)
            folded[field].append(text)
            lengths[field].append(len(words))
            blobs["texts"].add(text.encode("utf-8", "surrogatepass"))
            blobs["written"].add(fold_text(original, "exact").encode("utf-8", "surrogatepass"))
            blobs["cuts"].add(pack_lengths(list(map(len, pieces))))
        plain = json.dumps(article_to_json(article), ensure_ascii=False, separators=(",", ":"))
        blobs["articles"].add(zlib.compress(plain.encode("utf-8", "surrogatepass"), 3))
    write_words(folder, len(articles), inverted)
    names = {"id": [article.id for article in articles], "file": [article.file for article in articles]}
    vocabularies = {f"{field}.words": words.frequencies() for field, words in inverted.items()}
    _write_parts(folder, blobs, folded, {"names": names, "columns": _columns(articles, lengths), **vocabularies})


def _write_parts(
    folder: Path, blobs: dict[str, _Blobs], folded: dict[TextField, list[str]], tables: dict[str, Any]
) -> None:
    for name, blob in blobs.items():
        (folder / f"{name}.bin").write_bytes(b"".join(blob.pieces))
    starts = [struct.pack(f"<{len(blob.starts)}Q", *blob.starts) for blob in blobs.values()]
    (folder / "offsets.bin").write_bytes(b"".join(starts))
    for field in TEXT_FIELDS:
        (folder / f"{field}.grams").write_bytes(build_grams(folded[field]))
    for name, table in tables.items():
        (folder / f"{name}.json").write_text(json.dumps(table), encoding="utf-8")


class Segment:
    """A segment opened for reading, safe to use from several threads.

    Articles have numbers from 0 in the order they were added.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with damage_errors(folder.parent):
            self._open(folder)

    def _open(self, folder: Path) -> None:
        names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        self.ids: list[str] = names["id"]
        self.paths: list[str] = names["file"]
        self._lock = threading.Lock()
        self._named: dict[NameField, dict[str, BitMap]] = {}
        self._kept: OrderedDict[tuple[TextField, str], Postings] = OrderedDict()
        self._data = {name: map_file(folder / f"{name}.bin") for name in _BLOBS}
        self._starts = self._read_starts(folder)
        self.grams = {field: GramTable(map_file(folder / f"{field}.grams")) for field in TEXT_FIELDS}

    def hold(self) -> None:
        """Open what searching needs, so that it can be read on when the segment's files are removed.

        Raises IndexDamagedError.
        """
        with damage_errors(self.folder.parent):
            assert self._words is not None
            for field in _KEPT_FIELDS:
                self.named(field)

    @cached_property
    def _columns(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "columns.json").read_text(encoding="utf-8"))
        return found

    @cached_property
    def _words(self) -> WordReader:
        return WordReader(self.folder)

    @property
    def dates(self) -> list[str | None]:
        """Each article's date, ``YYYY-MM-DD``."""
        return self._columns["date"]  # type: ignore[no-any-return]

    @property
    def times(self) -> list[str | None]:
        """Each article's time, ``HH:MM[:SS]``."""
        return self._columns["time"]  # type: ignore[no-any-return]

    @property
    def clicks(self) -> list[int | None]:
        """Each article's clicks."""
        return self._columns["clicks"]  # type: ignore[no-any-return]

    @property
    def lengths(self) -> dict[TextField, list[int]]:
        """How many words each article's title and text have."""
        return self._columns["lengths"]  # type: ignore[no-any-return]

    @property
    def sizes(self) -> list[int]:
        """How many characters each article has."""
        return self._columns["sizes"]  # type: ignore[no-any-return]

    @cached_property
    def _unrepaired(self) -> BitMap:
        """The articles of which no text is kept as it was saved too; none in a segment that doesn't say."""
        return self.all - BitMap(self._columns.get("repaired", self.all))

    def shown(self, number: int, variants: Variants) -> ShownArticle:
        """Return what is shown of an article, folded; from what is kept so where that is nothing more."""
        if number not in self._unrepaired:
            return shown_article(self.article(number), variants)
        kept = self.folded if variants == "fold" else self.written
        title, text = (kept(number, field).decode("utf-8", "surrogatepass") for field in TEXT_FIELDS)
        sources = self._columns["source"][number]
        return ShownArticle(self.dates[number], sources[0] if sources else None, title, text)

    def vocabulary(self, field: TextField, removed: BitMap) -> Counter[str]:
        """Return in how many titles or texts each word stands, those of ``removed`` articles left out.

        Raises IndexDamagedError.
        """
        with damage_errors(self.folder.parent):
            counts = Counter(json.loads((self.folder / f"{field}.words.json").read_text(encoding="utf-8")))
        for number in removed:
            counts.subtract(self._words_of(number, field))
        return +counts

    def _words_of(self, number: int, field: TextField) -> set[str]:
        """Return pieces of the cut of an article's title or text, its words among them."""
        text = self.folded(number, field).decode("utf-8", "surrogatepass")
        edges = sorted(self.edges(number, field))
        return {text[start:end] for start, end in pairwise(edges)}

    def _read_starts(self, folder: Path) -> dict[str, Sequence[int]]:
        numbers = array("Q", [n for (n,) in struct.iter_unpack("<Q", (folder / "offsets.bin").read_bytes())])
        starts: dict[str, Sequence[int]] = {}
        at = 0
        for name in _BLOBS:
            end = at + len(self.ids) * (1 if name == "articles" else len(TEXT_FIELDS)) + 1
            starts[name] = numbers[at:end]
            at = end
        return starts

    def __len__(self) -> int:
        return len(self.ids)

    def word_postings(self, field: TextField, word: str) -> Postings:
        """Return the articles that were cut into ``word`` and others, and how often each holds it.

        The words asked for lately are kept. Raises IndexDamagedError.
        """
        with self._lock:  # Whoosh's reader has one position in its file
            found = self._kept.get((field, word))
            if found is None:
                with damage_errors(self.folder.parent):
                    found = self._words.postings(field, word)
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.popitem(last=False)
                self._kept[field, word] = found
            self._kept.move_to_end((field, word))
            return found

    def articles_with_word(self, field: TextField, word: str) -> BitMap:
        """Return the numbers of the articles that were cut into ``word`` and others. Raises IndexDamagedError."""
        return BitMap(self.word_postings(field, word)[0])

    @cached_property
    def all(self) -> BitMap:
        """The numbers of all articles, removed ones too."""
        return BitMap(range(len(self)))

    def named(self, field: NameField) -> dict[str, BitMap]:
        """Return a field's values with the articles that have them."""
        if field not in self._named:
            numbers: defaultdict[str, list[int]] = defaultdict(list)
            for number, values in enumerate(self._values(field)):
                for value in values:
                    numbers[value].append(number)
            self._named[field] = {value: BitMap(found) for value, found in numbers.items()}
        return self._named[field]

    def parted(self, numbers: BitMap, by: Sequence[NameField]) -> Iterator[tuple[tuple[str, ...], BitMap]]:
        """Yield those of the articles with the same values of some fields together, with these values."""
        if not by:
            yield (), numbers
            return
        for value, having in self.named(by[0]).items():
            if both := having & numbers:
                yield from (((value, *others), part) for others, part in self.parted(both, by[1:]))

    def _values(self, field: NameField) -> Iterable[Sequence[str]]:
        """Return each article's values."""
        size = DATE_LENGTHS.get(field)
        return self._columns[field] if size is None else ([date[:size]] if date else [] for date in self.dates)

    def _values_of(self, field: NameField, numbers: BitMap) -> Iterable[str]:
        """Return the values of some articles, one after another."""
        size = DATE_LENGTHS.get(field)
        if size is None:
            return chain.from_iterable(map(self._columns[field].__getitem__, numbers))
        return (date[:size] for date in map(self.dates.__getitem__, numbers) if date)

    def counts(self, field: NameField, found: BitMap) -> Mapping[str, int]:
        """Return how many of the articles ``found`` have each value of ``field``; no value counts nothing."""
        if field == "day" or len(found) < _CHEAPER * len(self.named(field)):
            return Counter(self._values_of(field, found))
        counted = ((value, found.intersection_cardinality(articles)) for value, articles in self.named(field).items())
        return {value: times for value, times in counted if times}

    @cached_property
    def number_of(self) -> dict[str, int]:
        """Article's id → its number."""
        return {article_id: number for number, article_id in enumerate(self.ids)}

    def _bytes(self, name: str, number: int) -> bytes:
        starts = self._starts[name]
        return bytes(self._data[name][starts[number] : starts[number + 1]])

    def folded(self, number: int, field: TextField) -> bytes:
        """Return the folded title or text of an article, as UTF-8."""
        return self._bytes("texts", 2 * number + (field == "text"))

    def written(self, number: int, field: TextField) -> bytes:
        """Return the title or text of an article in its own characters, as UTF-8."""
        return self._bytes("written", 2 * number + (field == "text"))

    def edges(self, number: int, field: TextField) -> frozenset[int]:
        """Return the offsets in the folded title or text at which pieces of the cut begin or end."""
        return unpack_edges(self._bytes("cuts", 2 * number + (field == "text")))

    def article(self, number: int) -> Article:
        """Return an article as it was indexed."""
        with damage_errors(self.folder.parent):
            return article_from_json(json.loads(zlib.decompress(self._bytes("articles", number))))
