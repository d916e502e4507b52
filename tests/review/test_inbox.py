"""The inbox: its order and filters, saved filters, one word on a story, merge, split, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from news.decision import state_of
from news.review import Verdict
from storage import Query, Store

Page = Any  # lxml tells nothing of its types
Parse = Callable[[str], Page]


def listed(page: Page) -> list[str]:
    """Ids of the stories on a page, in its order."""
    links = page.cssselect(".card h2 a")
    return [link.get("href").partition("?")[0].rpartition("/")[2] for link in links]


@pytest.fixture
def look(visit: TestClient, parse: Parse) -> Callable[[str], Page]:
    """Opens an address that must be answered."""

    def look(address: str) -> Page:
        answer = visit.get(address)
        assert answer.status_code == 200, answer.text
        return parse(answer.text)

    return look


def send(page: Page, button: str, visit: TestClient, **given: str) -> Any:  # noqa: ANN401 - an answer
    """Send the form of the first button with this text, as a browser would."""
    found = next(item for item in page.iter("button") if item.text_content().strip() == button)
    form = found.getparent()
    while form.tag != "form":
        form = form.getparent()
    fields = {
        item.get("name"): item.get("value", "")
        for item in page.iter("input")
        if (form in item.iterancestors() or item.get("form") == form.get("id") is not None)
        and item.get("type") not in {"checkbox", "radio"}
    }
    if found.get("name"):
        fields[found.get("name")] = found.get("value")
    if form.get("method") == "get":
        return visit.get(form.get("action"), params={**fields, **given})
    return visit.post(form.get("action"), data={**fields, **given}, follow_redirects=False)


@pytest.mark.parametrize(
    ("query", "stories"),
    [
        ("", ["une", "deux", "trois"]),
        ("tier=all", ["une", "deux", "trois", "quatre"]),
        ("tier=related", ["deux"]),
        ("state=reviewed", []),
        ("language=ja", ["une"]),
        ("source=courrier-presquile&tier=off&state=all", ["quatre"]),
        ("side=aura", ["une", "trois"]),
        ("side=both", ["une"]),
        ("side=aichi&language=fr", ["une"]),
        ("entity=aichi", ["une"]),
        ("entity=" + quote("愛知県"), ["une"]),
        ("entity=" + quote("LYON"), ["une", "trois"]),
        ("entity=xyzzy", []),
        ("sector=energy", []),
        ("day=2022-05-19", ["une", "deux", "trois"]),
        ("day=2022-05-18", []),
        ("q=recherche", ["deux"]),
        ("q=" + quote("知事"), ["une"]),
        ("q=recette&language=ja", []),
    ],
)
def test_filters_narrow_the_inbox(
    look: Callable[[str], Page], query: str, stories: list[str]
) -> None:
    page = look(f"/inbox?{query}")
    assert listed(page) == stories
    assert len(page.cssselect("[data-item]")) == len(stories)


@pytest.mark.parametrize(
    "query", ["side=france", "state=open", "sector=x", "after=1", "colour=red"]
)
def test_what_is_not_understood_is_refused(visit: TestClient, query: str) -> None:
    assert visit.get(f"/inbox?{query}").status_code == 400


def test_a_name_that_nobody_knows_is_said_to_be_unknown(look: Callable[[str], Page]) -> None:
    assert "xyzzy" in look("/inbox?entity=xyzzy&lang=en").cssselect(".notice")[0].text_content()
    assert "Aichi" in look("/inbox?entity=" + quote("愛知県") + "&lang=en").text_content()


def test_a_filter_is_saved_renamed_and_deleted(
    look: Callable[[str], Page], visit: TestClient, told: Store
) -> None:
    answer = send(look("/inbox?language=ja&lang=en"), "Save", visit, name=" Le  Japon ")
    assert answer.status_code == 303
    page = look(answer.headers["location"])
    tab = page.cssselect(".tabs a[aria-current] bdi")[0]
    assert tab.text_content() == "Le Japon"
    assert listed(look(tab.getparent().get("href"))) == ["une"]
    assert send(page, "Rename", visit, name="日本").status_code == 303
    assert [(kept.who, kept.name) for kept in told.filters("Élise")] == [("Élise", "日本")]
    assert send(look("/inbox?language=ja&lang=en"), "Delete this filter", visit).status_code == 303
    assert told.filters("Élise") == []
    assert send(look("/inbox?language=ja&lang=en"), "Save", visit, name=" ").status_code == 400


def test_one_word_on_a_story_is_one_review_an_article(
    look: Callable[[str], Page], visit: TestClient, told: Store
) -> None:
    answer = send(look("/inbox?lang=en"), "Accept m", visit)
    assert answer.headers["location"].startswith("/inbox")
    assert listed(look("/inbox")) == ["deux", "trois"]
    reviewed = told.readings(Query(story_id="une"))
    assert [item.settled.tier_verdict for item in reviewed] == [Verdict.ACCEPTED] * 2
    send(look("/stories/deux?lang=en"), "Off topic 4", visit)
    assert [str(item.settled.tier) for item in told.readings(Query(story_id="deux"))] == ["off"]
    assert listed(look("/inbox?state=all")) == ["une", "trois"]
    assert listed(look("/inbox?state=reviewed&tier=all")) == ["une", "deux"]


def tiers_of(store: Store, story: str) -> list[str]:
    told = sorted(store.readings(Query(story_id=story)), key=lambda item: item.article.dated)
    return [item.settled.tier.value for item in told]


def test_a_story_is_as_near_as_its_nearest_articles(
    look: Callable[[str], Page], visit: TestClient, told: Store
) -> None:
    page = look("/stories/merge?pick-0=une&pick-1=trois&lang=en")
    send(page, "Merge", visit, keep="une")
    assert tiers_of(told, "une") == ["core", "core", "context"]
    for button, tiers in (
        ("Related 2", ["related", "related", "context"]),  # what is further away stays there
        ("Context 3", ["context", "context", "context"]),
        ("Core 1", ["core", "core", "core"]),  # all are the nearest by now
        ("Undo u", ["context", "context", "context"]),  # one act at a time
        ("Undo u", ["related", "related", "context"]),
        ("Undo u", ["core", "core", "context"]),
    ):
        assert send(look("/stories/une?lang=en"), button, visit).status_code == 303
        assert tiers_of(told, "une") == tiers, button
    assert listed(look("/inbox")) == ["une", "deux"]
    assert not look("/stories/une").cssselect("[name=undo]")


def test_a_word_on_a_story_never_passes_over_one_that_was_not_seen(
    look: Callable[[str], Page], visit: TestClient, told: Store
) -> None:
    page = look("/inbox?lang=en")
    article = told.stories(ids=["une"])[0].article_ids[1]
    visit.post(f"/articles/{article}/reviews", data={"tier": "off", "seen": ""})
    refused = send(page, "Context 3", visit)
    assert refused.status_code == 409
    assert tiers_of(told, "une") == ["core", "off"]


def test_two_marked_stories_become_one_and_two_again(
    look: Callable[[str], Page], visit: TestClient, told: Store
) -> None:
    before = told.stories()
    page = look("/stories/merge?pick-0=deux&pick-1=une&lang=en")
    stays = page.cssselect("[type=radio][checked]")
    assert [item.get("value") for item in stays] == ["une"]
    answer = send(page, "Merge", visit, keep="une", note="même visite")
    assert answer.headers["location"] == "/stories/une?lang=en"
    page = look("/stories/une?lang=en")
    assert len(told.stories(ids=["une"])[0].members) == 3
    assert told.stories(ids=["deux"]) == []
    history = page.cssselect("[aria-labelledby=history] li")[0].text_content()
    assert "Élise" in history
    assert "même visite" in history
    assert "2 stories merged" in history
    assert send(page, "Undo", visit).status_code == 303
    assert told.stories() == before
    assert "decision undone" in look("/stories/deux?lang=en").text_content()


def test_the_other_story_is_found_by_search(look: Callable[[str], Page], visit: TestClient) -> None:
    page = look("/stories/merge?pick-0=une&lang=en")
    answer = send(page, "Search", visit, q="recherche")
    found = look(str(answer.url)).cssselect("[data-item] a.button")
    assert [link.get("href") for link in found] == ["/stories/merge?pick-0=une&pick-1=deux&lang=en"]


def test_marked_articles_leave_the_story(
    look: Callable[[str], Page], visit: TestClient, told: Store
) -> None:
    page = look("/stories/une?lang=en")
    boxes = page.cssselect("[form=split][type=checkbox]")
    assert len(boxes) == 2
    fields = {boxes[1].get("name"): boxes[1].get("value")}
    assert send(page, "Split off the marked articles", visit, **fields).status_code == 303
    assert told.stories(ids=["une"])[0].article_ids == (boxes[0].get("value"),)
    assert len(told.stories()) == 5
    everything = {box.get("name"): box.get("value") for box in boxes}
    page = look("/stories/une?lang=en")
    assert not page.cssselect("[form=split]")
    left = state_of(told.stories(ids=["une"])[0])
    answer = visit.post("/stories/une/split", data={"seen": left, **everything})
    assert answer.status_code == 400


def seen(page: Page) -> str:
    return str(page.cssselect("#split [name=seen]")[0].get("value"))


def test_who_decides_on_what_has_changed_is_told_so(
    look: Callable[[str], Page], visit: TestClient, told: Store
) -> None:
    merge, story = (
        look("/stories/merge?pick-0=deux&pick-1=une&lang=en"),
        look("/stories/une?lang=en"),
    )
    other = look("/stories/merge?pick-0=une&pick-1=trois&lang=en")
    assert send(other, "Merge", visit, keep="une").status_code == 303
    before = told.stories()
    refused = [
        send(merge, "Merge", visit, keep="une"),
        send(story, "Accept m", visit),
        visit.post("/stories/une/split", data={"seen": seen(story), "leave-0": "x"}),
    ]
    assert [answer.status_code for answer in refused] == [409, 409, 409]
    assert "has changed since you read it" in refused[0].text
    assert told.stories() == before
    assert len(told.decisions("une")) == 1


@pytest.mark.parametrize(
    ("address", "fields", "status"),
    [
        ("/stories/merge", {"pick-0": "une", "keep": "une"}, 400),
        ("/stories/merge", {"pick-0": "une", "pick-1": "deux", "keep": "x"}, 400),
        ("/stories/merge", {"pick-0": "une", "pick-1": "x", "keep": "une"}, 409),
        ("/stories/nowhere/verdict", {"tier": "off"}, 404),
        ("/stories/une/verdict", {"tier": "core"}, 409),
        ("/stories/une/undo", {"decision": "x"}, 404),
        ("/inbox/filters", {"action": "burn"}, 400),
    ],
)
def test_forms_that_make_no_sense_are_refused(
    visit: TestClient, address: str, fields: dict[str, str], status: int
) -> None:
    assert visit.post(address, data=fields).status_code == status
