"""What is chosen once holds on all pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import Outline

Look = Callable[..., Outline]


def body(look: Look, path: str) -> str:
    return look(path).all("body")[0][0]["class"]


def test_results_stay_as_close_as_was_chosen(client: FlaskClient, look: Look) -> None:
    assert body(look, "/search?q=丰收") == "results"
    (link,) = [a["href"] for a, text in look("/search?q=丰收&sort=oldest").all("a") if text == "Compact"]
    answer = client.get(link)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/search?q=%E4%B8%B0%E6%94%B6&sort=oldest")
    assert body(look, "/search?q=乡村") == "results compact"
    client.get("/?density=roomy")
    assert body(look, "/search?q=乡村") == "results"


def test_both_choices_can_be_made_at_once(client: FlaskClient) -> None:
    answer = client.get("/search?q=丰收&density=compact&lang=zh-Hant")
    assert answer.headers["Location"] == "/search?q=%E4%B8%B0%E6%94%B6"
    cookies = answer.headers.getlist("Set-Cookie")
    assert [cookie.split(";")[0] for cookie in cookies] == ["fangzhi_language=zh-Hant", "fangzhi_density=compact"]


@pytest.mark.parametrize("query", ["density=squeezed", "density=", "density=Compact"])
def test_what_cannot_be_chosen_changes_nothing(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/search?q=丰收&{query}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_help_tells_ways_to_ask_and_keys(look: Look) -> None:
    page = look("/help")
    ways = [a["href"] for a, text in page.all("a", lang="zh-Hans") if "兰" in text]
    assert len(ways) == 3
    assert all(look(way).all("body") for way in ways)
    assert {"/", "j", "k", "?"} <= {*page.texts("kbd")}
