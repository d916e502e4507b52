"""People, organisations and places of the knowledge base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class EntityKind(StrEnum):
    """What an entity is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"


class Side(StrEnum):
    """Which side of the cooperation an entity belongs to."""

    AURA = "aura"
    AICHI = "aichi"
    FRANCE = "france"
    JAPAN = "japan"
    BOTH = "both"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Role:
    """An office that a person held, with its dates."""

    titles: Mapping[str, str]
    """Name of the office by language (`fr`, `ja`, `en`)."""
    organisation: str
    """Id of the organisation, or empty."""
    start: date | None = None
    """First day in office; None when it is not known."""
    end: date | None = None
    """First day after; None while in office, or when it is not known."""
    head: bool = False
    """The office alone names its holder: *le président de la Région*, 愛知県知事."""

    def held_on(self, day: date) -> bool:
        """Whether the office was held on that day, as far as is known."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation or place that is known."""

    id: str
    kind: EntityKind
    label: str
    """The canonical name, in Latin script: one entity, one label, whatever the language."""
    names: Mapping[str, str]
    """The usual name by language (`fr`, `ja`, `en`, and `kana` where it is known)."""
    aliases: tuple[str, ...] = ()
    """Every other written form met, in any script."""
    weak_aliases: tuple[str, ...] = ()
    """Forms that count only when the article also holds a full form, such as a family name."""
    side: Side = Side.OTHER
    roles: tuple[Role, ...] = ()
    sectors: tuple[str, ...] = ()
    """An organisation's own sectors; they count less than what an article says."""
    institution: str = ""
    """For a place: id of the organisation that governs it. For that organisation: the place."""
    look_alikes: tuple[str, ...] = field(default=())
    """Names that look like this entity and are not."""
    source: str = ""
    """Where the facts were read."""

    def name(self, language: str) -> str:
        """The name a reader of that language expects; the canonical label when there is none."""
        return self.names.get(language) or self.label
