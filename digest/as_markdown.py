"""A digest as Markdown (CommonMark), for people who keep it in a file or paste it elsewhere.

Everything that somebody wrote is escaped: it can start no heading, link, list, code or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from digest.evidence import Evidence
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

_SPECIAL = re.compile(r"[\\`*_\[\]#|~$]")
_STARTS_BLOCK = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)]))")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escape(text: str) -> str:
    """Text that Markdown and HTML print as it is, also at the start of a line."""
    safe = _SPECIAL.sub(r"\\\g<0>", text).translate(_ENTITIES)
    return _STARTS_BLOCK.sub(
        lambda at: f"{at[1]}\\{at[2]}" if at[2] else f"{at[1]}{at[3]}\\{at[4]}", safe
    )


def to_markdown(shown: ShownDigest, words: Words) -> str:
    """The Markdown text of a digest, ending in a newline."""
    return "\n".join(_lines(shown, words)) + "\n"


def _lines(digest: ShownDigest, words: Words) -> Iterator[str]:
    yield f"# {escape(digest.title)}"
    yield ""
    yield escape(" · ".join(digest.summary))
    yield ""
    yield from _glance(digest, words)
    if not digest.stories:
        yield ""
        yield escape(words.say("no-story-week" if words.several_days else "no-story"))
    for tier in Tier:
        told = [story for story in digest.stories if story.tier is tier]
        if told:
            yield ""
            yield f"## {escape(words.say(f'tier-{tier.value}'))}"
        for story in told:
            yield ""
            yield from _brief(story, words) if story.brief else _story(story, words)
    yield from _met(digest, words)
    yield from _fortnight(digest.fortnight, words)
    yield from _closing(digest, words)


def _glance(digest: ShownDigest, words: Words) -> Iterator[str]:
    heads = (
        "tier",
        "stories",
        *(f"digest-column-{name}" for name in ("new", "updates", "articles")),
    )
    yield _row(map(words.say, heads))
    yield "| --- | ---: | ---: | ---: | ---: |"
    for count in digest.tiers:
        figures = (count.stories, count.new, count.updates)
        shown = ("–",) * 3 if count.tier is Tier.OFF else map(str, figures)
        yield _row((words.say(f"tier-{count.tier.value}"), *shown, str(count.articles)))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(escape, cells))} |"


def _story(story: ShownStory, words: Words) -> Iterator[str]:
    yield f"### {_headline(story.lead, words)}"
    yield ""
    badge = f"**{escape(words.say(f'tier-{story.tier.value}'))}**"
    yield f"{badge} · {escape(words.say('update'))}" if story.update else badge
    for column in story.columns:
        yield ""
        yield from _column(column, words)
    yield ""
    if story.change:
        yield f"- {escape(story.change.text)}"
    yield f"- {_first(story.first, words)}"
    for heading, tags in story.tags:
        listed = words.join(_tag(tag, words) for tag in tags)
        yield f"- {_labelled(heading, listed, words)}"
    if story.reasons:
        yield f"- **{escape(words.say('why-here'))}**"
        yield from (f"  - {escape(reason.text)}" for reason in story.reasons)
    yield f"- {escape(story.weight_line)}"
    if story.copies:
        copies = words.join(map(_linked, story.copies))
        yield f"- {_labelled('agency-copies', copies, words)}"


def _column(column: Column, words: Words) -> Iterator[str]:
    yield f"**{escape(column.label)}**"
    yield ""
    for article in column.articles:
        yield f"- {_headline(article, words)} — {_byline(article, words)}"
        if article.evidence:
            yield ""
            yield f"  > {_quote(article.evidence)}"


def _brief(story: ShownStory, words: Words) -> Iterator[str]:
    yield f"- {_headline(story.lead, words)} — {_byline(story.lead, words)}"


def _headline(article: ShownArticle, words: Words) -> str:
    return _link(article.title or words.say("digest-link-only", article.outlet), article.url)


def _linked(article: ShownArticle) -> str:
    return f"{_link(article.outlet, article.url)} {escape(article.when)}"


def _link(text: str, url: str) -> str:
    return f"[{escape(text)}](<{url}>)" if url else escape(text)


def _byline(article: ShownArticle, words: Words) -> str:
    parts = [article.outlet] if article.title else []
    parts += [*article.authors, article.when]
    if article.reserved:
        parts.append(words.say("reserved"))
    return " · ".join(map(escape, parts))


def _quote(evidence: Evidence) -> str:
    pieces = []
    for piece in evidence.pieces:
        text = escape(piece.text)
        pieces.append(f"**{text}**" if piece.marked else text)
    return "".join(pieces).strip()


def _tag(tag: ShownTag, words: Words) -> str:
    text = words.say("digest-with-role", tag.label, tag.role) if tag.role else tag.label
    return escape(f"{text} ✓" if tag.checked else text)


def _met(digest: ShownDigest, words: Words) -> Iterator[str]:
    if digest.met:
        yield ""
        yield f"## {escape(words.say('met-first'))}"
        yield ""
    for heading, names in digest.met:
        yield f"- {_labelled(heading, words.join(_tag(name.tag, words) for name in names), words)}"


def _fortnight(fortnight: ShownFortnight, words: Words) -> Iterator[str]:
    yield ""
    yield f"## {escape(words.say('fortnight'))}"
    yield ""
    if not fortnight.volumes:
        yield escape(words.say("fortnight-empty"))
        return
    sides = [side for side in SIDES if fortnight.count(side=side)]
    yield _row(("", *(words.say(f"names-{side}") for side in sides), words.say("total")))
    yield f"| --- |{' ---: |' * (len(sides) + 1)}"
    for press in PRESSES:
        if press != "other" or fortnight.count(language=press):
            counts = (str(fortnight.count(language=press, side=side)) for side in (*sides, ""))
            yield _row((words.say(f"press-{press}"), *counts))
    yield ""
    for heading, shares in (("sectors", fortnight.sectors), ("sources", fortnight.sources)):
        if shares:
            listed = words.join(escape(f"{share.label} {share.articles}") for share in shares)
            yield f"- {_labelled(heading, listed, words)}"


def _labelled(code: str, text: str, words: Words) -> str:
    return words.say("digest-labelled", f"**{escape(words.say(code))}**", text)


def _first(first: ShownFirst, words: Words) -> str:
    seen = f"{words.say('first-seen')} {first.outlet}"
    return escape(f"{seen} · {first.told_in} · {first.when} · {first.independent}")


def _closing(digest: ShownDigest, words: Words) -> Iterator[str]:
    yield ""
    yield f"## {escape(words.say('sources-failed' if digest.failed else 'sources'))}"
    yield ""
    for source in digest.failed:
        yield f"- {words.say('digest-labelled', f'**{escape(source.name)}**', escape(source.text))}"
    if digest.sources_total and not digest.failed:
        yield escape(words.say("sources-fine"))
    for line in digest.closing:
        yield ""
        yield escape(line)
