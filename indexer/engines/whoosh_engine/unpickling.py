"""One door for everything that Whoosh unpickles, so that an index cannot run code.

Whoosh keeps its schema, its segments and blocks of its postings as pickles, and a pickle can name any
function to call. Each reference to a loader in Whoosh's modules is replaced by one that builds plain
values and the few classes which our own schema needs, and refuses every other name.
"""

from __future__ import annotations

import importlib
import io
import pickle
import pkgutil
import struct
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import IO, Any

import whoosh.index
import whoosh.reading
from whoosh.codec.whoosh3 import W3Codec, W3Segment

from indexer.engines.durable import reading_refused
from indexer.errors import FangzhiError, IndexDamagedError


def _encode_latin1(text: str, encoding: str) -> bytes:
    """Stand in for ``_codecs.encode``, by which old pickle protocols write bytes."""
    if encoding not in ("latin1", "latin-1"):
        raise HostilePickleError(f"it encodes with {encoding!r}, which no index does")
    return text.encode("latin-1")


ADMITTED: Mapping[tuple[str, str], Any] = {
    ("whoosh.codec.whoosh3", "W3Segment"): W3Segment,
    ("whoosh.codec.whoosh3", "W3Codec"): W3Codec,
    ("collections", "defaultdict"): defaultdict,
    ("builtins", "int"): int,
    ("_codecs", "encode"): _encode_latin1,
}
"""What a pickle may name, and what it gets: what segments and postings hold. The schema is never
unpickled, because every index is opened with the schema that the code has."""


class HostilePickleError(pickle.UnpicklingError):
    """A pickle names something that no index of ours holds."""


class AdmittingUnpickler(pickle.Unpickler):
    """Unpickles plain values and admitted classes."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in ADMITTED:
            raise HostilePickleError(f"it names {module}.{name}, which no index holds")
        return ADMITTED[module, name]


def loads(data: bytes, **_: Any) -> Any:
    """Stand in for ``pickle.loads``."""
    return AdmittingUnpickler(io.BytesIO(data)).load()


def load(file: IO[bytes], **_: Any) -> Any:
    """Stand in for ``pickle.load``."""
    return AdmittingUnpickler(file).load()


_GUARDED_PICKLE = SimpleNamespace(
    **{name: getattr(pickle, name) for name in pickle.__all__}
    | {"loads": loads, "load": load, "Unpickler": AdmittingUnpickler, "_Unpickler": AdmittingUnpickler}
)
_REPLACED: dict[int, Any] = {
    id(pickle): _GUARDED_PICKLE,
    id(pickle.loads): loads,
    id(pickle.load): load,
    id(pickle.Unpickler): AdmittingUnpickler,
}
_UNREADABLE = (
    whoosh.index.IndexError,
    whoosh.reading.CorruptIndexError,
    whoosh.reading.TermNotFound,
    pickle.UnpicklingError,
    struct.error,
    EOFError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    zlib.error,
)
"""What reading raises on files that are not as they were written; Whoosh's own errors do not cover its part."""


@contextmanager
def damage_errors(folder: Path) -> Iterator[None]:
    """Turn what reading a part of the index in ``folder`` raises into an IndexDamagedError or IndexUnreadableError."""
    try:
        yield
    except FangzhiError:
        raise
    except OSError as error:
        raise reading_refused(folder, Path(error.filename or "a part of it").name, error) from error
    except _UNREADABLE as error:
        raise IndexDamagedError(folder, f"a part of it cannot be read ({error})") from error


def _guard_module(module: ModuleType) -> None:
    for name, value in list(vars(module).items()):
        if id(value) in _REPLACED:
            setattr(module, name, _REPLACED[id(value)])
        elif isinstance(value, type) and issubclass(value, pickle.Unpickler):
            value.find_class = AdmittingUnpickler.find_class  # type: ignore[assignment,method-assign]


def whoosh_modules() -> list[ModuleType]:
    """Import and return every module of Whoosh that can be imported here."""
    modules = [whoosh]
    for found in pkgutil.walk_packages(whoosh.__path__, "whoosh."):
        try:
            modules.append(importlib.import_module(found.name))
        except ImportError:
            continue
    return modules


def guard_whoosh() -> None:
    """Replace every loader in Whoosh's modules; where that was done before, nothing is left to replace."""
    for module in whoosh_modules():
        _guard_module(module)
