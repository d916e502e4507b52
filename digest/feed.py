"""A digest as an Atom feed (RFC 4287): one entry a story, whole or as a filter wants it.

Ids are name-based UUIDs (RFC 4122, version 5): the same story and the same choice keep theirs for
ever, wherever the feed lies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from digest.as_html import fill
from digest.filter import Filter, narrow
from digest.show import show
from digest.shown import ShownArticle, ShownStory
from digest.words import Words, words_for
from knowledge import Knowledge
from news.day import day_window
from news.digest import Digest, DigestStory

FEED_DAYS = 14
"""Days that a feed goes back."""
_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 has no place for, not even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_feed(digest: Digest, wanted: Filter, knowledge: Knowledge, address: str = "") -> str:
    """The XML of a feed.

    Args:
        digest: of as many days as the feed shall go back, `FEED_DAYS` for instance.
        wanted: which of its stories.
        knowledge: for the reader's words.
        address: where the feed will lie, when that is known.
    """
    digest, words = narrow(digest, wanted, knowledge), words_for(digest, knowledge)
    return _feed(digest, wanted, words, _entries(digest, words), address)


def render_feeds(
    digest: Digest, wanted: Mapping[str, Filter], knowledge: Knowledge
) -> dict[str, str]:
    """Several feeds of one digest, by name: each story is worked out once for all of them."""
    words = words_for(digest, knowledge)
    entries = _entries(digest, words)
    return {
        name: _feed(narrow(digest, choice, knowledge), choice, words, entries)
        for name, choice in wanted.items()
    }


def _feed(
    digest: Digest, wanted: Filter, words: Words, entries: Mapping[str, Element], address: str = ""
) -> str:
    _, until = day_window(digest.day, words.zone)
    feed = Element("feed", {"xmlns": _ATOM, _LANG: words.language})
    _text(feed, "id", identity("feed", words.language, repr(wanted)))
    _text(feed, "title", said_feed(wanted, words))
    _text(feed, "subtitle", words.say("app-tagline"))
    _text(feed, "updated", _instant(max(map(_touched, digest.stories), default=until)))
    _text(feed, "rights", words.say("digest-rights"))
    _text(feed, "generator", words.say("app-name"))
    _text(SubElement(feed, "author"), "name", words.say("app-name"))
    if address:
        SubElement(feed, "link", rel="self", type="application/atom+xml", href=address)
    feed.extend(entries[story.id] for story in sorted(digest.stories, key=_touched, reverse=True))
    indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(feed, encoding="unicode")}\n'


def _entries(digest: Digest, words: Words) -> dict[str, Element]:
    shown = show(digest, words.knowledge).stories
    return {
        story.id: _entry(story, each, words)
        for story, each in zip(digest.stories, shown, strict=True)
    }


def identity(*parts: str) -> str:
    """A name that stays: the same parts give the same."""
    return uuid5(NAMESPACE_URL, "/".join(("fildesoie", *parts))).urn


def said_feed(wanted: Filter, words: Words) -> str:
    """The title of a feed: the name, and what is chosen."""
    chosen = " · ".join(_choices(wanted, words))
    name = words.say("app-name")
    return words.say("digest-labelled", name, chosen) if chosen else name


def _choices(wanted: Filter, words: Words) -> Iterator[str]:
    base = words.knowledge
    yield from (words.say(f"tier-{tier.value}") for tier in wanted.tiers)
    yield from (base.sectors[key].label(words.language) for key in wanted.sectors)
    for language in wanted.languages:
        yield words.say("in-languages", words.language_name(language))
    yield from (base.entities[key].name(words.language) for key in wanted.entities)
    yield from (words.say(f"names-{side}") for side in wanted.sides)


def _entry(story: DigestStory, shown: ShownStory, words: Words) -> Element:
    lead, entry = shown.lead, Element("entry")
    title = lead.title or words.say("digest-link-only", lead.outlet)
    _text(entry, "id", identity("story", words.language, story.id))
    _text(entry, "title", title, lead.language if lead.title else words.language)
    _text(entry, "updated", _instant(_touched(story)))
    _text(entry, "published", _instant(story.members[0].dated))
    _text(SubElement(entry, "author"), "name", lead.outlet)
    for article in _articles(shown):
        if article.url:
            rel = "alternate" if article is lead else "related"
            SubElement(entry, "link", rel=rel, href=article.url, hreflang=article.language)
    _categories(entry, shown, words)
    if lead.evidence:
        _text(entry, "summary", lead.evidence.text.strip(), lead.language)
    content = fill("entry.html", words, story=shown)
    SubElement(entry, "content", {"type": "html"}).text = _NO_XML.sub("", content)
    return entry


def _articles(shown: ShownStory) -> Iterator[ShownArticle]:
    for column in shown.columns:
        yield from column.articles
    yield from shown.copies


def _categories(entry: Element, shown: ShownStory, words: Words) -> None:
    tier = shown.tier.value
    SubElement(entry, "category", _category("tier", tier, words.say(f"tier-{tier}")))
    for _, tags in shown.tags:
        for tag in tags:
            if tag.known:
                SubElement(entry, "category", _category(tag.kind, tag.key, tag.label))


def _category(scheme: str, term: str, label: str) -> dict[str, str]:
    return {
        "scheme": f"urn:fildesoie:{scheme}",
        "term": _NO_XML.sub("", term),
        "label": _NO_XML.sub("", label),
    }


def _touched(story: DigestStory) -> datetime:
    """When a story last gained an article."""
    return max(reading.article.dated for reading in (*story.readings, *story.copies))


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(parent: Element, name: str, text: str, language: str = "") -> None:
    attributes = {_LANG: language} if language else {}
    SubElement(parent, name, attributes).text = _NO_XML.sub("", text)
