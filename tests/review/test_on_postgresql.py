"""The desk over PostgreSQL: every page as it is over a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from knowledge import Knowledge
from review import DeskOptions, create_desk
from storage import Store, open_store

ZONES = {"fr": "Europe/Paris", "ja": "Asia/Tokyo", "en": "Europe/Paris"}
OPTIONS = DeskOptions(zones=ZONES, now=lambda: datetime(2022, 5, 21, 4, 30, tzinfo=UTC))


@pytest.fixture
def store_kind() -> str:
    return "postgresql"


@pytest.fixture
def desks(
    knowledge: Knowledge, fill: Callable[[Store], None], store_url: str, tmp_path: Path
) -> Iterator[tuple[TestClient, TestClient]]:
    """Two desks that hold the same, on the server and in a file."""
    with open_store(store_url) as there, open_store(f"sqlite:///{tmp_path}/desk.sqlite") as here:
        fill(there)
        fill(here)
        clients = [
            TestClient(create_desk(store, knowledge, OPTIONS), base_url="http://127.0.0.1")
            for store in (there, here)
        ]
        with clients[0] as server, clients[1] as file:
            yield server, file


def test_every_page_is_the_same(desks: tuple[TestClient, TestClient], addresses: list[str]) -> None:
    server, file = desks
    for address in [*addresses, "/?q=愛知県", "/?q=hydrog*", "/?q=京都", "/?q=%00", "/?source=%00"]:
        there, here = server.get(address), file.get(address)
        assert (there.status_code, there.text) == (here.status_code, here.text), address
