"""An index that this program did not write runs no code, wherever a pickle is planted."""

from __future__ import annotations

import io
import json
import pickle
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from whoosh.codec import whoosh3
from whoosh.filedb.structfile import StructFile

from indexer.engines.base import Ranking, Request
from indexer.engines.whoosh_engine import words
from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.engines.whoosh_engine.sealed import seal
from indexer.engines.whoosh_engine.unpickling import AdmittingUnpickler, guard_whoosh, loads, whoosh_modules
from indexer.errors import IndexDamagedError
from indexer.query.tree import Occurs
from indexer.text.segment import Segmenter
from tests.engines.conftest import fill, make_articles

guard_whoosh()


class Exploit:
    """Pickled, it is a call that writes a file when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self._trace = trace

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return Path.write_text, (self._trace, "it ran")


def test_no_module_of_whoosh_keeps_an_unguarded_loader() -> None:
    unguarded = [
        f"{module.__name__}.{name}"
        for module in whoosh_modules()
        for name, value in vars(module).items()
        if value in (pickle, pickle.load, pickle.loads, pickle.Unpickler, pickle._Unpickler)  # type: ignore[attr-defined]
        or (
            isinstance(value, type)
            and issubclass(value, pickle.Unpickler)
            and value.find_class is pickle.Unpickler.find_class
        )
    ]
    assert unguarded == []


def test_whoosh_and_ours_are_the_only_readers_of_pickles() -> None:
    import whoosh

    folder = Path(whoosh.__file__).parent
    marshalling = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if "marshal" in path.read_text(encoding="utf-8")
    }
    loaded = {module.__name__ for module in whoosh_modules()}
    assert "whoosh.codec.whoosh3" in loaded
    assert "codec/whoosh3.py" not in marshalling
    assert "filedb/structfile.py" not in marshalling


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_hostile_pickle_is_refused_in_every_protocol(tmp_path: Path, protocol: int) -> None:
    hostile = pickle.dumps(Exploit(tmp_path / "trace"), protocol)
    with pytest.raises(pickle.UnpicklingError, match="no index holds"):
        loads(hostile)
    assert not (tmp_path / "trace").exists()


@pytest.mark.parametrize(
    "named",
    [("os", "system"), ("builtins", "eval"), ("whoosh.util.loading", "find_object"), ("collections", "Counter")],
)
def test_names_that_no_index_holds_are_refused(named: tuple[str, str]) -> None:
    with pytest.raises(pickle.UnpicklingError):
        AdmittingUnpickler(io.BytesIO()).find_class(*named)


def test_bytes_are_encoded_with_latin1_only() -> None:
    encode = AdmittingUnpickler(io.BytesIO()).find_class("_codecs", "encode")
    assert encode("é", "latin1") == b"\xe9"
    with pytest.raises(pickle.UnpicklingError):
        encode("x", "zip")


def reseal(folder: Path) -> None:
    """Make a changed segment look whole, as whoever plants something would."""
    (folder / "seal.json").unlink()
    seal(folder)


def plant_in_toc(folder: Path, hostile: bytes) -> None:
    """Put a hostile pickle where the list of segments is."""
    (toc,) = folder.glob("_MAIN_*.toc")
    data = toc.read_bytes()
    at = data.rindex(b"\x80", 0, data.index(b"W3Segment"))
    toc.write_bytes(data[:at] + hostile)


def plant_as_old_toc(folder: Path, hostile: bytes) -> None:
    """Claim a version whose loader has an unpickler of its own."""
    (toc,) = folder.glob("_MAIN_*.toc")
    file = StructFile(io.BytesIO())
    for size in (4, 8, 4):
        file.write_varint(size)
    for number in (-12345, -110):
        file.write_int(number)
    for number in (2, 4, 1):
        file.write_varint(number)
    file.write_varint(len(hostile))
    file.write(hostile)
    toc.write_bytes(file.file.getvalue())


def plant_in_compound(folder: Path, hostile: bytes) -> None:
    """Put a hostile pickle where the segment's directory of files is."""
    (segment,) = folder.glob("MAIN_*.seg")
    data = segment.read_bytes()
    offset = int.from_bytes(data[:8], "big")
    segment.write_bytes(data[:offset] + hostile)


PLACES = [plant_in_toc, plant_as_old_toc, plant_in_compound]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves a refused file open
@pytest.mark.parametrize("plant", PLACES, ids=lambda plant: plant.__name__)
def test_a_planted_pickle_does_not_run(
    tmp_path: Path, index: Path, engine: WhooshEngine, plant: Callable[[Path, bytes], None]
) -> None:
    fill(engine, make_articles(0, 300))
    trace = tmp_path / "t"
    (folder,) = index.glob("whoosh-*/segment-*")
    plant(folder, pickle.dumps(Exploit(trace), 2))
    reseal(folder)
    opened = WhooshEngine(index, Segmenter())
    with pytest.raises(IndexDamagedError):
        opened.reader().search(Request(Occurs("黄河岸边"), ranking=Ranking(("黄河", "水文站", "参观", "今天"))))
    assert not trace.exists()


@pytest.mark.parametrize(("articles", "word"), [(300, "水文站"), (2, "水文站")], ids=["in blocks", "beside their term"])
def test_pickles_planted_in_postings_do_not_run(
    tmp_path: Path, index: Path, engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch, articles: int, word: str
) -> None:
    trace = tmp_path / "t"
    with monkeypatch.context() as hostile_writer:
        for writing in (whoosh3, words):
            hostile_writer.setattr(writing, "dumps", lambda *_: pickle.dumps(Exploit(trace), 2))
        fill(engine, make_articles(0, articles))
    with pytest.raises(IndexDamagedError, match="no index holds"):
        engine.reader().search(Request(Occurs(word), ranking=Ranking((word,))))
    assert not trace.exists()


def test_what_we_store_is_no_pickle(index: Path, engine: WhooshEngine) -> None:
    (article,) = make_articles(0, 1)
    fill(engine, [article])
    (folder,) = index.glob("whoosh-*/segment-*")
    stored = json.loads(zlib.decompress((folder / "articles.bin").read_bytes()))
    assert stored["title"] == article.title
