"""Settings: where each value comes from, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import SettingsError
from indexer.settings import Settings, load_settings, read_settings_file, setting_fields, settings_environment


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "fangzhi.toml"


def test_defaults_need_nothing(file: Path) -> None:
    assert load_settings(environ={}, file=file) == Settings()


def test_the_file_in_the_working_folder_is_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("port = 8001", encoding="utf-8")
    monkeypatch.chdir(file.parent)
    assert load_settings(environ={}).port == 8001


@pytest.mark.parametrize(
    ("flags", "environ", "in_file", "port"),
    [
        ({}, {}, "", 8000),
        ({}, {}, "port = 8001", 8001),
        ({}, {"FANGZHI_PORT": "8002"}, "", 8002),
        ({}, {"FANGZHI_PORT": "8002"}, "port = 8001", 8002),
        ({"port": 8003}, {"FANGZHI_PORT": "8002"}, "port = 8001", 8003),
        ({"port": None}, {"FANGZHI_PORT": "8002"}, "port = 8001", 8002),
        ({"port": 0}, {"FANGZHI_PORT": "8002"}, "port = 8001", 0),
        ({"jobs": 3}, {}, "port = 8001", 8001),
        ({}, {"PORT": "8002", "fangzhi_port": "8002"}, "", 8000),
    ],
)
def test_flags_come_before_the_environment_before_the_file_before_defaults(
    file: Path, flags: dict[str, object], environ: dict[str, str], in_file: str, port: int
) -> None:
    file.write_text(in_file, encoding="utf-8")
    assert load_settings(flags, environ, file).port == port


VALUES = {
    "archive": ("报纸", Path("报纸")),
    "index": ("/srv/index", Path("/srv/index")),
    "engine": ("whoosh", "whoosh"),
    "segmenter": ("jieba", "jieba"),
    "words": ("词.txt", Path("词.txt")),
    "synonyms": ("同义词.txt", Path("同义词.txt")),
    "sources": ("names/报纸.txt", Path("names/报纸.txt")),
    "jobs": ("4", 4),
    "batch": ("20000", 20_000),
    "host": ("0.0.0.0", "0.0.0.0"),
    "port": ("65535", 65_535),
    "public_url": ("HTTPS://News.Example.org:443/Archive/", "https://news.example.org/Archive"),
    "page_size": ("100", 100),
    "language": ("zh-Hant", "zh-Hant"),
    "cors_origins": ("https://example.org, http://127.0.0.1:3000/", "https://example.org,http://127.0.0.1:3000"),
    "opensearch_url": ("https://a:9200, https://b:9200", "https://a:9200, https://b:9200"),
    "opensearch_index": ("news-2.old_ones", "news-2.old_ones"),
    "opensearch_user": ("keeper", "keeper"),
    "opensearch_password": ("芝麻开门", "芝麻开门"),
    "opensearch_token": ("ApiKey abc", "ApiKey abc"),
    "opensearch_ca": ("certificates/root.pem", Path("certificates/root.pem")),
    "opensearch_shards": ("1024", 1024),
    "opensearch_replicas": ("0", 0),
}


def test_every_setting_is_tried_here() -> None:
    assert set(VALUES) == {one.name for one in setting_fields()}


@pytest.mark.parametrize("name", VALUES)
def test_each_setting_is_taken_from_a_flag_and_from_the_environment(name: str, file: Path) -> None:
    typed, value = VALUES[name]
    assert getattr(load_settings({name: typed}, {}, file), name) == value
    assert getattr(load_settings({}, {f"FANGZHI_{name.upper()}": typed}, file), name) == value


@pytest.mark.parametrize("name", VALUES)
def test_each_setting_is_taken_from_the_file(name: str, file: Path) -> None:
    typed, value = VALUES[name]
    file.write_text(f"{name} = {typed if isinstance(value, int) else repr(typed)}", encoding="utf-8")
    expected = file.parent / value if isinstance(value, Path) else value
    assert getattr(load_settings({}, {}, file), name) == expected


@pytest.mark.parametrize("name", VALUES)
def test_each_setting_says_what_it_is_for(name: str) -> None:
    (one,) = (one for one in setting_fields() if one.name == name)
    assert one.metadata["help"].endswith(".")


def test_paths_elsewhere_count_from_the_working_folder(file: Path) -> None:
    file.write_text("archive = 'news'\nindex = '../made'", encoding="utf-8")
    settings = load_settings({"words": "own.txt"}, {"FANGZHI_ARCHIVE": "other"}, file)
    assert settings.archive == Path("other")
    assert settings.index == file.parent / "../made"
    assert settings.words == Path("own.txt")


def test_a_home_folder_is_found(file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert load_settings({"archive": "~/news"}, {}, file).archive == tmp_path / "news"


def test_a_home_folder_is_found_in_the_file_too(file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    file.write_text('archive = "~/news"', encoding="utf-8-sig")
    assert load_settings({}, {}, file).archive == tmp_path / "news"


def test_an_empty_variable_counts_as_not_set(file: Path) -> None:
    assert load_settings({}, {"FANGZHI_PORT": "", "FANGZHI_WORDS": ""}, file) == Settings()


WRONG = [
    ("port", "http"),
    ("port", "-1"),
    ("port", "65536"),
    ("port", "80.5"),
    ("port", ""),
    ("jobs", "many"),
    ("jobs", "257"),
    ("batch", "0"),
    ("batch", "20001"),
    ("page_size", "0"),
    ("page_size", "101"),
    ("engine", "lucene"),
    ("segmenter", "Jieba"),
    ("language", "zh"),
    ("opensearch_index", "News"),
    ("opensearch_index", "a,b"),
    ("opensearch_index", "-a"),
    ("opensearch_shards", "1025"),
    ("opensearch_replicas", "-1"),
    ("opensearch_ca", " "),
    ("cors_origins", "example.org"),
    ("cors_origins", "https://example.org/path"),
    ("cors_origins", "https://example.org https://example.com"),
    ("cors_origins", "https://example.org:70000"),
    ("cors_origins", "*, https://example.org"),
    ("cors_origins", "null"),
    ("archive", ""),
    ("index", "  "),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_refused_with_its_place(name: str, value: str, file: Path) -> None:
    flag = f"--{name.replace('_', '-')}"
    variable = f"FANGZHI_{name.upper()}"
    places = [({name: value}, {}, flag)] + ([({}, {variable: value}, variable)] if value else [])
    for flags, environ, where in places:
        with pytest.raises(SettingsError) as caught:
            load_settings(flags, environ, file)
        assert str(caught.value).startswith(f"{where} sets {name} to {value!r}, but it must ")
        assert (caught.value.name, caught.value.value, caught.value.exit_status) == (name, value, 2)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("port = 'http'", "port"),
        ("port = true", "port"),
        ("archive = ''", "archive"),
        ("archive = ['a', 'b']", "archive"),
        ("port = 80.5", "port"),
        ("jobs = [1, 2]", "jobs"),
        ("engine = 'lucene'", "engine"),
        ("language = 5", "language"),
    ],
)
def test_a_wrong_value_in_the_file_is_refused_with_its_place(line: str, name: str, file: Path) -> None:
    file.write_text(line, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings({}, {}, file)
    assert str(caught.value).startswith(f"{file} sets {name} to ")


def test_a_value_that_is_not_used_is_not_looked_at(file: Path) -> None:
    assert load_settings({"port": 80}, {"FANGZHI_PORT": "http"}, file).port == 80


def test_a_name_that_is_no_setting_is_refused_in_the_file(file: Path) -> None:
    file.write_text("colour = 'red'", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings({}, {}, file)
    message = str(caught.value)
    assert message.startswith(f"{file} sets colour to 'red', but there is no such setting")
    assert all(name in message for name in VALUES)


@pytest.mark.parametrize("content", [b"port = ", b"port 80", b"port = 80\nport = 81", "archive = '報'".encode("big5")])
def test_a_file_that_cannot_be_read_is_refused_by_name(content: bytes, file: Path) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=r"fangzhi\.toml.*cannot be read"):
        load_settings({}, {}, file)


def test_a_folder_in_the_place_of_the_file_is_refused(file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings({}, {}, file)


def test_an_absent_file_has_no_values(file: Path) -> None:
    assert read_settings_file(file) == {}


OWN = ["words", "synonyms", "sources"]


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize(
    "written", ['["金城关", "甘肃 陇"]', "'''\n金城关\n甘肃 陇\n'''", '"""\r\n金城关\r\n甘肃 陇"""']
)
def test_lines_of_the_keepers_own_can_stand_in_the_file_itself(name: str, written: str, file: Path) -> None:
    file.write_text(f"{name} = {written}", encoding="utf-8", newline="")
    assert getattr(load_settings({}, {}, file), name) == ("金城关", "甘肃 陇")


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("lines", [("金城关",), ("金城关", "", "# 注 '\"", "甘肃 陇"), ("国" * 20_000,)])
def test_lines_are_passed_on_to_another_process(name: str, lines: tuple[str, ...], file: Path) -> None:
    chosen = Settings(**{name: lines})  # type: ignore[arg-type]
    assert load_settings(environ=settings_environment(chosen), file=file) == chosen


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("5", "it must name a file or list lines of text"),
        ("true", "it must name a file or list lines of text"),
        ("' '", "it must name a file or list lines of text"),
        ("[1, 2]", "it must name a file or list lines of text"),
        (r'["甲乙\n丙丁"]', "it must name a file or list lines of text"),
        (r'["甲乙\u2028丙丁"]', "it must name a file or list lines of text"),
        (r'["甲乙\n"]', "it must name a file or list lines of text"),
        (r'["甲\u0000"]', "it must name a file or list lines of text"),
        (f'["{"国" * 20_001}"]', "it must not list more than 20,000 characters; put them into a file"),
    ],
)
def test_what_are_no_lines_is_refused(name: str, written: str, reason: str, file: Path) -> None:
    file.write_text(f"{name} = {written}", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings({}, {}, file)
    assert str(caught.value).startswith(f"{file} sets {name} to ")
    assert str(caught.value).endswith(f", but {reason}.")


def test_secrets_are_passed_on_and_never_shown(file: Path) -> None:
    loaded = load_settings(
        environ={"FANGZHI_OPENSEARCH_PASSWORD": "芝麻开门", "FANGZHI_OPENSEARCH_TOKEN": "钥匙"}, file=file
    )
    assert "芝麻开门" not in repr(loaded)
    assert "钥匙" not in repr(loaded)
    assert load_settings(environ=settings_environment(loaded), file=file) == loaded


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("", ""),
        (" http://news.example.org ", "http://news.example.org"),
        ("http://news.example.org:80", "http://news.example.org"),
        ("http://news.example.org:443/", "http://news.example.org:443"),
        ("https://example.org/a/b-c_d.e~f//", "https://example.org/a/b-c_d.e~f"),
        ("http://[2001:DB8::1]:8080", "http://[2001:db8::1]:8080"),
        ("https://新闻.example", "https://xn--efvy88h.example"),
    ],
)
def test_a_public_address_is_taken_in_one_form(file: Path, given: str, taken: str) -> None:
    file.write_text(f"public_url = {given!r}", encoding="utf-8")
    assert load_settings(environ={}, file=file).public_url == taken


@pytest.mark.parametrize(
    "given",
    [
        "news.example.org",
        "//news.example.org",
        "ftp://news.example.org",
        "javascript://news.example.org",
        "https://",
        "https:///archive",
        "https://user@news.example.org",
        "https://user:secret@news.example.org",
        "https://news.example.org/?q=1",
        "https://news.example.org/archive?",
        "https://news.example.org/#top",
        "https://news.example.org/a b",
        "https://news.example.org/../b",
        "https://news.example.org/a//b",
        "https://news.example.org/方志",
        "https://news.example.org:port",
        "https://news.example.org:70000",
        "https://news.example.org\r\nX-Evil: 1",
        "https://a..b/",
        "https://[2001:db8::1",
    ],
)
def test_what_is_no_public_address_is_refused(given: str) -> None:
    with pytest.raises(SettingsError, match="FANGZHI_PUBLIC_URL sets public_url to"):
        load_settings(environ={"FANGZHI_PUBLIC_URL": given}, file=Path("none.toml"))
