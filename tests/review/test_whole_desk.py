"""The desk as one thing: every page is reached by links, answers, and shuts nobody out."""

from __future__ import annotations

import re
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from fastapi.routing import APIRoute
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from knowledge import Knowledge
from review import Access, DeskOptions, Lectern, create_desk
from storage import open_accounts, open_amendments, open_insight, open_store
from tests.review.conftest import NOW, ZONES, Page

Serve = Callable[[FastAPI], AbstractContextManager[str]]
_PARAMETER = re.compile(r"{[^}]+}")
_MOST_OF_ONE_ROUTE = 3
"""Pages of one route that are read; the lists of the store lead to many of the same kind."""


@pytest.fixture(scope="module")
def whole(
    filled: Path, knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FastAPI]:
    """A desk with all its parts, for the person at the machine."""
    path = shutil.copy(filled, tmp_path_factory.mktemp("whole") / "desk.sqlite")
    url = f"sqlite:///{path}"
    with ExitStack() as stack:
        amendments = stack.enter_context(open_amendments(url))
        yield create_desk(
            stack.enter_context(open_store(url)),
            knowledge,
            DeskOptions(ZONES, lambda: NOW),
            Access(stack.enter_context(open_accounts(url))),
            Lectern(amendments, lambda _: pytest.fail("no page reads articles anew")),
            insight=stack.enter_context(open_insight(url)),
        )


def routes_of(desk: FastAPI) -> set[str]:
    """The addresses that show a page, with their parameters."""
    routers = [getattr(each, "original_router", each) for each in desk.routes]
    routes = [route for router in routers for route in getattr(router, "routes", [router])]
    found = {
        route.path
        for route in routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    }
    assert len(found) > 20
    return found


def route_for(routes: set[str], path: str) -> str:
    """The route that answers a path; one without parameters goes first."""
    fitting = [route for route in routes if re.fullmatch(_PARAMETER.sub("[^/]+", route), path)]
    return min(fitting, key=lambda route: route.count("{"), default="")


@pytest.fixture(scope="module")
def crawled(
    whole: FastAPI, parse: Callable[[str], Page]
) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Addresses that were read, by route; and what did not answer as it should."""
    routes = routes_of(whole)
    read: dict[str, list[str]] = {route: [] for route in routes}
    wrong: dict[str, int] = {}
    begun = ["/?lang=ja", "/articles/0123456789abcdef?lang=ja"]
    waiting, seen = deque(begun), set(begun)
    with TestClient(whole, base_url="http://127.0.0.1:8787") as client:
        while waiting:
            address = waiting.popleft()
            route = route_for(routes, urlsplit(address).path)
            if route and len(read[route]) >= _MOST_OF_ONE_ROUTE:
                continue
            answer = client.get(address)
            if route:
                read[route].append(address)
            if answer.status_code != 200:
                wrong[address] = answer.status_code
            if "html" in answer.headers["content-type"] and not address.startswith("/digests/"):
                for link in _links(parse(answer.text), address):
                    if link not in seen:
                        seen.add(link)
                        waiting.append(link)
    return read, wrong


def _links(page: Page, address: str) -> Iterator[str]:
    """All but those to the same page in another language."""
    for found in page.xpath(
        "//a[not(ancestor::nav[@class='switch'])]/@href | //link/@href | //script/@src"
    ):
        link = urljoin(address, str(found)).partition("#")[0]
        if link.startswith("/"):
            yield link


NOT_BY_LINK = {
    "/health",  # for a watching program
    "/metrics",
    "/knowledge/{_:path}",  # leads back to the list
    "/articles/{article_id}/revisions",  # of an article that was revised
    "/login",  # for a desk of accounts
    "/password",
    "/openapi.json",
}


def test_every_link_of_every_page_answers(
    crawled: tuple[dict[str, list[str]], dict[str, int]],
) -> None:
    read, wrong = crawled
    assert wrong == {}
    assert sum(map(len, read.values())) > 30


def test_every_page_is_reached_by_links(
    crawled: tuple[dict[str, list[str]], dict[str, int]],
) -> None:
    read, _ = crawled
    assert {route for route, pages in read.items() if not pages} <= NOT_BY_LINK


@pytest.mark.browser
def test_no_page_shuts_anybody_out_or_overflows(
    browser: Browser,
    whole: FastAPI,
    serving: Serve,
    crawled: tuple[dict[str, list[str]], dict[str, int]],
) -> None:
    """One page of each route, by turns in both languages, widths and schemes."""
    read, _ = crawled
    wrong: list[Any] = []
    with serving(whole) as base:
        for number, (route, pages) in enumerate(sorted(read.items())):
            if not pages or route.startswith("/digests/{"):
                continue
            wide, dark = number % 2 == 0, number % 4 < 2
            page = browser.new_page(
                viewport={"width": 1280 if wide else 400, "height": 900},
                color_scheme="dark" if dark else "light",
                bypass_csp=True,
            )
            address = pages[-1].replace("lang=ja", "lang=fr") if number % 3 else pages[-1]
            page.goto(base + address)
            found = Axe().run(page).response["violations"]
            wrong += [
                (address, fault["id"], fault["nodes"][0]["html"])
                for fault in found
                if fault["impact"] in {"serious", "critical"}
            ]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append((address, "wider than the window"))
            page.close()
    assert wrong == []
