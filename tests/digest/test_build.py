"""What a day holds, in what order, and who tells it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from digest import build
from news.analysis import Tier
from news.article import Timeliness
from news.digest import Background
from news.review import Review, Subject, Verdict

if TYPE_CHECKING:
    from tests.digest.conftest import Press


def test_case_23_late_evening_in_japan_is_one_day_in_each_zone(press: Press) -> None:
    press.tell("horikawa", "夜の便り", at="2022-05-20T23:30:00+09:00")
    press.tell("horikawa", "深夜の便り", at="2022-05-21T01:30:00+09:00")
    days = [date(2022, 5, number) for number in (19, 20, 21)]
    tokyo = [len(press.digest("ja", day).stories) for day in days]
    paris = [len(press.digest("fr", day).stories) for day in days]
    assert (tokyo, paris) == ([0, 1, 1], [0, 2, 0])


@pytest.mark.parametrize("days", [1, 7])
@pytest.mark.parametrize(("turn", "hours"), [(date(2022, 3, 27), 23), (date(2022, 10, 30), 25)])
@pytest.mark.parametrize("language", ["fr", "ja"])
def test_case_23_each_article_is_in_one_digest_of_each_zone(
    press: Press, turn: date, hours: int, language: str, days: int
) -> None:
    """Every quarter of an hour, and the seconds around it, over the day on which clocks turn."""
    start = datetime(turn.year, turn.month, turn.day, tzinfo=UTC) - timedelta(hours=30)
    for quarter in range(4 * 84):
        instant = start + timedelta(minutes=15 * quarter, seconds=(quarter % 3) - 1)
        press.tell("gazette", f"Quart {quarter}", at=instant.isoformat())
    met: Counter[str] = Counter()
    for step in range(-4, 5):
        day = turn + timedelta(days=step * days)
        digest = press.digest(language, day, days=days)
        met.update(story.lead.article.id for story in digest.stories)
        if (day, language, days) == (turn, "fr", 1):
            assert digest.read == 4 * hours
    assert set(met.values()) == {1}
    assert len(met) == 4 * 84


def test_an_undated_article_counts_on_the_day_it_was_seen(press: Press) -> None:
    press.tell("gazette", "Sans date", at=None)
    assert [story.lead.article.title for story in press.digest().stories] == ["Sans date"]


def test_a_date_in_the_future_makes_no_news_when_it_comes(press: Press) -> None:
    seen = datetime(2022, 5, 20, 4, tzinfo=UTC)
    reading = press.tell("gazette", "Postdaté", at="2022-06-19T12:00:00+02:00", seen=seen)
    assert reading.article.timeliness is Timeliness.FUTURE
    assert press.digest("fr", date(2022, 6, 19)).read == 0


def test_an_old_article_found_today_is_news_of_its_own_day_only(press: Press) -> None:
    reading = press.tell("gazette", "Vieux papier", at="2009-06-19T12:00:00+02:00")
    assert reading.article.timeliness is Timeliness.OLD
    assert press.digest().read == 0
    assert press.digest("fr", date(2009, 6, 19)).read == 1


def test_off_articles_are_counted_not_told(press: Press) -> None:
    press.tell("gazette", "Le match de Nagoya", tier=Tier.OFF)
    press.tell("gazette", "La visite")
    digest = press.digest()
    assert (digest.read, digest.off, len(digest.stories)) == (2, 1, 1)


def test_an_analyst_takes_an_article_out(press: Press) -> None:
    reading = press.tell("gazette", "Faux ami")
    at = datetime(2022, 5, 20, 6, tzinfo=UTC)
    word = Review("r", reading.article.id, Subject.TIER, Verdict.REJECTED, "Aki", at)
    press.readings[0] = replace(reading, reviews=(word,))
    assert (press.digest().stories, press.digest().off) == ((), 1)


def test_a_story_takes_the_nearest_tier_of_its_own_words(press: Press) -> None:
    press.tell("gazette", "De loin", tier=Tier.CONTEXT, story="s")
    first = press.tell("dauphin", "De près", tier=Tier.RELATED, story="s")
    press.tell("depeche", "Copie", tier=Tier.CORE, story="s", copy_of=first)
    (story,) = press.digest().stories
    assert story.tier is Tier.RELATED
    assert [copy.article.title for copy in story.copies] == ["Copie"]


@pytest.mark.parametrize(("language", "lead"), [("fr", "Visite"), ("ja", "訪問"), ("en", "訪問")])
def test_the_lead_is_in_the_readers_language(press: Press, language: str, lead: str) -> None:
    press.tell("gazette", "Visite", story="s", score=4)
    press.tell("horikawa", "訪問", story="s", score=9)
    (story,) = press.digest(language).stories
    assert story.lead.article.title == lead
    assert story.readings[0] is story.lead
    assert story.languages == ("fr", "ja")


def test_a_reserved_article_leads_only_when_no_other_can(press: Press) -> None:
    press.tell("gazette", "Réservé", story="s", reserved=True, score=9)
    press.tell("dauphin", "Libre", story="s", score=4)
    assert press.digest().stories[0].lead.article.title == "Libre"


def test_the_weight_is_its_published_sum(press: Press) -> None:
    press.tell("gazette", "Un", story="s", score=6.5)
    press.tell("gazette", "Un encore", story="s", score=5)
    first = press.tell("dauphin", "Deux", story="s", score=4)
    press.tell("depeche", "Copie", story="s", copy_of=first, score=9)
    press.tell("horikawa", "三", story="s", score=4)
    (story,) = press.digest().stories
    assert story.weight == 6.5 + 2 + 2


def test_ten_outlets_weigh_no_more_than_six(press: Press) -> None:
    for number in range(10):
        reading = press.tell("gazette", f"Titre {number}", story="s", score=1)
        article = replace(reading.article, source_id=f"source-{number}")
        press.readings[-1] = replace(reading, article=article)
    assert press.digest().stories[0].weight == 1 + 5


def test_an_update_was_told_on_an_earlier_day(press: Press) -> None:
    press.tell("gazette", "La veille", story="s", at="2022-05-19T20:00:00+02:00")
    press.tell("gazette", "Le jour", story="s")
    press.tell("gazette", "Seul")
    told = {story.lead.article.title: story.update for story in press.digest().stories}
    assert told == {"Le jour": True, "Seul": False}


def test_copies_of_yesterdays_text_are_told_once_a_text(press: Press) -> None:
    wire = press.tell("dauphin", "Dépêche", story="s", at="2022-05-19T20:00:00+02:00")
    press.tell("gazette", "Copie du matin", story="s", copy_of=wire, at="2022-05-20T04:00:00+02:00")
    press.tell("depeche", "Copie de midi", story="s", copy_of=wire)
    (story,) = press.digest().stories
    assert [item.article.title for item in story.readings] == ["Copie du matin"]
    assert [item.article.title for item in story.copies] == ["Copie de midi"]


def test_copies_of_another_text_fold_under_own_words_of_the_language(press: Press) -> None:
    wire = press.tell("dauphin", "Dépêche", story="s", at="2022-05-19T20:00:00+02:00")
    press.tell("depeche", "Copie", story="s", copy_of=wire, at="2022-05-20T04:00:00+02:00")
    press.tell("gazette", "Enquête", story="s")
    (story,) = press.digest().stories
    assert [item.article.title for item in story.readings] == ["Enquête"]
    assert [item.article.title for item in story.copies] == ["Copie"]


def test_stories_stand_by_tier_then_weight(press: Press) -> None:
    press.tell("gazette", "c", tier=Tier.CONTEXT, score=30)
    press.tell("gazette", "a2", tier=Tier.CORE, score=4)
    press.tell("gazette", "b", tier=Tier.RELATED, score=20)
    press.tell("gazette", "a1", tier=Tier.CORE, score=5)
    assert [s.lead.article.title for s in press.digest().stories] == ["a1", "a2", "b", "c"]


def test_the_order_of_the_material_changes_nothing(full_press: Press) -> None:
    order = full_press.order("ja")
    readings, reports = full_press.readings, full_press.reports
    known = full_press.background(order)
    stories, members = list(known.stories), list(known.members)
    fortnight = list(known.fortnight)
    expected = build(order, readings, known, reports)
    for seed in range(20):
        for material in (readings, stories, members, fortnight, reports):
            Random(seed).shuffle(material)  # noqa: S311 (a shuffle, no secret)
        shuffled = Background(
            tuple(stories), tuple(members), known.met, tuple(fortnight), known.read_at
        )
        assert build(order, readings, shuffled, reports) == expected


def test_an_empty_day_has_a_digest(press: Press) -> None:
    digest = press.digest()
    assert (digest.stories, digest.read, digest.off) == ((), 0, 0)
