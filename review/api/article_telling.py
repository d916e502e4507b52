"""Telling articles by the API. What a publisher reserves, or a source's rights withhold, is not.

Of a reserved article there are title, link and tags; evidence only as far as it stands in the
title. A source with the right `title` gives no text either, one with `link` no title.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta

from news.analysis import Reason
from news.article import Article
from news.glimpse import Glimpse
from news.reading import Reading
from news.review import SettledTag
from news.source import Rights
from review.api.article_shapes import (
    ArticleLine,
    ArticleWhole,
    Dated,
    Office,
    Origin,
    Outlet,
    Proof,
    Tagged,
    TagWhole,
    Why,
)
from review.api.words_shapes import words_of
from review.evidence import find_rejected
from review.excerpt import make_excerpt
from review.said import last_id
from review.view import View, web_address
from storage import Query


def rights_of(view: View, article: Article | Glimpse) -> Rights:
    """How much of an article may be told."""
    source = view.desk.knowledge.sources.get(article.source_id)
    rights = source.rights if source else Rights.EXCERPT
    return Rights.TITLE if article.reserved and rights is Rights.EXCERPT else rights


def told_openly(view: View, article_ids: Iterable[str]) -> set[str]:
    """Those of these articles of which sentences may be told."""
    ids = tuple(dict.fromkeys(article_ids))
    found = view.desk.store.glimpses(Query(ids=ids)) if ids else []
    return {each.id for each in found if rights_of(view, each) is Rights.EXCERPT}


def line_of(view: View, reading: Reading, searched: str = "") -> ArticleLine:
    """An article as lists tell it."""
    tags = [Tagged.model_validate(_tag(view, item)) for item in reading.settled.tags]
    return ArticleLine.model_validate({**_facts(view, reading, searched), "tags": tags})


def whole_of(view: View, reading: Reading) -> ArticleWhole:
    """An article with all that is known of it."""
    article, analysis = reading.article, reading.analysis
    rights = rights_of(view, article)
    end = shown_until(article, rights)
    return ArticleWhole.model_validate(
        {
            **_facts(view, reading),
            "authors": list(article.authors),
            "revision": article.revision,
            "text": article.text if rights is Rights.EXCERPT else None,
            "maker": analysis.maker,
            "confidence": analysis.confidence,
            "score": analysis.relevance.score,
            "reasons": [why_of(view, each) for each in reading.settled.relevance.reasons],
            "tags": [_whole_tag(view, item, end) for item in reading.settled.tags],
            "rejected": [
                Origin(kind=each.origin[0], key=each.origin[1], name=each.name)
                for each in find_rejected(view, reading)
            ],
            "offices": [
                Office(
                    start=role.start,
                    end=role.end,
                    surface=role.surface,
                    person=role.person,
                    name=view.names.entity(role.person) or role.person,
                )
                for role in analysis.roles
                if role.end <= end
            ],
            "passed_over": [why_of(view, each) for each in analysis.rejected],
            "seen": last_id(reading),
            "words": words_of(view, reading),
        }
    )


def shown_until(article: Article, rights: Rights) -> int:
    """How far title, newline, text may be shown, in code points."""
    ends = {Rights.LINK: 0, Rights.TITLE: len(article.title)}
    return ends.get(rights, len(article.full_text))


def why_of(view: View, reason: Reason) -> Why:
    """A reason in the asked language."""
    return Why(code=reason.code, told=view.reason(reason), points=reason.points)


def _facts(view: View, reading: Reading, searched: str = "") -> dict[str, object]:
    article, settled = reading.article, reading.settled
    rights = rights_of(view, article)
    pieces = make_excerpt(article.text, searched) if rights is Rights.EXCERPT else []
    return {
        "id": article.id,
        "url": web_address(article.url),
        "title": "" if rights is Rights.LINK else article.title,
        "excerpt": "".join(piece.text for piece in pieces),
        "outlet": outlet_of(view, article.source_id),
        "language": reading.analysis.language,
        "published": _dated(article),
        "collected_at": article.collected_at,
        "tier": settled.tier,
        "tier_verdict": settled.tier_verdict,
        "reserved": article.reserved,
        "story": reading.story_id,
        "near_duplicate_of": reading.near_duplicate_of,
    }


def outlet_of(view: View, source_id: str) -> Outlet:
    """Who published it."""
    names = view.names
    return Outlet(
        id=source_id, name=names.source(source_id), language=names.source_language(source_id)
    )


def _dated(article: Article) -> Dated | None:
    published = article.published
    if published is None:
        return None
    printed = published.instant + timedelta(minutes=published.offset_minutes)
    return Dated(
        at=published.instant,
        precision=published.precision,
        day=printed.date(),
        provenance=published.provenance,
    )


def _tag(view: View, item: SettledTag) -> dict[str, object]:
    tag = item.tag
    return {
        "kind": tag.kind,
        "key": tag.key,
        "name": view.names.tag(tag),
        "known": tag.known,
        "verdict": item.verdict,
    }


def _whole_tag(view: View, item: SettledTag, end: int) -> TagWhole:
    """A tag with its proofs, as far as the text may be shown."""
    tag = item.tag
    shown = [each for each in tag.mentions if each.sentence_start + len(each.sentence) <= end]
    return TagWhole.model_validate(
        {
            **_tag(view, item),
            "score": tag.score,
            "made_by": tag.made_by,
            "why": why_of(view, tag.why),
            "proofs": [Proof.model_validate(asdict(each)) for each in shown],
            "origins": [
                Origin(kind=kind, key=key, name=view.names.known(kind, key) or key)
                for kind, key in item.origins
            ],
        }
    )
