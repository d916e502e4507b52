"""A reader's choice among the stories of a digest. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from knowledge import Knowledge
from news.analysis import TagKind, Tier
from news.digest import Digest, DigestStory
from news.entity import Side


@dataclass(frozen=True, slots=True)
class Filter:
    """Which stories are wanted: every list that is not empty must be met, by one of its members."""

    tiers: tuple[Tier, ...] = ()
    sectors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """Languages that tell the story."""
    entities: tuple[str, ...] = ()
    """Ids of people, organisations and places of the knowledge base."""
    sides: tuple[str, ...] = ()
    """`aura` or `aichi`: an entity of that side is named; `both`: of each."""

    def takes(self, story: DigestStory, knowledge: Knowledge) -> bool:
        """Whether a story is wanted; what reserved articles speak of counts for nothing."""
        tags = [
            item.tag
            for reading in (*story.readings, *story.copies)
            if not reading.article.reserved
            for item in reading.settled.tags
        ]
        sectors = {tag.key for tag in tags if tag.kind is TagKind.SECTOR}
        entities = {tag.key for tag in tags if tag.known and tag.kind is not TagKind.SECTOR}
        return all(
            not wanted or not there.isdisjoint(wanted)
            for wanted, there in (
                (self.tiers, {story.tier}),
                (self.sectors, sectors),
                (self.languages, set(story.languages)),
                ({knowledge.redirects.get(key, key) for key in self.entities}, entities),
                (self.sides, _sides(entities, knowledge)),
            )
        )


def _sides(entities: Iterable[str], knowledge: Knowledge) -> set[str]:
    known = (knowledge.entities.get(key) for key in entities)
    sides = {entity.side for entity in known if entity}
    both = Side.BOTH in sides or {Side.AURA, Side.AICHI} <= sides
    return {side.value for side in sides} | ({Side.BOTH.value} if both else set())


def narrow(digest: Digest, wanted: Filter, knowledge: Knowledge) -> Digest:
    """The digest with the wanted stories alone; counts of what was read stay."""
    stories = (story for story in digest.stories if wanted.takes(story, knowledge))
    return replace(digest, stories=tuple(stories))
