"""Errors for people: each is a sentence, survives the way from a worker process, and has an exit status."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from indexer import cluster_errors, errors
from indexer.errors import FangzhiError

FOLDER = Path("archive")
EXAMPLES = [
    errors.SettingsError("port", "x", "it must be a whole number", "--port"),
    errors.ReadingError("a.html", "it is empty"),
    errors.SavedPageGoneError("a.html", "has changed since it was indexed"),
    errors.SavedPageNotShownError("a.zip", "is larger than 32 MB; take it from the archive folder"),
    errors.ArchiveMissingError(FOLDER),
    errors.IndexMissingError(FOLDER),
    errors.IndexVersionError(FOLDER, "the index format", "1", "2"),
    errors.IndexDamagedError(FOLDER, "a file is missing"),
    errors.IndexUnreadableError(FOLDER, "permission is denied at meta.json", denied=True),
    errors.OtherArchiveError(FOLDER, FOLDER / "a", FOLDER / "b"),
    errors.IndexBusyError(FOLDER),
    errors.PartMissingError("2021/07"),
    errors.IndexIncompleteError(FOLDER, "tantivy"),
    errors.NoPreviousIndexError(FOLDER),
    errors.StorageError(FOLDER, "the disk is full"),
    errors.OutputFileError("--svg", FOLDER / "chart.svg", "the disk is full"),
    errors.OutputFileExistsError("--output", FOLDER / "apples.csv"),
    errors.StandardOutputError("the disk is full"),
    errors.EngineMissingError("tantivy", ["tantivy>=0.27,<0.28"]),
    cluster_errors.ClusterAwayError("http://127.0.0.1:9200", "fangzhi", "Connection refused"),
    cluster_errors.ClusterTrustError("https://127.0.0.1:9200", "self-signed certificate"),
    cluster_errors.ClusterAccessError("http://127.0.0.1:9200", "fangzhi", "without a user", "Unauthorized"),
    cluster_errors.ClusterVersionError("http://127.0.0.1:9200", "OpenSearch 9.0.1"),
    cluster_errors.ClusterBusyError("http://127.0.0.1:9200", "fangzhi", "the queue is full"),
    cluster_errors.ClusterError("http://127.0.0.1:9200", "fangzhi", 400, "parsing_exception", "unknown query"),
    errors.QuestionTooWideError(50_000),
    errors.ServerBusyError(),
    errors.TrendsRequestError("too_many_words", "11"),
    errors.UnknownArticleError("0123"),
    errors.PortInUseError("127.0.0.1", 8000),
]


def test_every_error_has_an_example_here() -> None:
    named = (*vars(errors).values(), *vars(cluster_errors).values())
    kinds = {kind for kind in named if isinstance(kind, type) and issubclass(kind, FangzhiError)}
    assert kinds - {FangzhiError} == {type(example) for example in EXAMPLES}


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_comes_back_whole_from_another_process(error: FangzhiError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (str(again), vars(again), again.exit_status) == (str(error), vars(error), error.exit_status)


@pytest.mark.parametrize("error", EXAMPLES[2:], ids=lambda error: type(error).__name__)
def test_an_error_is_sentences(error: FangzhiError) -> None:
    assert str(error)[0].isupper() or str(error).startswith("archive ")
    assert str(error).rstrip().endswith((".", "1"))
