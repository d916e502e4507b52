"""People, organisations, places and sectors that are known."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import Field

from news.analysis import TagKind
from news.entity import Entity, EntityKind, Side
from news.entity import Role as OfficeHeld
from review.api.asking import Seen, Viewed
from review.api.problems import problems
from review.api.shapes import Key, Question, Shape, asked_by
from review.directory import list_known
from review.view import View

router = APIRouter(tags=["names"])


class EntityLine(Shape):
    """A person, an organisation or a place that is known."""

    id: str
    kind: TagKind
    name: str
    """In the asked language."""
    label: str
    """The canonical name, in Latin script."""
    side: Side


class Entities(Shape):
    """Those with a name that holds the words asked for, the nearest first."""

    total: int
    entities: list[EntityLine]


class EntitiesQuestion(Question):
    """Which entities."""

    q: Annotated[str, Field(max_length=200, pattern=r"^[^\u0000]*$")] = ""
    """Any part of any name, in any script."""
    kind: EntityKind | None = None
    side: Side | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class OfficeHeldBy(Shape):
    """An office that a person held."""

    titles: dict[str, str]
    """By language."""
    organisation: str
    """Its id, or empty."""
    start: date | None
    end: date | None
    """First day after; null while in office, or when it is not known."""


class EntityWhole(EntityLine):
    """All that is known of an entity."""

    names: dict[str, str]
    """The usual name by language."""
    aliases: list[str]
    weak_aliases: list[str]
    """Forms that count only where the article also holds a full form."""
    look_alikes: list[str]
    """Names that look like it and are not."""
    roles: list[OfficeHeldBy]
    sectors: list[str]
    institution: str
    source: str
    """Where the facts were read."""


class Sector(Shape):
    """A branch of activity."""

    key: str
    name: str
    """In the asked language."""
    names: dict[str, str]
    """By language."""
    nace: list[str]
    jsic: list[str]


class Sectors(Shape):
    """All sectors, in their order."""

    sectors: list[Sector]


@router.get("/entities", responses=problems())
def list_entities(view: Seen, question: Annotated[EntitiesQuestion, Query()]) -> Entities:
    """Everything that is known, by any part of any name."""
    found = list_known(view.desk.knowledge, asked_by(question), view.language)
    shown = found[question.offset : question.offset + question.limit]
    return Entities(total=len(found), entities=[_line(view, each) for each in shown])


@router.get("/entities/{entity_id}", responses=problems(404))
def show_entity(view: Viewed, entity_id: Key) -> EntityWhole:
    """All that is known of one entity."""
    entity = view.desk.knowledge.entities.get(entity_id)
    if entity is None:
        raise HTTPException(404, "entity-not-found")
    return EntityWhole(
        **dict(_line(view, entity)),
        names=dict(entity.names),
        aliases=list(entity.aliases),
        weak_aliases=list(entity.weak_aliases),
        look_alikes=list(entity.look_alikes),
        roles=[_held(role) for role in entity.roles],
        sectors=list(entity.sectors),
        institution=entity.institution,
        source=entity.source,
    )


@router.get("/sectors", responses=problems())
def list_sectors(view: Viewed) -> Sectors:
    """All sectors."""
    known = sorted(view.desk.knowledge.sectors.values(), key=lambda each: each.rank)
    return Sectors(
        sectors=[
            Sector(
                key=each.key,
                name=each.label(view.language),
                names=dict(each.labels),
                nace=list(each.nace),
                jsic=list(each.jsic),
            )
            for each in known
        ]
    )


def _line(view: View, entity: Entity) -> EntityLine:
    return EntityLine(
        id=entity.id,
        kind=TagKind(entity.kind.value),
        name=entity.name(view.language),
        label=entity.label,
        side=entity.side,
    )


def _held(role: OfficeHeld) -> OfficeHeldBy:
    return OfficeHeldBy(
        titles=dict(role.titles),
        organisation=role.organisation,
        start=role.start,
        end=role.end,
    )
