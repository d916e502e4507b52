"""A generated press, put into stores as the store itself would keep it.

It has both languages, a hundred articles a day, stories of up to three articles, tags, reviews,
a word that stands in half of it and one that stands in ten articles. Every `UNIT` articles it
repeats but for ids, dates and the names that nobody knows, so that a large store can be made of a
small one (`replica.py`).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, update

from news.analysis import Reason, TagKind, Tier
from news.article import Precision
from news.review import Subject, Verdict
from storage import tables
from storage.articles import index_article
from storage.dialects import of
from storage.documents import from_reason, from_reasons
from storage.settling import settle_articles
from storage.sql_store import SqlStore
from storage.terms import indexed

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
A_DAY = 100
UNIT = 2000
"""Articles after which the press repeats: whole days, and whole pieces."""
PIECE = 500
_WORDS = {
    "fr": ("marché", "usine", "gare", "projet", "visite", "accord", "budget", "lycée", "musée"),
    "ja": ("市場", "工場", "駅前", "計画", "訪問", "協定", "予算", "高校", "美術館", "鉄道"),
}
COMMON = {"fr": "région", "ja": "県知事"}
RARE = {"fr": "chrysanthème", "ja": "菊人形"}
_TAGS = (
    (TagKind.PERSON, "omura-hideaki", 9),
    (TagKind.ORGANISATION, "aichi-pref", 4),
    (TagKind.ORGANISATION, "toyota-motor", 50),
    (TagKind.PLACE, "nagoya", 3),
    (TagKind.PLACE, "lyon", 3),
    (TagKind.SECTOR, "automotive", 5),
)
"""Kind, key, and one of how many articles carries it."""


def fill(store: SqlStore, articles: int) -> None:
    """A hundred articles a day, the newest first to be asked for, settled as the store does it."""
    fill_plainly(store, articles)
    sprinkle(store, articles)


def fill_plainly(store: SqlStore, articles: int) -> None:
    """The same without the rare words."""
    for start in range(0, articles, PIECE):
        numbers = range(start, min(start + PIECE, articles))
        with store.writing() as connection:
            _add(connection, numbers, articles)


def sprinkle(store: SqlStore, articles: int) -> None:
    """Put the rare words into ten articles, whatever the size."""
    revisions, words = tables.revisions, " ".join(RARE.values())
    with store.writing() as connection:
        for part in range(10):
            key = f"a{articles * (2 * part + 1) // 20 // 4 * 4:07}"  # on the subject
            changed = update(revisions).where(revisions.c.article_id == key)
            connection.execute(changed.values(text=revisions.c.text + f" {words}"))
            index_article(connection, key)


def _add(connection: Connection, numbers: range, articles: int) -> None:
    rows: dict[Any, list[dict[str, Any]]] = {}
    for number in numbers:
        for table, row in _rows(number, articles):
            rows.setdefault(table, []).append(row)
    for table in tables.metadata.sorted_tables:
        if rows.get(table):
            connection.execute(insert(table), rows[table])
    for row in rows[tables.revisions]:
        number = int(row["article_id"][1:]) + 1
        of(connection).index_text(connection, number, indexed(row["title"], row["text"]))
    settle_articles(connection, [f"a{number:07}" for number in numbers])


def _text(chance: random.Random, number: int) -> tuple[str, str, str]:
    language = "fr" if number % 3 else "ja"
    words = [chance.choice(_WORDS[language]) for _ in range(24)]
    if chance.random() < 0.5:
        words[chance.randrange(24)] = COMMON[language]
    joint = "、" if language == "ja" else " "
    return language, joint.join(words[:8]), joint.join(words[8:])


def _rows(number: int, articles: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """One article, the last the newest, with what an analysis and a review would leave."""
    place_in_unit = number % UNIT
    chance = random.Random(place_in_unit)  # noqa: S311 - no secret
    dated = NOON - timedelta(minutes=14.4 * (articles - number))
    key = f"a{number:07}"
    tier = Tier.OFF if place_in_unit % 4 else list(Tier)[place_in_unit // 4 % 3]
    language, title, text = _text(chance, place_in_unit)
    place, where = number + 1, {"article_id": key, "revision": 1}
    yield tables.articles, {
        "number": place, "id": key, "source_id": f"source-{place_in_unit % 15}", "reserved": False,
        "url": f"https://presse.example/{number}", "language": language,
        "published_at": dated, "published_precision": Precision.INSTANT,
        "published_provenance": "feed", "published_offset": 60, "authors": [], "revision": 1,
    }  # fmt: skip
    yield tables.revisions, {
        **where, "title": title, "text": text, "content_hash": key, "collected_at": dated,
    }  # fmt: skip
    yield tables.analyses, {
        **where, "id": place, "maker": "bench", "confidence": 1.0, "language": language,
        "tier": tier, "score": chance.choice((2.5, 3.0, 4.5)), "roles": [],
        "reasons": from_reasons((Reason("both-sides", ("Aichi", "Lyon"), 4.5),)),
        "rejected": from_reasons(()),
    }  # fmt: skip
    carried = [(kind, name) for kind, name, every in _TAGS if chance.randrange(every) == 0]
    for position, (kind, name) in enumerate([*carried, (TagKind.PERSON, f"?nom {number}")]):
        yield tables.tags, {
            "analysis_id": place, "position": position, "kind": kind, "key": name, "label": name,
            "known": not name.startswith("?"), "score": 0.9, "made_by": "bench",
            "why": from_reason(Reason("alias", (name,))),
        }  # fmt: skip
        yield tables.mentions, {
            "analysis_id": place, "tag": position, "position": 0, "start": 0, "end": 2,
            "surface": title[:2], "sentence": title, "sentence_start": 0,
        }  # fmt: skip
    yield from _story(number, key, dated, tier, articles)


def _story(
    number: int, key: str, dated: datetime, tier: Tier, articles: int
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each third story has three articles; all but those of the last ten days are reviewed."""
    if tier is Tier.OFF:
        return
    turn = number % UNIT // 4 % 5
    opening = number - 4 * turn if turn < 3 else number
    if opening // PIECE != number // PIECE:
        opening = number
    if opening == number:
        latest = min(2, turn + 2) if turn == 0 else 0
        last = number + 4 * latest
        last = last if last < articles and last // PIECE == number // PIECE else number
        updated = NOON - timedelta(minutes=14.4 * (articles - last))
        times = {"opened_at": dated, "updated_at": updated}
        yield tables.stories, {"id": f"s{number:07}", **times}
    yield tables.memberships, {
        "article_id": key, "story_id": f"s{opening:07}",
        "position": turn if opening != number else 0,
        "near_duplicate_of": "", "why": from_reasons(()),
    }  # fmt: skip
    if number < articles - 10 * A_DAY:
        yield tables.reviews, {
            "id": f"r{number}", "article_id": key, "subject": Subject.TIER, "at": dated,
            "verdict": Verdict.ACCEPTED, "reviewer": "bench", "kind": None, "key": "",
            "corrected_to": "", "label": "", "note": "",
        }  # fmt: skip
