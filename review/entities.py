"""People, organisations and places: all that are known, and a page for each name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, HTTPException, Request, Response

from news.analysis import TagKind
from news.entity import Entity, EntityKind, Role, Side
from news.glimpse import TagKey
from review.asked import Asked, no_page, read_asked
from review.company import Graph, draw_graph, keep_company, wrap
from review.dates import short_day
from review.desk import Desk
from review.directory import list_known
from review.guard import METHODS
from review.months import make_bars, month_edges
from review.paging import read_place
from review.thread import make_knots, page_of
from review.view import View, view_of
from storage import Insight, Thread

PAGE = 50
"""Names on one page of the list."""
AMONG = 300
"""Latest articles of a name in which its company is looked for."""
LATELY = timedelta(days=90)
_STORIES = 20
_LONGEST = 200
_KINDS = [kind.value for kind in EntityKind]


def entities(desk: Desk, insight: Insight) -> APIRouter:
    """The list at `/entities`, one that is known at `/entities/{id}`, any other at `/names`."""
    router = APIRouter()

    @router.api_route("/entities", methods=[*METHODS])
    def list_entities(request: Request) -> Response:
        asked = read_asked(request, "q", "kind", "side", "page")
        view = view_of(desk, request)
        return _list(view, insight, asked)

    @router.api_route("/entities/{entity_id}", methods=[*METHODS])
    def show_entity(request: Request, entity_id: str) -> Response:
        asked = read_asked(request, "before")
        entity = desk.knowledge.entities.get(entity_id)
        if entity is None:
            raise HTTPException(404, "entity-not-found")
        tag = (TagKind(entity.kind.value), entity.id)
        return _show(view_of(desk, request), insight, asked, tag)

    @router.api_route("/names", methods=[*METHODS])
    def show_name(request: Request) -> Response:
        asked = read_asked(request, "kind", "key", "before")
        kind, key = asked.choice("kind", _KINDS), asked.short("key", _LONGEST)
        if not kind or not key:
            raise HTTPException(404, "entity-not-found")
        return _show(view_of(desk, request), insight, asked, (TagKind(kind), key))

    return router


def _list(view: View, insight: Insight, asked: Asked) -> Response:
    text, kind, side = (asked.text(name) for name in ("q", "kind", "side"))
    found = list_known(view.desk.knowledge, asked, view.language)
    last = max(1, -(-len(found) // PAGE))
    number = asked.text("page") or "1"
    if not number.isascii() or not number.isdigit() or not 1 <= int(number[:9]) <= last:
        raise no_page(number, last)
    page = int(number)
    now = view.desk.options.now()
    rows = [
        (
            entity,
            view.name_link(TagKind(entity.kind.value), entity.id),
            insight.counts((TagKind(entity.kind.value), entity.id), [now - LATELY, now])[0],
        )
        for entity in found[(page - 1) * PAGE : page * PAGE]
    ]
    filters = {"q": text, "kind": kind, "side": side}
    return view.answer(
        "entities.html",
        rows=rows,
        total=len(found),
        filters=filters,
        kinds=_KINDS,
        sides=[*Side],
        page=page,
        last=last,
        days=LATELY.days,
        link=lambda number: view.href("/entities", **filters, page=str(number)),
    )


@dataclass(frozen=True, slots=True)
class Office:
    """One office with who held it, or where."""

    title: str
    with_whom: str
    """The organisation, or on an organisation's page the person."""
    href: str
    start: str
    """Written as the language does; empty when not known."""
    end: str


def _show(view: View, insight: Insight, asked: Asked, tag: TagKey) -> Response:
    entity = view.names.of_tag(*tag)
    place = read_place(asked)
    leads, further = page_of(insight, Thread(tag, before=place, limit=_STORIES))
    labels = insight.labels([tag]) if entity is None else {}
    if entity is None and tag not in labels:
        raise HTTPException(404, "entity-not-found")
    name = entity.name(view.language) if entity else labels[tag]
    edges = month_edges(view.desk.options.now(), view.zone)
    graph, neighbours = _company(view, insight, tag)
    return view.answer(
        "entity.html",
        tag=tag,
        entity=entity,
        name=name,
        name_lines=wrap(name),
        sector_kind=TagKind.SECTOR,
        knots=make_knots(view, leads, tag),
        first=place is None,
        older=view.name_link(*tag, before=further) if further else "",
        bars=make_bars(edges, insight.counts(tag, edges)),
        graph=graph,
        neighbours=neighbours,
        among=AMONG,
        roles=[*_roles(view, entity)] if entity else [],
        holders=[*_holders(view, entity)] if entity else [],
    )


def _company(
    view: View, insight: Insight, tag: TagKey
) -> tuple[Graph, list[tuple[str, str, str, int]]]:
    """The picture, and the same as rows: name, kind, address, stories."""
    company = keep_company(insight.company(tag, AMONG), tag)
    known = {key: view.names.of_tag(*key) for key, _ in company.neighbours}
    labels = insight.labels([key for key, entity in known.items() if entity is None])
    named = [
        (entity.name(view.language) if entity else labels.get(key, key[1]), view.name_link(*key))
        for key, entity in known.items()
    ]
    rows = [
        (name, key[0].value, href, count)
        for (name, href), (key, count) in zip(named, company.neighbours, strict=True)
    ]
    return draw_graph(company, named), rows


def _roles(view: View, entity: Entity) -> Iterator[Office]:
    """The offices of a person, the latest first."""
    for role in sorted(entity.roles, key=_began, reverse=True):
        held_at = view.names.entity(role.organisation)
        href = view.href(f"/entities/{role.organisation}") if held_at else ""
        yield _office(view, role, held_at, href)


def _holders(view: View, entity: Entity) -> Iterator[Office]:
    """Who held offices at an organisation, the latest first."""
    held = [
        (role, person)
        for person in view.desk.knowledge.entities.values()
        for role in person.roles
        if role.organisation == entity.id
    ]
    held.sort(key=lambda item: (_began(item[0]), item[1].id), reverse=True)
    for role, person in held:
        name = person.name(view.language)
        yield _office(view, role, name, view.href(f"/entities/{person.id}"))


def _began(role: Role) -> date:
    return role.start or date.min


def _office(view: View, role: Role, with_whom: str, href: str) -> Office:
    title = role.titles.get(view.language) or next(iter(role.titles.values()), "")
    start = short_day(view.say, role.start) if role.start else ""
    end = short_day(view.say, role.end - timedelta(days=1)) if role.end else ""
    return Office(title, with_whom, href, start, end)
