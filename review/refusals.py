"""Pages for what cannot be answered: readable, in the reader's language, giving nothing away."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from news.errors import BusyError
from review.api.problems import make_problem, tell
from review.asked import RefusalError
from review.desk import Desk
from review.guard import API, SECURITY_HEADERS
from review.view import view_of


def add_refusals(app: FastAPI, desk: Desk) -> None:
    """Answer every error with a page."""

    def answer(request: Request, status: int, code: str, text: str = "") -> Response:
        view = view_of(desk, request)
        text = text or view.say(code)
        return view.answer("refusal.html", status, refused=status, text=text)

    @app.exception_handler(RefusalError)
    def refuse(request: Request, error: RefusalError) -> Response:
        view = view_of(desk, request)
        return answer(request, 400, "", error.saying.told(desk.knowledge.phrases, view.language))

    @app.exception_handler(RequestValidationError)
    def malform(request: Request, _: RequestValidationError) -> Response:
        return answer(request, 422, "bad-address")

    @app.exception_handler(HTTPException)
    def miss(request: Request, error: HTTPException) -> Response:
        code = error.detail if error.detail in desk.knowledge.phrases else "not-found"
        if request.url.path.startswith(API):
            return tell(make_problem(desk, request, error.status_code, code), error.headers)
        return answer(request, error.status_code, code)

    @app.exception_handler(BusyError)
    def wait(request: Request, _: BusyError) -> Response:
        return answer(request, 503, "busy")

    @app.exception_handler(Exception)
    def fail(request: Request, _: Exception) -> Response:
        # Starlette answers these outside the guard, which would have put the headers on.
        response = answer(request, 500, "server-error")
        response.headers.update(SECURITY_HEADERS)
        return response
