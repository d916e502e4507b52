"""The memory seen over time: the right answers, found by index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from news.analysis import Analysis, Mention, Reason, Relevance, Tag, TagKind, Tier
from news.article import Article
from news.recall import Stratum, draw
from news.review import Review, Subject, Verdict
from news.story import Membership, Story
from storage import Insight, Store, Thread, open_insight
from storage.sql_insight import SqlInsight

MakeArticle = Callable[..., Article]
MakeAnalysis = Callable[..., Analysis]
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
AICHI = (TagKind.PLACE, "aichi")
GOVERNOR = (TagKind.PERSON, "omura-hideaki")
STRANGER = (TagKind.PERSON, "élise martin")


@pytest.fixture
def insight(store_url: str, store: Store) -> Iterator[Insight]:
    assert store.totals()
    with open_insight(store_url) as opened:
        yield opened


@pytest.fixture
def sqlite_insight(tmp_path: Path) -> Iterator[Insight]:
    """One whose database tells its plans in SQLite's words."""
    with open_insight(f"sqlite:///{tmp_path}/plans.db") as opened:
        yield opened


def stranger(article: Article) -> Tag:
    """An unknown name in the first sentence of the body."""
    sentence = article.text.split("\n")[0]
    start = article.full_text.index(sentence)
    mention = Mention(start, start + 2, sentence[:2], sentence, start)
    kind, key = STRANGER
    return Tag(
        kind=kind,
        key=key,
        label="Élise Martin",
        known=False,
        score=0.6,
        mentions=(mention,),
        why=Reason("model", ("x",)),
        made_by="rules 1",
    )


@pytest.fixture
def news(store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis) -> list[Article]:
    """Five articles a minute apart: 0 and 2 of one story, 1 a copy of 0, 3 off, 4 alone."""
    made = [make_article(number, source_id=f"outlet-{number % 3}") for number in range(5)]
    for number, article in enumerate(made):
        store.keep_article(article)
        analysis = make_analysis(article)
        if number in {0, 1, 2}:
            analysis = replace(analysis, tags=(*analysis.tags, stranger(article)))
        if number == 3:
            off = Relevance(Tier.OFF, 0.0, (Reason("gate-no-side"),))
            analysis = replace(analysis, relevance=off)
        store.keep_analyses([analysis])
    members = (
        Membership(made[0].id),
        Membership(made[1].id, made[0].id),
        Membership(made[2].id),
    )
    store.keep_stories([Story("s1", made[0].dated, made[2].dated, members)])
    return made


def test_a_thread_tells_each_story_once_at_its_newest(
    insight: Insight, news: list[Article]
) -> None:
    for thread in (Thread(AICHI), Thread(tier=Tier.CORE)):
        leads = insight.leads(thread)
        expected = [news[4], news[3], news[2]] if thread.tag else [news[4], news[2]]
        assert [lead.article_id for lead in leads] == [article.id for article in expected]
        assert [lead.story_id for lead in leads][-1] == "s1"
        assert leads[0].story_id == ""
        assert leads[0].dated == news[4].dated


def test_pages_of_a_thread_join_into_the_thread(insight: Insight, news: list[Article]) -> None:
    assert news
    whole = insight.leads(Thread(AICHI))
    paged = []
    place = None
    while page := insight.leads(Thread(AICHI, before=place, limit=1)):
        paged += page
        place = page[-1].place
    assert paged == whole


def test_a_date_that_comes_later_moves_the_article_in_its_threads(
    insight: Insight, store: Store, make_article: MakeArticle, make_analysis: MakeAnalysis
) -> None:
    undated = make_article(1, published=None)
    store.keep_article(undated)
    store.keep_analyses([make_analysis(undated)])
    assert [lead.dated for lead in insight.leads(Thread(AICHI))] == [undated.collected_at]
    dated = make_article(1)
    store.keep_article(dated)
    assert [lead.dated for lead in insight.leads(Thread(AICHI))] == [dated.dated]


def test_articles_are_counted_between_instants(insight: Insight, news: list[Article]) -> None:
    edges = [news[0].dated, news[2].dated, news[2].dated, news[4].dated]
    assert insight.counts(AICHI, edges) == [2, 0, 2]
    assert insight.counts((TagKind.PLACE, "nowhere"), edges) == [0, 0, 0]
    assert insight.counts(AICHI, edges[:1]) == []


def test_company_is_kept_by_story(insight: Insight, news: list[Article]) -> None:
    assert insight.company(GOVERNOR, 9) == {
        "s1": {AICHI, GOVERNOR, STRANGER},
        news[3].id: {AICHI, GOVERNOR},
        news[4].id: {AICHI, GOVERNOR},
    }
    assert list(insight.company(GOVERNOR, 1)) == [news[4].id]


def test_names_are_labelled_as_articles_write_them(insight: Insight, news: list[Article]) -> None:
    assert news
    asked = [STRANGER, AICHI, (TagKind.PERSON, "nobody")]
    assert insight.labels(asked) == {STRANGER: "Élise Martin", AICHI: "Aichi"}
    assert insight.labels([]) == {}


def test_what_recurs_is_counted_without_copies_and_off_items(
    insight: Insight, news: list[Article]
) -> None:
    found = {item.tag: (item.sources, item.stories) for item in insight.recurrences(NOON, 2)}
    assert found == {STRANGER: (2, 1), AICHI: (3, 2), GOVERNOR: (3, 2)} | found
    assert found[STRANGER] == (2, 1)
    assert insight.recurrences(NOON, 4) == []
    assert insight.recurrences(news[4].dated + timedelta(seconds=1), 1) == []


def test_evidence_is_the_newest_sentence_of_each_source(
    insight: Insight, news: list[Article]
) -> None:
    found = insight.evidence([STRANGER, (TagKind.PERSON, "nobody")], NOON)
    assert [(item.article_id, item.source_id) for item in found[STRANGER]] == [
        (news[2].id, "outlet-2"),
        (news[1].id, "outlet-1"),
        (news[0].id, "outlet-0"),
    ]
    many = insight.evidence([GOVERNOR], NOON)[GOVERNOR]
    assert [item.article_id for item in many] == [news[4].id, news[2].id, news[0].id]
    assert found[STRANGER][0].sentence == "La Région signe avec Aichi."
    assert found[STRANGER][0].label == "Élise Martin"
    assert (found[STRANGER][0].start, found[STRANGER][0].end) == (0, 2)
    assert found[TagKind.PERSON, "nobody"] == []


def test_ratings_stand_beside_what_they_speak_of(
    insight: Insight,
    store: Store,
    news: list[Article],
    make_article: MakeArticle,
    make_review: Callable[..., Review],
) -> None:
    kind, key = STRANGER
    unread = make_article(9)
    store.keep_article(unread)
    store.keep_review(make_review(unread, id="r9"))
    said = {
        "r1": make_review(news[0], id="r1", subject=Subject.TAG, verdict=Verdict.REJECTED,
                          kind=kind, key=key, corrected_to=""),
        "r2": make_review(news[0], id="r2", subject=Subject.TAG, verdict=Verdict.ACCEPTED,
                          kind=TagKind.ORGANISATION, key=key, corrected_to=""),
        "r3": make_review(news[3], id="r3", corrected_to=Tier.RELATED.value),
    }  # fmt: skip
    for review in said.values():
        store.keep_review(review)
    ratings = {rating.review.id: rating for rating in insight.ratings(NOON)}
    assert {name: rating.review for name, rating in ratings.items()} == said
    assert ratings["r1"].why == Reason("model", ("x",))
    assert (ratings["r1"].source_id, ratings["r1"].maker) == ("outlet-0", "rules 1")
    assert ratings["r2"].why is None
    assert (ratings["r2"].maker, ratings["r3"].tier) == ("maker 1", Tier.OFF)
    assert insight.ratings(said["r1"].at + timedelta(seconds=1)) == []
    (tier,) = insight.tier_ratings([news[0].id, news[3].id])
    assert tier.tier_said is Tier.RELATED


def test_a_sample_once_kept_stays(insight: Insight, news: list[Article]) -> None:
    week = date(2026, 11, 16)
    strata = insight.strata(NOON, NOON + timedelta(days=1))
    assert strata == {item.id: Stratum.SHOWN for item in news} | {news[3].id: Stratum.FAR}
    sample = draw(week, strata, NOON)
    insight.keep_sample(sample)
    insight.keep_sample(draw(week, {news[0].id: Stratum.SHOWN}, NOON))
    assert insight.samples(week) == [sample]
    assert insight.samples(week + timedelta(days=1)) == []


def test_a_week_without_articles_is_not_drawn(insight: Insight) -> None:
    insight.keep_sample(draw(date(2026, 11, 16), {}, NOON))
    assert insight.samples(date.min) == []


@pytest.mark.parametrize("thread", [Thread(AICHI, before=(NOON, "x")), Thread(before=(NOON, "x"))])
def test_threads_are_read_by_index_in_their_order(sqlite_insight: Insight, thread: Thread) -> None:
    """Neither a scan nor a sorting: what lies beyond the page is never touched."""
    plan = plans(sqlite_insight, lambda: sqlite_insight.leads(thread))
    # The right part are articles of the same instant.
    sorting = [step for step in plan if "TEMP B-TREE" in step and "RIGHT PART" not in step]
    assert not sorting + [step for step in plan if step.startswith("SCAN")], plan
    assert any("dated" in step for step in plan)


def test_company_and_labels_and_evidence_are_read_by_index(sqlite_insight: Insight) -> None:
    calls: list[Callable[[], object]] = [
        lambda: sqlite_insight.company(AICHI, 9),
        lambda: sqlite_insight.labels([AICHI]),
        lambda: sqlite_insight.evidence([AICHI], NOON),
        lambda: sqlite_insight.counts(AICHI, [NOON, NOON]),
        lambda: sqlite_insight.recurrences(NOON, 2),
        lambda: sqlite_insight.ratings(NOON),
        lambda: sqlite_insight.strata(NOON, NOON),
    ]
    for call in calls:
        plan = plans(sqlite_insight, call)
        scans = [step for step in plan if step.startswith("SCAN") and "CONSTANT ROW" not in step]
        assert all("latest" in step or "anon" in step for step in scans), plan


def plans(insight: Insight, call: Callable[[], object]) -> list[str]:
    """The steps by which SQLite answers each question of a call."""
    assert isinstance(insight, SqlInsight)
    asked: list[tuple[str, object]] = []
    engine = insight._engine
    listener = lambda *said: asked.append((said[2], said[3]))  # noqa: E731 - listened with once
    event.listen(engine, "before_cursor_execute", listener)
    call()
    event.remove(engine, "before_cursor_execute", listener)
    with insight.reading() as connection:
        return [
            row[3]
            for statement, values in asked
            if statement.startswith("SELECT")
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]  # as given
        ]
