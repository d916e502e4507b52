"""The desk as one application: its pages, its refusals, its guard."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from knowledge import Knowledge
from review.article import article
from review.desk import Desk, DeskOptions, make_templates
from review.digests import digests
from review.guard import Guard
from review.inbox import inbox
from review.names import read_labels
from review.refusals import add_refusals
from review.runs import runs
from review.session import LocalSessions
from review.sources import sources
from review.story import story
from review.watching import watching
from storage import Store

_STATIC = Path(__file__).parent / "static"
_PAGES = (inbox, article, story, digests, sources, runs, watching)


def create_desk(store: Store, knowledge: Knowledge, options: DeskOptions) -> FastAPI:
    """The desk over a store; the caller serves it, and closes the store afterwards."""
    # The documentation pages of FastAPI load scripts from elsewhere: there are none here.
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    desk = Desk(store, knowledge, options, make_templates(), read_labels(knowledge))
    for page in _PAGES:
        app.include_router(page(desk))
    app.mount("/static", StaticFiles(directory=_STATIC))
    add_refusals(app, desk)
    app.add_middleware(
        Guard,
        hosts=tuple(host.lower() for host in options.allowed_hosts),
        sessions=LocalSessions(options.person),
    )
    return app
