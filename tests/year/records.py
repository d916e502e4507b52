"""What is written down while the year goes by, for the checks at its end."""

from __future__ import annotations

import json
import resource
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from news.alarm import Alarm, AlarmKind
from news.day import day_of
from news.report import RunReport
from scheduler.settings import Settings
from scheduler.watch import watch
from storage import StoredDigest, open_store
from storage.sql_store import SqlStore
from storage.tables import metadata


@dataclass(frozen=True, slots=True)
class Census:
    """How much is kept at an instant."""

    at: datetime
    rows: dict[str, int]
    """By table."""
    bytes: dict[str, int]
    """Of the database, and of each folder beside it."""
    memory: int
    """Most that the clock's process ever took, in KiB."""


@dataclass
class Diary:
    """What was seen of an installation."""

    settings: Settings
    alarms: list[tuple[datetime, tuple[Alarm, ...]]] = field(default_factory=list)
    runs: dict[str, RunReport] = field(default_factory=dict)
    told: dict[str, dict[date, Counter[str]]] = field(default_factory=lambda: defaultdict(dict))
    """By language and day, the articles of the digest as it stays."""
    read: dict[str, dict[date, int]] = field(default_factory=lambda: defaultdict(dict))
    """By language and day, how many articles that digest says were read."""
    censuses: list[Census] = field(default_factory=list)

    def look(self, now: datetime) -> None:
        """Write down what is wrong now, the runs of late, and the digests that change no more."""
        settings = self.settings.model_copy(update={"now": now})
        with open_store(settings.database) as store:
            self.alarms.append((now, watch(settings, store)))
            self.runs |= {run.id: run for run in store.runs(12)}
            for edition in settings.editions:
                today = day_of(now, settings.zone_of(edition.language))
                known = self.told[edition.language]
                last = today - timedelta(days=settings.fortnight_days)
                for kept in sorted({item.day for item in store.digests()}):
                    if kept <= last and kept not in known:
                        self._read(store.digests(kept), edition.language)

    def alarms_of(self, since: datetime, until: datetime, kind: AlarmKind) -> set[str]:
        """Subjects of the alarms of a kind that were seen from one instant to before another."""
        return {
            alarm.subject
            for at, found in self.alarms
            if since <= at < until
            for alarm in found
            if alarm.kind is kind
        }

    def _read(self, digests: Iterable[StoredDigest], language: str) -> None:
        for item in digests:
            if (item.language, item.format) == (language, "json"):
                data = json.loads(item.content)
                self.told[language][item.day] = Counter(
                    article["id"]
                    for story in data["stories"]
                    for article in (*story["articles"], *story["copies"])
                )
                self.read[language][item.day] = data["counts"]["read"]

    def count(self, now: datetime) -> None:
        """Write down how much is kept."""
        place = self.settings.output.parent
        with open_store(self.settings.database) as store:
            assert isinstance(store, SqlStore)
            with store.reading() as connection:
                rows = {
                    table.name: connection.execute(
                        select(func.count()).select_from(table)
                    ).scalar_one()
                    for table in metadata.sorted_tables
                }
        sizes = {
            name: sum(path.stat().st_size for path in (place / name).rglob("*") if path.is_file())
            for name in ("digests", "pages", "backups")
        }
        sizes["database"] = sum(path.stat().st_size for path in place.glob("soie.sqlite*"))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.censuses.append(Census(now, rows, sizes, memory))
