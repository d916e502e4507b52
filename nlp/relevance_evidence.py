"""Who acts, where from, and where: the traces of the two sides that an article holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from knowledge import Knowledge, LookAlike, LookAlikeKind, Relation
from news.analysis import Mention, Tag, TagKind
from news.entity import Entity, EntityKind, Side
from nlp.cues import Lexicon, keep
from nlp.document import Document
from nlp.relevance_actors import unknown_actors
from nlp.relevance_cues import SIDES, WORDS, Word, trained
from nlp.relevance_trace import Cover, Trace

_BESIDE_FR, _BESIDE_JA = 18, 4
"""Characters in which words for birth or training stand beside the place."""
_JUST = timedelta(days=45)
"""How long before and after the day of entry an office counts as changing hands."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the rules of relevance look at."""

    traces: tuple[Trace, ...]
    words: Mapping[Word, tuple[Mention, ...]]
    look_alikes: tuple[tuple[LookAlike, Mention], ...]
    title_end: int
    lead: int
    """Where the first sentence of the body begins."""
    language: str
    third_party: LookAlike | None
    """The other cooperation that the article speaks of, if any."""
    new_head: str
    """Who of one side has just come into an office that alone names its holder; or nobody."""

    def of(self, *sides: Side) -> tuple[Trace, ...]:
        """The traces of some sides, in order."""
        return tuple(trace for trace in self.traces if trace.side in sides)

    def in_title(self, mention: Mention) -> bool:
        """Whether a mention stands in the headline."""
        return mention.start < self.title_end

    def sentences_with(self, word: Word) -> frozenset[int]:
        """Where the sentences start that hold a word of this kind."""
        return frozenset(mention.sentence_start for mention in self.words.get(word, ()))


def gather(document: Document, tags: Sequence[Tag], knowledge: Knowledge) -> Evidence:
    """Collect the traces of an article's text and of its tags."""
    look_alikes = tuple(_look_alikes(document, knowledge))
    masked = [found for kind, found in look_alikes if kind.kind is LookAlikeKind.NAME]
    named = list(_named(document, tags, knowledge, masked))
    people = (tag for tag in tags if tag.kind is TagKind.PERSON)
    masked.extend(mention for tag in people for mention in tag.mentions)
    places = [*named, *_adjectives(document, named, masked)]
    traces = [*places, *unknown_actors(document, tags, knowledge, places)]
    words: defaultdict[Word, list[Mention]] = defaultdict(list)
    for hit in WORDS.find(document.folded.text):
        for word in hit.labels:
            words[word].append(document.folded_mention(hit.start, hit.end))
    return Evidence(
        traces=tuple(sorted(traces, key=lambda trace: trace.mention.start)),
        words={word: tuple(mentions) for word, mentions in words.items()},
        look_alikes=look_alikes,
        title_end=document.title_end,
        lead=document.sentence_at(_body(document)).start,
        language=document.language,
        third_party=_third_party(tags, knowledge, look_alikes, words),
        new_head=_new_head(document, tags, knowledge) if words.get(Word.ELECTION) else "",
    )


def _body(document: Document) -> int:
    """Where the body begins: behind the title and its line break."""
    start = document.title_end
    while document.text[start : start + 1].isspace():
        start += 1
    return start


def _look_alikes(document: Document, knowledge: Knowledge) -> Iterator[tuple[LookAlike, Mention]]:
    def make() -> Lexicon[int]:
        forms = (
            (form, index)
            for index, look_alike in enumerate(knowledge.look_alikes)
            for form in look_alike.forms
        )
        return Lexicon(forms, inflect=False)

    for hit in keep(knowledge.look_alikes, "look-alikes", make).find(document.folded.text):
        for index in hit.labels:
            yield knowledge.look_alikes[index], document.folded_mention(hit.start, hit.end)


def _third_party(
    tags: Sequence[Tag],
    knowledge: Knowledge,
    look_alikes: Sequence[tuple[LookAlike, Mention]],
    words: Mapping[Word, Sequence[Mention]],
) -> LookAlike | None:
    """Another cooperation: one of its forms, or its third party in a sentence that ties."""
    for look_alike, _ in look_alikes:
        if look_alike.kind is LookAlikeKind.PARTNER:
            return look_alike
    ties = {
        mention.sentence_start
        for word in (Word.AGREEMENT, Word.TWINNING)
        for mention in words.get(word, ())
    }
    tied = {
        tag.key
        for tag in tags
        if tag.known and any(mention.sentence_start in ties for mention in tag.mentions)
    }
    others = (item for item in knowledge.look_alikes if item.kind is LookAlikeKind.PARTNER)
    return next((item for item in others if tied & set(item.partners)), None)


def _named(
    document: Document, tags: Sequence[Tag], knowledge: Knowledge, masked: Sequence[Mention]
) -> Iterator[Trace]:
    """Traces of the known entities, those inside a look-alike's name left out."""
    parties = keep(knowledge.events, "bodies", lambda: bodies(knowledge))
    hidden = Cover(len(document.text), masked)
    for tag in tags:
        entity = knowledge.entities.get(tag.key) if tag.known else None
        if entity is None or tag.kind is TagKind.SECTOR:
            continue
        actor = tag.kind is TagKind.ORGANISATION or _holds_office(document, entity)
        sides = (Side.AURA, Side.AICHI) if entity.side is Side.BOTH else (entity.side,)
        for mention in tag.mentions:
            if hidden.touches(mention) or _past(document, entity, mention):
                continue
            for side in sides:
                key = _is_key(document, entity, parties)
                person = entity.kind is EntityKind.PERSON
                yield Trace(side, mention, entity.label, actor, key, known=True, person=person)


def _past(document: Document, entity: Entity, mention: Mention) -> bool:
    """Whether a place is only where somebody was born or trained."""
    if entity.kind is not EntityKind.PLACE:
        return False
    if document.language == "ja":
        return trained(document.text[mention.end : mention.end + _BESIDE_JA])
    return trained(document.text[max(0, mention.start - _BESIDE_FR) : mention.end])


def _new_head(document: Document, tags: Sequence[Tag], knowledge: Knowledge) -> str:
    """Who of those named took office within some weeks of the day, with body or name in front."""
    day = document.published.date() if document.published else None
    titled = {
        tag.key for tag in tags for mention in tag.mentions if mention.start < document.title_end
    }
    for tag in tags:
        entity = knowledge.entities.get(tag.key)
        if day is None or entity is None or entity.side not in (Side.AURA, Side.AICHI):
            continue
        for role in entity.roles:
            body = knowledge.entities.get(role.organisation)
            named = {entity.id, role.organisation, body.institution if body else ""} & titled
            if role.head and role.start and abs(role.start - day) <= _JUST and named:
                return entity.label
    return ""


def bodies(knowledge: Knowledge) -> frozenset[str]:
    """Ids of the organisations of both sides that took part in the cooperation's own events."""
    core = (event for event in knowledge.events if event.relation is Relation.CORE)
    named = {key for event in core for key in event.entities if key in knowledge.entities}
    return frozenset(
        key
        for key in named
        if knowledge.entities[key].kind is EntityKind.ORGANISATION
        and knowledge.entities[key].side in (Side.AURA, Side.AICHI)
    )


def _is_key(document: Document, entity: Entity, bodies: frozenset[str]) -> bool:
    if entity.kind is EntityKind.PERSON:
        day = document.published.date() if document.published else None
        return any(
            role.head and role.organisation in bodies and (day is None or role.held_on(day))
            for role in entity.roles
        )
    return entity.id in bodies or (entity.kind is EntityKind.PLACE and entity.institution in bodies)


def _holds_office(document: Document, entity: Entity) -> bool:
    """Whether a person stood for something on the article's day; without dates, always."""
    if entity.kind is not EntityKind.PERSON:
        return False
    if document.published is None or not entity.roles:
        return True
    day = document.published.date()
    return any(role.held_on(day) for role in entity.roles)


def _adjectives(
    document: Document, named: Sequence[Trace], masked: Sequence[Mention]
) -> Iterator[Trace]:
    taken = Cover(len(document.text), [*(trace.mention for trace in named), *masked])
    for hit in SIDES.find(document.folded.text):
        mention = document.folded_mention(hit.start, hit.end)
        if hit.labels and not taken.touches(mention):
            for side in hit.labels:
                yield Trace(side, mention, mention.surface, actor=False)
