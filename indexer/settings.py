"""The settings: one frozen record, filled from flags, then FANGZHI_*, then fangzhi.toml, then defaults."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from indexer.cluster import ClusterSettings
from indexer.errors import SettingsError
from indexer.known_engines import ENGINE_NAMES

SETTINGS_FILE = "fangzhi.toml"
PREFIX = "FANGZHI_"

_LAST_PORT = 65_535
_MOST_BATCH = 20_000
_MOST_PAGE = 100
_MOST_SHARDS = 1024
_MOST_REPLICAS = 64

_MOST_LISTED = 20_000

_PUBLIC_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[^\s/?#@:\[\]]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?(?P<path>(?:/[\w.~-]+)*)/*",
    re.ASCII | re.IGNORECASE,
)
_USUAL_PORTS = {"http": 80, "https": 443}
_ORIGIN = re.compile(r"https?://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?")

_INDEX_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,199}")

OwnList = Path | tuple[str, ...] | None
"""Something of the keeper's own, an entry a line: the file that has it, or the lines themselves."""


def _path(value: object) -> Path:
    if not isinstance(value, str | Path) or not str(value).strip():
        raise ValueError("it must name a folder or file")
    return Path(str(value)).expanduser()


def _file_or_lines(value: object) -> Path | tuple[str, ...]:
    """Return the path of a file, or lines: a list of them, or text of several lines."""
    if isinstance(value, str) and "\n" in value:
        value = value.splitlines()
    if isinstance(value, str | Path) and str(value).strip():
        return _path(value)
    if not isinstance(value, list | tuple) or not all(map(_is_line, value)):
        raise ValueError("it must name a file or list lines of text")
    if sum(map(len, value)) > _MOST_LISTED:
        raise ValueError(f"it must not list more than {_MOST_LISTED:,} characters; put them into a file")
    return tuple(value)


def _is_line(value: object) -> bool:
    return isinstance(value, str) and value.splitlines() in ([], [value]) and "\0" not in value


def _whole_number(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        try:
            number = int(str(value))
        except ValueError:
            raise ValueError("it must be a whole number") from None
        if not low <= number <= high:
            raise ValueError(f"it must be from {low} to {high}")
        return number

    return read


def _one_of(*names: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if str(value) not in names:
            raise ValueError(f"it must be one of {', '.join(name or 'nothing' for name in names)}")
        return str(value)

    return read


def _public_url(value: object) -> str:
    """Return the address as it stands before the path of a page: without a slash at its end, in small letters."""
    text = str(value).strip()
    if not text:
        return ""
    match = _PUBLIC_URL.fullmatch(text)
    if not match or {".", ".."} & set(match["path"].split("/")):
        raise ValueError(
            "it must be an address such as https://news.example.org or https://example.org/archive: http or https, a "
            "host, and no more than a path of letters a to z, digits and - . _ ~"
        )
    scheme, port = match["scheme"].lower(), int(match["port"] or 0)
    if port > _LAST_PORT:
        raise ValueError(f"its port must be from 1 to {_LAST_PORT}")
    try:
        host = match["host"].encode("idna").decode().lower()
    except UnicodeError:
        raise ValueError("there can be no host of that name") from None
    shown = f":{port}" if port not in (0, _USUAL_PORTS[scheme]) else ""
    return f"{scheme}://{host}{shown}{match['path']}"


def _index_name(value: object) -> str:
    if not _INDEX_NAME.fullmatch(str(value)):
        raise ValueError("it must be a name of small letters, digits and - _ . that begins with a letter or digit")
    return str(value)


def _origins(value: object) -> str:
    """Return origins with commas between, each once and as browsers send it."""
    origins = [origin.strip().rstrip("/").lower() for origin in str(value).split(",") if origin.strip()]
    for origin in origins:
        found = _ORIGIN.fullmatch(origin)
        if origin != "*" and (not found or int(found[2] or 0) > _LAST_PORT):
            raise ValueError(f"it must name origins like https://example.org, with commas between; {origin} is none")
    if "*" in origins and len(origins) > 1:
        raise ValueError("it must be * alone, which is every origin, or name some of them")
    return ",".join(dict.fromkeys(map(_without_usual_port, origins)))


def _without_usual_port(origin: str) -> str:
    for scheme, port in (("http", ":80"), ("https", ":443")):
        if origin.startswith(f"{scheme}:"):
            return origin.removesuffix(port)
    return origin


def _setting(default: Any, read: Callable[[object], Any], help_text: str, *, secret: bool = False) -> Any:
    """Return a field; a secret one has no flag, which others on the machine could see, and is never shown."""
    return field(default=default, repr=not secret, metadata={"read": read, "help": help_text, "secret": secret})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default. ``metadata["help"]`` of each field says what it is for.

    ``places`` says by name where settings were set: the flag, the variable or the file, for sentences.
    """

    archive: Path = _setting(Path("archive"), _path, "The folder with the saved articles.")
    index: Path = _setting(
        Path("index"), _path, "The folder for the index. It can be deleted and made anew at any time."
    )
    engine: str = _setting(
        "",
        _one_of("", *ENGINE_NAMES),
        f"The engine that keeps the index: {' or '.join(ENGINE_NAMES)}; nothing takes the one that is searched now.",
    )
    opensearch_url: str = _setting(
        "",
        str,
        "The address of an OpenSearch cluster, such as http://127.0.0.1:9200, or of several of its nodes, with commas "
        "between.",
    )
    opensearch_index: str = _setting(
        "fangzhi", _index_name, "The name of this archive's index on that cluster, which may hold others."
    )
    opensearch_user: str = _setting("", str, "The user to log in to the cluster as.")
    opensearch_password: str = _setting("", str, "That user's password.", secret=True)
    opensearch_token: str = _setting("", str, "A token to log in with instead of a user.", secret=True)
    opensearch_ca: Path | None = _setting(
        None, _path, "A file with the certificate that the cluster's own is signed with; nothing takes the system's."
    )
    opensearch_shards: int = _setting(
        0,
        _whole_number(0, _MOST_SHARDS),
        "Pieces that a new index is cut into; 0 takes one for each data node.",
    )
    opensearch_replicas: int = _setting(
        1, _whole_number(0, _MOST_REPLICAS), "Copies of each piece beside the first; with 1 any one node may be lost."
    )
    segmenter: str = _setting(
        "rjieba",
        _one_of("rjieba", "jieba"),
        "The library that cuts Chinese into words; both cut alike, rjieba is faster.",
    )
    words: OwnList = _setting(
        None,
        _file_or_lines,
        "A text file with words of your own, one a line, that are kept whole (place names, for example).",
    )
    synonyms: OwnList = _setting(
        None, _file_or_lines, "A text file with words that mean the same, a group a line with spaces between the words."
    )
    sources: OwnList = _setting(
        None,
        _file_or_lines,
        "A text file with the names of papers: a paper a line, its other names behind it with commas between.",
    )
    jobs: int = _setting(
        0, _whole_number(0, 256), "Processes that read files at the same time; 0 takes one for each processor."
    )
    batch: int = _setting(1000, _whole_number(1, _MOST_BATCH), "Files that are made searchable together.")
    host: str = _setting("127.0.0.1", str, "The address to serve on; 0.0.0.0 lets other machines in.")
    port: int = _setting(8000, _whole_number(0, _LAST_PORT), "The port to serve on; 0 takes any free one.")
    public_url: str = _setting(
        "",
        _public_url,
        "The address under which people reach the server, such as https://news.example.org/archive, for citations, "
        "feeds and search engines; nothing takes the one that was asked for.",
    )
    page_size: int = _setting(20, _whole_number(1, _MOST_PAGE), "Hits on a page.")
    language: str = _setting(
        "",
        _one_of("", "zh-Hans", "zh-Hant", "en"),
        "The language of the pages: zh-Hans, zh-Hant or en; nothing follows the browser.",
    )
    cors_origins: str = _setting(
        "",
        _origins,
        "Origins whose pages may read /api/v1 and /openapi.json in a browser, such as https://example.org, with commas "
        "between; * lets all of them, nothing none.",
    )
    places: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)


def cluster_settings(settings: Settings) -> ClusterSettings:
    """Return the settings whose names begin with ``opensearch_`` as one value."""
    urls = tuple(url.strip() for url in settings.opensearch_url.split(",") if url.strip())
    return ClusterSettings(
        urls=urls,
        index=settings.opensearch_index,
        user=settings.opensearch_user,
        password=settings.opensearch_password,
        token=settings.opensearch_token,
        ca=settings.opensearch_ca,
        shards=settings.opensearch_shards,
        replicas=settings.opensearch_replicas,
    )


def setting_fields() -> tuple[Field[Any], ...]:
    """Return the fields of ``Settings`` that are settings, for those who list them."""
    return tuple(one for one in fields(Settings) if "read" in one.metadata)


def read_settings_file(path: Path) -> dict[str, object]:
    """Return the values in a settings file; an absent one has none.

    Relative paths in it count from the folder it lies in. Raises SettingsError.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError("its content", path.name, f"it cannot be read ({error})", str(path)) from error
    known = {one.name: one for one in setting_fields()}
    for name in values:
        if name not in known:
            raise SettingsError(
                name, values[name], f"there is no such setting (there are {', '.join(known)})", str(path)
            )
    paths = {name for name, one in known.items() if one.metadata["read"] in (_path, _file_or_lines)}
    return {name: _beside(path, value) if name in paths else value for name, value in values.items()}


def _beside(file: Path, value: object) -> object:
    """Return a path of a settings file as it counts from the working folder; what is none, as it is."""
    if not isinstance(value, str) or not value.strip() or "\n" in value:
        return value
    return str(file.parent / Path(value).expanduser())


def load_settings(
    flags: Mapping[str, object] | None = None,
    environ: Mapping[str, str] = os.environ,
    file: Path | None = None,
) -> Settings:
    """Return the settings from ``flags`` (None means not given), ``environ``, the settings file and the defaults.

    ``file`` is ``fangzhi.toml`` in the working folder unless given. Raises SettingsError.
    """
    file = file or Path(SETTINGS_FILE)
    in_file = read_settings_file(file)
    chosen: dict[str, Any] = {}
    places: dict[str, str] = {}
    for one in setting_fields():
        name = one.name
        variable = PREFIX + name.upper()
        if flags and flags.get(name) is not None:
            value, where = flags[name], f"--{name.replace('_', '-')}"
        elif environ.get(variable):
            value, where = environ[variable], variable
        elif name in in_file:
            value, where = in_file[name], str(file)
        else:
            continue
        try:
            chosen[name] = one.metadata["read"](value)
        except ValueError as error:
            raise SettingsError(name, value, str(error), where) from error
        places[name] = where
    return Settings(**chosen, places=places)


def settings_environment(settings: Settings) -> dict[str, str]:
    """Return the environment variables that give another process these settings."""
    values = {one.name: getattr(settings, one.name) for one in setting_fields()}
    return {PREFIX + name.upper(): _as_variable(value) for name, value in values.items()}


def _as_variable(value: object) -> str:
    if isinstance(value, tuple):
        return "".join(f"{line}\n" for line in value)
    return "" if value is None else str(value)
