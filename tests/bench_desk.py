"""What the desk's pages cost over stores of 2,000 and of 200,000 articles: `make bench-desk`.

The generated press has both languages, stories of up to three articles, tags, a word that stands
in half of it and one that stands in ten articles. Each page is asked of both stores in turn, so
that whatever else the machine does falls on both; what is compared is the time on the processor,
that of PostgreSQL's own processes included, and the least of all rounds. On SQLite the steps of
its machine are counted too, which nothing else changes.

    python -m tests.bench_desk [--postgres] [SMALL_URL LARGE_URL]

Stores that are filled already are taken as they are, empty ones are filled; without addresses
they are made on SQLite in a folder that goes away. With `--postgres` both are then copied, row by
row, to a PostgreSQL of the tests' own, and that is measured too.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, event, insert, select
from starlette.testclient import TestClient

from knowledge import Knowledge, load
from news.analysis import Reason, TagKind, Tier
from news.article import Precision
from news.review import Subject, Verdict
from review import DeskOptions, create_desk
from storage import Query, open_store, tables
from storage.dialects import of
from storage.documents import from_reason, from_reasons
from storage.settling import settle_articles
from storage.sql_store import SqlStore
from storage.terms import indexed
from tests.postgres import Postgres, open_postgres

SIZES = (2_000, 200_000)
ROUNDS = 15
STEP = 100
"""SQLite's steps between two calls of its progress handler."""
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
A_DAY = 100
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

_INBOX = (
    "",
    "state=all",
    "state=reviewed",
    "tier=core",
    "language=ja&state=all",
    "side=both&state=all",
    "side=aichi",
    "sector=automotive&state=all",
    "source=source-4&state=all",
    "day=2026-11-18",
    "entity=omura-hideaki&state=all",
    "language=fr&sector=automotive&tier=core&state=all",
)
_LIST = (
    "",
    "tier=all",
    "tier=off",
    "language=ja",
    "source=source-4&tier=all",
    "day=2026-11-18",
    "kind=person&key=omura-hideaki",
    "language=ja&kind=sector&key=automotive",
)


def fill(store: SqlStore, articles: int) -> None:
    """A hundred articles a day, the newest first to be asked for, settled as the store does it."""
    for start in range(0, articles, PIECE):
        numbers = range(start, min(start + PIECE, articles))
        with store.writing() as connection:
            _add(connection, numbers, articles)


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


def _text(chance: random.Random, number: int, articles: int) -> tuple[str, str, str]:
    language = "fr" if number % 3 else "ja"
    words = [chance.choice(_WORDS[language]) for _ in range(24)]
    if chance.random() < 0.5:
        words[chance.randrange(24)] = COMMON[language]
    if not number % 4 and number // 4 % (articles // 40) == articles // 80:
        words[7:9] = RARE.values()
    joint = "、" if language == "ja" else " "
    return language, joint.join(words[:8]), joint.join(words[8:])


def _rows(number: int, articles: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """One article, the last the newest, with what an analysis and a review would leave."""
    chance = random.Random(number)  # noqa: S311 - no secret
    dated = NOON - timedelta(minutes=14.4 * (articles - number))
    key, tier = f"a{number:07}", Tier.OFF if number % 4 else list(Tier)[number // 4 % 3]
    language, title, text = _text(chance, number, articles)
    place, where = number + 1, {"article_id": key, "revision": 1}
    yield tables.articles, {
        "number": place, "id": key, "source_id": f"source-{number % 15}", "reserved": False,
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
    turn = number // 4 % 5
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


def copy(store: SqlStore, target: SqlStore) -> None:
    """All rows of a store on SQLite, into an empty one on PostgreSQL that has the same tables."""
    with store.reading() as source, target.writing() as connection:
        cursor: Any = connection.connection.cursor()
        for table in tables.metadata.sorted_tables:
            told = [column.type.dialect_impl(connection.dialect) for column in table.c]
            bind = [each.bind_processor(connection.dialect) or _as_it_is for each in told]
            names = ", ".join(f'"{column.name}"' for column in table.c)
            with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as rows:
                for row in source.execute(select(table)):
                    rows.write_row([put(value) for put, value in zip(bind, row, strict=True)])
        with cursor.copy("COPY search (number, tokens, words) FROM STDIN") as rows:
            for row in source.execute(_TEXTS):
                title, body, ends = indexed(row.title, row.text)
                lexemes = dict.fromkeys(f"{title} {body} {ends}".split())
                words = " ".join(f"'{each}'" for each in lexemes)
                rows.write_row((row.number, f" {title} \n {body} ", words))


def _as_it_is(value: object) -> object:
    return value


_TEXTS = select(tables.articles.c.number, tables.revisions.c.title, tables.revisions.c.text).join(
    tables.revisions, tables.revisions.c.article_id == tables.articles.c.id
)


def pages(store: SqlStore) -> dict[str, str]:
    """The pages that are asked for, by name; article and story are the newest on the subject."""
    near = store.readings(Query(tiers=(Tier.CORE,), limit=1))[0]
    found = {
        "article": f"/articles/{near.article.id}",
        "story": f"/stories/{near.story_id}",
        **{f"inbox {query}": f"/inbox?{query}" for query in _INBOX},
        **{f"list {query}": f"/?{query}" for query in _LIST},
    }
    for language in ("fr", "ja"):
        for kind, words in (("common", COMMON), ("rare", RARE)):
            text = quote(words[language])
            found[f"inbox, {kind} word, {language}"] = f"/inbox?q={text}&state=all&tier=all"
            found[f"list, {kind} word, {language}"] = f"/?q={text}&tier=all"
            found[f"list, {kind} word and source, {language}"] = f"/?q={text}&source=source-4"
    return found


@dataclass(frozen=True, slots=True)
class Measure:
    """What one page cost in one store."""

    seconds: float
    """On the processor."""
    steps: int
    """Hundreds of steps of SQLite's machine; 0 elsewhere."""


class Desk:
    """A desk over one store, with a count of SQLite's steps."""

    def __init__(self, store: SqlStore, knowledge: Knowledge) -> None:
        self.pages, self._store = pages(store), store
        self._steps = count_steps(store)
        options = DeskOptions({"fr": "Europe/Paris", "ja": "Asia/Tokyo"}, lambda: NOON)
        self._client = TestClient(
            create_desk(store, knowledge, options), base_url="http://127.0.0.1"
        )

    def ask(self, name: str) -> Measure:
        """Read one page."""
        pids = self._servers()
        before, start = len(self._steps), _spent(pids)
        answer = self._client.get(self.pages[name])
        seconds = _spent(pids) - start
        assert answer.status_code == 200, answer.text
        return Measure(seconds, len(self._steps) - before)

    def _servers(self) -> list[int]:
        """The processes of PostgreSQL that serve this store."""
        with self._store.reading() as connection:
            if connection.dialect.name != "postgresql":
                return []
            asked = (
                "SELECT pid FROM pg_stat_activity"
                " WHERE datname = current_database() AND backend_type = 'client backend'"
            )
            return list(connection.exec_driver_sql(asked).scalars())


def _spent(pids: list[int]) -> float:
    """Seconds on a processor, of this process and of some others."""
    others = (Path(f"/proc/{pid}/schedstat").read_text("ascii").split()[0] for pid in pids)
    return time.process_time() + sum(map(int, others)) / 1e9


def count_steps(store: SqlStore) -> list[int]:
    """A list that grows by one for each hundred steps of SQLite; never, on another database."""
    steps: list[int] = []

    @event.listens_for(store._engine, "begin")
    def _count(connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        if hasattr(raw, "set_progress_handler"):
            raw.set_progress_handler(lambda: steps.append(1), STEP)

    return steps


def compare(urls: tuple[str, str], sizes: tuple[int, int] = SIZES) -> dict[str, Any]:
    """The cheapest answers of both stores, in milliseconds, and how they stand to each other."""
    knowledge = load()
    with open_store(urls[0]) as small, open_store(urls[1]) as large:
        assert isinstance(small, SqlStore)
        assert isinstance(large, SqlStore)
        for store, size in zip((small, large), sizes, strict=True):
            if not store.totals()["articles"]:
                fill(store, size)
        desks = Desk(small, knowledge), Desk(large, knowledge)
        return {name: _one_page(name, desks) for name in desks[0].pages}


def _one_page(name: str, desks: tuple[Desk, Desk]) -> dict[str, Any]:
    taken = [[desk.ask(name) for desk in desks] for _ in range(ROUNDS)]
    few, many = ([row[which] for row in taken] for which in (0, 1))
    times = [min(item.seconds for item in each) for each in (few, many)]
    told: dict[str, Any] = {"ms": [round(1000 * each, 1) for each in times]}
    told |= {"ratio": round(times[1] / times[0], 2)}
    return told | {"hundred_steps": [min(item.steps for item in each) for each in (few, many)]}


def tell(urls: tuple[str, str]) -> None:
    """Print one line a page."""
    found = compare(urls)
    for name, told in found.items():
        sys.stdout.write(json.dumps({"page": name, **told}, ensure_ascii=False) + "\n")
    worst = max(told["ratio"] for told in found.values())
    sys.stdout.write(json.dumps({"store": urls[0].partition(":")[0], "worst_ratio": worst}) + "\n")


def main(asked: list[str]) -> None:
    """Measure what the command line asks for."""
    given = [item for item in asked if item != "--postgres"]
    with TemporaryDirectory() as folder:
        made = [f"sqlite:///{Path(folder)}/{size}.sqlite" for size in SIZES]
        small, large = given or made
        tell((small, large))
        if "--postgres" in asked:
            with open_postgres() as server:
                tell((_copied(small, server), _copied(large, server)))


def _copied(url: str, server: Postgres) -> str:
    """The address of a copy on a server."""
    there = server.url(server.make())
    with open_store(url) as store, open_store(there) as target:
        assert isinstance(store, SqlStore)
        assert isinstance(target, SqlStore)
        copy(store, target)
    return there


if __name__ == "__main__":
    main(sys.argv[1:])
