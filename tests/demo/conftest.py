"""The sample press, loaded once, and a running newsroom to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from demo import Newsroom, SamplePress, serve

Reply = tuple[int, dict[str, str], bytes]
Ask = Callable[..., Reply]


@pytest.fixture(scope="session")
def press() -> SamplePress:
    return SamplePress.load()


@pytest.fixture(scope="module")
def newsroom(press: SamplePress) -> Iterator[Newsroom]:
    with serve(press) as running:
        yield running


@pytest.fixture
def ask(newsroom: Newsroom) -> Ask:
    """Ask the newsroom, as a proxy, for an absolute address."""

    def question(url: str, method: str = "GET", **headers: str) -> Reply:
        connection = HTTPConnection(urlsplit(newsroom.proxy).netloc, timeout=5)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, url, headers=sent)
            reply = connection.getresponse()
            body = reply.read()
            return reply.status, {key.lower(): value for key, value in reply.getheaders()}, body
        finally:
            connection.close()

    return question
