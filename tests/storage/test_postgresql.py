"""What is true of PostgreSQL alone: a server, its users, its limits and its locks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Thread

import psycopg
import pytest
from sqlalchemy import text

from news.analysis import Analysis
from news.article import Article
from news.errors import BusyError, StoreError
from storage import Outcome, Query, Store, postgresql
from storage.sql_store import SqlStore
from tests.postgres import Postgres

Refusal = Callable[[str], str]
MakeArticle = Callable[..., Article]


@pytest.fixture
def store_kind() -> str:
    return "postgresql"


def database(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def test_a_wrong_password_is_told_without_telling_it(postgres: Postgres, refusal: Refusal) -> None:
    sentence = refusal(postgres.url("soie", password="secret"))  # noqa: S106 - a wrong one
    assert f"soie on {postgres.folder} cannot be reached: FATAL: password auth" in sentence
    assert "the user and password in `database`" in sentence
    assert "secret" not in sentence


def test_a_database_that_is_not_there_is_refused(postgres: Postgres, refusal: Refusal) -> None:
    assert '"nothing" does not exist' in refusal(postgres.url("nothing"))


def test_a_server_that_does_not_run_is_refused(refusal: Refusal) -> None:
    sentence = refusal("postgresql://anna:secret@127.0.0.1:1/soie")
    assert "soie on 127.0.0.1 cannot be reached: Connection refused" in sentence
    assert "secret" not in sentence


def test_another_programs_database_is_refused_and_left_alone(
    postgres: Postgres, refusal: Refusal
) -> None:
    url = postgres.url(postgres.make())
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("CREATE TABLE photos (name text)")
        assert "is another program's database" in refusal(url)
        tables = other.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchall() == [("photos",)]


def test_a_copy_that_takes_no_changes_is_refused(
    postgres: Postgres, store_url: str, refusal: Refusal
) -> None:
    name = database(store_url)
    postgres.do(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert f"{name} may not be written" in refusal(store_url)


def test_a_database_without_unicode_is_refused(postgres: Postgres, refusal: Refusal) -> None:
    postgres.do("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    assert "latin keeps text as LATIN1" in refusal(postgres.url("latin"))


def test_a_user_without_rights_is_told_what_is_missing(
    postgres: Postgres, store_url: str, refusal: Refusal
) -> None:
    postgres.do("CREATE USER guest PASSWORD 'guest'")
    url = postgres.url(database(store_url), "guest", "guest")
    assert "may not be used so by this user" in refusal(url)


def test_text_has_the_order_of_its_code_points(store: Store) -> None:
    assert isinstance(store, SqlStore)
    wanted = text(
        "SELECT collation_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND data_type IN ('text', 'character varying')"
    )
    with store.reading() as connection:
        collations = connection.scalars(wanted).all()
    assert len(collations) > 50
    assert set(collations) == {"C"}


def test_a_store_outlives_the_server_s_restarts(store: Store, make_article: MakeArticle) -> None:
    store.keep_article(make_article(1))
    assert isinstance(store, SqlStore)
    end = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(StoreError), store.reading() as connection:
        connection.execute(end)
    assert store.keep_article(make_article(2)) is Outcome.NEW


def test_a_writer_sees_what_the_one_before_wrote(store: Store, make_article: MakeArticle) -> None:
    """Sixty revisions by six hands: a stale look would lose some, or give two one number."""
    first = make_article()
    store.keep_article(first)

    def revise(hand: int) -> None:
        for turn in range(10):
            store.keep_article(replace(first, text=f"main {hand}, version {turn}"))

    crowd = [Thread(target=revise, args=(hand,)) for hand in range(6)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert store.totals()["revisions"] == 61
    assert next(store.unread("nobody")).revision == 61


def test_a_reader_sees_one_state(store: Store, make_article: MakeArticle) -> None:
    assert isinstance(store, SqlStore)
    count = text("SELECT count(*) FROM articles")
    with store.reading() as connection:
        assert connection.scalar(count) == 0
        store.keep_article(make_article())
        assert connection.scalar(count) == 0


def test_a_reader_cannot_write(store: Store) -> None:
    assert isinstance(store, SqlStore)
    with pytest.raises(StoreError, match="may not be written"), store.reading() as connection:
        connection.execute(text("DELETE FROM stories"))


def test_reviews_cannot_be_emptied_at_once(store: Store) -> None:
    assert isinstance(store, SqlStore)
    with pytest.raises(StoreError, match="only ever added"), store.writing() as connection:
        connection.execute(text("TRUNCATE reviews"))


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (" ".join(f"mot{n % 9_000}" for n in range(40_000)) + " dernier mot", '"dernier mot"'),
        ("x" * 5_000, "x" * 5_000),
        ("愛知" * 20_000 + "水素", "知水素"),
        (" ".join(f"mot{n:07}" for n in range(120_000)), "mot0000007"),
    ],
    ids=["many words", "a long word", "one word often", "more words than an index holds"],
)
def test_a_text_of_any_length_is_kept_and_found(
    store: Store,
    make_article: MakeArticle,
    make_analysis: Callable[..., Analysis],
    words: str,
    asked: str,
) -> None:
    article = make_article(text=words)
    store.keep_article(article)
    store.keep_analyses([make_analysis(article, tags=())])
    assert store.count(Query(text=asked)) == 1


@pytest.mark.parametrize(
    ("cause", "complaint", "kind"),
    [
        (psycopg.errors.DiskFull(), "cannot grow: the disk is full", StoreError),
        (psycopg.errors.TooManyConnections(), "no room for one more connection", StoreError),
        (psycopg.errors.DataCorrupted(), "is damaged", StoreError),
        (psycopg.errors.LockNotAvailable(), "written by another process", BusyError),
        (psycopg.errors.UndefinedTable("no table"), "soie: no table", StoreError),
    ],
)
def test_what_cannot_be_brought_about_here_is_explained_too(
    cause: psycopg.Error, complaint: str, kind: type[Exception]
) -> None:
    told = postgresql.explain(cause, "soie")
    assert type(told) is kind
    assert complaint in told.sentence
    assert told.remedy
