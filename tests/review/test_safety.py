"""What strangers send stays text, what strangers ask is refused, and every answer is guarded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from knowledge import Knowledge
from news.errors import BusyError, StoreError
from review import DeskOptions, create_desk
from review.guard import PAGE_POLICY
from storage import Store, open_store

Page = Any  # lxml tells nothing of its types
Read = Callable[..., Page]
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_SCRIPTS = {f"/static/{name}.js" for name in ("htmx.min", "keys", "trouble")}
_PICTURES = {"svg", "a", "circle", "line", "rect", "text"}
_FOREIGN = {"iframe", "object", "embed", "base", "style", "template", "frame"}


@pytest.mark.parametrize("language", ["fr", "ja", "en"])
def test_hostile_texts_are_inert_on_every_page(
    parse: Read, client: TestClient, addresses: list[str], language: str
) -> None:
    for address in addresses:
        address += f"{'&' if '?' in address else '?'}lang={language}"  # noqa: PLW2901 (one page)
        page = parse(client.get(address).text)
        names = {element.tag for element in page.iter() if isinstance(element.tag, str)}
        assert not names & _FOREIGN, address
        for picture in page.iter("svg"):
            assert picture.get("class") in {"graph", "bars"}, address
            assert {element.tag for element in picture.iter()} <= _PICTURES
        scripts = [(script.get("src"), script.text) for script in page.iter("script")]
        assert {path for path, text in scripts if text is None} >= _SCRIPTS, address
        assert {path for path, _ in scripts} <= {*_SCRIPTS, "/static/point.js"}, address
        assert [text for _, text in scripts if text is not None] == []
        assert [image.get("src") for image in page.iter("img")] == ["/static/mark.svg"]
        assert page.xpath("//@*[starts-with(name(), 'on') or name() = 'style']") == []
        for link in page.xpath("//@href | //@src | //@action"):
            assert urlsplit(link).scheme in {"", "http", "https"}, (address, link)
            assert not link.startswith("//")


def test_hostile_texts_are_shown_as_they_are(read: Read) -> None:
    text = read("/articles/0123456789abcdef").text_content()
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}{% raw %}" in text
    assert "<svg onload=alert(3)>" in read("/sources").text_content()
    assert "<img src=x" in read("/runs").text_content()


def test_every_answer_carries_the_headers(client: TestClient, addresses: list[str]) -> None:
    for address in [*addresses, "/static/desk.css", "/static/none.css", "/digests/fr/x"]:
        headers = client.get(address).headers
        assert headers["content-security-policy"] == PAGE_POLICY, address
        assert {name: headers[name] for name in _HEADERS} == _HEADERS
    assert "unsafe" not in PAGE_POLICY
    assert PAGE_POLICY.startswith("default-src 'none'; script-src 'self'; connect-src 'self'; ")


@pytest.mark.parametrize(
    "host", ["attacker.example", "127.0.0.1.attacker.example", "localhost.", "", "[::2]", "[::1"]
)
def test_a_strange_host_name_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "127.0.0.1" in answer.text
    assert answer.headers["content-security-policy"] == PAGE_POLICY


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8787", "LOCALHOST", "[::1]:8787"])
def test_the_names_of_this_machine_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/runs", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_refused(client: TestClient, store: Store, method: str) -> None:
    before = store.totals()
    answer = client.request(method, "/", headers={"sec-fetch-site": "same-origin"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")
    assert store.totals() == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8787"},
        {"origin": "https://attacker.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
    ],
)
def test_a_change_from_elsewhere_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    client.get("/")
    answer = client.post("/", headers=headers)
    assert answer.status_code == 403
    assert answer.headers["content-security-policy"] == PAGE_POLICY


def test_a_change_needs_the_session_that_a_page_brings(client: TestClient) -> None:
    own = {"origin": "http://127.0.0.1:8787"}
    client.cookies.clear()
    assert client.post("/nowhere", headers=own).status_code == 401
    cookie = client.get("/").headers["set-cookie"]
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Strict")
    assert client.post("/nowhere", headers=own).status_code == 404
    for forged in (b"soie-session=xyz", b'soie-session="\xc3\xa9"', b"soie-session", b"=;=", b""):
        client.cookies.clear()
        headers = {b"origin": b"http://127.0.0.1:8787", b"cookie": forged}
        assert client.post("/", headers=headers).status_code == 401


def test_head_is_answered_without_a_page(client: TestClient, addresses: list[str]) -> None:
    for address in addresses:
        assert client.head(address).status_code == client.get(address).status_code


def test_there_is_no_interface_description(client: TestClient) -> None:
    for address in ("/docs", "/redoc", "/openapi.json", "/static/", "/static/../desk.py"):
        assert client.get(address).status_code == 404


class _Failing:
    """A store of which every verb fails, as a locked or damaged file makes it."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def runs(self, _: int) -> list[object]:
        """As a store's."""
        raise self.error


@contextmanager
def _desk_on(store: Store, knowledge: Knowledge) -> Iterator[TestClient]:
    options = DeskOptions({"en": "Europe/Paris"}, lambda: datetime(2022, 5, 21, tzinfo=UTC))
    desk = create_desk(store, knowledge, options)
    with TestClient(desk, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    ("error", "status"),
    [(BusyError("/secret/desk.sqlite is busy"), 503), (StoreError("/secret is full"), 500)],
)
def test_a_failing_store_gives_a_page_that_tells_nothing(
    parse: Read, knowledge: Knowledge, error: Exception, status: int
) -> None:
    with _desk_on(cast("Store", _Failing(error)), knowledge) as client:
        answer = client.get("/runs?lang=en")
    assert answer.status_code == status
    assert "secret" not in answer.text
    assert parse(answer.text).cssselect(".number")[0].text == str(status)
    assert answer.headers["content-security-policy"] == PAGE_POLICY


def test_a_closed_store_gives_a_page(tmp_path: Path, knowledge: Knowledge) -> None:
    store = open_store(f"sqlite:///{tmp_path}/desk.sqlite")
    store.close()
    with _desk_on(store, knowledge) as client:
        answer = client.get("/?lang=en")
    assert answer.status_code == 500
    assert str(tmp_path) not in answer.text


def test_an_empty_store_says_so_on_every_page(
    parse: Read, tmp_path: Path, knowledge: Knowledge
) -> None:
    with (
        open_store(f"sqlite:///{tmp_path}/desk.sqlite") as store,
        _desk_on(store, knowledge) as client,
    ):
        for address in ("/", "/digests", "/sources", "/runs"):
            page = parse(client.get(f"{address}?lang=en").text)
            assert page.cssselect(".nothing"), address
