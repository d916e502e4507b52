"""A small fictional press: articles in both languages, read and tagged by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import cast

import pytest

import knowledge as known
from digest import DigestOrder, Filter, Format, build, render, render_feed, render_mail
from knowledge import Knowledge
from news.analysis import Analysis, Mention, Reason, Relevance, Tag, TagKind, Tier
from news.article import Article, Precision, Published
from news.digest import Background, Digest
from news.reading import Reading
from news.report import Fault, SourceReport, SourceState
from news.source import Rights, Source, SourceKind
from news.story import Membership, Story
from news.url import article_id

ZONES = {"fr": "Europe/Paris", "ja": "Asia/Tokyo", "en": "Europe/Paris"}
DAY = date(2022, 5, 20)
READ_AT = datetime(2022, 5, 21, 4, 5, tzinfo=UTC)
"""06:05 of the next morning in Paris."""
MAKER = "hand 1"
SEEN = datetime(2022, 5, 20, 4, tzinfo=UTC)
"""When articles are collected, at the earliest."""
NOON = "2022-05-20T12:00:00+09:00"
Named = dict[str, tuple[TagKind, str]]
"""What an article names: the words in the text, and the kind and key they stand for."""

OMURA: Named = {"Hideaki Ōmura": (TagKind.PERSON, "omura-hideaki")}
OMURA_JA: Named = {"大村秀章知事": (TagKind.PERSON, "omura-hideaki")}

_FR = (
    "Le gouverneur n’est resté que deux heures, le temps de poser une main sur un métier. "
    "À l’atelier de Saint-Rambert, Hideaki Ōmura a suivi du doigt un fil de carbone que Toyota "
    "essaie déjà à Nagoya. « On tisse ici ce qui vole chez vous », a résumé Odilon Marcepoil, "
    "qui dirige la Filature des Trois-Ponts.\n"
    "Douze emplois sont promis avant l’hiver, dont quatre au Japon."
)
_JA = (
    "リヨン近郊の織物工場を訪れた大村秀章知事は、炭素繊維の糸に見入った。"
    "三つ橋紡績の若林つぐみ取締役は「名古屋で飛ぶものを、ここで織る」と話す。\n"
    "冬までに12人を採用し、うち4人は日本で働く予定だ。"
)


@dataclass
class Press:
    """Writes articles and keeps what it wrote, so that a test says only what matters to it."""

    readings: list[Reading] = field(default_factory=list)
    reports: list[SourceReport] = field(default_factory=list)

    def tell(  # noqa: PLR0913 (a test names the one property it is about)
        self,
        source: str,
        title: str,
        text: str = "",
        *,
        at: str | None = NOON,
        tier: Tier = Tier.CORE,
        score: float = 10.0,
        story: str = "",
        copy_of: Reading | None = None,
        named: Named | None = None,
        reserved: bool = False,
        authors: tuple[str, ...] = (),
        reasons: tuple[Reason, ...] = (),
        precision: Precision = Precision.INSTANT,
        url: str = "",
        label: str = "",
        seen: datetime | None = None,
    ) -> Reading:
        """One article of an outlet, analysed."""
        language = SOURCES[source].language
        url = url or f"https://{source}.example/{len(self.readings) + 1}"
        identity = article_id(url) if url.startswith("http") else f"odd-{len(self.readings)}"
        dated = published(at, precision) if at else None
        article = Article(
            id=identity,
            source_id=source,
            url=url,
            title=title,
            text=text,
            language=language,
            published=dated,
            collected_at=seen or max(SEEN, dated.instant if dated else SEEN),
            authors=authors,
            reserved=reserved,
        )
        reading = Reading(
            article,
            Analysis(
                article.id,
                1,
                MAKER,
                language,
                0.99,
                tuple(_tags(article, named or {}, label)),
                Relevance(tier, score, reasons),
            ),
            story_id=story,
            near_duplicate_of=copy_of.article.id if copy_of else "",
        )
        self.readings.append(reading)
        return reading

    def stories(self) -> list[Story]:
        """The stories that its articles name."""
        keys = dict.fromkeys(item.story_id for item in self.readings if item.story_id)
        return [story_of(key, [r for r in self.readings if r.story_id == key]) for key in keys]

    def digest(
        self, language: str = "fr", day: date = DAY, zone: str = "", days: int = 1
    ) -> Digest:
        """The digest of a day, or of several, of all that it wrote."""
        order = self.order(language, day, zone, days)
        return build(order, self.readings, self.background(order), self.reports)

    def order(
        self, language: str = "fr", day: date = DAY, zone: str = "", days: int = 1
    ) -> DigestOrder:
        """The order of one of its readers, written the morning after."""
        built = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=28, minutes=10)
        return DigestOrder(day, language, zone or ZONES[language], built, days)

    def background(self, order: DigestOrder) -> Background:
        """What the store would answer for an order."""
        since, _ = order.window
        glimpses = tuple(reading.glimpse for reading in self.readings)
        named = {
            (when < since, key)
            for when, tags in ((item.dated, item.tags) for item in glimpses)
            for key in tags
            if key[0] in {TagKind.PERSON, TagKind.ORGANISATION}
        }
        met = {key for earlier, key in named if not earlier and (True, key) not in named}
        told = tuple(item for item in glimpses if item.tier is not Tier.OFF)
        return Background(tuple(self.stories()), glimpses, frozenset(met), told, READ_AT)


def published(at: str, precision: Precision) -> Published:
    """A publication instant from ISO text with an offset."""
    local = datetime.fromisoformat(at)
    offset = local.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    return Published(local.astimezone(UTC), precision, "json-ld", minutes)


def story_of(key: str, readings: Sequence[Reading]) -> Story:
    """A story of these articles."""
    members = sorted(readings, key=lambda item: item.article.dated)
    return Story(
        key,
        members[0].article.dated,
        members[-1].article.dated,
        tuple(Membership(item.article.id, item.near_duplicate_of) for item in members),
    )


def _tags(article: Article, named: Named, label: str) -> list[Tag]:
    tags = []
    for surface, (kind, key) in named.items():
        start = article.full_text.index(surface)
        begin = max(article.full_text.rfind(stop, 0, start) for stop in ("\n", ". ", "。")) + 1
        begin += article.full_text[begin] == " "
        ends = (article.full_text.find(stop, start + len(surface)) for stop in (". ", "\n", "。"))
        end = min((at + 1 for at in ends if at >= 0), default=len(article.full_text))
        sentence = article.full_text[begin:end].rstrip("\n")
        mention = Mention(start, start + len(surface), surface, sentence, begin)
        known_key = not key.startswith("?")
        tags.append(
            Tag(
                kind=kind,
                key=key,
                label=label or surface,
                known=known_key,
                score=0.9,
                mentions=(mention,),
                why=Reason("alias", (surface,)),
                made_by=MAKER,
            )
        )
    return tags


def _source(key: str, name: str, language: str, rights: Rights) -> Source:
    return Source(
        id=key,
        name=name,
        language=language,
        country="JP" if language == "ja" else "FR",
        timezone=ZONES[language],
        kind=SourceKind.FEED,
        urls=(f"https://{key}.example/feed",),
        rights=rights,
    )


SOURCES = {
    source.id: source
    for source in (
        _source("gazette", "La Gazette des Canuts", "fr", Rights.EXCERPT),
        _source("dauphin", "Le Dauphin du Drac", "fr", Rights.EXCERPT),
        _source("depeche", "Dépêche des Monts", "fr", Rights.TITLE),
        _source("muet", "Le Muet de Vaise", "fr", Rights.LINK),
        _source("horikawa", "堀川新聞", "ja", Rights.EXCERPT),
        _source("ise-wan", "伊勢湾通信", "ja", Rights.TITLE),
    )
}


@pytest.fixture(scope="session")
def bundled() -> Knowledge:
    """The knowledge base as it ships, with the outlets of these tests."""
    return replace(known.load(), sources=SOURCES)


def _render(form: str, digest: Digest, knowledge: Knowledge) -> str:
    if form in {"mail", "text"}:
        body = render_mail(digest, knowledge)
        return body.html if form == "mail" else body.text
    if form == "atom":
        return render_feed(digest, Filter(), knowledge)
    return render(digest, cast("Format", form), knowledge)


@pytest.fixture(params=["html", "md", "json", "mail", "text", "atom"])
def form(request: pytest.FixtureRequest) -> str:
    """Everything that a digest is sent as; a mail has two parts."""
    return str(request.param)


@pytest.fixture
def render_as(form: str) -> Callable[[Digest, Knowledge], str]:
    """Render in each of these forms."""
    return partial(_render, form)


@pytest.fixture
def press() -> Press:
    """An empty press."""
    return Press()


@pytest.fixture
def full_press(press: Press) -> Press:
    """A day with one story in both languages, copies, a follow-up, a look at the rest."""
    both = (
        Reason("both-sides", ("region-aura", "aichi-pref"), 6.0),
        Reason("reviewed", ("Aki", "core")),
    )
    sector = {"fil de carbone": (TagKind.SECTOR, "textile")}
    people: Named = {"Odilon Marcepoil": (TagKind.PERSON, "?odilon marcepoil")}
    first = press.tell(
        "gazette",
        "Le gouverneur d’Aichi chez les tisseurs de Saint-Rambert",
        _FR,
        at="2022-05-20T07:40:00+02:00",
        story="s-atelier",
        named=OMURA | {"Nagoya": (TagKind.PLACE, "nagoya")} | people | sector,
        authors=("Blandine Trouvère",),
        reasons=both,
    )
    press.tell(
        "depeche",
        "Aichi : le gouverneur en visite chez les tisseurs",
        _FR,
        at="2022-05-20T08:10:00+02:00",
        story="s-atelier",
        copy_of=first,
        named=OMURA,
    )
    press.tell(
        "horikawa",
        "大村知事、リヨン近郊の織物工場を視察",
        _JA,
        at="2022-05-20T15:05:00+09:00",
        story="s-atelier",
        named=OMURA_JA | {"名古屋": (TagKind.PLACE, "nagoya")},
        reasons=both,
    )
    press.tell("ise-wan", "織物工場に県産の糸", "短信。", story="s-atelier", score=7.0)
    press.tell("gazette", "Un salon à Tokyo", "Trois firmes.", tier=Tier.RELATED, score=5.0)
    press.tell(
        "dauphin",
        "Un salon, la veille",
        "Deux firmes.",
        at="2022-05-19T09:00:00+02:00",
        story="s-salon",
    )
    press.tell(
        "dauphin",
        "Un salon, la suite",
        "Quatre firmes.",
        story="s-salon",
        tier=Tier.CONTEXT,
        score=3.0,
    )
    press.tell("horikawa", "県内の天気", "晴れ。", tier=Tier.OFF, score=0.0)
    since = datetime(2022, 5, 12, 5, tzinfo=UTC)
    fault = Fault("https://horikawa.example/x", SourceState.TIMEOUT, "no answer in 30 s")
    press.reports += [
        SourceReport("gazette", SourceState.OK, since, new=3),
        SourceReport("muet", SourceState.HTTP_ERROR, since),
        SourceReport("horikawa", SourceState.OK, since, new=2, faults=(fault,)),
    ]
    return press
