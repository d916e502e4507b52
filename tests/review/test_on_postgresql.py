"""The desk over PostgreSQL: every page as it is over a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from knowledge import Knowledge
from review import DeskOptions, create_desk
from storage import Query, Store, open_store

ZONES = {"fr": "Europe/Paris", "ja": "Asia/Tokyo", "en": "Europe/Paris"}
OPTIONS = DeskOptions(zones=ZONES, now=lambda: datetime(2022, 5, 21, 4, 30, tzinfo=UTC))


@pytest.fixture
def store_kind() -> str:
    return "postgresql"


@pytest.fixture
def copy(store: Store, store_url: str) -> Iterator[Store]:
    """A store that holds on the server what the desk's holds in its file."""
    with open_store(store_url) as opened:
        for article in store.unread("nobody"):
            opened.keep_article(article)
        opened.keep_analyses(reading.analysis for reading in store.readings(Query()))
        opened.keep_stories(store.stories())
        for run in store.runs(0):
            opened.keep_run(run)
        for digest in store.digests():
            (whole,) = (
                kept for kept in store.digests(digest.day) if replace(kept, content="") == digest
            )
            opened.keep_digest(whole)
        assert opened.totals() == store.totals()
        yield opened


def test_every_page_is_the_same(
    copy: Store,
    knowledge: Knowledge,
    client: TestClient,
    addresses: list[str],
) -> None:
    asked = [*addresses, "/?q=愛知県", "/?q=hydrog*", "/?q=京都", "/?q=%00", "/?source=%00"]
    with TestClient(create_desk(copy, knowledge, OPTIONS), base_url=str(client.base_url)) as server:
        for address in asked:
            here, there = server.get(address), client.get(address)
            assert (here.status_code, here.text) == (there.status_code, there.text), address
