"""Refusals as RFC 9457 writes them: a code for programs, a sentence for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from starlette.exceptions import HTTPException

from news.errors import BusyError
from review.api.shapes import Shape
from review.asked import RefusalError, choose_language
from review.desk import Desk
from review.guard import SECURITY_HEADERS, Refusal

MEDIA_TYPE = "application/problem+json"
_STATUS = {
    "name-taken": 409,
    "first-is-admin": 409,
    "not-yourself": 409,
    "no-account": 404,
    "no-token": 404,
}
"""Of refusals that are not about how a request is written."""


_CODES = {405: "other-method", 413: "body-too-large", 422: "bad-fields"}
"""Of what frameworks refuse, by status."""


class BadField(Shape):
    """One part of a request that cannot be taken as it is."""

    field: str
    """Where it stands: `query.tier`, `body.start`."""
    code: str
    """What is wrong with it, as pydantic names it: `missing`, `enum`, `string_too_long` ..."""


class Problem(Shape):
    """Why a request was not answered (RFC 9457)."""

    type: str
    """A name for this kind of problem: `urn:fildesoie:problem:` and the code."""
    title: str
    """What kind of problem this is, in the asked language."""
    status: int
    """The HTTP status."""
    detail: str
    """What is wrong and what is allowed, one sentence in the asked language."""
    code: str
    """The kind of problem, for programs; it does not change with the language."""
    fields: list[BadField] = Field(default=[])
    """The parts of the request that are wrong, when it could not be read."""


class ProblemError(Exception):
    """A request that is answered with a problem of its own making."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


_SAID = {
    401: "No session and no valid token.",
    403: "The role does not reach, or a change comes from another origin.",
    404: "There is no such thing.",
    409: "It is not, or no longer, as the request takes it to be.",
    413: "The request is too long.",
    421: "The host name is not one of the desk's.",
    422: "The request cannot be understood.",
    429: "Too many wrong tokens came from this address; `Retry-After` says how long to wait.",
    500: "A fault of the desk; the log of the server tells more.",
    503: "The store is busy; try again in a moment.",
}


def problems(*more: int) -> dict[int | str, dict[str, Any]]:
    """What the OpenAPI tells of refusals: those of every address, and more."""
    always = (401, 403, 421, 422, 429, 500, 503)
    return {
        status: {"model": Problem, "description": _SAID[status]}
        for status in sorted({*always, *more})
    }


def make_problem(desk: Desk, request: Request, status: int, code: str, detail: str = "") -> Problem:
    """A problem in the asked language; without a detail, the phrase of the code."""
    phrases, language = desk.knowledge.phrases, choose_language(request)
    return Problem(
        type=f"urn:fildesoie:problem:{code}",
        title=phrases.say(f"problem-{status}", language),
        status=status,
        detail=detail or phrases.say(code, language),
        code=code,
    )


def tell(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as an answer."""
    return Response(
        problem.model_dump_json(), problem.status, headers=headers, media_type=MEDIA_TYPE
    )


def tell_refusal(desk: Desk, request: Request, refusal: Refusal) -> Response:
    """What the guard does not let through, as a problem."""
    return tell(make_problem(desk, request, refusal.status, refusal.code), refusal.headers)


def add_problems(api: FastAPI, desk: Desk) -> None:
    """Answer every error of the API with a problem."""

    @api.exception_handler(RefusalError)
    def refuse(request: Request, error: RefusalError) -> Response:
        text = error.saying.told(desk.knowledge.phrases, choose_language(request))
        code = error.saying.code
        return tell(make_problem(desk, request, _STATUS.get(code, 422), code, text))

    @api.exception_handler(RequestValidationError)
    def malform(request: Request, error: RequestValidationError) -> Response:
        wrong = _wrong(error.errors())
        language = choose_language(request)
        named = ", ".join(dict.fromkeys(item.field for item in wrong))
        text = desk.knowledge.phrases.say("bad-fields", language, named)
        problem = make_problem(desk, request, 422, "bad-fields", text)
        return tell(problem.model_copy(update={"fields": wrong}))

    @api.exception_handler(HTTPException)
    def miss(request: Request, error: HTTPException) -> Response:
        # FastAPI gives 400 where a body is no text at all: one status for what cannot be read.
        status = 422 if error.status_code == HTTPStatus.BAD_REQUEST else error.status_code
        known = error.detail in desk.knowledge.phrases
        code = error.detail if known else _CODES.get(status, "not-found")
        return tell(make_problem(desk, request, status, code), error.headers)

    @api.exception_handler(ProblemError)
    def answer(_: Request, error: ProblemError) -> Response:
        return tell(error.problem)

    @api.exception_handler(BusyError)
    def wait(request: Request, _: BusyError) -> Response:
        return tell(make_problem(desk, request, 503, "busy"), {"retry-after": "2"})

    @api.exception_handler(Exception)
    def fail(request: Request, _: Exception) -> Response:
        return tell(make_problem(desk, request, 500, "server-error"), SECURITY_HEADERS)


def _wrong(errors: Sequence[Any]) -> list[BadField]:
    """Names and codes alone: what was sent may be long, or secret."""
    return [
        BadField(field=".".join(str(part)[:60] for part in error["loc"][:6]), code=error["type"])
        for error in errors[:20]
    ]
