"""Choosing what a tag should have been: a search in every script, new names, other kinds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from knowledge import Knowledge
from news.analysis import TagKind
from news.review import SettledTag
from news.url import article_id
from review.lookup import Lookup, make_lookup
from storage import Query, Store

Page = Any  # lxml tells nothing of its types
Sit = Callable[[str], TestClient]
FRENCH = article_id("https://courrier-presquile.example/fr")
FIX = f"/articles/{FRENCH}/fix?kind=place&key=lyon"
WORDS = f"/articles/{FRENCH}/reviews"


@pytest.fixture(scope="module")
def lookup(knowledge: Knowledge) -> Lookup:
    return make_lookup(knowledge)


@pytest.mark.parametrize(
    "searched", ["omura", "Ōmura Hideaki", "大村", "おおむら", "オオムラ", "hideaki  OMURA"]
)
def test_a_person_is_found_in_every_script(lookup: Lookup, searched: str) -> None:
    assert "omura-hideaki" in [thing.key for thing in lookup.find(searched, 12)]


@pytest.mark.parametrize(
    ("searched", "key"),
    [("名古屋", "nagoya"), ("lyon", "lyon"), ("リヨン", "lyon"), ("Énergie", "energy")],
)
def test_the_exact_name_comes_first(lookup: Lookup, searched: str, key: str) -> None:
    assert lookup.find(searched, 3)[0].key == key


def test_nothing_is_found_by_nothing(lookup: Lookup) -> None:
    assert lookup.find("", 12) == lookup.find(" ", 12) == lookup.find("zzzz", 12) == []


def settled(store: Store) -> list[SettledTag]:
    return list(store.readings(Query(ids=(FRENCH,)))[0].settled.tags)


def send(client: TestClient, **fields: str) -> int:
    sent = {"verdict": "corrected", "kind": "place", "key": "lyon", **fields}
    return client.post(WORDS, data=sent).status_code


def test_a_wrong_entity_is_fixed_without_a_script(
    sit: Sit, fresh: Store, parse: Callable[[str], Page]
) -> None:
    client = sit("Aki")
    page = parse(client.get(f"/articles/{FRENCH}?lang=en").text)
    link = page.cssselect("[data-item='place:lyon'] [data-key=f]")[0].get("href")
    page = parse(client.get(f"{link}&q=豊田市").text)
    button = page.cssselect(".choosing button[value^='place:toyota']")[0]
    form = next(element for element in button.iterancestors("form"))
    assert form.get("hx-post") is None  # a page of its own is left by the answer
    sent = {item.get("name"): item.get("value") for item in form.cssselect("input")}
    answer = client.post(form.get("action"), data={**sent, "to": button.get("value")})
    assert answer.status_code == 303
    (tag,) = [item.tag for item in settled(fresh) if (TagKind.PLACE, "lyon") in item.origins]
    assert f"place:{tag.key}" == button.get("value")
    assert tag.known


def test_to_a_new_name_and_to_another_kind(sit: Sit, fresh: Store) -> None:
    client = sit("Aki")
    assert send(client, name="Olympique ＬＹＯＮ ", to_kind="organisation") == 303
    (tag,) = [item.tag for item in settled(fresh) if (TagKind.PLACE, "lyon") in item.origins]
    assert (tag.kind, tag.key, tag.label, tag.known) == (
        TagKind.ORGANISATION,
        "olympique lyon",
        "Olympique LYON",
        False,
    )


def test_a_new_name_that_is_known_is_what_is_known(sit: Sit, fresh: Store) -> None:
    assert send(sit("Aki"), name="名古屋市", to_kind="place") == 303
    assert "nagoya" in [item.tag.key for item in settled(fresh)]


def test_htmx_gets_the_form_alone(sit: Sit, parse: Callable[[str], Page]) -> None:
    answer = sit("Aki").get(f"{FIX}&q=nagoya", headers={"hx-request": "true"})
    assert "<html" not in answer.text
    page = parse(answer.text)
    assert page.cssselect(".choosing button")[0].get("value") == "place:nagoya"
    assert page.cssselect(".choosing")[0].get("hx-post") == WORDS


def test_a_sector_is_offered_all_sectors(
    sit: Sit, knowledge: Knowledge, parse: Callable[[str], Page]
) -> None:
    page = parse(sit("Aki").get(f"/articles/{FRENCH}/fix?kind=sector&key=energy").text)
    offered = {button.get("value") for button in page.cssselect(".choosing button")}
    assert {f"sector:{key}" for key in knowledge.sectors if key != "energy"} <= offered


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/articles/{FRENCH}/fix", 404),
        (f"/articles/{FRENCH}/fix?kind=place&key=paris", 404),
        (f"/articles/{FRENCH}/fix?kind=river&key=lyon", 400),
        (f"{FIX}&q={'x' * 301}", 400),
        ("/articles/none/fix?kind=place&key=lyon", 404),
    ],
)
def test_what_cannot_be_fixed(sit: Sit, address: str, status: int) -> None:
    assert sit("Aki").get(address).status_code == status


@pytest.mark.parametrize(
    "fields",
    [
        {"to": "lyon"},
        {"to": "river:lyon"},
        {"to": "person:nagoya"},
        {"to": "sector:magic"},
        {"name": "X"},
        {"name": "…", "to_kind": "place"},
        {"name": "magic", "to_kind": "sector"},
    ],
)
def test_a_choice_that_is_none_is_refused(sit: Sit, fresh: Store, fields: dict[str, str]) -> None:
    assert send(sit("Aki"), **fields) == 400
    assert all(item.verdict is None for item in settled(fresh))
