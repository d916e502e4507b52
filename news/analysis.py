"""What the machine says of an article: tags with their evidence, relevance with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TagKind(StrEnum):
    """What a tag names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    SECTOR = "sector"


class Tier(StrEnum):
    """How near an article is to the cooperation, nearest first."""

    CORE = "core"
    RELATED = "related"
    CONTEXT = "context"
    OFF = "off"

    @property
    def rank(self) -> int:
        """0 for core, 3 for off."""
        return list(Tier).index(self)


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of an argument: a code that is translated by table, its particulars, its weight."""

    code: str
    """Key of the table of phrases, for example `alias` or `both-sides`."""
    detail: tuple[str, ...] = ()
    """What the phrase speaks of, in the order of its placeholders."""
    points: float = 0.0
    """What it adds to the score; 0 where it only explains."""

    def __str__(self) -> str:
        """The reason for a log: code, particulars, points."""
        text = f"{self.code}: {', '.join(self.detail)}" if self.detail else self.code
        return f"{text} ({self.points:+g})" if self.points else text


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in an article's `full_text` that speaks of something. Offsets are code points."""

    start: int
    end: int
    surface: str
    """`full_text[start:end]`, exactly."""
    sentence: str
    """The sentence that proves it, exactly as it stands in `full_text`."""
    sentence_start: int
    """Where that sentence begins in `full_text`."""


@dataclass(frozen=True, slots=True)
class RoleMention:
    """An office without a name that was solved to the person who held it on the article's date."""

    start: int
    end: int
    surface: str
    person: str
    """Id of the person."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One thing an article speaks of, with everything that proves it."""

    kind: TagKind
    key: str
    """Entity id, sector key, or the normal form of an unknown name."""
    label: str
    """The canonical name: Latin script for a known entity, the name as written for an unknown."""
    known: bool
    score: float
    """How sure the maker is, between 0 and 1."""
    mentions: tuple[Mention, ...]
    why: Reason
    made_by: str


@dataclass(frozen=True, slots=True)
class Relevance:
    """How near an article is to the cooperation, with the arithmetic."""

    tier: Tier
    score: float
    """Sum of the points of the reasons."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """All tags and the relevance of one revision of one article, by one maker. Never edited."""

    article_id: str
    revision: int
    maker: str
    """Names the models, the rules and the knowledge that were used, with versions."""
    language: str
    confidence: float
    tags: tuple[Tag, ...]
    relevance: Relevance
    roles: tuple[RoleMention, ...] = ()
    rejected: tuple[Reason, ...] = ()
    """Candidates that were not tagged, and why."""

    def of_kind(self, kind: TagKind) -> tuple[Tag, ...]:
        """The tags of one kind, in their order."""
        return tuple(tag for tag in self.tags if tag.kind is kind)
