"""The API: who may ask, how refusals are told, pages of lists, two at once, what is withheld."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from knowledge import Knowledge
from news.account import Role
from news.analysis import Analysis, Mention, Reason, Relevance, Tag, TagKind, Tier
from news.article import Article
from news.entity import Side
from news.source import Rights
from news.url import article_id
from review import DeskOptions, create_desk
from review.passwords import digest, make_token
from storage import ApiToken, Entry, Query, Store, open_store

Team = Any  # as conftest.py makes it
Sit = Callable[[str], TestClient]
API = "/api/v1"
FRENCH = article_id("https://courrier-presquile.example/fr")
NOW = datetime(2022, 5, 21, 4, 30, tzinfo=UTC)
SECRET = "Un passage que personne ne doit lire ailleurs"  # noqa: S105 (a text that is withheld)


@pytest.fixture
def program(team: Team) -> Callable[[Role], TestClient]:
    """A program with a token of some role, in Anna's name."""

    def make(role: Role) -> TestClient:
        token = make_token()
        kept = ApiToken(digest(token), role, "Anna", role, team.at, team.at + timedelta(days=1))
        team.accounts.add_token(kept, Entry(team.at, "Anna", "token-made", role, ""))
        headers = {"authorization": f"Bearer {token}", "accept-language": "en"}
        return TestClient(team.open().app, "http://127.0.0.1:8787", headers=headers)

    return make


def paths(client: TestClient, method: str) -> Iterator[str]:
    for path, operations in client.get(f"{API}/openapi.json").json()["paths"].items():
        if method in operations:
            yield (
                path.replace("{day}", "2022-05-18")
                .replace("{language}", "fr")
                .replace("{form}", "html")
                .replace("{", "")
                .replace("}", "")
            )


def test_nobody_reads_without_a_session_or_a_token(
    team: Team, program: Callable[[Role], TestClient]
) -> None:
    for path in paths(program(Role.READER), "get"):
        answer = team.open().get(API + path)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), path
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "session-needed"


def test_wrong_tokens_are_slowed_and_right_ones_heard(
    team: Team, program: Callable[[Role], TestClient], password: str
) -> None:
    reader, stranger = program(Role.READER), team.open()
    wrong = {"authorization": "Bearer soie_wrong"}
    answers = [stranger.get(f"{API}/runs", headers=wrong) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401] * 3 + [429] * 2
    assert answers[-1].json()["code"] == "wrong-tokens"
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert reader.get(f"{API}/runs").status_code == 200
    assert team.log_in("Rei", password=password).get("/runs").status_code == 200
    team.at += timedelta(minutes=1)
    assert stranger.get(f"{API}/runs", headers=wrong).status_code == 401


def test_roles_are_those_of_the_pages(program: Callable[[Role], TestClient]) -> None:
    reader, reviewer = program(Role.READER), program(Role.REVIEWER)
    assert len(list(paths(reader, "post"))) > 10
    for path in paths(reader, "post"):
        answer = reader.post(API + path, json={})
        assert (answer.status_code, answer.json()["code"]) == (403, "role-needed"), path
        for_admins = path.startswith(("/accounts", "/tokens"))
        assert reviewer.post(API + path, json={}).status_code == (403 if for_admins else 422), path
    for path in ("/accounts", "/tokens", "/audit"):
        assert reviewer.get(API + path).status_code == 403
    assert reader.get(f"{API}/articles").status_code == 200


def test_a_session_of_the_same_origin_works_and_no_other(team: Team) -> None:
    rei, word = team.log_in("Rei"), {"act": "tier", "tier": "core"}
    address = f"{API}/articles/none/reviews"
    assert rei.post(address, json=word).status_code == 404
    elsewhere = rei.post(address, json=word, headers={"sec-fetch-site": "cross-site"})
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "not-from-here")
    stranger = team.open().post(address, json=word)
    assert (stranger.status_code, stranger.json()["code"]) == (401, "session-needed")


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Introuvable"), ("ja", "見つかりません"), ("en", "Not found")]
)
def test_a_refusal_is_a_problem_in_the_asked_language(
    client: TestClient, language: str, title: str
) -> None:
    answer = client.get(f"{API}/articles/none", params={"lang": language})
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["title"]) == (404, title)
    assert problem["type"] == "urn:fildesoie:problem:article-not-found"


def test_what_is_not_understood_is_refused_with_its_place(client: TestClient) -> None:
    for address, field in (
        ("/articles?tier=none", "query.tier"),
        ("/articles?teir=core", "query.teir"),
        ("/digests/tomorrow/fr/html", "path.day"),
    ):
        problem = client.get(API + address).json()
        assert (problem["status"], problem["code"]) == (422, "bad-fields")
        assert problem["fields"][0]["field"] == field


def test_addresses_that_are_none_are_refused_as_problems(client: TestClient) -> None:
    for address in ("/nothing", "/digests/%0A/x/y", "/articles/%20"):
        answer = client.get(API + address)
        assert answer.status_code in {404, 422}
        assert answer.headers["content-type"] == "application/problem+json", address


def test_a_host_that_is_none_of_ours_is_refused_as_a_problem(client: TestClient) -> None:
    answer = client.get(f"{API}/articles", headers={"host": "evil.example"})
    assert (answer.status_code, answer.json()["code"]) == (421, "strange-host")


def test_every_word_can_be_said_and_taken_back(sit: Sit, fresh: Store) -> None:
    aki, address = sit("Aki"), f"{API}/articles/{FRENCH}/reviews"
    seen = ""

    def say(**word: object) -> dict[str, Any]:
        nonlocal seen
        answer = aki.post(address, json={**word, "seen": seen})
        assert answer.status_code == 201, answer.text
        seen = answer.json()["seen"]
        told: dict[str, Any] = answer.json()["words"][-1]
        return told

    lyon = {"kind": "place", "key": "lyon"}
    assert say(act="tier", tier="related")["corrected_to"] == "related"
    assert say(act="accept", **lyon)["verdict"] == "accepted"
    assert say(act="reject", **lyon, note="l’autre")["note"] == "l’autre"
    assert say(act="correct", **lyon, to_kind="place", to_key="nagoya")["corrected_to"] == "nagoya"
    named = say(act="correct", **lyon, to_kind="person", name="Lyonne Sato")
    assert (named["corrected_kind"], named["label"]) == ("person", "Lyonne Sato")
    added = say(act="add", kind="place", revision=1, surface="Nagoya")
    assert say(act="withdraw", word=added["id"])["withdraws"] == added["id"]
    reading = fresh.readings(Query(ids=(FRENCH,)))[0]
    assert reading.settled.tier is Tier.RELATED
    assert "nagoya" not in {item.tag.key for item in reading.settled.tags}
    whole = aki.get(f"{API}/articles/{FRENCH}").json()
    assert [word["stands"] for word in whole["words"]] == [True] * 5 + [False] * 2
    said = aki.get(f"{API}/reviews", params={"limit": 4}).json()
    later = aki.get(f"{API}/reviews", params={"after": said["next"]}).json()
    assert [*said["words"], *later["words"]] != []
    ids = [word["id"] for word in (*said["words"], *later["words"])]
    assert ids == [word["id"] for word in whole["words"]]


def test_who_speaks_without_having_read_is_told_the_others_word(sit: Sit, fresh: Store) -> None:
    aki, rei, address = sit("Aki"), sit("Rei"), f"{API}/articles/{FRENCH}/reviews"
    assert aki.post(address, json={"act": "tier", "tier": "off"}).status_code == 201
    word = {"act": "tier", "tier": "core"}
    answer = rei.post(address, json=word)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "conflict")
    assert [(other["who"], other["corrected_to"]) for other in problem["others"]] == [
        ("Aki", "off")
    ]
    assert len(fresh.readings(Query(ids=(FRENCH,)))[0].reviews) == 1
    again = rei.post(address, json={**word, "seen": problem["seen"]})
    assert again.status_code == 201
    stale = rei.post(address, json={"act": "add", "kind": "place", "revision": 9, "surface": "x"})
    assert (stale.status_code, stale.json()["code"]) == (409, "text-changed")


def test_pages_of_a_list_hold_still_while_articles_come(sit: Sit, fresh: Store) -> None:
    aki = sit("Aki")
    asked = {"tier": "all", "limit": "30"}
    first = aki.get(f"{API}/articles", params=asked).json()
    newer = replace(
        fresh.readings(Query(ids=(FRENCH,)))[0].article, id="f" * 16, url="https://x.example/new"
    )
    fresh.keep_article(newer)
    fresh.keep_analyses([Analysis(newer.id, 1, "m", "fr", 1.0, (), Relevance(Tier.CORE, 1.0, ()))])
    found, page = [each["id"] for each in first["articles"]], first
    while page["next"]:
        page = aki.get(f"{API}/articles", params={**asked, "after": page["next"]}).json()
        found += [each["id"] for each in page["articles"]]
    assert len(found) == len(set(found)) == 99
    back = aki.get(f"{API}/articles", params={**asked, "before": page["previous"]}).json()
    assert [each["id"] for each in back["articles"]] == found[60:90]
    for place in ("nonsense", "2022~"):
        refused = aki.get(f"{API}/articles", params={"after": place})
        assert (refused.status_code, refused.json()["code"]) == (422, "bad-value")


def test_stories_are_merged_split_judged_and_put_back(visit: TestClient, told: Store) -> None:
    def story(key: str) -> dict[str, Any]:
        found: dict[str, Any] = visit.get(f"{API}/stories/{key}").json()
        return found

    listed = visit.get(f"{API}/stories", params={"tier": "all"}).json()["stories"]
    assert {each["id"] for each in listed} == {"une", "deux", "trois", "quatre"}
    picked = [{"id": key, "seen": story(key)["seen"]} for key in ("une", "deux")]
    merge = {"stories": picked, "keep": "une", "note": "le même"}
    merged = visit.post(f"{API}/stories/merge", json=merge)
    assert (merged.status_code, len(merged.json()["members"])) == (200, 3)
    stale = visit.post(f"{API}/stories/merge", json=merge)
    assert (stale.status_code, stale.json()["code"]) in {
        (409, "story-changed"),
        (404, "story-not-found"),
    }
    undone = {"decision": merged.json()["decisions"][0]["id"]}
    assert len(visit.post(f"{API}/stories/une/undo", json=undone).json()["members"]) == 2
    une = story("une")
    leaving = {"seen": une["seen"], "leaving": [une["members"][1]["article"]["id"]]}
    alone = visit.post(f"{API}/stories/une/split", json=leaving).json()
    assert [each["article"]["id"] for each in alone["members"]] == leaving["leaving"]
    word = {"seen": story("deux")["words"], "tier": "off"}
    judged = visit.post(f"{API}/stories/deux/verdict", json=word).json()
    assert judged["members"][0]["article"]["tier"] == "off"
    again = visit.post(f"{API}/stories/deux/verdict", json=word)
    assert (again.status_code, again.json()["code"]) == (409, "story-changed")
    back = {"seen": judged["words"], "undo": True}
    judged = visit.post(f"{API}/stories/deux/verdict", json=back).json()
    assert judged["members"][0]["article"]["tier"] != "off"
    assert told.stories(ids=["deux"])


def test_filters_are_saved_and_let_go(visit: TestClient) -> None:
    kept = {"name": "japonais", "parameters": {"language": "ja"}}
    assert visit.post(f"{API}/filters", json=kept).status_code == 204
    assert visit.get(f"{API}/filters").json() == {"filters": [kept]}
    wrong = {"name": "faux", "parameters": {"language": "?"}}
    assert visit.post(f"{API}/filters", json=wrong).status_code == 422
    assert visit.post(f"{API}/filters/delete", json={"name": "japonais"}).status_code == 204
    assert visit.get(f"{API}/filters").json() == {"filters": []}


def test_accounts_and_tokens_are_made_and_ended(
    team: Team, program: Callable[[Role], TestClient]
) -> None:
    admin = program(Role.ADMIN)
    made = admin.post(f"{API}/accounts", json={"name": "Miki", "role": "reader"})
    assert (made.status_code, made.headers["cache-control"]) == (201, "no-store")
    assert team.log_in("Miki", password=made.json()["secret"]).get(f"{API}/articles").json()[
        "code"
    ] == ("password-first")
    again = admin.post(f"{API}/accounts", json={"name": "Miki", "role": "reader"})
    assert (again.status_code, again.json()["code"]) == (409, "name-taken")
    changed = {"name": "Miki", "role": "reviewer", "disabled": True}
    assert admin.post(f"{API}/accounts/change", json=changed).status_code == 204
    miki = team.accounts.account("Miki")
    assert (miki.role, miki.disabled) == (Role.REVIEWER, True)
    own = admin.post(f"{API}/accounts/change", json={"name": "Anna", "role": "reader"})
    assert (own.status_code, own.json()["code"]) == (409, "not-yourself")
    token = {"name": "Lou", "label": "nuit", "role": "reader", "days": 3}
    secret = admin.post(f"{API}/tokens", json=token).json()["secret"]
    lou = {"authorization": f"Bearer {secret}"}
    assert team.open().get(f"{API}/runs", headers=lou).status_code == 200
    assert admin.post(f"{API}/tokens/revoke", json={"label": "nuit"}).status_code == 204
    assert team.open().get(f"{API}/runs", headers=lou).status_code == 401
    assert admin.post(f"{API}/tokens/revoke", json={"label": "nuit"}).status_code == 404
    lines = admin.get(f"{API}/audit").json()["lines"]
    assert [line["what"] for line in lines[:2]] == ["token-revoked", "token-made"]
    assert secret not in admin.get(f"{API}/tokens").text


@pytest.fixture(params=["reserved", Rights.TITLE, Rights.LINK])
def withholding(
    request: pytest.FixtureRequest, tmp_path: Path, knowledge: Knowledge
) -> Iterator[tuple[FastAPI, str]]:
    """A desk with one article whose text may not be told, and why not."""
    rights = Rights.EXCERPT if request.param == "reserved" else request.param
    source = replace(next(iter(knowledge.sources.values())), id="reserve", rights=rights)
    known = replace(knowledge, sources={"reserve": source})
    text = f"{SECRET} à Lyon."
    article = Article(
        *("a" * 16, "reserve", "https://x.example/a", "Un titre à Lyon", text, "fr", None, NOW),
        reserved=request.param == "reserved",
    )
    whole = article.full_text
    places = [whole.index("Lyon"), whole.rindex("Lyon")]
    mentions = (
        Mention(places[0], places[0] + 4, "Lyon", article.title, 0),
        Mention(places[1], places[1] + 4, "Lyon", text, len(article.title) + 1),
    )
    why = Reason("alias", ("Lyon",))
    tag = Tag(TagKind.PLACE, "lyon", "Lyon", True, 1.0, mentions, why, "m")  # noqa: FBT003 (known)
    with open_store(f"sqlite:///{tmp_path}/withheld.sqlite") as store:
        store.keep_article(article)
        store.keep_article(replace(article, text=f"{text} Suite."))
        relevance = Relevance(Tier.CORE, 1.0, ())
        store.keep_analyses([Analysis(article.id, 1, "m", "fr", 1.0, (tag,), relevance)])
        yield create_desk(store, known, DeskOptions({}, lambda: NOW)), request.param


def test_what_may_not_be_shown_is_not_told(withholding: tuple[FastAPI, str]) -> None:
    desk, why = withholding
    client = TestClient(desk, "http://localhost")
    for path in (
        "/articles",
        "/articles?q=passage",
        f"/articles/{'a' * 16}",
        f"/articles/{'a' * 16}/revisions",
        "/export?format=jsonl",
        "/export",
    ):
        answer = client.get(API + path)
        assert answer.status_code == 200
        assert SECRET not in answer.text, path
        assert ("Un titre" in answer.text) == (why != Rights.LINK), path
    whole = client.get(f"{API}/articles/{'a' * 16}").json()
    assert whole["text"] is None
    assert len(whole["tags"][0]["proofs"]) == (0 if why == Rights.LINK else 1)


def test_exports_hold_all_and_no_formula(sit: Sit) -> None:
    aki = sit("=HYPERLINK(1)")
    aki.post(f"{API}/articles/{FRENCH}/reviews", json={"act": "tier", "tier": "off", "note": "+1"})
    lines = aki.get(f"{API}/export", params={"format": "jsonl"}).text.splitlines()
    assert len(lines) == 99
    assert {json.loads(line)["id"] for line in lines} >= {FRENCH}
    answer = aki.get(f"{API}/export", params={"tier": "off", "since": "2022-05-19"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))
    assert [row["id"] for row in rows] == [FRENCH]
    page = aki.get("/", params={"q": "hydrogène", "tier": "off", "day": "2022-05-19"})
    (link,) = re.findall(r'href="(/api/v1/export[^"]*format=csv[^"]*)"', page.text)
    assert FRENCH in aki.get(unescape(link)).text
    told = aki.get(f"{API}/export/reviews").text.removeprefix("\ufeff")
    (review,) = csv.DictReader(io.StringIO(told, newline=""))
    assert (review["who"], review["note"], review["stands"]) == ("'=HYPERLINK(1)", "'+1", "1")


def test_every_id_that_is_known_can_be_asked_for(client: TestClient, knowledge: Knowledge) -> None:
    page = client.get(f"{API}/entities", params={"q": "大村", "lang": "ja"}).json()
    assert page["entities"][0]["id"] == "omura-hideaki"
    sides = {each.side for each in knowledge.entities.values()} & set(Side)
    assert sides
    for key in list(knowledge.entities)[::50]:
        assert client.get(f"{API}/entities/{key}").status_code == 200, key
    assert len(client.get(f"{API}/sectors").json()["sectors"]) == len(knowledge.sectors)


def test_reading_changes_nothing(whole_desk: Any) -> None:  # noqa: ANN401 (as conftest.py makes it)
    before = whole_desk.store.totals()
    with TestClient(whole_desk.app, whole_desk.address, headers=whole_desk.headers) as client:
        for path in paths(client, "get"):
            assert client.get(API + path).status_code < 500, path
    assert whole_desk.store.totals() == before


def test_candidates_are_proved_by_what_may_be_told(whole_desk: Any) -> None:  # noqa: ANN401 (the same)
    with TestClient(whole_desk.app, whole_desk.address, headers=whole_desk.headers) as client:
        for slug, source in (("k1", "courrier-presquile"), ("k2", "radio-forez")):
            text = "Kanae Morishita arrive à Lyon."
            article = Article(
                *(slug.ljust(16, "0"), source, f"https://x.example/{slug}", "Une visite", text),
                *("fr", None, NOW),
                reserved=slug == "k2",
            )
            start = len(article.title) + 1
            mention = Mention(start, start + 15, "Kanae Morishita", text, start)
            why = Reason("model", ())
            key = "kanae morishita"
            tag = Tag(TagKind.PERSON, key, "Kanae Morishita", False, 0.9, (mention,), why, "m")  # noqa: FBT003
            whole_desk.store.keep_article(article)
            relevance = Relevance(Tier.CORE, 1.0, ())
            whole_desk.store.keep_analyses(
                [Analysis(article.id, 1, "m", "fr", 1.0, (tag,), relevance)]
            )
        (found,) = client.get(f"{API}/candidates").json()["candidates"]
        assert (found["name"], found["sources"]) == ("Kanae Morishita", 2)
        assert [each["source"] for each in found["witnesses"]] == ["courrier-presquile"]
