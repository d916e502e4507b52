"""Stories, digests, sources and runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from starlette.testclient import TestClient

from knowledge import Knowledge
from review import dates
from review.guard import DIGEST_POLICY

Page = Any  # lxml tells nothing of its types
Read = Callable[..., Page]


def test_a_story_puts_the_languages_side_by_side(read: Read, knowledge: Knowledge) -> None:
    page = read("/stories/story-1?lang=ja")
    columns = page.cssselect(".column")
    assert [column.cssselect("h3")[0].get("lang") for column in columns] == ["fr", "ja"]
    assert len(columns[0].cssselect(".others .briefs li")) == 1
    assert page.cssselect("h1")[0].get("lang") == "ja"
    shared = [chip.text_content() for chip in page.cssselect("section .chips")[0]]
    expected = {knowledge.entities[key].name("ja") for key in ("aichi", "lyon")}
    assert {name.strip() for name in shared} == expected | {knowledge.sectors["energy"].label("ja")}


def test_a_story_of_one_language_says_so(read: Read) -> None:
    assert "One language so far." in read("/stories/story-2?lang=en").text_content()


def test_the_archive_lists_each_day_once(read: Read) -> None:
    page = read("/digests?lang=fr")
    links = [link.get("href") for link in page.cssselect(".archive a")]
    assert links == [f"/digests/fr/2022-05-{day}" for day in (20, 19, 18)]


def test_the_archive_is_searched_by_day_and_language(read: Read) -> None:
    def found(search: str) -> list[str]:
        return [link.get("href") for link in read(f"/digests?{search}").cssselect(".archive a")]

    assert found("day=2022-05-19") == ["/digests/fr/2022-05-19"]
    assert found("day=2022-05-19&language=fr") == ["/digests/fr/2022-05-19"]
    assert found("language=ja") == found("day=2021-05-19") == []
    read("/digests?day=soon", 400)


def test_a_digest_is_its_own_document_under_its_own_policy(client: TestClient) -> None:
    answer = client.get("/digests/fr/2022-05-20")
    assert answer.status_code == 200
    assert "<p>Revue du 20</p>" in answer.text
    assert answer.headers.get_list("content-security-policy") == [DIGEST_POLICY]
    assert "script" not in DIGEST_POLICY
    assert DIGEST_POLICY.startswith("default-src 'none'; style-src 'unsafe-inline';")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/digests/ja/2022-05-20", 404),
        ("/digests/fr/2022-05-21", 404),
        ("/digests/md/2022-05-20", 404),
        ("/digests/fr/20-05-2022", 422),
        ("/digests/fr/2022-02-30", 422),
        ("/digests/fr/2022-05-20?format=md", 400),
    ],
)
def test_a_digest_that_is_not_there_is_a_readable_page(
    read: Read, address: str, status: int
) -> None:
    page = read(address, status)
    assert page.cssselect(".number")[0].text_content() == str(status)
    assert page.cssselect(".refusal a")[0].get("href") == "/inbox"


def test_sources_in_need_come_first_with_since_when(read: Read) -> None:
    rows = read("/sources?lang=en").cssselect(".board tbody tr")
    assert [row.get("class") for row in rows] == ["ailing", "ailing", "sound"]
    broken = rows[0].text_content()
    assert "for 3 days" in broken
    assert "18 May 2022 at 06:30" in broken
    assert rows[0].cssselect(".state")[0].get("class") == "state bad"
    assert "Did not answer in time" in rows[1].cssselect(".faults")[0].text_content()


def test_runs_tell_how_they_ended(read: Read) -> None:
    rows = read("/runs?lang=fr").cssselect(".board tbody tr")
    partial, failed = (row.text_content() for row in rows)
    assert "Partiel" in partial
    assert "5 min 0 s" in partial
    assert [cell.text_content() for cell in rows[0].cssselect("td.figure")][1:] == [
        *("–", "98", "–", "–", "–", "–", "2")
    ]
    assert "Échoué" in failed


def test_a_run_has_a_page_with_every_source(read: Read) -> None:
    link = read("/runs?lang=en").cssselect(".board th a")[0].get("href")
    assert link == "/runs/r1?lang=en"
    page = read(link)
    assert [row.get("class") for row in page.cssselect(".board tbody tr")] == [
        *("ailing", "ailing", "sound")
    ]
    assert "5 min 0 s" in page.text_content()
    read("/runs/nowhere", 404)


def test_a_source_tells_its_last_answer_and_its_rest(read: Read) -> None:
    rows = read("/sources?lang=en").cssselect(".board tbody tr")
    broken, timed_out, sound = (" ".join(row.text_content().split()) for row in rows)
    assert "Too many failures: not asked before 23 May 2022 at 06:30" in broken
    assert "2 rests in a row" in broken
    assert "Last answer HTTP 304 21 May 2022 at 06:30" in sound
    assert "Last whole answer 18 May 2022 at 06:30" in sound
    assert "HTTP 408" in timed_out


def test_the_other_zone_is_in_the_text_for_those_who_cannot_hover(read: Read) -> None:
    moment = read("/?lang=fr&tier=core").cssselect(".card .meta .elsewhere")[0]
    assert moment.text == "Tokyo 20 mai 2022 à 07:30"


def test_dates_are_written_as_each_language_does(knowledge: Knowledge) -> None:
    def say(language: str) -> dates.Say:
        return lambda code, *detail: knowledge.phrases.say(code, language, *detail)

    day = date(2022, 5, 19)
    assert dates.long_day(say("fr"), day) == "jeudi 19 mai 2022"
    assert dates.long_day(say("ja"), day) == "2022年5月19日（木）"
    assert dates.long_day(say("en"), day) == "Thursday 19 May 2022"
    tokyo, paris = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Paris")
    late = dates.stamp(say("en"), datetime(2022, 5, 19, 22, 30, tzinfo=UTC), tokyo, [paris])
    assert (late.text, late.clock) == ("20 May 2022 at 07:30", "07:30")
    assert (late.other, late.iso) == ("Paris 20 May 2022 at 00:30", "2022-05-19T22:30Z")
    assert dates.zone_name(say("en"), ZoneInfo("America/New_York")) == "New York"
