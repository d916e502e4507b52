"""The digests that were kept: the archive, and each as it was sent."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from knowledge.phrases import LANGUAGES
from review.asked import read_asked
from review.desk import Desk
from review.filters import read_day
from review.guard import DIGEST_POLICY, METHODS
from review.view import view_of
from storage import StoredDigest

_HTML = "html"


def digests(desk: Desk) -> APIRouter:
    """The archive at `/digests`, one digest at `/digests/{language}/{day}`."""
    router = APIRouter()

    @router.api_route("/digests", methods=[*METHODS])
    def list_digests(request: Request) -> Response:
        asked = read_asked(request, "day", "language")
        view = view_of(desk, request)
        day, language = read_day(asked), asked.choice("language", LANGUAGES)
        days: defaultdict[date, list[StoredDigest]] = defaultdict(list)
        for kept in desk.store.digests():
            if kept.format == _HTML and day in {None, kept.day} and language in {"", kept.language}:
                days[kept.day].append(kept)
        newest = sorted(days.items(), reverse=True)
        for _, editions in newest:
            editions.sort(key=lambda kept: _place(kept.language))
        return view.answer("digests.html", days=newest, day=day, language=language)

    @router.api_route("/digests/{language}/{day}", methods=[*METHODS])
    def show_digest(request: Request, language: str, day: date) -> Response:
        read_asked(request)
        for kept in desk.store.digests(day):
            if (kept.language, kept.format) == (language, _HTML):
                policy = {"content-security-policy": DIGEST_POLICY}
                return HTMLResponse(kept.content, headers=policy)
        raise HTTPException(404, "digest-not-found")

    return router


def _place(language: str) -> tuple[int, str]:
    known = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
    return known, language
