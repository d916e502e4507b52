"""Analysts' words without a script: said in plain forms, kept, told, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from news.analysis import TagKind, Tier
from news.reading import Reading
from news.review import Verdict
from news.url import article_id
from storage import Query, Store

Page = Any  # lxml tells nothing of its types
Sit = Callable[[str], TestClient]
FRENCH = article_id("https://courrier-presquile.example/fr")
LYON = (TagKind.PLACE, "lyon")


def reading_of(store: Store) -> Reading:
    return store.readings(Query(ids=(FRENCH,)))[0]


def keys(store: Store) -> list[str]:
    return [item.tag.key for item in reading_of(store).settled.tags]


class Analyst:
    """Somebody who fills in the forms of the article's page, as a browser sends them."""

    def __init__(self, client: TestClient, parse: Callable[[str], Page]) -> None:
        self.client = client
        self.parse = parse
        self.page: Page = None
        self.look()

    def look(self) -> None:
        """Open the page of the article."""
        self.page = self.parse(self.client.get(f"/articles/{FRENCH}?lang=en").text)

    def press(self, selector: str, status: int = 303, **fields: str) -> Page:
        """Press the button of a form, with some of its fields filled in."""
        button = self.page.cssselect(selector)[0]
        form = next(element for element in button.iterancestors("form"))
        sent = {item.get("name"): item.get("value", "") for item in form.cssselect("input")}
        sent |= fields
        if button.get("name"):
            sent[button.get("name")] = button.get("value")
        answer = self.client.post(form.get("action"), data=sent)
        assert answer.status_code == status, answer.text
        if status == 303:
            assert answer.headers["location"].startswith(("/articles/", "/?"))
            self.look()
        else:
            self.page = self.parse(answer.text)
        return self.page

    def tag(self, name: str, verdict: str, status: int = 303, **fields: str) -> Page:
        """Judge a tag."""
        return self.press(f"[id='{verdict}-{name}']", status, **fields)


@pytest.fixture
def analyst(sit: Sit, parse: Callable[[str], Page]) -> Callable[[str], Analyst]:
    return lambda name: Analyst(sit(name), parse)


def test_a_tag_is_accepted_and_rejected_with_a_note(
    analyst: Callable[[str], Analyst], fresh: Store
) -> None:
    aki = analyst("Aki")
    aki.tag("place-lyon", "accept")
    assert [word.verdict for word in reading_of(fresh).reviews] == [Verdict.ACCEPTED]
    page = aki.tag("place-lyon", "reject", note="  l’autre\nLyon ")
    assert reading_of(fresh).reviews[-1].note == "l’autre\nLyon"
    assert "lyon" not in keys(fresh)
    gone = page.cssselect(".gone")[0].text_content()
    assert "Rejected · Aki" in gone
    assert "l’autre\nLyon" in gone
    page = aki.tag("place-lyon", "accept")
    assert "lyon" in keys(fresh)
    assert page.cssselect(".gone") == []


def test_every_tier_can_be_said(analyst: Callable[[str], Analyst], fresh: Store) -> None:
    aki = analyst("Aki")
    for tier in reversed(Tier):
        aki.press(f"[id='say-{FRENCH}-{tier}']")
        assert reading_of(fresh).settled.tier is tier
    assert reading_of(fresh).reviews[-1].verdict is Verdict.ACCEPTED


def test_one_s_own_words_are_undone_one_after_the_other(
    analyst: Callable[[str], Analyst], fresh: Store
) -> None:
    before = reading_of(fresh).settled
    aki, elise = analyst("Aki"), analyst("Élise")
    aki.tag("place-lyon", "reject")
    elise.look()
    elise.press(f"[id='say-{FRENCH}-off']")
    aki.look()
    aki.press(f"[id='say-{FRENCH}-related']")
    aki.press("#undo")
    assert reading_of(fresh).settled.tier is Tier.OFF
    page = aki.press("#undo")
    assert "lyon" in keys(fresh)
    assert page.cssselect("#undo") == []  # what is left is Élise's
    elise.look()
    elise.press("#undo")
    assert reading_of(fresh).settled == before
    assert len(reading_of(fresh).reviews) == 6


def test_nobody_takes_back_another_s_word(sit: Sit, fresh: Store) -> None:
    sit("Aki").post(f"/articles/{FRENCH}/reviews", data={"tier": "off"})
    (word,) = reading_of(fresh).reviews
    sent = {"undo": word.id, "seen": word.id}
    assert sit("Élise").post(f"/articles/{FRENCH}/reviews", data=sent).status_code == 409
    assert sit("Aki").post(f"/articles/{FRENCH}/reviews", data=sent).status_code == 303
    assert reading_of(fresh).settled.tier is Tier.CORE


def test_two_at_once_see_both_words_and_the_second_confirms(
    analyst: Callable[[str], Analyst], fresh: Store
) -> None:
    aki, elise = analyst("Aki"), analyst("Élise")
    aki.tag("place-lyon", "reject")
    elise.tag("place-aichi", "accept")  # another tag: no conflict
    elise = analyst("Élise")
    aki.look()
    aki.tag("place-aichi", "reject", note="non")
    page = elise.tag("place-aichi", "accept", status=409, note="si")
    told = page.cssselect("form.notice")[0].text_content()
    assert "Rejected · Aki" in told
    assert "non" in told
    assert "aichi" not in keys(fresh)
    elise.press("form.notice button")
    assert "aichi" in keys(fresh)
    assert [(word.reviewer, word.note) for word in reading_of(fresh).reviews[-2:]] == [
        ("Aki", "non"),
        ("Élise", "si"),
    ]


def test_agreeing_with_a_correction_repeats_it(sit: Sit, fresh: Store) -> None:
    where = f"/articles/{FRENCH}/reviews"
    fix = {"verdict": "corrected", "kind": "place", "key": "lyon"}
    sit("Aki").post(where, data={**fix, "to": "place:nagoya"})
    seen = reading_of(fresh).reviews[-1].id
    agree = {"verdict": "accepted", "kind": "place", "key": "lyon", "seen": seen}
    assert sit("Élise").post(where, data=agree).status_code == 303
    assert "nagoya" in keys(fresh)
    assert "lyon" not in keys(fresh)
    assert reading_of(fresh).reviews[-1].verdict is Verdict.CORRECTED


def test_tags_that_became_one_are_judged_as_one(sit: Sit, fresh: Store) -> None:
    client, where = sit("Aki"), f"/articles/{FRENCH}/reviews"
    fix = {"verdict": "corrected", "kind": "place", "key": "lyon"}
    client.post(where, data={**fix, "to": "place:aichi"})
    assert keys(fresh).count("aichi") == 1
    seen = reading_of(fresh).reviews[-1].id
    client.post(where, data={"verdict": "rejected", "kind": "place", "key": "aichi", "seen": seen})
    assert not {"aichi", "lyon"} & set(keys(fresh))


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 400),
        ({"tier": "central"}, 400),
        ({"verdict": "added", "kind": "place", "key": "lyon"}, 400),
        ({"verdict": "rejected", "kind": "place", "key": "paris"}, 404),
        ({"verdict": "corrected", "kind": "place", "key": "lyon"}, 400),
        ({"verdict": "corrected", "kind": "place", "key": "lyon", "to": "place:nowhere"}, 400),
        (
            {
                "verdict": "corrected",
                "kind": "place",
                "key": "lyon",
                "to_kind": "sector",
                "name": "no sector",
            },
            400,
        ),
        ({"tier": "off", "seen": "0"}, 400),
        ({"tier": "off", "note": "x" * 2001}, 400),
        ({"tier": "off", "who": "me"}, 400),
        ({"undo": "0"}, 409),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_kept(
    sit: Sit, fresh: Store, fields: dict[str, str], status: int
) -> None:
    answer = sit("Aki").post(f"/articles/{FRENCH}/reviews", data=fields)
    assert answer.status_code == status, answer.text
    assert reading_of(fresh).reviews == ()


def test_an_article_that_is_not_here(sit: Sit) -> None:
    assert sit("Aki").post("/articles/none/reviews", data={"tier": "off"}).status_code == 404


@pytest.mark.parametrize(
    ("back", "location"),
    [
        ("/?tier=off&lang=ja", "/?tier=off&lang=ja"),
        ("//attacker.example/", f"/articles/{FRENCH}#tags"),
        ("https://attacker.example/", f"/articles/{FRENCH}#tags"),
        ("/\\attacker.example", f"/articles/{FRENCH}#tags"),
        ("javascript:alert(1)", f"/articles/{FRENCH}#tags"),
        ("/\t/attacker.example", f"/articles/{FRENCH}#tags"),
    ],
)
def test_a_word_leads_back_within_the_desk_only(sit: Sit, back: str, location: str) -> None:
    answer = sit("Aki").post(f"/articles/{FRENCH}/reviews", data={"tier": "off", "back": back})
    assert answer.headers["location"] == location


def test_a_list_judges_tiers_and_htmx_gets_the_row(
    sit: Sit, fresh: Store, parse: Callable[[str], Page]
) -> None:
    client = sit("Aki")
    page = parse(client.get("/?tier=core&lang=en").text)
    form = page.cssselect(f"#words-{FRENCH}")[0]
    sent = {item.get("name"): item.get("value") for item in form.cssselect("input")}
    answer = client.post(
        form.get("hx-post"), data={**sent, "tier": "off"}, headers={"hx-request": "true"}
    )
    assert answer.status_code == 200
    row = parse(answer.text)
    assert [element.tag for element in row.cssselect("body > *")] == ["form"]
    assert row.cssselect("[aria-pressed=true]")[0].get("value") == "off"
    assert row.cssselect("[name=undo]")
    assert reading_of(fresh).settled.tier is Tier.OFF
    again = client.post(
        form.get("hx-post"), data={**sent, "tier": "core"}, headers={"hx-request": "true"}
    )
    assert again.status_code == 200
    assert parse(again.text).cssselect("form.notice")
    assert reading_of(fresh).settled.tier is Tier.OFF


def test_readers_see_words_and_cannot_speak(team: Any, parse: Callable[[str], Page]) -> None:  # noqa: ANN401 - of the accounts' fixtures
    reader, reviewer = team.log_in("Lou"), team.log_in("Rei")
    address = f"/articles/{FRENCH}"
    assert parse(reader.get(address).text).cssselect("form.words") == []
    assert parse(reader.get("/").text).cssselect("form.words") == []
    assert parse(reviewer.get(address).text).cssselect("form.words")
    for where in ("reviews", "tags"):
        assert reader.post(f"{address}/{where}", data={}).status_code == 403
