"""Furniture in the reader's language: every word comes from the table of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from zoneinfo import ZoneInfo

from digest.plain import one_line
from knowledge import Knowledge
from news.analysis import Reason, Tier
from news.article import Article, Precision
from news.digest import Digest
from news.entity import Entity
from news.glimpse import Glimpse

# French puts a space before these marks and inside these quotes; no line may break there.
_FRENCH_SPACE = re.compile(r" (?=[:;!?»])|(?<=«) ")
_TIERS = frozenset(Tier)


@dataclass(frozen=True)
class Words:
    """Says things to one reader."""

    knowledge: Knowledge
    language: str
    zone: ZoneInfo
    several_days: bool = False
    """Whether the day of an article must be said beside its hour."""

    def say(self, code: str, *detail: object) -> str:
        """The phrase of a code, its particulars filled in."""
        text = self.knowledge.phrases.say(code, self.language, *map(str, detail))
        return _FRENCH_SPACE.sub("\N{NO-BREAK SPACE}", text) if self.language == "fr" else text

    def long_date(self, day: date) -> str:
        """Weekday, day, month and year: vendredi 20 mai 2022, 2022年5月20日（金）."""
        weekday = self.say(f"weekday-{day.isoweekday()}")
        return self.say("date-long", weekday, *self._parts(day))

    def short_date(self, day: date) -> str:
        """Day, month and year."""
        return self.say("date-short", *self._parts(day))

    def _parts(self, day: date) -> tuple[str, str, str]:
        number = self.say("digest-first-of-month") if day.day == 1 else str(day.day)
        return number, self.say(f"month-{day.month}"), str(day.year)

    def clock(self, instant: datetime) -> str:
        """The time of day on the reader's clock."""
        local = instant.astimezone(self.zone)
        return self.say("digest-clock", f"{local:%H}", f"{local:%M}")

    def date_and_clock(self, instant: datetime) -> str:
        """Day and time on the reader's clock."""
        day = instant.astimezone(self.zone).date()
        return self.say("date-time", self.short_date(day), self.clock(instant))

    def zone_name(self) -> str:
        """Where the reader's clock stands."""
        code = f"zone-{self.zone.key.lower().replace('/', '-').replace('_', '-')}"
        return self.say(code) if code in self.knowledge.phrases else self.zone.key

    def published(self, article: Article) -> str:
        """When an article was published: the time, the day as printed, or when it was seen here."""
        if article.published is None:
            return self.say("collected", self.date_and_clock(article.collected_at))
        if article.published.precision is Precision.DAY:
            return self.short_date(printed_day(article))
        if self.several_days:
            return self.date_and_clock(article.published.instant)
        return self.clock(article.published.instant)

    def day_of(self, article: Article | Glimpse) -> date:
        """The day of an article: as printed when only a day is known, else the reader's."""
        if article.published and article.published.precision is Precision.DAY:
            return printed_day(article)
        return article.dated.astimezone(self.zone).date()

    def number(self, value: float) -> str:
        """A number with at most two decimals and the language's own decimal mark."""
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", self.say("digest-decimal-mark"))

    def reason(self, reason: Reason) -> str:
        """A reason as a phrase, with known names and sectors in the reader's language."""
        return self.say(reason.code, *map(self._particular, reason.detail))

    def join(self, parts: Iterable[str]) -> str:
        """Several things in a row; there must be one."""
        return reduce(lambda done, part: self.say("digest-join", done, part), parts)

    def _particular(self, detail: str) -> str:
        """What a reason speaks of: a known name, a list of known names, or words of an article."""
        whole = self._translated(detail)
        names = [whole] if whole else [self._translated(name) for name in detail.split(", ")]
        return self.join(filter(None, names)) if all(names) else one_line(detail)

    def _translated(self, name: str) -> str:
        """What reasons speak of by key or canonical label, in the reader's language, if known."""
        base = self.knowledge
        if name in _TIERS:
            return self.say(f"tier-{name}")
        found = base.entities.get(name) or base.by_label.get(name) or base.sectors.get(name)
        if isinstance(found, Entity):
            return found.name(self.language)
        return found.label(self.language) if found else ""

    def language_name(self, code: str) -> str:
        """The name of a language."""
        known = f"language-{code}" in self.knowledge.phrases
        return self.say(f"language-{code}") if known else self.say("language-und")


def words_for(digest: Digest, knowledge: Knowledge) -> Words:
    """What says things to the reader of a digest."""
    zone = ZoneInfo(digest.timezone)
    return Words(knowledge, digest.language, zone, several_days=digest.days > 1)


def printed_day(article: Article | Glimpse) -> date:
    """The day an article was published on, as its publisher counts days."""
    if article.published is None:
        return article.collected_at.date()
    offset = timedelta(minutes=article.published.offset_minutes)
    return (article.published.instant.astimezone(UTC) + offset).date()
