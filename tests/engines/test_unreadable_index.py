"""What may not or cannot be read is not damaged: it is told, and nothing is dropped for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from indexer.engines.base import Engine, Request
from indexer.engines.tantivy_engine.engine import TantivyEngine
from indexer.engines.whoosh_engine.engine import WhooshEngine
from indexer.errors import FangzhiError, IndexMissingError, IndexUnreadableError
from indexer.query.tree import AnyArticle
from indexer.text.segment import Segmenter
from tests.engines.conftest import fill, make_articles
from tests.engines.limits import few_open_files, place_for_anyone, without_privileges

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions and limits are those of POSIX")

Opener = Callable[[Path], TantivyEngine | WhooshEngine]


def tantivy(index: Path) -> TantivyEngine:
    return TantivyEngine(index, Segmenter())


def whoosh(index: Path) -> WhooshEngine:
    return WhooshEngine(index, Segmenter())


@pytest.fixture(autouse=True, scope="module")
def _all_is_imported(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Have Python import what it needs while it may read that and open files for it."""
    for opened in (tantivy, whoosh):
        index = tmp_path_factory.mktemp("index")
        fill(opened(index), make_articles(0, 1))
        everything(opened(index))


FILES = [
    *((tantivy, name) for name in ("tantivy.json", "tantivy-*/meta.json", "tantivy-*/written-with.json")),
    *((tantivy, name) for name in ("tantivy-*/.managed.json", "tantivy-*/*.store", "tantivy-*/*.idx")),
    *((whoosh, name) for name in ("current.json", "whoosh-*/commit-*.json", "whoosh-*/files-*.json")),
    *((whoosh, f"whoosh-*/segment-*/{name}") for name in ("seal.json", "texts.bin", "names.json", "MAIN_*.seg")),
]


def everything(engine: Engine) -> tuple[set[str], set[str]]:
    reader = engine.reader()
    return {one for one, _ in reader.search(Request(AnyArticle(), limit=None)).hits}, set(reader.files())


@pytest.mark.parametrize(("opened", "name"), FILES)
def test_a_file_that_may_not_be_read_is_told_and_nothing_is_dropped(opened: Opener, name: str) -> None:
    with place_for_anyone() as place:
        index = place / "index"
        with without_privileges():
            fill(opened(index), make_articles(0, 3), make_articles(3, 3))
        before = everything(opened(index))
        for note in index.glob("*/seen-whole.json"):
            note.unlink()
        closed = next(index.glob(name))
        closed.chmod(0)
        with without_privileges():
            for use in (everything, lambda engine: engine.writer().close()):
                with pytest.raises(IndexUnreadableError, match=f"permission is denied at .*{closed.name}"):
                    use(opened(index))
        closed.chmod(0o644)
        assert everything(opened(index)) == before
        with opened(index).writer() as writer:
            assert writer.mended == ()


@pytest.mark.parametrize(("opened", "name"), [(tantivy, "meta.json"), (tantivy, "*.store"), (whoosh, "commit-*.json")])
def test_a_rebuild_does_without_what_cannot_be_read(opened: Opener, name: str) -> None:
    with place_for_anyone() as place:
        index = place / "index"
        with without_privileges():
            fill(opened(index), make_articles(0, 3))
            next(index.glob(f"*/{name}")).chmod(0)
            with opened(index).writer(rebuild=True) as writer:
                writer.commit([writer.preparer()(make_articles(0, 4))])
                writer.publish()
            assert opened(index).reader().count() == 4


@pytest.mark.parametrize("opened", [tantivy, whoosh])
def test_a_folder_that_may_not_be_entered_is_told_and_nothing_is_dropped(opened: Opener) -> None:
    with place_for_anyone() as place:
        index = place / "index"
        with without_privileges():
            fill(opened(index), make_articles(0, 3))
        before = everything(opened(index))
        (folder,) = (path for path in index.iterdir() if path.is_dir())
        folder.chmod(0)
        with without_privileges():
            for use in (lambda engine: engine.state(), everything, lambda engine: engine.writer().close()):
                with pytest.raises(IndexUnreadableError, match="Run this as the user who writes the index"):
                    use(opened(index))
        folder.chmod(0o755)
        assert everything(opened(index)) == before


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Whoosh leaves files open where it fails to open another
@pytest.mark.parametrize("opened", [tantivy, whoosh])
def test_a_lack_of_open_files_drops_nothing(opened: Opener, index: Path) -> None:
    fill(opened(index), make_articles(0, 3), make_articles(3, 3))
    before = everything(opened(index))
    told = set()
    for spare in range(1, 24):
        for note in index.glob("*/seen-whole.json"):
            note.unlink()
        engine = opened(index)
        assert engine.versions  # is read from Python's own files, once
        with few_open_files(spare):
            try:
                with engine.writer() as writer:
                    assert writer.mended == ()
            except FangzhiError as error:
                told.add(type(error))
            with suppress(IndexUnreadableError):
                engine.reader()
        assert everything(opened(index)) == before
    assert IndexUnreadableError in told


@pytest.mark.parametrize("opened", [tantivy, whoosh])
def test_files_that_go_round_in_a_circle_are_told_and_nothing_is_dropped(opened: Opener, index: Path) -> None:
    fill(opened(index), make_articles(0, 3))
    before = everything(opened(index))
    (pointer,) = (path for path in index.glob("*.json"))
    kept = pointer.rename(index / "kept")
    pointer.symlink_to(pointer)
    for use in (everything, lambda engine: engine.writer().close()):
        with pytest.raises(IndexUnreadableError, match="fangzhi index --rebuild"):
            use(opened(index))
    kept.replace(pointer)
    assert everything(opened(index)) == before


@pytest.mark.parametrize("opened", [tantivy, whoosh])
def test_an_index_whose_folder_was_deleted_is_none(opened: Opener, index: Path) -> None:
    with opened(index).writer() as writer:
        writer.commit([writer.preparer()(make_articles(0, 3))])
        writer.note_archive(Path("/news"))
        writer.publish()
    engine = opened(index)
    engine.reader()
    (folder,) = (path for path in index.iterdir() if path.is_dir())
    folder.rename(index.parent / "away")
    for one in (engine, opened(index)):
        assert (one.is_complete(), one.state(), one.archive(), one.previous()) == (False, None, None, None)
        with pytest.raises(IndexMissingError):
            one.reader()
    with opened(index).writer() as writer:
        assert writer.mended == ()
        writer.publish()
    assert engine.is_complete()
    assert engine.reader().count() == 0
    assert engine.previous() is None
