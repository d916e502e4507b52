"""A digest as plain text: no markup, one thing a line, addresses alone on theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digest.fortnight import PRESSES, SIDES
from digest.shown import (
    Column,
    ShownArticle,
    ShownDigest,
    ShownFirst,
    ShownFortnight,
    ShownStory,
    ShownTag,
)
from digest.words import Words
from news.analysis import Tier

REASONS_AT_MOST = 3
_INDENT = "  "


def to_text(digest: ShownDigest, words: Words) -> str:
    """The plain text of a digest, ending in a newline."""
    return "\n".join(line.rstrip() for line in _lines(digest, words)) + "\n"


def _lines(digest: ShownDigest, words: Words) -> Iterator[str]:
    yield digest.title
    yield " · ".join(digest.summary)
    if not digest.stories:
        yield from ("", words.say("no-story-week" if words.several_days else "no-story"))
    for tier in Tier:
        told = [story for story in digest.stories if story.tier is tier]
        if told:
            count = words.say("stories-count", len(told))
            yield from _heading(f"{words.say(f'tier-{tier.value}')} · {count}")
        for story in told:
            yield ""
            yield from _article(story.lead, words) if story.brief else _story(story, words)
    yield from _met(digest, words)
    yield from _fortnight(digest.fortnight, words)
    yield from _sources(digest, words)
    for line in digest.closing:
        yield from ("", line)


def _heading(text: str) -> Iterator[str]:
    yield from ("", "", f"== {text} ==")


def _story(story: ShownStory, words: Words) -> Iterator[str]:
    for place, column in enumerate(story.columns):
        yield from _column(column, words, first=not place)
    if story.update:
        yield _INDENT + words.say("update")
    if story.change:
        yield _INDENT + story.change.text
    yield _INDENT + _first(story.first, words)
    for heading, tags in story.tags:
        yield _INDENT + _labelled(heading, (_tag(tag, words) for tag in tags), words)
    if story.reasons:
        texts = (reason.text for reason in story.reasons[:REASONS_AT_MOST])
        yield _INDENT + words.say("digest-labelled", words.say("why-here"), " · ".join(texts))
    if story.copies:
        outlets = dict.fromkeys(copy.outlet for copy in story.copies)
        yield _INDENT + _labelled("agency-copies", outlets, words)


def _column(column: Column, words: Words, *, first: bool) -> Iterator[str]:
    if not first:
        yield f"{_INDENT}-- {column.label}"
    for article in column.articles:
        yield from _article(article, words)


def _article(article: ShownArticle, words: Words) -> Iterator[str]:
    yield f"* {article.title or words.say('digest-link-only', article.outlet)}"
    byline = [article.outlet] if article.title else []
    byline += [*article.authors, article.when]
    if article.reserved:
        byline.append(words.say("reserved"))
    yield _INDENT + " · ".join(byline)
    if article.evidence:
        yield f"{_INDENT}> {article.evidence.text.strip()}"
    if article.url:
        yield _INDENT + article.url


def _first(first: ShownFirst, words: Words) -> str:
    seen = f"{words.say('first-seen')} {first.outlet}"
    return f"{seen} · {first.told_in} · {first.when} · {first.independent}"


def _tag(tag: ShownTag, words: Words) -> str:
    return words.say("digest-with-role", tag.label, tag.role) if tag.role else tag.label


def _labelled(code: str, texts: Iterable[str], words: Words) -> str:
    return words.say("digest-labelled", words.say(code), words.join(texts))


def _met(digest: ShownDigest, words: Words) -> Iterator[str]:
    if digest.met:
        yield from _heading(words.say("met-first"))
    for heading, names in digest.met:
        yield _labelled(heading, (_tag(name.tag, words) for name in names), words)


def _fortnight(fortnight: ShownFortnight, words: Words) -> Iterator[str]:
    yield from _heading(words.say("fortnight"))
    if not fortnight.volumes:
        yield words.say("fortnight-empty")
    for press in PRESSES:
        if total := fortnight.count(language=press):
            sides = ((side, fortnight.count(language=press, side=side)) for side in SIDES)
            told = (f"{words.say(f'names-{side}')} {count}" for side, count in sides if count)
            articles = words.say("articles-count", total)
            yield _labelled(f"press-{press}", (articles, *told), words)
    for heading, shares in (("sectors", fortnight.sectors), ("sources", fortnight.sources)):
        if shares:
            listed = (f"{share.label} {share.articles}" for share in shares)
            yield _labelled(heading, listed, words)


def _sources(digest: ShownDigest, words: Words) -> Iterator[str]:
    if digest.sources_total:
        yield from _heading(words.say("sources-failed" if digest.failed else "sources"))
        if not digest.failed:
            yield words.say("sources-fine")
    for source in digest.failed:
        yield words.say("digest-labelled", source.name, source.text)
