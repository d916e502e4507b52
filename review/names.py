"""Names of things, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce

from knowledge import Knowledge
from news.analysis import Reason, Tag, TagKind, Tier
from news.entity import Entity
from review.dates import short_day

PLURALS = {
    TagKind.PERSON: "people",
    TagKind.ORGANISATION: "organisations",
    TagKind.PLACE: "places",
    TagKind.SECTOR: "sectors",
}
"""Phrase of the heading over the tags of one kind."""


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called by those who read one language."""

    knowledge: Knowledge
    language: str
    labels: Mapping[str, tuple[TagKind, str]]
    """What `read_labels()` gave."""

    def tag(self, tag: Tag) -> str:
        """The name of what a tag stands for; of an unknown one, the name as written."""
        return self.known(tag.kind, tag.key) or tag.label

    def known(self, kind: TagKind, key: str) -> str:
        """The name of an entity or a sector; empty when the key is not known."""
        if kind is TagKind.SECTOR:
            sector = self.knowledge.sectors.get(key)
            return sector.label(self.language) if sector else ""
        return self.entity(key)

    def entity(self, key: str) -> str:
        """The name of an entity, of a merged one that which counts; empty when it is not known."""
        entity = self.knowledge.entities.get(self.knowledge.redirects.get(key, key))
        return entity.name(self.language) if entity else ""

    def of_tag(self, kind: TagKind, key: str) -> Entity | None:
        """What a tag stands for; None for a sector or an unknown name, whatever its normal form."""
        entity = self.knowledge.entities.get(key)
        return entity if entity is not None and entity.kind.value == kind.value else None

    def source(self, source_id: str) -> str:
        """An outlet's own name; its key when it is no longer in the knowledge base."""
        source = self.knowledge.sources.get(source_id)
        return source.name if source else source_id

    def source_language(self, source_id: str) -> str:
        """The language an outlet's name is written in; empty when it is not known."""
        source = self.knowledge.sources.get(source_id)
        return source.language if source else ""

    def spoken(self, code: str) -> str:
        """The name of a language; its code when it has no phrase."""
        phrase = f"language-{code}"
        phrases = self.knowledge.phrases
        return phrases.say(phrase, self.language) if phrase in phrases else code

    def reason(self, reason: Reason) -> str:
        """A reason. What its phrase puts in quotes is cited as printed, the rest is named.

        Reasons name things by id or by canonical label; both become the reader's name.
        """
        phrase = self.knowledge.phrases.table.get(reason.code)
        model = phrase.texts["en"] if phrase else ""
        detail = (
            text if f"“{{{place}}}”" in model else self._particular(reason.code, text)
            for place, text in enumerate(reason.detail)
        )
        return self.knowledge.phrases.say(reason.code, self.language, *detail)

    def _particular(self, code: str, text: str) -> str:
        say = self.knowledge.phrases.say
        if code == "reviewed" and text in set(Tier):
            return say(f"tier-{text}", self.language)
        if code == "other-language":
            return self.spoken(text)
        if code == "same-date":
            return self._joined(text, self._day)
        if code == "same-figures":
            return self._joined(text, self._figure)
        return self._named(text) or self._joined(text, lambda part: self._named(part) or part)

    def _joined(self, text: str, told: Callable[[str], str]) -> str:
        """What a reason lists, each told anew."""
        parts = dict.fromkeys(told(part) for part in text.split(", "))
        say = self.knowledge.phrases.say
        return reduce(lambda done, part: say("digest-join", self.language, done, part), parts)

    def _day(self, text: str) -> str:
        def say(code: str, *detail: str) -> str:
            return self.knowledge.phrases.say(code, self.language, *detail)

        try:
            return short_day(say, date.fromisoformat(text))
        except ValueError:
            return text

    def _figure(self, text: str) -> str:
        try:
            written = f"{float(text):,.12g}"
        except ValueError:
            return text
        french = str.maketrans(",.", "\N{NARROW NO-BREAK SPACE},")
        return written.translate(french) if self.language == "fr" else written

    def _named(self, text: str) -> str:
        kind, key = self.labels.get(text, (TagKind.SECTOR, text))
        return self.entity(text) or self.known(kind, key)


def read_labels(knowledge: Knowledge) -> dict[str, tuple[TagKind, str]]:
    """Kind and key by label: of entities the canonical one, of sectors the one of any language."""
    labels = {
        label: (TagKind.SECTOR, sector.key)
        for sector in knowledge.sectors.values()
        for label in sector.labels.values()
    }
    for entity in knowledge.entities.values():
        labels[entity.label] = (TagKind(entity.kind.value), entity.id)
    return labels
