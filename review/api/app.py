"""The API as one application within the desk's, with its own OpenAPI."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.routing import APIRoute
from starlette.responses import JSONResponse

from review.api import (
    articles,
    digests,
    entities,
    exports,
    lists,
    names,
    people,
    quality,
    runs,
    stories,
    teaching,
    threads,
)
from review.api.asking import RECOGNISED, Means, renew
from review.api.problems import MEDIA_TYPE, add_problems
from review.api.shapes import Plain

PREFIX = "/api/v1"
_PARTS = (lists, articles, stories, entities, digests, runs, exports)
_OVER_TIME = (names, threads, quality)
_ABOUT = """All that the review desk does, for programs.

Names and sentences come in the language asked for with `lang` or `Accept-Language`. Every refusal
is a problem document of RFC 9457. `GET` never changes anything. Instants are UTC.
"""


def create_api(means: Means) -> FastAPI:
    """The API of a desk; the desk mounts it at `PREFIX`, behind its guard."""
    api = FastAPI(
        title="Fil de Soie",
        version="1",
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        generate_unique_id_function=_name,
    )
    api.state.means = means
    over_time = _OVER_TIME if means.insight else ()
    taught = (teaching,) if means.teaching else ()
    for part in (*_PARTS, *over_time, *taught):
        api.include_router(part.router, dependencies=[*RECOGNISED, Depends(renew)])
    if means.access:
        api.include_router(people.router, dependencies=RECOGNISED)
    add_problems(api, means.desk)

    @api.get("/openapi.json", include_in_schema=False)
    def show_openapi(request: Request, _: Plain) -> JSONResponse:
        return JSONResponse(openapi_of(request.app))

    return api


def _name(route: APIRoute) -> str:
    return route.name


def openapi_of(api: FastAPI) -> dict[str, Any]:
    """The OpenAPI of the API, with problems as what they are sent as."""
    if not api.openapi_schema:
        made = api.openapi()
        made["servers"] = [{"url": PREFIX}]
        for operations in made["paths"].values():
            for operation in operations.values():
                _mark_problems(operation["responses"])
    return api.openapi()


def _mark_problems(responses: dict[str, Any]) -> None:
    for status, answer in responses.items():
        if status >= "400":
            answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
