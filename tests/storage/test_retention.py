"""What is kept long enough goes: texts, then articles; and old text never comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from news.analysis import Analysis, Mention, Relevance, Tag, TagKind, Tier
from news.article import Article
from news.page import Visit
from news.recall import Stratum, draw
from news.report import RunReport, RunState, SourceReport, SourceState
from news.review import Review
from news.source import Rights
from news.story import Membership, Story
from storage import (
    Care,
    Claim,
    DeliveryState,
    Exhibit,
    Outcome,
    Query,
    Slot,
    Store,
    StoredDigest,
    Terms,
    Turn,
    TurnState,
    open_calendar,
    open_care,
    open_insight,
    open_outbox,
)
from storage.sql_store import SqlStore

NOW = datetime(2027, 3, 1, tzinfo=UTC)
DAYS = timedelta(days=1)
ALL = NOW + DAYS
NOTHING = NOW - 9000 * DAYS
NONE_OLD = Terms(
    now=NOW,
    texts=NOTHING,
    texts_off=NOTHING,
    texts_reviewed=NOTHING,
    articles=NOTHING,
    articles_off=NOTHING,
    visits=NOTHING,
    runs=NOTHING,
    digests=NOTHING.date(),
    deliveries=NOTHING.date(),
    audit=NOTHING,
    quotable=frozenset(("courrier-presquile",)),
)
TEXTS = replace(NONE_OLD, texts=ALL, texts_off=ALL, texts_reviewed=ALL)


@pytest.fixture
def care(store_url: str) -> Iterator[Care]:
    """The care of an empty store."""
    with open_care(store_url) as opened:
        yield opened


def only(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


@pytest.fixture
def told(store: Store, make_article: Callable[..., Article]) -> Article:
    """An article with a tag in its title and others in its text, one of them twice."""
    long = "Le préfet a parlé de Lyon, " + "et encore " * 40 + "."
    article = make_article(text=f"La Région signe avec Aichi.\nAichi est loin.\n{long}")
    full = article.full_text

    def mention(surface: str, sentence: str) -> Mention:
        start = full.index(sentence)
        at = full.index(surface, start)
        return Mention(at, at + len(surface), surface, sentence, start)

    def tag(key: str, *found: Mention) -> Tag:
        reason = replace(base.why, code="alias")
        return Tag(TagKind.PLACE, key, key, True, 0.9, found, reason, "m")  # noqa: FBT003 - a dataclass

    base = Tag(TagKind.PLACE, "x", "x", True, 0.9, (), _reason(), "m")  # noqa: FBT003 - a dataclass
    tags = (
        tag("accord", mention("accord", article.title)),
        tag(
            "aichi",
            mention("Aichi", "La Région signe avec Aichi."),
            mention("Aichi", "Aichi est loin."),
        ),
        tag("lyon", mention("Lyon", long)),
    )
    store.keep_article(article)
    old = Analysis(article.id, 1, "old", "fr", 1.0, tags, Relevance(Tier.CORE, 1.0, ()))
    store.keep_analyses([old, replace(old, maker="new")])
    return article


def _reason() -> Any:  # noqa: ANN401 - of the type above
    from news.analysis import Reason  # noqa: PLC0415 - said once

    return Reason("alias")


def test_an_old_text_is_removed_and_title_link_and_tags_stay(
    care: Care, store: Store, told: Article
) -> None:
    assert only(care.purge(TEXTS, dry_run=True)) == {"texts": 1}
    assert store.count(Query(text="loin")) == 1, "a dry run removes nothing"
    assert only(care.purge(TEXTS)) == {"texts": 1}
    assert only(care.purge(TEXTS)) == {}
    (reading,) = store.readings(Query())
    assert reading.article == replace(told, text="", text_removed_at=NOW)
    kept = {tag.key: [m.sentence for m in tag.mentions] for tag in reading.analysis.tags}
    assert kept == {
        "accord": [told.title],
        "aichi": ["La Région signe avec Aichi."],
        "lyon": [],
    }
    assert store.totals()["analyses"] == 1, "superseded readings of the text go with it"
    assert store.count(Query(text="loin")) == 0
    assert store.count(Query(text="accord")) == store.count(Query(key="lyon")) == 1


def test_without_the_right_to_quote_no_sentence_of_the_text_stays(
    care: Care, store: Store, told: Article
) -> None:
    del told
    care.purge(replace(TEXTS, quotable=frozenset()))
    (reading,) = store.readings(Query())
    assert [len(tag.mentions) for tag in reading.analysis.tags] == [1, 0, 0]


def test_old_text_never_comes_back(
    care: Care, store: Store, told: Article, make_analysis: Callable[..., Analysis]
) -> None:
    care.purge(TEXTS)
    assert store.keep_article(told) is Outcome.UNCHANGED
    assert store.keep_article(replace(told, text=told.text + "\nUn mot.")) is Outcome.UNCHANGED
    assert store.keep_article(replace(told, reserved=True)) is Outcome.UNCHANGED
    (reading,) = store.readings(Query())
    assert (reading.article.text, reading.article.revision) == ("", 1)
    assert reading.article.reserved, "what is a fact and no text is still taken in"
    assert list(store.unread("newer maker")) == [], "it is not read again without its text"
    assert store.totals()["revisions"] == 1
    del make_analysis


@pytest.mark.parametrize(
    ("terms", "tier", "reviewed", "gone"),
    [
        ({"texts": ALL}, Tier.CONTEXT, False, {"texts": 1}),
        ({"texts": ALL}, None, False, {"texts": 1}),
        ({"texts": ALL}, Tier.OFF, False, {}),
        ({"texts_off": ALL}, Tier.OFF, False, {"texts": 1}),
        ({"texts_off": ALL}, Tier.CORE, False, {}),
        ({"texts": ALL}, Tier.CORE, True, {}),
        ({"texts": ALL, "texts_reviewed": ALL}, Tier.CORE, True, {"texts": 1}),
        ({"articles": ALL, "texts": ALL}, Tier.CORE, True, {"articles": 1}),
        ({"articles": ALL}, Tier.OFF, False, {}),
        ({"articles_off": ALL}, Tier.OFF, False, {"articles": 1}),
    ],
)
def test_how_long_depends_on_the_tier_and_on_analysts(  # noqa: PLR0913 - parameters and fixtures
    care: Care,
    store: Store,
    make_article: Callable[..., Article],
    make_analysis: Callable[..., Analysis],
    make_review: Callable[..., Review],
    *,
    terms: dict[str, datetime],
    tier: Tier | None,
    reviewed: bool,
    gone: dict[str, int],
) -> None:
    article = make_article()
    store.keep_article(article)
    if tier:
        store.keep_analyses([make_analysis(article, relevance=Relevance(tier, 1.0, ()))])
    if reviewed:
        store.keep_review(make_review(article, corrected_to=Tier.CORE.value))
    assert only(care.purge(replace(NONE_OLD, **terms))) == gone  # type: ignore[arg-type] # instants


def test_an_article_goes_with_everything_that_refers_to_it(
    care: Care,
    store: Store,
    make_article: Callable[..., Article],
    make_analysis: Callable[..., Analysis],
    make_review: Callable[..., Review],
) -> None:
    old, new = make_article(1), make_article(2, collected_at=ALL)
    for article in (old, new):
        store.keep_article(article)
        store.keep_analyses([make_analysis(article)])
    store.keep_review(make_review(old))
    story = Story("s", NOW, NOW, (Membership(old.id),))
    store.keep_stories([story, replace(story, id="t", members=(Membership(new.id),))])
    assert only(care.purge(replace(NONE_OLD, articles=NOW, articles_off=NOW))) == {"articles": 1}
    assert [reading.article.id for reading in store.readings(Query())] == [new.id]
    assert [found.id for found in store.stories()] == ["t"]
    assert store.totals() == {
        "articles": 1,
        "revisions": 1,
        "analyses": 1,
        "tags": 2,
        "stories": 1,
        "reviews": 0,
        "runs": 0,
    }
    assert store.count(Query(text="numéro")) == 1
    assert isinstance(store, SqlStore)
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM search")).scalar() == 1


def test_visits_runs_digests_and_deliveries_go_by_their_own_terms(
    care: Care, store: Store, store_url: str
) -> None:
    for when in (NOW - 10 * DAYS, NOW):
        store.keep_visit(Visit(f"https://x.example/{when.day}", when, 200))
        report = SourceReport("s", SourceState.OK, when)
        store.keep_run(RunReport(str(when.day), when, when, RunState.OK, (report,)))
        store.keep_digest(StoredDigest(when.date(), "fr", "html", "<p>", when))
        with open_outbox(store_url) as outbox:
            claim = Claim(Slot("a@b.example", "daily", when.date()), "t", "<m>", when, when)
            assert outbox.claim(claim)
            shown = Exhibit("0", "s", "https://x.example", Rights.LINK)
            assert outbox.pledge(claim, when, [shown])
            outbox.settle(claim, DeliveryState.SENT, when, "250")
    middle = NOW - 5 * DAYS
    terms = replace(
        NONE_OLD, visits=middle, runs=middle, digests=middle.date(), deliveries=middle.date()
    )
    assert only(care.purge(terms)) == {"visits": 1, "runs": 1, "digests": 1, "deliveries": 1}
    assert only(care.purge(terms)) == {}
    assert store.visit(f"https://x.example/{NOW.day}")
    assert [run.id for run in store.runs()] == [str(NOW.day)]
    assert [digest.day for digest in store.digests()] == [NOW.date()]
    with open_outbox(store_url) as outbox:
        assert len(outbox.ledger(date(2027, 1, 1), date(2027, 12, 31))) == 1


def test_old_turns_go_and_what_tells_since_when_a_duty_is_known_stays(
    care: Care, store_url: str
) -> None:
    with open_calendar(store_url) as calendar:
        known = calendar.await_duty("daily", NOW - 800 * DAYS)
        for days in (500, 1):
            at = NOW - days * DAYS
            calendar.begin(Turn("daily", at, TurnState.BEGUN, "here", at))
        assert only(care.purge(replace(NONE_OLD, runs=NOW - 400 * DAYS))) == {"turns": 1}
        assert [turn.at for turn in calendar.turns(NOTHING)] == [NOW - DAYS]
        assert calendar.await_duty("daily", NOW) == known


def test_samples_go_with_the_oldest_articles(care: Care, store_url: str) -> None:
    with open_insight(store_url) as insight:
        for days in (2000, 10):
            at = NOW - days * DAYS
            insight.keep_sample(draw(at.date(), {"a": Stratum.SHOWN}, at))
        counts = only(care.purge(replace(NONE_OLD, articles=NOW - 1825 * DAYS)))
        assert counts == {"samples": 1, "sampled": 1}
        assert [sample.week for sample in insight.samples(NOTHING.date())] == [
            (NOW - 10 * DAYS).date()
        ]


def test_what_is_purged_while_it_is_waiting_to_be_read_keeps_its_reading(
    store: Store, care: Care, told: Article
) -> None:
    waiting = store.unread("another maker")
    assert care.purge(TEXTS)["texts"] == 1
    assert list(waiting) == []
    assert [item.analysis.article_id for item in store.readings(Query())] == [told.id]
