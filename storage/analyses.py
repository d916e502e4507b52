"""Analyses, with their tags and mentions as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select

from news.analysis import Analysis, Mention, Relevance, Tag
from storage.dialects import insert
from storage.documents import (
    Document,
    from_reason,
    from_reasons,
    from_roles,
    to_reason,
    to_reasons,
    to_roles,
)
from storage.redirects import Redirects, redirect_tags
from storage.tables import analyses, mentions, tags


def add_analyses(connection: Connection, batch: Iterable[Analysis]) -> set[str]:
    """Add the analyses that do not count yet; ids of the articles that gained one.

    A maker that comes back, as when a change of what is known is taken back, makes the same
    analysis as before: that one then counts again, as the latest.
    """
    gained = set()
    for analysis in batch:
        number = _insert(connection, analysis)
        if number is None and _drop_if_older(connection, analysis):
            number = _insert(connection, analysis)
        if number is not None:
            _add_tags(connection, number, analysis.tags)
            gained.add(analysis.article_id)
    return gained


def _insert(connection: Connection, analysis: Analysis) -> int | None:
    number: int | None = connection.scalar(
        insert(connection, analyses)
        .values(_analysis_row(analysis))
        .on_conflict_do_nothing(index_elements=["article_id", "revision", "maker"])
        .returning(analyses.c.id)
    )
    return number


def _drop_if_older(connection: Connection, analysis: Analysis) -> bool:
    """Remove a maker's earlier analysis of a revision when another's was kept after it."""
    of_revision = (
        analyses.c.article_id == analysis.article_id,
        analyses.c.revision == analysis.revision,
    )
    known = select(analyses.c.id).where(*of_revision, analyses.c.maker == analysis.maker)
    number = connection.scalar(known)
    if number == connection.scalar(select(func.max(analyses.c.id)).where(*of_revision)):
        return False
    for table in (mentions, tags):
        connection.execute(delete(table).where(table.c.analysis_id == number))
    connection.execute(delete(analyses).where(analyses.c.id == number))
    return True


def _analysis_row(analysis: Analysis) -> Document:
    return {
        "article_id": analysis.article_id,
        "revision": analysis.revision,
        "maker": analysis.maker,
        "language": analysis.language,
        "confidence": analysis.confidence,
        "tier": analysis.relevance.tier,
        "score": analysis.relevance.score,
        "reasons": from_reasons(analysis.relevance.reasons),
        "roles": from_roles(analysis.roles),
        "rejected": from_reasons(analysis.rejected),
    }


def _add_tags(connection: Connection, number: int, found: Sequence[Tag]) -> None:
    if found:
        rows = [_tag_row(number, position, tag) for position, tag in enumerate(found)]
        connection.execute(tags.insert(), rows)
    places = list(_mention_rows(number, found))
    if places:
        connection.execute(mentions.insert(), places)


def _tag_row(number: int, position: int, tag: Tag) -> Document:
    return {
        "analysis_id": number,
        "position": position,
        "kind": tag.kind,
        "key": tag.key,
        "label": tag.label,
        "known": tag.known,
        "score": tag.score,
        "why": from_reason(tag.why),
        "made_by": tag.made_by,
    }


def _mention_rows(number: int, found: Sequence[Tag]) -> Iterator[Document]:
    for tag_position, tag in enumerate(found):
        for position, mention in enumerate(tag.mentions):
            yield {
                "analysis_id": number,
                "tag": tag_position,
                "position": position,
                "start": mention.start,
                "end": mention.end,
                "surface": mention.surface,
                "sentence": mention.sentence,
                "sentence_start": mention.sentence_start,
            }


def load_analyses(
    connection: Connection, numbers: Sequence[int], redirects: Redirects
) -> dict[int, Analysis]:
    """Analyses by their number in the store, in three queries."""
    found = _load_tags(connection, numbers)
    rows = connection.execute(select(analyses).where(analyses.c.id.in_(numbers)))
    return {row.id: _to_analysis(row, redirect_tags(found[row.id], redirects)) for row in rows}


def _load_tags(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Tag]]:
    places = _load_mentions(connection, numbers)
    rows = connection.execute(
        select(tags)
        .where(tags.c.analysis_id.in_(numbers))
        .order_by(tags.c.analysis_id, tags.c.position)
    )
    found: dict[int, list[Tag]] = defaultdict(list)
    for row in rows:
        proof = tuple(places[row.analysis_id, row.position])
        found[row.analysis_id].append(_to_tag(row, proof))
    return found


def _load_mentions(
    connection: Connection, numbers: Sequence[int]
) -> dict[tuple[int, int], list[Mention]]:
    columns = mentions.c
    rows = connection.execute(
        select(mentions)
        .where(columns.analysis_id.in_(numbers))
        .order_by(columns.analysis_id, columns.tag, columns.position)
    )
    found: dict[tuple[int, int], list[Mention]] = defaultdict(list)
    for row in rows:
        mention = Mention(row.start, row.end, row.surface, row.sentence, row.sentence_start)
        found[row.analysis_id, row.tag].append(mention)
    return found


def _to_tag(row: Row[Any], proof: tuple[Mention, ...]) -> Tag:
    return Tag(
        kind=row.kind,
        key=row.key,
        label=row.label,
        known=row.known,
        score=row.score,
        mentions=proof,
        why=to_reason(row.why),
        made_by=row.made_by,
    )


def _to_analysis(row: Row[Any], found: tuple[Tag, ...]) -> Analysis:
    return Analysis(
        article_id=row.article_id,
        revision=row.revision,
        maker=row.maker,
        language=row.language,
        confidence=row.confidence,
        tags=found,
        relevance=Relevance(row.tier, row.score, to_reasons(row.reasons)),
        roles=to_roles(row.roles),
        rejected=to_reasons(row.rejected),
    )
