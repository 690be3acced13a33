"""Where commands write what is long: a file that appears whole or not at all, or standard output."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from indexer.engines.durable import disk_reason
from indexer.errors import OutputFileError, OutputFileExistsError, StandardOutputError


class TextSink:
    """Takes text piece by piece and writes it as UTF-8; what is no Unicode in it becomes a question mark."""

    def __init__(self, out: BinaryIO, errors: Callable[[], AbstractContextManager[None]]) -> None:
        self._out = out
        self._errors = errors

    def write(self, text: str) -> None:
        """Write a piece."""
        with self._errors():
            self._out.write(text.encode("utf-8", "replace"))


@contextmanager
def standard_output() -> Iterator[TextSink]:
    """Give what writes to standard output. Raises StandardOutputError."""
    out = sys.stdout.buffer
    yield TextSink(out, _output_errors)
    with _output_errors():
        out.flush()


@contextmanager
def _output_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE:  # nobody reads on: click ends a command by that
            raise
        with suppress(OSError):  # else Python tries once more when it ends, and complains
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise StandardOutputError(disk_reason(error)) from error


@contextmanager
def whole_file(flag: str, file: Path, *, force: bool) -> Iterator[TextSink]:
    """Give what writes to a file beside ``file``, which takes its name when the block has ended well.

    Without ``force`` no file is written over. Raises OutputFileExistsError and OutputFileError, which name ``flag``.
    """

    @contextmanager
    def errors() -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputFileError(flag, file, disk_reason(error)) from error

    target = Path(os.path.realpath(file))  # a link stays one
    mode = _mode_of(flag, file, target, force=force)
    beside = target.with_name(f".fangzhi-{secrets.token_hex(6)}.part")
    with errors():
        out = beside.open("xb")
    try:
        yield TextSink(out, errors)
        with errors():
            out.flush()
            os.fsync(out.fileno())
            out.close()
            mode = _mode_of(flag, file, target, force=force)
            if mode is not None:
                beside.chmod(mode)
            beside.replace(target)
    finally:
        with suppress(OSError):
            out.close()
        with suppress(OSError):
            beside.unlink()


def _mode_of(flag: str, file: Path, target: Path, *, force: bool) -> int | None:
    """Return the permissions of the file that is written over, None where there is none yet.

    Raises OutputFileExistsError and OutputFileError where it is not to be written.
    """
    if not target.parent.is_dir():
        raise OutputFileError(flag, file, f"there is no folder {target.parent}")
    if target.is_dir():
        raise OutputFileError(flag, file, "it is a folder")
    if not target.exists():
        return None
    if not target.is_file():
        raise OutputFileError(flag, file, "it is no file but a device or a pipe")
    if not force:
        raise OutputFileExistsError(flag, file)
    return stat.S_IMODE(target.stat().st_mode)
