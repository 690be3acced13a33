"""A file → the pages in it: the file itself, or what a container holds."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Literal

from indexer.errors import SCANNED, ReadingError
from indexer.names import text_beside
from indexer.reading.charsets.answers import split_answer
from indexer.reading.charsets.charset import decode_page
from indexer.reading.containers.limits import DEEPEST, Budget, LimitReached, Peekable, Unreadable, read_whole
from indexer.reading.containers.lists import BadRow, csv_rows, json_rows
from indexer.reading.containers.members import Member, open_zip, shown_name, tar_members, zip_members, zip_use
from indexer.reading.containers.mhtml import unpack_page
from indexer.reading.containers.packing import Packing, Unpacked, name_without_packing
from indexer.reading.containers.webarchives import captures
from indexer.reading.documents.docx import docx_markup
from indexer.reading.documents.paragraphs import pdf_markup
from indexer.reading.documents.pdf import read_pdf
from indexer.reading.explained import Explained
from indexer.reading.kinds import TAR_HEAD, Container, container_of, kind_of, unread_kind
from indexer.reading.markup.tree import read_markup
from indexer.reading.origin import Origin
from indexer.reading.rows import read_row
from indexer.reading.single import read_page, read_single

_FIRST_REASONS = 3
"""Reasons that are told where no part of a file can be read."""

_MOST_FAILURES = 5_000
"""Parts that cannot be read after which a file with hardly any articles is given up."""

_HOPELESS = 20
"""So many failures to an article are hardly any articles."""

_SILENT = ("an image", "a sound or a film")
"""Kinds that lie in containers beside the pages they belong to."""

_NOTHING = b" \t\r\n\0"

Outcome = Explained | ReadingError


def read_parts(data: bytes, origin: Origin) -> Iterator[Outcome]:
    """Yield what is read of each page in a file. Raises ReadingError where the whole file holds none.

    The id of a page in a container is made of its own bytes, unpacked, and its part; that of a page which is a file
    of its own, also of a packed one, of the file's bytes.
    """
    if not data.strip(_NOTHING):
        raise ReadingError(origin.file, _emptiness(data))
    container = container_of(data[:TAR_HEAD], origin.file)
    if container is None:
        try:
            yield _read_page(data, origin, origin.file, data)
        except Unreadable as unreadable:
            raise ReadingError(origin.file, unreadable.reason) from unreadable
    else:
        yield from _judged(_Containers(data).read(container, data, origin, origin.file), origin.file)


def _emptiness(data: bytes) -> str:
    """Say in which way a file without anything to read is empty."""
    if b"\0" in data:
        return "the file is empty: it holds only zeros, as a copy that failed may leave; copy it again."
    return "the file is empty."


def _judged(outcomes: Iterator[Outcome], file: str) -> Iterator[Outcome]:
    """Yield what came of the parts. Raises ReadingError where no article did, with the first reasons."""
    reasons: list[str] = []
    articles = failures = 0
    reason = ""
    for outcome in _without_told_scans(outcomes):
        if isinstance(outcome, Explained):
            articles += 1
        elif outcome.part is None and not articles and (not failures or (failures == 1 and outcome.reason == reason)):
            raise outcome
        else:
            reason = outcome.reason
            failures += 1
            if failures > _MOST_FAILURES and failures > _HOPELESS * articles:
                yield ReadingError(file, f"more than {_MOST_FAILURES:,} parts cannot be read, so the rest was left.")
                break
            if len(reasons) < _FIRST_REASONS:
                reasons.append(outcome.reason if outcome.part is None else f"{outcome.part}: {outcome.reason}")
        yield outcome
    if articles:
        return
    if not failures:
        raise ReadingError(file, "there is no page in this container.")
    more = f" And {failures - len(reasons)} more." if failures > len(reasons) else ""
    told = " ".join(reasons) + more
    if failures == 1:
        raise ReadingError(file, f"the one part in it that may be a page cannot be read. {told}")
    raise ReadingError(file, f"none of the {failures} parts in it that may be a page can be read. {told}")


def _without_told_scans(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Yield what came of the parts, scans last, and those not whose text lies beside them."""
    scans: list[ReadingError] = []
    parts: set[str] = set()
    for outcome in outcomes:
        if isinstance(outcome, ReadingError) and outcome.part and outcome.reason == SCANNED:
            scans.append(outcome)
            continue
        if isinstance(outcome, Explained) and outcome.article.kind == "text" and outcome.article.part:
            parts.add(outcome.article.part)
        yield outcome
    yield from (scan for scan in scans if text_beside(scan.part or "") not in parts)


def _read_page(data: bytes, origin: Origin, name: str, saved_bytes: bytes) -> Explained:
    """Return the article in the bytes of one page. Raises ReadingError, Unreadable."""
    if not data.strip(_NOTHING):
        raise ReadingError(origin.file, _emptiness(data), origin.part)
    content = data
    answer = split_answer(data)
    if answer:
        content = answer.data
        origin = origin._replace(charset=answer.charset)
    unread = unread_kind(content, name)
    if unread:
        raise ReadingError(origin.file, f"this is {unread}, a kind of file that is not read.", origin.part)
    kind = kind_of(content, name)
    if kind == "pdf":
        return _read_document(pdf_markup(read_pdf(content)), origin, kind, saved_bytes)
    if kind == "mhtml":
        packed = unpack_page(content)
        if packed is None:
            raise ReadingError(origin.file, "this is an MHTML package, but there is no page in it.", origin.part)
        content = packed.data
        origin = origin._replace(charset=packed.charset, url=packed.url, saved=packed.saved or origin.saved)
    return read_single(content, origin, kind, saved_bytes)


def _read_document(markup: str, origin: Origin, kind: str, saved_bytes: bytes) -> Explained:
    return read_page(read_markup(markup), origin, kind, saved_bytes)


class _Containers:
    """Opens a file's containers, and those within, as far as one budget for the whole file goes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._budget = Budget(len(data))

    def read(self, container: Container, data: bytes, origin: Origin, name: str) -> Iterator[Outcome]:
        """Yield what is read of the file itself; a limit that is reached ends it with a failure."""
        try:
            yield from self._open(container, Peekable(io.BytesIO(data)), origin, name, 0)
        except LimitReached as reached:
            yield ReadingError(origin.file, reached.reason)

    def _open(self, container: Container, stream: Peekable, origin: Origin, name: str, depth: int) -> Iterator[Outcome]:
        try:
            if depth >= DEEPEST:
                raise Unreadable(f"more than {DEEPEST} containers lie in each other here.")
            match container:
                case "gzip" | "bzip2" | "xz":
                    yield from self._packed(container, stream, origin, name, depth)
                case "zip":
                    yield from self._zipped(stream, origin, name, depth)
                case "tar":
                    yield from self._members(tar_members(stream, self._budget), origin, depth)
                case "warc":
                    yield from self._captured(stream, origin)
                case "csv" | "jsonl":
                    yield from self._listed(container, stream, origin)
        except LimitReached:
            raise
        except Unreadable as unreadable:
            yield ReadingError(origin.file, unreadable.reason, origin.part)

    def _packed(self, packing: Packing, stream: Peekable, origin: Origin, name: str, depth: int) -> Iterator[Outcome]:
        inner = Peekable(Unpacked(stream, packing, self._budget))
        yield from self._read(inner, origin, name_without_packing(name), depth + 1)

    def _zipped(self, stream: Peekable, origin: Origin, name: str, depth: int) -> Iterator[Outcome]:
        data = read_whole(stream, self._budget.largest_container)
        archive = open_zip(data)
        use = zip_use(archive)
        if use == "docx":
            saved = self._data if origin.part is None else data
            yield _read_document(docx_markup(archive, self._budget), origin, "docx", saved)
            return
        if use not in ("archive", "wacz"):
            raise Unreadable(f"this is {use}, a kind of file that is not read.")
        # Beside the archive folder of a WACZ lie only lists of what is in it.
        members = zip_members(archive, self._budget, within="archive/" if use == "wacz" else "")
        yield from self._members(members, origin, depth)

    def _members(self, members: Iterator[Member], origin: Origin, depth: int) -> Iterator[Outcome]:
        for member in members:
            part = member.name if origin.part is None else f"{origin.part}/{member.name}"
            within = origin._replace(part=part)
            if isinstance(member.content, Unreadable):
                yield ReadingError(origin.file, member.content.reason, part)
            else:
                yield from self._read(Peekable(member.content), within, member.name, depth + 1)

    def _captured(self, stream: Peekable, origin: Origin) -> Iterator[Outcome]:
        for capture in captures(stream, self._budget):
            part = shown_name(capture.url)
            if isinstance(capture.content, Unreadable):
                yield ReadingError(origin.file, capture.content.reason, part)
                continue
            within = origin._replace(
                part=part, url=capture.url, charset=capture.charset, saved=capture.saved, kind="warc"
            )
            try:
                yield _read_page(capture.content, within, f"page{capture.ending}", capture.content)
            except LimitReached:
                raise
            except (ReadingError, Unreadable) as refused:
                yield ReadingError(origin.file, refused.reason, part)

    def _listed(self, kind: Literal["csv", "jsonl"], stream: Peekable, origin: Origin) -> Iterator[Outcome]:
        decoded = decode_page(read_whole(stream, self._budget.largest_container), is_html=False)
        rows = csv_rows(decoded.text, self._budget) if kind == "csv" else json_rows(decoded.text, self._budget)
        for row in rows:
            part = row.part if origin.part is None else f"{origin.part}/{row.part}"
            try:
                if isinstance(row, BadRow):
                    raise ReadingError(origin.file, row.reason)
                yield read_row(row, decoded, origin._replace(part=part), kind)
            except ReadingError as refused:
                yield ReadingError(refused.file, refused.reason, part)

    def _read(self, stream: Peekable, origin: Origin, name: str, depth: int) -> Iterator[Outcome]:
        """Yield what is read of something in a container, which may be a container too."""
        try:
            container = container_of(stream.peek(TAR_HEAD), name)
            if container is not None:
                yield from self._open(container, stream, origin, name, depth)
                return
            if origin.part is not None and unread_kind(stream.peek(TAR_HEAD), name) in _SILENT:
                return
            data = read_whole(stream, self._budget.largest_page)
            yield _read_page(data, origin, name, self._data if origin.part is None else data)
        except LimitReached:
            raise
        except Unreadable as unreadable:
            yield ReadingError(origin.file, unreadable.reason, origin.part)
        except ReadingError as refused:
            yield ReadingError(refused.file, refused.reason, origin.part)
