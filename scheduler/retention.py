"""Purging: what has been kept long enough goes, by the settings' terms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from news.source import Rights, Source
from scheduler.kept_pages import forget_before
from scheduler.logs import log
from scheduler.settings import Settings
from storage import Terms, open_care

_DAY_FILE = re.compile(r"(\d{4}-\d\d-\d\d)\.\w+")


def purge(
    settings: Settings, sources: Iterable[Source], *, dry_run: bool = False
) -> dict[str, int]:
    """Remove what is too old from the store and from the folders beside it.

    Doing it again removes nothing more. Nothing else must be stopped for it.

    Args:
        settings: whose store, and for how long each class is kept.
        sources: all that are known; their rights say whether a sentence may stay.
        dry_run: whether to count only.

    Returns:
        How many went of each class: articles, texts, visits, runs, digests, deliveries, sessions,
        audit, turns, samples, sampled, and of files: pages (one a day), rendered.

    Raises:
        BusyError: when another process held the store for too long.
    """
    now = settings.instant()
    with open_care(settings.database) as care:
        counts = care.purge(terms(settings, sources, now), dry_run=dry_run)
    archive = settings.archive
    counts["pages"] = forget_before(archive.folder, now, archive.days, dry_run=dry_run)
    first = now.date() - timedelta(days=settings.retention.digest_days)
    counts["rendered"] = _forget_rendered(settings.output, first, dry_run=dry_run)
    if not dry_run:
        log.info("purged", **counts)
    return counts


def terms(settings: Settings, sources: Iterable[Source], now: datetime) -> Terms:
    """The instants before which each class goes."""
    kept = settings.retention

    def before(days: int) -> datetime:
        return now - timedelta(days=days)

    return Terms(
        now=now,
        texts=before(kept.text_days),
        texts_off=before(kept.text_off_days),
        texts_reviewed=before(kept.text_reviewed_days),
        articles=before(kept.article_days),
        articles_off=before(kept.article_off_days),
        visits=before(kept.visit_days),
        runs=before(kept.run_days),
        digests=before(kept.digest_days).date(),
        deliveries=before(kept.delivery_days).date(),
        audit=before(kept.audit_days),
        quotable=frozenset(item.id for item in sources if item.rights is Rights.EXCERPT),
    )


def _forget_rendered(folder: Path, first: date, *, dry_run: bool) -> int:
    found = ((_DAY_FILE.fullmatch(path.name), path) for path in folder.glob("*/*"))
    old = [path for name, path in found if name and name[1] < first.isoformat()]
    for path in () if dry_run else old:
        path.unlink(missing_ok=True)
    return len(old)
