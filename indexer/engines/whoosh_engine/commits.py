"""What an index consists of at a moment: one commit file, renamed into place last.

A commit lists segments with the articles removed from each, and the stretches of the record of files.
Everything it names was on the disk before it, so that either it holds or the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from indexer.article import FileRecord
from indexer.engines.durable import read_json, reading_refused, remove, write_json
from indexer.errors import IndexDamagedError

_COMMIT = re.compile(r"commit-(\d+)\.json")
_SEGMENT = re.compile(r"segment-\d+")
_STRETCH = re.compile(r"files-\d+\.json")
BUILDING = "building-"
"""How the name of a segment's folder begins until a commit takes it in."""

MOST_STRETCHES = 24
"""So many stretches of the record of files are kept before they are made one."""


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment of a commit: its folder's name and the numbers of its articles that are removed."""

    name: str
    removed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Commit:
    """One state of the index. ``written_with`` names the versions of all that shapes an index."""

    generation: int
    written_with: Mapping[str, str]
    segments: tuple[SegmentEntry, ...] = ()
    stretches: tuple[str, ...] = ()
    next_name: int = field(default=1)


def _checked(folder: Path, name: str, form: re.Pattern[str]) -> str:
    """Return ``name`` where it has the form of our names; any other could lead out of the index."""
    if not form.fullmatch(name):
        raise IndexDamagedError(folder, f"it names {name!r}, which is no part of an index")
    return name


def latest_generation(folder: Path) -> int | None:
    """Return the number of the newest commit in ``folder``; None where there is none. Raises IndexUnreadableError."""
    try:
        names = [match for path in folder.iterdir() if (match := _COMMIT.fullmatch(path.name))]
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise reading_refused(folder.parent, folder.name, error) from error
    return max((int(match[1]) for match in names), default=None)


def commit_name(folder: Path, generation: int) -> str:
    """Return a name for a commit that no other has, since folders of commits are named anew each time."""
    return f"{folder.name}/{generation}"


def commit_path(folder: Path, generation: int) -> Path:
    """Return where the commit ``generation`` lies."""
    return folder / f"commit-{generation:06d}.json"


def read_commit(folder: Path, generation: int) -> Commit:
    """Read a commit. Raises IndexDamagedError, FileNotFoundError."""
    plain = read_json(commit_path(folder, generation))
    try:
        return Commit(
            generation=plain["generation"],
            written_with=dict(plain["written_with"]),
            segments=tuple(
                SegmentEntry(_checked(folder, entry["name"], _SEGMENT), tuple(entry["removed"]))
                for entry in plain["segments"]
            ),
            stretches=tuple(_checked(folder, name, _STRETCH) for name in plain["stretches"]),
            next_name=plain["next_name"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamagedError(folder, f"commit {generation} has no {error}") from error


def write_commit(folder: Path, commit: Commit) -> None:
    """Make ``commit`` the newest. Raises OSError where the disk refuses."""
    write_json(commit_path(folder, commit.generation), asdict(commit))


def clean(folder: Path, commit: Commit, *, unfinished: bool = False) -> None:
    """Remove from ``folder`` what ``commit`` does not name; what is still open elsewhere stays for next time.

    Segments that are still being built stay too, unless ``unfinished`` says that nobody builds any.
    """
    named = {entry.name for entry in commit.segments} | set(commit.stretches)
    named.add(commit_path(folder, commit.generation).name)
    for path in folder.iterdir():
        if path.name not in named and (unfinished or not path.name.startswith(BUILDING)):
            remove(path)


def write_stretch(path: Path, records: Iterable[FileRecord], forgotten: Iterable[str]) -> None:
    """Write a stretch of the record of files: records that are new, paths that are gone."""
    write_json(path, {"records": [asdict(record) for record in records], "forgotten": list(forgotten)})


def read_stretches(folder: Path, names: Sequence[str]) -> dict[str, FileRecord]:
    """Return the record of files that the stretches together make, later ones winning. Raises IndexDamagedError."""
    files: dict[str, FileRecord] = {}
    for name in names:
        try:
            stretch: dict[str, Any] = read_json(folder / name)
        except FileNotFoundError as error:
            raise IndexDamagedError(folder, f"{name} is missing") from error
        for path in stretch["forgotten"]:
            files.pop(path, None)
        for plain in stretch["records"]:
            files[plain["path"]] = FileRecord(
                **{**plain, "articles": tuple(plain["articles"]), "problems": tuple(plain["problems"])}
            )
    return files
