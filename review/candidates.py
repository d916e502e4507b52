"""Unknown names that come again, with their evidence: what the knowledge base may lack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter, Request, Response

from news.analysis import TagKind
from review.asked import Asked, no_page, read_asked
from review.dates import Stamp
from review.desk import Desk
from review.guard import METHODS
from review.marks import Mark, Piece, cut
from review.view import View, view_of
from storage import Evidence, Insight, Recurrence

WINDOW = timedelta(days=90)
LEAST = 2
"""Sources that must have named it in their own words."""
PAGE = 20
_KINDS = [kind.value for kind in TagKind if kind is not TagKind.SECTOR]


@dataclass(frozen=True, slots=True)
class Witness:
    """One sentence, and where it stands."""

    pieces: list[Piece]
    language: str
    outlet: str
    outlet_language: str
    dated: Stamp
    href: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unknown name."""

    kind: str
    name: str
    sources: int
    stories: int
    href: str
    make: str
    """Address where it is made an entity."""
    witnesses: list[Witness]


def candidates(desk: Desk, insight: Insight) -> APIRouter:
    """The list, at `/candidates`."""
    router = APIRouter()

    @router.api_route("/candidates", methods=[*METHODS])
    def list_candidates(request: Request) -> Response:
        asked = read_asked(request, "kind", "page")
        return _answer(view_of(desk, request), insight, asked)

    return router


def _answer(view: View, insight: Insight, asked: Asked) -> Response:
    since = view.desk.options.now() - WINDOW
    kind = asked.choice("kind", _KINDS)
    unknown = unknown_names(view, insight, kind)
    last = max(1, -(-len(unknown) // PAGE))
    number = asked.text("page") or "1"
    if not number.isascii() or not number.isdigit() or not 1 <= int(number[:9]) <= last:
        raise no_page(number, last)
    page = int(number)
    shown = unknown[(page - 1) * PAGE : page * PAGE]
    evidence = insight.evidence([item.tag for item in shown], since)
    return view.answer(
        "candidates.html",
        rows=[_candidate(view, item, evidence[item.tag]) for item in shown],
        total=len(unknown),
        kind=kind,
        kinds=_KINDS,
        days=WINDOW.days,
        least=LEAST,
        page=page,
        last=last,
        link=lambda number: view.href("/candidates", kind=kind, page=str(number)),
    )


def unknown_names(view: View, insight: Insight, kind: str) -> list[Recurrence]:
    """The names that come again and are not known, of a kind or of all."""
    return [
        item
        for item in insight.recurrences(view.desk.options.now() - WINDOW, LEAST)
        if view.names.of_tag(*item.tag) is None and kind in {"", item.tag[0].value}
    ]


def _candidate(view: View, item: Recurrence, evidence: list[Evidence]) -> Candidate:
    kind, key = item.tag
    return Candidate(
        kind=kind.value,
        name=evidence[0].label if evidence else key,
        sources=item.sources,
        stories=item.stories,
        href=view.name_link(kind, key),
        make=view.href("/knowledge/new", kind=kind.value, key=key),
        witnesses=[_witness(view, found, kind.value) for found in evidence],
    )


def _witness(view: View, found: Evidence, kind: str) -> Witness:
    names = view.names
    return Witness(
        pieces=cut(found.sentence, [Mark(found.start, found.end, kind)]),
        language=found.language,
        outlet=names.source(found.source_id),
        outlet_language=names.source_language(found.source_id),
        dated=view.moment(found.dated),
        href=view.href(f"/articles/{found.article_id}"),
    )
