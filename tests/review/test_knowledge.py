"""Making something known on the desk: proposed, tried, kept, used, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from knowledge import Knowledge
from knowledge.amendments import Amendment, Change, KeptAmendment, Signature, amend
from news.analysis import Mention, Reason, Tag, TagKind
from news.article import Article, Precision, Published
from news.reading import Reading
from news.review import Review, Subject, Verdict
from news.url import article_id
from nlp import Reader
from review import DeskOptions, Lectern, create_desk
from review.session import Recognised
from review.trial import MOST_READ, MOST_SECONDS, Readers, queries, try_out
from review.visitor import Role, Visitor
from storage import Amendments, Query, Store, open_amendments, open_store

NOW = datetime(2022, 5, 21, 4, 30, tzinfo=UTC)
FRENCH = "La préfecture accueille Koromo Seiki à Lyon, et Koromo Seiki a signé avec la Région."
JAPANESE = "衣精機は愛知県でリヨンの企業と協力する。衣精機の社長が述べた。"
OLD = "Koromo Seiki existait déjà."
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
ZONES = {"fr": "Europe/Paris", "ja": "Asia/Tokyo", "en": "Europe/Paris"}
Page = Any  # lxml tells nothing of its types


def article(slug: str, text: str, days: float, language: str = "fr") -> Article:
    url = f"https://courrier-presquile.example/{slug}"
    at = NOW - timedelta(days=days)
    source = "courrier-presquile" if language == "fr" else "meiko-keizai"
    published = Published(at, Precision.INSTANT, "feed", 120)
    return Article(article_id(url), source, url, f"Titre {slug}", text, language, published, at)


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'desk.sqlite'}"


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    """Models are loaded once for all tests."""
    return Reader(knowledge)


@pytest.fixture
def store(store_url: str, reader: Reader) -> Iterator[Store]:
    """Two articles of late, one too old, one of something else; read as they are known."""
    with open_store(store_url) as opened:
        told = [
            article("fr", FRENCH, 2),
            article("ja", JAPANESE, 3, "ja"),
            article("ancien", OLD, 60),
            article("autre", "Le marché de Grenoble ouvre samedi.", 1),
        ]
        for each in told:
            opened.keep_article(each)
        opened.keep_analyses(reader.read(told))
        yield opened


@pytest.fixture
def amendments(store_url: str) -> Iterator[Amendments]:
    with open_amendments(store_url) as opened:
        yield opened


@pytest.fixture
def client(
    store: Store, knowledge: Knowledge, amendments: Amendments, reader: Reader
) -> Iterator[TestClient]:
    options = DeskOptions(zones=ZONES, now=lambda: NOW, person="Claire")
    desk = create_desk(store, knowledge, options, lectern=Lectern(amendments, reader.knowing))
    with TestClient(desk, base_url="http://127.0.0.1:8787", headers=SAME_ORIGIN) as opened:
        opened.get("/knowledge")
        yield opened


def post(client: TestClient, path: str, fields: dict[str, str], status: int = 200) -> str:
    answer = client.post(path, data=fields, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer.text


ALIASES = {
    "fr": {"change": "aliases", "target": "Toyota", "form": "Koromo Seiki"},
    "ja": {"change": "aliases", "target": "toyota-motor", "form": "衣精機"},
}


@pytest.mark.models
@pytest.mark.parametrize("language", ["fr", "ja"])
def test_a_new_alias_is_tried_kept_used_and_taken_back(
    client: TestClient,
    store: Store,
    amendments: Amendments,
    parse: Callable[[str], Page],
    language: str,
) -> None:
    fields = {**ALIASES[language], "target": "toyota-motor", "note": "vu deux fois"}
    tagged = Query(kind=TagKind.ORGANISATION, key="toyota-motor")
    assert store.count(tagged) == 0

    page = parse(post(client, "/knowledge/try", fields))
    assert page.xpath("//h3/a/bdi/text()") == [f"Titre {language}"]
    assert fields["form"] in page.xpath("string(//q)")
    assert "Toyota" in page.xpath("string(//*[contains(@class, 'effects')])")
    assert amendments.count() == 0, "a trial keeps nothing"
    assert store.count(tagged) == 0

    hidden = {item.get("name"): item.get("value") for item in page.xpath("//main//input")}
    post(client, "/knowledge/save", hidden, 303)
    (kept,) = amendments.kept()
    assert kept.amendment == Amendment(Change.ALIAS, "toyota-motor", fields["form"])
    assert kept.signed == Signature("Claire", NOW, "vu deux fois")
    (found,) = store.readings(tagged)
    assert found.article.title == f"Titre {language}", "what was tried is read for good"

    listed = client.get("/knowledge?lang=ja").text
    assert fields["form"] in listed
    assert "vu deux fois" in listed
    post(client, "/knowledge/undo", {"id": kept.id, "note": "trop large"}, 303)
    (gone,) = amendments.kept()
    assert gone.taken_back == Signature("Claire", NOW, "trop large")
    assert "trop large" in client.get("/knowledge").text


@pytest.mark.models
def test_a_merge_is_seen_on_every_page_at_once(client: TestClient, store: Store) -> None:
    fields = {"change": "merged_into", "target": "grenoble", "form": "Chambéry"}
    assert "Titre autre" in post(client, "/knowledge/try", fields)
    post(client, "/knowledge/save", fields, 303)
    assert store.count(Query(kind=TagKind.PLACE, key="chambery")) == 1
    assert "Titre autre" in client.get("/?kind=place&key=grenoble&tier=all").text


@pytest.mark.models
def test_a_name_that_is_not_known_fills_the_form_of_a_new_entity(
    client: TestClient, parse: Callable[[str], Page], store: Store, amendments: Amendments
) -> None:
    reading = next(item for item in store.readings(Query()) if item.article.text == FRENCH)
    tag = unknown(reading, "Koromo Seiki", TagKind.ORGANISATION)
    store.keep_analyses([replace(reading.analysis, maker="later", tags=(tag,))])
    form = parse(client.get("/knowledge/new?kind=organisation&key=koromo%20seiki").text)
    assert form.xpath("string(//input[@name='label']/@value)") == "Koromo Seiki"
    assert form.xpath("string(//input[@name='source']/@value)") == reading.article.url
    fields = {
        "change": "organisation",
        "label": "Koromo Seiki",
        "name_ja": "衣精機",
        "side": "aichi",
        "source": "https://exemple.example/",
    }
    page = parse(post(client, "/knowledge/try", fields))
    assert set(page.xpath("//h3/a/bdi/text()")) == {"Titre fr", "Titre ja"}
    post(client, "/knowledge/save", fields, 303)
    assert amendments.kept()[0].amendment.target == "koromo-seiki"
    assert store.count(Query(kind=TagKind.ORGANISATION, key="koromo-seiki")) == 2
    assert "Koromo Seiki" in client.get("/?kind=organisation&key=koromo-seiki&tier=all").text


@pytest.mark.parametrize("language", ["fr", "ja", "en"])
@pytest.mark.parametrize("action", ["try", "save"])
def test_a_refusal_is_told_in_the_readers_language_and_keeps_the_form(
    client: TestClient,
    knowledge: Knowledge,
    parse: Callable[[str], Page],
    language: str,
    action: str,
) -> None:
    fields = {"change": "aliases", "target": "Lyon", "form": "Grenoble", "lang": language}
    page = parse(post(client, f"/knowledge/{action}?lang={language}", fields, 422))
    told = page.xpath("string(//*[@role='alert'])")
    assert told == knowledge.phrases.say(
        "amend-taken", language, "Grenoble", "Grenoble", "grenoble"
    )
    assert page.xpath("string(//input[@name='form']/@value)") == "Grenoble"


def test_what_changes_nothing_and_what_is_malformed_is_refused(client: TestClient) -> None:
    known = {"change": "aliases", "target": "lyon", "form": "Lyon"}
    assert 'role="alert"' in post(client, "/knowledge/save", known, 422)
    post(client, "/knowledge/save", {"change": "alchemy", "target": "lyon", "form": "x"}, 400)
    post(client, "/knowledge/save", {"nonsense": "1"}, 400)
    post(client, "/knowledge/save", {**known, "form": "x" * 3000}, 400)
    post(client, "/knowledge/undo", {"id": "nothing"}, 404)
    assert (
        client.post("/knowledge/save", data=known, headers={"sec-fetch-site": "none"}).status_code
        == 403
    )


def test_a_change_that_another_rests_on_is_not_taken_back(
    client: TestClient, amendments: Amendments
) -> None:
    entry = 'label = "Koromo Seiki"\nside = "aichi"\nsource = "https://exemple.example/"'
    signed = Signature("Claire", NOW)
    first = Amendment(Change.ORGANISATION, "koromo-seiki", entry=entry)
    second = Amendment(Change.ALIAS, "koromo-seiki", "KSK Koromo")
    amendments.append(KeptAmendment("a1", first, signed), 0)
    amendments.append(KeptAmendment("a2", second, signed), 1)
    assert "KSK Koromo" in post(client, "/knowledge/undo", {"id": "a1", "note": ""}, 409)
    post(client, "/knowledge/undo", {"id": "a2", "note": ""}, 303)
    post(client, "/knowledge/undo", {"id": "a1", "note": ""}, 303)
    post(client, "/knowledge/undo", {"id": "a1", "note": ""}, 409)


def test_the_desk_shows_what_others_made_known(client: TestClient, amendments: Amendments) -> None:
    renamed = Amendment(Change.NAME_FR, "grenoble", "Grenoble-la-Neuve")
    amendments.append(KeptAmendment("a1", renamed, Signature("Jin", NOW)), 0)
    assert "Grenoble-la-Neuve" in client.get("/?kind=place&key=grenoble&tier=all&lang=fr").text


KOROMO = Amendment(Change.ALIAS, "toyota-motor", "Koromo Seiki")
SUGGESTED = [
    ("koromo seiki", "toyota-motor", KOROMO),
    ("grenoble", "", Amendment(Change.LOOK_ALIKE, "grenoble", "Greno")),
    ("omura-hideaki", "", Amendment(Change.SILENCED, "omura-hideaki", "Ōmura")),
]


@pytest.mark.parametrize("case", SUGGESTED)
def test_reviews_suggest_what_to_make_known(
    client: TestClient,
    store: Store,
    parse: Callable[[str], Page],
    case: tuple[str, str, Amendment],
) -> None:
    key, right, expected = case
    surface = expected.form
    model = store.readings(Query())[0]
    for number in range(3):
        if number == 2 - bool(right):
            assert not parse(client.get("/knowledge").text).xpath("//section[@class='offers']")
        told = article(f"n{number}", f"{surface} ouvre une usine.", 5)
        store.keep_article(told)
        reading = replace(model, article=told)
        tag = unknown(reading, surface, TagKind.ORGANISATION)
        store.keep_analyses(
            [replace(model.analysis, article_id=told.id, tags=(replace(tag, key=key),))]
        )
        verdict = Verdict.CORRECTED if right else Verdict.REJECTED
        word = Review(f"r{number}", told.id, Subject.TAG, verdict, "Jin", NOW, tag.kind, key)
        store.keep_review(replace(word, corrected_to=right, label=right))
    page = parse(client.get("/knowledge").text)
    (link,) = page.xpath("//section[@class='offers']//a/@href")
    form = parse(client.get(link).text)
    assert form.xpath("string(//option[@selected]/@value)") == expected.change.value
    for name, value in (("target", expected.target), ("form", expected.form)):
        assert form.xpath(f"string(//input[@name='{name}']/@value)") == value


@pytest.mark.models
def test_a_trial_is_bounded_and_says_so(store: Store, reader: Reader, knowledge: Knowledge) -> None:
    for number in range(MOST_READ + 5):
        store.keep_article(article(f"m{number}", "Le salon Koromo ouvre.", 5))
    store.keep_analyses(reader.read(list(store.unread(reader.maker))))
    alias = Amendment(Change.ALIAS, "toyota-motor", "Koromo")
    tried = amend(knowledge, [alias])
    wanted = list(queries(knowledge, tried, alias, NOW - timedelta(days=30)))
    readers = Readers(reader, reader.knowing(tried), knowledge.sources)
    trial = try_out(store, readers, wanted, lambda: 0.0)
    assert (trial.found, trial.read, trial.cut) == (MOST_READ + 6, MOST_READ, True)
    seconds = iter((0.0, 0.0, MOST_SECONDS + 1))
    assert try_out(store, readers, wanted, lambda: next(seconds)).read == 8


@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        (Visitor("Jin", Role.READER), 403),
        (Visitor("Jin", Role.REVIEWER), 403),
        (Visitor("Claire", Role.REVIEWER), 303),
        (Visitor("Jin", Role.ADMIN), 303),
    ],
)
def test_what_somebody_else_said_is_taken_back_by_administrators_alone(
    store: Store, knowledge: Knowledge, amendments: Amendments, visitor: Visitor, status: int
) -> None:
    signed = Signature("Claire", NOW)
    amendments.append(KeptAmendment("a1", KOROMO, signed), 0)
    app = create_desk(
        store,
        knowledge,
        DeskOptions(zones=ZONES, now=lambda: NOW),
        lectern=Lectern(amendments, Reader),
    )

    class Known:
        """Everybody is one person of one role."""

        alone = True

        def recognise(self, headers: Headers, *, reading: bool) -> Recognised:
            del headers, reading
            return Recognised(visitor)

    app.user_middleware[0].kwargs["sessions"] = Known()
    client = TestClient(app, base_url="http://127.0.0.1:8787", headers=SAME_ORIGIN)
    offered = "/knowledge/undo" in client.get("/knowledge").text
    assert offered is (status == 303)
    post(client, "/knowledge/undo", {"id": "a1"}, status)
    assert (amendments.kept()[0].taken_back is not None) is (status == 303)
    fields = {"change": "traps", "target": "energy", "form": "énergie folle du matin"}
    post(client, "/knowledge/save", fields, 303 if visitor.may(Role.REVIEWER) else 403)
    assert ("/knowledge/new" in client.get("/knowledge").text) is visitor.may(Role.REVIEWER)


def unknown(reading: Reading, surface: str, kind: TagKind) -> Tag:
    """A tag on the first place of a name that is not known."""
    text = reading.article.full_text
    start = text.index(surface)
    mention = Mention(start, start + len(surface), surface, text, 0)
    return Tag(kind, surface.lower(), surface, False, 0.5, (mention,), Reason("model"), "rules")  # noqa: FBT003 (known)
