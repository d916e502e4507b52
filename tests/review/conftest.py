"""A real store on a file, real knowledge, and the real application over them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlencode, urlsplit

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from lxml import html
from starlette.testclient import TestClient

from knowledge import Knowledge, load
from news.account import Role
from news.analysis import (
    Analysis,
    Mention,
    Reason,
    Relevance,
    RoleMention,
    Tag,
    TagKind,
    Tier,
)
from news.article import Article, Precision, Published
from news.page import Visit
from news.report import Circuit, Fault, RunReport, RunState, SourceReport, SourceState
from news.story import Membership, Story
from news.url import article_id
from nlp import Reader
from review import Access, DeskOptions, Lectern, create_desk
from review.passwords import Passwords, digest, make_token
from storage import (
    Account,
    Accounts,
    ApiToken,
    Entry,
    Insight,
    Store,
    StoredDigest,
    open_accounts,
    open_amendments,
    open_insight,
    open_store,
)
from tests.served import served

NOW = datetime(2022, 5, 21, 4, 30, tzinfo=UTC)
FR_TITLE = "Aichi et la Région se retrouvent à Lyon"
FR_TEXT = (
    "Le gouverneur d’Aichi a visité un laboratoire d’hydrogène à Lyon.\n"
    "\n"
    "  « Toyota Motor & fils » écoutait ; Aichi <et> Lyon\tsignent.\r\nFin à Nagoya."
)
JA_TITLE = "愛知県と仏地域圏、リヨンで協議"
JA_TEXT = "愛知県の大村秀章知事がリヨンを訪れた。\n水素の研究で協力する。髙島屋も参加。"
# Nothing of this may ever become markup, an attribute or a link.
EVIL = (
    "</title></script><script>alert(1)</script><img src=x onerror=alert(2)>"
    "<svg onload=alert(3)><iframe src=javascript:alert(4)></iframe>"
    '\'"><a href="javascript:alert(5)">x</a>{{ 7*7 }}{% raw %}\u202eabc'
)


def find(text: str, surface: str, nth: int = 0) -> Mention:
    """The nth place of a surface in a text, with the line around it as its sentence."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(surface, start + 1)
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    sentence = text[first : last if last >= 0 else len(text)]
    return Mention(start, start + len(surface), surface, sentence, first)


def make_tag(text: str, kind: TagKind, key: str, *surfaces: str) -> Tag:
    """A tag on every first place of some surfaces."""
    mentions = tuple(find(text, surface) for surface in surfaces)
    why = Reason("alias", (surfaces[0],))
    return Tag(kind, key, surfaces[0], True, 0.875, mentions, why, "rules")  # noqa: FBT003 (known)


def make_article(slug: str, title: str, text: str, at: datetime, language: str = "fr") -> Article:
    """An article of the sample press."""
    url = f"https://courrier-presquile.example/{slug}"
    published = Published(at, Precision.INSTANT, "feed", 120)
    source = "courrier-presquile" if language == "fr" else "meiko-keizai"
    return Article(article_id(url), source, url, title, text, language, published, NOW)


def analyse(
    article: Article,
    tier: Tier,
    tags: tuple[Tag, ...] = (),
    roles: tuple[RoleMention, ...] = (),
) -> Analysis:
    """An analysis with fixed arithmetic."""
    reasons = (Reason("both-sides", ("Aichi", "Lyon"), 4.5), Reason("in-passing", ("x",), -1.0))
    return Analysis(
        article_id=article.id,
        revision=1,
        maker="test rules 1",
        language=article.language,
        confidence=1.0,
        tags=tags,
        relevance=Relevance(tier, 3.5, reasons),
        roles=roles,
        rejected=(Reason("weak-alone", ("AURA",)),),
    )


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a filled store, to be copied."""
    path = tmp_path_factory.mktemp("desk") / "filled.sqlite"
    with open_store(f"sqlite:///{path}") as opened:
        _fill(opened)
    return path


@pytest.fixture(scope="session")
def store(filled: Path) -> Iterator[Store]:
    path = shutil.copy(filled, filled.with_name("desk.sqlite"))
    with open_store(f"sqlite:///{path}") as opened:
        yield opened


@pytest.fixture(scope="session")
def insight(filled: Path, store: Store) -> Iterator[Insight]:
    assert store.totals()["articles"]
    with open_insight(f"sqlite:///{filled.with_name('desk.sqlite')}") as opened:
        yield opened


@pytest.fixture(scope="session")
def fill() -> Callable[[Store], None]:
    """Puts into an empty store what the desk's tests look at."""
    return _fill


def _fill(store: Store) -> None:
    french = make_article("fr", FR_TITLE, FR_TEXT, datetime(2022, 5, 19, 15, 42, tzinfo=UTC))
    japanese = make_article(
        "ja", JA_TITLE, JA_TEXT, datetime(2022, 5, 19, 22, 30, tzinfo=UTC), "ja"
    )
    copy = make_article(
        "copie", "Dépêche : " + FR_TITLE, FR_TEXT, datetime(2022, 5, 19, 16, 0, tzinfo=UTC)
    )
    told = [french, copy, japanese]
    analyses = [
        analyse(french, Tier.CORE, _french_tags(french.full_text), _offices(french.full_text)),
        analyse(copy, Tier.CORE, _french_tags(copy.full_text)),
        analyse(japanese, Tier.CORE, _japanese_tags(japanese.full_text)),
    ]
    for number in range(95):
        at = datetime(2022, 5, 18, 12, tzinfo=UTC) - timedelta(hours=number)
        article = make_article(f"n{number}", f"Brève {number:03}", f"Un texte {number}.", at)
        told.append(article)
        analyses.append(analyse(article, Tier.OFF if number % 10 == 0 else Tier.CONTEXT))
    hostile = _hostile()
    told.append(hostile)
    mention = find(hostile.full_text, EVIL)
    bad = Tag(TagKind.PERSON, EVIL, EVIL, False, 0.5, (mention,), Reason(EVIL, (EVIL,)), EVIL)  # noqa: FBT003
    analyses.append(analyse(hostile, Tier.RELATED, (bad,)))
    for article in told:
        store.keep_article(article)
    store.keep_analyses(analyses)
    _keep_stories(store, french, copy, japanese, hostile)
    _keep_rest(store)


def _french_tags(text: str) -> tuple[Tag, ...]:
    return (
        make_tag(text, TagKind.PLACE, "aichi", "Aichi"),
        make_tag(text, TagKind.PLACE, "lyon", "Lyon", "Lyon\tsignent"),
        make_tag(text, TagKind.ORGANISATION, "toyota-motor", "Toyota Motor & fils", "Toyota Motor"),
        make_tag(text, TagKind.SECTOR, "energy", "hydrogène", "laboratoire d’hydrogène à Lyon"),
    )


def _japanese_tags(text: str) -> tuple[Tag, ...]:
    return (
        make_tag(text, TagKind.PLACE, "aichi", "愛知県"),
        make_tag(text, TagKind.PLACE, "lyon", "リヨン"),
        make_tag(text, TagKind.SECTOR, "energy", "水素"),
    )


def _offices(text: str) -> tuple[RoleMention, ...]:
    place = find(text, "gouverneur d’Aichi")
    return (RoleMention(place.start, place.end, place.surface, "omura-hideaki"),)


def _hostile() -> Article:
    return Article(
        id="0123456789abcdef",
        source_id=EVIL,
        url="javascript:alert(6)",
        title=EVIL,
        text=f"Avant {EVIL}\n{EVIL} après",
        language="fr",
        published=None,
        collected_at=datetime(2022, 5, 10, 8, tzinfo=UTC),
        authors=(EVIL,),
    )


def _keep_stories(store: Store, *told: Article) -> None:
    french, copy, japanese, hostile = told
    members = (
        Membership(french.id),
        Membership(copy.id, near_duplicate_of=french.id),
        Membership(japanese.id, why=(Reason("same-story-language"),)),
    )
    story = Story("story-1", french.dated, japanese.dated, members)
    evil = Story("story-2", hostile.dated, hostile.dated, (Membership(hostile.id),))
    store.keep_stories([story, evil])


def _keep_rest(store: Store) -> None:
    fault = Fault("javascript:alert(7)", SourceState.TIMEOUT, EVIL, 408)
    resting = Circuit(3.0, 2, NOW + timedelta(days=2))
    since = NOW - timedelta(days=3)
    reports = (
        SourceReport("courrier-presquile", SourceState.OK, since, 5, 9, 8),
        SourceReport("radio-forez", SourceState.HTTP_ERROR, since, circuit=resting),
        SourceReport(EVIL, SourceState.OK, since, faults=(fault,)),
    )
    start = NOW - timedelta(minutes=5)
    store.keep_run(RunReport("r1", start, NOW, RunState.PARTIAL, reports, {"new": 98, "faults": 2}))
    feed = load().sources["courrier-presquile"].urls[0]
    store.keep_visit(Visit(feed, NOW, 304, full_at=since))
    early = start - timedelta(days=1)
    store.keep_run(RunReport("r0", early, early, RunState.FAILED, (), {}, EVIL))
    page = "<!doctype html><title>Revue</title><style>p{color:#123}</style><p>Revue du 20</p>"
    hostile = f"<!doctype html><style>p{{color:rgb(1, 2, 3)}}</style><p>Revue</p>{EVIL[8:]}"
    store.keep_digest(StoredDigest(date(2022, 5, 18), "fr", "html", hostile, NOW))
    for day in (19, 20):
        for form in ("html", "md"):
            store.keep_digest(StoredDigest(date(2022, 5, day), "fr", form, page, NOW))


ZONES = {"fr": "Europe/Paris", "ja": "Asia/Tokyo", "en": "Europe/Paris"}


@pytest.fixture(scope="session")
def base(store: Store, insight: Insight, knowledge: Knowledge) -> Iterator[str]:
    """The address of a desk that is only read, served on loopback."""
    desk = create_desk(store, knowledge, DeskOptions(ZONES, lambda: NOW), insight=insight)
    with served(desk) as address:
        yield address


@pytest.fixture(scope="session")
def client(store: Store, insight: Insight, knowledge: Knowledge) -> Iterator[TestClient]:
    options = DeskOptions(zones=ZONES, now=lambda: NOW)
    desk = create_desk(store, knowledge, options, insight=insight)
    with TestClient(desk, base_url="http://127.0.0.1:8787") as opened:
        yield opened


@pytest.fixture
def fresh(filled: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of its own, to be changed."""
    path = shutil.copy(filled, tmp_path / "desk.sqlite")
    with open_store(f"sqlite:///{path}") as opened:
        yield opened


@pytest.fixture
def sit(fresh: Store, knowledge: Knowledge) -> Callable[[str], TestClient]:
    """Sits an analyst of some name down at the fresh store, the session begun."""

    def sit(name: str) -> TestClient:
        desk = create_desk(fresh, knowledge, DeskOptions(ZONES, lambda: NOW, person=name))
        client = TestClient(desk, base_url="http://127.0.0.1:8787", follow_redirects=False)
        client.headers["origin"] = "http://127.0.0.1:8787"
        client.get("/runs")
        return client

    return sit


@pytest.fixture
def serve(fresh: Store, knowledge: Knowledge) -> Iterator[Callable[[str], str]]:
    """Serves the fresh store on loopback to an analyst of some name; gives the address."""
    with ExitStack() as stack:

        def serve(name: str) -> str:
            desk = create_desk(fresh, knowledge, DeskOptions(ZONES, lambda: NOW, person=name))
            return stack.enter_context(served(desk))

        yield serve


Page = Any  # lxml tells nothing of its types


@pytest.fixture(scope="session")
def parse() -> Callable[[str], Page]:
    """Reads a page as a browser would."""
    return cast("Callable[[str], Page]", html.document_fromstring)


@pytest.fixture(scope="session")
def read(client: TestClient, parse: Callable[[str], Page]) -> Callable[..., Page]:
    """Opens an address, asserts its status, gives its page."""

    def read(address: str, status: int = 200) -> Page:
        answer = client.get(address, follow_redirects=False)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        return parse(answer.text)

    return read


@pytest.fixture(scope="session")
def addresses() -> list[str]:
    """Every page that the store can fill, refusals among them."""
    known = [article_id(f"https://courrier-presquile.example/{slug}") for slug in ("fr", "ja")]
    pages = [
        "/",
        "/?tier=all",
        "/inbox",
        "/inbox?state=all&tier=all",
        "/?q=alert",
        "/digests",
        "/sources",
        "/runs",
        "/nowhere",
    ]
    pages += [f"/articles/{key}" for key in (*known, "0123456789abcdef")]
    pages += [
        f"/articles/{known[0]}/fix?kind=place&key=lyon&q=x",
        f"/articles/{known[1]}/revisions",
    ]
    pages += [f"/articles/0123456789abcdef/fix?kind=person&key={quote(EVIL)}"]
    pages += ["/articles/0123456789abcdef/revisions", "/articles/none/fix"]
    pages += ["/stories/merge?pick-0=story-1&pick-1=story-2", "/stories/merge?q=alert"]
    pages += ["/stories/story-1", "/stories/story-2", "/?tier=%3Cscript%3E", "/?%3Cscript%3E=1"]
    pages += ["/entities", "/entities?q=lyon&side=aura", "/entities/lyon"]
    pages += ["/candidates", "/timeline", "/quality", "/quality/sample", "/runs/r1"]
    pages += [f"/names?{urlencode({'kind': 'person', 'key': EVIL})}", "/timeline?before=x"]
    assert all(urlsplit(page).path.startswith("/") for page in pages)
    return pages


@dataclass
class Team:
    """A desk of accounts, its clock in a test's hand."""

    accounts: Accounts
    access: Access
    open: Callable[..., TestClient]
    """A browser at the desk: `open(origin, client=address)`."""
    at: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 8, tzinfo=UTC))

    def log_in(self, name: str, browser: TestClient | None = None, **given: str) -> TestClient:
        """A browser in which somebody logged in."""
        browser = browser or self.open()
        fields = {"name": name, "password": PASSWORD, **given}
        answer = browser.post("/login", data=fields, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return browser


PASSWORD = "soie grège et mûrier"  # noqa: S105 (of a test)


@pytest.fixture
def password() -> str:
    """The password of everybody in the team."""
    return PASSWORD


@pytest.fixture
def team(store: Store, knowledge: Knowledge, tmp_path: Path) -> Iterator[Team]:
    """Anna, who is admin; Rei, who reviews; Lou, who reads."""
    with open_accounts(f"sqlite:///{tmp_path}/people.sqlite") as accounts:
        passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        access = Access(accounts, passwords=passwords, now=lambda: made.at)
        desk = create_desk(
            store, knowledge, DeskOptions({"fr": "Europe/Paris"}, lambda: NOW), access
        )

        def open_browser(origin: str = "http://127.0.0.1:8787", **facts: Any) -> TestClient:  # noqa: ANN401 (what TestClient takes)
            headers = {"sec-fetch-site": "same-origin", "accept-language": "en"}
            return TestClient(desk, origin, headers=headers, **facts)

        made = Team(accounts, access, open_browser)
        roles = {"Anna": Role.ADMIN, "Rei": Role.REVIEWER, "Lou": Role.READER}
        for name, role in roles.items():
            account = Account(name, role, passwords.hash(PASSWORD), made.at)
            accounts.add(account, Entry(made.at, "root", "account-added", name, ""))
        yield made


@pytest.fixture
def desk_of(store: Store, knowledge: Knowledge) -> Callable[[Access], FastAPI]:
    """Makes a desk with other rules of access."""
    options = DeskOptions({"fr": "Europe/Paris"}, lambda: NOW)
    return lambda access: create_desk(store, knowledge, options, access)


TOLD = (
    ("une", FR_TITLE, "Aichi et Lyon, une visite.", "fr", Tier.CORE),
    ("une-ja", JA_TITLE, "愛知県の知事がリヨンを訪れた。", "ja", Tier.CORE),
    ("deux", "Un laboratoire ouvre à Nagoya", "Une recherche à Nagoya.", "fr", Tier.RELATED),
    ("trois", "Lyon fête la gastronomie", "Une recette à Lyon.", "fr", Tier.CONTEXT),
    ("quatre", "Un match à Dijon", "Rien à voir.", "fr", Tier.OFF),
)
"""Slug, title, text, language and tier of the articles of a small press: the first two are one
story, each other one is alone."""


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Store]:
    """A store of its own for tests that change something."""
    with open_store(f"sqlite:///{tmp_path}/told.sqlite") as opened:
        found = []
        for number, (slug, title, text, language, tier) in enumerate(TOLD):
            at = datetime(2022, 5, 19, 8, tzinfo=UTC) + timedelta(hours=number)
            article = make_article(slug, title, text, at, language)
            opened.keep_article(article)
            tags = tuple(
                make_tag(article.full_text, TagKind.PLACE, key, surface)
                for key, surface in (("aichi", "Aichi"), ("aichi", "愛知県"), ("lyon", "Lyon"))
                if surface in article.full_text
            )
            opened.keep_analyses([analyse(article, tier, tags)])
            found.append(article)
        first, second, *others = found
        pair = (Membership(first.id), Membership(second.id))
        opened.keep_stories(
            [
                Story("une", first.dated, second.dated, pair),
                *(
                    Story(row[0], it.dated, it.dated, (Membership(it.id),))
                    for row, it in zip(TOLD[2:], others, strict=True)
                ),
            ]
        )
        yield opened


@pytest.fixture
def visit(told: Store, knowledge: Knowledge) -> Iterator[TestClient]:
    """A browser of somebody with a session, on the small press."""
    zones = {"fr": "Europe/Paris", "ja": "Asia/Tokyo", "en": "Europe/Paris"}
    desk = create_desk(told, knowledge, DeskOptions(zones=zones, now=lambda: NOW, person="Élise"))
    headers = {"sec-fetch-site": "same-origin"}
    with TestClient(desk, base_url="http://127.0.0.1:8787", headers=headers) as opened:
        opened.get("/runs")
        yield opened


@pytest.fixture(scope="session")
def serving() -> Callable[[FastAPI], AbstractContextManager[str]]:
    """Serves a desk on loopback and gives its address."""
    return served


@dataclass
class WholeDesk:
    """A desk with everything it can have, on loopback, and a program that may do all."""

    address: str
    headers: dict[str, str]
    openapi: dict[str, Any]
    store: Store
    app: FastAPI


@pytest.fixture
def whole_desk(filled: Path, knowledge: Knowledge, tmp_path: Path) -> Iterator[WholeDesk]:
    """It has a store of its own, to be changed."""
    url = f"sqlite:///{shutil.copy(filled, tmp_path / 'desk.sqlite')}"
    with ExitStack() as stack:
        store = stack.enter_context(open_store(url))
        accounts = stack.enter_context(open_accounts(url))
        amendments = stack.enter_context(open_amendments(url))
        insight = stack.enter_context(open_insight(url))
        passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        now, token = datetime.now(UTC), make_token()
        entry = Entry(now, "root", "account-added", "Anna", "")
        accounts.add(Account("Anna", Role.ADMIN, passwords.hash(PASSWORD), now), entry)
        until = now + timedelta(days=1)
        accounts.add_token(
            ApiToken(digest(token), "program", "Anna", Role.ADMIN, now, until), entry
        )
        access = Access(accounts, passwords=passwords)
        lectern = Lectern(amendments, Reader)
        options = DeskOptions(ZONES, lambda: NOW)
        desk = create_desk(store, knowledge, options, access, lectern, insight=insight)
        address = stack.enter_context(served(desk))
        headers = {"authorization": f"Bearer {token}", "accept-language": "en"}
        answer = TestClient(desk, address).get("/api/v1/openapi.json", headers=headers)
        yield WholeDesk(address, headers, answer.json(), store, desk)
