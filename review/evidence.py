"""The tags of one article with everything that proves them, tied to their places in the text."""

from __future__ import annotations

from dataclasses import dataclass

from news.analysis import Mention, RoleMention, TagKind
from news.article import Article
from news.glimpse import TagKey
from news.place import follow
from news.reading import Reading
from news.review import Review, SettledTag, standing
from review.marks import Mark, Piece, cut
from review.names import Names
from review.said import Said, own_id, tell
from review.speech import origins_of, tag_target
from review.view import View

OFFICE = "office"
"""Kind of the mark of an office that was solved to a person."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One sentence that proves a tag."""

    pieces: list[Piece]
    anchor: str
    """Id of its first mention in the text."""
    in_title: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One tag of the article."""

    id: str
    settled: SettledTag
    name: str
    other_name: str
    """The canonical name, where it differs from the one shown."""
    href: str
    why: str
    proofs: list[Proof]
    origin: TagKey
    """The tag as the machine made or an analyst added it: what is spoken of."""
    said: list[Said]
    undo: str
    """Id of the visitor's own word on it, when one stands."""
    lost: list[Review]
    """Words that added it where this revision of the text has them no more."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """One tag that an analyst rejected."""

    origin: TagKey
    name: str
    said: list[Said]
    undo: str


@dataclass(frozen=True, slots=True)
class Office:
    """One office without a name, and who held it."""

    id: str
    surface: str
    person: str
    href: str
    anchor: str


def find_tags(view: View, reading: Reading) -> list[Found]:
    """The tags with their proofs and what was said of them, in the maker's order."""
    return [
        _find(view, reading, settled, f"tag-{number}")
        for number, settled in enumerate(reading.settled.tags, 1)
    ]


def _find(view: View, reading: Reading, settled: SettledTag, target: str) -> Found:
    tag = settled.tag
    name = view.names.tag(tag)
    targets = {tag_target(origin) for origin in settled.origins}
    return Found(
        id=target,
        settled=settled,
        name=name,
        other_name=tag.label if tag.label != name and tag.kind != TagKind.SECTOR else "",
        href=view.name_link(tag.kind, tag.key),
        why=view.reason(tag.why),
        proofs=_prove(reading.article, tag.mentions, tag.kind.value, target),
        origin=settled.origins[0],
        said=tell(view, reading, targets),
        undo=own_id(view, reading, *targets),
        lost=[
            word
            for word in standing(reading.reviews)
            if word.target in targets
            and word.place
            and follow(word, reading.article).revision != reading.article.revision
        ],
    )


def find_rejected(view: View, reading: Reading) -> list[Rejected]:
    """The tags that an analyst rejected, in the maker's order."""
    shown = {origin for item in reading.settled.tags for origin in item.origins}
    labels = {(tag.kind, tag.key): tag.label for tag in reading.analysis.tags}
    return [
        Rejected(
            origin,
            view.names.known(*origin) or labels.get(origin, origin[1]),
            tell(view, reading, {tag_target(origin)}),
            own_id(view, reading, tag_target(origin)),
        )
        for origin in origins_of(reading)
        if origin not in shown
    ]


def _prove(article: Article, mentions: tuple[Mention, ...], kind: str, target: str) -> list[Proof]:
    """Each sentence once, with all the tag's mentions in it."""
    by_sentence: dict[tuple[int, str], list[int]] = {}
    for number, mention in enumerate(mentions):
        by_sentence.setdefault((mention.sentence_start, mention.sentence), []).append(number)
    return [
        Proof(
            pieces=cut(
                sentence,
                [Mark(mentions[n].start - start, mentions[n].end - start, kind) for n in numbers],
            ),
            anchor=_anchor(target, numbers[0]),
            in_title=start < len(article.title),
        )
        for (start, sentence), numbers in by_sentence.items()
    ]


def find_offices(view: View, roles: tuple[RoleMention, ...]) -> list[Office]:
    """The offices that were solved, in the order of the text."""
    return [
        Office(
            id=f"office-{number}",
            surface=role.surface,
            person=view.names.entity(role.person) or role.person,
            href=view.name_link(TagKind.PERSON, role.person),
            anchor=_anchor(f"office-{number}", 0),
        )
        for number, role in enumerate(roles, 1)
    ]


def mark_text(names: Names, found: list[Found], roles: tuple[RoleMention, ...]) -> list[Mark]:
    """All mentions of all tags, and the offices, as marks of the full text."""
    marks = [
        Mark(mention.start, mention.end, tag.kind.value, names.tag(tag), item.id, anchor)
        for item in found
        for tag in [item.settled.tag]
        for number, mention in enumerate(tag.mentions)
        for anchor in [_anchor(item.id, number)]
    ]
    for number, role in enumerate(roles, 1):
        target = f"office-{number}"
        name = names.entity(role.person) or role.person
        marks.append(Mark(role.start, role.end, OFFICE, name, target, _anchor(target, 0)))
    return marks


def _anchor(target: str, number: int) -> str:
    return f"{target}-at-{number + 1}"
