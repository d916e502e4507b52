"""What all tests share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage import open_store
from tests.post import PostOffice, open_post
from tests.postgres import Postgres, open_postgres

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    """Real material to measure on, beside the project; the test skips loudly without it."""
    if not SHARED.is_dir():
        pytest.skip(f"MEASURED NOTHING: {SHARED} is absent")
    return SHARED


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL, which ends with the tests."""
    with open_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_store(postgres: Postgres) -> str:
    """The name of a database that holds an empty store; copies of it are made quickly."""
    name = postgres.make()
    open_store(postgres.url(name)).close()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database that a store may be kept in."""
    return str(request.param)


@pytest.fixture
def new_place(store_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Make addresses at which there is nothing yet."""
    if store_kind == "sqlite":
        names = count(1)
        return lambda: f"sqlite:///{tmp_path}/soie-{next(names)}.db"
    server: Postgres = request.getfixturevalue("postgres")
    return lambda: server.url(server.make())


@pytest.fixture
def store_url(store_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty store, of each kind in turn."""
    if store_kind == "sqlite":
        yield f"sqlite:///{tmp_path}/soie.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.make(request.getfixturevalue("postgres_store"))
    yield server.url(name)
    server.do(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def open_post_office() -> Iterator[Callable[..., PostOffice]]:
    """Open mail servers; keywords are what aiosmtpd's controller takes."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(open_post(**options))


@pytest.fixture
def post_office(open_post_office: Callable[..., PostOffice]) -> PostOffice:
    """A mail server that takes everything."""
    return open_post_office()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium; the test skips loudly without it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only pages need it

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("no Chromium on this machine: the browser tests were NOT run")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()
