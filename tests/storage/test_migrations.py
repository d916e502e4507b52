"""Every released schema, with data in it, becomes this version's and loses nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from news.analysis import TagKind, Tier
from news.article import Precision
from news.report import Circuit, SourceState
from storage import DeliveryState, Query, dialects, open_outbox, open_store
from storage.address import parse_address
from storage.database import explained
from storage.locking import WRITES
from storage.schema import _configure

NOON = "2026-05-20T03:00:00.000000Z"
ROOT = Path(__file__).parents[2]
LATER = "2026-05-21T03:00:00.000000Z"
DAY = date(2026, 5, 20)
Rows = list[tuple[str, dict[str, Any]]]
SCRIPTS = ScriptDirectory(str(ROOT / "storage/migrations"))
EARLIER = [script.revision for script in SCRIPTS.walk_revisions()][:0:-1]

FIRST: Rows = [
    ("articles", {
        "number": 7, "id": "a1", "source_id": "chukyo", "url": "https://c.example/1",
        "language": "ja", "published_at": NOON, "published_precision": "day",
        "published_provenance": "json-ld", "published_offset": 540, "authors": ["山田 花"],
        "reserved": True, "revision": 2,
    }),
    ("revisions", {
        "article_id": "a1", "revision": 1, "title": "旧", "text": "古い", "content_hash": "0" * 64,
        "collected_at": NOON,
    }),
    ("revisions", {
        "article_id": "a1", "revision": 2, "title": "東京都で調印", "text": "愛知県とリヨン。",
        "content_hash": "1" * 64, "collected_at": LATER,
    }),
    ("analyses", {
        "id": 9, "article_id": "a1", "revision": 2, "maker": "m1", "language": "ja",
        "confidence": 0.75, "tier": "core", "score": 6.5,
        "reasons": [{"code": "both-sides", "detail": ["愛知県"], "points": 4.0}],
        "roles": [], "rejected": [],
    }),
    ("tags", {
        "analysis_id": 9, "position": 0, "kind": "place", "key": "aichi", "label": "Aichi",
        "known": True, "score": 0.9, "why": {"code": "alias", "detail": [], "points": 0.0},
        "made_by": "rules",
    }),
    ("mentions", {
        "analysis_id": 9, "tag": 0, "position": 0, "start": 7, "end": 10, "surface": "愛知県",
        "sentence": "愛知県とリヨン。", "sentence_start": 7,
    }),
    ("settled", {
        "article_id": "a1", "analysis_id": 9, "revision": 2, "dated": NOON, "tier": "off",
    }),
    ("settled_tags", {"article_id": "a1", "kind": "place", "key": "aichi"}),
    ("reviews", {
        "id": "r1", "article_id": "a1", "subject": "tier", "verdict": "corrected",
        "reviewer": "Aya", "at": LATER, "kind": None, "key": "", "corrected_to": "off",
        "label": "", "note": "広告",
    }),
    ("stories", {"id": "s1", "opened_at": NOON, "updated_at": LATER}),
    ("memberships", {
        "article_id": "a1", "story_id": "s1", "position": 0, "near_duplicate_of": "", "why": [],
    }),
    ("runs", {
        "id": "run1", "started_at": NOON, "finished_at": LATER, "state": "partial",
        "counts": {"new": 1}, "error": "",
    }),
    ("source_reports", {
        "run_id": "run1", "position": 0, "source_id": "chukyo", "state": "ok", "since": NOON,
        "pages": 1, "listed": 2, "new": 1, "revised": 0, "unchanged": 1, "robots_blocked": 0,
        "faults": [],
    }),
    ("visits", {
        "url": "https://c.example/feed", "visited_at": NOON, "status": 200, "etag": '"e"',
        "last_modified": "",
    }),
    ("digests", {
        "day": DAY, "language": "fr", "format": "html", "content": "<p>é</p>", "built_at": LATER,
    }),
]  # fmt: skip

# What each schema after the first could hold besides: columns of rows above, and new rows.
SECOND: Mapping[str, dict[str, Any]] = {
    "visits": {"full_at": NOON, "digest": "d", "distrusted_since": LATER},
    "runs": {"languages": []},
    "source_reports": {
        "notes": [], "newest": NOON, "asked": False, "reserved": 3,
        "circuit": {"strikes": 1.5, "rests": 2, "until": None},
    },
}  # fmt: skip
THIRD: Rows = [
    ("deliveries", {
        "reader": "anna@x.example", "edition": "daily", "day": DAY, "state": "sent", "token": "t",
        "message_id": "<m>", "at": LATER, "attempts": 1, "detail": "250",
    }),
    ("ledger", {
        "reader": "anna@x.example", "edition": "daily", "day": DAY, "article_id": "a1",
        "source_id": "chukyo", "url": "https://c.example/1", "shown": "title",
    }),
]  # fmt: skip


def rows_of(revision: str) -> Rows:
    """What a database of an earlier schema may hold."""
    if revision == "v0001":
        return FIRST
    second = [(table, row | dict(SECOND.get(table, {}))) for table, row in FIRST]
    return second if revision == "v0002" else second + THIRD


def make_old(url: str, revision: str) -> None:
    """Make a database as an earlier version left it, with data in every table."""
    address = parse_address(url)
    engine = dialects.named(address.dialect).make_engine(address, 5, preparing=True)
    with explained(address), engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            command.upgrade(_configure(connection), revision)
            dialects.of(connection).finish_schema(connection)
            _fill(connection, rows_of(revision))
    engine.dispose()


def _fill(connection: Connection, rows: Rows) -> None:
    found = MetaData()
    found.reflect(connection, only=sorted({table for table, _ in rows}))
    for table, row in rows:
        connection.execute(found.tables[table].insert().values(row))
    words = ("東京 京都 都で で調 調印", "愛知 知県 県と とリ リヨ ヨン", "印 ン")
    dialects.of(connection).index_text(connection, 7, words)


@pytest.mark.parametrize("revision", EARLIER)
def test_what_an_earlier_version_kept_is_here(new_place: Callable[[], str], revision: str) -> None:
    url = new_place()
    make_old(url, revision)
    with open_store(url) as store:
        (reading,) = store.readings(Query())
        assert reading.article.authors == ("山田 花",)
        assert reading.article.revision == 2
        assert reading.article.published is not None
        assert reading.article.published.precision is Precision.DAY
        (tag,) = reading.analysis.tags
        (mention,) = tag.mentions
        assert reading.article.full_text[mention.start : mention.end] == mention.surface
        assert [review.note for review in reading.reviews] == ["広告"]
        assert store.count(Query(tiers=(Tier.OFF,), kind=TagKind.PLACE, key="aichi")) == 1
        assert reading.story_id == store.stories()[0].id == "s1"
        assert [digest.content for digest in store.digests(DAY)] == ["<p>é</p>"]
        totals = {"articles": 1, "revisions": 2, "analyses": 1, "tags": 1}
        assert store.totals() == totals | {"stories": 1, "reviews": 1, "runs": 1}


def test_an_old_store_whose_rows_refer_to_nothing_is_refused_as_it_is(
    tmp_path: Path, refusal: Callable[[str], str]
) -> None:
    url = f"sqlite:///{tmp_path}/soie.db"
    make_old(url, EARLIER[-1])
    with closing(sqlite3.connect(tmp_path / "soie.db")) as connection, connection:
        connection.execute("DELETE FROM analyses")
    for _ in range(2):
        assert "rows refer to what is not there" in refusal(url)


@pytest.mark.parametrize("revision", EARLIER)
def test_what_is_new_says_nothing_of_what_is_old(
    new_place: Callable[[], str], revision: str
) -> None:
    url = new_place()
    make_old(url, revision)
    with open_store(url) as store:
        visit = store.visit("https://c.example/feed")
        (run,) = store.runs()
    assert visit is not None
    (seen,) = run.sources
    assert (visit.etag, seen.state, seen.listed) == ('"e"', SourceState.OK, 2)
    older = revision == "v0001"
    assert visit.digest == ("" if older else "d")
    assert seen.circuit == (Circuit() if older else Circuit(1.5, 2, None))
    assert (seen.asked, seen.reserved) == ((True, 0) if older else (False, 3))
    with open_outbox(url) as outbox:
        states = [each.state for each in outbox.deliveries()]
        assert states == ([] if revision in {"v0001", "v0002"} else [DeliveryState.SENT])
        assert len(outbox.ledger(DAY, DAY)) == len(states)


def test_a_search_finds_in_old_articles_what_it_finds_in_new_ones(
    new_place: Callable[[], str],
) -> None:
    url = new_place()
    make_old(url, "v0003")
    with open_store(url) as store:
        found = {
            words: store.count(Query(text=words)) for words in ("愛知県", "東京都", "京都", "古い")
        }
    assert found == {"愛知県": 1, "東京都": 1, "京都": 0, "古い": 0}


def test_a_kept_instant_is_utc(new_place: Callable[[], str]) -> None:
    url = new_place()
    make_old(url, "v0001")
    with open_store(url) as store:
        (story,) = store.stories()
    assert story.opened_at == datetime(2026, 5, 20, 3, tzinfo=UTC)
