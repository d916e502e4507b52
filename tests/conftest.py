"""What all tests share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.post import PostOffice, open_post

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
