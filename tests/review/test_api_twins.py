"""Whatever a page of the desk does, the API does: no route of the pages is without its twin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi.routing import APIRoute

TWINS = {
    "GET /": "GET /articles",
    "GET /inbox": "GET /stories",
    "POST /inbox/filters": "POST /filters",
    "GET /articles/{article_id}": "GET /articles/{article_id}",
    "POST /articles/{article_id}/reviews": "POST /articles/{article_id}/reviews",
    "POST /articles/{article_id}/tags": "POST /articles/{article_id}/reviews",
    "GET /articles/{article_id}/fix": "GET /entities",
    "GET /articles/{article_id}/revisions": "GET /articles/{article_id}/revisions",
    "GET /stories/{story_id}": "GET /stories/{story_id}",
    "GET /stories/merge": "GET /stories",
    "POST /stories/merge": "POST /stories/merge",
    "POST /stories/{story_id}/split": "POST /stories/{story_id}/split",
    "POST /stories/{story_id}/undo": "POST /stories/{story_id}/undo",
    "POST /stories/{story_id}/verdict": "POST /stories/{story_id}/verdict",
    "GET /digests": "GET /digests",
    "GET /digests/{language}/{day}": "GET /digests/{day}/{language}/{form}",
    "GET /sources": "GET /sources",
    "GET /runs": "GET /runs",
    "GET /runs/{run_id}": "GET /runs",
    "GET /health": "GET /health",
    "GET /entities": "GET /entities",
    "GET /entities/{entity_id}": "GET /entities/{entity_id}",
    "GET /names": "GET /names",
    "GET /candidates": "GET /candidates",
    "GET /timeline": "GET /timeline",
    "GET /quality": "GET /quality",
    "GET /quality/sample": "GET /quality/sample",
    "POST /quality/sample": "POST /quality/sample/words",
    "GET /knowledge": "GET /knowledge/changes",
    "POST /knowledge/try": "POST /knowledge/trials",
    "POST /knowledge/save": "POST /knowledge/changes",
    "POST /knowledge/undo": "POST /knowledge/changes/{change_id}/undo",
    "GET /accounts": "GET /accounts",
    "POST /accounts": "POST /accounts",
    "POST /accounts/role": "POST /accounts/change",
    "POST /accounts/disable": "POST /accounts/change",
    "POST /accounts/enable": "POST /accounts/change",
    "POST /accounts/reset": "POST /accounts/reset",
    "POST /accounts/tokens": "POST /tokens",
    "POST /accounts/tokens/revoke": "POST /tokens/revoke",
    "GET /audit": "GET /audit",
}
"""What the API has for each page."""
ALONE = {
    "GET /login": "programs have tokens",
    "POST /login": "programs have tokens",
    "POST /logout": "programs have tokens",
    "GET /password": "a person's own matter, with the old password",
    "POST /password": "a person's own matter, with the old password",
    "GET /metrics": "made for programs already",
    "GET /knowledge/new": "an empty form",
    "GET /knowledge/{_:path}": "leads back to the list",
}
"""Pages without a twin, and why."""


def routes_in(routes: Iterable[Any]) -> Iterator[APIRoute]:
    """All routes, those of included routers too; what is mounted is passed over."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif included := getattr(route, "original_router", None):
            yield from routes_in(included.routes)


def test_every_page_has_its_twin(whole_desk: Any) -> None:  # noqa: ANN401 (as conftest.py makes it)
    pages = {
        f"{method} {route.path}"
        for route in routes_in(whole_desk.app.routes)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert pages == TWINS.keys() | ALONE.keys()
    api = {
        f"{method.upper()} {path}"
        for path, operations in whole_desk.openapi["paths"].items()
        for method in operations
    }
    assert set(TWINS.values()) <= api
