"""Many articles as one file that other programs read, made piece by piece so that ten thousand take no memory."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from indexer.article import Article, article_to_json
from indexer.sharing.cells import cell
from indexer.sharing.formats import bibtex, csl, ris
from indexer.sharing.reference import Reference, make_reference

CSV_HEAD = (
    "id", "date", "time", "title", "source", "author", "clicks", "site", "url", "script", "file", "part", "address",
    "text", "captions",
)  # fmt: skip
"""The columns of the table; several authors are parted by ``;``, several captions by line ends."""

_BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets take UTF-8 for something else."""


class Exported(NamedTuple):
    """An article with the address at which the archive shows it, and the day on which it was taken from there."""

    article: Article
    address: str
    accessed: str

    @property
    def reference(self) -> Reference:
        """How it is cited."""
        return make_reference(self.article, self.address, self.accessed)


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format: its name, its media type, what its files' names end with, and what writes them piece by piece."""

    name: str
    media_type: str
    suffix: str
    write: Callable[[Iterable[Exported]], Iterator[str]]


def _csv(exported: Iterable[Exported]) -> Iterator[str]:
    yield _BYTE_ORDER_MARK + _row(CSV_HEAD)
    for article, address, _ in exported:
        known = {
            **{name: getattr(article, name) for name in CSV_HEAD if hasattr(article, name)},
            "author": "; ".join(article.author),
            "captions": "\n".join(article.captions),
            "address": address,
        }
        yield _row(["" if known[name] is None else cell(str(known[name])) for name in CSV_HEAD])


def _row(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _json_lines(exported: Iterable[Exported]) -> Iterator[str]:
    for article, address, _ in exported:
        yield json.dumps({**article_to_json(article), "address": address}, ensure_ascii=False) + "\n"


def _bibtex(exported: Iterable[Exported]) -> Iterator[str]:
    for one in exported:
        yield bibtex(one.reference) + "\n"


def _ris(exported: Iterable[Exported]) -> Iterator[str]:
    for one in exported:
        yield ris(one.reference) + "\r\n"


def _csl(exported: Iterable[Exported]) -> Iterator[str]:
    opening = "[\n"
    for one in exported:
        yield opening + json.dumps(csl(one.reference), ensure_ascii=False)
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


EXPORT_FORMATS: Mapping[str, ExportFormat] = {
    one.name: one
    for one in (
        ExportFormat("csv", "text/csv; charset=utf-8", ".csv", _csv),
        ExportFormat("jsonl", "application/jsonl; charset=utf-8", ".jsonl", _json_lines),
        ExportFormat("bibtex", "application/x-bibtex; charset=utf-8", ".bib", _bibtex),
        ExportFormat("ris", "application/x-research-info-systems; charset=utf-8", ".ris", _ris),
        ExportFormat("csl", "application/vnd.citationstyles.csl+json; charset=utf-8", ".json", _csl),
    )
}
"""The formats by name."""
