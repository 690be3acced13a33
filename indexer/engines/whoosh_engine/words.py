"""The words of a segment in Whoosh: how often each stands in each article's title and text.

The index is one that any Whoosh reads with the same schema. It is written term by term from postings that
are inverted already, because Whoosh's way, article by article and posting by posting, takes several times as long.
"""

# mypy: allow-untyped-calls
# Whoosh's codec has no types.
from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from pickle import dumps
from typing import Any

from whoosh import fields, formats
from whoosh import index as whoosh_index
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3PostingsWriter, W3Segment, W3TermInfo
from whoosh.filedb.structfile import StructFile

from indexer.engines.whoosh_engine.unpickling import guard_whoosh
from indexer.text.passages import TEXT_FIELDS, TextField

guard_whoosh()

_FEW = 24
"""Postings up to this many stand beside their term, more in blocks."""

_BLOCK = 128
"""Postings in a block, as many as in Whoosh's own."""

_PICKLE_PROTOCOL = 2
"""What Whoosh pickles with."""

Postings = tuple["array[int]", "array[float]"]
"""Numbers of articles, and beside them how often each holds a word."""


class WordCounts(fields.KEYWORD):
    """Words with how often each occurs, counted already.

    Whoosh keeps the counts as weights, and no lengths and no values beside them: those stand in our columns.
    """

    def __init__(self) -> None:
        super().__init__(scorable=False)
        self.format = formats.Existence()


_SCHEMA = fields.Schema(title=WordCounts(), text=WordCounts())


class InvertedWords:
    """The words of one field, each with the articles that hold it in the order they were added."""

    def __init__(self) -> None:
        self._postings: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, article: int, words: Sequence[str]) -> None:
        """Take the words of the article with this number, which is greater than those before."""
        postings = self._postings
        for word, times in Counter(words).items():
            postings[word] += (article, times)

    def frequencies(self) -> dict[str, int]:
        """Return each word with how many articles hold it."""
        return {word: len(postings) // 2 for word, postings in self._postings.items()}

    def write(self, writer: _FieldWriter, field: TextField) -> None:
        """Hand over all of it, term after term."""
        writer.start_field(field, _SCHEMA[field])
        for word in sorted(self._postings):  # code points and the bytes of UTF-8 are in one order
            postings = self._postings[word]
            writer.add_term(word.encode("utf-8", "surrogatepass"), postings[::2], postings[1::2])
        writer.finish_field()


class _PostingsWriter(W3PostingsWriter):
    """Writes all postings of a term at once."""

    def write_postings(self, articles: Sequence[int], times: Sequence[int]) -> W3TermInfo:
        """Write the postings in blocks and return what stands beside their term."""
        info = W3TermInfo()
        self.start_postings(formats.Existence(), info)
        most = _BLOCK
        for at in range(0, len(articles), most):
            self._ids = array("I", articles[at : at + most])
            self._weights = array("f", times[at : at + most])
            self._maxweight = max(times[at : at + most])
            self._write_block(last=at + most >= len(articles))
        self.finish_postings()
        return info


class _GatheredFile(StructFile):
    """A file that is written when it is closed: at each term Whoosh asks where it is, which in memory is quick."""

    def __init__(self, target: StructFile) -> None:
        memory = BytesIO()
        super().__init__(memory)
        self._memory, self._target = memory, target
        self.write = memory.write  # type: ignore[method-assign]
        self.tell = memory.tell  # type: ignore[method-assign]

    def close(self) -> None:
        self._target.write(self._memory.getvalue())
        self._target.close()
        super().close()


class _FieldWriter(W3FieldWriter):
    """Writes the terms of a field, each with all its postings."""

    def _create_file(self, ext: str) -> _GatheredFile:
        return _GatheredFile(super()._create_file(ext))

    def start_field(self, fieldname: str, fieldobj: fields.FieldType) -> None:
        super().start_field(fieldname, fieldobj)
        self._blocks = _PostingsWriter(self._postfile, _BLOCK)
        self._prefix = self._fieldmap[fieldname].to_bytes(2, "big")

    def add_term(self, term: bytes, articles: Sequence[int], times: Sequence[int]) -> None:
        """Write a term that is greater than the one before."""
        if len(articles) <= _FEW:
            info = _inlined(articles, times)
        else:
            info = self._blocks.write_postings(articles, times).to_bytes()
        self._tindex.add(self._prefix + term, info)


def _inlined(articles: Sequence[int], times: Sequence[int]) -> bytes:
    """Return what ``W3TermInfo.to_bytes`` does of a term whose postings stand in it."""
    facts: bytes = W3TermInfo._struct.pack(True, sum(times), len(articles), 0, 0, max(times), articles[0], articles[-1])
    return facts + dumps((tuple(articles), tuple(times), ()), _PICKLE_PROTOCOL)


class _Codec(W3Codec):
    """Whoosh's own codec with our writer of terms; what it writes names Whoosh's alone."""

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        return _FieldWriter(self, storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        return W3Segment(W3Codec(), indexname)


def write_words(folder: Path, count: int, inverted: Mapping[TextField, InvertedWords]) -> None:
    """Write the words of ``count`` articles as an index of Whoosh's into ``folder``. Raises OSError."""
    writer: Any = whoosh_index.create_in(str(folder), _SCHEMA).writer(codec=_Codec())
    try:
        for _ in range(count):
            writer.add_document()
        for field in sorted(TEXT_FIELDS):
            inverted[field].write(writer.fieldwriter, field)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(merge=False)


class WordReader:
    """Reads the words of a segment. Raises what Whoosh does where its files are not as they were written."""

    def __init__(self, folder: Path) -> None:
        self._reader: Any = whoosh_index.open_dir(str(folder), schema=_SCHEMA, readonly=True).reader()

    def postings(self, field: TextField, word: str) -> Postings:
        """Return the articles that were cut into ``word`` and others, and how often each holds it."""
        numbers, times = array("I"), array("f")
        term = word.encode("utf-8", "surrogatepass")
        if (field, term) in self._reader:
            matcher = self._reader.postings(field, term)
            while matcher.is_active():
                numbers.append(matcher.id())
                times.append(matcher.weight())
                matcher.next()
        return numbers, times
