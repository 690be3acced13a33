"""ZIP and tar: an archive → its members, one after the other, never on a disk."""

from __future__ import annotations

import io
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from indexer.names import belongs_to_page, is_article_name, is_furniture_name, pages_of_folder
from indexer.reading.charsets.charset import decode_page
from indexer.reading.containers.limits import CHUNK, Budget, LimitReached, Readable, Unreadable, read_whole, skip_rest

_MOST_HEAD = 1 << 20
"""Bytes between the contents of two members of a tar; its longest names are far below."""

_TAR_CUT_OFF = "the tar archive is damaged or cut off here; what stands before was read."
_LONGEST_NAME = 1_000
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_FAULTS = (
    zipfile.BadZipFile, tarfile.TarError, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, LookupError,
    OverflowError, MemoryError, struct.error, zlib.error, lzma.LZMAError, TypeError, AttributeError,
)  # fmt: skip
"""What the two libraries raise where the bytes are no such archive."""

_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


NameTest = Callable[[str], bool]


class Member(NamedTuple):
    """One file in an archive: its path there, and its content or why that cannot be read."""

    name: str
    content: Readable | Unreadable


def shown_name(name: str) -> str:
    """Return a name from inside a container as it can be shown: what is no character of a line becomes U+FFFD."""
    return _UNSHOWN.sub("\ufffd", name[:_LONGEST_NAME]).replace("\\", "/").strip() or "?"


def _legacy_name(raw: bytes) -> str:
    """Return a name whose charset the archive does not tell, as Chinese systems wrote it."""
    if raw.isascii():
        return raw.decode("ascii")
    decoded = decode_page(raw, "gb18030", is_html=False)
    strange = any(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or "\x80" <= c <= "\x9f" for c in decoded.text)
    return raw.decode("cp437") if strange or decoded.charset == "cp1252" else decoded.text


class _Content:
    """The content of a member, which tells its faults in a sentence; without a budget nothing of it is counted."""

    def __init__(self, source: Readable, budget: Budget | None = None) -> None:
        self._source = source
        self._budget = budget

    def read(self, size: int, /) -> bytes:
        try:
            piece = self._source.read(min(size, CHUNK))
        except Unreadable:
            raise
        except _FAULTS as error:
            raise Unreadable("its bytes in the archive are damaged or cut off.") from error
        if self._budget is not None:
            self._budget.take(len(piece))
        return piece


def _is_wanted(path: str, page_folders: frozenset[str]) -> bool:
    """Tell whether a member may be an article: no picture, script, README or hidden file, in no page's own folder."""
    *folders, name = path.split("/")
    if not name or not is_article_name(name) or is_furniture_name(name):
        return False
    if any(folder == "__MACOSX" or (folder.startswith(".") and folder.strip(".")) for folder in folders):
        return False
    return not page_folders or not any("/".join(folders[:n]) in page_folders for n in range(1, len(folders) + 1))


def _page_folders(paths: list[str]) -> frozenset[str]:
    """Return the folders that browsers saved along with a page that lies beside them."""
    beside: dict[str, set[str]] = {}
    folders: set[str] = set()
    for path in paths:
        folder, _, name = path.rpartition("/")
        beside.setdefault(folder, set()).add(name)
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(
        folder
        for folder in folders
        if belongs_to_page(folder.rpartition("/")[2], beside.get(folder.rpartition("/")[0], ()))
    )


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Return the archive. Raises Unreadable."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _FAULTS as error:
        raise Unreadable(
            "the ZIP archive is damaged or cut off: its list of contents cannot be read; copy it again."
        ) from error


_OFFICE = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "a spreadsheet"),
    ("xl/workbook.bin", "a spreadsheet"),
    ("ppt/presentation.xml", "a presentation"),
    ("META-INF/container.xml", "an e-book (EPUB)"),
    ("content.xml", "an OpenDocument file"),
    ("META-INF/MANIFEST.MF", "a program"),
    ("AndroidManifest.xml", "a program"),
)
"""Members by which it is told what a ZIP archive is that does not bear that name."""


def zip_use(archive: zipfile.ZipFile) -> str:
    """Return what a ZIP archive is: archive, wacz, docx, or in words a kind that is not read."""
    names = frozenset(archive.namelist())
    if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
        return "wacz"
    if not names & {"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"}:
        return "archive"
    return next((use for name, use in _OFFICE if name in names), "archive")


def zip_members(archive: zipfile.ZipFile, budget: Budget, within: str = "") -> Iterator[Member]:
    """Yield the files in a ZIP archive, or in one folder of it, that may be articles. Raises LimitReached."""
    named = [(_zip_name(info), info) for info in archive.infolist() if not info.filename.endswith("/")]
    page_folders = _page_folders([name for name, _ in named])
    for name, info in named:
        budget.count_part()
        if _is_wanted(name, page_folders) and name.startswith(within):
            yield Member(name, member_content(archive, info, budget))


def named_zip_members(archive: zipfile.ZipFile, budget: Budget, is_wanted: NameTest) -> Iterator[Member]:
    """Yield the files in a ZIP archive whose names are wanted, whatever they are. Raises LimitReached."""
    for info in archive.infolist():
        budget.count_part()
        name = _zip_name(info)
        if not info.filename.endswith("/") and is_wanted(name):
            yield Member(name, member_content(archive, info, budget))


def _zip_name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _UTF8_NAME:
        return shown_name(info.orig_filename)
    try:
        return shown_name(_legacy_name(info.orig_filename.encode("cp437")))
    except UnicodeEncodeError:  # told in Unicode by an extra field
        return shown_name(info.filename)


def member_content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Readable | Unreadable:
    """Return the content of a member of a ZIP archive, or why it cannot be read."""
    if info.flag_bits & _ENCRYPTED:
        return Unreadable("it is encrypted; unpack it with its password and add what comes out.")
    if info.compress_type not in _METHODS:
        return Unreadable("it is packed by a method that is not read; unpack it and add what comes out.")
    try:
        # Members that are not packed count too: many can lie at one place.
        return _Content(archive.open(info), budget)
    except _FAULTS:
        return Unreadable("its place in the archive is damaged.")


class _TarSource:
    """The bytes of a tar; what stands between the contents of two members may take only so many of them."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self.allowed: int | None = _MOST_HEAD
        self.last_block = b""

    def read(self, size: int, /) -> bytes:
        piece = self._source.read(size)
        if piece:
            self.last_block = piece[-tarfile.BLOCKSIZE :]
        if self.allowed is not None:
            self.allowed -= len(piece)
            if self.allowed < 0:
                raise LimitReached("a head in the tar archive is larger than any name needs.")
        return piece


def tar_members(source: Readable, budget: Budget) -> Iterator[Member]:
    """Yield the files in a tar archive that may be articles; each must be read before the next is asked for.

    What lies in a folder named like a page's own comes last, and only if no page lies beside that folder.
    Raises Unreadable where the archive cannot be read on, LimitReached.
    """
    paths: list[str] = []
    held: list[tuple[str, bytes]] = []
    room = budget.largest_container
    for path, content in _tar_files(_TarSource(source), budget):
        paths.append(path)
        if not _is_wanted(path, frozenset()):
            continue
        if not any(map(pages_of_folder, path.split("/")[:-1])):
            yield Member(path, content)
            continue
        try:
            held.append((path, read_whole(content, room)))
        except LimitReached:
            raise
        except Unreadable as refused:
            yield Member(path, refused)
        else:
            room -= len(held[-1][1])
    page_folders = _page_folders(paths)
    for path, kept in held:
        if _is_wanted(path, page_folders):
            yield Member(path, io.BytesIO(kept))


def named_tar_members(source: Readable, budget: Budget, is_wanted: NameTest) -> Iterator[Member]:
    """Yield the files in a tar archive whose names are wanted; each must be read before the next is asked for.

    Raises Unreadable where the archive cannot be read on, LimitReached.
    """
    for path, content in _tar_files(_TarSource(source), budget):
        if is_wanted(path):
            yield Member(path, content)


def _tar_files(source: _TarSource, budget: Budget) -> Iterator[tuple[str, Readable]]:
    try:
        archive = tarfile.TarFile.open(fileobj=source, mode="r|", errors="surrogateescape")  # type: ignore[call-overload]
        while (info := archive.next()) is not None:
            budget.count_part()
            archive.members = []
            # No page has holes, which may be told to be of any size.
            content = archive.extractfile(info) if info.isreg() and not info.issparse() else None
            if content is not None:
                source.allowed = None
                shown = _Content(content)
                yield shown_name(_legacy_name(info.name.encode("utf-8", "surrogateescape"))), shown
                skip_rest(shown)
            source.allowed = _MOST_HEAD
        if source.last_block.strip(b"\0") and not source.read(1):
            raise Unreadable(_TAR_CUT_OFF)
    except Unreadable:
        raise
    except _FAULTS as error:
        raise Unreadable(_TAR_CUT_OFF) from error
