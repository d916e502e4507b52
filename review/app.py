"""The desk as one application: its pages, its refusals, its guard."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from fastapi import Depends, FastAPI, params
from starlette.staticfiles import StaticFiles

from knowledge import Knowledge
from review.access import Access
from review.accounts import audit, changes, people, programs
from review.api.app import PREFIX, create_api
from review.api.asking import Means
from review.api.problems import tell_refusal
from review.article import article
from review.articles import articles
from review.candidates import candidates
from review.deciding import deciding
from review.desk import Desk, DeskOptions, make_templates
from review.digests import digests
from review.entities import entities
from review.fix import fix
from review.guard import Guard, Replies
from review.inbox import inbox
from review.knowledge import knowledge as knowledge_pages
from review.login import ask_to_log_in, login, password
from review.lookup import make_lookup
from review.merging import merging
from review.missed import missed
from review.names import read_labels
from review.quality import quality
from review.refusals import add_refusals
from review.revisions import revisions
from review.runs import runs
from review.sampling import sampling
from review.session import AccountSessions, LocalSessions
from review.sources import sources
from review.story import story
from review.story_words import story_words
from review.teaching import Lectern, Teaching
from review.timeline import timeline
from review.watching import watching
from review.words import words
from storage import Insight, Store

_STATIC = Path(__file__).parent / "static"
_PAGES = (
    *(articles, inbox, article, words, missed, fix, revisions),
    *(merging, story, story_words, deciding, digests, sources, runs, watching),
)
_PAGES_OF_PEOPLE = (login, password, people, changes, programs, audit)
_PAGES_OVER_TIME = (entities, candidates, timeline, quality, sampling)


def create_desk(  # noqa: PLR0913 (each opens a part of the desk)
    store: Store,
    knowledge: Knowledge,
    options: DeskOptions,
    access: Access | None = None,
    lectern: Lectern | None = None,
    *,
    insight: Insight | None = None,
) -> FastAPI:
    """The desk over a store; the caller serves it, and closes what was given afterwards.

    Without `access`, and with it while there is no account yet, the desk is for the person at
    this machine: the caller must not let others reach it. With a `lectern`, `knowledge` is the
    base that the team's changes are made to. Without `insight` it has no pages that look over
    time: names, timeline, quality.
    """
    # The documentation pages of FastAPI load scripts from elsewhere: there are none here.
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    desk = Desk(
        store,
        knowledge,
        options,
        make_templates(),
        labels=read_labels(knowledge),
        lookup=make_lookup(knowledge),
    )
    teaching = Teaching(knowledge, lectern) if lectern else None
    renewed = _teach(app, desk, teaching) if teaching else []
    for page in _PAGES:
        app.include_router(page(desk), dependencies=renewed)
    if insight is not None:
        for over_time in _PAGES_OVER_TIME:
            app.include_router(over_time(desk, insight), dependencies=renewed)
    desk.templates.globals["over_time"] = insight is not None
    app.mount(PREFIX, create_api(Means(desk, access, teaching, insight)))
    app.mount("/static", StaticFiles(directory=_STATIC))
    add_refusals(app, desk)
    desk.templates.globals["has_accounts"] = access is not None
    hosts = tuple(host.lower() for host in options.allowed_hosts)
    local, tell = LocalSessions(options.person), partial(tell_refusal, desk)
    if access is None:
        replies = Replies(tell=tell)
        app.add_middleware(Guard, hosts=hosts, sessions=local, replies=replies)
        return app
    for pages in _PAGES_OF_PEOPLE:
        app.include_router(pages(desk, access))
    app.add_middleware(
        Guard,
        hosts=tuple(filter(None, (*hosts, access.host))),
        sessions=AccountSessions(access, local),
        replies=Replies(partial(ask_to_log_in, desk), tell),
        public=access.public_url,
    )
    return app


def _teach(app: FastAPI, desk: Desk, teaching: Teaching) -> list[params.Depends]:
    """Add the pages of what the team made known, and have every page show what counts now."""
    desk.templates.globals["teaches"] = True

    def renew() -> None:
        teaching.renew(desk)

    renewed = [Depends(renew)]
    app.include_router(knowledge_pages(desk, teaching), dependencies=renewed)
    return renewed
