"""Reviews beside what they speak of, and the samples that are drawn for the reviewers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from news.analysis import TagKind
from news.rating import Rating
from news.recall import Sample, Stratum, stratum_of
from news.review import Review, Subject
from storage.chunks import chunks
from storage.documents import to_reason, to_reasons
from storage.reviews import load_reviews
from storage.sample_tables import sampled, samples
from storage.tables import analyses, articles, reviews, settled, tags


def load_ratings(connection: Connection, since: datetime) -> list[Rating]:
    """Reviews made at an instant or later, each beside what it speaks of."""
    # Each once by hand: asked for it, SQLite reads all reviews in the order of their articles.
    spoken_of = connection.scalars(select(reviews.c.article_id).where(reviews.c.at >= since))
    ids = list(dict.fromkeys(spoken_of))
    return [rating for rating in _ratings(connection, ids) if rating.review.at >= since]


def load_tier_ratings(connection: Connection, article_ids: Collection[str]) -> list[Rating]:
    """All reviews of the tiers of these articles."""
    found = _ratings(connection, article_ids)
    return [rating for rating in found if rating.review.subject is Subject.TIER]


def _ratings(connection: Connection, article_ids: Collection[str]) -> Iterator[Rating]:
    for piece in chunks(article_ids):
        # Under the keys that the machine gave, merged or not: it is the machine that is judged.
        said = load_reviews(connection, piece, {})
        made = [review for words in said.values() for review in words]
        given = _given_tags(connection, [item for item in made if item.subject is Subject.TAG])
        facts = {row.article_id: row for row in connection.execute(_facts(piece))}
        for review in made:
            if fact := facts.get(review.article_id):
                tag = given.get((review.article_id, review.kind, review.key))
                yield Rating(
                    review=review,
                    language=fact.language,
                    source_id=fact.source_id,
                    maker=tag.made_by if tag else fact.maker,
                    tier=fact.tier,
                    why=to_reason(tag.why) if tag else None,
                )


def _facts(article_ids: list[str]) -> Select[Any]:
    return (
        select(
            settled.c.article_id,
            articles.c.source_id,
            analyses.c.language,
            analyses.c.tier,
            analyses.c.maker,
        )
        .join_from(settled, articles, articles.c.id == settled.c.article_id)
        .join(analyses, analyses.c.id == settled.c.analysis_id)
        .where(settled.c.article_id.in_(article_ids))
    )


def _given_tags(
    connection: Connection, made: Iterable[Review]
) -> dict[tuple[str, TagKind | None, str], Row[Any]]:
    """By article, kind and key, the tag of the latest analysis that holds it."""
    keys: dict[str, set[str]] = defaultdict(set)
    for review in made:
        keys[review.article_id].add(review.key)
    asked: Select[Any] = (
        select(analyses.c.article_id, tags.c.kind, tags.c.key, tags.c.made_by, tags.c.why)
        .join_from(analyses, tags, tags.c.analysis_id == analyses.c.id)
        .order_by(analyses.c.id)
    )
    return {
        (row.article_id, row.kind, row.key): row
        for piece in chunks(keys)
        for row in connection.execute(asked.where(analyses.c.article_id.in_(piece)))
        if row.key in keys[row.article_id]
    }


def load_strata(connection: Connection, since: datetime, until: datetime) -> dict[str, Stratum]:
    """The stratum of each article dated from one instant to before another."""
    rows = connection.execute(
        select(settled.c.article_id, analyses.c.tier, analyses.c.reasons)
        .join_from(settled, analyses, analyses.c.id == settled.c.analysis_id)
        .where(settled.c.dated >= since, settled.c.dated < until)
    )
    return {row.article_id: stratum_of(row.tier, to_reasons(row.reasons)) for row in rows}


def keep_sample(connection: Connection, sample: Sample) -> None:
    """Keep the sample of a week; one that was kept before stays as it is."""
    kept = select(samples.c.week).where(samples.c.week == sample.week).limit(1)
    if connection.scalar(kept) is not None or not sample.sizes:
        return
    sizes = [
        {"week": sample.week, "stratum": stratum, "size": size, "drawn_at": sample.drawn_at}
        for stratum, size in sample.sizes.items()
    ]
    connection.execute(samples.insert(), sizes)
    rows = [
        {"week": sample.week, "article_id": key, "stratum": stratum, "place": place}
        for place, (key, stratum) in enumerate(sample.drawn)
    ]
    connection.execute(sampled.insert(), rows)


def load_samples(connection: Connection, since: date) -> list[Sample]:
    """The samples of weeks that began on a day or later, newest first."""
    drawn: dict[date, list[tuple[str, Stratum]]] = defaultdict(list)
    wanted = select(sampled).where(sampled.c.week >= since).order_by(sampled.c.place)
    for row in connection.execute(wanted):
        drawn[row.week].append((row.article_id, row.stratum))
    sizes: dict[date, dict[Stratum, int]] = defaultdict(dict)
    at: dict[date, datetime] = {}
    for row in connection.execute(select(samples).where(samples.c.week >= since)):
        sizes[row.week][row.stratum] = row.size
        at[row.week] = row.drawn_at
    return [
        Sample(week, at[week], sizes[week], tuple(drawn[week])) for week in sorted(at, reverse=True)
    ]
