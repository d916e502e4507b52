"""Why an article is tagged and ranked as it is: as data and as lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from knowledge import Knowledge
from news.analysis import Analysis, Mention, Relevance, Tag, TagKind
from news.article import Article, Timeliness
from news.reading import Reading
from scheduler.saying import say_reason

_HEADINGS = {
    TagKind.PERSON: "people",
    TagKind.ORGANISATION: "organisations",
    TagKind.PLACE: "places",
    TagKind.SECTOR: "sectors",
}


def explain_data(reading: Reading, base: Knowledge) -> dict[str, Any]:
    """Everything that is known of one article: tags, evidence, reasons, candidates rejected."""
    analysis, article = reading.analysis, reading.article
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "revision": article.revision,
        "published": _published(article),
        "text_removed_at": article.text_removed_at and article.text_removed_at.isoformat(),
        "maker": analysis.maker,
        "language": analysis.language,
        "tier": analysis.relevance.tier.value,
        "score": analysis.relevance.score,
        "reasons": [say_reason(reason, base) for reason in analysis.relevance.reasons],
        "tags": [
            {
                "kind": tag.kind.value,
                "key": tag.key,
                "label": tag.label,
                "known": tag.known,
                "score": tag.score,
                "why": say_reason(tag.why, base),
                "mentions": [
                    {
                        "start": item.start,
                        "end": item.end,
                        "surface": item.surface,
                        "sentence": item.sentence,
                    }
                    for item in tag.mentions
                ],
            }
            for tag in analysis.tags
        ],
        "roles": [
            {"start": role.start, "end": role.end, "surface": role.surface, "person": role.person}
            for role in analysis.roles
        ],
        "rejected": [say_reason(reason, base) for reason in analysis.rejected],
        "story": reading.story_id,
        "near_duplicate_of": reading.near_duplicate_of,
    }


def _published(article: Article) -> dict[str, str] | None:
    published = article.published
    if published is None:
        return None
    return {
        "instant": published.instant.isoformat(),
        "precision": published.precision.value,
        "provenance": published.provenance,
        "timeliness": article.timeliness.value,
    }


def explain_lines(reading: Reading, base: Knowledge, language: str) -> Iterator[str]:
    """The same for people, in `fr`, `ja` or `en`."""
    article, analysis = reading.article, reading.analysis
    say = base.phrases.say
    yield article.title
    yield f"  {article.url}"
    if published := article.published:
        detail = (f"{published.instant:%Y-%m-%d %H:%M} UTC", published.provenance)
        yield f"  {say('explain-dated', language, *detail)}"
    if article.timeliness is not Timeliness.CURRENT:
        yield f"  {say('explain-not-new', language)}"
    if article.text_removed_at:
        yield f"  {say('text-removed', language, article.text_removed_at.date().isoformat())}"
    read = say("explain-read", language, say(f"language-{analysis.language}", language))
    yield f"  {read} · {analysis.maker}"
    yield ""
    yield from _tier(analysis.relevance, base, language)
    for kind, heading in _HEADINGS.items():
        tags = analysis.of_kind(kind)
        if tags:
            yield ""
            yield say(heading, language)
        for tag in tags:
            yield from _tag(tag, base, language)
    yield from _roles(analysis, base, language)
    if analysis.rejected:
        yield ""
        yield say("rejected-candidates", language)
        for reason in analysis.rejected:
            yield f"  - {say_reason(reason, base, language)}"


def _tier(relevance: Relevance, base: Knowledge, language: str) -> Iterator[str]:
    """The tier with its sum, a line a reason, points in front."""
    from nlp import NEEDED  # noqa: PLC0415 (the reading is slow to import)

    tier = base.phrases.say(f"tier-{relevance.tier.value}", language)
    needed = NEEDED.get(relevance.tier)
    if needed is None:
        yield tier
    else:
        figures = (f"{relevance.score:g}", f"{needed:g}")
        yield base.phrases.say("explain-sum", language, tier, *figures)
    for reason in relevance.reasons:
        points = f"{reason.points:+g}" if reason.points else ""
        yield f"  {points:>5}  {say_reason(replace(reason, points=0.0), base, language)}"


def _tag(tag: Tag, base: Knowledge, language: str) -> Iterator[str]:
    """What is tagged, by what rule or model and how surely; then every form with one sentence."""
    say = base.phrases.say
    label = tag.label
    if tag.kind is TagKind.SECTOR and tag.key in base.sectors:
        label = base.sectors[tag.key].label(language)
    elif tag.known and tag.key in base.entities:
        label = base.entities[tag.key].name(language)
    unknown = "" if tag.known else f" ({say('unknown', language)})"
    yield f"  {label}{unknown} · {say('score', language)} {tag.score:.2f}"
    yield f"    {say_reason(tag.why, base, language)}"
    forms: dict[str, list[Mention]] = {}
    for mention in tag.mentions:
        forms.setdefault(mention.surface, []).append(mention)
    for surface, mentions in forms.items():
        first = mentions[0]
        times = f" ×{len(mentions)}" if len(mentions) > 1 else ""
        sentence = " ".join(first.sentence.split())
        yield f"    “{surface}”{times} [{first.start}–{first.end}] {sentence}"


def _roles(analysis: Analysis, base: Knowledge, language: str) -> Iterator[str]:
    if analysis.roles:
        yield ""
        yield base.phrases.say("explain-roles", language)
    for role in analysis.roles:
        person = base.entities.get(role.person)
        name = person.name(language) if person else role.person
        yield f"  {base.phrases.say('role', language, role.surface, name)}"
