"""Search in French and Japanese, as people type it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from news.analysis import Analysis
from news.article import Article
from storage import Query, Store, postgresql_search
from storage.articles import index_all, index_article
from storage.catalogue import Stretch
from storage.dialects import of
from storage.sql_store import SqlStore
from storage.tables import articles
from storage.terms import Term, indexed, parse_terms

PRESS = {
    "omura": ("Ōmura à Lyon", "Le gouverneur d’Aichi, ÔMURA Hideaki, visite l'Œuvre de Lyon."),
    "hydrogen": ("Filière hydrogène", "La Région Auvergne-Rhône-Alpes et l’hydrogène vert."),
    "aichi": ("愛知県とリヨン", "水素の新車。ｶﾞｿﾘﾝではない。大村秀章知事は東京都へ。"),
    "kyoto": ("京都の職人", "ﾄﾖﾀとトヨタ、ヴォルヴィックの水。"),
}


@pytest.mark.parametrize("probe", [1, 2, 1000])
@pytest.mark.parametrize("limit", [1, 2, 5, 40])
def test_the_newest_are_found_whether_common_or_rare(
    store: Store,
    make_article: Callable[..., Article],
    monkeypatch: pytest.MonkeyPatch,
    probe: int,
    limit: int,
) -> None:
    """On PostgreSQL three ways lead to them; all of them find the same, in the same order."""
    monkeypatch.setattr(postgresql_search, "_PROBE", probe)
    texts = ["愛知県知事", "愛知と県知事", "Lyon", "愛知県知事、再び"] * 4 + ["rare"] * 5
    for number, text in enumerate(texts):
        store.keep_article(make_article(number, title=f"n{number}", text=text))
    assert isinstance(store, SqlStore)
    with store.reading() as connection:
        for asked in ("愛知県", "lyon", "rare", "absent"):
            terms = parse_terms(asked)
            every = sorted(connection.scalars(of(connection).matching(terms)))
            for start in (None, 1, 12, len(texts)):
                down = [n for n in reversed(every) if start is None or n < start]
                up = [n for n in every if start is not None and n > start]
                newest = of(connection).nearest(connection, terms, Stretch(start, True, limit))  # noqa: FBT003 (down)
                assert newest == down[:limit], (asked, start)
                if start is not None:
                    older = of(connection).nearest(connection, terms, Stretch(start, False, limit))  # noqa: FBT003 (up)
                    assert older == up[:limit], (asked, start)


@pytest.fixture
def press(
    store: Store, make_article: Callable[..., Article], make_analysis: Callable[..., Analysis]
) -> Store:
    """A store with four articles, found by their titles."""
    for number, (title, text) in enumerate(PRESS.values()):
        article = make_article(number, title=title, text=text)
        store.keep_article(article)
        store.keep_analyses([make_analysis(article, tags=())])
    return store


def found(store: Store, text: str) -> set[str]:
    names = {title: name for name, (title, _) in PRESS.items()}
    return {names[reading.article.title] for reading in store.readings(Query(text=text))}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Omura", {"omura"}),
        ("ōmura", {"omura"}),
        ("OMURA Lyon", {"omura"}),
        ("omura hydrogène", set()),
        ("hydrogene", {"hydrogen"}),
        ("l'hydrogène", {"hydrogen"}),
        ("hydrog", set()),
        ("hydrog*", {"hydrogen"}),
        ("Auvergne-Rhône-Alpes", {"hydrogen"}),
        ("alpes-auvergne", set()),
        ('"hydrogène vert"', {"hydrogen"}),
        ("« hydrogène vert »", {"hydrogen"}),
        ('"vert hydrogène"', set()),
        ("vert hydrogène", {"hydrogen"}),
        ('"hydrogène vert', {"hydrogen"}),
        ("oeuvre", {"omura"}),
        ("愛知", {"aichi"}),
        ("愛知県", {"aichi"}),
        ("水素", {"aichi"}),
        ("水素 愛知", {"aichi"}),
        ("「大村秀章」", {"aichi"}),
        ("村大", set()),
        ("秀章大村", set()),
        ("ガソリン", {"aichi"}),
        ("トヨタ", {"kyoto"}),
        ("ﾄﾖﾀ", {"kyoto"}),
        ("ボルビック", {"kyoto"}),
        ("知", {"aichi"}),
        ("車", {"aichi"}),
        ("水", {"aichi", "kyoto"}),
        ("京都", {"kyoto"}),
        ("東京都", {"aichi"}),
        ("京都の", {"kyoto"}),
        ("都へ", {"aichi"}),
        ("知県", set()),
        ("東京", {"aichi"}),
        ("京*", {"aichi", "kyoto"}),
        ("AND OR NOT NEAR", set()),
        ("title:lyon", set()),
        ("- Lyon -", {"omura"}),
        ("!?", set()),
        ('"', set()),
        ("", set(PRESS)),
        ("  　", set(PRESS)),
    ],
)
def test_what_people_type_finds_what_they_mean(press: Store, text: str, names: set[str]) -> None:
    assert found(press, text) == names
    assert press.count(Query(text=text)) == len(names)


def test_a_revision_is_found_by_its_new_words_alone(
    store: Store, make_article: Callable[..., Article], make_analysis: Callable[..., Analysis]
) -> None:
    article = make_article(title="Avant", text="hydrogène")
    store.keep_article(article)
    second = replace(article, text="aéronautique", revision=2)
    store.keep_article(second)
    store.keep_analyses([make_analysis(second, tags=())])
    assert store.count(Query(text="aeronautique avant")) == 1
    assert store.count(Query(text="hydrogène")) == 0


def test_an_index_that_is_made_anew_holds_what_it_held(
    store: Store,
    make_article: Callable[..., Article],
    dump: Callable[[Store], dict[str, list[tuple[Any, ...]]]],
) -> None:
    news = [make_article(number, title=f"Titre {number}") for number in (1, 2)]
    for article in (*news, replace(news[0], text="aéronautique")):
        store.keep_article(article)
    assert isinstance(store, SqlStore)
    before = dump(store)["search"]
    assert "aeronautique" in str(before)
    for index, held in (
        (index_all, before),
        (partial(index_article, article_id=news[0].id), before[:1]),
    ):
        with store.writing() as connection:
            of(connection).forget_text(connection, connection.scalars(select(articles.c.number)))
            connection.execute(update(articles).values(number=articles.c.number + 7))
        assert dump(store)["search"] == []
        with store.writing() as connection:
            index(connection)
        assert dump(store)["search"] == held


def test_an_article_is_found_by_its_own_words_where_the_index_lacks_the_one_before_it(
    store: Store, make_article: Callable[..., Article], make_analysis: Callable[..., Analysis]
) -> None:
    assert isinstance(store, SqlStore)
    news = [make_article(number, title=title) for number, title in enumerate(("Un", "Deux"))]
    for article in news:
        with store.writing() as connection:
            of(connection).forget_text(connection, connection.scalars(select(articles.c.number)))
        store.keep_article(article)
        store.keep_analyses([make_analysis(article)])
    assert [item.article.id for item in store.readings(Query(text="deux"))] == [news[1].id]


@given(text=st.text(max_size=30))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # it is only read
)
def test_no_query_breaks_the_search(press: Store, text: str) -> None:
    assert press.count(Query(text=text)) <= len(PRESS)


@given(text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=12))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each text is its own article
)
def test_every_text_is_found_by_itself(
    store: Store,
    make_article: Callable[..., Article],
    make_analysis: Callable[..., Analysis],
    text: str,
) -> None:
    article = make_article(store.totals()["articles"], title=text, text="")
    store.keep_article(article)
    store.keep_analyses([make_analysis(article, tags=())])
    wanted = Query(text=text)
    if parse_terms(text):
        assert article.id in {reading.article.id for reading in store.readings(wanted)}


def test_terms_are_words_phrases_and_beginnings() -> None:
    assert parse_terms('Ōmura "Lyon et Aichi" hydrog* 愛知県 車 -') == (
        Term(("omura",)),
        Term(("lyon", "et", "aichi")),
        Term(("hydrog",), prefix=True),
        Term(("愛知", "知·県")),
        Term(("車",)),
    )
    assert [term.lone for term in parse_terms("車 a 愛知")] == [True, False, False]


def test_the_index_holds_the_last_character_of_every_japanese_run() -> None:
    assert indexed("愛知 Lyon", "新車。車") == ("愛知 lyon", "新車 車", "知 車")
