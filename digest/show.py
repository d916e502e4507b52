"""From a digest to what its reader may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from math import ceil

from digest.evidence import find_evidence
from digest.fortnight import show_fortnight
from digest.history import show_change, show_first
from digest.newcomers import show_newcomers
from digest.plain import one_line, web_link
from digest.reading_time import FRAME_MINUTES, within_budget
from digest.saying import said_closing, said_date, said_subject, said_summary, said_title
from digest.shown import (
    Column,
    ShownArticle,
    ShownDigest,
    ShownReason,
    ShownSource,
    ShownStory,
    TierCount,
)
from digest.tags import show_tags
from digest.weight import Weight, weigh
from digest.words import Words, words_for
from knowledge import Knowledge
from news.analysis import Tier
from news.day import day_window
from news.digest import Digest, DigestStory
from news.reading import Reading
from news.report import SourceReport
from news.source import Rights


def show(digest: Digest, knowledge: Knowledge) -> ShownDigest:
    """All that a reader of this digest is shown."""
    words = words_for(digest, knowledge)
    new = sum(not story.update for story in digest.stories)
    sound = sum(report.state.healthy for report in digest.sources)
    stories = _stories(digest, words)
    needed = FRAME_MINUTES + sum(story.minutes for story in stories if not story.brief)
    minutes = ceil(needed) if stories else 0
    return ShownDigest(
        first_day=digest.first_day,
        day=digest.day,
        date=said_date(digest, words),
        title=said_title(digest, words),
        subject=said_subject(digest, words),
        language=digest.language,
        timezone=digest.timezone,
        built_at=digest.built_at.astimezone(words.zone),
        summary=said_summary(digest, minutes, words),
        stories=stories,
        tiers=tuple(_count(tier, digest) for tier in Tier),
        read=digest.read,
        off=digest.off,
        new=new,
        updates=len(digest.stories) - new,
        sources_read=sound,
        sources_total=len(digest.sources),
        failed=tuple(_source(item, words) for item in digest.sources if not item.sound),
        read_at=digest.read_at.astimezone(words.zone) if digest.read_at else None,
        met=show_newcomers(digest, stories, words),
        fortnight=show_fortnight(digest, words),
        minutes=minutes,
        closing=said_closing(digest, words),
    )


def _stories(digest: Digest, words: Words) -> tuple[ShownStory, ...]:
    since, _ = day_window(digest.first_day, words.zone)
    places: Counter[Tier] = Counter()
    told = []
    for story in digest.stories:
        places[story.tier] += 1
        anchor = f"{story.tier.value}-{places[story.tier]}"
        told.append(_story(story, words, anchor, since))
    return within_budget(told, words.language)


def _count(tier: Tier, digest: Digest) -> TierCount:
    stories = [story for story in digest.stories if story.tier is tier]
    updates = sum(story.update for story in stories)
    articles = sum(len(story.readings) + len(story.copies) for story in stories)
    if tier is Tier.OFF:
        articles = digest.off
    return TierCount(tier, len(stories), len(stories) - updates, updates, articles)


def _story(story: DigestStory, words: Words, anchor: str, since: datetime) -> ShownStory:
    weight = weigh(story.readings)
    columns = _columns(story, words)
    everything = (*story.readings, *story.copies)
    outlets = {reading.article.source_id for reading in everything}
    tags = show_tags(everything, words)
    return ShownStory(
        id=story.id,
        tier=story.tier,
        update=story.update,
        weight=weight,
        weight_line=_weight_line(weight, words),
        anchor=anchor,
        first=show_first(story, words),
        change=show_change(story, since, tuple(tag for _, found in tags for tag in found), words),
        told=words.say("told-by", len(everything), len(outlets)),
        lead=columns[0].articles[0],
        columns=columns,
        copies=tuple(show_article(copy, words, excerpt=False) for copy in story.copies),
        tags=tags,
        reasons=_reasons(story, words),
        brief=False,
        minutes=0.0,
    )


def _weight_line(weight: Weight, words: Words) -> str:
    parts = (weight.total, weight.relevance, weight.outlets, weight.languages)
    return words.say("digest-weight", *map(words.number, parts), weight.outlet_count)


def _columns(story: DigestStory, words: Words) -> tuple[Column, ...]:
    """The lead's language first, then the others by age; those without any title come last."""
    languages = dict.fromkeys(reading.analysis.language for reading in story.readings)
    columns = (
        Column(
            language=language,
            label=words.say("in-languages", words.language_name(language)),
            articles=_told(story.readings, language, words),
        )
        for language in languages
    )
    return tuple(sorted(columns, key=lambda column: not column.articles[0].title))


def _told(readings: Iterable[Reading], language: str, words: Words) -> tuple[ShownArticle, ...]:
    """The articles of one language, those with a title first; only one that may be is quoted."""
    told: list[ShownArticle] = []
    for reading in readings:
        if reading.analysis.language == language:
            quoted = any(article.evidence for article in told)
            told.append(show_article(reading, words, excerpt=not quoted))
    return tuple(sorted(told, key=lambda article: not article.title))


def show_article(reading: Reading, words: Words, *, excerpt: bool = True) -> ShownArticle:
    """One article within the rights of its source.

    `link` gives outlet and link; `title` adds the title; `excerpt` adds the evidence sentence and
    its authors. A publisher who reserves text mining is never quoted. A source that is no longer
    known is treated as `title`, which is what a source without a word on rights gives.
    """
    article = reading.article
    source = words.knowledge.sources.get(article.source_id)
    rights = source.rights if source else Rights.TITLE
    quoted = excerpt and rights is Rights.EXCERPT and not article.reserved
    evidence = find_evidence(reading) if quoted else None
    title = "" if rights is Rights.LINK else one_line(article.title).strip()
    authors = (one_line(author).strip() for author in article.authors) if evidence else ()
    return ShownArticle(
        id=article.id,
        url=web_link(article.url),
        outlet=one_line(source.name if source else article.source_id).strip(),
        outlet_language=source.language if source else "",
        language=reading.analysis.language,
        title=title,
        authors=tuple(authors),
        dated=article.dated.astimezone(words.zone),
        when=words.published(article),
        reserved=article.reserved,
        evidence=evidence,
    )


def _reasons(story: DigestStory, words: Words) -> tuple[ShownReason, ...]:
    """Why the article that gave the story its tier is here; nothing is said of reserved ones."""
    open_ones = [item for item in story.readings if not item.article.reserved]
    nearest = [item for item in open_ones if item.settled.tier is story.tier]
    if not nearest:
        return ()
    reasons = nearest[0].settled.relevance.reasons
    return tuple(
        ShownReason(reason.code, reason.detail, reason.points, words.reason(reason))
        for reason in sorted(reasons, key=lambda item: -item.points)
    )


def _source(report: SourceReport, words: Words) -> ShownSource:
    source = words.knowledge.sources.get(report.source_id)
    since = report.since.astimezone(words.zone)
    if report.state.healthy:
        text = words.say("faults-count", len(report.faults))
    else:
        state = words.say(f"state-{report.state.value}")
        when = words.say("since", words.short_date(since.date()))
        text = words.say("digest-join", state, when)
    return ShownSource(
        id=report.source_id,
        name=source.name if source else report.source_id,
        language=source.language if source else "",
        state=report.state.value,
        healthy=report.state.healthy,
        since=since,
        text=text,
    )
