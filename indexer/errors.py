"""The errors a person can meet. Each message says what happened, to what, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

Place = str | Path
"""Where an index is: its folder, or words for its place in a cluster."""


def _with_index_option(place: Place) -> str:
    return " with --index DIR" if isinstance(place, Path) else ""


class FangzhiError(Exception):
    """The base of every error whose message is meant for people.

    ``exit_status`` is what a command ends with: 1 for something in the archive or the index, 2 for a
    call that cannot be carried out as it was made.
    """

    exit_status = 1

    def __reduce__(self) -> tuple[Any, ...]:
        """Let an error go from a worker process to the one that reports it."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[FangzhiError], arguments: tuple[Any, ...], state: dict[str, Any]) -> FangzhiError:
    error = kind.__new__(kind)
    error.args = arguments
    error.__dict__.update(state)
    return error


class SettingsError(FangzhiError):
    """A setting has a value that cannot be used."""

    exit_status = 2

    def __init__(self, name: str, value: object, reason: str, where: str) -> None:
        super().__init__(f"{where} sets {name} to {value!r}, but {reason}.")
        self.name = name
        self.value = value


SCANNED = (
    "this PDF document holds pictures of pages and no text (a scan). "
    "Put its text beside it, under the same name with .txt, and it is found by that."
)
"""The reason for a scan, which is no failure where its text lies beside it."""


class ReadingError(FangzhiError):
    """One file of the archive, or one part of a container, cannot be read as an article; the others can."""

    def __init__(self, file: str, reason: str, part: str | None = None) -> None:
        super().__init__(f"{file}: {reason}" if part is None else f"{file}, {part} in it: {reason}")
        self.file = file
        self.reason = reason
        self.part = part


class SavedPageGoneError(FangzhiError):
    """The file of an article no longer holds the bytes that were read as that article."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(
            f"The file {file} {reason}, and only the very bytes that an article was read from are given out. "
            "Run 'fangzhi index', and what is there now is found."
        )
        self.file = file
        self.reason = reason


class SavedPageNotShownError(FangzhiError):
    """A saved page is there, but cannot be shown or given out by this server."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"What was saved in {file} {reason}.")
        self.file = file
        self.reason = reason


class ArchiveMissingError(FangzhiError):
    """The archive folder is not there or is no folder."""

    exit_status = 2

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no archive folder at {folder}. Make that folder and put saved articles into it, "
            "or name another one with --archive DIR."
        )
        self.folder = folder


class PartMissingError(FangzhiError):
    """The part of the archive that was asked for is no folder of it, and the index knows none of that name."""

    exit_status = 2

    def __init__(self, part: str) -> None:
        super().__init__(
            f"There is no folder {part} in the archive, and the index knows of none. "
            "Name it as it is called inside the archive, for example --only 2021/07."
        )
        self.part = part


class IndexMissingError(FangzhiError):
    """There is no index yet."""

    exit_status = 2

    def __init__(self, place: Place) -> None:
        super().__init__(f"There is no index at {place} yet. Run 'fangzhi index' to make it.")
        self.place = place


class IndexVersionError(FangzhiError):
    """The index was written by another version of something that it depends on."""

    def __init__(self, place: Place, what: str, written: str, present: str) -> None:
        super().__init__(
            f"The index at {place} was written with {what} {written}, and this is {present}. "
            "Run 'fangzhi index --rebuild' to make it anew from the archive; nothing in the archive is changed."
        )
        self.place = place


class IndexDamagedError(FangzhiError):
    """A part of the index cannot be read."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(
            f"The index at {place} is damaged: {reason}. Run 'fangzhi index' to mend it from the archive; "
            "the articles themselves are untouched."
        )
        self.place = place
        self.reason = reason

    @classmethod
    def because(cls, place: Place, error: Exception) -> IndexDamagedError:
        """Return the error for ``place`` that ``error`` is the cause of."""
        return cls(place, error.reason if isinstance(error, IndexDamagedError) else f"{error}".lower())


class IndexUnreadableError(FangzhiError):
    """The system does not let a part of the index be read, which says nothing about what is in it.

    ``denied`` tells that this user may not, rather than that nobody can now.
    """

    def __init__(self, place: Place, reason: str, *, denied: bool) -> None:
        super().__init__(
            f"The index at {place} cannot be read: {reason}. "
            + (
                "Run this as the user who writes the index, or let this one read it; nothing was changed."
                if denied
                else "Nothing was changed. Try again, and look after the disk and the limits of the system; where it "
                "stays so, 'fangzhi index --rebuild' makes the index anew from the archive."
            )
        )
        self.place = place
        self.reason = reason
        self.denied = denied


class OtherArchiveError(FangzhiError):
    """The index is of another archive folder, which is still there."""

    exit_status = 2

    def __init__(self, place: Place, its: Path, asked: Path) -> None:
        super().__init__(
            f"The index at {place} is of the archive {its}, not of {asked}. Choose another index for that one"
            f"{_with_index_option(place)}, or let this index be of the other archive from now on with --rebuild."
        )
        self.place = place


class IndexBusyError(FangzhiError):
    """Another process is writing the index. ``who`` are words for it where it is known."""

    def __init__(self, place: Place, who: str = "Another process") -> None:
        super().__init__(f"{who} is writing the index at {place}. Wait until it has finished, then try again.")
        self.place = place


class IndexIncompleteError(FangzhiError):
    """An engine's index was not made or not finished, so that it cannot take another's place."""

    exit_status = 2

    def __init__(self, place: Place, engine: str) -> None:
        super().__init__(
            f"There is no complete index of the engine {engine} at {place}. "
            f"Run 'fangzhi index --engine {engine}' to make it; the present index serves meanwhile."
        )
        self.place = place
        self.engine = engine


class NoPreviousIndexError(FangzhiError):
    """There is no index from before a rebuild."""

    exit_status = 2

    def __init__(self, place: Place) -> None:
        super().__init__(
            f"There is no previous index at {place} to go back to. One is kept after 'fangzhi index --rebuild'."
        )
        self.place = place


class StorageError(FangzhiError):
    """A folder or file cannot be written, or a cluster's index."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(
            f"{place} cannot be written: {reason}. What was indexed before is still there. "
            "Free some space or allow writing there, or choose another index"
            f"{_with_index_option(place)}, then try again."
        )
        self.place = place


class OutputFileError(FangzhiError):
    """A file that a command was told to write cannot be written. ``flag`` is the one that named it."""

    def __init__(self, flag: str, file: Path, reason: str) -> None:
        super().__init__(f"The file {file} cannot be written: {reason}. Name one that can be with {flag} FILE.")
        self.flag = flag
        self.file = file


class OutputFileExistsError(FangzhiError):
    """A file that a command was told to write is there already. ``flag`` is the one that named it."""

    exit_status = 2

    def __init__(self, flag: str, file: Path) -> None:
        super().__init__(
            f"The file {file} is there already. "
            f"Name another with {flag} FILE, or have that one written over with --force."
        )
        self.flag = flag
        self.file = file


class StandardOutputError(FangzhiError):
    """What a command prints cannot be written where its standard output leads."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Standard output cannot be written: {reason}. What was written so far is not the whole.")
        self.reason = reason


class EngineMissingError(FangzhiError):
    """A library that an engine needs is not installed."""

    exit_status = 2

    def __init__(self, engine: str, requirements: Sequence[str]) -> None:
        wanted = " ".join(f"'{requirement}'" for requirement in requirements)
        super().__init__(
            f"The engine {engine} needs a package that is not installed. Run './fangzhi install {engine}', or where "
            f"Fangzhi was installed with pip: pip install {wanted}."
        )
        self.engine = engine


class ServerBusyError(FangzhiError):
    """As much as a server does at once of what takes long is under way."""

    def __init__(self) -> None:
        super().__init__(
            "So many exports and saved pages are being made for others that this one has to wait. "
            "Try again in a moment."
        )


class QuestionTooWideError(FangzhiError):
    """A question has more parts than a cluster takes at once, and those beyond find more than ``most`` articles."""

    exit_status = 2

    def __init__(self, most: int) -> None:
        super().__init__(
            "This question asks for more words than a cluster takes at once, and those beyond stand in more than "
            f"{most:,} articles. Leave out common words, or ask for some of the words at a time."
        )
        self.most = most


class TrendsRequestError(FangzhiError):
    """How often words occur cannot be told as it was asked. ``kind`` names the reason, ``value`` is what was given."""

    exit_status = 2

    _SENTENCES: ClassVar = {
        "no_words": "There is no word to count. Name one or several, parted by commas.",
        "too_many_words": "There are {} words; up to 10 can be counted at a time.",
        "unknown_per": "It can be counted per month or per year, not per {}.",
        "unknown_by": "It can be told apart by source, not by {}.",
        "unknown_of": "It can be shown of article_share, articles, per_million or occurrences, not of {}.",
        "unknown_format": "The formats are json and csv; {} is none.",
    }

    def __init__(self, kind: str, value: str = "") -> None:
        super().__init__(self._SENTENCES[kind].format(value))
        self.kind = kind
        self.value = value


class UnknownArticleError(FangzhiError):
    """No article has the id that was asked for."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"No article in this archive has the id {article_id}.")
        self.article_id = article_id


class PortInUseError(FangzhiError):
    """The address to serve on is taken."""

    exit_status = 2

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Port {port} on {host} is in use by another program. "
            f"Choose another with --port, for example --port {port + 1}."
        )
        self.host = host
        self.port = port
