"""The types of the knowledge base that are not already words of `news`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from knowledge.phrases import Phrases
from news.entity import Entity
from news.source import Source


@dataclass(frozen=True, slots=True)
class Sector:
    """One branch of activity that articles are labelled with."""

    key: str
    rank: int
    """Its place where sectors are listed, from 1."""
    labels: Mapping[str, str]
    """Its name by language (`fr`, `ja`, `en`)."""
    nace: tuple[str, ...]
    """Codes of NACE Rev. 2 that it covers."""
    jsic: tuple[str, ...]
    """Codes of the Japan Standard Industrial Classification, revision 14, that it covers."""
    cues_fr: tuple[str, ...]
    """Words and phrases of which one is enough where it stands well; whole words, plurals too."""
    cues_ja: tuple[str, ...]
    """The same in Japanese; found anywhere, but a katakana cue not inside a longer katakana run."""
    weak_fr: tuple[str, ...]
    """Words that count only together with a second, different cue of the sector."""
    weak_ja: tuple[str, ...]
    traps: tuple[str, ...]
    """Phrases of any language inside which no cue of this sector counts."""
    shared: tuple[str, ...] = ()
    """Those of its cues that another sector has too, on purpose."""

    def label(self, language: str) -> str:
        """The name a reader of that language expects."""
        return self.labels.get(language) or self.labels["en"]


class LookAlikeKind(StrEnum):
    """In what way something is taken for the subject and is not."""

    NAME = "name"
    """Its forms contain a name of ours, which does not count inside them. Words that merely
    contain a name, without being taken for the subject, stand at the entity itself."""
    PARTNER = "partner"
    """Another cooperation, with a third party in the place of one of the two."""
    MATTER = "matter"
    """Our places or actors, in a matter that has nothing to do with the cooperation."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Something that is easily taken for the cooperation or for one of its actors."""

    id: str
    label: str
    kind: LookAlikeKind
    confused_with: tuple[str, ...]
    """Ids of the entities it is taken for."""
    forms: tuple[str, ...]
    """Phrases of any language that give it away."""
    partners: tuple[str, ...]
    """For another cooperation: ids of the entities that are its third party."""
    explains: str
    """One French sentence for the reader who asks why."""


class Relation(StrEnum):
    """How an event stands to the cooperation."""

    CORE = "core"
    CONTEXT = "context"
    LOOK_ALIKE = "look-alike"


@dataclass(frozen=True, slots=True)
class Event:
    """One dated fact of record."""

    id: str
    labels: Mapping[str, str]
    """What happened, by language (`fr`, `ja`, `en`)."""
    start: date
    """Its first day; of a month or a year, the first."""
    end: date
    """Its last day."""
    relation: Relation
    entities: tuple[str, ...]
    """Ids of who took part and where it was."""
    source: str
    """Where the fact was read."""

    def on(self, day: date) -> bool:
        """Whether the event lasted on that day."""
        return self.start <= day <= self.end


@dataclass(frozen=True)
class Knowledge:
    """Everything that is known beforehand, read once and never changed."""

    sources: Mapping[str, Source]
    entities: Mapping[str, Entity]
    sectors: Mapping[str, Sector]
    look_alikes: tuple[LookAlike, ...]
    events: tuple[Event, ...]
    phrases: Phrases
    version: str
    """12 hexadecimal digits that change with whatever the reading of an article depends on."""
    redirects: Mapping[str, str] = field(default_factory=dict)
    """The id that counts, by the id of each entity that was merged into it."""

    @cached_property
    def by_label(self) -> Mapping[str, Entity | Sector]:
        """What a canonical label, or a sector's name in any language, stands for."""
        sectors = {
            label: sector for sector in self.sectors.values() for label in sector.labels.values()
        }
        return sectors | {entity.label: entity for entity in self.entities.values()}
