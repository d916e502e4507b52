"""A small press that publishes all year, written to plan: what a crawl of it yields, without a net.

Every article follows from the seed, its outlet and its day, so that whoever asks, and whenever,
is told the same. Hours are such as days are lost by: a minute before and after midnight in either
country, and the hours that the clocks skip or repeat.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crawler import Delivery, Ports
from news.article import Article, Precision, Published
from news.page import Page, Visit
from news.report import Fault, SourceReport, SourceState
from news.source import Source
from news.url import article_id
from tests.year.plan import Plan

LANGUAGES = {
    "le-rouet": "fr",
    "la-navette": "fr",
    "echo-des-cuves": "fr",
    "itoguruma": "ja",
    "hatagoya": "ja",
    "somekame": "ja",
}
"""The outlets, all fictional, with their languages."""
ZONES = {"fr": "Europe/Paris", "ja": "Asia/Tokyo"}
_FEED_DAYS = 25
"""How long an outlet announces an article."""
_HOURS = ("00:01", "02:30", "07:15", "11:40", "16:05", "21:50", "23:30", "23:59")
_TITLES = {
    "fr": (
        "Aichi et la Région Auvergne-Rhône-Alpes : {what}",
        "À Nagoya, une entreprise de Lyon {does}",
        "Grenoble : {what}",
        "La halle aux cuirs : {what}",
        "Le carnet du dimanche : {what}",
        "Au marché de Quimper, {what}",
        "Le conseil du quartier discute : {what}",
        "Un lecteur raconte {what}",
    ),
    "ja": (
        "愛知県とオーヴェルニュ＝ローヌ＝アルプス地域圏、{what}",
        "名古屋の企業、リヨンで{what}",
        "愛知県：{what}",
        "市場の話題：{what}",
        "日曜の手帳：{what}",
        "高知の市で{what}",
        "町内会、{what}を話し合う",
        "読者の便り：{what}",
    ),
}
_WHAT = {
    "fr": (
        "une convention sur l'hydrogène",
        "un atelier de métiers à tisser",
        "des stages pour les apprentis",
        "un laboratoire de batteries",
        "une saison de concerts",
        "des vergers sous la neige",
        "un banc d'essai de moteurs",
    ),
    "ja": (
        "水素に関する協定",
        "織機の工房を開設",
        "見習いの研修",
        "電池の研究所",
        "音楽会の季節",
        "雪の果樹園",
        "発動機の試験台",
    ),
}
_SENTENCE = {
    "fr": "Le {name} numéro {number} compte {count} {other}, et {what} y figure en bonne place.",
    "ja": "第{number}号の{name}は{count}頁の{other}で、{what}が大きく扱われている。",
}
_SYLLABLES = {
    "fr": ("bar", "cli", "don", "fu", "gré", "lou", "mer", "pa", "ri", "sol", "tan", "vé"),
    "ja": ("井", "岡", "川", "岸", "沢", "島", "谷", "浜", "原", "松", "森", "山"),
}
"""Of words that nobody knows, so that articles of one matter are not one story for ever."""


@dataclass(frozen=True, slots=True)
class Printed:
    """An article as it was published."""

    outlet: str
    at: datetime
    """Aware, UTC."""
    title: str
    text: str

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{self.outlet}.example/{self.at:%Y/%m/%d/%H%M}"

    @property
    def id(self) -> str:
        """Its id in the store."""
        return article_id(self.url)


def printed(plan: Plan, outlet: str, day: date) -> Printed:
    """The article that an outlet publishes on a day of its own zone."""
    lot = random.Random(f"{plan.seed} {outlet} {day}")  # noqa: S311 (a lot that can be drawn again)
    language = LANGUAGES[outlet]
    hour = time.fromisoformat(lot.choice(_HOURS))
    at = datetime.combine(day, hour, ZoneInfo(ZONES[language])).astimezone(UTC)
    what = lot.choice(_WHAT[language])
    title = lot.choice(_TITLES[language]).format(what=what, does=f"ouvre {what}")
    parts = [
        _SENTENCE[language].format(
            name=_word(lot, language),
            other=_word(lot, language),
            number=lot.randrange(9999),
            count=lot.randrange(900),
            what=lot.choice(_WHAT[language]),
        )
        for _ in range(6)
    ]
    return Printed(outlet, at, f"{title}, {_word(lot, language)}", "\n".join([title, *parts]))


def _word(lot: random.Random, language: str) -> str:
    return "".join(lot.choices(_SYLLABLES[language], k=4))


def published(plan: Plan, since: datetime, until: datetime) -> Iterator[Printed]:
    """All that was published from one instant to before another."""
    day = since.date() - timedelta(days=1)
    while day <= until.date() + timedelta(days=1):
        for outlet, language in LANGUAGES.items():
            article = printed(plan, outlet, day)
            if since <= article.at < until and not plan.is_silent(language, article.at):
                yield article
        day += timedelta(days=1)


def collect(plan: Plan, sources: Sequence[Source], ports: Ports) -> tuple[SourceReport, ...]:
    """What a crawl of these outlets yields now, through the ports of a real one."""
    now = ports.now()
    feed = list(published(plan, max(plan.start, now - timedelta(days=_FEED_DAYS)), now))
    return tuple(
        _dead(source, now)
        if plan.is_dead(source.id, now)
        else _read(source, [item for item in feed if item.outlet == source.id], ports)
        for source in sources
    )


def _dead(source: Source, now: datetime) -> SourceReport:
    fault = Fault(source.urls[0], SourceState.HTTP_ERROR, "the server answered 502", 502)
    return SourceReport(source.id, SourceState.HTTP_ERROR, now, faults=(fault,))


def _read(source: Source, feed: Sequence[Printed], ports: Ports) -> SourceReport:
    now = ports.now()
    new = [item for item in feed if ports.recall(item.url) is None]
    told = Counter(ports.deliver(_delivery(source, item, now)) for item in new)
    return SourceReport(
        source.id,
        SourceState.OK if feed else SourceState.EMPTY,
        now,
        pages=1 + len(new),
        listed=len(feed),
        new=told["new"],
        revised=told["revised"],
        unchanged=told["unchanged"],
        newest=max((item.at for item in feed), default=None),
    )


def _delivery(source: Source, item: Printed, now: datetime) -> Delivery:
    zone = ZoneInfo(source.timezone)
    offset = item.at.astimezone(zone).utcoffset() or timedelta()
    dated = Published(item.at, Precision.INSTANT, "feed", int(offset.total_seconds()) // 60)
    body = f"<html><title>{item.title}</title><body><p>{item.text}</p></body></html>".encode()
    headers = {"content-type": "text/html; charset=utf-8"}
    return Delivery(
        source.id,
        Page(item.url, item.url, 200, body, now, headers),
        Visit(item.url, now, 200, full_at=now),
        Article(item.id, source.id, item.url, item.title, item.text, source.language, dated, now),
    )


def records() -> str:
    """The outlets as a file of own sources."""
    return "\n".join(
        f'[{outlet}]\nname = "{outlet}"\nlanguage = "{language}"\n'
        f'country = "{"FR" if language == "fr" else "JP"}"\ntimezone = "{ZONES[language]}"\n'
        f'kind = "feed"\nurls = ["http://{outlet}.example/feed"]\nhome = "http://{outlet}.example/"\n'
        'rights = "excerpt"\ncadence_hours = 24\ngroups = ["year"]\nconfidence = "A"\n'
        'evidence = "written for the project"\n'
        for outlet, language in LANGUAGES.items()
    )
